"""When an option gets ahead of the baseline, for how long, and in which words it never does."""

from __future__ import annotations

import re
from decimal import Decimal
from math import ceil
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.core.amounts import Range, check
from workbench.core.costs.break_even import MONTHS_LOOKED_AT, Versus, versus
from workbench.core.inputs import Costs, Option
from workbench.errors import ValueProblem

D = Decimal
Amounts = dict[str, Any]


def exact(amounts: Amounts) -> Amounts:
    return {name: D(value) if re.fullmatch(r"[-\d.e]+", str(value)) else value for name, value in amounts.items()}


def against(base: Amounts, own: Amounts, horizon: int = 12, **costs: Any) -> Versus:
    """Return how an option fares against a baseline; each costs `extra_per_request` for a request."""
    return versus(Option(**exact(own)), Option(**exact(base)), "prompting", Costs(**exact(costs)), horizon)


def request(price: str, **amounts: Any) -> Amounts:
    return {"extra_per_request": price, **amounts}


PROMPT = request("0.027")
TUNED = request("0.0036", other_upfront=9060)
HOSTED = {**TUNED, "other_monthly": 1224, "retrain_every_months": 6, "retrain_cost": 4000}


@pytest.mark.parametrize(
    ("horizon", "verdict", "reason"),
    [
        (3, "after-horizon", "ahead from month 4, after the horizon of 3 months"),
        (4, "pays", "ahead from month 4"),
        (12, "pays", "ahead from month 4"),
        (600, "pays", "ahead from month 4"),
    ],
)
def test_a_training_that_is_paid_back(horizon: int, verdict: str, reason: str) -> None:
    found = against(PROMPT, TUNED, horizon, requests_per_month=100_000)
    assert found.saving_per_request == D("0.0234")
    assert found.break_even_months == D(9060) / D(2340)
    assert round(found.break_even_months, 2) == D("3.87")
    assert (found.first_month, found.lasting_month) == (4, 4)
    assert found.break_even_requests_exact == D(9060) / D("0.0234")
    assert found.break_even_requests == 387_180
    assert found.volume_floor is None
    assert (found.verdict, found.reason) == (verdict, reason)


@pytest.mark.parametrize(
    ("horizon", "lasting", "verdict"),
    [
        (15, 19, "after-horizon"),
        (16, 16, "pays"),
        (17, 16, "pays"),
        (18, 19, "after-horizon"),
        (19, 19, "pays"),
        (24, 19, "pays"),
        (600, 19, "pays"),
    ],
)
def test_retraining_makes_the_curves_cross_more_than_once(horizon: int, lasting: int, verdict: str) -> None:
    found = against(PROMPT, HOSTED, horizon, requests_per_month=100_000)
    assert (found.first_month, found.lasting_month, found.verdict) == (16, lasting, verdict)
    assert found.break_even_months == lasting
    assert (found.break_even_requests, found.break_even_requests_exact) == (None, None)
    assert found.volume_floor == (1224 + D(4000) / 6) / D("0.0234")


def test_hosting_alone_leaves_the_months_exact() -> None:
    found = against(PROMPT, {**TUNED, "other_monthly": 1224}, requests_per_month=100_000)
    assert found.break_even_months == D(9060) / 1116
    assert (found.first_month, found.lasting_month) == (9, 9)
    assert found.break_even_requests is None
    assert found.volume_floor == 1224 / D("0.0234")


@pytest.mark.parametrize(
    ("own", "requests"),
    [
        (request("0.5"), True),
        (request("0.5", other_monthly=10), False),
        (request("0.5", hosting_per_hour="0.1"), False),
        (request("0.5", retrain_every_months=6, retrain_cost=1), False),
        (request("0.5", retrain_cost=100), True),
        (request("0.5", retrain_every_months=0, retrain_cost=100), True),
    ],
)
def test_break_even_in_requests_needs_equal_running_costs(own: Amounts, requests: bool) -> None:
    found = against(request("1"), {**own, "other_upfront": 30}, requests_per_month=1000)
    assert (found.break_even_requests, found.break_even_requests_exact) == ((60, D(60)) if requests else (None, None))
    assert found.break_even_months is not None


