"""The line a field stands on, for error messages."""

from __future__ import annotations

from workbench.store.spans import statements


def line_of(text: str, dotted_field: str) -> int | None:
    """Return the 1-based line of a field, else of the nearest key or table around it; None where nothing is near."""
    best, offset = "", None
    for statement in statements(text):
        here = ".".join(statement.path)
        around = here == dotted_field or dotted_field.startswith(f"{here}.")
        if around and (offset is None or len(here) > len(best)):
            # The header's own line, not that of comments above it.
            best, offset = here, statement.name[0]
    return None if offset is None else text.count("\n", 0, offset) + 1
