"""What ranges make of a break-even: draws, percentiles, the probability to pay, and a tornado. DOMAIN section 4.

Draws are vectors of floats carried through the same `bill` that the exact figures use; an input that is no range stays
one number, so the work grows with what is uncertain.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from itertools import accumulate, repeat
from math import inf, isinf
from operator import add, mul, sub, truediv

from workbench.core.amounts import Amount, Range
from workbench.core.bills import Bill, bill, cost_to_date, plan
from workbench.core.break_even import MONTHS_LOOKED_AT
from workbench.core.costs import Comparison
from workbench.core.inputs import Costs, Option, inputs

DRAWS = 10_000
DRAWS_WHILE_TYPING = 2_000
_ONE_FOR_ALL = {"Tokens", "Prices"}
"""Groups of inputs in which the same range in two options is the same unknown: one prompt, one price list."""


@dataclass(frozen=True, slots=True)
class Swing:
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


@dataclass(frozen=True, slots=True)
class Uncertainty:
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


class Draws:
    """A number that may be many: a float, or one float for each draw. Adds, subtracts, multiplies and divides."""

    __slots__ = ("values",)

    def __init__(self, values: float | list[float]) -> None:
        self.values = values

    def _with(self, other: Draws, operator: Callable[[float, float], float]) -> Draws:
        mine, theirs = self.values, other.values
        if isinstance(mine, float) and isinstance(theirs, float):
            return Draws(operator(mine, theirs))
        return Draws(list(map(operator, _each(mine), _each(theirs))))

    def __add__(self, other: Draws) -> Draws:
        return self._with(other, add)

    def __sub__(self, other: Draws) -> Draws:
        return self._with(other, sub)

    def __mul__(self, other: Draws) -> Draws:
        return self._with(other, mul)

    def __truediv__(self, other: Draws) -> Draws:
        return self._with(other, truediv)

    def __iter__(self) -> Iterator[float]:
        """One value a draw, without an end where all are the same."""
        return iter(_each(self.values))


def _each(values: float | list[float]) -> Iterator[float] | list[float]:
    return values if isinstance(values, list) else repeat(values)


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
    costs: Costs, comparison: Comparison, draws: int = DRAWS, seed: int = 1, tornado: bool = True
) -> dict[str, Uncertainty]:
    """Return the uncertainty of every option that is compared and that a range bears on, by name.

    The same seed gives the same figures; a range that is changed leaves the draws of the others as they were.
    """
    base = comparison.baseline
    if base is None or costs.requests_per_month is None:
        return {}
    found = {}
    for figures in comparison.options:
        if figures.versus is None or not ranges(costs, figures.name, base):
            continue
        months, ahead = _pays(costs, figures.name, base, figures.horizon, partial(_drawn, costs, draws, seed), draws)
        months.sort()
        low, middle, high = (_percentile(months, share) for share in (0.1, 0.5, 0.9))
        bars = _tornado(costs, figures.name, base, figures.horizon) if tornado else ()
        found[figures.name] = Uncertainty(low, middle, high, ahead / draws, bars, draws)
    return found


def _drawn(costs: Costs, draws: int, seed: int, owner: str, name: str, value: Range) -> list[float]:
    """Return draws of one range; whoever asks for the same input again gets the same draws."""
    # A generator of its own, seeded: nothing outside is read or changed. Loaded where ranges are.
    import random

    low, high = float(value.low), float(value.high)
    if owner and inputs(Option)[name].group in _ONE_FOR_ALL:
        owner = next(first for first, option in costs.option.items() if getattr(option, name) == value)
    # Not seeded by the ends: while a range is typed its draws move, they do not jump.
    place = list(costs.option).index(owner) if owner else ""
    random_one = random.Random(f"{seed} {place} {name}").random
    if value.likely is None or low == high:
        spread = high - low
        return [low + spread * random_one() for _ in range(draws)]
    likely = float(value.likely)
    cut = (likely - low) / (high - low)
    left, right = (high - low) * (likely - low), (high - low) * (high - likely)
    shares = (random_one() for _ in range(draws))
    return [low + (u * left) ** 0.5 if u < cut else high - ((1 - u) * right) ** 0.5 for u in shares]


_Drawn = Callable[[str, str, Range], list[float]]


@dataclass(frozen=True, slots=True)
class _Difference:
    """Option minus baseline: once, each month, each request; and the retrainings of both."""

    upfront: Draws
    monthly: Draws
    saving: Draws
    mine: Bill[Draws]
    theirs: Bill[Draws]


def _pays(costs: Costs, name: str, base: str, horizon: int, drawn: _Drawn, draws: int) -> tuple[list[float], int]:
    """Return the break-even month of each draw (infinity is never), and how many are ahead at the horizon."""

    def number(value: Decimal) -> Draws:
        return Draws(float(value))

    def of(owner: str) -> Callable[[str, Range], Draws]:
        return lambda field, value: Draws(drawn(owner, field, value))

    mine, theirs = (bill(costs.option[option], number, of(option)) for option in (name, base))
    gap = _Difference(
        mine.upfront - theirs.upfront,
        mine.monthly - theirs.monthly,
        theirs.per_request - mine.per_request,
        mine,
        theirs,
    )
    volume, growth, rate = (
        Draws(drawn("", field, value)) if isinstance(value, Range) else number(value or Decimal(0))
        for field, value in (
            ("requests_per_month", costs.requests_per_month),
            ("growth_per_month", costs.growth_per_month),
            ("discount_rate", costs.discount_rate),
        )
    )
    steady = growth.values == 0.0 and rate.values == 0.0 and not mine.every and not theirs.every
    found = _steady(gap, volume, horizon, draws) if steady else _walked(gap, volume, growth, rate, horizon, draws)
    months = [month for month, _ in found]
    return months, sum(ahead for _, ahead in found)


def _steady(gap: _Difference, volume: Draws, horizon: int, draws: int) -> list[tuple[float, bool]]:
    """Return (break-even month, ahead at the horizon) where every month is like the first: in closed form."""
    gain = volume * gap.saving - gap.monthly
    each = zip(range(draws), gap.upfront, gain, strict=False)
    return [_in_closed_form(upfront, saved, horizon) for _, upfront, saved in each]


def _in_closed_form(upfront: float, gain: float, horizon: int) -> tuple[float, bool]:
    ahead = upfront <= gain * horizon
    if upfront <= 0:
        return (0.0 if gain >= 0 or (ahead and horizon) else inf), ahead
    months = upfront / gain if gain > 0 else inf
    return (months if months <= MONTHS_LOOKED_AT else inf), ahead


def _walked(
    gap: _Difference, volume: Draws, growth: Draws, rate: Draws, horizon: int, draws: int
) -> list[tuple[float, bool]]:
    """Return (lasting month, ahead at the horizon) of each draw, month by month."""
    sums = _sums(growth, rate, gap.mine.every, gap.theirs.every)
    found = []
    each = zip(
        range(draws), gap.upfront, gap.monthly, gap.saving * volume, gap.mine.retraining, gap.theirs.retraining, sums,
        strict=False,
    )  # fmt: skip
    for _, upfront, monthly, saving, retraining, spared, (requests, months, own, other) in each:
        behind = [
            upfront + monthly * m + retraining * o - spared * b - saving * r
            for r, m, o, b in zip(requests[: horizon + 1], months, own, other, strict=False)
        ]
        ahead = behind[horizon] <= 0
        if not ahead:
            behind = [
                upfront + monthly * m + retraining * o - spared * b - saving * r
                for r, m, o, b in zip(requests, months, own, other, strict=True)
            ]
        found.append((_lasting(behind, upfront), ahead))
    return found


_Sums = tuple[Sequence[float], Sequence[float], Sequence[float], Sequence[float]]


def _sums(growth: Draws, rate: Draws, mine: int, theirs: int) -> Iterator[_Sums]:
    """Return the sums up to each month's end, discounted: volume (month 1 is 1), months, retrainings of both."""
    if isinstance(growth.values, float) and isinstance(rate.values, float):
        return repeat(_sums_of(growth.values, rate.values, mine, theirs))
    return (_sums_of(g, r, mine, theirs) for g, r in zip(growth, rate, strict=False))


