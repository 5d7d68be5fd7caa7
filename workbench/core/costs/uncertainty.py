"""What ranges make of a break-even: draws, percentiles, the probability to pay, and a tornado. DOMAIN section 4.

Draws are vectors of floats carried through the same `bill` that the exact figures use; an input that is no range stays
one number, so the work grows with what is uncertain.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from functools import partial
from math import isinf
from typing import NamedTuple

from workbench.core.amounts import Amount, Range
from workbench.core.costs.bills import bill, cost_to_date, plan
from workbench.core.costs.comparison import Comparison, Figures
from workbench.core.costs.draws import drawn, is_one_for_all
from workbench.core.costs.paybacks import paybacks
from workbench.core.figures import months_text
from workbench.core.inputs import Costs, Option, inputs

DRAWS = 10_000
DRAWS_WHILE_TYPING = 2_000


class Swing(NamedTuple):
    """One bar of a tornado: the net saving at the horizon with one input at either end of its range.

    Args:
        input: The input's path inside the costs, for instance ``option.tuned.output_tokens``.
        low, high: Money saved against the baseline with the input at its low and at its high end.
    """

    input: str
    low: Decimal
    high: Decimal

    @property
    def width(self) -> Decimal:
        """By how much the range moves the result."""
        return abs(self.high - self.low)


class Uncertainty(NamedTuple):
    """An option's break-even under the ranges given.

    Args:
        p10, p50, p90: Percentiles of the break-even in months; None is never.
        probability: Share of draws that are ahead at the horizon, 0..1; a draw that never pays counts as one that does
            not.
        tornado: One bar for each range that matters, the widest first.
        draws: How many draws this rests on.
    """

    p10: float | None
    p50: float | None
    p90: float | None
    probability: float
    tornado: tuple[Swing, ...]
    draws: int


def ranges(costs: Costs, *options: str) -> list[tuple[str, ...]]:
    """Return where ranges stand: among the shared inputs and those of the options named, in the order entered."""
    found: list[tuple[str, ...]] = [(name,) for name in inputs(Costs) if _is_open(getattr(costs, name))]
    for option in options:
        names = (name for name in inputs(Option) if _is_open(getattr(costs.option[option], name)))
        found += [("option", option, name) for name in names]
    return found


def _is_open(value: Amount | None) -> bool:
    return isinstance(value, Range) and value.low != value.high


def uncertainty(
    costs: Costs,
    comparison: Comparison,
    draws: int = DRAWS,
    seed: int = 1,
    bars: bool = True,
    only: str | None = None,
) -> dict[str, Uncertainty]:
    """Return the uncertainty of every option (or one) that is compared and that a range bears on, by name.

    The same seed gives the same figures; a range that is changed leaves the draws of the others as they were.
    """
    base = comparison.baseline
    if base is None or costs.requests_per_month is None:
        return {}
    found = {}
    for figures in comparison.options:
        if figures.versus is None or not ranges(costs, figures.name, base) or only not in {None, figures.name}:
            continue
        months, ahead = paybacks(costs, figures.name, base, figures.horizon, partial(drawn, costs, draws, seed), draws)
        months.sort()
        low, middle, high = (_percentile(months, share) for share in (0.1, 0.5, 0.9))
        swings = tornado(costs, figures, base) if bars else ()
        found[figures.name] = Uncertainty(low, middle, high, ahead / draws, swings, draws)
    return found


def _percentile(ordered: Sequence[float], share: float) -> float | None:
    """Return a percentile of sorted values, interpolated linearly; None where it falls among those that never pay."""
    at = share * (len(ordered) - 1)
    before = int(at)
    after = min(before + 1, len(ordered) - 1)
    if isinf(ordered[after] if at > before else ordered[before]):
        return None
    return ordered[before] + (ordered[after] - ordered[before]) * (at - before) if at > before else ordered[before]


def tornado(costs: Costs, figures: Figures, base: str) -> tuple[Swing, ...]:
    """Return by how much each range moves what an option saves up to the horizon, the widest first.

    A horizon that is a range ends with the models as well.
    """
    name, bars = figures.name, []
    for together in _unknowns(costs, ranges(costs, name, base)):
        value = _at(costs, together[0])
        ends = []
        for end in (value.low, value.high):
            moved = costs
            for path in together:
                moved = _set(moved, path, end)
            months = min(int(end), figures.months_left) if together[0] == ("horizon_months",) else figures.horizon
            ends.append(net_saving(moved, name, base, months))
        bars.append(Swing(".".join(together[0]), ends[0], ends[1]))
    return tuple(sorted(bars, key=lambda bar: -bar.width))


def _unknowns(costs: Costs, paths: Sequence[tuple[str, ...]]) -> list[list[tuple[str, ...]]]:
    """Return the paths grouped by what is one unknown, the same way as they are drawn."""
    groups: dict[object, list[tuple[str, ...]]] = {}
    for path in paths:
        groups.setdefault((path[2], _at(costs, path)) if is_one_for_all(path) else path, []).append(path)
    return list(groups.values())


def _at(costs: Costs, path: Sequence[str]) -> Range:
    value = getattr(costs, path[0]) if len(path) == 1 else getattr(costs.option[path[1]], path[2])
    assert isinstance(value, Range)
    return value


def _set(costs: Costs, path: Sequence[str], value: Decimal) -> Costs:
    if len(path) == 1:
        return costs.model_copy(update={path[0]: value})
    option = costs.option[path[1]].model_copy(update={path[2]: value})
    return costs.model_copy(update={"option": {**costs.option, path[1]: option}})


def net_saving(costs: Costs, name: str, base: str, months: int) -> Decimal:
    """Return the money that an option saves against the baseline within so many months; negative when it costs more."""
    schedule = plan(costs, months, Decimal)
    mine, theirs = (cost_to_date(bill(costs.option[option], Decimal), schedule)[-1] for option in (name, base))
    return theirs - mine


def percentiles_told(found: Uncertainty) -> list[str]:
    """Return P10, P50 and P90 in months as text: ``3.9``, ``0.009``, ``never``."""
    ends = (found.p10, found.p50, found.p90)
    return ["never" if m is None else months_text(Decimal(repr(m))).partition(" ")[0] for m in ends]


def odds(costs: Costs, comparison: Comparison, figures: Figures) -> tuple[tuple[str, str], ...]:
    """Return an option's percentiles and its probability to pay as (label, value), quickly; nothing without ranges."""
    found = uncertainty(costs, comparison, DRAWS_WHILE_TYPING, bars=False, only=figures.name).get(figures.name)
    if found is None:
        return ()
    return (
        ("P10, P50, P90", f"{', '.join(percentiles_told(found))} months"),
        ("pays within the horizon", f"{found.probability * 100:.0f} %"),
    )