def test_a_baseline_with_running_costs_has_no_break_even_in_requests_either() -> None:
    base = request("1", other_monthly=10)
    assert against(base, request("0.5", other_upfront=30), requests_per_month=1).break_even_requests is None
    assert (
        against(base, request("0.5", other_upfront=30, other_monthly=10), requests_per_month=9).break_even_requests
        == 60
    )


@pytest.mark.parametrize(
    ("upfront", "exact", "whole"),
    [("1", "2", 2), ("0.9", "1.8", 2), ("1.0001", "2.0002", 3), ("0.0001", "0.0002", 1), ("0", "0", 0)],
)
def test_the_first_whole_request_is_the_ceiling(upfront: str, exact: str, whole: int) -> None:
    found = against(request("1"), request("0.5", other_upfront=upfront), requests_per_month=1)
    assert (found.break_even_requests_exact, found.break_even_requests) == (D(exact), whole)


@pytest.mark.parametrize(("upfront", "month"), [("49.99", 1), ("50", 1), ("50.01", 2), ("100", 2), ("100.01", 3)])
def test_the_first_month_is_the_ceiling(upfront: str, month: int) -> None:
    found = against(request("1"), request("0.5", other_upfront=upfront), requests_per_month=100)
    assert found.break_even_months == D(upfront) / 50
    assert (found.first_month, found.lasting_month) == (month, month)


@pytest.mark.parametrize("upfront", [0, 100])
def test_nothing_to_pay_back_is_no_requests_and_no_months(upfront: int) -> None:
    found = against(request("1", other_upfront=100), request("0.5", other_upfront=upfront), requests_per_month=10)
    assert (found.break_even_requests, found.break_even_requests_exact, found.break_even_months) == (0, 0, 0)
    assert (found.first_month, found.lasting_month) == (1, 1)
    assert (found.verdict, found.reason) == ("pays", "ahead from the start")


@pytest.mark.parametrize("growth", ["0", "0.1"])
def test_nothing_to_pay_back_but_a_month_that_costs_more(growth: str) -> None:
    found = against(
        request("1"), request("0.5", other_monthly=60), requests_per_month=100, growth_per_month=growth, horizon=24
    )
    assert found.break_even_requests is None
    assert found.volume_floor == 120
    assert found.verdict == ("never" if growth == "0" else "pays")
    assert found.break_even_months == (None if growth == "0" else found.lasting_month)


def test_a_floor_is_what_each_month_must_bring_in() -> None:
    for volume, verdict in ((120, "never"), (121, "after-horizon")):
        found = against(
            request("1"), request("0.5", other_monthly=50, retrain_every_months=6, retrain_cost=60, other_upfront=61),
            2, requests_per_month=volume,
        )  # fmt: skip
        assert found.volume_floor == 120
        assert found.verdict == verdict
        assert ("the floor of 120" in found.reason) == (verdict == "never")


def test_below_a_ceiling_a_dearer_request_pays() -> None:
    base, own = request("0.5", other_monthly=60), request("1")
    for volume, verdict in ((119, "pays"), (120, "pays"), (121, "never")):
        found = against(base, own, requests_per_month=volume)
        assert found.volume_floor == 120
        assert found.verdict == verdict
        assert found.break_even_requests is None


@pytest.mark.parametrize(
    ("base", "own"),
    [
        (request("1"), request("1", other_monthly=5)),
        (request("1", other_monthly=5), request("1")),
        (request("1", other_monthly=5), request("0.5")),
        (request("1"), request("2", other_monthly=5)),
        (request("1"), request("0.5")),
    ],
)
def test_no_floor_where_no_volume_decides(base: Amounts, own: Amounts) -> None:
    assert against(base, own, requests_per_month=10).volume_floor is None


