"""The chart of what every option has cost by when, with the break-even of one of them marked."""

from __future__ import annotations

from decimal import Decimal
from math import ceil, floor, isfinite, log10

from workbench.core.amounts import point
from workbench.core.charts.specs import Band, ChartSpec, Curve, Mark
from workbench.core.costs.bands import band
from workbench.core.costs.bills import bill, cost_to_date, is_steady, plan
from workbench.core.costs.break_even import MONTHS_LOOKED_AT
from workbench.core.costs.comparison import Comparison, Figures
from workbench.core.costs.uncertainty import odds
from workbench.core.costs.words import break_even, month
from workbench.core.figures import money, months_text
from workbench.core.inputs import Costs
from workbench.core.text import counted


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
    marked = marked_option(comparison, focus)
    counted = _counts_requests(costs, marked)
    months = float(comparison.horizon) if whole else _window(costs, marked, comparison.horizon, counted)
    curves = _curves(costs, comparison, priced, months, marked)
    if not all(isfinite(y) for curve in curves for _, y in curve.points):
        return ChartSpec(title, note="The figures grow too large to draw.")
    shade = _band(costs, marked, comparison, months)
    heights = [y for curve in curves for _, y in curve.points] + [high for _, _, high in shade.points if isfinite(high)]
    top = _round_up(max(heights, default=1.0))
    mark = _mark(marked, comparison, curves, counted)
    return ChartSpec(
        title,
        curves,
        x_max=months,
        x_label=_x_label(costs, months, counted),
        y_max=top,
        currency=comparison.currency,
        mark=mark,
        passing=_passing(marked, curves),
        band=shade if shade.points else None,
        note="" if mark is not None or marked is None or marked.versus is None else _words(marked),
        figures=_figures(costs, marked, comparison),
    )


def marked_option(comparison: Comparison, focus: str | None) -> Figures | None:
    """Return the option a chart is about: the one in focus, else the first that breaks even later than at once."""
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


def _passing(marked: Figures | None, curves: tuple[Curve, ...]) -> Mark | None:
    """Return the first month-end at which the option is ahead, where it falls behind again."""
    versus = marked.versus if marked is not None else None
    if marked is None or versus is None or versus.first_month in {None, 0, versus.lasting_month}:
        return None
    own = next((curve.points for curve in curves if curve.name == marked.name), ())
    return next((Mark(x, y, "") for x, y in own if x == versus.first_month), None)


def _band(costs: Costs, marked: Figures | None, comparison: Comparison, months: float) -> Band:
    """Return where the marked option's cost so far may lie up to its horizon, at a dozen months at most."""
    if marked is None:
        return Band(1, ())
    slot = 1 + [figures.name for figures in comparison.options].index(marked.name)
    last = ceil(min(months, marked.horizon if marked.horizon < comparison.horizon else months))
    step = max(1, ceil(last / 10))
    return Band(slot, tuple(band(costs, marked.name, [*range(0, last, step), last])))


def _counts_requests(costs: Costs, marked: Figures | None) -> bool:
    """Whether the axis counts requests: they pass as evenly as the months, and the break-even is a number of them."""
    versus = marked.versus if marked else None
    return bool(is_steady(costs) and versus and versus.break_even_requests and versus.break_even_months)


def _x_label(costs: Costs, months: float, by_requests: bool) -> str:
    if by_requests and costs.requests_per_month is not None:
        return counted(round(point(costs.requests_per_month) * Decimal(repr(months))), "request")
    return months_text(Decimal(repr(months)))


def _words(option: Figures) -> str:
    versus = option.versus
    assert versus is not None
    return (
        f"{option.name} never pays: {versus.reason}"
        if versus.verdict == "never"
        else f"{option.name} is {versus.reason}"
    )


def _figures(costs: Costs, marked: Figures | None, comparison: Comparison) -> tuple[tuple[str, str], ...]:
    base = comparison.named(comparison.baseline)
    if marked is None or marked.versus is None or base is None:
        return ()
    versus = marked.versus
    rows = [
        ("breaks even", break_even(marked, comparison)),
        ("saves a request", money(versus.saving_per_request, comparison.currency)),
    ]
    if versus.first_month and versus.first_month != versus.lasting_month:
        lasting = f"month {versus.lasting_month}" if versus.lasting_month else "never"
        rows += [("first ahead ◇", f"month {versus.first_month}"), ("stays ahead from ◆", lasting)]
    if marked.saved is not None:
        rows.append((f"saves in {months_text(marked.horizon)}", money(marked.saved, comparison.currency)))
    return (*rows, *odds(costs, comparison, marked))


def _round_up(value: float) -> float:
    """Return a round number at or a little over a value, so that ticks read well."""
    if value <= 0:
        return 1.0
    size = 10.0 ** (floor(log10(value)) - 1)
    return ceil(value / size) * size
