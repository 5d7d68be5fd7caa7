"""What a record itself says about the known metrics, and the state that follows from it."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

from tests.core.made import PROMPT, TODAY, D, decision_state, trigger_states
from tests.core.made import tuned as fine_tuned
from workbench.core.amounts import Range
from workbench.core.costs.comparison import compare
from workbench.core.inputs import Costs, Option
from workbench.core.known.facts import facts
from workbench.core.known.metrics import chosen, own_values
from workbench.core.record.decision import Accuracy, Decision, Metric, Score, Trigger
from workbench.core.record.status import STATUSES
from workbench.core.triggers import KNOWN_METRICS, State

TUNED = fine_tuned(20, TODAY + timedelta(100))


def costs(requests: object = D(100_000), /, **options: Option) -> Costs:
    return Costs(requests_per_month=requests, option=options or {"prompt": PROMPT, "tuned": TUNED})


def made(**fields: object) -> Decision:
    return Decision(**{"costs": costs(), **fields})  # type: ignore[arg-type]


def values(**fields: object) -> dict[str, Decimal]:
    return own_values(made(**fields), TODAY)


def test_an_empty_record_says_nothing() -> None:
    assert own_values(Decision(), TODAY) == {}


def test_a_full_record_says_all_the_known_metrics() -> None:
    tuned = Accuracy(value=D("0.92"), kind="fine-tuned")
    found = values(approach="fine-tuning", score=Score(labelled_examples=D(612)), accuracy={"t": tuned})
    assert found == {
        "requests_per_month": D(100_000),
        "cost_per_month": D(360),
        "labelled_examples": D(612),
        "accuracy": D("0.92"),
        "days_to_retirement": D(100),
    }
    assert set(found) == set(KNOWN_METRICS)


@pytest.mark.parametrize("score", [Score(), Score(labelled_examples=D(5000))])
def test_the_examples_are_those_that_answer_the_question_the_usable_rows_of_a_kept_report(score: Score) -> None:
    decision = made(score=score, evidence={"dataset": {"rows": 640, "usable": 596}})
    asked = facts(decision, TODAY, compare(decision.costs))["labelled_examples"]
    assert own_values(decision, TODAY)["labelled_examples"] == asked.value == D(596)
    few = decision.model_copy(update={"trigger": {"few": Trigger(when="labelled_examples < 600", then="reopen")}})
    assert trigger_states(few, TODAY) == {"few": "fired"}


@pytest.mark.parametrize(("approach", "cost"), [("prompting", D(2700)), ("fine-tuning", D(360)), ("rag", None)])
def test_the_cost_is_that_of_the_approach_recorded(approach: str, cost: Decimal | None) -> None:
    assert values(approach=approach).get("cost_per_month") == cost


def test_only_the_chosen_model_retires() -> None:
    assert "days_to_retirement" not in values(approach="prompting")
    gone = TUNED.model_copy(update={"available_until": TODAY - timedelta(3)})
    assert values(approach="fine-tuning", costs=costs(prompt=PROMPT, tuned=gone))["days_to_retirement"] == -3


@pytest.mark.parametrize(
    ("requests", "daily", "expected"),
    [
        (D(100_000), None, D(100_000)),
        (D(100_000), D(5), D(100_000)),
        (Range(D(80_000), D(150_000)), None, D(115_000)),
        (Range(D(80_000), D(150_000), D(90_000)), None, D(90_000)),
        (None, D(3333), D(99_990)),
        (None, None, None),
    ],
)
def test_the_volume_is_the_costs_own_else_30_days_of_the_score(
    requests: object, daily: Decimal | None, expected: Decimal | None
) -> None:
    found = values(costs=costs(requests), score=Score(requests_per_day=daily))
    assert found.get("requests_per_month") == expected


@pytest.mark.parametrize("daily", [None, D(3333)])
def test_no_requests_are_a_volume_of_zero(daily: Decimal | None) -> None:
    decision = made(
        costs=costs(D(0)),
        score=Score(requests_per_day=daily),
        trigger={"volume": Trigger(when="requests_per_month < 10000")},
    )
    assert own_values(decision, TODAY)["requests_per_month"] == 0
    assert trigger_states(decision, TODAY) == {"volume": "fired"}


VERSIONS = {
    "v1": Accuracy(value=D("0.70")),
    "t1": Accuracy(value=D("0.92"), kind="fine-tuned"),
    "v2": Accuracy(value=D("0.78")),
    "v3": Accuracy(),
}


@pytest.mark.parametrize(
    ("approach", "versions", "option", "score", "expected"),
    [
        ("prompting", VERSIONS, None, None, "0.78"),
        ("prompting", VERSIONS, None, "0.5", "0.78"),
        ("prompting", VERSIONS, "0.81", "0.5", "0.81"),
        ("fine-tuning", VERSIONS, None, None, "0.92"),
        ("rag+fine-tuning", VERSIONS, None, None, "0.92"),
        ("rag", VERSIONS, None, None, "0.78"),
        ("prompting", {}, None, "0.5", "0.5"),
        ("prompting", {}, None, None, None),
    ],
)
def test_the_accuracy_of_what_was_chosen(
    approach: str, versions: dict[str, Accuracy], option: str | None, score: str | None, expected: str | None
) -> None:
    measured = PROMPT if option is None else PROMPT.model_copy(update={"accuracy": D(option)})
    found = values(
        approach=approach,
        accuracy=versions,
        costs=costs(prompt=measured, tuned=TUNED),
        score=Score(prompt_accuracy=None if score is None else D(score)),
    )
    assert found.get("accuracy") == (None if expected is None else D(expected))


def test_of_several_options_of_one_approach_the_cheapest_stands_for_it() -> None:
    dear = TUNED.model_copy(update={"other_upfront": D(20_000)})
    unknown = TUNED.model_copy(update={"input_price": None})
    decision = made(costs=costs(dear=dear, unknown=unknown, tuned=TUNED, prompt=PROMPT))
    figures = chosen(decision, compare(decision.costs), "fine-tuning")
    assert figures is not None and figures.name == "tuned"
    decision = made(costs=costs(unknown=unknown, prompt=PROMPT))
    figures = chosen(decision, compare(decision.costs), "fine-tuning")
    assert figures is not None and figures.name == "unknown"
    assert chosen(decision, compare(decision.costs), "rag") is None


def test_the_baseline_stands_for_prompting_where_no_option_is_it() -> None:
    decision = made(approach="prompting", costs=costs(today=PROMPT.model_copy(update={"approach": "undecided"})))
    figures = chosen(decision, compare(decision.costs))
    assert figures is not None and figures.name == "today"


def test_a_baseline_of_another_approach_does_not_stand_for_prompting() -> None:
    decision = made(approach="prompting", costs=costs(tuned=TUNED))
    assert chosen(decision, compare(decision.costs)) is None


def test_the_states_of_all_triggers_of_a_record() -> None:
    decision = made(
        approach="prompting",
        decided=TODAY - timedelta(180),
        accuracy=VERSIONS,
        trigger={
            "volume": Trigger(when="requests_per_month >= 100000"),
            "cost": Trigger(when="cost_per_month > 2800"),
            "accuracy": Trigger(when="accuracy < 0.70"),
            "labels": Trigger(when="labelled_examples >= 500"),
            "retirement": Trigger(when="days_to_retirement < 90"),
            "own": Trigger(when="complaints > 5"),
            "day": Trigger(when="on 2026-11-24"),
            "age": Trigger(when="after 180 days"),
            "broken": Trigger(when="accuracy == 1"),
        },
    )
    assert trigger_states(decision, TODAY) == {
        "volume": "fired",
        "cost": "near",
        "accuracy": "holds",
        "labels": "no-reading",
        "retirement": "no-reading",
        "own": "no-reading",
        "day": "holds",
        "age": "fired",
        "broken": "no-reading",
    }


def accuracy_state(age: int) -> State:
    """The state of a missed accuracy, read so many days ago, with readings good for 30 days."""
    decision = made(
        decided=TODAY - timedelta(age),
        accuracy=VERSIONS,
        metric={"accuracy": Metric(stale_after_days=30)},
        trigger={"accuracy": Trigger(when="accuracy < 0.90")},
    )
    return trigger_states(decision, TODAY)["accuracy"]


def test_a_reading_as_old_as_its_metric_allows_counts() -> None:
    assert accuracy_state(30) == "fired"


@pytest.mark.parametrize("status", STATUSES)
def test_only_decisions_in_force_have_a_state(status: str) -> None:
    decision = made(status=status, trigger={"volume": Trigger(when="requests_per_month >= 100000")})
    assert decision_state(decision, TODAY) == ("fired" if status in {"proposed", "accepted"} else None)


@pytest.mark.parametrize(
    ("trigger", "review_in", "expected"),
    [
        (None, None, None),
        (None, 1, None),
        (None, 0, "overdue"),
        (None, -1, "overdue"),
        ("requests_per_month < 10000", 1, "holds"),
        ("requests_per_month < 10000", 0, "overdue"),
        ("requests_per_month < 95000", 0, "overdue"),
        ("requests_per_month >= 10000", 0, "fired"),
        ("complaints > 5", 1, "no-reading"),
    ],
)
def test_the_one_state_of_a_decision(trigger: str | None, review_in: int | None, expected: State | None) -> None:
    decision = made(
        status="accepted",
        review_by=None if review_in is None else TODAY + timedelta(review_in),
        trigger={} if trigger is None else {"it": Trigger(when=trigger)},
    )
    assert decision_state(decision, TODAY) == expected
