"""A widget that shows rows and repaints only the cells that changed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from rich.segment import Segment
from rich.style import Style
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from workbench.core.text import columns, is_narrow, pieces
from workbench.plot.rows import Row
from workbench.tui.lines import fit
from workbench.tui.roles import Roles
from workbench.tui.widgets.exact import is_exact

_MOVE, _LOOK = 8, 11
"""Bytes that a cursor move takes, and another colour."""

_Cell = tuple[str, str]


class Rows(Widget):
    """Shows rows of spans, one a line, each cut or filled to the width.

    Over SSH every repainted cell is sent: a new set of rows is compared with the drawn one, and only the runs that
    differ are refreshed (measured in tests/bench). Text reaches the screen in segments, never as markup.
    """

    DEFAULT_CSS = "Rows { width: 1fr; height: 1fr; }"

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._rows: tuple[Row, ...] = ()
        self._strips: dict[int, Strip] = {}
        self._painted_with: Roles | None = None

    @property
    def rows(self) -> tuple[Row, ...]:
        """The rows shown."""
        return self._rows

    def show(self, rows: Sequence[Row]) -> None:
        """Show other rows; each is cut or filled to the widget's width, what is under its lower edge is kept."""
        if getattr(self.app, "ascii_only", False):
            from workbench.plot.ascii import to_ascii

            rows = to_ascii(rows)
        width, height = self.size
        if not width:
            self._rows = tuple(rows)
            self._strips.clear()
            return
        before, self._rows = self._rows, tuple(fit(row, width) for row in rows)
        regions: list[Region] = []
        several = is_exact(self.screen)
        for y in range(min(height, max(len(before), len(self._rows)))):
            old, new = _row(before, y), _row(self._rows, y)
            if old != new:
                self._strips.pop(y, None)
                regions += [Region(x, y, count, 1) for x, count in changed(fit(old, width), fit(new, width), several)]
        for y in range(height, len(before)):
            self._strips.pop(y, None)
        if regions:
            self.refresh(*regions)

    def render_line(self, y: int) -> Strip:
        """Return one line, made once and kept until it or the theme changes."""
        roles = self.roles
        if roles is not self._painted_with:
            self._strips.clear()
            self._painted_with = roles
        strip = self._strips.get(y)
        if strip is None:
            strip = self._strips[y] = _strip(fit(_row(self._rows, y), self.size.width), roles, self.size.width)
        return strip

    @property
    def roles(self) -> Roles:
        """The styles of the theme in use."""
        roles: Roles = self.app.roles  # type: ignore[attr-defined]
        return roles

    def notify_style_update(self) -> None:
        """Repaint everything: the theme changed."""
        self._strips.clear()
        super().notify_style_update()

    def on_resize(self) -> None:
        """Forget what was drawn for another size."""
        self._strips.clear()


def changed(before: Row, after: Row, several: bool) -> list[tuple[int, int]]:
    """Return the runs of cells (first column, count) in which two rows of one width differ.

    Args:
        before: The row on the screen.
        after: The row to show.
        several: Return runs of their own where much lies unchanged between them; else one run over them all.
    """
    old, new = list(_cells(before)), list(_cells(after))
    if len(old) != len(new):
        return [(0, max(len(old), len(new)))]
    runs: list[tuple[int, int]] = []
    for x in (x for x, (was, now) in enumerate(zip(old, new, strict=True)) if was != now):
        start, count = runs[-1] if runs else (x, 0)
        if runs and (not several or _between(new[start + count - 1 : x + 1]) <= _MOVE):
            runs[-1] = (start, x + 1 - start)
        else:
            runs.append((x, 1))
    return runs


def _between(cells: Sequence[_Cell]) -> int:
    """Return about how many bytes it takes to write what lies between two cells, over going from one to the other."""
    roles = [role for char, role in cells if role or char != " "]
    looks = sum(one != other for one, other in pairwise(roles)) - (roles[:1] != roles[-1:])
    return sum(len(char.encode()) for char, _ in cells[1:-1]) + _LOOK * looks


def _cells(row: Row) -> Iterator[_Cell]:
    """Yield what makes each column look as it does; marks without a column of their own go with the one before."""
    waiting: list[_Cell] = []
    for part in row:
        # A blank shows nothing of its colour, only of its ground.
        blank = part.role if "+" in part.role else ""
        if part.text.isascii() or is_narrow(part.text):
            yield from waiting
            waiting = []
            yield from ((char, blank if char == " " else part.role) for char in part.text)
            continue
        for char in pieces(part.text):
            size = columns(char)
            if size == 0 and waiting:
                waiting = [(text + char, role) for text, role in waiting]
                continue
            yield from waiting
            waiting = [(char, blank if char == " " else part.role)] * size
    yield from waiting


def _row(rows: Sequence[Row], y: int) -> Row:
    return rows[y] if y < len(rows) else ()


def _strip(row: Row, roles: Roles, width: int) -> Strip:
    """Return a row as a strip of as few segments as look the same: each one sends its colours."""
    segments: list[Segment] = []
    last: Style | None = None
    for part in row:
        if not part.text:
            continue
        style = roles[part.role]
        if last is not None and (style == last or (part.text.isspace() and _is_same_ground(style, last))):
            segments[-1] = Segment(segments[-1].text + part.text, last)
        else:
            segments.append(Segment(part.text, style))
            last = style
    if all(part.text.isascii() for part in row):
        return Strip(segments, width)
    # Terminals and Rich may disagree with us about a rare character: Rich's count decides, the row keeps its width.
    return Strip(segments).adjust_cell_length(width, roles["text"])


def _is_same_ground(style: Style, other: Style) -> bool:
    """Return whether a blank looks the same in two styles."""
    lines = (style.underline, style.reverse, style.strike, other.underline, other.reverse, other.strike)
    return style.bgcolor == other.bgcolor and not any(lines)
