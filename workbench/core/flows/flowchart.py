"""Flowcharts as data, walked with the answers given. DOMAIN section 2."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from typing import NamedTuple

from workbench.core.amounts import parse, point
from workbench.core.figures import grouped
from workbench.core.shipped import shipped_text
from workbench.core.triggers import OnMetric, parse_trigger
from workbench.errors import ValueProblem

SHIPPED = ("classic", "guided", "method")
METHOD = "method"
"""The flowchart that follows on a decision to train."""
FACTS = ("prompt_cases", "accuracy_margin", "prompt_plateau", "days_past_horizon")
"""What a flowchart's `evidence` may ask about besides the known metrics."""


class Choice(NamedTuple):
    """One answer of a question, and where it leads: to a question (`next`) or an outcome.

    Args:
        trigger, then, because: The switch trigger that the answer implies.
        reason: What it says, as part of a sentence; empty where nothing was written.
        veto: Why training is ruled out with it, whatever else speaks for it; empty where it is not.
        instead: The approach to take then.
        aim: ``cost`` where from here on only money is sought.
        below: For a question of kind ``number``: figures under this one choose it; None takes what is left.
        speaks_for: The approaches that `reason` argues for; none named is whatever outcome is reached.
    """

    id: str
    label: str
    key: str
    next: str | None
    outcome: str | None
    trigger: str | None
    then: str
    because: str
    reason: str = ""
    veto: str = ""
    instead: str = "undecided"
    aim: str = ""
    below: Decimal | None = None
    speaks_for: tuple[str, ...] = ()

    @property
    def target(self) -> str:
        """The id it leads to."""
        return self.next or self.outcome or ""

    @property
    def said(self) -> str:
        """The answer as it stands in a line: `Yes` without its capital, `RAG` and `B` with theirs."""
        label = self.label or self.id
        return label[:1].lower() + label[1:] if label[1:2].islower() else label


class Question(NamedTuple):
    """One question.

    Args:
        short: Its name in a box.
        evidence: The condition that answers it yes when it is met; for a number the metric that answers it.
        kind: ``choice``, or ``number``: a figure is typed and compared with the answers' cuts.
        unit: Of the figure.
    """

    id: str
    text: str
    short: str
    why: str
    evidence: str | None
    choices: Mapping[str, Choice]
    kind: str = "choice"
    unit: str = ""

    def choice(self, answer: str) -> Choice | None:
        """Return the choice that an answer takes, by its id or by the figure typed; None when it takes none."""
        found = self.choices.get(answer)
        if found is not None or self.kind != "number":
            return found
        value = figure(answer)
        return None if value is None else self.by_figure(value)

    def by_figure(self, value: Decimal) -> Choice | None:
        """Return the choice whose cut a figure is under, the first in the order of the cuts."""
        cuts = sorted((choice.below, choice.id) for choice in self.choices.values() if choice.below is not None)
        under = next((id for cut, id in cuts if value < cut), None)
        rest = next((c for c in self.choices.values() if c.below is None and c.id != UNKNOWN), None)
        return self.choices[under] if under is not None else rest


UNKNOWN = "unknown"
"""The id of the answer “don't know”."""


def figure(text: str) -> Decimal | None:
    """Return a figure typed as an answer: ``12,000``, ``1.5M``; None where it is none."""
    try:
        value = parse(text, "count")
    except ValueProblem:
        return None
    return point(value)


def cut_text(question: Question, choice: Choice) -> str:
    """Return the figures that choose an answer: ``under 10,000``, ``10,000 to 1,000,000``.

    Empty where no figure does, or where the answer's label says so itself.
    """
    if question.kind != "number" or choice.id == UNKNOWN or any(char.isdecimal() for char in choice.label):
        return ""
    cuts = sorted(other.below for other in question.choices.values() if other.below is not None)
    if choice.below is None:
        return f"from {grouped(cuts[-1], 0)}"
    under = [cut for cut in cuts if cut < choice.below]
    return f"{grouped(under[-1], 0)} to {grouped(choice.below, 0)}" if under else f"under {grouped(choice.below, 0)}"


class Outcome(NamedTuple):
    """One end of a flowchart; `short` is its name beside an arrow, `method` the kind of training it names."""

    id: str
    approach: str
    headline: str
    short: str
    text: str
    method: str = ""