@pytest.mark.parametrize(
    ("base", "own", "volume", "reason"),
    [
        (request("1"), request("1.5"), 10, "each request costs $0.5000 more than with prompting"),
        (request("1"), request("1.5", other_monthly=9), 10, "each request costs $0.5000 more than with prompting"),
        (
            request("1", other_monthly=100), request("3"), 60,
            "each request costs $2 more than with prompting, which $100 less a month does not make up for",
        ),
        (request("1"), request("1", other_upfront=9), 10, "each request costs the same as with prompting"),
        (request("1"), request("0.5", other_upfront=9), 0, "no requests, so nothing is saved"),
        (
            request("1"), request("0.5", other_monthly=1000), 1500,
            "1,500 requests a month stay under the floor of 2,000",
        ),
        (
            request("1"), request("0.5", retrain_every_months=6, retrain_cost=6000, other_upfront=9000), 1500,
            "1,500 requests a month stay under the floor of 2,000",
        ),
        (
            request("1"), request("0.5", other_upfront="300.01"), 1,
            "what it saves does not repay $300 within 600 months",
        ),
        (
            request("1"), request("0.5", retrain_every_months=6, retrain_cost=60), 10,
            "ahead of prompting in month 1, but it does not last",
        ),
    ],
)  # fmt: skip
def test_never_says_why(base: Amounts, own: Amounts, volume: int, reason: str) -> None:
    found = against(base, own, requests_per_month=volume)
    assert (found.verdict, found.reason) == ("never", reason)
    assert (found.break_even_months, found.lasting_month) == (None, None)


def test_never_is_told_in_the_currency_of_the_decision() -> None:
    assert against(request("1"), request("3"), requests_per_month=1, currency="EUR").reason == (
        "each request costs €2 more than with prompting"
    )


@pytest.mark.parametrize(
    ("upfront", "verdict", "month"),
    [("299.99", "after-horizon", 600), ("300", "after-horizon", 600), ("300.01", "never", None)],
)
def test_six_hundred_months_are_looked_at(upfront: str, verdict: str, month: int | None) -> None:
    assert MONTHS_LOOKED_AT == 600
    for growth in (D(0), Range(D(0), D(0))):
        found = against(
            request("1"), request("0.5", other_upfront=upfront), 599, requests_per_month=1, growth_per_month=growth
        )
        assert (found.verdict, found.first_month, found.lasting_month) == (verdict, month, month)
    at_the_end = against(request("1"), request("0.5", other_upfront=upfront), 600, requests_per_month=1)
    assert at_the_end.verdict == ("pays" if month else "never")


def test_growth_brings_break_even_forward_and_makes_it_a_whole_month() -> None:
    # 50 + 100 + 200 + 400 is the first sum over 700.
    found = against(
        request("1"), request("0.5", other_upfront=700), requests_per_month=100, growth_per_month="1", horizon=3
    )
    assert (found.first_month, found.lasting_month, found.break_even_months) == (4, 4, 4)
    assert (found.verdict, found.break_even_requests) == ("after-horizon", 1400)


def test_shrinking_volume_can_put_break_even_out_of_reach() -> None:
    own = request("0.5", other_upfront=101)
    assert against(request("1"), own, requests_per_month=100, growth_per_month="-0.4").lasting_month == 4
    never = against(request("1"), own, requests_per_month=100, growth_per_month="-0.5")
    assert (never.verdict, never.reason) == ("never", "what it saves does not repay $101 within 600 months")


def test_savings_are_discounted_and_what_is_paid_first_is_not() -> None:
    own = request("0.5", other_upfront=600)
    assert against(request("1"), own, requests_per_month=100).lasting_month == 12
    later = against(request("1"), own, requests_per_month=100, discount_rate="0.1")
    assert (later.first_month, later.lasting_month, later.break_even_months) == (13, 13, 13)
    # A saving of 50 a month discounted at 10 % a year is never worth more than 50 / (1.1 ** (1/12) - 1) = 6,270.
    dear = request("0.5", other_upfront=6300)
    assert against(request("1"), dear, requests_per_month=100).lasting_month == 126
    assert against(request("1"), dear, requests_per_month=100, discount_rate="0.1").verdict == "never"


def test_a_retraining_of_the_baseline_counts_for_the_option() -> None:
    base = request("1", retrain_every_months=6, retrain_cost=100)
    found = against(base, request("1", other_upfront=150), 12, requests_per_month=1)
    assert (found.first_month, found.lasting_month, found.verdict) == (12, 12, "pays")


