"""What to draw, as data. One function for each chart; how it is drawn is the plot room's business."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Unit = Literal["money", "count", "ratio", "months"]


@dataclass(frozen=True, slots=True)
class Curve:
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


@dataclass(frozen=True, slots=True)
class Mark:
    """A point on the chart worth an eye: a dotted vertical, ``◆`` on the crossing, its number set into the axis."""

    x: float
    y: float
    label: str


@dataclass(frozen=True, slots=True)
class ChartSpec:
    """A line chart.

    Args:
        title: Name of the chart, for its section rule.
        curves: The lines; none of them means there is nothing to draw and `note` says why.
        x_max: Right end of the axis; it starts at 0.
        x_label: Text at the right end of the axis, for instance ``2,565 requests`` or ``12 months``.
        y_max, y_min: Limits of the vertical axis.
        y_unit: How the ticks are written.
        currency: For money ticks.
        mark: The break-even, where there is one in the window.
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
    note: str = ""
    figures: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Interval:
    """One measured value with its interval; `low` and `high` are None where the number of cases is unknown."""

    label: str
    value: float
    low: float | None
    high: float | None
    series: int
    text: str


@dataclass(frozen=True, slots=True)
class IntervalSpec:
    """Values with intervals, one a row, on one axis; ``· · ·`` parts prompt from fine-tuned versions.

    Args:
        rows: The values; a change of `series` parts two groups.
        low, high: Ends of the axis.
        target: A dotted vertical, where one is set.
        target_label: For instance ``target 0.90``.
    """

    rows: tuple[Interval, ...]
    low: float
    high: float
    target: float | None = None
    target_label: str = ""
