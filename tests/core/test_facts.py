"""What the record knows: facts with their source, vetoes, constraints, single answers that change the end."""

from __future__ import annotations

import tomllib
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from tests.core.made import PROMPT, TODAY, D, comparison, tuned
from workbench.core.advice.constraints import broken, least_days, too_late, unmeasured
from workbench.core.advice.vetoes import vetoes
from workbench.core.amounts import Range
from workbench.core.approaches import TRAINING
from workbench.core.costs.comparison import compare
from workbench.core.flows.flips import flips
from workbench.core.flows.flow_file import load_flow
from workbench.core.flows.flowchart import shipped_flow_text, walk
from workbench.core.inputs import Costs, Option
from workbench.core.known.facts import Fact, facts
from workbench.core.record.decision import Accuracy, Constraints, Decision, Metric, Score

GUIDED = load_flow(tomllib.loads(shipped_flow_text("guided")))


def known(**values: Any) -> dict[str, Fact]:
    decision = Decision(**values)
    return facts(decision, TODAY, compare(decision.costs, TODAY))


def told(found: dict[str, Fact], name: str) -> tuple[object, str, str]:
    fact = found[name]
    return fact.value, fact.text, fact.place


def test_nothing_is_known_of_nothing() -> None:
    assert known() == {}


def test_examples_come_from_the_data_report_before_the_scorecard() -> None:
    score = Score(labelled_examples=D(612))
    assert told(known(score=score), "labelled_examples") == (D(612), "612 labelled examples", "from the scorecard")
    report = {"dataset": {"rows": 640, "date": date(2026, 11, 20)}}
    found = told(known(score=score, evidence=report), "labelled_examples")
    assert found == (D(640), "640 labelled examples", "from the data report, 2026-11-20")
    assert known(evidence={"dataset": {"rows": "many"}}) == {}


def test_of_the_data_report_the_usable_rows_are_the_examples() -> None:
    report = {"dataset": {"rows": 640, "usable": 596}}
    assert told(known(evidence=report), "labelled_examples")[:2] == (D(596), "596 usable of 640 labelled examples")
    report["dataset"]["usable"] = 640
    assert told(known(evidence=report), "labelled_examples")[:2] == (D(640), "640 labelled examples")
    assert known(evidence={"dataset": {"rows": 9, "usable": True}})["labelled_examples"].value == 9


def test_the_volume_comes_from_the_costs_before_the_scorecard() -> None:
    daily = Score(requests_per_day=D(1000))
    assert told(known(score=daily), "requests_per_month")[1:] == ("30,000 requests a month", "from the scorecard")
    both = known(score=daily, costs=Costs(requests_per_month=D(5)))
    assert told(both, "requests_per_month") == (D(5), "5 requests a month", "from Costs")


ON_CASES = {
    "v1": Accuracy(value=D("0.70"), cases=100),
    "v2": Accuracy(value=D("0.75"), cases=100),
    "v3": Accuracy(value=D("0.80"), cases=1),
    "tuned": Accuracy(value=D("0.92"), cases=500, kind="fine-tuned"),
}


def test_a_prompt_was_measured_on_the_most_cases_that_one_of_its_versions_was() -> None:
    found = known(accuracy=ON_CASES, decided=TODAY)
    assert told(found, "prompt_cases") == (
        D(100),
        "v2 reached 0.75 on 100 cases",
        f"from the accuracy history, {TODAY}",
    )
    one = known(accuracy={"v3": ON_CASES["v3"]})["prompt_cases"]
    assert (one.value, one.figure) == (D(1), "0.80 on 1 case")
    assert "prompt_cases" not in known(accuracy={"tuned": ON_CASES["tuned"]})
    assert "prompt_cases" not in known(
        accuracy={"v1": Accuracy(value=D("0.70"))}, score=Score(prompt_accuracy=D("0.7"))
    )


