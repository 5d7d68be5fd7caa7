"""Text of several lines as a person means it: paragraphs and simple lists, whatever it is exported to."""

from __future__ import annotations

import re
from typing import NamedTuple

_ITEM = re.compile(r"(?:[-*+•]|(?P<number>\d{1,9})[.)])\s+(?=\S)")


class Block(NamedTuple):
    """A paragraph, or a list when `kind` says so.

    Args:
        kind: ``text``, ``bullets`` or ``numbers``.
        parts: The lines of a paragraph; the items of a list, each with its lines.
        first: The number a numbered list starts with.
    """

    kind: str
    parts: tuple[tuple[str, ...], ...]
    first: int = 1


def blocks(text: str) -> list[Block]:
    """Return the paragraphs and lists of a text; blanks around a line and levels of a list do not matter."""
    found: list[Block] = []
    # A blank line before ends what came before it.
    after_blank = True
    for raw in text.split("\n"):
        line = " ".join(raw.split())
        if line:
            _add(found, line, raw[:1].isspace(), after_blank)
        after_blank = not line
    return found


def _add(found: list[Block], line: str, indented: bool, after_blank: bool) -> None:
    last = found[-1] if found else None
    if match := _ITEM.match(line):
        kind = "bullets" if match["number"] is None else "numbers"
        item = (line[match.end() :],)
        if last is not None and last.kind == kind:
            found[-1] = Block(kind, (*last.parts, item), last.first)
        else:
            found.append(Block(kind, (item,), _first(match["number"])))
    elif last is not None and (not after_blank if last.kind == "text" else indented or not after_blank):
        found[-1] = Block(last.kind, (*last.parts[:-1], (*last.parts[-1], line)), last.first)
    else:
        found.append(Block("text", ((line,),)))


def _first(number: str | None) -> int:
    # Markdown reads nine digits at most; a list that counts on from there is none.
    return int(number) if number is not None and len(number) <= 6 else 1
