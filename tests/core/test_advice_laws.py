"""What must hold of any advice: rules about what fits what, vetoes, tipping points, and inputs that do not matter."""

from __future__ import annotations

import re
import tomllib
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.core.made import PROMPT, TODAY, D, comparison, tuned
from workbench.core.advice.advised import following
from workbench.core.advice.answer_reasons import speaks, unclear_evidence
from workbench.core.advice.proposals import Proposal, propose
from workbench.core.advice.verdict import Verdict, advise, answered, answered_as_advised
from workbench.core.costs.comparison import compare
from workbench.core.flows.flow_file import load_flow
from workbench.core.flows.flowchart import shipped_flow_text, walk
from workbench.core.inputs import APPROACHES, Costs, Option
from workbench.core.known.metrics import own_values
from workbench.core.record.decision import Accuracy, Answer, Constraints, Decision, Flow, Metric, Score
from workbench.core.triggers import Known, OnMetric, parse_trigger, state

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


@pytest.mark.parametrize("kept", [{"rows": 0}, {"rows": 900, "usable": 0}])
def test_a_data_report_of_no_examples_is_not_flipped_by_a_typed_count(kept: dict[str, object]) -> None:
    card = {"prompt_accuracy": D("0.7"), "requests_per_day": D(50_000), "exact_format": True}
    report = {"dataset": kept}
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


def test_limits_that_are_broken_come_first_and_stand_on_the_verdict_line() -> None:
    limits = Constraints(ship_by=TODAY + timedelta(1), budget=D(1000), latency_ms=D(300))
    slow = tuned(7260).model_copy(update={"latency_ms": D(500), "accuracy": D("0.79")})
    costs = Costs(requests_per_month=D(50_000), option={"prompt": PROMPT, "tuned": slow})
    score = Score(labelled_examples=D(900))
    target = {"accuracy": Metric(target=D("0.9"))}
    found = verdict(made(TO_TRAINING, constraints=limits, costs=costs, score=score, metric=target))
    assert found.headline == "Fine-tune", "they speak against, they do not decide"
    assert [reason.place for reason in found.against[:3]] == ["Record"] * 3
    assert (found.slots[0].text, found.slots[0].tone) == ("misses 3 limits", "warn")
    assert "tuned reaches only 0.79, 0.90 is needed" in {reason.text for reason in found.against}


def test_a_contradiction_stands_on_the_verdict_line() -> None:
    found = verdict(made(TO_TRAINING, score=Score(labelled_examples=D(40))))
    assert (found.slots[0].text, found.slots[0].tone) == ("1 contradiction", "warn")


def test_what_the_figures_assume_is_a_note_and_only_of_what_the_verdict_rests_on() -> None:
    trained = tuned(0).model_copy(update={"training_tokens": D(1000), "training_price": D(8)})
    costs = Costs(requests_per_month=D(50_000), option={"prompt": PROMPT, "tuned": trained})
    found = verdict(made(TO_TRAINING, costs=costs))
    assert [note.text for note in found.notes] == ["3 epochs assumed for tuned"]
    assert not any("epochs" in reason.text for reason in found.against)
    assert verdict(made({**TO_TRAINING, "stability": "yes"}, costs=costs)).notes == ()


def test_a_version_whose_name_speaks_of_training_is_asked_about() -> None:
    accuracy = {"tuned_v1": Accuracy(value=D("0.96")), "tuned prompt": Accuracy(value=D("0.8"))}
    missing = [reason.text for reason in verdict(made(TO_TRAINING, accuracy=accuracy)).missing]
    told = [text for text in missing if "counts as a version of the prompt" in text]
    assert told == ['tuned_v1 counts as a version of the prompt: write kind = "fine-tuned" if it was trained']


def test_options_that_nobody_filled_in_are_not_missed() -> None:
    facts_ = {**TO_TRAINING, "gap": "facts", "paste_test": "yes", "corpus_fits": "no"}
    usual = Costs(option={"prompt": Option(approach="prompting"), "tuned": Option(approach="fine-tuning")})
    assert verdict(made(facts_, costs=usual)).missing == verdict(made(facts_)).missing
    begun = Costs(option={**usual.option, "prompt": PROMPT})
    missing = [reason.text for reason in verdict(made(TO_TRAINING, costs=begun)).missing]
    assert any(text.startswith("tuned needs input tokens") for text in missing), "it is what is argued for"


