"""What was measured against the target: who reaches it, who does not, and where the cases are too few to tell."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.made import PROMPT, TODAY, D, tuned
from tests.core.test_advice_laws import GUIDED, TO_TRAINING, made
from workbench.core.advice.measured import Best, best, misses_target
from workbench.core.advice.verdict import advise
from workbench.core.costs.comparison import compare
from workbench.core.evidence.accuracy import Measured, wilson
from workbench.core.inputs import Costs, Option
from workbench.core.record.decision import Accuracy, Decision, Metric

TARGET = {"accuracy": Metric(target=D("0.95"))}


def version(value: str, cases: int | None = None, kind: str = "prompt") -> Accuracy:
    return Accuracy(value=D(value), cases=cases, kind=kind)  # type: ignore[arg-type]


def against_and_because(decision: Decision) -> tuple[list[str], list[str]]:
    found = advise(decision, GUIDED, compare(decision.costs, TODAY), TODAY)
    return [reason.text for reason in found.against], [reason.text for reason in found.because]


@pytest.mark.parametrize(
    ("value", "cases", "told"),
    [
        ("0.96", None, "v reaches 0.96, 0.95 is needed"),
        ("0.96", 200, "v reaches 0.96 on 200 cases, 0.92..0.98: it may be under 0.95"),
        ("0.96", 20_000, "v reaches 0.96, 0.95 is needed"),
        ("0.78", 200, "v reaches only 0.78, 0.95 is needed"),
        ("0.94", 50, "v reaches only 0.94 on 50 cases, 0.84..0.98: it may yet reach 0.95"),
        ("0.951", 2000, "v reaches 0.951 on 2,000 cases, 0.94..0.96: it may be under 0.95"),
    ],
)
def test_a_figure_beside_the_target_is_hedged_where_its_cases_cannot_tell(
    value: str, cases: int | None, told: str
) -> None:
    assert Best(Measured("v", D(value), cases), "Evidence").against(D("0.95")) == told


@given(st.integers(0, 100), st.integers(0, 100), st.one_of(st.none(), st.integers(1, 10**6)))
def test_it_is_hedged_exactly_where_the_target_lies_in_the_interval(value: int, aim: int, cases: int | None) -> None:
    found = Best(Measured("v", D(value) / 100, cases), "Evidence")
    told = found.against(D(aim) / 100)
    assert ("only" in told) == (value < aim) == (not found.reaches(D(aim) / 100))
    low, high = wilson(D(value) / 100, cases) if cases is not None else (1.0, 0.0)
    assert ("may" in told) == (low < aim / 100 <= high) or abs(low - aim / 100) < 1e-9 or abs(high - aim / 100) < 1e-9


def test_against_a_prompt_stands_that_it_falls_short_and_that_the_tuned_one_does_not() -> None:
    accuracy = {
        "prompt v3": version("0.78", 400),
        "tuned v1": version("0.96", 200, "fine-tuned"),
    }
    decision = made({**TO_TRAINING, "stability": "yes"}, accuracy=accuracy, metric=TARGET)
    counter, reasons = against_and_because(decision)
    assert counter[:2] == [
        "prompt v3 reaches only 0.78, 0.95 is needed",
        "for training: tuned v1 reaches 0.96 on 200 cases, 0.92..0.98: it may be under 0.95",
    ]
    assert not any("misses the target" in text for text in counter), "not said twice"
    assert reasons == [
        "what is asked for changes faster than a retraining",
        "a careful prompt has been measured: 0.78 on 400 cases",
    ]


def test_against_training_stands_a_prompt_that_reaches_the_target() -> None:
    accuracy = {"prompt v3": version("0.96"), "tuned v1": version("0.93", None, "fine-tuned")}
    counter, _ = against_and_because(made(TO_TRAINING, accuracy=accuracy, metric=TARGET))
    assert "tuned v1 reaches only 0.93, 0.95 is needed" in counter
    assert "for prompting: prompt v3 reaches 0.96, 0.95 is needed" in counter
    both = {**accuracy, "tuned v2": version("0.97", None, "fine-tuned")}
    counter, reasons = against_and_because(made(TO_TRAINING, accuracy=both, metric=TARGET))
    assert "tuned v2 reaches 0.97, 0.95 is needed" in reasons, "the best counts"
    assert not any("for prompting: prompt v3" in text for text in counter)


def test_an_options_own_accuracy_counts_before_the_history_and_takes_its_cases_from_there() -> None:
    option = tuned(20).model_copy(update={"accuracy": D("0.92")})
    accuracy = {
        "tuned v1": version("0.97", 50, "fine-tuned"),
        "tuned v2": version("0.92", 100, "fine-tuned"),
    }
    decision = Decision(costs=Costs(option={"prompt": PROMPT, "tuned": option}), accuracy=accuracy)
    found = best(decision, compare(decision.costs), "fine-tuning")
    assert found == Best(Measured("tuned", D("0.92"), 100), "Costs")
    assert best(decision, compare(decision.costs), "rag") is None


@pytest.mark.parametrize(("value", "misses"), [("0.94", True), ("0.95", False)])
def test_what_misses_the_target(value: str, misses: bool) -> None:
    decision = Decision(metric=TARGET, accuracy={"v": version(value)})
    assert misses_target(decision, compare(decision.costs), "prompting") == misses
    assert not misses_target(decision, compare(decision.costs), "fine-tuning")
    assert not misses_target(decision.model_copy(update={"metric": {}}), compare(decision.costs), "prompting")


def test_a_cheaper_model_that_misses_the_target_is_no_way_out_of_a_training_that_never_pays() -> None:
    from tests.core.test_advice_laws import FOR_COST

    def advised(accuracy: Decimal | None) -> str:
        small = Option(
            approach="other-model", input_tokens=D(500), output_tokens=D(200), input_price=D(1), output_price=D(1),
            accuracy=accuracy,
        )  # fmt: skip
        own = tuned(9060).model_copy(update={"output_price": D(600)})
        costs = Costs(requests_per_month=D(20_000), option={"prompt": PROMPT, "small": small, "own": own})
        decision = made(FOR_COST, costs=costs, metric=TARGET)
        return advise(decision, GUIDED, compare(costs, TODAY), TODAY).advised

    assert (advised(None), advised(D("0.96")), advised(D("0.6"))) == ("other-model", "other-model", "prompting")
