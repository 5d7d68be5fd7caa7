"""How far an option's cost so far may lie from its curve while inputs are ranges: the 10th and 90th percentile."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from functools import partial

from workbench.core.amounts import Range
from workbench.core.costs.bills import bill
from workbench.core.costs.draws import Draws, drawn
from workbench.core.costs.paybacks import sums
from workbench.core.costs.uncertainty import ranges
from workbench.core.inputs import Costs

DRAWS = 200
"""Enough for an edge that is drawn in cells; percentiles that are told rest on more."""


def band(costs: Costs, name: str, months: Sequence[int], seed: int = 1) -> list[tuple[float, float, float]]:
    """Return (month, P10, P90) of an option's cost so far, in money; nothing where no range bears on it."""
    if not ranges(costs, name) or costs.requests_per_month is None:
        return []

    def number(value: Decimal) -> Draws:
        return Draws(float(value))

    draw = partial(drawn, costs, DRAWS, seed)
    own = bill(costs.option[name], number, lambda field, value: Draws(draw(name, field, value)))
    shared = {
        field: Draws(draw("", field, value)) if isinstance(value, Range) else number(value)
        for field in ("requests_per_month", "growth_per_month", "discount_rate")
        if (value := getattr(costs, field)) is not None
    }
    requests = own.per_request * shared["requests_per_month"]
    each = list(
        zip(
            range(DRAWS), own.upfront, requests, own.monthly, own.retraining,
            sums(shared["growth_per_month"], shared["discount_rate"], (own.every, 0)),
            strict=False,
        )
    )  # fmt: skip
    found = []
    for month in months:
        totals = sorted(_so_far(month, *numbers) for _, *numbers in each)
        found.append((float(month), totals[DRAWS // 10], totals[DRAWS - 1 - DRAWS // 10]))
    return found


def _so_far(
    month: int,
    upfront: float,
    requests: float,
    monthly: float,
    retraining: float,
    counted: tuple[Callable[[int], float], ...],
) -> float:
    passed, months, again, _ = counted
    return upfront + requests * passed(month) + monthly * months(month) + retraining * again(month)
