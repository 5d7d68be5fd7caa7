"""Whether a flowchart can be walked: every answer leads on, everything is reached, nothing leads in a circle."""

from __future__ import annotations

from collections.abc import Iterable

from workbench.core.flows.flowchart import Flowchart
from workbench.core.text import clip
from workbench.errors import FlowProblem

QUOTED = 60
"""Columns of a value of the file in a message."""
_LISTED = 8
"""Ids that a message lists."""


def check_flow(flow: Flowchart) -> None:
    """Refuse a flowchart that cannot be walked, and fill in how many questions are left from each place on.

    Raises:
        FlowProblem: Names the id given twice, the answer that leads nowhere, what cannot be reached, or the circle.
    """
    if both := flow.questions.keys() & flow.outcomes.keys():
        raise FlowProblem(
            f"the id {min(both)} is given twice", "to a question and to an outcome", "rename one of them"
        ).standing("outcome", min(both))
    if flow.start not in flow.questions:
        raise FlowProblem(
            f"start names no question: {clip(flow.start, QUOTED)}", hint=f"one of {listed(flow.questions)}"
        ).standing("start")
    for question in flow.questions.values():
        for choice in question.choices.values():
            if (choice.next is not None and choice.next not in flow.questions) or (
                choice.outcome is not None and choice.outcome not in flow.outcomes
            ):
                kind = "question" if choice.next is not None else "outcome"
                raise (
                    FlowProblem(
                        f"question {question.id}, answer {choice.id} leads nowhere",
                        f"there is no {kind} {clip(choice.target, QUOTED)}",
                        f"add [{kind}.{clip(choice.target, QUOTED)}] or correct the answer",
                    )
                    .about("next" if choice.next is not None else "outcome")
                    .standing("question", question.id, "answer", choice.id)
                )
    _measure(flow)
    lost = [id for id in (*flow.questions, *flow.outcomes) if id not in flow.depths]
    if lost:
        kind = "question" if lost[0] in flow.questions else "outcome"
        raise FlowProblem(
            f"{kind} {lost[0]} cannot be reached",
            f"no answer leads to it from {flow.start}",
            "lead an answer to it, or remove it",
        ).standing(kind, lost[0])


def _measure(flow: Flowchart) -> None:
    """Fill the longest ways on; depth first without recursion, since a team's file may be long."""
    trail: dict[str, None] = {}
    stack = [(flow.start, False)]
    while stack:
        id, done = stack.pop()
        choices = flow.questions[id].choices.values() if id in flow.questions else ()
        if done:
            del trail[id]
            flow.depths[id] = 1 + max(flow.depths[choice.target] for choice in choices)
        elif id in trail:
            asked = [*trail]
            circle = " -> ".join(_ends([*asked[asked.index(id) :], id]))
            raise FlowProblem("the flowchart has a circle", circle, "let one of these answers lead elsewhere").standing(
                "question", asked[-1]
            )
        elif id in flow.depths:
            continue
        elif not choices:
            flow.depths[id] = 0
        else:
            trail[id] = None
            stack.append((id, True))
            stack.extend((choice.target, False) for choice in choices)


def listed(ids: Iterable[str]) -> str:
    """Return the first ids of many, to choose from."""
    first = [*ids]
    more = [f"{len(first) - _LISTED} more"] if len(first) > _LISTED + 1 else []
    return ", ".join([*(first[:_LISTED] if more else first), *more])


def _ends(ids: list[str]) -> list[str]:
    """Return the ids of a long way with its middle left out."""
    half = _LISTED // 2
    return ids if len(ids) <= _LISTED + 1 else [*ids[:half], f"({len(ids) - 2 * half} more)", *ids[-half:]]
