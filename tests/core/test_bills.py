"""What an option costs: a request, once, a month, a retraining, and all of it up to a date."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from workbench.core.amounts import Range
from workbench.core.costs.bills import HOURS_A_MONTH, Bill, bill, cost_to_date, plan
from workbench.core.costs.epochs import DEFAULT_EPOCHS
from workbench.core.inputs import Costs, Option
from workbench.core.record.decision import check_option, from_data
from workbench.errors import ValueProblem

D = Decimal


def option(**amounts: Any) -> Option:
    return Option(**{name: D(value) if isinstance(value, str) else value for name, value in amounts.items()})


def costs(**amounts: Any) -> Costs:
    return Costs(**{name: D(value) if isinstance(value, str) else value for name, value in amounts.items()})


def owed(**amounts: Any) -> Bill[Decimal]:
    return bill(option(**amounts), Decimal)


PROMPT = {"input_tokens": 500, "output_tokens": 200, "input_price": 30, "output_price": 60}
CACHED = {**PROMPT, "cached_tokens": 300, "cached_price": 3}


@pytest.mark.parametrize(
    ("amounts", "per_request"),
    [
        ({}, "0"),
        ({"input_tokens": 500, "input_price": 30}, "0.015"),
        ({"output_tokens": 200, "output_price": 60}, "0.012"),
        (PROMPT, "0.027"),
        (CACHED, "0.0189"),
        ({**PROMPT, "cached_tokens": 500, "cached_price": 3}, "0.0135"),
        ({**PROMPT, "cache_write_tokens": 100, "cache_write_price": "37.5"}, "0.02775"),
        ({**CACHED, "cache_write_tokens": 100, "cache_write_price": "37.5"}, "0.01965"),
        ({**CACHED, "cache_write_tokens": 200, "cache_write_price": "37.5"}, "0.0204"),
        ({**PROMPT, "batch_discount": "0.5"}, "0.0135"),
        ({**CACHED, "batch_discount": "0.5"}, "0.00945"),
        ({**PROMPT, "batch_discount": 1}, "0"),
        ({**PROMPT, "extra_per_request": "0.001"}, "0.028"),
        ({**PROMPT, "batch_discount": "0.5", "extra_per_request": "0.001"}, "0.0145"),
        ({"extra_per_request": "0.001"}, "0.001"),
    ],
)
def test_a_request(amounts: dict[str, Any], per_request: str) -> None:
    assert owed(**amounts).per_request == D(per_request)
    assert bill(option(**amounts), float).per_request == pytest.approx(float(per_request), rel=1e-12)


TRAINING = {"training_tokens": 2_500_000, "training_price": 8}
LABELLING = {"labels": 10, "cost_per_label": 2}


@pytest.mark.parametrize(
    ("amounts", "upfront"),
    [
        ({}, "0"),
        (TRAINING, "60"),
        ({**TRAINING, "epochs": 1}, "20"),
        ({**TRAINING, "epochs": 4}, "80"),
        ({**TRAINING, "epochs": 0}, "0"),
        ({**TRAINING, "epochs": 1, "training_runs": 5}, "100"),
        ({**TRAINING, "training_runs": 2}, "120"),
        ({"labels": 1000, "cost_per_label": "0.25"}, "250"),
        ({"engineering_hours": 40, "hourly_rate": 95}, "3800"),
        ({"other_upfront": "12.5"}, "12.5"),
        ({**TRAINING, **LABELLING, "engineering_hours": 3, "hourly_rate": 5, "other_upfront": 7}, "102"),
    ],
)
def test_once(amounts: dict[str, Any], upfront: str) -> None:
    assert owed(**amounts).upfront == D(upfront)
    assert owed(**amounts).monthly == 0


@pytest.mark.parametrize(
    ("amounts", "monthly"),
    [
        ({"hosting_per_hour": "1.7"}, "1224"),
        ({"other_monthly": 80}, "80"),
        ({"hosting_per_hour": "0.5", "other_monthly": 40}, "400"),
    ],
)
def test_a_month_of_720_hours(amounts: dict[str, Any], monthly: str) -> None:
    assert HOURS_A_MONTH == 24 * 30
    assert owed(**amounts).monthly == D(monthly)
    assert owed(**amounts).upfront == 0


def test_a_retraining_costs_one_training_unless_it_is_said() -> None:
    trained = {**TRAINING, "training_runs": 4, "labels": 100, "cost_per_label": 1, "retrain_every_months": 6}
    assert DEFAULT_EPOCHS == 3
    assert (owed(**trained).retraining, owed(**trained).every) == (60, 6)
    assert owed(**trained, retrain_cost=4000).retraining == 4000
    assert owed(**trained, retrain_cost=0).retraining == 0
    assert owed(**TRAINING, retrain_cost=4000).every == 0


def test_a_range_counts_at_its_point() -> None:
    ranged = option(**{**PROMPT, "input_tokens": Range(D(400), D(600)), "output_price": Range(D(10), D(90), D(60))})
    assert bill(ranged, Decimal) == bill(option(**PROMPT), Decimal)
    assert bill(option(retrain_every_months=Range(D(4), D(8))), Decimal).every == 6
    assert plan(costs(requests_per_month=Range(D(80), D(150))), 1, Decimal).requests == [115]


@pytest.mark.parametrize(
    "amounts",
    [
        {"input_tokens": 500, "cached_tokens": 501},
        {"input_tokens": 500, "cache_write_tokens": 501},
        {"input_tokens": 500, "cached_tokens": 300, "cache_write_tokens": 201},
        {"input_tokens": 0, "cached_tokens": 1},
        {"input_tokens": Range(D(100), D(200)), "cached_tokens": 151},
    ],
)
def test_more_cached_than_sent_is_refused(amounts: dict[str, Any]) -> None:
    with pytest.raises(ValueProblem, match="more cached than sent") as refused:
        check_option(option(**amounts), "costs.option.cached")
    named = "cached_tokens" if "cached_tokens" in amounts else "cache_write_tokens"
    assert refused.value.field == f"costs.option.cached.{named}"
    assert refused.value.hint == "cached and written are part of the input"


def test_all_cached_is_allowed() -> None:
    check_option(option(input_tokens=500, cached_tokens=300, cache_write_tokens=200), "costs.option.cached")


@pytest.mark.parametrize("where", ["input_price", "output_tokens", "labels", "other_upfront", "hosting_per_hour"])
@pytest.mark.parametrize(
    ("value", "title"),
    [
        (-1, "negative"),
        (-0.5, "negative"),
        ({"low": -1, "high": 1}, "negative"),
        (D("NaN"), "not a number"),
        (float("nan"), "not a number"),
        (float("inf"), "not a number"),
        ({"low": 2, "high": 1}, "ends swapped"),
        (1e300, "out of reach"),
        ("12", "wrong value"),
        ("", "wrong value"),
        (True, "wrong value"),
        ([1], "wrong value"),
        ({"low": 1}, "wrong value"),
        ({"low": 1, "high": 2, "mean": 1}, "wrong value"),
        ({"low": 1, "high": {"low": 1, "high": 2}}, "wrong value"),
    ],
)
def test_an_impossible_amount_is_refused_and_its_field_named(where: str, value: object, title: str) -> None:
    with pytest.raises(ValueProblem) as refused:
        from_data({"costs": {"option": {"tuned": {where: value}}}})
    assert refused.value.title == title
    assert refused.value.field.startswith(f"costs.option.tuned.{where}")
    assert refused.value.hint


@pytest.mark.parametrize(
    ("where", "value"),
    [
        ("requests_per_month", -1),
        ("requests_per_month", "many"),
        ("growth_per_month", -1),
        ("growth_per_month", float("nan")),
        ("discount_rate", -1),
        ("horizon_months", -1),
        ("horizon_months", 12.5),
        ("horizon_months", 601),
        ("horizon_months", "12"),
    ],
)
def test_an_impossible_shared_amount_is_refused_and_its_field_named(where: str, value: object) -> None:
    with pytest.raises(ValueProblem) as refused:
        from_data({"costs": {where: value}})
    assert refused.value.field == f"costs.{where}"


@pytest.mark.parametrize(
    ("where", "value"), [("batch_discount", 1.5), ("accuracy", 2), ("retrain_every_months", 0.5), ("epochs", -3)]
)
def test_an_amount_beyond_its_kind_is_refused(where: str, value: object) -> None:
    with pytest.raises(ValueProblem) as refused:
        from_data({"costs": {"option": {"tuned": {where: value}}}})
    assert refused.value.field == f"costs.option.tuned.{where}"


def test_volume_grows_from_the_first_month() -> None:
    growing = plan(costs(requests_per_month=1000, growth_per_month="0.1"), 4, Decimal)
    assert growing.requests == [1000, 1100, 1210, 1331]
    assert growing.factors == [1, 1, 1, 1]
    shrinking = plan(costs(requests_per_month=1000, growth_per_month="-0.5"), 3, Decimal)
    assert shrinking.requests == [1000, 500, 250]
    assert plan(costs(), 2, Decimal).requests == [0, 0]


@given(st.integers(1, 60), st.decimals("-0.5", "1", places=3))
def test_volume_of_month_i(month: int, growth: Decimal) -> None:
    requests = plan(costs(requests_per_month=1000, growth_per_month=growth), 60, Decimal).requests
    assert float(requests[month - 1]) == pytest.approx(float(1000 * (1 + growth) ** (month - 1)), rel=1e-12)


@given(st.integers(1, 60), st.decimals("-0.5", "1", places=3))
def test_the_discount_of_month_i(month: int, rate: Decimal) -> None:
    factors = plan(costs(requests_per_month=1, discount_rate=rate), 60, Decimal).factors
    assert float(factors[month - 1]) == pytest.approx(float(1 + rate) ** (-month / 12), rel=1e-12)


def test_a_year_is_discounted_by_the_rate() -> None:
    factors = plan(costs(discount_rate="0.08"), 24, Decimal).factors
    assert round(factors[11], 20) == round(1 / D("1.08"), 20)
    assert round(factors[23], 20) == round(1 / D("1.08") ** 2, 20)


@pytest.mark.parametrize("months", [0, 1, 12, 600])
def test_a_plan_has_one_entry_a_month(months: int) -> None:
    for shared in (costs(requests_per_month=10), costs(requests_per_month=10, discount_rate="0.1")):
        planned = plan(shared, months, Decimal)
        assert len(planned.requests) == len(planned.factors) == months
        assert len(cost_to_date(bill(option(), Decimal), planned)) == months + 1


def test_cost_to_date_starts_undiscounted_and_adds_month_by_month() -> None:
    own = owed(**PROMPT, other_upfront=100, other_monthly=10)
    flat = cost_to_date(own, plan(costs(requests_per_month=1000), 3, Decimal))
    assert flat == [100, 137, 174, 211]
    later = cost_to_date(own, plan(costs(requests_per_month=1000, discount_rate="0.5"), 12, Decimal))
    assert later[0] == 100
    assert round(later[12] - later[11], 20) == round(D(37) / D("1.5"), 20)


@pytest.mark.parametrize("every", [1, 2, 3, 5, 7, 12, 13])
def test_retraining_falls_due_in_every_month_its_interval_divides(every: int) -> None:
    own = owed(other_upfront=5, other_monthly=1, retrain_every_months=every, retrain_cost=1000)
    so_far = cost_to_date(own, plan(costs(requests_per_month=1), 12, Decimal))
    due = [month for month in range(1, 13) if so_far[month] - so_far[month - 1] == 1001]
    assert due == [month for month in range(1, 13) if month % every == 0]


def test_a_retraining_is_discounted_in_its_month() -> None:
    own = owed(retrain_every_months=12, retrain_cost=1080)
    so_far = cost_to_date(own, plan(costs(requests_per_month=1, discount_rate="0.08"), 12, Decimal))
    assert round(so_far[12], 18) == 1000


def amount(top: str, places: int = 4) -> st.SearchStrategy[Decimal]:
    return st.decimals("0", top, places=places, allow_nan=False, allow_infinity=False)


PRICES = ("input_price", "cached_price", "cache_write_price", "output_price", "extra_per_request", "training_price")
PRICED = (
    *PRICES,
    "cost_per_label",
    "hourly_rate",
    "other_upfront",
    "hosting_per_hour",
    "other_monthly",
    "retrain_cost",
)


@st.composite
def options(draw: st.DrawFn) -> Option:
    inputs = draw(st.integers(0, 200_000))
    cached = draw(st.integers(0, inputs))
    return option(
        input_tokens=inputs,
        cached_tokens=cached,
        cache_write_tokens=draw(st.integers(0, inputs - cached)),
        output_tokens=draw(st.integers(0, 20_000)),
        batch_discount=draw(amount("1")),
        training_tokens=draw(st.integers(0, 10**9)),
        epochs=draw(st.none() | st.integers(0, 25)),
        training_runs=draw(st.none() | st.integers(0, 9)),
        labels=draw(st.integers(0, 10**5)),
        engineering_hours=draw(amount("2000", 1)),
        retrain_every_months=draw(st.none() | st.integers(0, 24)),
        **{name: draw(amount("150")) for name in PRICED},
    )


SHARED = st.builds(
    lambda volume, growth, rate: costs(requests_per_month=volume, growth_per_month=growth, discount_rate=rate),
    st.integers(0, 10**8),
    st.decimals("-0.3", "0.3", places=3),
    st.decimals("-0.3", "0.5", places=3),
)


@given(options(), SHARED, st.integers(0, 48))
def test_cost_to_date_never_falls(own: Option, shared: Costs, months: int) -> None:
    so_far = cost_to_date(bill(own, Decimal), plan(shared, months, Decimal))
    assert all(value.is_finite() for value in so_far)
    assert so_far[0] == bill(own, Decimal).upfront >= 0
    assert so_far == sorted(so_far)


@given(options(), SHARED)
def test_curves_follow_the_exact_figures(own: Option, shared: Costs) -> None:
    exact = cost_to_date(bill(own, Decimal), plan(shared, 60, Decimal))
    drawn = cost_to_date(bill(own, float), plan(shared, 60, float))
    assert drawn == pytest.approx([float(value) for value in exact], rel=1e-9, abs=1e-12)


@settings(max_examples=40)
@given(options(), SHARED, st.decimals("0.01", "1000", places=2))
def test_all_prices_times_k_is_all_costs_times_k(own: Option, shared: Costs, k: Decimal) -> None:
    dearer = own.model_copy(update={name: getattr(own, name) * k for name in PRICED})
    assert bill(dearer, Decimal).every == bill(own, Decimal).every
    assert bill(dearer, Decimal).per_request == bill(own, Decimal).per_request * k
    assert bill(dearer, Decimal).upfront == bill(own, Decimal).upfront * k
    assert bill(dearer, Decimal).monthly == bill(own, Decimal).monthly * k
    assert bill(dearer, Decimal).retraining == bill(own, Decimal).retraining * k
    planned = plan(shared, 24, Decimal)
    scaled, plain = cost_to_date(bill(dearer, Decimal), planned), cost_to_date(bill(own, Decimal), planned)
    assert [float(value) for value in scaled] == pytest.approx([float(value * k) for value in plain], rel=1e-12)


@settings(max_examples=40)
@given(options(), st.sampled_from(PRICED))
def test_no_price_makes_anything_cheaper(own: Option, name: str) -> None:
    assume(own.training_runs is None or own.training_runs > 0)
    dearer = bill(own.model_copy(update={name: getattr(own, name) + 1}), Decimal)
    plain = bill(own, Decimal)
    assert dearer.per_request >= plain.per_request
    assert dearer.upfront >= plain.upfront
    assert dearer.monthly >= plain.monthly
    assert dearer.retraining >= plain.retraining
