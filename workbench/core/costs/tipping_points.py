"""What would change it: for each input, the nearest value at which another option becomes the cheapest.

Totals are linear in every input but the growth, the discount, the horizon and the months between retrainings, so those
values are exact; the others are searched step by step.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from math import isfinite
from typing import NamedTuple

from workbench.core.amounts import point
from workbench.core.costs.bills import Bill, Plan, bill, plan
from workbench.core.costs.comparison import Comparison
from workbench.core.costs.tracked_prices import TRACKED
from workbench.core.costs.turning_volume import LARGEST
from workbench.core.inputs import Costs, Option, inputs
from workbench.core.record.decision import check_option
from workbench.errors import ValueProblem

_NO_COST = {"accuracy", "value_of_right", "cost_of_wrong", "latency_ms", "training_rows", "retrain_every_months"}
"""Inputs that move no total, or only in steps."""
_WHOLE = {"tokens", "count", "months", "horizon"}
_STEP = Decimal("0.01")
_LIMITS = {"growth_per_month": (Decimal("-0.5"), Decimal(1)), "discount_rate": (Decimal(0), Decimal(1))}
_MONTHS_AHEAD = 120
_WITHIN = 3


class TippingPoint(NamedTuple):
    """A value of one input beyond which another option is the cheapest up to the horizon.

    Args:
        input: As ``--set`` takes it: ``requests_per_month``, ``option.tuned.output_price``.
        now: The value it has.
        at: The value, rounded away from the present one: beyond it the change is certain.
        first: The cheapest option now.
        then: The cheapest beyond.
        crossing: Where exactly both cost the same; None where that is searched, or is `at`.
    """

    input: str
    now: Decimal
    at: Decimal
    first: str
    then: str
    crossing: Decimal | None = None

    @property
    def rises(self) -> bool:
        """Whether the value lies over the present one."""
        return self.at > self.now

    @property
    def distance(self) -> Decimal:
        """How far it is, as a share of the present value; endless from zero."""
        return abs(self.at - self.now) / abs(self.now) if self.now else Decimal("Infinity")

    @property
    def limit(self) -> Decimal:
        """What stands after “over” or “under”: whole counts end where the first one lies at which the change is there.

        Under 149 is 148 and fewer, where both cost the same at 148.9.
        """
        declared = inputs(Option if self.option is not None else Costs)[self.name]
        if self.crossing is None or declared.kind not in _WHOLE:
            return self.at
        return self.crossing.to_integral_value("ROUND_FLOOR" if self.rises else "ROUND_CEILING")

    @property
    def beyond(self) -> Decimal:
        """A value just past it, at which the change has come."""
        declared = inputs(Option if self.option is not None else Costs)[self.name]
        step = Decimal(1) if declared.kind in _WHOLE else max(abs(self.at) / 1000, Decimal("1e-9"))
        return self.at + (step if self.rises else -step)

    @property
    def option(self) -> str | None:
        """The option whose input it is; None for a shared one."""
        return self.input.removeprefix("option.").rpartition(".")[0] if self.input.startswith("option.") else None

    @property
    def name(self) -> str:
        """The input's own name."""
        return self.input.rpartition(".")[2]

    @property
    def path(self) -> tuple[str, ...]:
        """Where the input stands in a decision."""
        return ("costs", self.name) if self.option is None else ("costs", "option", self.option, self.name)


def nearest_prices(tips: Sequence[TippingPoint]) -> list[TippingPoint]:
    """Return for each option the nearest tipping point among the prices a provider sets.

    Only up to four times the present price: no trigger waits for what nobody expects.
    """
    found: dict[str, TippingPoint] = {}
    for tip in tips:
        if tip.option is not None and tip.name in TRACKED and tip.distance <= _WITHIN:
            found.setdefault(tip.option, tip)
    return list(found.values())


