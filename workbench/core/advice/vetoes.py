"""What rules training out, whatever the sum of everything else says. DOMAIN section 3."""

from __future__ import annotations

from datetime import date
from typing import Literal, NamedTuple

from workbench.core.approaches import TRAINING, trained
from workbench.core.costs.comparison import Comparison
from workbench.core.flows.flowchart import Walk
from workbench.core.known.facts import examples
from workbench.core.record.decision import Decision

LEAST_DAYS = 90
"""A model that goes sooner than this is not worth training."""
Place = Literal["Questions", "Costs", "Evidence", "Scorecard", "Record"]
"""What a sentence of the verdict comes from: a pane, or a part of one."""


class Veto(NamedTuple):
    """A reason that rules approaches out, and what to do instead.

    Args:
        lifted_by: The score's factor that can end it.
        place: Where it comes from; `question` is the one whose answer it is.
    """

    text: str
    rules_out: frozenset[str]
    instead: str
    lifted_by: str = ""
    place: Place = "Questions"
    question: str = ""

    def replaces(self, approach: str) -> str:
        """Return what takes the place of an approach it rules out; what is not trained of a hybrid stays."""
        return "rag" if approach == "rag+fine-tuning" else self.instead


def vetoes(decision: Decision, path: Walk | None, comparison: Comparison, today: date) -> tuple[Veto, ...]:
    """Return what rules training out: answers, no training data, a model that goes away.

    Args:
        path: The answers walked; None leaves them out.
    """
    found = []
    known = examples(decision)
    if known is not None and not known.value:
        # A data report counts for itself, whatever is typed into the scorecard.
        told = f"no training data: {known.text}"
        if known.source == "person":
            found.append(Veto(told, TRAINING, "prompting", "labelled_examples", "Scorecard"))
        else:
            found.append(Veto(told, TRAINING, "prompting", place="Evidence"))
    for step in path.steps if path is not None else ():
        choice = step.choice
        if choice.veto:
            # Facts can be looked up beside a model that is trained for something else.
            out = frozenset({"fine-tuning"}) if choice.instead == "rag" else TRAINING
            found.append(Veto(choice.veto, out, choice.instead, question=step.question.id))
    if (gone := model_gone(comparison, today)) is not None:
        found.append(gone)
    return tuple(found)


def model_gone(comparison: Comparison, today: date) -> Veto | None:
    """Return the veto of a model that goes too soon to be trained, where none of the trained options stays."""
    options = [(figures.name, figures.option) for figures in comparison.options if trained(figures.option)]
    if not options or any(option.available_until is None for _, option in options):
        return None
    name, option = max(options, key=lambda each: each[1].available_until or date.min)
    last = option.available_until or date.min
    left = (last - today).days
    if left >= LEAST_DAYS:
        return None
    when = f"is gone since {last}" if left < 0 else f"is available only until {last}"
    return Veto(f"the base model of {name} {when}", TRAINING, "undecided", place="Costs")