@pytest.mark.parametrize("own", [PROMPT, TUNED, HOSTED])
@pytest.mark.parametrize("volume", [0, 1, 100_000])
def test_an_identical_copy_is_neither_ahead_nor_behind(own: Amounts, volume: int) -> None:
    found = against(own, own, requests_per_month=volume)
    assert (found.saving_per_request, found.break_even_months, found.verdict) == (0, 0, "pays")
    assert (found.break_even_requests, found.volume_floor) == (None, None)
    assert (found.first_month, found.lasting_month) == (1, 1)


def test_without_a_volume_only_requests_can_be_told() -> None:
    found = against(PROMPT, TUNED)
    assert found.break_even_requests == 387_180
    assert (found.break_even_months, found.first_month, found.lasting_month) == (None, None, None)
    assert found.reason == "needs requests a month"


@pytest.mark.parametrize(
    ("base", "own"),
    [
        (request("1"), request("0.5", retrain_every_months=6, retrain_cost=10)),
        (request("1", other_monthly=10), request("0.5", other_upfront=10)),
    ],
)
def test_without_a_volume_verdict_and_months_agree(base: Amounts, own: Amounts) -> None:
    found = against(base, own)
    assert (found.verdict, found.break_even_months, found.lasting_month) == (None, None, None)
    assert found.reason == "needs requests a month"


@pytest.mark.parametrize("months", [0, 601, "0.5"])
def test_a_horizon_is_one_month_to_600(months: object) -> None:
    with pytest.raises(ValueProblem, match="number of months"):
        check(D(str(months)), "horizon", "costs.horizon_months")


def test_a_floor_of_any_size_can_be_told() -> None:
    found = against(request("1e-15"), request("0", other_monthly="1e15"), requests_per_month=1)
    assert "stay under the floor" in found.reason


def amount(top: int, places: int = 2) -> st.SearchStrategy[Decimal]:
    return st.decimals(0, top, places=places, allow_nan=False, allow_infinity=False)


SIDE = st.fixed_dictionaries(
    {"extra_per_request": amount(3), "other_upfront": st.just(D(0)) | amount(3000)},
    optional={"other_monthly": amount(60), "hosting_per_hour": st.sampled_from([D("0.01"), D("0.1")])},
)
RETRAINED = st.fixed_dictionaries(
    {"retrain_every_months": st.sampled_from([1, 2, 3, 6, 7, 12, 24, 599, 600]), "retrain_cost": amount(300)}
)
SOMETIMES_RETRAINED = st.builds(lambda side, more: {**side, **more}, SIDE, st.just({}) | RETRAINED)
VOLUME = st.integers(0, 60)
HORIZON = st.integers(1, 36) | st.just(600)


def month_by_month(own: Amounts, base: Amounts, volume: int) -> list[bool]:
    """Return whether the option is ahead at every month's end, counted out in whole cents."""

    def cents(amounts: Amounts, name: str) -> int:
        return int(D(str(amounts.get(name, 0))) * 100)

    gap, ahead = cents(own, "other_upfront") - cents(base, "other_upfront"), []
    steps = []
    for amounts, way in ((own, 1), (base, -1)):
        monthly = cents(amounts, "other_monthly") + cents(amounts, "hosting_per_hour") * 720
        every = int(str(amounts.get("retrain_every_months", 0)))
        price, retraining = cents(amounts, "extra_per_request"), cents(amounts, "retrain_cost")
        steps.append((way * (volume * price + monthly), way * retraining, every))
    for month in range(1, MONTHS_LOOKED_AT + 1):
        for running, retraining, every in steps:
            gap += running + (retraining if every and month % every == 0 else 0)
        ahead.append(gap <= 0)
    return ahead


def expected(ahead: list[bool], horizon: int) -> tuple[int | None, int | None, str]:
    first = ahead.index(True) + 1 if True in ahead else None
    end = horizon if ahead[horizon - 1] else MONTHS_LOOKED_AT
    if not ahead[end - 1]:
        return first, None, "never"
    lasting = next((month + 1 for month in range(end, 0, -1) if not ahead[month - 1]), 1)
    return first, lasting, "pays" if ahead[horizon - 1] else "after-horizon"


