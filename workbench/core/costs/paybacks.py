"""The month each draw of an option gets ahead of the baseline: in closed form, or sum by sum. DOMAIN section 4."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator
from decimal import Decimal
from functools import lru_cache
from itertools import repeat
from math import ceil, inf, lcm, log, log1p
from typing import NamedTuple

from workbench.core.amounts import Range
from workbench.core.costs.bills import Bill, bill
from workbench.core.costs.break_even import MONTHS_LOOKED_AT
from workbench.core.costs.draws import Draws
from workbench.core.inputs import Costs

_VERY_LARGE = 1e200
Drawn = Callable[[str, str, Range], list[float]]


class _Difference(NamedTuple):
    """Option minus baseline: once, each month, each request; and the retrainings of both."""

    upfront: Draws
    monthly: Draws
    saving: Draws
    mine: Bill[Draws]
    theirs: Bill[Draws]


def paybacks(costs: Costs, name: str, base: str, horizon: int, drawn: Drawn, draws: int) -> tuple[list[float], int]:
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
    """Return (lasting month, ahead at the horizon) of each draw where months differ from one another."""
    periods = gap.mine.every, gap.theirs.every
    if isinstance(growth.values, float) and isinstance(rate.values, float) and not any(periods):
        return _looked_up(gap, volume, growth.values, rate.values, horizon, draws)
    each = zip(
        range(draws), gap.upfront, gap.monthly, gap.saving * volume, gap.mine.retraining, gap.theirs.retraining,
        growth, sums(growth, rate, periods),
        strict=False,
    )  # fmt: skip
    search = _among_retrainings if any(periods) else _without_retraining
    found = []
    for _, upfront, monthly, saving, own, other, grows, counted in each:
        month, ahead = search(upfront, monthly, saving, own, other, grows, counted, periods, horizon)
        found.append((0.0 if month == 1 and upfront <= 0 else month, ahead))
    return found


def _without_retraining(
    upfront: float, monthly: float, saving: float, _own: float, _other: float, growth: float, sums: Sums,
    _periods: tuple[int, int], horizon: int,
) -> tuple[float, bool]:  # fmt: skip
    requests, months, _, _ = sums

    def ahead(month: int) -> bool:
        return upfront + monthly * months(month) <= saving * requests(month)

    now = ahead(horizon)
    end = horizon if now and horizon else MONTHS_LOOKED_AT
    turn = _turn(monthly, saving, growth)
    return _lasting(ahead, end, 1, lambda _: turn), now


def _among_retrainings(
    upfront: float, monthly: float, saving: float, own: float, other: float, growth: float, sums: Sums,
    periods: tuple[int, int], horizon: int,
) -> tuple[float, bool]:  # fmt: skip
    requests, months, again, spared = sums

    def ahead(month: int) -> bool:
        cost = upfront + monthly * months(month) + (own * again(month) - other * spared(month))
        return cost <= saving * requests(month)

    now = ahead(horizon)
    end = horizon if now and horizon else MONTHS_LOOKED_AT
    mine, theirs = (every or 1 for every in periods)
    cycle = min(lcm(mine, theirs), end)
    floor, saved, discount = monthly * months(cycle), saving * requests(cycle), months(1)
    retrained, relieved = own * again(cycle), other * spared(cycle)

    def turn(month: int) -> int:
        # A retraining comes the sooner, and is discounted the less, the longer ago the last one was.
        more = retrained / discount ** (month % mine) - relieved / discount ** (month % theirs)
        return _turn(floor + more, saved, growth)

    return _lasting(ahead, end, cycle, turn if saving * growth > 0 else lambda _: 1), now


def _looked_up(
    gap: _Difference, volume: Draws, growth: float, rate: float, horizon: int, draws: int
) -> list[tuple[float, bool]]:
    """Return the same where all draws share growth and discount and nothing is retrained: their sums are counted once.

    The search is written out, as it runs for every draw.
    """
    requests, months, _, _ = _tables(growth, rate, (0, 0))
    found = []
    for _, upfront, monthly, saving in zip(range(draws), gap.upfront, gap.monthly, gap.saving * volume, strict=False):
        ahead = upfront + monthly * months[horizon] <= saving * requests[horizon]
        end = horizon if ahead and horizon else MONTHS_LOOKED_AT
        if upfront + monthly * months[end] > saving * requests[end]:
            found.append((inf, ahead))
            continue
        low = min(_turn(monthly, saving, growth), end) if monthly > saving else 1
        if upfront + monthly * months[low] <= saving * requests[low]:
            low = 1
        high = end if low > 1 or upfront + monthly * months[1] > saving * requests[1] else 1
        while low < high:
            middle = (low + high) // 2
            if upfront + monthly * months[middle] <= saving * requests[middle]:
                high = middle
            else:
                low = middle + 1
        found.append((0.0 if low == 1 and upfront <= 0 else float(low), ahead))
    return found


def _turn(more: float, saving: float, growth: float) -> int:
    """Return the month from which on a draw falls behind no more: where what it saves with growth has reached the rest.

    Before it the draw only falls behind. 1 where it is the other way round, or goes one way all along.
    """
    if saving * growth <= 0 or growth <= -1 or more <= saving or more / saving <= 0:
        return 1
    return min(MONTHS_LOOKED_AT, max(1, ceil(log(more / saving) / log1p(growth))))


def _lasting(ahead: Callable[[int], bool], end: int, cycle: int, turn: Callable[[int], int]) -> float:
    """Return the first month from which a draw stays ahead up to `end`; infinity when it is behind there.

    Retrainings throw it back again and again; months a whole cycle of them apart are alike, so in each such row it gets
    ahead once after its turn, and the month is found by halving.
    """
    behind = 0
    for last in range(end, max(end - cycle, 0), -1):
        if not ahead(last):
            return inf if last == end else last + 1.0
        first = max(turn(last), behind + 1)
        row = range(first + (last - first) % cycle, last, cycle)
        if row and not ahead(row[0]):
            behind = row[bisect_left(row, True, key=ahead) - 1]
    return behind + 1.0


_Sum = Callable[[int], float]
Sums = tuple[_Sum, _Sum, _Sum, _Sum]


def sums(growth: Draws, rate: Draws, periods: tuple[int, int]) -> Iterator[Sums]:
    """Return what is summed up to a month's end, discounted: volume (month 1 is 1), months, retrainings of both."""
    if not isinstance(rate.values, float):
        return (_closed_sums(g, r, periods) for g, r in zip(growth, rate, strict=False))
    # What is the same for every draw is counted once, then looked up.
    fixed = growth.values if isinstance(growth.values, float) else 0.0
    requests, months, own, other = (t.__getitem__ for t in _tables(fixed, rate.values, periods))
    if isinstance(growth.values, float):
        return repeat((requests, months, own, other))
    monthly = months(1)
    return ((_geometric(monthly, (1 + g) * monthly), months, own, other) for g in growth)


