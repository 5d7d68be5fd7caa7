"""``workbench reference``: the pages that stand beside the questions, as plain text."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from workbench.core.reference import TOPICS, page

EXAMPLE = "example: workbench reference ladder"


def arguments(parser: ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("topic", nargs="?", choices=TOPICS, metavar="TOPIC", help=f"one of {', '.join(TOPICS)}")


def run(options: Namespace) -> int:
    """Print a page, or the list of them."""
    if options.topic is None:
        print("\n".join(f"{topic:<10} {page(topic).title}" for topic in TOPICS))
        return 0
    found = page(options.topic)
    print(f"{found.title}\n")
    print("\n".join(line.text for line in found.lines(76)))
    return 0
