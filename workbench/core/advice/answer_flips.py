"""Which single answers would change what is advised."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from workbench.core.advice.advised import advised_by, given
from workbench.core.advice.vetoes import vetoes
from workbench.core.approaches import ACTIONS
from workbench.core.costs.comparison import Comparison
from workbench.core.flows.flips import Flip, flips
from workbench.core.flows.flowchart import Flowchart, Walk
from workbench.core.record.decision import Decision


class Tip(NamedTuple):
    """A single answer that would change the advice: given as `answer` to `question` it becomes `then`.

    Args:
        then: What is advised then; ``undecided`` where it `asks` another question first.
        headline: Of what is advised then, or what is asked.
        reason: What the answer says; empty where the flowchart does not.
    """

    question: str
    short: str
    now: str
    answer: str
    label: str
    then: str
    headline: str
    asks: str = ""
    reason: str = ""


def tips(decision: Decision, flow: Flowchart, path: Walk, comparison: Comparison, today: date) -> tuple[Tip, ...]:
    """Return the answers that alone would change what is advised, the last one first; while a question is open none."""
    if path.outcome is None:
        return ()

    def advised(way: Walk) -> str:
        return advised_by(decision, way, vetoes(decision, way, comparison, today), comparison, today)[0]

    now, taken = advised(path), {step.question.id: step.choice.label for step in path.steps}
    found = [(flip, advised(flip.walk)) for flip in flips(flow, given(decision))]
    return tuple(_tip(flip, then, taken[flip.question.id]) for flip, then in found if then != now)


def _tip(flip: Flip, then: str, taken: str) -> Tip:
    asks, headline = "", ACTIONS[then]
    if flip.asks is not None:
        asks, headline = flip.asks.id, f"asks “{flip.asks.short}”"
    elif flip.outcome is not None and flip.outcome.approach == then:
        headline = flip.outcome.headline
    question, choice = flip.question, flip.choice
    return Tip(question.id, question.short, taken, choice.id, choice.label, then, headline, asks, choice.reason)
