"""What one option costs: each request, once, each month, each retraining. Formulas: DOMAIN section 4.

One function serves exact figures (`Decimal`) and curves (`float`): `bill` and `cost_to_date` take the number type.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Generic, NamedTuple, Protocol, Self, TypeVar

from workbench.core.amounts import DAYS_A_MONTH, Amount, Range, point
from workbench.core.costs.epochs import DEFAULT_EPOCHS, default_epochs
from workbench.core.inputs import Costs, Option


class Number(Protocol):
    """What a bill is counted in: `Decimal`, `float`, or one of these for each draw of a range."""

    def __add__(self, other: Self, /) -> Self: ...
    def __sub__(self, other: Self, /) -> Self: ...
    def __mul__(self, other: Self, /) -> Self: ...
    def __truediv__(self, other: Self, /) -> Self: ...


N = TypeVar("N", bound=Number)

HOURS_A_MONTH = 24 * DAYS_A_MONTH


def assumed_epochs(option: Option) -> int:
    """Return the epochs counted for an option that gives none."""
    return DEFAULT_EPOCHS if option.training_rows is None else default_epochs(point(option.training_rows))


class Bill(NamedTuple, Generic[N]):
    """What one option costs, in money.

    Args:
        per_request: Each request.
        upfront: Once, before month 1, training included.
        monthly: Each month whatever the volume: hosting and other.
        retraining: Each retraining.
        every: Months between retrainings; 0 is never.
    """

    per_request: N
    upfront: N
    monthly: N
    retraining: N
    every: int


def bill(option: Option, to: Callable[[Decimal], N], drawn: Callable[[str, Range], N] | None = None) -> Bill[N]:
    """Return what an option costs; inputs left out count as zero (see `missing` for those that must not be).

    Args:
        option: The inputs.
        to: Makes the numbers counted with; a range counts as the one figure that stands for it.
        drawn: Makes them of a range instead, given the input's name.
    """

    def of(name: str, default: int = 0) -> N:
        value: Amount | None = getattr(option, name)
        if isinstance(value, Range) and drawn is not None:
            return drawn(name, value)
        return to(Decimal(default) if value is None else point(value))

    fresh = of("input_tokens") - of("cached_tokens") - of("cache_write_tokens")
    tokens = (
        fresh * of("input_price")
        + of("cached_tokens") * of("cached_price")
        + of("cache_write_tokens") * of("cache_write_price")
        + of("output_tokens") * of("output_price")
    )
    million, one = to(Decimal(1_000_000)), to(Decimal(1))
    training = of("training_tokens") * of("epochs", assumed_epochs(option)) * of("training_price") / million
    upfront = (
        training * of("training_runs", 1)
        + of("labels") * of("cost_per_label")
        + of("engineering_hours") * of("hourly_rate")
        + of("other_upfront")
    )
    return Bill(
        per_request=(one - of("batch_discount")) * tokens / million + of("extra_per_request"),
        upfront=upfront,
        monthly=of("hosting_per_hour") * to(Decimal(HOURS_A_MONTH)) + of("other_monthly"),
        retraining=training if option.retrain_cost is None else of("retrain_cost"),
        every=int(point(option.retrain_every_months)) if option.retrain_every_months is not None else 0,
    )


class Plan(NamedTuple, Generic[N]):
    """The months an option is used: requests and discount factor of each, month 1 first."""

    requests: Sequence[N]
    factors: Sequence[N]


def plan(costs: Costs, months: int, to: Callable[[Decimal], N]) -> Plan[N]:
    """Return the requests and discount factors of the first `months` months; no volume counts as none."""
    volume = to(point(costs.requests_per_month) if costs.requests_per_month is not None else Decimal(0))
    growth = to(1 + point(costs.growth_per_month))
    requests = [volume]
    for _ in range(months - 1):
        requests.append(requests[-1] * growth)
    rate = point(costs.discount_rate)
    if not rate:
        return Plan(requests[:months], [to(Decimal(1))] * months)
    monthly = to((1 + rate) ** (Decimal(1) / 12))
    factors = [to(Decimal(1)) / monthly]
    for _ in range(months - 1):
        factors.append(factors[-1] / monthly)
    return Plan(requests[:months], factors[:months])


def is_steady(costs: Costs) -> bool:
    """Whether every month is like the first: nothing grows or is discounted; a range counts as its one figure."""
    return not point(costs.growth_per_month) and not point(costs.discount_rate)


def cost_to_date(bill: Bill[N], plan: Plan[N]) -> list[N]:
    """Return the discounted cost at the start and at every month's end: ``months + 1`` values, upfront first."""
    total = bill.upfront
    so_far = [total]
    for month, (requests, factor) in enumerate(zip(plan.requests, plan.factors, strict=True), start=1):
        spent = requests * bill.per_request + bill.monthly
        if bill.every and month % bill.every == 0:
            spent = spent + bill.retraining
        total = total + spent * factor
        so_far.append(total)
    return so_far