def _sums_of(growth: float, rate: float, mine: int, theirs: int) -> _Sums:
    span = range(1, MONTHS_LOOKED_AT + 1)
    monthly = (1 + rate) ** (-1 / 12)
    factors = [monthly**month for month in span]
    requests = [factor * (1 + growth) ** (month - 1) for month, factor in zip(span, factors, strict=True)]

    def due(every: int) -> list[float]:
        return [factor if every and not month % every else 0.0 for month, factor in zip(span, factors, strict=True)]

    requests_so_far, months, own, other = (
        list(accumulate(part, initial=0.0)) for part in (requests, factors, due(mine), due(theirs))
    )
    return requests_so_far, months, own, other


def _lasting(behind: Sequence[float], upfront: float) -> float:
    """Return the first month from which a draw stays ahead to the last one given; infinity when it does not."""
    last = len(behind) - 1
    if last < 1 or behind[last] > 0:
        return inf
    month = next((month for month in range(last, 0, -1) if behind[month] > 0), 0) + 1
    return 0.0 if month == 1 and upfront <= 0 else float(month)


def _percentile(ordered: Sequence[float], share: float) -> float | None:
    """Return a percentile of sorted values, interpolated linearly; None where it falls among those that never pay."""
    at = share * (len(ordered) - 1)
    before = int(at)
    after = min(before + 1, len(ordered) - 1)
    if isinf(ordered[after] if at > before else ordered[before]):
        return None
    return ordered[before] + (ordered[after] - ordered[before]) * (at - before) if at > before else ordered[before]


def _tornado(costs: Costs, name: str, base: str, horizon: int) -> tuple[Swing, ...]:
    bars = []
    for path in ranges(costs, name, base):
        value = _at(costs, path)
        ends = []
        for end in (value.low, value.high):
            months = int(end) if path == ("horizon_months",) else horizon
            ends.append(net_saving(_set(costs, path, end), name, base, months))
        bars.append(Swing(".".join(path), ends[0], ends[1]))
    return tuple(sorted(bars, key=lambda bar: -bar.width))


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
