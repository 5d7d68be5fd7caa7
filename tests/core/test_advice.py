"""The verdict: what answers and costs say together, what would change it, and what is still missing."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.made import PROMPT, TODAY, D
from tests.core.made import tuned as fine_tuned
from workbench.core.advice.case import Reason
from workbench.core.advice.verdict import Verdict, advise, answered
from workbench.core.advice.verdict_line import Slot
from workbench.core.costs.comparison import compare
from workbench.core.costs.words import duration, pays_when
from workbench.core.flows.flow_file import load_flow
from workbench.core.flows.flowchart import shipped_flow_text, walk
from workbench.core.inputs import APPROACHES, Costs, Option
from workbench.core.record.decision import Answer, Decision, Flow, Score, with_value

CLASSIC = load_flow(tomllib.loads(shipped_flow_text("classic")))
QUESTIONS = ("examples", "consistency", "volume", "accuracy")
TUNED = fine_tuned(20)


def costs(requests: int | None = 100_000, /, **options: Option) -> Costs:
    return Costs(
        requests_per_month=None if requests is None else D(requests),
        option=options or {"prompt": PROMPT, "tuned": TUNED},
    )


def made(answers: str = "", **values: object) -> Decision:
    """A decision with answers ``yes no ...`` to the classic questions, in their order."""
    given = {id: Answer(answer=answer) for id, answer in zip(QUESTIONS, answers.split(), strict=False)}
    return Decision(**{"flow": Flow(answer=given), "costs": costs(), **values})  # type: ignore[arg-type]


def verdict(decision: Decision, today: date = TODAY) -> Verdict:
    return advise(decision, CLASSIC, compare(decision.costs), today)


def told(found: Verdict) -> list[str]:
    """Every text of a verdict."""
    texts = [found.headline, found.flips, found.flips_short, *(slot.text for slot in found.slots)]
    return [*texts, *said(found.because), *said(found.against), *said(found.missing)]


def said(reasons: Iterable[Reason]) -> tuple[str, ...]:
    return tuple(reason.text for reason in reasons)


def money_slots(found: Verdict) -> list[Slot]:
    """The slots before what counts reasons."""
    return [slot for slot in found.slots if not re.search(r"^\d+ for, \d+ against$|^\d+ from evidence$", slot.text)]


def tuned(**changes: object) -> Option:
    return TUNED.model_copy(update=changes)


ENDS = {
    "no": ("prompting", "Prompting"),
    "yes no": ("prompting", "Prompting"),
    "yes yes no": ("prompting", "Prompting first"),
    "yes yes yes no": ("prompting", "Prompting may be enough"),
    "yes yes yes yes": ("fine-tuning", "Fine-tune"),
}


@pytest.mark.parametrize(("answers", "end"), ENDS.items())
def test_the_answers_decide(answers: str, end: tuple[str, str]) -> None:
    found = verdict(made(answers))
    assert (found.decided, found.approach, found.headline) == (True, *end)
    asked = list(zip(QUESTIONS, answers.split(), strict=False))
    # The costs have 100,000 requests a month: “no” to that question is contradicted, and no reason.
    asked = [each for each in asked if each != ("volume", "no")]
    choices = [CLASSIC.questions[question].choices[answer] for question, answer in asked]
    mine = [choice.reason for choice in choices if end[0] in choice.speaks_for]
    others = [f"for training: {choice.reason}" for choice in choices if end[0] not in choice.speaks_for]

    def told(reasons: tuple[Reason, ...], wanted: list[str]) -> list[str]:
        texts = [re.sub(r": [\d,]+( a month)?$", "", text) for text in said(reasons)]
        return [text for text in texts if text in wanted]

    assert told(found.because, mine) == mine[::-1], "what decided it last comes first"
    assert told(found.against, others) == others[::-1], "what speaks for something else is against it"


@pytest.mark.parametrize(
    ("answers", "slots", "flips", "missing"),
    [
        ("", ["0 of 4 answered", "fine-tuning open"], "if no: Prompting", "answer: 500+ labelled examples?"),
        ("yes", ["1 of 4 answered", "fine-tuning open"], "if no: Prompting", "answer: Consistency critical?"),
        ("yes yes", ["2 of 4 answered", "fine-tuning open"], "if no: Prompting first", "answer: 10,000+ a month?"),
        ("yes yes yes", ["3 of 4 answered", "fine-tuning open"], "if yes: Fine-tune", "answer: Above 90 % needed?"),
    ],
)
def test_undecided_while_a_question_is_open(answers: str, slots: list[str], flips: str, missing: str) -> None:
    found = verdict(made(answers))
    assert (found.decided, found.approach, found.headline) == (False, "undecided", "Undecided")
    assert [slot.text for slot in found.slots][:2] == slots
    assert (found.slots[2].text, found.slots[2].tone) == ("pays after 855 requests, 6 hours", "good")
    assert found.flips == found.flips_short == flips
    assert said(found.missing)[0].startswith(missing)


def test_what_would_have_to_be_answered_is_said_without_costs_too() -> None:
    found = verdict(made("yes", costs=Costs()))
    assert found.slots == (Slot("1 of 4 answered"), Slot("fine-tuning open"))
    assert said(found.missing) == (
        "answer: Consistency critical?",
        "no figure bears out “500+ labelled examples?”: count the labelled examples",
    )


def test_an_outcome_without_an_approach_stays_undecided() -> None:
    data = tomllib.loads(shipped_flow_text("classic"))
    data["outcome"]["collect"]["approach"] = "undecided"
    decision = made("no")
    found = advise(decision, load_flow(data), compare(decision.costs), TODAY)
    assert (found.decided, found.approach) == (False, "undecided")
    assert found.slots == (Slot("not enough evidence yet", "warn"),)


def test_costs_that_are_missing_are_named() -> None:
    found = verdict(made("no", costs=costs(None, prompt=PROMPT, tuned=tuned(input_price=None))))
    assert said(found.missing)[:2] == ("prompt needs requests a month", "tuned needs input price")
    assert money_slots(found) == [Slot("costs not known", "muted")]


@pytest.mark.parametrize(
    ("approach", "case", "slots"),
    [
        ("prompting", costs(), [Slot("$2,700 a month")]),
        (
            "fine-tuning",
            costs(),
            [Slot("pays after 855 requests, 6 hours", "good"), Slot("saves $28,060 in 12 months")],
        ),
        (
            "fine-tuning",
            costs(prompt=PROMPT, tuned=tuned(other_upfront=None)),
            [Slot("cheaper, no training counted", "warn"), Slot("saves $28,080 in 12 months")],
        ),
        (
            "fine-tuning",
            costs(prompt=PROMPT, tuned=tuned(other_upfront=D(28_080) + 2340)),
            [
                Slot("pays after 1,300,000 requests, 13 months, after the horizon", "warn"),
                Slot("costs $2,340 more in 12 months"),
            ],
        ),
        (
            "fine-tuning",
            costs(prompt=PROMPT, tuned=tuned(output_price=D(200))),
            [
                Slot("never pays: each request costs $0.0142 more than with prompt", "bad"),
                Slot("costs $17,060 more in 12 months"),
            ],
        ),
        ("fine-tuning", costs(prompt=PROMPT, tuned=tuned(input_price=None)), [Slot("costs not known", "muted")]),
        ("rag", costs(), [Slot("costs not known", "muted")]),
        ("prompting", Costs(), [Slot("costs not known", "muted")]),
    ],
)
def test_the_money_on_the_verdict_line(approach: str, case: Costs, slots: list[Slot]) -> None:
    assert [slot._replace(short="") for slot in money_slots(verdict(made(approach=approach, costs=case)))] == slots


def test_the_reasons_name_the_option_that_pays_or_does_not() -> None:
    assert said(verdict(made("yes yes yes yes")).because)[0] == "tuned pays after 855 requests, 6 hours"
    free = verdict(made("yes yes yes yes", costs=costs(prompt=PROMPT, tuned=tuned(other_upfront=None))))
    assert said(free.because)[0] == "tuned is cheaper, no training counted"
    dear = verdict(made("yes yes yes yes", costs=costs(prompt=PROMPT, tuned=tuned(output_price=D(200)))))
    assert len(dear.because) == 4
    assert said(dear.against) == (
        "tuned: each request costs $0.0142 more than with prompt",
        "prompt costs $2,700 a month",
    )


def test_a_cheaper_option_speaks_against_with_its_accuracy() -> None:
    case = costs(prompt=PROMPT, tuned=tuned(accuracy=D("0.92")))
    assert verdict(made("no", costs=case)).against == (Reason("tuned costs $360 a month, accuracy 0.92", "Costs"),)


def test_an_answer_that_contradicts_the_evidence_is_said() -> None:
    few = verdict(made("yes yes yes yes", score=Score(labelled_examples=D(499))))
    assert few.against == (Reason("500+ labelled examples? yes, but 499 labelled examples", "Scorecard"),)
    many = verdict(made("no", score=Score(labelled_examples=D(500)), costs=Costs()))
    assert many.against == (Reason("500+ labelled examples? no, but 500 labelled examples", "Scorecard"),)
    enough = verdict(made("yes yes yes yes", score=Score(labelled_examples=D(500))))
    assert enough.against == ()
    assert "10,000+ a month? no, but 100,000 requests a month" in said(verdict(made("yes yes no")).against)


def test_a_recorded_approach_stands_and_the_answers_speak_against_it() -> None:
    found = verdict(made("no", approach="rag", costs=Costs()))
    assert (found.decided, found.approach, found.headline) == (True, "rag", "RAG")
    assert found.against == (Reason("the answers lead to: Prompting", "Questions"),)
    assert (found.advised, found.slots[0]) == ("prompting", Slot("advice: Prompting", "warn"))
    assert verdict(made("no", approach="prompting", costs=Costs())).against == ()


@pytest.mark.parametrize(
    ("approach", "method", "headline"),
    [
        ("fine-tuning", "lora", "Fine-tune with LoRA"),
        ("fine-tuning", "QLoRA", "Fine-tune with QLoRA"),
        ("fine-tuning", "hosted", "Fine-tune with hosted"),
        ("fine-tuning", None, "Fine-tune"),
        ("rag", "lora", "RAG"),
        ("caching", None, "Prompt caching"),
        ("other-model", None, "Another model"),
        ("corpus-in-prompt", None, "Corpus in the prompt"),
        ("rag+fine-tuning", None, "RAG + fine-tuning"),
        ("prompting", None, "Prompting"),
        ("undecided", None, "Undecided"),
    ],
)
def test_headlines(approach: str, method: str | None, headline: str) -> None:
    assert verdict(made(approach=approach, method=method)).headline == headline


@pytest.mark.parametrize(
    ("answers", "values", "flips", "short"),
    [
        ("no", {}, "reopens at 500 examples", "reopens >= 500"),
        ("yes yes no", {}, "reopens if the volume can earn training back", "reopens if yes to 10,000+ a month?"),
        ("yes yes no", {"costs": Costs()}, "reopens at 10,000 a month", "reopens >= 10,000"),
        ("yes yes yes yes", {}, "flips under 10,000 a month", "flips < 10,000"),
        ("yes yes yes no", {}, "changes if more than 90 % must be right", "flips if yes to Above 90 % needed?"),
        (
            "yes no",
            {"costs": Costs()},
            "reopens if answers must be consistent",
            "reopens if yes to Consistency critical?",
        ),
        ("", {"approach": "fine-tuning"}, "pays from 72 a month", "pays >= 72"),
        ("", {"approach": "prompting"}, "tuned pays from 72 a month", "pays >= 72"),
        ("", {"approach": "rag"}, "", ""),
    ],
)
def test_what_would_change_it(answers: str, values: dict[str, Any], flips: str, short: str) -> None:
    found = verdict(made(answers, **values))
    assert (found.flips, found.flips_short) == (flips, short)


@pytest.mark.parametrize(
    ("months", "text"),
    [
        ("0.001", "under an hour"),
        ("0.0013", "under an hour"),
        ("0.0014", "1 hour"),
        ("0.0085", "6 hours"),
        ("0.066", "48 hours"),
        ("0.0667", "2 days"),
        ("0.5", "15 days"),
        ("1", "30 days"),
        ("1.99", "60 days"),
        ("2", "2 months"),
        ("3.87", "3.9 months"),
        ("19", "19 months"),
    ],
)
def test_a_length_of_time_in_its_natural_unit(months: str, text: str) -> None:
    assert duration(D(months)) == text


@pytest.mark.parametrize(
    ("option", "text"),
    [
        (tuned(), "after 855 requests, 6 hours"),
        (tuned(other_upfront=D("0.02")), "after 1 request, under an hour"),
        (tuned(other_upfront=D(0)), "cheaper from the start"),
        (tuned(other_monthly=D(100)), "after 6 hours"),
        (tuned(output_price=D(200)), "later"),
    ],
)
def test_when_it_pays(option: Option, text: str) -> None:
    figures = compare(costs(prompt=PROMPT, tuned=option)).named("tuned")
    assert figures is not None
    assert pays_when(figures) == text


def test_answers_carry_the_approach_along() -> None:
    decision = made("")
    for id, expected in zip(QUESTIONS, ["undecided", "undecided", "undecided", "fine-tuning"], strict=True):
        decision = answered(decision, CLASSIC, id, Answer(answer="yes"))
        assert decision.approach == expected
    assert answered(decision, CLASSIC, "volume", Answer(answer="no")).approach == "prompting"
    assert answered(decision, CLASSIC, "volume", None).approach == "undecided"
    assert list(answered(decision, CLASSIC, "volume", None).flow.answer) == ["examples", "consistency", "accuracy"]
    assert answered(decision, CLASSIC, "nothing", None) == decision


def test_an_approach_that_somebody_chose_stays() -> None:
    chosen = made("yes yes yes", approach="rag")
    assert answered(chosen, CLASSIC, "accuracy", Answer(answer="yes")).approach == "rag"
    otherwise = made("no", approach="rag")
    assert answered(otherwise, CLASSIC, "examples", Answer(answer="yes")).approach == "rag"


def test_an_answer_names_its_flowchart_and_leaves_the_other_answers() -> None:
    before = made("yes no", flow=Flow(name="own", answer={"other": Answer(answer="x", note="kept")}))
    after = answered(before, CLASSIC, "examples", Answer(answer="no", note="12"))
    assert after.flow.name == "classic"
    assert after.flow.answer == {"other": Answer(answer="x", note="kept"), "examples": Answer(answer="no", note="12")}
    assert before.flow.name == "own"


money = st.one_of(st.none(), st.integers(0, 10**6).map(D))
random_options = st.builds(
    Option,
    approach=st.sampled_from(APPROACHES),
    input_tokens=money,
    output_tokens=money,
    input_price=money,
    output_price=money,
    other_upfront=money,
    other_monthly=money,
    retrain_every_months=st.one_of(st.none(), st.integers(0, 24).map(D)),
    retrain_cost=money,
    accuracy=st.one_of(st.none(), st.integers(0, 100).map(lambda share: D(share) / 100)),
    available_until=st.one_of(st.none(), st.just(TODAY + timedelta(30))),
)
random_costs = st.builds(
    Costs,
    requests_per_month=money,
    growth_per_month=st.sampled_from([D(0), D("0.05"), D("-0.5")]),
    discount_rate=st.sampled_from([D(0), D("0.1")]),
    horizon_months=st.integers(1, 24).map(D),
    option=st.dictionaries(st.sampled_from(["prompt", "tuned", "cached"]), random_options, max_size=3),
)
random_answers = st.dictionaries(
    st.sampled_from(QUESTIONS), st.sampled_from(["yes", "no", "?"]).map(lambda id: Answer(answer=id))
)
random_decisions = st.builds(
    Decision,
    approach=st.sampled_from(APPROACHES),
    method=st.sampled_from([None, "lora"]),
    flow=st.builds(Flow, answer=random_answers),
    score=st.builds(Score, labelled_examples=money, requests_per_day=money),
    costs=random_costs,
)


@given(random_decisions)
def test_any_record_has_a_verdict_the_same_every_time_and_without_a_confidence(decision: Decision) -> None:
    found = verdict(decision)
    assert verdict(decision) == found
    assert verdict(decision.model_copy(deep=True)) == found
    assert found.slots and found.headline
    assert not found.decided or found.approach in APPROACHES
    assert found.decided == (found.approach != "undecided")
    questions = CLASSIC.questions.values()
    asked = [question.short for question in questions]
    asked += [choice.reason for question in questions for choice in question.choices.values()]
    for text in told(found):
        assert "%" not in re.sub("|".join(map(re.escape, asked)), "", text)
        assert not re.search(r"confiden|probab|certain|likel", text, re.I)
    assert set(Verdict._fields).isdisjoint({"confidence", "probability", "score"})


def as_far_as_answered(found: Verdict) -> Verdict:
    """A verdict without what other answers would lead to."""
    return found._replace(tips=(), reopens=(), turning=None)


@given(random_decisions, st.dictionaries(st.sampled_from(["colour", *QUESTIONS]), st.sampled_from(["yes", "no"])))
def test_what_is_not_on_the_path_changes_nothing(decision: Decision, extra: dict[str, str]) -> None:
    found = as_far_as_answered(verdict(decision))
    path = walk(CLASSIC, {id: answer.answer for id, answer in decision.flow.answer.items()})
    on_path = {step.question.id for step in path.steps} | ({path.question.id} if path.question else set())
    more = {id: Answer(answer=answer) for id, answer in extra.items() if id not in on_path}
    # What another answer would lead to hangs on answers that wait for it, the verdict does not.
    changed = verdict(with_value(decision, ("flow", "answer"), {**decision.flow.answer, **more}))
    assert as_far_as_answered(changed) == found


@given(
    random_decisions,
    st.sampled_from(
        [
            ("title", "Other"),
            ("status", "accepted"),
            ("tags", ("a", "b")),
            ("authors", ("zoe",)),
            ("rationale", "because"),
            ("review_by", TODAY),
            ("decided", TODAY),
            ("id", "20261123-x-0000"),
            ("supersedes", ("20250101-y-0000",)),
        ]
    ),
)
def test_what_is_not_used_changes_nothing(decision: Decision, change: tuple[str, object]) -> None:
    assert verdict(with_value(decision, (change[0],), change[1])) == verdict(decision)


@given(random_decisions, random_answers)
def test_answering_one_by_one_is_the_same_in_any_order(decision: Decision, answers: dict[str, Answer]) -> None:
    start = decision.model_copy(update={"flow": Flow(), "approach": "undecided"})
    forth, back = start, start
    for id in answers:
        forth = answered(forth, CLASSIC, id, answers[id])
    for id in reversed(answers):
        back = answered(back, CLASSIC, id, answers[id])
    assert forth == back
    path = walk(CLASSIC, {id: answer.answer for id, answer in answers.items()})
    assert forth.approach == (path.outcome.approach if path.outcome else "undecided")


def test_figures_at_the_far_end_have_a_verdict() -> None:
    free = PROMPT.model_copy(update={"input_tokens": D(0)})
    far = tuned(other_upfront=D("1e18"), input_price=D("1e-9"), output_price=D(59))
    assert verdict(made(approach="fine-tuning", costs=costs(prompt=free, tuned=far))).decided