def test_a_prompt_that_was_compared_was_measured_where_the_record_says_which_side_it_is() -> None:
    options = Costs(option={"prompt": PROMPT, "tuned": tuned(20)})
    found = known(costs=options, evidence={"evaluation": comparison(34, 6)})["prompt_cases"]
    assert (found.value, found.text) == (D(200), "prompt reached 0.73 on 200 cases")
    assert found.compared and found.place == f"from the comparison, {TODAY}"
    assert "prompt_cases" not in known(evidence={"evaluation": comparison(34, 6)})


MEASURED = {"v1": Accuracy(value=D("0.91")), "v2": Accuracy(value=D("0.88"))}
TRAINED = {"t": Accuracy(value=D("0.95"), kind="fine-tuned")}


@pytest.mark.parametrize(
    ("values", "margin", "place"),
    [
        ({"accuracy": MEASURED}, "0.01", "the accuracy history"),
        ({"score": Score(prompt_accuracy=D("0.78"))}, "-0.12", "the scorecard"),
        ({"costs": Costs(option={"p": Option(approach="prompting", accuracy=D("0.9"))})}, "0.00", "Costs"),
        ({"accuracy": TRAINED, "score": Score(prompt_accuracy=D("0.5"))}, "-0.40", "the scorecard"),
    ],
)
def test_the_best_prompt_is_held_against_the_target(values: dict[str, Any], margin: str, place: str) -> None:
    found = known(metric={"accuracy": Metric(target=D("0.90"))}, **values)["accuracy_margin"]
    assert (found.value, found.place) == (D(margin), f"from {place}")
    assert found.text.endswith("where 0.90 is needed")
    assert "accuracy_margin" not in known(**values), "without a target nothing can be missed"


def versions(*values: str, cases: int | None = None) -> dict[str, Accuracy]:
    return {f"v{index}": Accuracy(value=D(value), cases=cases) for index, value in enumerate(values)}


def test_a_plateau_is_known_as_soon_as_it_is_clear() -> None:
    assert told(known(accuracy=versions("0.70", "0.75", "0.78")), "prompt_plateau")[:2] == (
        1,
        "0.70, 0.75, 0.78: plateau",
    )
    assert known(accuracy=versions("0.70", "0.75"))["prompt_plateau"].value == 0
    assert "prompt_plateau" not in known(accuracy=versions("0.75", "0.78", cases=100)), "100 cases do not tell"
    assert "prompt_plateau" not in known(accuracy=versions("0.75"))


@pytest.mark.parametrize(("days", "left"), [(360, 0), (359, -1), (400, 40)])
def test_how_long_the_model_stays_is_held_against_the_horizon(days: int, left: int) -> None:
    costs = Costs(requests_per_month=D(10), option={"p": PROMPT, "t": tuned(1, TODAY + timedelta(days))})
    assert known(costs=costs)["days_past_horizon"].value == left
    open_end = {"p": PROMPT, "t": tuned(1, TODAY + timedelta(days)), "u": tuned(1)}
    assert "days_past_horizon" not in known(costs=costs.model_copy(update={"option": open_end}))


def vetoed(answers: dict[str, str] | None = None, **values: Any) -> dict[str, tuple[frozenset[str], str]]:
    decision = Decision(**values)
    path = walk(GUIDED, answers or {})
    return {v.text: (v.rules_out, v.instead) for v in vetoes(decision, path, compare(decision.costs, TODAY), TODAY)}


def test_no_data_rules_training_out_and_one_example_does_not() -> None:
    assert vetoed(score=Score(labelled_examples=D(0))) == {
        "no training data: 0 labelled examples": (TRAINING, "prompting")
    }
    assert vetoed(score=Score(labelled_examples=D(1))) == {}
    assert vetoed() == {}, "not known is not none"


@pytest.mark.parametrize(("days", "gone"), [(-1, True), (0, True), (89, True), (90, False)])
def test_a_model_that_goes_soon_rules_training_out(days: int, gone: bool) -> None:
    option = tuned(1, TODAY + timedelta(days))
    found = vetoed(costs=Costs(option={"p": PROMPT, "t": option}))
    assert bool(found) == gone
    stays = vetoed(costs=Costs(option={"p": PROMPT, "t": option, "u": tuned(1)}))
    assert stays == {}, "another model can still be trained"