@dataclass(frozen=True, slots=True)
class Flowchart:
    """A checked flowchart: every answer leads on, everything can be reached, nothing leads in a circle.

    `depths` holds how many questions are left at most from each question or outcome on; reading fills it.
    """

    name: str
    title: str
    start: str
    questions: Mapping[str, Question]
    outcomes: Mapping[str, Outcome]
    depths: dict[str, int] = field(default_factory=dict, compare=False, repr=False)

    def longest(self, target: str) -> int:
        """Return how many questions are left at most from a question or outcome on."""
        return self.depths.get(target, 0)


def shipped_flow_text(name: str) -> str:
    """Return the text of a flowchart that travels with the program."""
    return shipped_text(__package__, f"{name}.toml")


@cache
def method_questions() -> frozenset[str]:
    """Return the ids of the questions about the kind of training."""
    return frozenset(tomllib.loads(shipped_flow_text(METHOD))["question"])


class Step(NamedTuple):
    """A question that was asked and the choice taken."""

    question: Question
    choice: Choice


class Walk(NamedTuple):
    """Where the answers lead.

    Args:
        steps: The questions answered, in order.
        question: The one to answer now; None at an outcome.
        outcome: Where the path ended; None while a question is open.
        unused: Ids of answers that are not on the path or are no longer offered; they are kept.
    """

    steps: tuple[Step, ...]
    question: Question | None
    outcome: Outcome | None
    unused: tuple[str, ...]


def walk(flow: Flowchart, answers: Mapping[str, str]) -> Walk:
    """Return the path that the answers (question id to answer id) take."""
    steps: list[Step] = []
    at = flow.start
    while at in flow.questions:
        question = flow.questions[at]
        choice = question.choice(answers.get(at, ""))
        if choice is None:
            break
        steps.append(Step(question, choice))
        at = choice.target
    used = {step.question.id for step in steps}
    unused = tuple(id for id in answers if id not in used)
    return Walk(tuple(steps), flow.questions.get(at), flow.outcomes.get(at), unused)


class Leftover(NamedTuple):
    """An answer that is kept although the path does not use it, and why."""

    question: str
    answer: str
    why: str


def leftovers(flow: Flowchart, path: Walk, answers: Mapping[str, str]) -> list[Leftover]:
    """Return the answers not used, those first that a changed flowchart has no place for any more."""
    gone, aside = [], []
    # Which kind of training is asked besides: neither flowchart misses the other's questions.
    beside = frozenset(path.unused) - flow.questions.keys() if flow.name == METHOD else method_questions()
    for id in path.unused:
        if id in beside and id not in flow.questions:
            continue
        question = flow.questions.get(id)
        if question is None:
            gone.append(Leftover(id, answers[id], f"the {flow.name} flow does not ask it"))
        elif question.choice(answers[id]) is None:
            gone.append(Leftover(id, answers[id], "that answer is not offered any more"))
        else:
            aside.append(Leftover(id, answers[id], "not on this path"))
    return [*gone, *aside]


def way_on(flow: Flowchart, question: Question, prefer: Mapping[str, str] | None = None) -> list[Step]:
    """Return the questions still to come: the preferred answer where there is one, else the one with most left."""
    steps: list[Step] = []
    at: Question | None = question
    while at is not None:
        wanted = at.choice((prefer or {}).get(at.id, ""))
        choice = wanted or max(
            at.choices.values(), key=lambda option: (flow.longest(option.target), _commits(flow, option))
        )
        steps.append(Step(at, choice))
        at = flow.questions.get(choice.target)
    return steps


def _commits(flow: Flowchart, choice: Choice) -> bool:
    """Of two last answers the one that commits to something is the way on; staying with prompting is the exit."""
    return choice.outcome is not None and flow.outcomes[choice.outcome].approach not in {"prompting", "undecided"}


class Finding(NamedTuple):
    """What evidence says about a question: the figure, and the answer it implies."""

    metric: str
    value: Decimal
    answer: str


def finding(question: Question, values: Mapping[str, Decimal]) -> Finding | None:
    """Return what known values say about a question; None when it has no evidence or none is known."""
    if question.evidence is None:
        return None
    if question.kind == "number":
        value = values.get(question.evidence)
        choice = None if value is None else question.by_figure(value)
        return None if choice is None or value is None else Finding(question.evidence, value, choice.id)
    if not {"yes", "no"} <= question.choices.keys():
        return None
    condition = parse_trigger(question.evidence)
    if not isinstance(condition, OnMetric) or condition.metric not in values:
        return None
    value = values[condition.metric]
    return Finding(condition.metric, value, "yes" if condition.met(value) else "no")
