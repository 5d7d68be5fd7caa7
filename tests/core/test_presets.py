"""The worked cases that travel with the program, to the digit."""

from __future__ import annotations

import tomllib
from decimal import Decimal
from importlib import resources

import pytest

from workbench.core.costs.break_even import Versus
from workbench.core.costs.comparison import Comparison, Figures, compare
from workbench.core.inputs import Costs, inputs
from workbench.core.presets import PRESETS, load_preset
from workbench.core.record.decision import Decision, check_decision, get_value, with_value
from workbench.errors import UsageProblem

D = Decimal


def figures(comparison: Comparison, name: str) -> Figures:
    found = comparison.named(name)
    assert found is not None
    return found


def versus(comparison: Comparison, name: str = "fine-tuned") -> Versus:
    found = figures(comparison, name).versus
    assert found is not None
    return found


def test_a_template() -> None:
    compared = compare(load_preset("a-template").costs)
    assert [option.monthly for option in compared.options] == [D(13500), D(1350), D(1800)]
    prompting, cached, tuned = compared.options
    assert [option.name for option in compared.options] == ["prompting", "cached", "fine-tuned"]
    assert prompting.monthly is not None and tuned.monthly is not None
    assert prompting.monthly - tuned.monthly == 11700
    assert versus(compared).saving_per_request == D("0.039")
    assert (versus(compared).break_even_requests, versus(compared).break_even_months) == (0, 0)
    assert (prompting.per_request, cached.per_request, tuned.per_request) == (D("0.045"), D("0.0045"), D("0.006"))
    assert [option.upfront for option in compared.options] == [0, 0, 0]


def test_b_payback() -> None:
    compared = compare(load_preset("b-payback").costs)
    assert figures(compared, "prompting").monthly == 100
    assert figures(compared, "fine-tuned").monthly == 0
    assert figures(compared, "fine-tuned").upfront == 50
    assert versus(compared).break_even_months == D("0.5")
    assert versus(compared).break_even_requests == 50_000


def test_c_prompting() -> None:
    for name in ("c-printed", "c-output-counted", "c-three-epochs"):
        prompting = figures(compare(load_preset(name).costs), "prompting")
        assert (prompting.monthly, prompting.per_request) == (2700, D("0.027"))
        assert (prompting.upfront, prompting.versus) == (0, None)


def test_c_as_printed() -> None:
    compared = compare(load_preset("c-printed").costs)
    tuned = figures(compared, "fine-tuned")
    assert (tuned.upfront, tuned.monthly, tuned.per_request) == (20, 120, D("0.0012"))
    exact = versus(compared).break_even_requests_exact
    assert exact is not None and round(exact, 2) == D("775.19")
    assert versus(compared).break_even_requests == 776
    assert versus(compared).break_even_months == D(20) / D(2580)


def test_c_with_output_tokens_counted() -> None:
    compared = compare(load_preset("c-output-counted").costs)
    tuned = figures(compared, "fine-tuned")
    assert (tuned.upfront, tuned.monthly, tuned.per_request) == (20, 360, D("0.0036"))
    exact = versus(compared).break_even_requests_exact
    assert exact is not None and round(exact, 1) == D("854.7")
    assert versus(compared).saving_per_request == D("0.0234")
    assert versus(compared).break_even_requests == 855


def test_c_with_three_epochs() -> None:
    compared = compare(load_preset("c-three-epochs").costs)
    assert figures(compared, "fine-tuned").upfront == 60
    assert versus(compared).break_even_requests == 2565


def test_c_with_the_same_base_model_never_pays() -> None:
    compared = compare(load_preset("c-same-model").costs)
    assert figures(compared, "prompting").per_request == D("0.00055")
    assert figures(compared, "fine-tuned").per_request == D("0.0015")
    never = versus(compared)
    assert never.verdict == "never"
    assert (never.break_even_requests, never.break_even_requests_exact, never.break_even_months) == (None, None, None)
    assert (never.first_month, never.lasting_month) == (None, None)
    assert never.reason == "each request costs $0.00095 more than with prompting"


