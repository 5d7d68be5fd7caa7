"""Rows of coloured text: what every picture of the program is made of, whether a terminal widget or a pipe shows it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, NamedTuple

from workbench.core.text import columns, pieces

Role = Literal[
    "text", "strong", "muted", "label", "rule", "accent", "key", "good", "warn", "bad",
    "series1", "series2", "series3", "series4", "series5", "series6",
]  # fmt: skip
"""Colour roles of a theme; ``strong``, ``label`` (muted) and ``key`` (accent) are bold too."""


class Span(NamedTuple):
    """A run of text in one colour role. A wide character takes two columns, a combining one none."""

    text: str
    role: Role = "text"


Row = tuple[Span, ...]


def width(row: Iterable[Span]) -> int:
    """Return the columns a row takes."""
    return sum(columns(span.text) for span in row)


def plain(rows: Iterable[Row]) -> str:
    """Return rows as plain text, trailing blanks cut."""
    return "\n".join("".join(span.text for span in row).rstrip() for row in rows)


def series_role(number: int) -> Role:
    """Return the role of a 1-based series; the seventh takes the first colour again."""
    roles: tuple[Role, ...] = ("series1", "series2", "series3", "series4", "series5", "series6")
    return roles[(number - 1) % len(roles)]


_Cell = tuple[str, Role]
_BLANK: _Cell = (" ", "text")
_HALF = ""


class Canvas:
    """A grid of cells to draw on, `width` columns by `height` rows, later writes over earlier ones.

    A wide character fills two cells; when one of them is written over, the other turns blank.
    """

    def __init__(self, width: int, height: int) -> None:
        self.width = width
        self.height = height
        self._cells: list[list[_Cell]] = [[_BLANK] * width for _ in range(height)]

    def put(self, x: int, y: int, text: str, role: Role = "text") -> None:
        """Write text from a cell on; what falls outside is dropped, a wide character halfway outside too."""
        if not 0 <= y < self.height:
            return
        row = self._cells[y]
        if text.isascii():
            for column, char in enumerate(text, start=x):
                if 0 <= column < self.width:
                    self._write(row, column, char, 1, role)
            return
        for char in pieces(text):
            size = columns(char)
            if size == 0:
                self._combine(row, x - 1, char)
            elif x >= 0 and x + size <= self.width:
                self._write(row, x, char, size, role)
            x += size

    def _write(self, row: list[_Cell], x: int, char: str, size: int, role: Role) -> None:
        after = x + size
        if row[x][0] == _HALF:
            row[x - 1] = (" ", row[x - 1][1])
        if after < self.width and row[after][0] == _HALF:
            row[after] = (" ", row[after][1])
        row[x] = (char, role)
        if size == 2:
            row[x + 1] = (_HALF, role)

    def _combine(self, row: list[_Cell], x: int, mark: str) -> None:
        """Add a combining mark to the character before it."""
        if 0 <= x < self.width and row[x][0] == _HALF:
            x -= 1
        if 0 <= x < self.width:
            row[x] = (row[x][0] + mark, row[x][1])

    def at(self, x: int, y: int) -> str:
        """Return the character of a cell, blank outside, empty for the right half of a wide one."""
        return self._cells[y][x][0] if 0 <= y < self.height and 0 <= x < self.width else " "

    def is_blank(self, x: int, y: int, count: int = 1) -> bool:
        """Return whether `count` cells from one on are blank; cells outside count as blank."""
        return all(self.at(column, y) == " " for column in range(x, x + count))

    def rows(self) -> list[Row]:
        """Return the drawing as rows of spans, neighbours of one role joined."""
        return [_join(cells) for cells in self._cells]


def _join(cells: list[_Cell]) -> Row:
    spans: list[Span] = []
    start = 0
    for end in range(1, len(cells) + 1):
        if end == len(cells) or cells[end][1] != cells[start][1]:
            spans.append(Span("".join(char for char, _ in cells[start:end]), cells[start][1]))
            start = end
    return tuple(spans)
