"""Texts folded for hashing: case, space and punctuation gone; and what two nearly equal texts most likely share.

Not `evidence.folding`: that one keeps the words apart and unites forms of a letter, at thirty times the time; here
what two hashes say is looked at once more.
"""

from __future__ import annotations

import re

_BLANKS, _POINTS = b" \t\r\n\v\f", b"!\"#%&'()*,-./:;?@[\\]_{}`"
_BLANKS_AND_POINTS = _BLANKS + _POINTS
_LOWER = bytes(range(256)).lower()
_NOT_DIGITS = bytes(code for code in range(256) if not 48 <= code <= 57)
# Spaces and punctuation outside ASCII: Latin-1 signs, general punctuation, CJK and full-width forms, Arabic.
_WIDE_POINTS = re.compile(
    "[\u00a0-\u00a1\u00a7\u00ab\u00ad\u00b6-\u00b7\u00bb\u00bf\u060c\u061b\u061f\u066a-\u066d\u0964-\u0965"
    "\u2000-\u206f\u2e00-\u2e7f\u3000-\u3003\u3008-\u301f\u30fb\ufe10-\ufe19\ufe30-\ufe6b\uff01-\uff0f\uff1a-\uff20"
    "\uff3b-\uff40\uff5b-\uff65\ufeff]"
)
_LONG = 100
_SPAN, _SHORT_SPAN = 16, 13
_END = 12
_LETTERS = (b"t", b"m", b"e", b"p", b"ia", b"nr")
_BYTES = (b"\xbe", b"\xbb", b"\xb0", b"\xb4", b"\xb8\x82", b"\xbd\x80")
"""Bytes that take the place of these letters in a text of another script: common ones in UTF-8."""


def fold(text: str) -> bytes:
    """Return a text without case, space and punctuation, as UTF-8; signs such as ``+`` and emoji stay."""
    if text.isascii():
        return text.encode().translate(_LOWER, _BLANKS_AND_POINTS)
    text = _WIDE_POINTS.sub("", text.casefold())
    return text.encode("utf-8", "surrogatepass").translate(None, _BLANKS_AND_POINTS)


def folds(text: str) -> tuple[bytes, bytes]:
    """Return a text without case, space and a full stop at its end, and `fold` of it.

    What a question asks can be in its punctuation: ``:)`` is not ``:(``, and ``"%s"`` is not ``s``.
    """
    if text.isascii():
        spaceless = text.encode().translate(_LOWER, _BLANKS)
        return spaceless.rstrip(b".") or spaceless, spaceless.translate(None, _POINTS)
    spaceless = text.casefold().encode("utf-8", "surrogatepass").translate(None, _BLANKS)
    return spaceless.rstrip(b".") or spaceless, fold(text)


def digits(folded: bytes) -> bytes:
    """Return the ASCII digits of a folded text, in order."""
    return folded.translate(None, _NOT_DIGITS)


def ends(folded: bytes) -> tuple[bytes, bytes]:
    """Return the first and the last few bytes of a folded text: a change in one place leaves one of them as it is."""
    return folded[:_END], folded[-_END:]


def windows(folded: bytes) -> tuple[bytes, bytes, bytes, bytes]:
    """Return four pieces of a folded text; those it lacks are the text itself.

    Each begins or ends at a letter: the first or last of its kind, or the one next to a third of the text. So a piece
    moves with its text, and is lost only by a change within it, or one that brings such a letter sooner. Two texts that
    differ by one word to three nearly always share one.
    """
    third = len(folded) // 3
    first, after, last, before, _, _ = _LETTERS if folded.isascii() or b"e" in folded else _BYTES
    one, two = folded.find(first), folded.find(after, third)
    three, four = folded.rfind(last) + 1, folded.rfind(before, 0, len(folded) - third) + 1
    return (
        folded[one : one + _SPAN] if one >= 0 else folded,
        folded[two : two + _SPAN] if two >= 0 else folded,
        folded[three - _SPAN if three > _SPAN else 0 : three] if three else folded,
        folded[four - _SPAN if four > _SPAN else 0 : four] if four else folded,
    )


def short_windows(folded: bytes) -> list[bytes]:
    """Return four more pieces of a short text, smaller ones at other letters; none of a long one."""
    if len(folded) >= _LONG:
        return []
    _, _, _, _, starts, stops = _LETTERS if folded.isascii() or b"e" in folded else _BYTES
    found = []
    for letter in starts:
        at = folded.find(letter)
        found.append(folded[at : at + _SHORT_SPAN] if at >= 0 else folded)
    for letter in stops:
        end = folded.rfind(letter)
        found.append(folded[max(0, end + 1 - _SHORT_SPAN) : end + 1] if end >= 0 else folded)
    return found
