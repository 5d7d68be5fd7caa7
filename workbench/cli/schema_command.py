"""``workbench schema``: JSON Schema of a decision file."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

EXAMPLE = "example: workbench schema > decision.schema.json"


def arguments(parser: ArgumentParser) -> None:
    """Declare the arguments: none of its own."""


def run(options: Namespace) -> int:
    """Print the schema."""
    from workbench.store.schema import schema_text

    print(schema_text().rstrip())
    return 0
