"""The charts of the costs that a key switches between; each is one function from the costs to a spec."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from math import ceil, floor, isfinite, log10

from workbench.core.amounts import point, short
from workbench.core.charts.cost_so_far import cumulative, marked_option
from workbench.core.charts.specs import ChartSpec, Curve, Interval, IntervalSpec, Mark, Stack, StackSpec, TableSpec
from workbench.core.costs.bills import bill, cost_to_date, plan
from workbench.core.costs.comparison import Comparison, Figures
from workbench.core.costs.input_texts import input_label, input_text, limit_text
from workbench.core.costs.tipping_points import tipping_points
from workbench.core.costs.turning_volume import LARGEST, turning_volume
from workbench.core.costs.uncertainty import Swing, odds, tornado
from workbench.core.figures import money, months_text, number
from workbench.core.inputs import Costs

Spec = ChartSpec | IntervalSpec | StackSpec | TableSpec
_WAITING = "The chart starts when two options have a price and there is a volume."
_POINTS = 48


def by_volume(costs: Costs, comparison: Comparison, focus: str | None = None, whole: bool = False) -> ChartSpec:
    """Return what a month costs at other volumes, what is paid once spread over the horizon; both axes logarithmic.

    The curves cross at the break-even volume: from there on an option is ahead at the horizon. Volume counts as steady.
    """
    title = "A month, by volume"
    priced = [figures for figures in comparison.options if figures.monthly is not None and figures.horizon]
    if len(priced) < 2:
        return ChartSpec(title, note=_WAITING)
    marked, base = marked_option(comparison, focus), comparison.named(comparison.baseline)
    turning = turning_volume(costs, marked, base) if marked and base else None
    low, high = _decades(costs, marked, turning)
    volumes = [low * (high / low) ** (step / _POINTS) for step in range(_POINTS + 1)]
    curves = []
    for slot, figures in enumerate(comparison.options, start=1):
        if figures in priced:
            each, fixed = _a_month(figures)
            points = tuple((volume, volume * each + fixed) for volume in volumes)
            end = money(Decimal(repr(points[-1][1])), comparison.currency) if isfinite(points[-1][1]) else ""
            kept = figures.name in {comparison.baseline, marked.name if marked else None}
            curves.append(Curve(figures.name, slot, points, end, kept))
    heights = [y for curve in curves for _, y in curve.points if 0 < y < float(LARGEST)]
    if not heights:
        return ChartSpec(title, note="Every option costs nothing, at any volume.")
    return ChartSpec(
        title,
        tuple(curves),
        x_min=low,
        x_max=high,
        x_label=f"{short(Decimal(repr(high)), 'count')} requests a month",
        y_min=10.0 ** floor(log10(min(heights))),
        y_max=10.0 ** ceil(log10(max(heights) * 1.0001)),
        currency=comparison.currency,
        log=True,
        mark=_volume_mark(marked, turning),
        figures=_volume_figures(costs, marked, turning),
    )


def _a_month(figures: Figures) -> tuple[float, float]:
    """Return (each request, everything else of a month); retrainings up to the horizon and upfront spread evenly."""
    own = bill(figures.option, float)
    retrainings = figures.horizon // own.every if own.every else 0
    return own.per_request, own.monthly + (own.upfront + own.retraining * retrainings) / figures.horizon


def _decades(costs: Costs, marked: Figures | None, turning: Decimal | None) -> tuple[float, float]:
    """Return the powers of ten between which lie today's volume, the break-even volume and the floor, with room."""
    floor_at = marked.versus.volume_floor if marked and marked.versus else None
    today = point(costs.requests_per_month) if costs.requests_per_month is not None else None
    known = [float(v) for v in (today, turning, floor_at) if v is not None and 1 <= v < LARGEST] or [1000.0]
    return 10.0 ** max(0, floor(log10(min(known) / 3))), 10.0 ** ceil(log10(max(known) * 3))


def _volume_mark(marked: Figures | None, turning: Decimal | None) -> Mark | None:
    if marked is None or turning is None or turning < 1:
        return None
    each, fixed = _a_month(marked)
    return Mark(float(turning), float(turning) * each + fixed, number(turning, 0))


def _volume_figures(costs: Costs, marked: Figures | None, turning: Decimal | None) -> tuple[tuple[str, str], ...]:
    if marked is None or marked.versus is None:
        return ()
    rows = [("option", marked.name)]
    if turning is not None:
        rows.append(("break-even volume", f"{number(turning, 0)} a month"))
    if marked.versus.volume_floor is not None:
        rows.append(("volume floor", f"{number(marked.versus.volume_floor, 0)} a month"))
    if costs.requests_per_month is not None:
        rows.append(("volume now", f"{number(point(costs.requests_per_month), 0)} a month"))
    return tuple(rows)


