"""What the answers say for and against an approach, held against the figures that are known."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from workbench.core.advice.case import Case, Reason
from workbench.core.advice.vetoes import Place
from workbench.core.approaches import said_for
from workbench.core.flows.flowchart import UNKNOWN, Choice, Question, Step, Walk, finding
from workbench.core.known.facts import Fact, measured_open, plateau_open
from workbench.core.record.decision import Decision
from workbench.core.triggers import OnMetric, parse_trigger

PLACES: Mapping[str, Place] = {
    "costs": "Costs", "accuracy": "Evidence", "dataset": "Evidence", "person": "Scorecard",
}  # fmt: skip
"""Where a fact stands, by its source."""

_OPEN: Mapping[str, Callable[[Decision], str]] = {"prompt_plateau": plateau_open, "prompt_cases": measured_open}
"""What was measured that does not give a fact yet, by its name."""


def evidence(question: Question, facts: Mapping[str, Fact]) -> tuple[Fact, str] | None:
    """Return the fact that bears on a question, and the id of the answer it implies; None where there is none."""
    said = finding(question, {name: fact.value for name, fact in facts.items()})
    return None if said is None else (facts[said.metric], said.answer)


def unclear_evidence(question: Question, decision: Decision) -> str:
    """Return what was measured that bears on a question and does not answer it yet; empty where there is nothing."""
    told = _OPEN.get(asks_for(question))
    return told(decision) if told is not None else ""


def said_by(fact: Fact, choice: Choice) -> str:
    """Return the answer that a fact implies, with what it leaves open."""
    return f"{choice.said}, if {fact.hint}" if fact.hint and choice.id == "yes" else choice.said


def asks_for(question: Question) -> str:
    """Return the name of the fact that answers a question; empty where none does."""
    if question.evidence is None or question.kind == "number":
        return question.evidence or ""
    condition = parse_trigger(question.evidence)
    return condition.metric if isinstance(condition, OnMetric) else ""


def borne_out(path: Walk, facts: Mapping[str, Fact]) -> int:
    """Return how many answers on the path a fact bears out."""
    found = [(step, evidence(step.question, facts)) for step in path.steps]
    return sum(said is not None and said[1] == step.choice.id for step, said in found)


def contradictions(path: Walk, facts: Mapping[str, Fact]) -> list[tuple[Step, Fact]]:
    """Return the answers on the path that a fact contradicts; one not known is no contradiction."""
    return [(step, fact) for step, fact in _otherwise(path, facts) if step.choice.id != UNKNOWN and not fact.hint]


def known_after_all(path: Walk, facts: Mapping[str, Fact]) -> list[tuple[Step, Fact]]:
    """Return the answers on the path that nobody knew, where a fact knows it."""
    return [(step, fact) for step, fact in _otherwise(path, facts) if step.choice.id == UNKNOWN]


def _otherwise(path: Walk, facts: Mapping[str, Fact]) -> Iterator[tuple[Step, Fact]]:
    for step in path.steps:
        said = evidence(step.question, facts)
        if said is not None and said[1] != step.choice.id:
            yield step, said[0]


def speaks(choice: Choice, path: Walk, approach: str) -> bool | None:
    """Return whether an answer speaks for an approach (True) or for others; None where it was meant for neither.

    An answer that names none speaks for the outcome it led to; on the way there for staying undecided.
    """
    if choice.speaks_for:
        return approach in choice.speaks_for
    reached = "undecided" if path.outcome is None else path.outcome.approach
    return True if reached == approach else None


def argued(case: Case, agrees: bool) -> Iterator[Reason]:
    """Yield what the answers say for the approach, or against it, the last one first.

    Where they lead elsewhere as a whole that is said once, instead of each that does. One that a figure contradicts is
    no reason: it stands under what speaks against, with the figure; one not known that a figure knows, under what is
    missing.
    """
    if not agrees and case.leads_elsewhere:
        return
    doubtful = [*contradictions(case.path, case.facts), *known_after_all(case.path, case.facts)]
    contradicted = {step.question.id for step, _ in doubtful}
    for step in reversed(case.path.steps):
        if step.question.id in contradicted or speaks(step.choice, case.path, case.approach) is not agrees:
            continue
        told = _told(case, step)
        words = said_for(step.choice.speaks_for) if not agrees else ""
        yield told if not words else Reason(f"for {words}: {told.text}", told.place, told.question)


def _told(case: Case, step: Step) -> Reason:
    """Return what an answer says, with the figure that bears it out."""
    text = step.choice.reason or f"{step.question.short} {step.choice.said}"
    said = evidence(step.question, case.facts)
    if said is not None and said[1] == step.choice.id:
        return Reason(f"{text}: {said[0].figure}", PLACES[said[0].source])
    return Reason(text, "Questions", step.question.id)
