"""What must hold of any advice: rules about what fits what, vetoes, tipping points, and inputs that do not matter."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.core.made import PROMPT, TODAY, D, tuned
from workbench.core.advice import Verdict, advise, answered
from workbench.core.costs import compare
from workbench.core.decision import Accuracy, Answer, Constraints, Decision, Flow, Metric, Score
from workbench.core.flow import shipped_flow_text, walk
from workbench.core.flow_file import load_flow
from workbench.core.inputs import APPROACHES, Costs

GUIDED = load_flow(tomllib.loads(shipped_flow_text("guided")))
METHOD = load_flow(tomllib.loads(shipped_flow_text("method")))
TO_TRAINING = {
    "tried": "yes", "good_enough": "no", "gap": "behaviour", "plateau": "yes", "examples": "yes", "stability": "no",
    "trainable": "yes",
}  # fmt: skip
FOR_COST = {
    "tried": "yes", "good_enough": "yes", "cost_hurts": "yes", "cached": "yes", "smaller": "yes",
    "cost_examples": "yes", "volume": "yes", "stability": "no", "trainable": "yes",
}  # fmt: skip


def made(answers: dict[str, str], **values: Any) -> Decision:
    given_ = {id: Answer(answer=answer) for id, answer in answers.items()}
    return Decision(**{"flow": Flow(name="guided", answer=given_), **values})


def verdict(decision: Decision) -> Verdict:
    return advise(decision, GUIDED, compare(decision.costs, TODAY), TODAY)


def advised(answers: dict[str, str], **values: Any) -> str:
    return verdict(made(answers, **values)).advised


RULES = [
    ("start with prompting", {"tried": "no"}, "prompting"),
    ("what is good and cheap enough stays", {"tried": "yes", "good_enough": "yes", "cost_hurts": "no"}, "prompting"),
    ("caching before anything dearer", {**FOR_COST, "cached": "no"}, "caching"),
    ("a cheaper model before training for money", {**FOR_COST, "smaller": "no"}, "other-model"),
    ("few requests never earn training back", {**FOR_COST, "volume": "no"}, "prompting"),
    ("training for money where all else is done", FOR_COST, "fine-tuning"),
    ("fine-tune only when a limit has been measured", {**TO_TRAINING, "plateau": "no"}, "prompting"),
    ("no training on a handful", {**TO_TRAINING, "examples": "no"}, "prompting"),
    ("no training of what changes too often", {**TO_TRAINING, "stability": "yes"}, "prompting"),
    ("no training of a model that goes", {**TO_TRAINING, "trainable": "no"}, "undecided"),
    ("training for behaviour", TO_TRAINING, "fine-tuning"),
    (
        "RAG for facts that change or must be cited",
        {**TO_TRAINING, "gap": "facts", "paste_test": "yes", "corpus_fits": "yes", "facts_change": "yes"},
        "rag",
    ),
    (
        "RAG for facts that do not fit",
        {**TO_TRAINING, "gap": "facts", "paste_test": "yes", "corpus_fits": "no"},
        "rag",
    ),
    (
        "a small steady corpus goes into the prompt",
        {**TO_TRAINING, "gap": "facts", "paste_test": "yes", "corpus_fits": "yes", "facts_change": "no"},
        "corpus-in-prompt",
    ),
    ("RAG does not help who fails with the page", {**TO_TRAINING, "gap": "facts", "paste_test": "no"}, "other-model"),
    ("reasoning is not trained in", {**TO_TRAINING, "gap": "reasoning"}, "other-model"),
    ("facts and behaviour, with examples", {**TO_TRAINING, "gap": "both", "both_examples": "yes"}, "rag+fine-tuning"),
    ("facts and behaviour, without", {**TO_TRAINING, "gap": "both", "both_examples": "no"}, "rag"),
    ("not knowing what fails decides nothing", {**TO_TRAINING, "gap": "unknown"}, "undecided"),
]


@pytest.mark.parametrize(("rule", "answers", "approach"), RULES, ids=[rule for rule, _, _ in RULES])
def test_the_rules_of_what_fits_what(rule: str, answers: dict[str, str], approach: str) -> None:
    assert advised(answers) == approach, rule


@pytest.mark.parametrize("question", list(TO_TRAINING))
def test_not_knowing_is_not_enough_evidence(question: str) -> None:
    found = verdict(made({**TO_TRAINING, question: "unknown"}))
    assert (found.advised, found.sign) == ("undecided", "undecided")
    assert found.missing, "it says what to measure"


def test_no_data_overrules_every_answer() -> None:
    none = Score(labelled_examples=D(0))
    assert advised(TO_TRAINING, score=none) == "prompting"
    assert advised({**TO_TRAINING, "gap": "both", "both_examples": "yes"}, score=none) == "rag"
    assert advised(TO_TRAINING, score=Score(labelled_examples=D(1))) == "fine-tuning"


def test_a_model_that_goes_overrules_every_answer() -> None:
    goes = Costs(option={"p": PROMPT, "t": tuned(1, TODAY + timedelta(60))})
    found = verdict(made(TO_TRAINING, costs=goes))
    assert (found.advised, found.advice) == ("undecided", "Training is ruled out")


def test_where_only_money_was_sought_what_never_pays_is_not_advised() -> None:
    dear = tuned(9060).model_copy(update={"output_price": D(600)})
    costs = Costs(requests_per_month=D(20_000), option={"prompt": PROMPT, "own": dear})
    assert advised(FOR_COST, costs=costs) == "prompting"
    assert advised(TO_TRAINING, costs=costs) == "fine-tuning", "where accuracy was sought it may cost more"
    unpriced = costs.model_copy(
        update={"option": {"prompt": PROMPT, "own": dear.model_copy(update={"input_price": None})}}
    )
    assert advised(FOR_COST, costs=unpriced) == "fine-tuning", "what is not priced is not known to never pay"


def test_a_data_report_of_no_rows_is_not_flipped_by_a_typed_count() -> None:
    card = {"prompt_accuracy": D("0.7"), "requests_per_day": D(50_000), "exact_format": True}
    report = {"dataset": {"rows": 0}}
    for typed in (D(0), D(50), D(5000)):
        reported = verdict(made(TO_TRAINING, score=Score(labelled_examples=typed, **card), evidence=report)).card
        assert (reported.recommendation, reported.flip) == ("prompting", None)
    typed_only = verdict(made(TO_TRAINING, score=Score(labelled_examples=D(0), **card))).card
    assert typed_only.flip is not None and typed_only.flip.recommendation == "fine-tuning"


def test_a_recorded_approach_under_a_veto_is_shown_as_vetoed() -> None:
    found = verdict(made({"tried": "yes", "good_enough": "no", "gap": "facts"}, approach="fine-tuning"))
    assert found.sign == "vetoed"
    assert any(slot.tone == "bad" and "gap is facts" in slot.text for slot in found.slots)


def test_a_deadline_speaks_for_the_prompt_and_against_training() -> None:
    soon = Constraints(ship_by=TODAY + timedelta(14))
    few = Score(labelled_examples=D(40))
    prompting = verdict(made({**TO_TRAINING, "examples": "no"}, constraints=soon, score=few))
    assert any("training is too slow" in reason.text for reason in prompting.because)
    training = verdict(made(TO_TRAINING, constraints=soon, score=few))
    assert any("to be live by" in reason.text for reason in training.against)


def test_every_reason_names_its_place_and_no_sentence_ends_in_a_full_stop() -> None:
    score = Score(prompt_accuracy=D("0.78"), labelled_examples=D(612), requests_per_day=D(3333), exact_format=True)
    costs = Costs(requests_per_month=D(100_000), option={"prompt": PROMPT, "tuned": tuned(20)})
    found = verdict(made(TO_TRAINING, score=score, costs=costs, metric={"accuracy": Metric(target=D("0.9"))}))
    places = {reason.place for reason in (*found.because, *found.against, *found.missing)}
    assert places <= {"Questions", "Costs", "Evidence", "Scorecard", "Record"} and len(places) > 2
    assert not any(r.text.endswith(".") for r in (*found.because, *found.against, *found.missing))


answers_strategy = st.fixed_dictionaries(
    {}, optional={id: st.sampled_from([*question.choices]) for id, question in GUIDED.questions.items()}
)
amounts = st.one_of(st.none(), st.integers(0, 2000).map(D))
options = st.sampled_from(
    [
        {},
        {"prompt": PROMPT, "tuned": tuned(20)},
        {"prompt": PROMPT, "tuned": tuned(9060, TODAY + timedelta(60))},
        {"prompt": PROMPT, "tuned": tuned(9060, TODAY + timedelta(400))},
        {"prompt": PROMPT, "own": tuned(9060).model_copy(update={"output_price": D(600)})},
    ]
)
decisions = st.builds(
    lambda answers, approach, option, examples, accuracy, volume: made(
        answers,
        approach=approach,
        score=Score(labelled_examples=examples),
        accuracy=accuracy,
        metric={"accuracy": Metric(target=D("0.9"))},
        costs=Costs(requests_per_month=volume, option=option),
    ),
    answers_strategy,
    st.sampled_from(APPROACHES),
    options,
    amounts,
    st.sampled_from(
        [{}, {"a": Accuracy(value=D("0.7")), "b": Accuracy(value=D("0.72"))}, {"a": Accuracy(value=D("0.95"))}]
    ),
    st.one_of(st.none(), st.integers(0, 10**6).map(D)),
)


@settings(max_examples=150)
@given(decisions)
def test_the_same_record_has_the_same_verdict_and_a_veto_always_wins(decision: Decision) -> None:
    found = verdict(decision)
    assert verdict(decision.model_copy(deep=True)) == found
    assert all(found.advised not in veto.rules_out for veto in found.vetoes)
    ruled_out = any(found.approach in veto.rules_out for veto in found.vetoes)
    assert (found.sign == "vetoed") == ruled_out
    assert (found.card.recommendation == "prompting") or not any("fine-tuning" in v.rules_out for v in found.vetoes)


@settings(max_examples=150)
@given(decisions)
def test_giving_the_answer_that_is_named_changes_the_advice_as_it_says(decision: Decision) -> None:
    found = verdict(decision)
    for tip in found.tips:
        changed = {**decision.flow.answer, tip.question: Answer(answer=tip.answer)}
        then = verdict(decision.model_copy(update={"flow": Flow(name="guided", answer=changed)}))
        assert then.advised == tip.then != found.advised


@settings(max_examples=100)
@given(decisions, answers_strategy)
def test_answers_off_the_path_change_no_advice(decision: Decision, extra: dict[str, str]) -> None:
    path = walk(GUIDED, {id: answer.answer for id, answer in decision.flow.answer.items()})
    used = {step.question.id for step in path.steps} | ({path.question.id} if path.question else set())
    more = {id: Answer(answer=answer) for id, answer in extra.items() if id not in used}
    assume(more)
    changed = decision.model_copy(update={"flow": Flow(name="guided", answer={**decision.flow.answer, **more})})
    assert replace(verdict(changed), tips=()) == replace(verdict(decision), tips=())


@given(decisions, st.text(max_size=20))
def test_what_nobody_asks_about_changes_nothing(decision: Decision, text: str) -> None:
    changed = decision.model_copy(update={"title": text, "rationale": text, "tags": (text,), "authors": (text,)})
    assert verdict(changed) == verdict(decision)


def test_the_method_is_asked_besides_and_follows_as_long_as_nobody_chose_one() -> None:
    decision = made(TO_TRAINING, approach="fine-tuning")
    for question, answer in (("own_weights", "yes"), ("example_kind", "pairs"), ("breadth", "one"), ("memory", "2.5")):
        decision = answered(decision, METHOD, question, Answer(answer=answer))
    assert (decision.flow.name, decision.approach, decision.method) == ("guided", "fine-tuning", "qlora")
    assert verdict(decision).headline == "Fine-tune with QLoRA"
    other = answered(decision, METHOD, "memory", Answer(answer="16"))
    assert other.method == "lora"
    chosen = answered(decision.model_copy(update={"method": "full"}), METHOD, "memory", Answer(answer="16"))
    assert chosen.method == "full"
    assert answered(decision, METHOD, "memory", None).method is None
