"""Any chart as rows: the one door for whoever shows several kinds."""

from __future__ import annotations

from workbench.core.charts.specs import ChartSpec, IntervalSpec, StackSpec, TableSpec
from workbench.plot.chart import draw
from workbench.plot.intervals import draw_intervals
from workbench.plot.rows import Row, Span
from workbench.plot.stacks import draw_stacks
from workbench.plot.tables import draw_table


def picture(spec: ChartSpec | IntervalSpec | StackSpec | TableSpec, width: int, height: int) -> list[Row]:
    """Return a chart as at most `height` rows of `width` columns; one without anything to draw says why."""
    if isinstance(spec, ChartSpec):
        return draw(spec, width, height)
    if not spec.rows:
        return draw(ChartSpec(spec.title, note=spec.note), width, height)
    if isinstance(spec, TableSpec):
        rows = draw_table(spec, width)
    else:
        rows = draw_stacks(spec, width) if isinstance(spec, StackSpec) else draw_intervals(spec, width)
    if len(rows) <= height:
        return rows
    more = len(rows) - height + 1
    return (
        [*rows[: height - 1], (Span(f"  {more} more".ljust(width)[:width], "muted"),)] if height > 1 else rows[:height]
    )
