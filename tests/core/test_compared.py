"""A comparison that is kept: who the two are, what it speaks for, and when it is not relied on."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, tzinfo
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.made import PROMPT, TODAY, D, comparison, tuned
from tests.core.test_advice_laws import FOR_COST, GUIDED, TO_TRAINING, made
from workbench.core.advice.advised import following
from workbench.core.advice.proposals import propose
from workbench.core.advice.verdict import Verdict, advise
from workbench.core.approaches import TRAINING
from workbench.core.costs.comparison import compare
from workbench.core.inputs import Costs
from workbench.core.known.compared import KINDS, comparison_kept
from workbench.core.known.facts import facts
from workbench.core.known.metrics import own_values
from workbench.core.record.decision import Accuracy, Decision, Metric

NAMED = {"base_version": "prompt v3", "candidate_version": "tuned v1"}
HISTORY = {
    "prompt v3": Accuracy(value=D("0.73"), cases=200),
    "tuned v1": Accuracy(value=D("0.87"), cases=200, kind="fine-tuned"),
}
WON = comparison(34, 6, **NAMED)
"""0.73, then 0.87: improved."""
LOST = comparison(6, 34, **NAMED)
LOST_HISTORY = {
    "prompt v3": Accuracy(value=D("0.87"), cases=200),
    "tuned v1": Accuracy(value=D("0.73"), cases=200, kind="fine-tuned"),
}
TOLD = "tuned v1 is 0.14 better than prompt v3, 0.08..0.20"
TOLD_LOST = "tuned v1 is 0.14 worse than prompt v3, 0.08..0.20"
TARGET = {"accuracy": Metric(target=D("0.85"))}
TWO = Costs(requests_per_month=D(100_000), option={"prompt": PROMPT, "tuned": tuned(20)})


def kept(evaluation: dict[str, object], answers: dict[str, str] = TO_TRAINING, **values: Any) -> Decision:
    return made(answers, **{"accuracy": HISTORY, "evidence": {"evaluation": evaluation}, **values})


def verdict(decision: Decision) -> Verdict:
    return advise(decision, GUIDED, compare(decision.costs, TODAY), TODAY)


def texts(found: Verdict) -> dict[str, list[str]]:
    return {
        name: [reason.text for reason in getattr(found, name)] for name in ("because", "against", "missing", "notes")
    }


def where(found: Verdict, part: str) -> set[str]:
    return {name for name, told in texts(found).items() if any(part in text for text in told)}


@pytest.mark.parametrize("zone", [None, UTC])
def test_a_time_where_a_day_is_kept_is_its_day(zone: tzinfo | None) -> None:
    at = datetime(2026, 1, 2, 3, 4, tzinfo=zone)
    limits = {"accuracy": Metric(target=D("0.85"), stale_after_days=30)}
    found = comparison_kept(kept({**WON, "date": at}, metric=limits), TODAY)
    assert found is not None and found.figures.day == at.date()
    assert any("the comparison is of 2026-01-02" in doubt for doubt in found.doubts)


def test_an_improved_candidate_speaks_for_its_approach_with_its_accuracy_and_the_interval() -> None:
    found = verdict(kept(WON, metric=TARGET))
    assert found.advised == "fine-tuning"
    assert texts(found)["because"][:2] == ["tuned v1 reaches 0.87 on 200 cases, 0.82..0.91: it may be under 0.85", TOLD]
    assert found.because[1].place == "Evidence"
    assert where(found, "prompt v3 is 0.14 worse") == set()


def test_it_speaks_against_the_approach_of_the_base() -> None:
    found = verdict(kept(WON, {**TO_TRAINING, "stability": "yes"}))
    assert found.advised == "prompting"
    assert where(found, "prompt v3 is 0.14 worse than tuned v1, 0.08..0.20") == {"against"}


def test_what_is_inconclusive_names_the_cases_needed_as_missing() -> None:
    near = {**HISTORY, "tuned v1": HISTORY["tuned v1"].model_copy(update={"value": D("0.77")})}
    found = verdict(kept(comparison(14, 6, **NAMED), accuracy=near))
    told = "the 200 cases do not tell tuned v1 and prompt v3 apart: about 517 are needed"
    assert where(found, told) == {"missing"}, texts(found)
    even = verdict(kept(comparison(6, 6)))
    assert where(even, "tell tuned v1") == set(), "no number of cases would show no difference"


def test_training_that_was_compared_and_lost_is_not_advised_whatever_is_answered() -> None:
    found = verdict(kept(LOST, accuracy=LOST_HISTORY))
    assert (found.advised, found.headline) == ("prompting", "Prompting")
    assert found.overruled is not None and found.because[0] == found.overruled
    assert found.overruled.text == ("training measured worse: prompt v3 is 0.14 better than tuned v1, 0.08..0.20")
    assert sum("0.14 better" in text for text in texts(found)["because"]) == 1, "not said twice"
    assert "the answers lead to: Fine-tune" in texts(found)["against"]
    recorded = verdict(kept(LOST, accuracy=LOST_HISTORY, approach="fine-tuning"))
    assert (recorded.approach, recorded.advised, recorded.sign) == ("fine-tuning", "prompting", "decided")
    assert recorded.slots[0].text == "advice: Prompting"
    assert where(recorded, TOLD_LOST) == {"against"}


def test_with_facts_to_look_up_too_the_search_stays() -> None:
    both = {**TO_TRAINING, "gap": "both", "both_examples": "yes"}
    assert verdict(kept(LOST, both, accuracy=LOST_HISTORY)).advised == "rag"
    options = {"rag": PROMPT.model_copy(update={"approach": "rag"}), "own": tuned(1)}
    options["own"] = options["own"].model_copy(update={"approach": "rag+fine-tuning"})
    named = comparison(6, 34, base_option="rag", candidate_option="own")
    assert verdict(kept(named, both, accuracy={}, costs=Costs(option=options))).advised == "rag"


def test_the_history_alone_overrules_where_its_intervals_tell() -> None:
    def advised(prompt: str, tuned_: str, cases: int | None, **more: Accuracy) -> str:
        accuracy = {
            "prompt": Accuracy(value=D(prompt), cases=cases),
            "tuned": Accuracy(value=D(tuned_), cases=cases, kind="fine-tuned"),
            **more,
        }
        return verdict(made(TO_TRAINING, accuracy=accuracy)).advised

    assert advised("0.80", "0.60", 200) == "prompting"
    assert advised("0.80", "0.76", 200) == "fine-tuning", "it may be chance"
    assert advised("0.80", "0.60", None) == "fine-tuning", "on how many cases is not known"
    again = Accuracy(value=D("0.9"), kind="fine-tuned")
    assert advised("0.80", "0.60", 200, again=again) == "fine-tuning", "another training has done better since"


def test_on_the_cost_path_training_may_be_worse_as_long_as_it_reaches_the_target() -> None:
    history = {
        "prompt": Accuracy(value=D("0.97"), cases=1000),
        "tuned": Accuracy(value=D("0.92"), cases=1000, kind="fine-tuned"),
    }

    def advised(target: str | None) -> str:
        metric = {} if target is None else {"accuracy": Metric(target=D(target))}
        return verdict(made(FOR_COST, accuracy=history, metric=metric, costs=TWO)).advised

    assert (advised("0.90"), advised("0.95"), advised(None)) == ("fine-tuning", "prompting", "fine-tuning")


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ({"in_training": 12}, "12 of the 200 cases compared stand in the training file: compare without them"),
        ({"verdict": "regressed"}, "the kept comparison says otherwise than its figures: compare again"),
        ({"difference": D("-0.14")}, "the kept comparison says otherwise than its figures: compare again"),
        ({"mcnemar_p": "often"}, "the figures of the kept comparison cannot be read: compare again"),
        ({"base_accuracy": D(73)}, "the figures of the kept comparison cannot be read: compare again"),
        ({"date": TODAY - timedelta(91)}, "the comparison is of 2026-08-24, more than 90 days ago: compare again"),
    ],
)
def test_what_is_doubtful_speaks_for_nothing_and_is_missing(more: dict[str, object], told: str) -> None:
    metric = {"accuracy": Metric(target=D("0.85"), stale_after_days=90)}
    found = verdict(kept({**WON, **more}, metric=metric))
    assert where(found, told) == {"missing"}
    assert where(found, "0.14 better") == where(found, "0.14 worse") == set()


def test_a_version_that_was_measured_again_since_is_told() -> None:
    history = {**HISTORY, "tuned v1": Accuracy(value=D("0.8"), cases=300, kind="fine-tuned")}
    found = verdict(kept(WON, accuracy=history))
    assert where(found, "tuned v1 was measured again since it was compared, 0.80: compare again") == {"missing"}
    assert where(found, "0.14 better") == set()


def test_a_training_that_saw_the_answers_and_lost_has_lost() -> None:
    assert verdict(kept({**LOST, "in_training": 12}, accuracy=LOST_HISTORY)).advised == "prompting"


def test_a_data_report_that_found_held_out_rows_casts_doubt_unless_the_comparison_looked_itself() -> None:
    data = {"rows": 612, "overlap": 3}
    told = "3 training rows are held out too, says the data report: compare with --train"
    doubted = verdict(kept(WON, evidence={"evaluation": WON, "dataset": data}))
    assert where(doubted, told) == {"missing"} and where(doubted, "0.14 better") == set()
    looked = verdict(kept(WON, evidence={"evaluation": {**WON, "in_training": 0}, "dataset": data}))
    assert where(looked, told) == set() and where(looked, TOLD) == {"because"}


def test_who_the_two_are_comes_from_the_record() -> None:
    plain = comparison(34, 6)

    def known(evaluation: dict[str, object], **values: Any) -> tuple[bool, str, str]:
        found = comparison_kept(Decision(evidence={"evaluation": evaluation}, **values))
        assert found is not None
        return found.known, found.base.name, found.candidate.name

    assert known(plain) == (False, "prompt.jsonl", "tuned.jsonl")
    assert known(plain, costs=TWO) == (True, "prompt", "tuned"), "the files have the options' names"
    other = {"base_file": "a.jsonl", "candidate_file": "b.jsonl"}
    assert known({**plain, **other}, accuracy=HISTORY) == (True, "prompt v3", "tuned v1"), "they have their figures"
    twin = {**HISTORY, "tuned v2": HISTORY["tuned v1"].model_copy(update={"kind": "prompt"})}
    assert known({**plain, **other}, accuracy=twin) == (False, "prompt v3", "b.jsonl"), "two kinds have its figures"
    assert known({**plain, "base_option": "prompt", "candidate_option": "gone"}, costs=TWO)[0], "by its file then"


def test_of_an_unknown_pair_only_a_note_is_made() -> None:
    for approach in ("prompting", "fine-tuning", "undecided"):
        found = verdict(kept(comparison(34, 6), accuracy={}, approach=approach))
        told = "tuned.jsonl is 0.14 better than prompt.jsonl, 0.08..0.20; which approaches they are is not recorded: "
        assert where(found, told) == {"notes"}
        assert where(found, "0.14") == {"notes"}


def test_two_prompts_and_strangers_to_what_is_argued_for_are_notes() -> None:
    prompts = {**HISTORY, "tuned v1": HISTORY["tuned v1"].model_copy(update={"kind": "prompt"})}
    assert where(verdict(kept(WON, accuracy=prompts)), f"{TOLD}; both are the same approach") == {"notes"}
    facts_ = {**TO_TRAINING, "gap": "facts", "paste_test": "yes", "corpus_fits": "no"}
    assert where(verdict(kept(WON, facts_)), TOLD) == {"notes"}


def test_a_comparison_is_the_accuracy_only_where_no_option_and_no_version_has_one() -> None:
    named = comparison(34, 6, base_option="prompt", candidate_option="tuned")
    decision = kept(named, accuracy={}, costs=TWO, approach="fine-tuning", metric=TARGET)
    assert own_values(decision, TODAY)["accuracy"] == D("0.87")
    assert own_values(decision.model_copy(update={"approach": "prompting"}), TODAY)["accuracy"] == D("0.73")
    found = facts(decision, TODAY, compare(decision.costs, TODAY))["accuracy_margin"]
    assert (found.value, found.place) == (D("-0.12"), f"from the comparison, {TODAY}")
    option = tuned(20).model_copy(update={"accuracy": D("0.9")})
    typed = decision.model_copy(update={"costs": Costs(option={"prompt": PROMPT, "tuned": option})})
    assert own_values(typed, TODAY)["accuracy"] == D("0.9")
    versions = decision.model_copy(update={"accuracy": {"v": Accuracy(value=D("0.8"))}})
    assert facts(versions, TODAY, compare(versions.costs, TODAY))["accuracy_margin"].value == D("-0.05")
    doubtful = kept({**named, "in_training": 3}, accuracy={}, costs=TWO, approach="fine-tuning", metric=TARGET)
    assert "accuracy" not in own_values(doubtful, TODAY)


def test_a_draft_follows_what_was_measured() -> None:
    before = made(TO_TRAINING, approach="fine-tuning", accuracy=LOST_HISTORY)
    before = before.model_copy(update={"accuracy": {"prompt v3": LOST_HISTORY["prompt v3"]}})
    after = before.model_copy(update={"accuracy": LOST_HISTORY})
    assert following(before, after, GUIDED, TODAY).approach == "prompting"


def test_a_trigger_to_a_training_that_lost_reopens() -> None:
    answers = {**TO_TRAINING, "examples": "no"}
    decision = kept(LOST, answers, accuracy=LOST_HISTORY)
    then = {p.when: p.then for p in propose(decision, GUIDED, compare(decision.costs, TODAY), TODAY)}
    assert then["labelled_examples >= 500"] == "reopen"


@given(st.integers(0, 60), st.integers(0, 60), st.sampled_from(sorted(KINDS)), st.sampled_from(sorted(KINDS)))
def test_it_stands_in_one_place_only_and_is_never_for_what_lost(
    gained: int, lost: int, base: Any, candidate: Any
) -> None:
    versions = {"a": Accuracy(value=D("0.1"), kind=base), "b": Accuracy(value=D("0.2"), kind=candidate)}
    evaluation = comparison(gained, lost, 400, base_file="a.jsonl", candidate_file="b.jsonl")
    for approach in ("prompting", "fine-tuning"):
        found = verdict(kept(evaluation, accuracy=versions, approach=approach))
        places = where(found, "a is ") | where(found, "b is ") | where(found, "tell b and a apart")
        assert len(places) <= 1
        kept_ = comparison_kept(kept(evaluation, accuracy=versions))
        assert kept_ is not None
        if places == {"because"}:
            assert kept_.better is not None and approach in kept_.better.approaches
        if places == {"against"}:
            assert kept_.worse is not None and approach in kept_.worse.approaches
        if base != candidate and kept_.better is not None:
            trained_won = kept_.better.approaches <= TRAINING
            assert places == ({"because"} if trained_won == (approach == "fine-tuning") else {"against"})


BY_LABEL = {"other_match": "label", "other_base_right": 170, "other_candidate_right": 180}
AS_LABELS = (
    "+0.05 judged as labels, not +0.14: right are of prompt v3 170 instead of 146 and tuned v1 180 instead of 174"
)


def test_a_difference_that_is_smaller_judged_another_way_is_said_beside_the_verdict() -> None:
    found = verdict(kept(comparison(34, 6, **NAMED, **BY_LABEL), metric=TARGET))
    assert found.advised == "fine-tuning" and TOLD in texts(found)["because"]
    assert where(found, AS_LABELS) == {"notes"}
    assert where(verdict(kept(WON, metric=TARGET)), "judged as") == set()


@pytest.mark.parametrize("right", [170, 171])
def test_a_side_that_is_ahead_only_as_it_was_judged_is_not_relied_on(right: int) -> None:
    turned = {"other_match": "label", "other_base_right": right, "other_candidate_right": 170}
    found = verdict(kept(comparison(34, 6, **NAMED, **turned), metric=TARGET))
    assert TOLD not in texts(found)["because"]
    assert where(found, "compare again with --match label") == {"missing"}
    assert where(found, "judged as labels") == {"missing"}


def test_a_comparison_of_no_case_is_none_and_another_way_that_changes_nothing_is_not_told() -> None:
    other = {"other_match": "label", "other_base_right": 146, "other_candidate_right": 174}
    for count in (0, 0.4, -3):
        assert comparison_kept(kept({**WON, **other, "n": count})) is None
        assert "judged as labels" not in str(verdict(kept({**WON, **other, "n": count})))
    same = comparison_kept(kept({**WON, **other}))
    assert same is not None and same.caveat == ""
