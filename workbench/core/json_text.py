"""Answers as JSON: numbers are numbers with all their digits, dates are text, missing ones null."""

from __future__ import annotations

import json
import re
from datetime import date
from decimal import Decimal

from workbench.core.figures import plain

# No text that is answered holds a NUL: what is read is cleaned of control characters.
_FIGURE = re.compile(r'"\\u0000([^"]*)"')


def json_text(answer: object) -> str:
    """Return an answer as indented JSON; a number that is not finite is null."""
    return _FIGURE.sub(r"\1", json.dumps(answer, default=_plain, indent=2, ensure_ascii=False))


def _plain(value: object) -> object:
    if isinstance(value, Decimal):
        return f"\0{plain(value)}" if value.is_finite() else None
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no place in an answer")
