"""Accuracy in money, and the epochs a provider takes by default. DOMAIN section 4."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.made import PROMPT, TODAY, D
from workbench.core.amounts import Range
from workbench.core.costs.bills import bill
from workbench.core.costs.comparison import compare
from workbench.core.costs.epochs import default_epochs
from workbench.core.costs.quality import quality, quality_notes
from workbench.core.inputs import Costs, Option


def test_a_right_answer_costs_what_a_request_costs_over_the_share_of_right_ones() -> None:
    found = quality(Option(accuracy=D("0.8")), D("0.027"))
    assert found is not None
    assert found.cost_per_success == D("0.03375")
    assert found.expected_cost is None and found.break_even_accuracy is None


def test_wrong_answers_cost_and_right_ones_are_worth_something() -> None:
    option = Option(accuracy=D("0.9"), value_of_right=D("0.5"), cost_of_wrong=D(2))
    found = quality(option, D("0.01"))
    assert found is not None
    assert found.break_even_accuracy == D("0.8")
    assert found.expected_cost == D("0.01") + D("0.1") * 2 - D("0.9") * D("0.5")


def test_an_option_that_is_right_too_seldom_is_noted() -> None:
    worse = Option(accuracy=D("0.75"), value_of_right=D("0.5"), cost_of_wrong=D(2))
    even = Option(accuracy=D("0.8"), value_of_right=D("0.5"), cost_of_wrong=D(2))
    told = quality_notes(Costs(option={"a": worse, "b": even, "c": Option(accuracy=D("0.1"), cost_of_wrong=D(1))}))
    assert told == ["a is right 75 % of the time; under 80 % its wrong answers cost more than its right ones are worth"]


@pytest.mark.parametrize(
    ("option", "per_success", "needed"),
    [
        (Option(accuracy=D(0), cost_of_wrong=D(1)), None, D(1)),
        (Option(accuracy=D(1)), D(3), None),
        (Option(accuracy=Range(D("0.4"), D("0.6")), value_of_right=D(0), cost_of_wrong=D(0)), D(6), None),
        (Option(value_of_right=D(3)), None, D(0)),
    ],
)
def test_the_ends(option: Option, per_success: Decimal | None, needed: Decimal | None) -> None:
    found = quality(option, D(3))
    assert found is not None
    assert (found.cost_per_success, found.break_even_accuracy) == (per_success, needed)


def test_without_accuracy_or_worth_nothing_is_said() -> None:
    assert quality(PROMPT, D(1)) is None
    figures = compare(Costs(option={"prompt": PROMPT}), TODAY).options[0]
    assert figures.quality is None


SHARES = st.integers(1, 100).map(lambda percent: D(percent) / 100)
WORTHS = st.integers(0, 10_000).map(lambda cents: D(cents) / 100)


@given(SHARES, WORTHS, WORTHS)
def test_at_break_even_accuracy_a_free_request_earns_nothing(share: Decimal, right: Decimal, wrong: Decimal) -> None:
    found = quality(Option(accuracy=share, value_of_right=right, cost_of_wrong=wrong), D(0))
    assert found is not None and found.expected_cost is not None
    if found.break_even_accuracy is None:
        assert right == wrong == 0
    elif abs(share - found.break_even_accuracy) > D("1e-20"):
        assert (found.expected_cost < 0) == (share > found.break_even_accuracy)


@pytest.mark.parametrize(
    ("rows", "epochs"),
    [(0, 0), (1, 25), (4, 25), (5, 20), (10, 10), (33, 3), (34, 3), (100, 3), (8333, 3), (8334, 2), (12_500, 2),
     (12_501, 1), (25_000, 1), (10**6, 1)],
)  # fmt: skip
def test_the_default_epochs_follow_the_published_rule(rows: int, epochs: int) -> None:
    assert default_epochs(D(rows)) == epochs


def test_training_is_counted_with_the_default_epochs_and_says_so() -> None:
    trained = Option(training_tokens=D(1_000_000), training_price=D(8))
    assert bill(trained, D).upfront == 24
    few = trained.model_copy(update={"training_rows": D(10)})
    assert bill(few, D).upfront == 80
    assert bill(few.model_copy(update={"epochs": D(1)}), D).upfront == 8
    assert bill(few.model_copy(update={"training_rows": D(0)}), D).upfront == 0
    notes = compare(Costs(option={"a": trained, "b": few, "c": trained}), TODAY).notes
    assert "3 epochs assumed for a, c" in notes and "10 epochs assumed for b" in notes