def tipping_points(costs: Costs, comparison: Comparison, searched: bool = True) -> tuple[TippingPoint, ...]:
    """Return the tipping points of every input that has any, the nearest first; ranges count as their one figure.

    All options are compared over the months in which every one of them can be used. Without `searched` only those that
    are exact are returned, which is ten times as fast.
    """
    priced = {figures.name: figures.option for figures in comparison.options if figures.total is not None}
    months = min((f.horizon for f in comparison.options if f.name in priced), default=0)
    if len(priced) < 2 or not months:
        return ()
    scene = _Scene(costs, priced, months)
    found = [*_of_volume(scene), *_of_options(scene)]
    if searched:
        found += [*_of_curves(scene), *_of_horizon(scene, comparison.horizon)]
    return tuple(sorted(found, key=lambda tip: tip.distance))


class _Scene:
    """The totals of the options over some months, and which is the cheapest."""

    def __init__(self, costs: Costs, options: Mapping[str, Option], months: int) -> None:
        self.costs, self.options, self.months = costs, options, months
        self.bills = {name: bill(option, Decimal) for name, option in options.items()}
        # For one request a month: the volume is a factor.
        self.unit = plan(costs.model_copy(update={"requests_per_month": Decimal(1)}), months, Decimal)
        self.volume = point(costs.requests_per_month)
        self.weight = sum((r * f for r, f in zip(self.unit.requests, self.unit.factors, strict=True)), Decimal(0))
        self.totals = {name: self.total(own) for name, own in self.bills.items()}
        self.first = cheapest(self.totals)

    def total(self, own: Bill[Decimal]) -> Decimal:
        """Return what an option costs over the months."""
        fixed = sum(self.unit.factors, Decimal(0)) * own.monthly
        again = sum(self.unit.factors[own.every - 1 :: own.every], Decimal(0)) * own.retraining if own.every else 0
        return own.upfront + own.per_request * self.weight * self.volume + fixed + again


def cheapest(totals: Mapping[str, Decimal]) -> str:
    """Return the option with the lowest total; of equal ones the first entered."""
    return min(totals, key=lambda name: totals[name])


def _of_volume(scene: _Scene) -> Iterator[TippingPoint]:
    """Yield the nearest volumes on either side: all totals are lines in it."""
    first, now = scene.first, scene.volume
    crossings = []
    for name, own in scene.bills.items():
        steeper = (scene.bills[first].per_request - own.per_request) * scene.weight
        if steeper:
            crossings.append((now + (scene.totals[name] - scene.totals[first]) / steeper, name))
    over = min((c for c in crossings if c[0] > now), default=None)
    under = max((c for c in crossings if 0 < c[0] < now), default=None)
    for crossing in (over, under):
        if crossing is not None and (tip := _tip("requests_per_month", "count", now, *crossing, first)):
            # Where several lines cross at one place, or within the rounding, it is the steepest.
            at = {
                name: total + scene.bills[name].per_request * scene.weight * (tip.beyond - now)
                for name, total in scene.totals.items()
            }
            yield tip._replace(then=cheapest(at))


def _of_options(scene: _Scene) -> Iterator[TippingPoint]:
    """Yield the tipping point of each input of each option, the others staying as they are."""
    for name, option in scene.options.items():
        others = {other: total for other, total in scene.totals.items() if other != name}
        rival = cheapest(others) if name == scene.first else scene.first
        then = rival if name == scene.first else name
        for field, declared in inputs(Option).items():
            value = getattr(option, field)
            if value is None or field in _NO_COST:
                continue
            now = point(value)
            step = now or Decimal(1)
            moved = scene.total(bill(option.model_copy(update={field: now + step}), Decimal))
            slope = (moved - scene.totals[name]) / step
            if not slope:
                continue
            at = now + (others[rival] - scene.totals[name]) / slope
            tip = _tip(f"option.{name}.{field}", declared.kind, now, at, then, scene.first)
            if tip is not None and _possible(option, field, tip.at):
                yield tip


def _possible(option: Option, field: str, value: Decimal) -> bool:
    """Whether an option may have a value: no share over one, not more cached tokens than there are."""
    try:
        check_option(option.model_copy(update={field: value}), "")
    except ValueProblem:
        return False
    return True


