"""Two texts side by side, what only one of them has marked by signs and colour."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import zip_longest

from workbench.core.text import clip, columns
from workbench.core.word_changes import Piece, word_changes
from workbench.plot.rows import Role, Row, Span

Word = tuple[str, Role]
_GAP = " │ "
_MARKS: dict[str, tuple[str, str, Role]] = {
    "same": ("", "", "text"),
    "left-out": ("", "", "muted"),
    "gone": ("[-", "-]", "bad"),
    "new": ("{+", "+}", "good"),
}


def beside(before: str, after: str, width: int, indent: int = 2) -> list[Row]:
    """Return two texts in two columns as rows of exactly `width` columns; long parts that are the same are left out."""
    room = max(8, (width - indent - len(_GAP)) // 2)
    pieces = word_changes(before, after) if before.strip() and after.strip() else _whole(before, after)
    left = list(_wrapped(_words(pieces, {"same", "left-out", "gone"}), room)) or [()]
    right = list(_wrapped(_words(pieces, {"same", "left-out", "new"}), room)) or [()]
    rest = width - indent - len(_GAP) - room
    rows: list[Row] = []
    for one, other in zip_longest(left, right, fillvalue=()):
        rows.append((Span(" " * indent), *_filled(one, room), Span(_GAP, "rule"), *_filled(other, rest)))
    return rows


def _whole(before: str, after: str) -> list[Piece]:
    """Return two texts of which one is empty, each by itself; the empty one says so."""
    return [
        Piece("gone", tuple(before.split()) or ("no answer",)),
        Piece("new", tuple(after.split()) or ("no answer",)),
    ]


def _words(pieces: Iterable[Piece], kinds: set[str]) -> Iterator[Word]:
    for piece in pieces:
        if piece.kind not in kinds:
            continue
        opened, closed, role = _MARKS[piece.kind]
        real = [at for at, word in enumerate(piece.words) if word != "\n"]
        for at, word in enumerate(piece.words):
            if word == "\n":
                yield word, role
                continue
            yield f"{opened if at == real[0] else ''}{word}{closed if at == real[-1] else ''}", role


def _wrapped(words: Iterable[Word], room: int) -> Iterator[Row]:
    line: list[Span] = []
    used = 0
    for word, role in words:
        if word == "\n":
            if line:
                yield tuple(line)
            line, used = [], 0
            continue
        for part in _parts(word, room):
            size = columns(part)
            if used and used + 1 + size > room:
                yield tuple(line)
                line, used = [], 0
            line.append(Span(f" {part}" if used else part, role))
            used += size + bool(used)
    if line:
        yield tuple(line)


def _parts(word: str, room: int) -> Iterator[str]:
    """Yield a word in parts that fit."""
    while columns(word) > room:
        head = clip(word, room)[:-1] or word[0]
        yield head
        word = word[len(head) :]
    yield word


def _filled(row: Row, room: int) -> Row:
    used = sum(columns(part.text) for part in row)
    return (*row, Span(" " * (room - used))) if used < room else row
