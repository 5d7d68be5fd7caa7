"""What if: where a single other answer would lead."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from workbench.core.flow import UNKNOWN, Choice, Flowchart, Outcome, Question, Walk, walk


@dataclass(frozen=True, slots=True)
class Flip:
    """One answer given otherwise: it ends in an outcome, or goes on to a question that is not answered yet."""

    question: Question
    choice: Choice
    outcome: Outcome | None
    asks: Question | None
    walk: Walk


def flips(flow: Flowchart, answers: Mapping[str, str]) -> list[Flip]:
    """Return every single answer of the path whose change leads elsewhere, the last question first."""
    now = walk(flow, answers)
    found = []
    for step in reversed(now.steps):
        for choice in step.question.choices.values():
            if choice.id in {step.choice.id, UNKNOWN}:
                continue
            then = walk(flow, {**answers, step.question.id: choice.id})
            if then.outcome is None or then.outcome != now.outcome:
                found.append(Flip(step.question, choice, then.outcome, then.question, then))
    return found