def _of_curves(scene: _Scene) -> Iterator[TippingPoint]:
    """Yield the nearest growth and discount on either side, to a tenth of a percent."""
    bills = {name: bill(option, float) for name, option in scene.options.items()}
    for field, (low, high) in _LIMITS.items():
        now = point(getattr(scene.costs, field))
        if not low <= now <= high:
            continue

        def best(value: Decimal, field: str = field) -> str | None:
            schedule = plan(scene.costs.model_copy(update={field: value}), scene.months, float)
            return _cheapest_float(bills, schedule)

        for step, end in ((_STEP, high), (-_STEP, low)):
            crossing = _scan(best, now, step, end, scene.first)
            if crossing is not None and (tip := _tip(field, "rate", now, *crossing, scene.first)):
                yield tip._replace(then=best(tip.beyond) or tip.then)


def _cheapest_float(bills: Mapping[str, Bill[float]], schedule: Plan[float]) -> str | None:
    months = range(1, len(schedule.factors) + 1)
    requests = sum(r * f for r, f in zip(schedule.requests, schedule.factors, strict=True))
    fixed = sum(schedule.factors)
    totals = {}
    for name, own in bills.items():
        again = sum(schedule.factors[month - 1] for month in months if own.every and month % own.every == 0)
        totals[name] = own.upfront + own.per_request * requests + own.monthly * fixed + own.retraining * again
    if not all(isfinite(total) for total in totals.values()):
        return None
    return min(totals, key=lambda name: totals[name])


def _scan(
    best: Callable[[Decimal], str | None], now: Decimal, step: Decimal, end: Decimal, first: str
) -> tuple[Decimal, str] | None:
    """Return the first value from now on at which another option is the cheapest, narrowed by halving."""
    value = now
    while (value < end) if step > 0 else (value > end):
        before, value = value, value + step
        then = best(value)
        if then is None:
            return None
        if then != first:
            while abs(value - before) > Decimal("0.0001"):
                middle = (before + value) / 2
                found = best(middle)
                before, value, then = (middle, value, then) if found == first else (before, middle, found or then)
            return value, then
    return None


def _of_horizon(scene: _Scene, now: int) -> Iterator[TippingPoint]:
    """Yield the nearest horizons on either side; none beyond the months in which every option can be used."""
    if scene.months < now:
        return
    longest = now if any(o.available_until for o in scene.options.values()) else now + _MONTHS_AHEAD
    schedule = plan(scene.costs, longest, Decimal)
    so_far = {name: own.upfront for name, own in scene.bills.items()}
    best = [cheapest(so_far)]
    for month, (requests, factor) in enumerate(zip(schedule.requests, schedule.factors, strict=True), start=1):
        for name, own in scene.bills.items():
            again = own.retraining if own.every and month % own.every == 0 else 0
            so_far[name] += (requests * own.per_request + own.monthly + again) * factor
        best.append(cheapest(so_far))
    over = next((month for month in range(now, longest + 1) if best[month] != scene.first), None)
    under = next((month for month in range(now, 0, -1) if best[month] != scene.first), None)
    # “Over 3 months” is from the fourth on, “under 4” the third and earlier ones.
    if over is not None and over > now + 1:
        yield TippingPoint("horizon_months", Decimal(now), Decimal(over - 1), scene.first, best[over])
    if under is not None and under < now - 1:
        yield TippingPoint("horizon_months", Decimal(now), Decimal(under + 1), scene.first, best[under])


def _tip(input: str, kind: str, now: Decimal, at: Decimal, then: str, first: str) -> TippingPoint | None:
    """Return a tipping point rounded away from the present value; None where it is out of reach, or is the present."""
    if at == now or abs(at) >= LARGEST:
        return None
    rounded = _outward(at, at > now, kind)
    # Nothing but a growth lies under zero.
    under_zero = rounded <= 0 and rounded < now and input != "growth_per_month"
    return None if rounded == now or under_zero else TippingPoint(input, now, rounded, first, then, at)


def _outward(value: Decimal, up: bool, kind: str) -> Decimal:
    """Return a value rounded away from where it comes from: whole counts, else three figures."""
    if kind in _WHOLE:
        places = Decimal(1)
    elif kind in {"rate", "share", "ratio"}:
        places = Decimal("0.001")
    else:
        places = Decimal(1).scaleb(min(value.adjusted(), 2) - 2) if value else Decimal("0.01")
    return value.quantize(places, "ROUND_CEILING" if up else "ROUND_FLOOR")
