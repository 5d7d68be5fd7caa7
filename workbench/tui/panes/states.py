"""How states and days are written in lists: a sign, a word and a colour; a day without what goes without saying."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

SIGNS: Mapping[str, tuple[str, str]] = {
    "fired": ("! fired", "bad"),
    "overdue": ("! overdue", "bad"),
    "near": ("~ near", "warn"),
    "stale": ("~ stale", "warn"),
    "holds": ("✓ holds", "good"),
    "no-reading": ("? no reading", "muted"),
}
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def short_date(day: date | None, today: date) -> str:
    """Return a day as lists show it: ``23 Nov``, in other years ``Nov 2025``."""
    if day is None:
        return "–"
    month = _MONTHS[day.month - 1]
    return f"{day.day} {month}" if day.year == today.year else f"{month} {day.year}"
