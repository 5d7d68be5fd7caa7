"""The guided and the method flow: every answer leads where it should, every outcome is reached."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator

import pytest

from tests.core.made import D
from workbench.core.flows.flow_file import load_flow
from workbench.core.flows.flowchart import (
    SHIPPED,
    UNKNOWN,
    Flowchart,
    figure,
    finding,
    leftovers,
    shipped_flow_text,
    walk,
)

FLOWS = {name: load_flow(tomllib.loads(shipped_flow_text(name))) for name in SHIPPED}
GUIDED, METHOD = FLOWS["guided"], FLOWS["method"]

LEADS = {
    "tried": {"no": "ladder", "yes": "good_enough"},
    "good_enough": {"yes": "cost_hurts", "no": "gap"},
    "cost_hurts": {"no": "keep", "yes": "cached"},
    "cached": {"no": "caching", "yes": "smaller"},
    "smaller": {"no": "cheaper-model", "yes": "cost_examples"},
    "cost_examples": {"no": "collect", "yes": "volume"},
    "volume": {"no": "first", "yes": "stability"},
    "gap": {
        "facts": "paste_test", "behaviour": "plateau", "both": "both_examples", "reasoning": "stronger-model",
        "unknown": "diagnose",
    },
    "paste_test": {"no": "stronger-model", "yes": "corpus_fits"},
    "corpus_fits": {"no": "rag", "yes": "facts_change"},
    "facts_change": {"yes": "rag", "no": "corpus"},
    "both_examples": {"no": "rag-first", "yes": "rag-tuning"},
    "plateau": {"no": "ladder", "yes": "examples"},
    "examples": {"no": "collect", "yes": "stability"},
    "stability": {"yes": "few-shot", "no": "trainable"},
    "trainable": {"no": "open-weights", "yes": "fine-tune"},
}  # fmt: skip
APPROACHES = {
    "ladder": "prompting", "keep": "prompting", "collect": "prompting", "first": "prompting", "few-shot": "prompting",
    "caching": "caching", "cheaper-model": "other-model", "stronger-model": "other-model",
    "corpus": "corpus-in-prompt", "rag": "rag", "rag-first": "rag", "rag-tuning": "rag+fine-tuning",
    "fine-tune": "fine-tuning", "diagnose": "undecided", "open-weights": "undecided",
}  # fmt: skip


def ways(flow: Flowchart) -> Iterator[dict[str, str]]:
    """Every way through a flowchart, as the answers given."""
    stack: list[dict[str, str]] = [{}]
    while stack:
        answers = stack.pop()
        question = walk(flow, answers).question
        if question is None:
            yield answers
        else:
            stack += [{**answers, question.id: choice} for choice in question.choices]


@pytest.mark.parametrize("name", SHIPPED)
def test_every_question_and_every_outcome_is_reached_by_answers(name: str) -> None:
    flow = FLOWS[name]
    walks = [walk(flow, answers) for answers in ways(flow)]
    assert {path.outcome.id for path in walks if path.outcome is not None} == set(flow.outcomes)
    assert {step.question.id for path in walks for step in path.steps} == set(flow.questions)
    assert all(not path.unused for path in walks)


def test_every_answer_of_the_guided_flow_leads_where_it_should() -> None:
    assert set(GUIDED.questions) == set(LEADS)
    for id, leads in LEADS.items():
        choices = GUIDED.questions[id].choices
        assert {answer: choices[answer].target for answer in leads} == leads
        assert set(choices) == {*leads, UNKNOWN}


def test_every_outcome_of_the_guided_flow_has_its_approach() -> None:
    for id, outcome in GUIDED.outcomes.items():
        assert outcome.approach == APPROACHES.get(id, "undecided")
        assert outcome.text and outcome.headline


@pytest.mark.parametrize("name", ["guided", "method"])
def test_not_knowing_says_what_to_measure(name: str) -> None:
    for question in FLOWS[name].questions.values():
        choice = question.choices[UNKNOWN]
        assert choice.key == "d" and choice.label == "Don't know"
        outcome = FLOWS[name].outcomes[choice.target]
        # A method not measured is no reason to stop: the first to measure is named.
        assert outcome.approach == "undecided" or outcome.id == "method-lora"
        assert len(outcome.text) > 40


@pytest.mark.parametrize("name", SHIPPED)
def test_every_answer_gives_its_reason_and_nothing_is_too_long_for_its_place(name: str) -> None:
    for question in FLOWS[name].questions.values():
        assert question.why and len(question.short) <= 26
        for choice in question.choices.values():
            assert choice.reason and not choice.reason.endswith(".")
    for outcome in FLOWS[name].outcomes.values():
        assert len(outcome.headline) <= 34


@pytest.mark.parametrize(
    ("question", "metric", "figure_", "answer"),
    [
        ("examples", "labelled_examples", "500", "yes"),
        ("examples", "labelled_examples", "499", "no"),
        ("cost_examples", "labelled_examples", "500", "yes"),
        ("both_examples", "labelled_examples", "499", "no"),
        ("volume", "requests_per_month", "10000", "yes"),
        ("volume", "requests_per_month", "9999", "no"),
        ("tried", "prompt_cases", "30", "yes"),
        ("tried", "prompt_cases", "29", "no"),
        ("good_enough", "accuracy_margin", "0", "yes"),
        ("good_enough", "accuracy_margin", "-0.001", "no"),
        ("plateau", "prompt_plateau", "1", "yes"),
        ("plateau", "prompt_plateau", "0", "no"),
        ("trainable", "days_past_horizon", "0", "yes"),
        ("trainable", "days_past_horizon", "-1", "no"),
    ],
)
def test_what_figures_say_about_questions(question: str, metric: str, figure_: str, answer: str) -> None:
    said = finding(GUIDED.questions[question], {metric: D(figure_)})
    assert said is not None and (said.metric, said.answer) == (metric, answer)


@pytest.mark.parametrize(
    ("typed", "choice"),
    [
        ("0", "tight"), ("2.9", "tight"), ("3", "enough"), ("17.99", "enough"), ("18", "plenty"), ("1k", "plenty"),
        ("enough", "enough"), ("unknown", "unknown"), ("many", None), ("-1", None), ("", None),
    ],
)  # fmt: skip
def test_a_figure_is_compared_with_the_cuts(typed: str, choice: str | None) -> None:
    found = METHOD.questions["memory"].choice(typed)
    assert (found.id if found is not None else None) == choice


def test_a_figure_that_is_none_is_none() -> None:
    assert figure("many") is None
    assert figure("1.5k") == D(1500)


def test_only_training_names_a_method() -> None:
    assert all(not outcome.method for outcome in GUIDED.outcomes.values())
    methods = {outcome.method for outcome in METHOD.outcomes.values() if outcome.approach == "fine-tuning"}
    assert methods == {"hosted", "lora", "qlora", "full", "instruction", "dpo"}


def test_the_two_flows_do_not_share_questions() -> None:
    assert not METHOD.questions.keys() & GUIDED.questions.keys()
    assert not METHOD.questions.keys() & FLOWS["classic"].questions.keys()


def test_answers_that_are_not_used_say_why() -> None:
    answers = {"tried": "no", "gap": "facts", "colour": "blue", "volume": "maybe", "memory": "16"}
    found = {left.question: left.why for left in leftovers(GUIDED, walk(GUIDED, answers), answers)}
    assert found == {
        "colour": "the guided flow does not ask it",
        "volume": "that answer is not offered any more",
        "gap": "not on this path",
    }
    beside = leftovers(METHOD, walk(METHOD, answers), answers)
    assert [(left.question, left.why) for left in beside] == [("memory", "not on this path")]
