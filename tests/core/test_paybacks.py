"""The month each draw gets ahead for good is the one that a walk month by month finds, however it is found."""

from __future__ import annotations

from decimal import Decimal
from itertools import accumulate
from math import inf

from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from workbench.core.amounts import Range
from workbench.core.costs.break_even import MONTHS_LOOKED_AT
from workbench.core.costs.paybacks import paybacks
from workbench.core.inputs import Costs, Option

VOLUME = 1000
rates = st.sampled_from([-0.5, -0.03, -0.001, 0.0, 0.001, 0.02, 0.06, 0.9])
periods = st.sampled_from([0, 0, 1, 2, 3, 4, 6, 12, 24, 36, 77])
sides = st.tuples(
    st.integers(0, 60_000),  # once
    st.integers(0, 3_000),  # a month
    st.integers(0, 3_000),  # a month's requests at the first volume
    st.integers(0, 8_000),  # a retraining
    periods,
)


def option(side: tuple[int, int, int, int, int], upfront: Decimal | Range) -> Option:
    _, monthly, requests, retraining, every = side
    return Option(
        approach="fine-tuning",
        extra_per_request=Decimal(requests) / VOLUME,
        other_upfront=upfront,
        other_monthly=Decimal(monthly),
        retrain_cost=Decimal(retraining),
        retrain_every_months=Decimal(every) if every else None,
    )


def totals(side: tuple[int, int, int, int, int], growth: float, rate: float) -> list[float]:
    """What a side has cost at the start and at every month's end: the definition, added up."""
    upfront, monthly, requests, retraining, every = side

    def spent(month: int) -> float:
        again = retraining if every and month % every == 0 else 0
        return (monthly + requests * (1 + growth) ** (month - 1) + again) * (1 + rate) ** (-month / 12)

    return list(accumulate((spent(month) for month in range(1, MONTHS_LOOKED_AT + 1)), initial=float(upfront)))


def lasting(behind: list[float], horizon: int) -> float:
    """The first month from which it stays ahead, up to the horizon or as far as is looked: walked from its end."""
    end = horizon if behind[horizon] <= 0 else MONTHS_LOOKED_AT
    if behind[end] > 0:
        return inf
    late = next((month for month in range(end, 0, -1) if behind[month] > 0), 0)
    return 0.0 if not late and behind[0] <= 0 else late + 1.0


@settings(max_examples=200, deadline=None)
@given(sides, sides, rates, rates, st.integers(1, 60), st.sets(st.sampled_from(["growth_per_month", "discount_rate"])))
# Ahead from the start, and it only wins: while it still falls behind it is ahead all the same.
@example((0, 100, 0, 0, 0), (1000, 0, 90, 0, 0), 0.06, 0.0, 36, set())
# Each request costs more, fewer are sent every month: it falls behind for a while, the baseline's months repay it.
@example((0, 0, 3000, 0, 0), (16_000, 1000, 0, 0, 0), -0.03, 0.0, 60, {"growth_per_month", "discount_rate"})
def test_the_month_is_the_one_that_a_walk_finds(
    mine: tuple[int, int, int, int, int],
    theirs: tuple[int, int, int, int, int],
    growth: float,
    rate: float,
    horizon: int,
    drawn: set[str],
) -> None:
    pairs = list(zip(totals(mine, growth, rate), totals(theirs, growth, rate), strict=True))
    walked = [ours - other + 0.37 for ours, other in pairs]
    # Where both have cost the same to the last digits, either month is right.
    assume(all(abs(gap) > 1e-9 * (ours + other) for gap, (ours, other) in zip(walked, pairs, strict=True)))
    upfront = Decimal(mine[0]) + Decimal("0.37")
    given_rate = {
        name: Range(Decimal(0), Decimal(1)) if name in drawn else Decimal(str(value))
        for name, value in (("growth_per_month", growth), ("discount_rate", rate))
    }
    costs = Costs(
        requests_per_month=Decimal(VOLUME),
        option={"base": option(theirs, Decimal(theirs[0])), "other": option(mine, Range(upfront, upfront + 1))},
        **given_rate,
    )
    draws = {"other_upfront": float(upfront), "growth_per_month": growth, "discount_rate": rate}
    months, ahead_at_horizon = paybacks(
        costs, "other", "base", horizon, lambda _owner, field, _value: [draws[field]] * 2, 2
    )
    assert ahead_at_horizon == 2 * (walked[horizon] <= 0)
    expected = lasting(walked, horizon)
    if growth == 0 and rate == 0 and not drawn and not mine[4] and not theirs[4]:
        assert all(month == expected or 0 <= expected - month < 1 for month in months)
    else:
        assert months == [expected] * 2


def test_a_volume_that_is_gone_after_a_month_to_the_last_digit_is_counted() -> None:
    base, other = option((0, 100, 900, 50, 6), Decimal(0)), option((0, 200, 100, 0, 0), Range(Decimal(1), Decimal(2)))
    found = [
        paybacks(
            Costs(
                requests_per_month=Decimal(VOLUME),
                growth_per_month=growth,
                discount_rate=rate,
                option={"base": one, "other": another},
            ),
            "other",
            "base",
            24,
            lambda _owner, field, _value: [0.05 if field == "discount_rate" else 1.5] * 2,
            2,
        )
        for growth in (Decimal("-0.99999999999999999999"), Decimal("-0.9999999999"))
        for rate in (Decimal("0.05"), Range(Decimal(0), Decimal("0.1")))
        for one, another in (
            (base, other),
            (option((0, 200, 100, 50, 6), Decimal(0)), option((0, 100, 900, 0, 0), other.other_upfront)),
        )
    ]
    assert found[:4] == found[4:]
