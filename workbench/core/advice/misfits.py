"""What a record still holds of an earlier verdict: it is the person's, so it is kept and only pointed out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from workbench.core.advice.vetoes import Veto
from workbench.core.approaches import TRAINING
from workbench.core.record.decision import Decision, Path
from workbench.core.triggers import condition_of


class Misfit(NamedTuple):
    """An entry of the record that no longer fits its approach, and why; `short` where the entry itself is in sight."""

    path: Path
    text: str
    short: str


def misfits(decision: Decision, approach: str, ruled: Sequence[Veto] = ()) -> tuple[Misfit, ...]:
    """Return the triggers, alternatives and the method that do not fit an approach.

    Args:
        approach: What is in force: as recorded, else as advised.
        ruled: What rules approaches out today.
    """
    if approach == "undecided":
        return ()
    return (
        *_of_triggers(decision, approach, ruled),
        *_of_alternatives(decision, approach),
        *_method(decision, approach),
    )


def _of_triggers(decision: Decision, approach: str, ruled: Sequence[Veto]) -> Iterator[Misfit]:
    for name, trigger in decision.trigger.items():
        condition = condition_of(trigger.when)
        if trigger.then == approach:
            told = f"trigger {name} switches to {approach}, which is in force already"
            yield Misfit(("trigger", name), told, "that is the approach")
        elif condition is not None and condition.metric == "days_to_retirement" and not _goes(decision, approach):
            told = f"trigger {name} watches until when a model is there, and {approach} has none that goes"
            yield Misfit(("trigger", name), told, f"{approach} has no model that goes")
        elif (veto := next((veto for veto in ruled if trigger.then in veto.rules_out), None)) is not None:
            told = f"trigger {name} switches to {trigger.then}, which is ruled out: {veto.text}"
            yield Misfit(("trigger", name), told, f"ruled out: {veto.text}")


def _goes(decision: Decision, approach: str) -> bool:
    """Whether a model of the approach goes away, or may: one that is trained, or has a date."""
    options = decision.costs.option.values()
    dated = any(option.approach == approach and option.available_until is not None for option in options)
    return dated or approach in TRAINING


def _of_alternatives(decision: Decision, approach: str) -> Iterator[Misfit]:
    if approach in decision.alternative:
        told = f"{approach} stands among what was not taken, and is in force"
        yield Misfit(("alternative", approach), told, "that is the approach")


def _method(decision: Decision, approach: str) -> Iterator[Misfit]:
    if decision.method and approach not in TRAINING:
        told = f"method {decision.method} is of a training, and {approach} trains nothing"
        yield Misfit(("method",), told, f"{approach} trains nothing")
