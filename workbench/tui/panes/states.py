"""How states and days are written in lists: a sign, a word and a colour; a day without what goes without saying."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from workbench.core.triggers import STATE_SIGNS

_ROLES = {"fired": "bad", "overdue": "bad", "near": "warn", "stale": "warn", "holds": "good", "no-reading": "muted"}
SIGNS: Mapping[str, tuple[str, str]] = {state: (told, _ROLES[state]) for state, told in STATE_SIGNS.items()}
"""Each state's sign and word, and the role they have."""
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def short_date(day: date | None, today: date) -> str:
    """Return a day as lists show it: ``23 Nov``, in other years ``Nov 2025``."""
    if day is None:
        return "–"
    month = _MONTHS[day.month - 1]
    return f"{day.day} {month}" if day.year == today.year else f"{month} {day.year}"