def test_for_what_has_no_figure_the_last_answer_is_what_flips_it() -> None:
    weekly = {**TO_TRAINING, "gap": "facts", "paste_test": "yes", "corpus_fits": "yes", "facts_change": "yes"}
    found = verdict(made(weekly))
    assert found.flips == "changes if the facts are steady and need no sources"
    assert found.flips_short == "flips if no to Weekly, or cited?"
    dear = tuned(9060).model_copy(update={"hosting_per_hour": D(2)})
    costs = Costs(requests_per_month=D(12_000), option={"prompt": PROMPT, "own": dear})
    paid = verdict(made(FOR_COST, costs=costs))
    assert paid.advised == "prompting" and paid.turning is not None
    # 1,440 of hosting and 9,060 over 12 months at 0.0234 saved a request.
    assert (paid.flips, paid.turning.now) == ("flips at 93,804 a month", "now 12,000")


def test_one_headline_where_nobody_recorded_what_is_ruled_out() -> None:
    none = Score(labelled_examples=D(0))
    found = verdict(made(TO_TRAINING, score=none))
    assert (found.sign, found.headline, found.advice) == ("decided", "Prompting", "Prompting")
    assert found.overruled is not None and found.because[0] == found.overruled
    assert not any("enough labelled examples" in reason.text for reason in found.because)
    recorded = verdict(made(TO_TRAINING, score=none, approach="fine-tuning"))
    assert (recorded.sign, recorded.headline, recorded.advice) == ("vetoed", "Fine-tune", "Prompting")
    assert recorded.because == found.because, "what is argued for is what is advised"
    unusable = verdict(made(TO_TRAINING, evidence={"dataset": {"rows": 900, "usable": 0}}))
    assert unusable.overruled is not None and "0 usable of 900 labelled examples" in unusable.overruled.text
    for each in (found, recorded, unusable):
        assert each.flips == "flips at 500 examples", "what lifts the veto, and no volume"


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
CHEAP = PROMPT.model_copy(update={"approach": "other-model", "input_price": D(1), "output_price": D(2)})
options = st.sampled_from(
    [
        {},
        {"prompt": PROMPT, "tuned": tuned(20)},
        {"prompt": PROMPT, "tuned": tuned(9060, TODAY + timedelta(60))},
        {"prompt": PROMPT, "tuned": tuned(9060, TODAY + timedelta(95))},
        {"prompt": PROMPT, "tuned": tuned(9060, TODAY + timedelta(400))},
        {"prompt": PROMPT, "small": CHEAP, "own": tuned(9060).model_copy(update={"hosting_per_hour": D(2)})},
        {"prompt": PROMPT, "own": tuned(9060).model_copy(update={"output_price": D(600)})},
        {"prompt": PROMPT, "rag": PROMPT.model_copy(update={"approach": "rag", "accuracy": D("0.93")})},
        {"prompt": PROMPT.model_copy(update={"accuracy": D("0.95")}), "tuned": tuned(20)},
    ]
)
histories = st.sampled_from(
    [
        {},
        {"a": Accuracy(value=D("0.7")), "b": Accuracy(value=D("0.72"))},
        {"a": Accuracy(value=D("0.95"), cases=100)},
        {"a": Accuracy(value=D("0.8")), "tuned": Accuracy(value=D("0.96"), cases=200, kind="fine-tuned")},
        {"tuned": Accuracy(value=D("0.85"), cases=200, kind="fine-tuned")},
        {"a": Accuracy(value=D("0.8"), cases=200), "t": Accuracy(value=D("0.5"), cases=200, kind="fine-tuned")},
    ]
)
limits_ = st.sampled_from(
    [Constraints(), Constraints(ship_by=TODAY + timedelta(6), budget=D(1000)), Constraints(ship_by=TODAY)]
)
evaluations = st.sampled_from(
    [
        {},
        {"evaluation": comparison(34, 6)},
        {"evaluation": comparison(6, 34, base_file="a", candidate_file="tuned")},
        {"evaluation": comparison(34, 6, base_option="prompt", candidate_option="own")},
        {"evaluation": comparison(6, 34, in_training=3)},
        {"evaluation": {"verdict": "improved"}},
    ]
)
decisions = st.builds(
    lambda answers, approach, option, examples, accuracy, volume, limits, decided, evaluation: made(
        answers,
        evidence=evaluation,
        approach=approach,
        decided=decided,
        constraints=limits,
        score=Score(labelled_examples=examples),
        accuracy=accuracy,
        metric={"accuracy": Metric(target=D("0.9"))},
        costs=Costs(requests_per_month=volume, option=option),
    ),
    answers_strategy,
    st.sampled_from(APPROACHES),
    options,
    amounts,
    histories,
    st.one_of(st.none(), st.integers(0, 10**6).map(D)),
    limits_,
    st.sampled_from([None, TODAY, TODAY - timedelta(100)]),
    evaluations,
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
    found, before = verdict(changed), verdict(decision)
    assert found._replace(tips=(), reopens=(), turning=None) == before._replace(tips=(), reopens=(), turning=None)


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


def proposed(decision: Decision) -> list[Proposal]:
    return propose(decision, GUIDED, compare(decision.costs, TODAY), TODAY)


@settings(max_examples=200)
@given(decisions)
def test_no_proposed_trigger_fires_or_is_near_on_the_records_own_values(decision: Decision) -> None:
    values = own_values(decision, TODAY)
    for proposal in proposed(decision):
        known = Known(TODAY, values, decision.decided or TODAY)
        assert state(parse_trigger(proposal.when), known) not in {"fired", "near"}, proposal


@settings(max_examples=200)
@given(decisions)
def test_no_proposed_trigger_leads_where_it_is_or_to_what_is_ruled_out(decision: Decision) -> None:
    found = verdict(decision)
    ruled_out = frozenset().union(*(veto.rules_out for veto in found.vetoes))
    volumes = []
    for proposal in proposed(decision):
        assert proposal.then not in {decision.approach, found.approach, *ruled_out}
        condition = parse_trigger(proposal.when)
        if isinstance(condition, OnMetric) and condition.metric == "requests_per_month":
            volumes.append(condition.op[0])
    assert len(set(volumes)) == len(volumes), "one limit of the volume in each direction"


@settings(max_examples=300)
@given(decisions)
def test_what_is_said_to_flip_it_does_when_it_is_applied(decision: Decision) -> None:
    found = verdict(decision)
    if found.turning is None or not found.turning.changes:
        return
    then = verdict(found.turning.applied(decision))
    assert then.advised == found.turning.then != found.advised
    assert all(then.advised not in veto.rules_out for veto in then.vetoes)
    assert found.flips and found.flips_short


@settings(max_examples=200)
@given(decisions)
def test_every_answer_under_because_speaks_for_what_is_argued_for(decision: Decision) -> None:
    found = verdict(decision)
    argued = found.advised if found.sign == "vetoed" else found.approach
    path = walk(GUIDED, {id: answer.answer for id, answer in decision.flow.answer.items()})
    for step in path.steps:
        reason = step.choice.reason
        if any(re.fullmatch(re.escape(reason) + "(: .*)?", told.text) for told in found.because):
            assert speaks(step.choice, path, argued)
        if any(told.text.endswith(reason) for told in found.against):
            assert argued not in step.choice.speaks_for


@settings(max_examples=200)
@given(decisions)
def test_what_is_counted_is_what_is_listed_and_no_note_is(decision: Decision) -> None:
    found = verdict(decision)
    counted = [slot.text for slot in found.slots if slot.text.endswith(" against")]
    assert counted in ([], [f"{len(found.because)} for, {len(found.against)} against"])
    assert not {note.text for note in found.notes} & {told.text for told in (*found.because, *found.against)}


@settings(max_examples=200)
@given(decisions, answers_strategy, amounts)
def test_a_draft_that_nobody_decided_otherwise_follows_the_advice_whatever_is_edited(
    decision: Decision, more: dict[str, str], examples: Decimal | None
) -> None:
    before = decision.model_copy(update={"approach": verdict(decision).advised})
    for id, answer in more.items():
        after = following(before, answered(before, GUIDED, id, Answer(answer=answer)), GUIDED, TODAY)
        assert after.approach == verdict(after).advised
        before = after
    scored = before.model_copy(update={"score": Score(labelled_examples=examples)})
    after = following(before, scored, GUIDED, TODAY)
    found = verdict(after)
    assert after.approach == found.advised == found.approach and found.sign != "vetoed"
    other = next(approach for approach in APPROACHES if approach not in {after.approach, "undecided"})
    chosen = after.model_copy(update={"approach": other})
    assert following(after, chosen, GUIDED, TODAY) == chosen, "what somebody picks stays"
    again = chosen.model_copy(update={"score": Score(labelled_examples=D(0))})
    if verdict(chosen).advised != other:
        assert following(chosen, again, GUIDED, TODAY).approach == other
    for status in ("proposed", "accepted"):
        standing = again.model_copy(update={"status": status, "approach": verdict(again).advised})
        for id, answer in more.items():
            after = following(standing, answered(standing, GUIDED, id, Answer(answer=answer)), GUIDED, TODAY)
            assert after.approach == verdict(after).advised, "an answer leads past no veto"
    accepted = before.model_copy(update={"status": "accepted"})
    changed = accepted.model_copy(update={"score": Score(labelled_examples=D(0))})
    assert following(accepted, changed, GUIDED, TODAY) == changed


def test_an_answer_that_points_to_training_in_a_proposed_record_does_not_lead_past_a_veto() -> None:
    vetoed = made(
        {**TO_TRAINING, "stability": "yes"},
        status="proposed",
        approach="prompting",
        score=Score(labelled_examples=D(0)),
    )
    after = answered_as_advised(vetoed, GUIDED, "stability", Answer(answer="no"), TODAY)
    end = walk(GUIDED, {id: one.answer for id, one in after.flow.answer.items()}).outcome
    assert end is not None and end.approach == "fine-tuning"
    assert after.approach == verdict(after).advised == "prompting"
    kept = vetoed.model_copy(update={"score": Score(labelled_examples=D(5000))})
    assert following(vetoed, kept, GUIDED, TODAY) == kept, "other figures leave what was proposed"
    renamed = vetoed.model_copy(update={"flow": vetoed.flow.model_copy(update={"name": "classic"})})
    assert following(vetoed, renamed, GUIDED, TODAY) == renamed


MEASURED = {"prompt v1": Accuracy(value=D("0.70"), cases=100)}


def test_a_prompt_that_was_measured_says_so_to_who_has_not_answered_or_does_not_know() -> None:
    told = "answer: Careful prompt measured? prompt v1 reached 0.70 on 100 cases, which says yes"
    told += ", if it was written with care"
    for answers in ({}, {"tried": "unknown"}):
        found = verdict(made(answers, accuracy=MEASURED))
        assert found.missing[0].text == told and found.advised == "undecided"
        assert not any("nobody knows how good" in reason.text for reason in found.because)
    assert any("nobody knows how good" in reason.text for reason in verdict(made({"tried": "unknown"})).because)


def test_that_a_prompt_was_measured_does_not_contradict_that_none_was_written_with_care() -> None:
    found = verdict(made({"tried": "no"}, accuracy=MEASURED))
    assert found.advised == "prompting" and not any("Careful prompt" in reason.text for reason in found.against)
    assert "a careful prompt has been measured: 0.70 on 100 cases" in {
        reason.text for reason in verdict(made(TO_TRAINING, accuracy=MEASURED)).because
    }


@pytest.mark.parametrize(
    ("accuracy", "evidence", "told"),
    [
        ({"v1": Accuracy(value=D("0.7"))}, {}, "v1 reached 0.70, on how many cases is not recorded"),
        (
            {},
            {"evaluation": comparison(34, 6)},
            "prompt.jsonl and tuned.jsonl were compared; which one is the prompt is not recorded",
        ),
        ({}, {}, ""),
    ],
)
def test_what_was_measured_and_does_not_tell_yet_is_said_beside_the_question(
    accuracy: dict[str, Accuracy], evidence: dict[str, Any], told: str
) -> None:
    assert unclear_evidence(GUIDED.questions["tried"], made({}, accuracy=accuracy, evidence=evidence)) == told
