"""Answers as JSON: numbers are numbers with all their digits, dates are text, missing ones null."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from json.encoder import encode_basestring
from math import isfinite
from typing import Any

from workbench.core.figures import plain

# Escapes of a terminal, reordering and half characters: JSON has escapes for them, so that no reader needs to mind.
_HIDDEN = re.compile(
    "[\x7f-\x9f\xad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff\U000e0000-\U000e0fff]"
)


def json_text(answer: object) -> str:
    """Return an answer as indented JSON; a number that is not finite is null."""
    return _json(answer, "\n")


def _json(value: object, line: str) -> str:
    """Return a value as JSON; `json` itself indents slowly and knows no `Decimal`.

    Args:
        value: What is answered.
        line: A line end and the indentation it stands at.
    """
    plainly = _AS_JSON.get(type(value))
    if plainly is not None:
        return plainly(value)
    inner = f"{line}  "
    if isinstance(value, dict):
        fields = [f"{_quoted(str(name))}: {_json(one, inner)}" for name, one in value.items()]
        return f"{{{inner}{f',{inner}'.join(fields)}{line}}}" if fields else "{}"
    if isinstance(value, list | tuple):
        return f"[{inner}{f',{inner}'.join([_json(one, inner) for one in value])}{line}]" if value else "[]"
    if isinstance(value, date):
        return f'"{value.isoformat()}"'
    if isinstance(value, float) and not isfinite(value):
        return "null"
    return json.dumps(value)


def _quoted(text: str) -> str:
    told = encode_basestring(text)
    return told if told.isascii() and told.isprintable() else _HIDDEN.sub(_escaped, told)


def _escaped(match: re.Match[str]) -> str:
    return json.dumps(match[0])[1:-1]


_AS_JSON: dict[type, Callable[[Any], str]] = {
    str: _quoted,
    type(None): lambda _: "null",
    date: lambda day: f'"{day}"',
    Decimal: lambda value: plain(value) if value.is_finite() else "null",
}
