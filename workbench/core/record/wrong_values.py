"""What is wrong with a value read from a file, in plain words instead of the validator's."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from workbench.core.text import clean_line

if TYPE_CHECKING:
    from pydantic import ValidationError

_MUST: Mapping[str, str] = {
    "string_type": "must be text",
    "int_type": "must be a whole number",
    "bool_type": "must be true or false",
    "date_type": "must be a day, like 2026-11-23",
    "dict_type": "must be a table",
    "model_type": "must be a table",
    "tuple_type": "must be a list",
    "list_type": "must be a list",
}
_QUOTED = 60


def wrong_value(error: ValidationError) -> tuple[str, str]:
    """Return the dotted path of the first wrong value, and what it must be; with what it is where that tells more."""
    first = error.errors(include_url=False)[0]
    where = ".".join(clean_line(str(part)) for part in first["loc"])
    kind, limits = first["type"], first.get("ctx", {})
    if kind == "missing":
        return where, "is missing"
    got = clean_line(repr(first.get("input")))[:_QUOTED]
    match kind:
        case "literal_error":
            told = f"must be {limits['expected']}"
        case "greater_than_equal":
            told = f"must be {limits['ge']} or more"
        case _:
            told = _MUST.get(kind, first["msg"].removeprefix("Value error, "))
    return where, f"{told}, not {got}"
