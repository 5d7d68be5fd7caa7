"""What to draw, as data. One function for each chart; how it is drawn is the plot room's business."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from math import ceil, floor
from typing import Literal, NamedTuple

from workbench.core.amounts import point
from workbench.core.evidence.accuracy import wilson
from workbench.core.record.decision import Accuracy

Unit = Literal["money", "count", "ratio", "months"]


class Curve(NamedTuple):
    """One line of a chart.

    Args:
        name: Shown at the right end, with `end`.
        series: 1-based colour slot; header, line and end label of an option share it.
        points: (x, y), x ascending.
        end: The value at the right end, formatted.
        keep: Drawn also where a chart of few rows has room for two lines only.
    """

    name: str
    series: int
    points: tuple[tuple[float, float], ...]
    end: str
    keep: bool = False


class Mark(NamedTuple):
    """A point on the chart worth an eye: a dotted vertical, ``◆`` on the crossing, its number set into the axis."""

    x: float
    y: float
    label: str


class Band(NamedTuple):
    """Where a line may lie: (x, low, high), x ascending, shaded in the line's colour."""

    series: int
    points: tuple[tuple[float, float, float], ...]


class ChartSpec(NamedTuple):
    """A line chart.

    Args:
        title: Name of the chart, for its section rule.
        curves: The lines; none of them means there is nothing to draw and `note` says why.
        x_max: Right end of the axis; it starts at 0.
        x_label: Text at the right end of the axis, for instance ``2,565 requests`` or ``12 months``.
        x_min: Left end of the axis; over 0 where `log` is set.
        log: Both axes are logarithmic; points at or under zero are not drawn.
        y_max, y_min: Limits of the vertical axis.
        y_unit: How the ticks are written.
        currency: For money ticks.
        mark: The break-even, where there is one in the window.
        passing: A crossing before it that does not last.
        band: Where the marked line may lie while inputs are ranges.
        note: A sentence that stands in the chart: why nothing is drawn, or why nothing crosses.
        figures: (label, value) pairs that stand beside the chart.
    """

    title: str
    curves: tuple[Curve, ...] = ()
    x_max: float = 1.0
    x_label: str = ""
    y_min: float = 0.0
    y_max: float = 1.0
    y_unit: Unit = "money"
    currency: str = "USD"
    mark: Mark | None = None
    passing: Mark | None = None
    band: Band | None = None
    note: str = ""
    figures: tuple[tuple[str, str], ...] = ()
    x_min: float = 0.0
    log: bool = False


class Stack(NamedTuple):
    """One bar of a stacked chart: its parts, in the order of the chart's `parts`, and its sum as text."""

    label: str
    parts: tuple[float, ...]
    series: int
    text: str


class StackSpec(NamedTuple):
    """Bars of parts laid end to end, one a row, all on one scale from zero.

    Args:
        parts: Names of the parts.
        rows: The bars; none of them means that `note` says why.
    """

    title: str
    parts: tuple[str, ...] = ()
    rows: tuple[Stack, ...] = ()
    note: str = ""
    figures: tuple[tuple[str, str], ...] = ()


class TableSpec(NamedTuple):
    """Rows of text under a heading, where figures say more than a drawing would.

    Args:
        heading: Names of the columns; the first is on the left, the others on the right of their column.
        rows: The cells, one a column.
    """

    title: str
    heading: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    note: str = ""
    figures: tuple[tuple[str, str], ...] = ()


class Interval(NamedTuple):
    """One measured value with its interval; `low` and `high` are None where the number of cases is unknown."""

    label: str
    value: float
    low: float | None
    high: float | None
    series: int
    text: str


class IntervalSpec(NamedTuple):
    """Values with intervals, one a row, on one axis; ``· · ·`` parts prompt from fine-tuned versions.

    Args:
        rows: The values; a change of `series` parts two groups.
        low, high: Ends of the axis.
        target: A dotted vertical, where one is set.
        target_label: For instance ``target 0.90``.
        unit, currency: How the ticks are written.
        title, note, figures: As of a `ChartSpec`; a note stands there where there are no rows.
    """

    rows: tuple[Interval, ...]
    low: float
    high: float
    target: float | None = None
    target_label: str = ""
    unit: Unit = "ratio"
    currency: str = "USD"
    title: str = ""
    note: str = ""
    figures: tuple[tuple[str, str], ...] = ()


def accuracy_chart(entries: Mapping[str, Accuracy], target: Decimal | None) -> IntervalSpec:
    """Return the accuracy of every version with its interval, prompt versions first."""
    rows = []
    for series, kind in ((1, "prompt"), (2, "fine-tuned")):
        for name, entry in entries.items():
            if entry.kind == kind and entry.value is not None:
                value = point(entry.value)
                low, high = wilson(value, entry.cases) if entry.cases else (None, None)
                text = "" if low is None or high is None else f"  {low:.2f}..{high:.2f}"
                rows.append(Interval(name, float(value), low, high, series, f"{value:.2f}{text}"))
    ends = [end for row in rows for end in (row.low, row.high, row.value) if end is not None]
    if target is not None:
        ends.append(float(target))
    low_end = floor(min(ends, default=0.0) * 10) / 10
    high_end = max(ceil(max(ends, default=1.0) * 10) / 10, low_end + 0.1)
    label = "" if target is None else f"target {target:.2f}"
    return IntervalSpec(tuple(rows), low_end, min(1.0, high_end), None if target is None else float(target), label)
