"""What if: where a single other answer would lead."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from workbench.core.flows.flowchart import UNKNOWN, Choice, Flowchart, Outcome, Question, Step, Walk, walk


class Flip(NamedTuple):
    """One answer given otherwise: it ends in an outcome, or goes on to a question that is not answered yet.

    `walk` is the path then; which answers it leaves unused is not asked, and not filled in.
    """

    question: Question
    choice: Choice
    outcome: Outcome | None
    asks: Question | None
    walk: Walk


def flips(flow: Flowchart, answers: Mapping[str, str]) -> list[Flip]:
    """Return every single answer of the path whose change leads elsewhere, the last question first."""
    now = walk(flow, answers)
    ends: dict[str, str] = {}
    found = []
    for index in range(len(now.steps) - 1, -1, -1):
        step = now.steps[index]
        for choice in step.question.choices.values():
            if choice.id in {step.choice.id, UNKNOWN}:
                continue
            # Nothing leads in a circle, so the answers from there on are those given.
            outcome = flow.outcomes.get(_end(flow, answers, choice.target, ends))
            if outcome is None or outcome != now.outcome:
                path = _from(flow, answers, (*now.steps[:index], Step(step.question, choice)))
                found.append(Flip(step.question, choice, path.outcome, path.question, path))
    return found


def _end(flow: Flowchart, answers: Mapping[str, str], at: str, ends: dict[str, str]) -> str:
    """Return where the answers lead from a place on; no place is walked from twice, files may be long."""
    way = []
    while at not in ends and (choice := _taken(flow, answers, at)) is not None:
        way.append(at)
        at = choice.target
    end = ends.get(at, at)
    ends.update(dict.fromkeys(way, end))
    return end


def _taken(flow: Flowchart, answers: Mapping[str, str], at: str) -> Choice | None:
    return flow.questions[at].choice(answers.get(at, "")) if at in flow.questions else None


def _from(flow: Flowchart, answers: Mapping[str, str], steps: tuple[Step, ...]) -> Walk:
    """Return the path that goes on from some steps."""
    more = []
    at = steps[-1].choice.target
    while (choice := _taken(flow, answers, at)) is not None:
        more.append(Step(flow.questions[at], choice))
        at = choice.target
    return Walk((*steps, *more), flow.questions.get(at), flow.outcomes.get(at), ())