def five(**numbers: str) -> Costs:
    """Return the smallest comparison with own numbers, set by the article's names for them."""
    preset = load_preset("compare-costs")
    decision = Decision(costs=preset.costs)
    for name, text in numbers.items():
        for field in preset.names[name]:
            decision = with_value(decision, ("costs", *field.split(".")), D(text))
    check_decision(decision)
    return decision.costs


def test_compare_costs_with_its_own_numbers() -> None:
    compared = compare(five())
    assert (figures(compared, "prompting").monthly, figures(compared, "fine-tuned").monthly) == (13500, 1800)
    assert versus(compared).break_even_months == D(500) / D(11700)


def test_compare_costs_with_five_other_numbers() -> None:
    costs = five(
        prompt_tokens="800", fine_tuned_tokens="300", queries_per_month="50000", cost_per_token="2", training_cost="125"
    )
    compared = compare(costs)
    assert (figures(compared, "prompting").monthly, figures(compared, "fine-tuned").monthly) == (80, 30)
    assert figures(compared, "fine-tuned").upfront == 125
    assert versus(compared).break_even_months == D("2.5")
    assert versus(compared).lasting_month == 3
    assert versus(compared).break_even_requests == 125_000


def test_compare_costs_that_never_break_even() -> None:
    never = versus(compare(five(prompt_tokens="300", fine_tuned_tokens="300")))
    assert (never.break_even_months, never.verdict) == (None, "never")
    assert never.reason == "each request costs the same as with prompting"


def test_compare_costs_names_its_five_numbers() -> None:
    preset = load_preset("compare-costs")
    assert list(preset.names) == [
        "prompt_tokens", "fine_tuned_tokens", "queries_per_month", "cost_per_token", "training_cost",
    ]  # fmt: skip
    for fields in preset.names.values():
        for field in fields:
            assert get_value(preset.costs, field.split(".")) is not None


@pytest.mark.parametrize("name", PRESETS)
def test_every_preset_can_be_compared_and_says_what_it_is(name: str) -> None:
    preset = load_preset(name)
    assert preset.name == name
    assert preset.title and preset.note.endswith(".")
    compared = compare(preset.costs)
    assert compared.baseline == "prompting"
    assert all(option.missing == () and option.reason == "" for option in compared.options)


@pytest.mark.parametrize("name", PRESETS)
def test_a_preset_holds_only_known_inputs(name: str) -> None:
    text = resources.files("workbench.core.presets").joinpath(f"{name}.toml").read_text(encoding="utf-8")
    data = tomllib.loads(text)
    assert set(data) <= {"title", "note", "costs", "names"}
    costs = dict(data["costs"])
    options = costs.pop("option")
    assert set(costs) <= {*inputs(Costs), "baseline", "currency"}
    for option in options.values():
        assert set(option) <= {*inputs(type(load_preset(name).costs.option["prompting"])), "approach"}


def test_every_preset_file_is_listed() -> None:
    files = [entry.name for entry in resources.files("workbench.core.presets").iterdir()]
    assert sorted(file.removesuffix(".toml") for file in files if file.endswith(".toml")) == sorted(PRESETS)


def test_the_printed_example_says_what_it_leaves_out() -> None:
    preset = load_preset("c-printed")
    for words in ("output tokens", "one epoch", "base model"):
        assert words in preset.note
    assert compare(preset.costs).notes == ("fine-tuned counts no output tokens, prompting does: not like for like",)
    assert compare(load_preset("c-output-counted").costs).notes == ()


@pytest.mark.parametrize("name", ["", "c", "C-printed", "../c-printed", "c-printed.toml", "\x1b[2J"])
def test_an_unknown_preset_is_refused_with_the_known_ones(name: str) -> None:
    with pytest.raises(UsageProblem, match="no such preset") as refused:
        load_preset(name)
    assert all(known in refused.value.hint for known in PRESETS)