@pytest.mark.parametrize(
    ("answers", "out", "instead"),
    [
        ({"gap": "facts"}, {"fine-tuning"}, "rag"),
        ({"gap": "reasoning"}, set(TRAINING), "other-model"),
        ({"gap": "behaviour"}, None, ""),
        ({"gap": "both"}, None, ""),
    ],
)
def test_what_the_gap_rules_out(answers: dict[str, str], out: set[str] | None, instead: str) -> None:
    found = vetoed({"tried": "yes", "good_enough": "no", **answers})
    assert list(found.values()) == ([] if out is None else [(frozenset(out), instead)])
    assert vetoed({"tried": "no", **answers}) == {}, "an answer that is not on the path rules nothing out"


@pytest.mark.parametrize(
    ("approach", "examples", "days", "late"),
    [
        ("prompting", None, 1, False), ("prompting", None, 0, True), ("fine-tuning", 499, 20, True),
        ("fine-tuning", 499, 21, False), ("fine-tuning", 500, 3, False), ("fine-tuning", 500, 2, True),
        ("fine-tuning", None, 20, True), ("rag", None, 9, True), ("rag", None, 10, False),
        ("undecided", None, 0, False),
    ],
)  # fmt: skip
def test_what_can_be_live_in_time(approach: str, examples: int | None, days: int, late: bool) -> None:
    count = None if examples is None else D(examples)
    asked = Constraints(ship_by=TODAY + timedelta(days))
    assert bool(too_late(asked, approach, count, TODAY)) == late
    assert not too_late(Constraints(), approach, count, TODAY)
    assert least_days(approach, count)[0] >= 0


def test_a_day_that_is_past_is_said() -> None:
    told_ = too_late(Constraints(ship_by=TODAY - timedelta(1)), "prompting", None, TODAY)
    assert told_ == "it was to be live by 2026-11-22, which is past"


@pytest.mark.parametrize(
    ("constraints", "told_"),
    [
        ({"budget": D(9059)}, ["own costs $9,060 until it is live, the budget is $9,059"]),
        ({"budget": D(9060)}, []),
        ({"budget": Range(D(8000), D(9060))}, []),
        ({"latency_ms": D(799)}, ["own takes 800 ms, 799 are allowed"]),
        ({"latency_ms": D(800)}, []),
        ({}, []),
    ],
)
def test_budget_and_latency(constraints: dict[str, Any], told_: list[str]) -> None:
    option = tuned(9060).model_copy(update={"latency_ms": D(800)})
    decision = Decision(
        costs=Costs(requests_per_month=D(10), option={"p": PROMPT, "own": option}),
        constraints=Constraints(**constraints),
    )
    comparison = compare(decision.costs, TODAY)
    own = comparison.named("own")
    assert broken(decision, own, "fine-tuning", D(500), comparison, TODAY) == told_
    assert unmeasured(decision, own) == []
    unpriced = unmeasured(decision, None)
    assert len(unpriced) == len(constraints), "what cannot be checked is said"


def test_single_answers_that_change_the_end() -> None:
    answers = {"tried": "yes", "good_enough": "no", "gap": "behaviour", "plateau": "yes", "examples": "no"}
    found = []
    for flip in flips(GUIDED, answers):
        end = flip.outcome or flip.asks
        assert end is not None
        found.append((flip.question.id, flip.choice.id, end.id))
    assert found == [
        ("examples", "yes", "stability"),
        ("plateau", "no", "ladder"),
        ("gap", "facts", "paste_test"),
        ("gap", "both", "both_examples"),
        ("gap", "reasoning", "stronger-model"),
        ("good_enough", "yes", "cost_hurts"),
        ("tried", "no", "ladder"),
    ]


def test_a_time_where_a_data_report_keeps_its_day_is_told_as_the_day() -> None:
    report = {"dataset": {"rows": 640, "date": datetime(2026, 11, 20, 9, 30)}}
    assert known(evidence=report)["labelled_examples"].place == "from the data report, 2026-11-20"