@lru_cache(maxsize=8)
def _tables(growth: float, rate: float, periods: tuple[int, int]) -> list[list[float]]:
    """Return the sums up to each month's end, looked at by month."""
    months = range(MONTHS_LOOKED_AT + 1)
    return [[total(month) for month in months] for total in _closed_sums(growth, rate, periods)]


def _closed_sums(growth: float, rate: float, periods: tuple[int, int]) -> Sums:
    monthly = (1 + rate) ** (-1 / 12)
    own, other = (_every(monthly, every) for every in periods)
    return _geometric(monthly, (1 + growth) * monthly), _geometric(monthly, monthly), own, other


def _geometric(first: float, ratio: float) -> _Sum:
    """Return the sum of the first so many members of a geometric series."""
    step = ratio - 1
    if abs(step) < 1e-9:
        return lambda count: first * count
    scale = first / step
    if ratio > 1 and MONTHS_LOOKED_AT * log(ratio) > log(_VERY_LARGE):
        return lambda count: scale * (_power(ratio, count) - 1)
    return lambda count: scale * (ratio**count - 1)


def _power(ratio: float, count: int) -> float:
    """Return a power, a very large one where it is past the largest float: it is compared, never told."""
    try:
        return min(float(ratio**count), _VERY_LARGE)
    except OverflowError:
        return _VERY_LARGE


def _every(monthly: float, every: int) -> _Sum:
    if not every:
        return lambda _: 0.0
    due = _geometric(monthly**every, monthly**every)
    return lambda month: due(month // every)
