"""Ranges: the closed forms, the month-by-month way, and what must hold for any of them."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.core.made import PROMPT, TODAY, D, tuned
from workbench.core.amounts import Range
from workbench.core.costs.comparison import compare
from workbench.core.costs.uncertainty import DRAWS, Uncertainty, net_saving, ranges, uncertainty
from workbench.core.inputs import Costs, Option


def costs(option: Option, volume: object = D(100_000), prompt: Option = PROMPT, **shared: object) -> Costs:
    return Costs(requests_per_month=volume, option={"prompt": prompt, "tuned": option}, **shared)


def found(case: Costs, draws: int = DRAWS, seed: int = 1) -> Uncertainty:
    return uncertainty(case, compare(case, TODAY), draws, seed)["tuned"]


def test_without_a_range_there_is_nothing_to_say() -> None:
    case = costs(tuned(9060))
    assert uncertainty(case, compare(case)) == {}
    assert ranges(case, "prompt", "tuned") == []


def test_a_range_of_the_upfront_cost_gives_the_percentiles_of_the_closed_form() -> None:
    # Saves 2,340 a month: 2,340 to 21,060 are paid back in 1 to 9 months, evenly.
    case = costs(tuned(0).model_copy(update={"other_upfront": Range(D(2340), D(21_060))}), horizon_months=D(5))
    result = found(case)
    assert (result.p10, result.p50, result.p90) == pytest.approx((1.8, 5, 8.2), abs=0.15)
    assert result.probability == pytest.approx(0.5, abs=0.02)


def test_a_triangle_leans_to_its_likely_end() -> None:
    even = found(costs(tuned(0).model_copy(update={"other_upfront": Range(D(2340), D(21_060))})))
    leaning = found(costs(tuned(0).model_copy(update={"other_upfront": Range(D(2340), D(21_060), D(2340))})))
    assert leaning.p50 is not None and even.p50 is not None
    # Half of a triangle that peaks at its low end lies under 1 - 1/sqrt(2) of its width.
    assert leaning.p50 == pytest.approx(1 + 8 * (1 - 0.5**0.5), abs=0.15)
    assert leaning.p50 < even.p50


def test_draws_that_never_pay_stay_in_the_count() -> None:
    # The output price decides: over 57 per 1M tokens a tuned request costs more than a prompted one.
    case = costs(tuned(2000).model_copy(update={"output_price": Range(D(0), D(258))}))
    result = found(case)
    assert result.p50 is None and result.p90 is None and result.p10 is not None
    assert result.probability < 0.5


def test_the_same_seed_gives_the_same_figures_and_another_one_others() -> None:
    case = costs(tuned(9060), volume=Range(D(80_000), D(150_000), D(100_000)))
    assert found(case) == found(case)
    assert found(case, seed=2).p50 != found(case).p50


def test_equal_ranges_of_one_prompt_are_one_unknown_and_hours_are_not() -> None:
    # The same answer length on both sides at the same price cancels out.
    length = Range(D(100), D(300))
    same_price = tuned(2000).model_copy(update={"output_price": D(60), "output_tokens": length})
    result = found(costs(same_price, prompt=PROMPT.model_copy(update={"output_tokens": length})))
    assert result.p10 == pytest.approx(result.p90)
    assert [(bar.input, bar.width) for bar in result.tornado] == [("option.tuned.output_tokens", 0)]
    hours = {"engineering_hours": Range(D(0), D(100)), "hourly_rate": D(100)}
    case = costs(tuned(2340).model_copy(update=hours), prompt=PROMPT.model_copy(update=hours))
    result = found(case)
    assert result.p10 == 0 and result.p90 is not None and result.p90 > 2


def test_the_tornado_names_the_widest_range_first_with_exact_ends() -> None:
    case = costs(
        tuned(0).model_copy(update={"other_upfront": Range(D(9000), D(9100))}), volume=Range(D(80_000), D(120_000))
    )
    bars = found(case, draws=10).tornado
    assert [bar.input for bar in bars] == ["requests_per_month", "option.tuned.other_upfront"]
    assert (bars[0].low, bars[0].high) == (80_000 * 12 * D("0.0234") - 9050, 120_000 * 12 * D("0.0234") - 9050)
    assert bars[1].width == 100


def test_a_range_of_months_moves_the_end() -> None:
    case = costs(tuned(9060), horizon_months=Range(D(6), D(24)))
    (bar,) = found(case, draws=10).tornado
    assert (bar.low, bar.high) == (6 * 2340 - 9060, 24 * 2340 - 9060)


def test_a_model_that_goes_away_ends_the_horizon() -> None:
    option = tuned(0, TODAY + timedelta(100)).model_copy(update={"other_upfront": Range(D(2340), D(21_060))})
    # Three months are left: a quarter of the draws pay.
    assert found(costs(option)).probability == pytest.approx(0.25, abs=0.02)


def test_a_horizon_that_is_a_range_ends_with_the_model_too() -> None:
    gone = costs(tuned(9060, TODAY + timedelta(days=30 * 9)), horizon_months=Range(D(6), D(24), D(8)))
    figures = compare(gone, TODAY).options[1]
    assert (figures.horizon, figures.months_left) == (8, 9)
    (bar,) = uncertainty(gone, compare(gone, TODAY))[figures.name].tornado
    assert [bar.low, bar.high] == [net_saving(gone, figures.name, "prompt", months) for months in (6, 9)]


def test_retraining_and_growth_are_walked_month_by_month() -> None:
    option = tuned(9060).model_copy(
        update={"other_monthly": D(1224), "retrain_every_months": D(6), "retrain_cost": D(4000)}
    )
    assert compare(costs(option, horizon_months=D(36))).options[1].versus.lasting_month == 19  # type: ignore[union-attr]
    barely = Range(D("1223.99"), D("1224.01"))
    result = found(costs(option.model_copy(update={"other_monthly": barely}), horizon_months=D(36)), draws=200)
    assert (result.p10, result.p50, result.p90, result.probability) == (19, 19, 19, 1)
    growing = found(costs(tuned(9060), growth_per_month=Range(D("0.10"), D("0.11"))), draws=200)
    assert growing.p50 == 4


amounts = st.integers(0, 20_000).map(Decimal)
shared = st.fixed_dictionaries(
    {
        "growth_per_month": st.sampled_from([D(0), D("0.05"), D("-0.05")]),
        "discount_rate": st.sampled_from([D(0), D("0.1")]),
        "horizon_months": st.integers(1, 36).map(Decimal),
    }
)


@settings(max_examples=60, deadline=None)
@given(amounts, st.integers(0, 3000).map(Decimal), st.sampled_from([None, D(3), D(6)]), shared)
def test_a_range_of_hardly_any_width_says_what_the_exact_figures_say(
    upfront: Decimal, monthly: Decimal, every: Decimal | None, more: dict[str, Decimal]
) -> None:
    option = tuned(0).model_copy(
        update={"other_upfront": upfront + D("0.003"), "other_monthly": monthly, "retrain_every_months": every,
                "retrain_cost": D(500)}
    )  # fmt: skip
    exact = compare(costs(option, **more)).named("tuned")
    assert exact is not None and exact.versus is not None
    nearly = Range(D("100000"), D("100000.0000001"))
    result = found(costs(option, volume=nearly, **more), draws=3)
    expected = exact.versus.break_even_months
    assert (result.p50 is None) == (expected is None)
    if expected is not None and result.p50 is not None:
        assert result.p50 == pytest.approx(float(expected), rel=1e-4, abs=1e-6)
    assert result.probability == (exact.versus.verdict == "pays")


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 50_000), st.integers(1, 50_000), shared)
def test_percentiles_are_in_order_and_a_higher_cost_is_never_likelier_to_pay(
    low: int, width: int, more: dict[str, Decimal]
) -> None:
    def at(shift: int) -> Uncertainty:
        upfront = Range(D(low + shift), D(low + width + shift))
        return found(costs(tuned(0).model_copy(update={"other_upfront": upfront}), **more), draws=100)

    nearer, dearer = at(0), at(5000)
    order = [float("inf") if month is None else month for month in (nearer.p10, nearer.p50, nearer.p90)]
    assert all(one <= other for one, other in pairwise(order))
    assert dearer.probability <= nearer.probability
    assert 0 <= nearer.probability <= 1


def test_net_saving_is_the_difference_of_the_totals() -> None:
    case = costs(tuned(9060))
    figures = compare(case).named("tuned")
    assert figures is not None
    assert net_saving(case, "tuned", "prompt", 12) == figures.saved == 12 * 2340 - 9060


@settings(max_examples=60, deadline=None)
@given(
    st.integers(0, 9000),
    st.integers(0, 4000),
    st.sampled_from(["0.02", "-0.02", "0.1"]),
    st.sampled_from(["0", "0.2"]),
    st.sampled_from([None, 5]),
)
def test_one_range_more_that_hardly_matters_changes_nothing(
    upfront: int, monthly: int, growth: str, rate: str, every: int | None
) -> None:
    # Sums looked up in a table and sums in closed form are two ways to the same figure.
    option = tuned(0).model_copy(
        update={
            "other_upfront": Range(D(upfront), D(upfront + 9000)),
            "other_monthly": D(monthly),
            "retrain_every_months": None if every is None else D(every),
            "retrain_cost": D(700),
        }
    )
    table = found(costs(option, growth_per_month=D(growth), discount_rate=D(rate)), draws=20)
    wide = Range(D(growth), D(growth) + D("1e-12"))
    closed = found(costs(option, growth_per_month=wide, discount_rate=D(rate)), draws=20)
    assert (table.p10, table.p50, table.p90) == (closed.p10, closed.p50, closed.p90)
    assert table.probability == closed.probability
