"""What to draw, as data. One function for each chart; how it is drawn is the plot room's business."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from math import ceil, floor, isfinite, log10
from typing import Literal

from workbench.core.amounts import money, months_text, number, point
from workbench.core.costs import MONTHS_LOOKED_AT, Comparison, Figures, bill, cost_to_date, plan
from workbench.core.decision import Accuracy
from workbench.core.evidence.accuracy import wilson
from workbench.core.inputs import Costs
from workbench.core.words import break_even, month

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


def cumulative(costs: Costs, comparison: Comparison, focus: str | None = None, whole: bool = False) -> ChartSpec:
    """Return the cost so far of every option over time, with the break-even of one of them marked.

    Args:
        costs: The inputs.
        comparison: Their exact figures.
        focus: The option whose break-even is marked; else the first that has one.
        whole: The whole horizon instead of three times the break-even.
    """
    title = "Cost so far"
    priced = [figures for figures in comparison.options if figures.monthly is not None]
    if len(priced) < 2 or not comparison.horizon:
        return ChartSpec(title, note="The chart starts when two options have a price and there is a volume.")
    marked = _marked(comparison, focus)
    counted = _counts_requests(costs, marked)
    months = float(comparison.horizon) if whole else _window(costs, marked, comparison.horizon, counted)
    curves = _curves(costs, comparison, priced, months, marked)
    if not all(isfinite(y) for curve in curves for _, y in curve.points):
        return ChartSpec(title, note="The figures grow too large to draw.")
    top = _round_up(max((y for curve in curves for _, y in curve.points), default=1.0))
    mark = _mark(marked, comparison, curves, counted)
    return ChartSpec(
        title,
        curves,
        x_max=months,
        x_label=_x_label(costs, months, counted),
        y_max=top,
        currency=comparison.currency,
        mark=mark,
        note="" if mark is not None or marked is None or marked.versus is None else _words(marked),
        figures=_figures(marked, comparison),
    )


def _marked(comparison: Comparison, focus: str | None) -> Figures | None:
    focused = comparison.named(focus)
    if focused is not None and focused.versus is not None:
        return focused
    others = [figures for figures in comparison.options if figures.versus is not None]
    later = [figures for figures in others if figures.versus and figures.versus.break_even_months]
    return next(iter(later or others), None)


def _window(costs: Costs, marked: Figures | None, horizon: int, counted: bool) -> float:
    """Return three times the break-even in months; of its first whole request where requests are counted."""
    versus = marked.versus if marked else None
    if versus is None or not versus.break_even_months:
        return float(horizon)
    months = versus.break_even_months
    if counted and versus.break_even_requests is not None and costs.requests_per_month is not None:
        months = versus.break_even_requests / point(costs.requests_per_month)
    return min(3 * float(months), float(MONTHS_LOOKED_AT))


def _curves(
    costs: Costs, comparison: Comparison, priced: list[Figures], months: float, marked: Figures | None
) -> tuple[Curve, ...]:
    schedule = plan(costs, ceil(months), float)
    slots = {figures.name: slot for slot, figures in enumerate(comparison.options, start=1)}
    kept = {comparison.baseline, marked.name if marked else None}
    curves = []
    for figures in priced:
        totals = cost_to_date(bill(figures.option, float), schedule)
        # A model that goes away ends its curve; the others go on.
        ends = float(figures.horizon) if figures.horizon < comparison.horizon else months
        until = min(months, ends)
        points = [(float(month), total) for month, total in enumerate(totals) if month < until]
        last = _value_at(totals, until)
        points.append((until, last))
        end = money(Decimal(repr(last)), comparison.currency) if isfinite(last) else ""
        curves.append(Curve(figures.name, slots[figures.name], tuple(points), end, figures.name in kept))
    return tuple(curves)


def _value_at(totals: list[float], month: float) -> float:
    """Return the cost at a point between two months' ends."""
    before = min(int(month), len(totals) - 1)
    after = min(before + 1, len(totals) - 1)
    return totals[before] + (totals[after] - totals[before]) * (month - before)


def _mark(marked: Figures | None, comparison: Comparison, curves: tuple[Curve, ...], counted: bool) -> Mark | None:
    if marked is None or marked.versus is None or not marked.versus.break_even_months:
        return None
    months = marked.versus.break_even_months
    own, base = (next((c.points for c in curves if c.name == name), ()) for name in (marked.name, comparison.baseline))
    later = next((index for index, (x, _) in enumerate(own) if x >= months), None)
    if later is None or later >= len(base) or base[later][0] != own[later][0]:
        return None
    (x0, y0), (x1, y1) = own[max(later - 1, 0)], own[later]
    behind, ahead = y0 - base[max(later - 1, 0)][1], base[later][1] - y1
    # Where volume grows or training repeats the break-even is a whole month; the curves cross somewhere in it.
    share = behind / (behind + ahead) if behind > 0 and ahead >= 0 else 1.0
    requests = marked.versus.break_even_requests if counted else None
    label = f"{requests:,}" if requests is not None else month(months)
    return Mark(x0 + (x1 - x0) * share, y0 + (y1 - y0) * share, label)


def _counts_requests(costs: Costs, marked: Figures | None) -> bool:
    """Whether the axis counts requests: they pass as evenly as the months, and the break-even is a number of them."""
    versus = marked.versus if marked else None
    even = not (costs.growth_per_month or costs.discount_rate)
    return bool(even and versus and versus.break_even_requests and versus.break_even_months)


def _x_label(costs: Costs, months: float, counted: bool) -> str:
    if counted and costs.requests_per_month is not None:
        return f"{number(point(costs.requests_per_month) * Decimal(repr(months)), 0)} requests"
    return months_text(Decimal(repr(months)))


def _words(option: Figures) -> str:
    versus = option.versus
    assert versus is not None
    return (
        f"{option.name} never pays: {versus.reason}"
        if versus.verdict == "never"
        else f"{option.name} is {versus.reason}"
    )


def _figures(marked: Figures | None, comparison: Comparison) -> tuple[tuple[str, str], ...]:
    base = comparison.named(comparison.baseline)
    if marked is None or marked.versus is None or base is None:
        return ()
    rows = [
        ("breaks even", break_even(marked, comparison)),
        ("saves a request", money(marked.versus.saving_per_request, comparison.currency)),
    ]
    if marked.saved is not None:
        rows.append((f"saves in {months_text(marked.horizon)}", money(marked.saved, comparison.currency)))
    return tuple(rows)


def _round_up(value: float) -> float:
    """Return a round number at or a little over a value, so that ticks read well."""
    if value <= 0:
        return 1.0
    size = 10.0 ** (floor(log10(value)) - 1)
    return ceil(value / size) * size


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
