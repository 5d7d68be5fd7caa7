"""Two versions of a text held against each other word by word, its lines kept apart."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

_MOST_PAIRS = 250_000
"""Longer parts are not compared word by word: the time grows with the product of their lengths."""
_AROUND = 8
"""Unchanged words kept on each side of a change."""
_WORD = re.compile(r"\S+|\n")

Kind = Literal["same", "gone", "new", "left-out"]
MARKS = {"gone": ("[-", "-]"), "new": ("{+", "+}")}
"""What stands before and behind words that only one text has, as wdiff has them."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words, or line ends, that both texts have or only one of them."""

    kind: Kind
    words: tuple[str, ...]

    @property
    def text(self) -> str:
        """Its words with blanks between; a line end stands for itself."""
        return _lines_kept(" ".join(self.words))

    @property
    def marked(self) -> str:
        """Its text between its marks, each line of it between its own; line ends alone as ``¶``."""
        if self.kind not in MARKS:
            return self.text
        opened, closed = MARKS[self.kind]
        lines = self.text.split("\n")
        marked = [f"{opened}{line}{closed}" if line else "" for line in lines]
        return "\n".join(marked) if any(lines) else f"{opened}¶{closed}"


def marked_text(pieces: Sequence[Piece]) -> str:
    """Return pieces as one text, what only one of the two has between marks."""
    return _lines_kept(" ".join(piece.marked for piece in pieces)).strip("\n")


def _lines_kept(words: str) -> str:
    """Return words joined by blanks without those beside a line end."""
    return words.replace(" \n", "\n").replace("\n ", "\n")


def word_changes(before: str, after: str, around: int = _AROUND) -> list[Piece]:
    """Return the pieces of two texts in reading order, what was removed before what took its place.

    Args:
        before: The earlier text.
        after: The later one.
        around: How many unchanged words stay beside a change; more between two changes are left out.

    Returns:
        Texts that share less than half of their words are told whole, the earlier before the later.
    """
    pieces = list(_joined(_pieces(before, after)))
    counts = {kind: sum(len(piece.words) for piece in pieces if piece.kind == kind) for kind in ("same", "gone", "new")}
    if counts["same"] < max(counts["gone"], counts["new"]):
        old, new = _words(before.split("\n")), _words(after.split("\n"))
        return [Piece("gone", old), Piece("new", new)]
    return list(_shortened(pieces, around)) if any(piece.kind != "same" for piece in pieces) else pieces


def _pieces(before: str, after: str) -> Iterator[Piece]:
    # Lines first: a long text of which one paragraph changed is not compared word by word as a whole.
    old, new = before.split("\n"), after.split("\n")
    for same, gone, fresh in _matched(old, new):
        if same:
            yield Piece("same", _words(same))
            continue
        for both, away, come in _matched(_words(gone), _words(fresh)):
            yield from (Piece("same", both),) if both else ()
            yield from (Piece("gone", away),) if away else ()
            yield from (Piece("new", come),) if come else ()


def _words(lines: Sequence[str]) -> tuple[str, ...]:
    return tuple(_WORD.findall("".join(f"{line}\n" for line in lines)))


def _matched(
    old: Sequence[str], new: Sequence[str]
) -> Iterator[tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]]:
    """Yield what both have, or else what only the one and only the other has."""
    head = 0
    while head < min(len(old), len(new)) and old[head] == new[head]:
        head += 1
    tail = 0
    while tail < min(len(old), len(new)) - head and old[-1 - tail] == new[-1 - tail]:
        tail += 1
    middle_old, middle_new = old[head : len(old) - tail], new[head : len(new) - tail]
    if head:
        yield tuple(old[:head]), (), ()
    yield from _middle(middle_old, middle_new)
    if tail:
        yield tuple(old[len(old) - tail :]), (), ()


def _middle(
    old: Sequence[str], new: Sequence[str]
) -> Iterator[tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]]:
    if not old and not new:
        return
    if len(old) * len(new) > _MOST_PAIRS:
        yield (), tuple(old), tuple(new)
        return
    from difflib import SequenceMatcher

    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        yield (tuple(old[a:b]), (), ()) if tag == "equal" else ((), tuple(old[a:b]), tuple(new[c:d]))


def _joined(pieces: Iterator[Piece]) -> Iterator[Piece]:
    last: Piece | None = None
    for piece in pieces:
        if last is not None and last.kind == piece.kind:
            last = Piece(last.kind, last.words + piece.words)
            continue
        if last is not None:
            yield last
        last = piece
    if last is not None:
        yield last


def _shortened(pieces: Sequence[Piece], around: int) -> Iterator[Piece]:
    for index, piece in enumerate(pieces):
        before = around if index else 0
        after = around if index < len(pieces) - 1 else 0
        if piece.kind != "same" or len(piece.words) <= before + after + 2:
            yield piece
            continue
        words = piece.words
        if before:
            yield Piece("same", words[:before])
        yield Piece("left-out", ("…",))
        if after:
            yield Piece("same", words[-after:])
