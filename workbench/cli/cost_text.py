"""A comparison of costs as ``cost`` writes it: the table, what would change it, the ranges, a chart."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from workbench.cli.common import draws, table, width
from workbench.core.costs.comparison import Comparison, Figures
from workbench.core.costs.tipping_points import tipping_points
from workbench.core.costs.words import break_even
from workbench.core.figures import money, months_text
from workbench.core.inputs import Costs
from workbench.core.prices.option_prices import TOKEN_PRICES, origin
from workbench.core.text import clip, columns, pad, wrap

if TYPE_CHECKING:
    from workbench.core.costs.uncertainty import Uncertainty


def cost_table(comparison: Comparison) -> str:
    """Return the options as columns, with the reasons under them."""
    currency = comparison.currency
    room = max(10, (width() - 16) // max(1, len(comparison.options)) - 2)
    shown = comparison.options
    rows = [["", *(clip(o.name, room) for o in shown)]]
    rows.append(["per request", *(_money(o.per_request, currency) for o in shown)])
    rows.append(["upfront", *(_money(o.upfront, currency) for o in shown)])
    rows.append(["a month", *(_money(o.monthly, currency) for o in shown)])
    rows.append([months_text(comparison.horizon), *(_total(o, comparison) for o in shown)])
    if any(o.quality is not None and o.quality.cost_per_success is not None for o in shown):
        rows.append(["a right answer", *(_worth(o, "cost_per_success", currency) for o in shown)])
    if any(o.quality is not None and o.quality.expected_cost is not None for o in shown):
        rows.append(["expected", *(_worth(o, "expected_cost", currency) for o in shown)])
    rows.append(["break-even", *(break_even(o, comparison) for o in shown)])
    lines = [table(rows)]
    reasons = [(o.name, o.reason or (o.versus.reason if o.versus else "")) for o in shown]
    told = [f"{clip(name, 24)}: {reason}" for name, reason in reasons if reason]
    lines += ["", *told] if told else []
    lines += ["", *(f"! {note}" for note in comparison.notes)] if comparison.notes else []
    return "\n".join(lines)


def _total(option: Figures, comparison: Comparison) -> str:
    told = _money(option.total, comparison.currency)
    return told if option.horizon == comparison.horizon or option.total is None else f"{told} in {option.horizon}"


def _worth(option: Figures, name: str, currency: str) -> str:
    return _money(getattr(option.quality, name, None), currency)


def _money(value: Decimal | None, currency: str) -> str:
    return "-" if value is None else money(value, currency)


def turns_told(costs: Costs, comparison: Comparison) -> str:
    """Return the cheapest option and the nearest values that would change it, in a few lines of text."""
    from workbench.core.costs.input_texts import input_label, limit_text

    tips = tipping_points(costs, comparison)
    if not tips:
        return ""
    told = [
        f"  {input_label(tip.input)} {limit_text(tip, comparison.currency)}: {clip(tip.then, 24)}" for tip in tips[:4]
    ]
    return "\n".join([f"cheapest: {clip(tips[0].first, 24)}; what would change it:", *told])


def ranges_told(name: str, found: Uncertainty, comparison: Comparison) -> str:
    """Return an option's uncertainty as lines of text: when it pays, how likely, and what to measure next."""
    from workbench.core.costs.uncertainty import percentiles_told

    figures = comparison.named(name)
    months = figures.horizon if figures is not None else comparison.horizon
    ends = [f"{share} {month}" for share, month in zip(("P10", "P50", "P90"), percentiles_told(found), strict=True)]
    lines = [
        f"{clip(name, 24)}: break-even in months {', '.join(ends)}",
        f"  pays within {months_text(months)} in {found.probability * 100:.0f} of 100 cases ({found.draws:,} draws)",
    ]
    bars = found.tornado[:8]
    label = max((columns(clip(bar.input, 40)) for bar in bars), default=0)
    for bar in bars:
        low, high = (money(end, comparison.currency) for end in (bar.low, bar.high))
        lines.append(f"  {pad(clip(bar.input, 40), label)}  saves {low} at its low end, {high} at its high end")
    return "\n".join(lines)


def chart_drawn(costs: Costs, comparison: Comparison, name: str) -> str:
    """Return a chart with its heading, in ASCII where the terminal takes no more; in words where nothing is drawn."""
    from workbench.core.charts.cost_views import CHARTS
    from workbench.core.charts.specs import ChartSpec
    from workbench.plot.pictures import picture
    from workbench.plot.rows import plain as plain_rows

    spec = CHARTS[name](costs, comparison, None, False)
    if isinstance(spec, ChartSpec) and not spec.curves and name == "cumulative":
        return ""
    heading = f"{spec.title}, {comparison.currency}"
    if not draws():
        from workbench.core.charts.chart_words import chart_words

        told = [line for text in chart_words(spec, comparison.currency) for line in wrap(text, width() - 2)]
        return "\n".join([heading, *(f"  {line}" for line in told)])
    rows = picture(spec, width(), 14)
    if sys.stdout.encoding.lower().replace("-", "") != "utf8":
        from workbench.plot.ascii import to_ascii

        rows = to_ascii(rows)
    return f"{heading}\n{plain_rows(rows)}"


def _typed(tried: Sequence[str]) -> str:
    return f"; typed here: {', '.join(name.replace('_', ' ') for name in tried)}" if tried else ""


def sources_told(costs: Costs, comparison: Comparison, today: date, given: Costs) -> str:
    """Return where the volume and the prices come from; nothing of those that somebody just typed.

    Args:
        given: As they were before that.
    """
    lines = [f"volume from {costs.usage_source}"] if costs.usage_source else []
    for figures in comparison.options:
        option = figures.option
        before = given.option.get(figures.name, option)
        tried = [name for name in TOKEN_PRICES if getattr(option, name) != getattr(before, name)]
        from_there = any(getattr(option, name) is not None for name in TOKEN_PRICES if name not in tried)
        if (option.price_source or option.price_date) and (from_there or not tried):
            model = f"{option.model}, " if option.model else ""
            lines.append(f"prices of {clip(figures.name, 24)}: {model}{origin(option, today)}{_typed(tried)}")
    return "\n".join(lines)
