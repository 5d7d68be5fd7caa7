"""Answers as JSON: numbers are numbers with all their digits, dates are text, missing ones null."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from json.encoder import encode_basestring
from typing import Any

from workbench.core.figures import plain


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
        fields = [f"{encode_basestring(str(name))}: {_json(one, inner)}" for name, one in value.items()]
        return f"{{{inner}{f',{inner}'.join(fields)}{line}}}" if fields else "{}"
    if isinstance(value, list | tuple):
        return f"[{inner}{f',{inner}'.join([_json(one, inner) for one in value])}{line}]" if value else "[]"
    if isinstance(value, date):
        return f'"{value.isoformat()}"'
    return json.dumps(value, ensure_ascii=False)


_AS_JSON: dict[type, Callable[[Any], str]] = {
    str: encode_basestring,
    type(None): lambda _: "null",
    date: lambda day: f'"{day}"',
    Decimal: lambda value: plain(value) if value.is_finite() else "null",
}
