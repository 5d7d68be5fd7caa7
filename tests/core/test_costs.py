"""The options side by side: what is missing, what is assumed, and totals to the horizon."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.core.amounts import Range
from workbench.core.costs.bills import bill, cost_to_date, plan
from workbench.core.costs.comparison import Comparison, Figures, compare, missing, wanted
from workbench.core.costs.words import break_even, pays_when
from workbench.core.figures import money, number
from workbench.core.inputs import Costs, Option
from workbench.core.record.decision import from_data

D = Decimal
Amounts = dict[str, Any]

PROMPT: Amounts = {"input_tokens": 500, "output_tokens": 200, "input_price": 30, "output_price": 60}
TUNED: Amounts = {
    "input_tokens": 100, "output_tokens": 200, "input_price": 12, "output_price": 12, "training_tokens": 2_500_000,
    "training_price": 8, "epochs": 1,
}  # fmt: skip


def costs(options: dict[str, Amounts], **shared: Any) -> Costs:
    return Costs(option={name: Option(**amounts) for name, amounts in options.items()}, **shared)


def compared(options: dict[str, Amounts], **shared: Any) -> Comparison:
    return compare(costs(options, **shared))


def figures(comparison: Comparison, name: str) -> Figures:
    found = comparison.named(name)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("amounts", "needed"),
    [
        ({}, ("input_tokens", "output_tokens", "input_price", "output_price")),
        ({"accuracy": D("0.9"), "latency_ms": 300, "epochs": 3, "training_runs": 1},
         ("input_tokens", "output_tokens", "input_price", "output_price")),
        ({"approach": "fine-tuning"},
         ("input_tokens", "output_tokens", "input_price", "output_price", "training_tokens", "training_price")),
        ({"approach": "rag+fine-tuning"},
         ("input_tokens", "output_tokens", "input_price", "output_price", "training_tokens", "training_price")),
        (PROMPT, ()),
        ({"input_tokens": 500}, ("input_price",)),
        ({"input_price": 30}, ("input_tokens",)),
        ({"output_tokens": 200}, ("input_tokens", "input_price", "output_price")),
        ({"output_price": 60}, ("input_tokens", "input_price", "output_tokens")),
        ({"input_tokens": 500, "input_price": 0}, ()),
        ({"input_tokens": 0}, ()),
        ({**PROMPT, "cached_tokens": 100}, ("cached_price",)),
        ({**PROMPT, "cached_price": 3}, ()),
        ({**PROMPT, "cache_write_tokens": 100}, ("cache_write_price",)),
        ({**PROMPT, "training_tokens": 1000}, ("training_price",)),
        ({**PROMPT, "training_price": 8}, ("training_tokens",)),
        ({**PROMPT, "labels": 100}, ("cost_per_label",)),
        ({**PROMPT, "engineering_hours": 10}, ("hourly_rate",)),
        ({**PROMPT, "labels": 100, "engineering_hours": 10}, ("cost_per_label", "hourly_rate")),
        ({"input_tokens": 500, "output_tokens": 200}, ("input_price", "output_price")),
        ({"input_tokens": Range(D(0), D(100))}, ("input_price",)),
        ({"hosting_per_hour": 2}, ()),
        ({"output_tokens": 200, "output_price": 60}, ("input_tokens", "input_price")),
        ({"output_tokens": 200, "output_price": 60, "input_tokens": 0}, ()),
        ({"output_tokens": 0}, ("input_tokens", "input_price")),
    ],
)  # fmt: skip
def test_what_an_option_cannot_be_counted_without(amounts: Amounts, needed: tuple[str, ...]) -> None:
    assert missing(Option(**amounts)) == needed


@pytest.mark.parametrize(
    "amounts",
    [
        {"batch_discount": D("0.5")},
        {"value_of_right": 2},
        {"cost_of_wrong": 1},
        {"retrain_every_months": 6},
        {"hourly_rate": 90},
        {"cost_per_label": 1},
    ],
)
def test_an_option_just_begun_is_not_free(amounts: Amounts) -> None:
    assert missing(Option(**amounts)) == ("input_tokens", "output_tokens", "input_price", "output_price")


HALF: Amounts = {"approach": "fine-tuning", **PROMPT, "input_tokens": 100}


@pytest.mark.parametrize(
    ("amounts", "still"),
    [
        ({"approach": "fine-tuning", "output_tokens": 200}, 5),
        (HALF, 2),
        ({**HALF, "engineering_hours": 4, "hourly_rate": 90}, 2),
        ({**HALF, "training_tokens": 1000}, 1),
        ({**HALF, "training_tokens": 0}, 0),
        ({**HALF, "training_price": 0}, 0),
        ({**HALF, "other_upfront": 50}, 0),
        ({**HALF, "approach": "prompting"}, 0),
    ],
)
def test_a_fine_tuned_option_wants_its_training_until_it_is_typed_be_it_0(amounts: Amounts, still: int) -> None:
    assert len(wanted(Option(**amounts))) == still


def test_a_training_that_nobody_priced_is_not_taken_for_free() -> None:
    found = compared({"prompting": PROMPT, "tuned": HALF}, requests_per_month=100_000)
    tuned = figures(found, "tuned")
    assert found.notes == ("no training counted for tuned: type what it costs, or 0",)
    assert tuned.versus is not None and tuned.versus.reason == "ahead from the start, no training counted"
    assert (break_even(tuned, found), pays_when(tuned)) == ("2 needed", "cheaper, no training counted")
    typed = compared({"prompting": PROMPT, "tuned": {**HALF, "training_tokens": 0}}, requests_per_month=100_000)
    assert (typed.notes, break_even(figures(typed, "tuned"), typed)) == ((), "at once")


def test_a_missing_price_leaves_that_option_without_figures_and_the_others_with_them() -> None:
    unpriced = {name: value for name, value in TUNED.items() if name != "output_price"}
    found = compared({"prompting": PROMPT, "unpriced": unpriced, "tuned": TUNED}, requests_per_month=100_000)
    without = figures(found, "unpriced")
    assert (without.per_request, without.upfront, without.monthly, without.total, without.versus) == (None,) * 5
    assert (without.missing, without.reason) == (("output_price",), "needs output price")
    assert figures(found, "prompting").monthly == 2700
    versus = figures(found, "tuned").versus
    assert versus is not None and versus.break_even_requests == 855


def test_every_missing_input_is_named() -> None:
    reason = figures(compared({"prompting": PROMPT, "tuned": {"approach": "fine-tuning"}}), "tuned").reason
    assert reason == (
        "needs input tokens, output tokens, input price, output price, training tokens, training price"
    )  # fmt: skip


def test_a_baseline_without_its_price_leaves_the_others_their_own_figures() -> None:
    found = compared({"prompting": {"input_tokens": 500}, "tuned": TUNED}, requests_per_month=100_000)
    assert figures(found, "prompting").missing == ("input_price",)
    tuned = figures(found, "tuned")
    assert (tuned.upfront, tuned.monthly, tuned.versus) == (20, 360, None)


def test_without_a_volume_a_request_and_what_is_paid_once_are_known() -> None:
    found = figures(compared({"prompting": PROMPT, "tuned": TUNED}), "tuned")
    assert (found.per_request, found.upfront, found.monthly, found.total) == (D("0.0036"), 20, None, None)
    assert found.reason == "needs requests a month"
    assert found.versus is not None and found.versus.break_even_requests == 855


def test_a_month_is_the_first_month_without_retraining_and_discount() -> None:
    own = {**TUNED, "hosting_per_hour": D("1.7"), "retrain_every_months": 1, "retrain_cost": 4000}
    found = compared(
        {"prompting": PROMPT, "tuned": own},
        requests_per_month=100_000, growth_per_month=D("0.1"), discount_rate=D("0.08"),
    )  # fmt: skip
    assert figures(found, "tuned").monthly == 360 + 1224
    assert figures(found, "prompting").monthly == 2700


@pytest.mark.parametrize(("horizon", "total"), [(0, 20), (1, 380), (5, 1820), (6, 6180), (12, 12340), (600, 616_020)])
def test_the_total_is_everything_to_the_horizon(horizon: int, total: int) -> None:
    own = {**TUNED, "retrain_every_months": 6, "retrain_cost": 4000}
    found = compared({"prompting": PROMPT, "tuned": own}, requests_per_month=100_000, horizon_months=horizon)
    assert found.horizon == horizon
    assert figures(found, "tuned").total == total
    assert figures(found, "prompting").total == 2700 * horizon


def test_the_horizon_is_a_year_unless_it_is_said() -> None:
    assert compared({"prompting": PROMPT}, requests_per_month=1000).horizon == 12
    assert compared({"prompting": PROMPT}, horizon_months=Range(D(6), D(24), D(18))).horizon == 18


def test_the_baseline_is_the_one_named_else_the_first() -> None:
    options = {"prompting": PROMPT, "cached": PROMPT, "tuned": TUNED}
    assert compared(options).baseline == "prompting"
    assert compared(options, baseline="cached").baseline == "cached"
    assert compared(options, baseline="gone").baseline == "prompting"
    assert compared({}).baseline is None
    assert [option.versus is None for option in compared(options, baseline="cached").options] == [False, True, False]
    assert compared({}).options == ()
    assert compared({}).named("prompting") is None
    assert compared({}).named(None) is None


def test_options_stay_in_the_order_entered() -> None:
    assert [option.name for option in compared({"z": PROMPT, "a": TUNED, "m": {}}).options] == ["z", "a", "m"]


def test_three_epochs_are_assumed_and_said() -> None:
    unsaid = {name: value for name, value in TUNED.items() if name != "epochs"}
    found = compared({"prompting": PROMPT, "tuned": unsaid})
    assert figures(found, "tuned").upfront == 60
    assert found.notes == ("3 epochs assumed for tuned",)
    assert compared({"prompting": PROMPT, "tuned": {**unsaid, "epochs": 3}}).notes == ()


def test_output_tokens_on_one_side_only_are_said() -> None:
    found = compared({"prompting": PROMPT, "tuned": {**TUNED, "output_tokens": 0}})
    assert found.notes == ("tuned counts no output tokens, prompting does: not like for like",)
    without = {name: value for name, value in PROMPT.items() if not name.startswith("output")}
    assert compared({"prompting": without, "tuned": {**TUNED, "output_tokens": 0}}).notes == ()


def test_the_currency_is_carried() -> None:
    assert compared({"prompting": PROMPT}, currency="CHF").currency == "CHF"


def test_a_file_is_compared_as_it_is_read() -> None:
    read = from_data(
        {
            "costs": {
                "requests_per_month": {"low": 80_000, "likely": 100_000, "high": 150_000},
                "option": {"prompting": {**PROMPT, "input_price": 30.0}, "tuned": TUNED},
            }
        }
    ).costs
    assert [option.monthly for option in compare(read).options] == [2700, 360]


def amount(top: str, places: int = 4) -> st.SearchStrategy[Decimal]:
    return st.decimals("0", top, places=places, allow_nan=False, allow_infinity=False)


ANY_OPTION = st.fixed_dictionaries(
    {"input_tokens": st.integers(0, 10**6), "input_price": amount("200")},
    optional={
        "output_tokens": st.integers(0, 10**5),
        "output_price": amount("200"),
        "batch_discount": amount("1"),
        "training_tokens": st.integers(0, 10**10),
        "training_price": amount("100"),
        "labels": st.integers(0, 10**6),
        "cost_per_label": amount("50"),
        "other_upfront": amount("1000000"),
        "hosting_per_hour": amount("100"),
        "other_monthly": amount("10000"),
        "retrain_every_months": st.integers(0, 60),
        "retrain_cost": amount("10000"),
    },
)
SHARED = st.fixed_dictionaries(
    {"requests_per_month": st.none() | st.integers(0, 10**9), "horizon_months": st.integers(0, 600)},
    optional={
        "growth_per_month": st.sampled_from([D("-0.5"), D("0.1"), D("1")]),
        "discount_rate": st.sampled_from([D("-0.5"), D("0.08"), D("1")]),
    },
)


@given(ANY_OPTION, ANY_OPTION, SHARED)
def test_figures_are_numbers_or_left_out_with_a_reason(base: Amounts, own: Amounts, shared: Amounts) -> None:
    for option in compared({"prompting": base, "tuned": own}, **shared).options:
        told = (option.per_request, option.upfront, option.monthly, option.total)
        assert all(figure is None or (figure.is_finite() and figure >= 0) for figure in told)
        assert (None in told) == bool(option.reason)
        assert bool(option.missing) == (option.per_request is None)
        for figure in told:
            if figure is not None:
                assert set(money(figure)) <= set("$0123456789,.e+")
        if option.per_request is not None:
            assert set(number(option.per_request)) <= set("0123456789,.")


@given(ANY_OPTION, SHARED)
def test_exact_totals_and_drawn_ones_agree(own: Amounts, shared: Amounts) -> None:
    shared["horizon_months"] = min(shared["horizon_months"], 120)
    given_costs = costs({"tuned": own}, **shared)
    exact = compare(given_costs).options[0].total
    if exact is not None:
        months = plan(given_costs, shared["horizon_months"], float)
        drawn = cost_to_date(bill(given_costs.option["tuned"], float), months)[-1]
        assert drawn == pytest.approx(float(exact), rel=1e-9, abs=1e-12)


@settings(max_examples=40)
@given(ANY_OPTION, SHARED)
def test_two_identical_options_have_identical_figures(own: Amounts, shared: Amounts) -> None:
    first, second = compared({"one": own, "other": own}, **shared).options
    assert (first.per_request, first.upfront, first.monthly, first.total) == (
        second.per_request, second.upfront, second.monthly, second.total,
    )  # fmt: skip
    if second.versus is not None:
        assert second.versus.saving_per_request == 0
        assert second.versus.break_even_requests is None


@settings(max_examples=40)
@given(ANY_OPTION, ANY_OPTION, SHARED)
def test_a_third_option_changes_nothing_for_the_others(base: Amounts, own: Amounts, shared: Amounts) -> None:
    two = compared({"prompting": base, "tuned": own}, **shared)
    three = compared({"prompting": base, "tuned": own, "other": PROMPT}, **shared)
    assert three.options[:2] == two.options
