"""A widget that shows rows and repaints only the cells that changed."""

from __future__ import annotations

from collections.abc import Sequence

from rich.segment import Segment
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from workbench.core.text import columns
from workbench.plot.rows import Row
from workbench.tui.lines import fit
from workbench.tui.roles import Roles


class Rows(Widget):
    """Shows rows of spans, one a line, each cut or filled to the width.

    Over SSH every repainted cell is sent: a new set of rows is compared with the drawn one, and only the runs that
    differ are refreshed (measured in tests/bench).
    """

    DEFAULT_CSS = "Rows { width: 1fr; height: 1fr; }"

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._rows: tuple[Row, ...] = ()
        self._strips: dict[int, Strip] = {}

    @property
    def rows(self) -> tuple[Row, ...]:
        """The rows shown."""
        return self._rows

    def show(self, rows: Sequence[Row]) -> None:
        """Show other rows; each is cut or filled to the widget's width."""
        width, height = self.size
        if not width:
            self._rows = tuple(rows)
            return
        fresh = tuple(fit(row, width) for row in rows[:height])
        regions = []
        for y in range(max(len(fresh), len(self._rows))):
            before = self._rows[y] if y < len(self._rows) else ()
            after = fresh[y] if y < len(fresh) else ()
            if before != after:
                self._strips.pop(y, None)
                regions.append(_changed(before, after, y, width))
        self._rows = fresh
        if regions:
            self.refresh(*regions)

    def render_line(self, y: int) -> Strip:
        """Return one line, made once and kept until it changes."""
        strip = self._strips.get(y)
        if strip is None:
            roles = self.roles
            row = self._rows[y] if y < len(self._rows) else ()
            row = fit(row, self.size.width)
            strip = Strip([Segment(part.text, roles[part.role]) for part in row], self.size.width)
            self._strips[y] = strip
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


def _changed(before: Row, after: Row, y: int, width: int) -> Region:
    """Return the run of cells between the first and the last that differ."""
    old, new = _cells(before), _cells(after)
    if len(old) != width or len(new) != width:
        return Region(0, y, width, 1)
    first = next(x for x in range(width) if old[x] != new[x])
    last = next(x for x in range(width - 1, -1, -1) if old[x] != new[x])
    return Region(first, y, last - first + 1, 1)


def _cells(row: Row) -> list[tuple[str, str]]:
    cells: list[tuple[str, str]] = []
    for part in row:
        for char in part.text:
            cells.append((char, part.role))
            cells.extend([("", part.role)] * (columns(char) - 1))
    return cells
