"""Rows of coloured text: what every picture of the program is made of, whether a terminal widget or a pipe shows it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, NamedTuple

Role = Literal[
    "text", "strong", "muted", "label", "rule", "accent", "key", "good", "warn", "bad",
    "series1", "series2", "series3", "series4", "series5", "series6",
]  # fmt: skip
"""Colour roles of a theme; ``strong``, ``label`` (muted) and ``key`` (accent) are bold too."""


class Span(NamedTuple):
    """A run of text in one colour role. Every character is one column wide."""

    text: str
    role: Role = "text"


Row = tuple[Span, ...]


def width(row: Iterable[Span]) -> int:
    """Return the columns a row takes."""
    return sum(len(span.text) for span in row)


def plain(rows: Iterable[Row]) -> str:
    """Return rows as plain text, trailing blanks cut."""
    return "\n".join("".join(span.text for span in row).rstrip() for row in rows)


def series_role(number: int) -> Role:
    """Return the role of a 1-based series; the seventh takes the first colour again."""
    roles: tuple[Role, ...] = ("series1", "series2", "series3", "series4", "series5", "series6")
    return roles[(number - 1) % len(roles)]


class Canvas:
    """A grid of cells to draw on, `width` columns by `height` rows, later writes over earlier ones."""

    def __init__(self, width: int, height: int) -> None:
        self.width = width
        self.height = height
        self._cells: list[list[tuple[str, Role]]] = [[(" ", "text")] * width for _ in range(height)]

    def put(self, x: int, y: int, text: str, role: Role = "text") -> None:
        """Write text from a cell on; what falls outside is dropped."""
        if not 0 <= y < self.height:
            return
        row = self._cells[y]
        for column, char in enumerate(text, start=x):
            if 0 <= column < self.width:
                row[column] = (char, role)

    def at(self, x: int, y: int) -> str:
        """Return the character of a cell, blank outside."""
        return self._cells[y][x][0] if 0 <= y < self.height and 0 <= x < self.width else " "

    def rows(self) -> list[Row]:
        """Return the drawing as rows of spans, neighbours of one role joined."""
        return [_join(cells) for cells in self._cells]


def _join(cells: list[tuple[str, Role]]) -> Row:
    spans: list[Span] = []
    start = 0
    for end in range(1, len(cells) + 1):
        if end == len(cells) or cells[end][1] != cells[start][1]:
            spans.append(Span("".join(char for char, _ in cells[start:end]), cells[start][1]))
            start = end
    return tuple(spans)
