"""The line a field stands on, for error messages."""

from __future__ import annotations

from functools import lru_cache

from workbench.store.spans import statements

# A file's findings are told one after the other.
_statements = lru_cache(maxsize=1)(statements)


def line_of(text: str, dotted_field: str) -> int | None:
    """Return the 1-based line of a field, else of the nearest key or table around it; None where nothing is near."""
    nearest, offset = -1, None
    for statement in _statements(text):
        here = ".".join(statement.path)
        # A table may have no header of its own: what stands in it will do.
        inside = here.startswith(f"{dotted_field}.")
        near = len(dotted_field) - 1 if inside else len(here)
        if near > nearest and (inside or here == dotted_field or dotted_field.startswith(f"{here}.")):
            # The key itself, not the blanks before it.
            nearest, offset = near, statement.name[0]
    return None if offset is None else text.count("\n", 0, offset) + 1
