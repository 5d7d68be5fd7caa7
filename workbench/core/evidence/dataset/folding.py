"""Texts folded for comparing: case, space and punctuation gone; and what two nearly equal texts surely share."""

from __future__ import annotations

import re

_BLANKS_AND_POINTS = b" \t\r\n\v\f!\"#%&'()*,-./:;?@[\\]_{}`"
_LOWER = bytes(range(256)).lower()
_NOT_DIGITS = bytes(code for code in range(256) if not 48 <= code <= 57)
# Spaces and punctuation outside ASCII: Latin-1 signs, general punctuation, CJK and full-width forms, Arabic.
_WIDE_POINTS = re.compile(
    "[\u00a0-\u00a1\u00a7\u00ab\u00ad\u00b6-\u00b7\u00bb\u00bf\u060c\u061b\u061f\u066a-\u066d\u0964-\u0965"
    "\u2000-\u206f\u2e00-\u2e7f\u3000-\u3003\u3008-\u301f\u30fb\ufe10-\ufe19\ufe30-\ufe6b\uff01-\uff0f\uff1a-\uff20"
    "\uff3b-\uff40\uff5b-\uff65\ufeff]"
)
_REGION = 24


def fold(text: str) -> bytes:
    """Return a text without case, space and punctuation, as UTF-8; signs such as ``+`` and emoji stay."""
    if text.isascii():
        return text.encode().translate(_LOWER, _BLANKS_AND_POINTS)
    text = _WIDE_POINTS.sub("", text.casefold())
    return text.encode("utf-8", "surrogatepass").translate(None, _BLANKS_AND_POINTS)


def digits(folded: bytes) -> bytes:
    """Return the ASCII digits of a folded text, in order."""
    return folded.translate(None, _NOT_DIGITS)


def windows(folded: bytes) -> tuple[bytes, bytes, bytes, bytes]:
    """Return four pieces of a folded text: its start, its end, and two from its middle.

    Those of the middle begin at the greatest byte of a region, so that a letter more before it moves them along.
    Most often, a change in one place leaves two of the four as they are.
    """
    size = len(folded)
    span = 24 if size >= 96 else 16 if size >= 48 else 8
    quarter = folded[size // 4 : size // 4 + _REGION]
    half = folded[size // 2 : size // 2 + _REGION]
    a = size // 4 + quarter.find(max(quarter)) if quarter else 0
    b = size // 2 + half.find(max(half)) if half else 0
    return folded[:span], folded[-span:], folded[a : a + span], folded[b : b + span]