@given(SOMETIMES_RETRAINED, SOMETIMES_RETRAINED, VOLUME, HORIZON)
def test_break_even_is_what_a_walk_through_the_months_finds(
    own: Amounts, base: Amounts, volume: int, horizon: int
) -> None:
    found = against(base, own, horizon, requests_per_month=volume)
    first, lasting, verdict = expected(month_by_month(own, base, volume), horizon)
    assert (found.first_month, found.lasting_month, found.verdict) == (first, lasting, verdict)


@given(SIDE, SIDE, VOLUME, HORIZON)
def test_the_closed_form_is_the_walk_where_nothing_grows(
    own: Amounts, base: Amounts, volume: int, horizon: int
) -> None:
    closed = against(base, own, horizon, requests_per_month=volume)
    # A retraining that costs nothing changes nothing, but it has the months walked.
    again = {**own, "retrain_every_months": D(1), "retrain_cost": D(0)}
    walked = against(base, again, horizon, requests_per_month=volume)
    assert (closed.first_month, closed.lasting_month) == (walked.first_month, walked.lasting_month)
    assert (closed.verdict, closed.reason) == (walked.verdict, walked.reason)
    if closed.break_even_months:
        assert walked.break_even_months == max(1, ceil(closed.break_even_months))


@given(SOMETIMES_RETRAINED, SOMETIMES_RETRAINED, VOLUME, HORIZON, st.sampled_from(["0", "0.05", "-0.05"]))
def test_the_figures_go_together(own: Amounts, base: Amounts, volume: int, horizon: int, growth: str) -> None:
    found = against(base, own, horizon, requests_per_month=volume, growth_per_month=growth, discount_rate=growth)
    assert (found.verdict == "never") == (found.lasting_month is None) == (found.break_even_months is None)
    assert (found.break_even_requests is None) == (found.break_even_requests_exact is None)
    told = (found.break_even_months, found.break_even_requests_exact, found.volume_floor)
    assert all(figure is None or (figure.is_finite() and figure >= 0) for figure in told)
    if found.lasting_month is not None and found.first_month is not None:
        assert 1 <= found.first_month <= found.lasting_month <= MONTHS_LOOKED_AT
        assert (found.lasting_month <= horizon) == (found.verdict == "pays")
    assert found.reason and not re.search(r"nan|inf|None|-\$|-\d|E[+-]", found.reason)


@given(SOMETIMES_RETRAINED, SOMETIMES_RETRAINED, VOLUME, st.sampled_from([D(2), D("0.5"), D(1000), D("1.25")]))
def test_all_prices_times_k_leaves_break_even_where_it_is(own: Amounts, base: Amounts, volume: int, k: Decimal) -> None:
    def dearer(amounts: Amounts) -> Amounts:
        return {name: value if name == "retrain_every_months" else value * k for name, value in amounts.items()}

    plain = against(base, own, requests_per_month=volume)
    scaled = against(dearer(base), dearer(own), requests_per_month=volume)
    assert scaled.saving_per_request == plain.saving_per_request * k
    assert (scaled.first_month, scaled.lasting_month, scaled.verdict) == (
        plain.first_month, plain.lasting_month, plain.verdict,
    )  # fmt: skip
    assert scaled.break_even_requests == plain.break_even_requests
    assert scaled.break_even_months == plain.break_even_months


@given(SOMETIMES_RETRAINED, VOLUME, HORIZON, st.sampled_from(["0", "0.07"]))
def test_a_copy_is_never_behind(own: Amounts, volume: int, horizon: int, growth: str) -> None:
    found = against(own, own, horizon, requests_per_month=volume, growth_per_month=growth, discount_rate=growth)
    assert (found.saving_per_request, found.break_even_months, found.verdict) == (0, 0, "pays")


@given(SIDE, SIDE)
def test_both_cannot_repay_themselves_against_each_other(own: Amounts, base: Amounts) -> None:
    there, back = against(base, own, requests_per_month=10), against(own, base, requests_per_month=10)
    assert there.saving_per_request == -back.saving_per_request
    assert not (there.break_even_requests and back.break_even_requests)
    assert not (there.break_even_months and back.break_even_months)
