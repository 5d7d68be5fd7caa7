"""Values of the evidence that a record keeps, as far as they are what they should be: a file may say anything."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime


def count_of(kept: Mapping[str, object], name: str) -> int | None:
    """Return a kept number of things; None where there is none, or something that is no such number."""
    value = kept.get(name)
    return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else None


def day_of(kept: Mapping[str, object], name: str = "date") -> date | None:
    """Return a kept day, that of a time where one was written; None where there is neither."""
    value = kept.get(name)
    if isinstance(value, datetime):
        return value.date()
    return value if isinstance(value, date) else None