def swings(costs: Costs, comparison: Comparison, focus: str | None = None, whole: bool = False) -> IntervalSpec:
    """Return the tornado of an option: what it saves at the horizon with each range at its ends, the widest first."""
    marked = marked_option(comparison, focus)
    if marked is None or marked.saved is None:
        return IntervalSpec((), 0, 1, title="What moves it", note=_WAITING)
    bars = tornado(costs, marked, comparison.baseline or "")
    title = f"What moves {marked.name}"
    if not bars:
        told = "No input is a range yet. A cell takes 80k..150k, or 80k..100k..150k with the likely one between."
        return IntervalSpec((), 0, 1, title=title, note=told)
    slot = 1 + [figures.name for figures in comparison.options].index(marked.name)
    rows = tuple(_bar(bar, marked.saved, slot, comparison.currency) for bar in bars)
    ends = [end for row in rows for end in (row.low, row.high) if end is not None] + [float(marked.saved)]
    low, high = min(ends), max(ends)
    room = (high - low) * 0.04 or 1.0
    return IntervalSpec(
        rows,
        low - room,
        high + room,
        target=0.0 if low < 0 < high else None,
        target_label="saves nothing" if low < 0 < high else "",
        unit="money",
        currency=comparison.currency,
        title=title,
        figures=(
            (f"saves in {months_text(marked.horizon)}", money(marked.saved, comparison.currency)),
            *odds(costs, comparison, marked),
        ),
    )


def _bar(bar: Swing, saved: Decimal, slot: int, currency: str) -> Interval:
    low, high = sorted((bar.low, bar.high))
    text = f"{money(low, currency)}..{money(high, currency)}"
    return Interval(input_label(bar.input), float(saved), float(low), float(high), slot, text)


_PARTS: Mapping[str, tuple[str, ...]] = {
    "input": ("input_tokens", "cached_tokens", "cache_write_tokens"),
    "output": ("output_tokens",),
    "extra": ("extra_per_request",),
    "upfront": ("training_tokens", "labels", "engineering_hours", "other_upfront"),
    "running": ("hosting_per_hour", "other_monthly"),
    "retraining": ("retrain_every_months",),
}
"""What each part of the cost is counted from; the prices stay."""


def split(costs: Costs, comparison: Comparison, focus: str | None = None, whole: bool = False) -> StackSpec:
    """Return what the cost up to the horizon is made of, an option a bar."""
    title = "Cost by part"
    priced = [figures for figures in comparison.options if figures.total is not None]
    if not priced:
        return StackSpec(title, note=_WAITING)
    found = {figures.name: cost_parts(costs, figures) for figures in priced}
    used = tuple(part for part in _PARTS if any(parts[part] for parts in found.values()))
    slots = {figures.name: slot for slot, figures in enumerate(comparison.options, start=1)}
    rows = tuple(
        Stack(
            figures.name,
            tuple(float(found[figures.name][part]) for part in used),
            slots[figures.name],
            _total(figures, comparison),
        )
        for figures in priced
    )
    if not used:
        return StackSpec(title, note="Every option costs nothing.")
    shown = next((figures for figures in priced if figures.name == focus), priced[0])
    told = tuple((f"{shown.name}, {part}", money(found[shown.name][part], comparison.currency)) for part in used)
    return StackSpec(f"{title}, {months_text(comparison.horizon)}", used, rows, figures=told)


def _total(figures: Figures, comparison: Comparison) -> str:
    told = money(figures.total or Decimal(0), comparison.currency)
    return told if figures.horizon == comparison.horizon else f"{told} in {months_text(figures.horizon)}"


def cost_parts(costs: Costs, figures: Figures) -> dict[str, Decimal]:
    """Return an option's cost up to its horizon by part, discounted; the parts sum up to its total."""
    schedule = plan(costs, figures.horizon, Decimal)
    every = {name for names in _PARTS.values() for name in names}
    found = {}
    for part, names in _PARTS.items():
        gone: dict[str, object] = dict.fromkeys(every - {*names})
        if part == "retraining":
            # What one costs may hang on the training, which itself is paid upfront.
            gone |= {"training_tokens": figures.option.training_tokens, "training_runs": Decimal(0)}
        only = figures.option.model_copy(update=gone)
        found[part] = cost_to_date(bill(only, Decimal), schedule)[-1]
    return found


def what_would_change_it(
    costs: Costs, comparison: Comparison, focus: str | None = None, whole: bool = False
) -> TableSpec:
    """Return the nearest value of each input beyond which another option is the cheapest."""
    title = "What would change it"
    tips = tipping_points(costs, comparison)
    priced = {figures.name: figures.total for figures in comparison.options if figures.total is not None}
    if len(priced) < 2:
        return TableSpec(title, note=_WAITING)
    if not tips:
        return TableSpec(title, note="No single input makes another option the cheapest.")
    rows = tuple(
        (input_label(tip.input), input_text(tip, tip.now, comparison.currency), limit_text(tip, comparison.currency),
         tip.then)
        for tip in tips
    )  # fmt: skip
    return TableSpec(title, ("", "now", "turns", "cheapest"), rows, figures=(("cheapest now", tips[0].first),))


CHARTS: Mapping[str, Callable[[Costs, Comparison, str | None, bool], Spec]] = {
    "cumulative": cumulative,
    "volume": by_volume,
    "tornado": swings,
    "split": split,
    "tipping": what_would_change_it,
}
"""By name, in the order a key goes through them."""
