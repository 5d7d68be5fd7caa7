"""A chart that follows its numbers: drawn again when they or the size change, sent only where cells differ."""

from __future__ import annotations

from textual.reactive import var

from workbench.core.charts.specs import ChartSpec
from workbench.plot.chart import draw
from workbench.tui.widgets.rows import Rows


class Chart(Rows):
    """Shows the line chart of `spec`; an equal spec draws nothing."""

    spec: var[ChartSpec | None] = var(None)

    def __init__(self, spec: ChartSpec | None = None, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self.set_reactive(Chart.spec, spec)

    def watch_spec(self) -> None:
        """Other numbers: draw, and refresh what changed."""
        self._draw()

    def on_resize(self) -> None:
        """Another size: draw for it."""
        self._draw()

    def _draw(self) -> None:
        width, height = self.size
        if width and height:
            self.show(draw(self.spec, width, height) if self.spec is not None else [])
