"""Texts that travel with the program: flowcharts, worked examples, tables, reference."""

from __future__ import annotations

from pkgutil import get_data


def shipped_text(package: str, name: str) -> str:
    """Return the text of a file of a package; `importlib.resources` would take as long to load as to read ten of them.

    Raises:
        FileNotFoundError: The package has no such file.
    """
    found = get_data(package, name)
    if found is None:
        raise FileNotFoundError(name)
    return found.decode("utf-8")
