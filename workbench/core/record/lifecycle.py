"""The life of a decision: which status may follow which, what is frozen from acceptance on, who replaced it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Protocol

from workbench.core.record.status import Status
from workbench.errors import Frozen, ValueProblem

if TYPE_CHECKING:
    from workbench.core.record.decision import Decision

MOVES: Mapping[Status, tuple[Status, ...]] = {
    "draft": ("proposed", "accepted", "rejected"),
    "proposed": ("draft", "accepted", "rejected"),
    "accepted": ("superseded", "retired"),
    "rejected": ("draft", "proposed"),
    "superseded": ("accepted", "retired"),
    "retired": ("accepted",),
}
"""What may follow each status. What was accepted is not unmade: it is superseded or retired, or taken up again."""

WAS_ACCEPTED: frozenset[Status] = frozenset({"accepted", "superseded", "retired"})

FROZEN_FIELDS = ("approach", "method", "decided", "rationale", "alternative", "flow", "score", "costs", "accuracy")
"""What an accepted decision rested on. Title, tags, status, review_by, metrics and triggers stay free."""

_WHY: Mapping[Status, str] = {
    "draft": "it was not in force yet",
    "proposed": "it was not in force yet",
    "accepted": "what was accepted is not unmade",
    "rejected": "it was never in force",
    "superseded": "it was in force",
    "retired": "it was in force",
}


def frozen_changes(stored: Decision, decision: Decision) -> tuple[str, ...]:
    """Return the frozen fields in which a decision differs from what was accepted; none where nothing was."""
    if stored.status not in WAS_ACCEPTED:
        return ()
    return tuple(name for name in FROZEN_FIELDS if getattr(stored, name) != getattr(decision, name))


def thawed(stored: Decision, decision: Decision) -> Decision:
    """Return a decision with its frozen fields as they were accepted, and everything else as it is."""
    return decision.model_copy(update={name: getattr(stored, name) for name in frozen_changes(stored, decision)})


def check_life(stored: Decision, decision: Decision) -> None:
    """Refuse a change that a stored decision may not undergo.

    Raises:
        ValueProblem: Its status cannot become that one, or it is accepted and nothing is decided.
        Frozen: It was accepted, and something it rested on differs.
    """
    check_step(stored.status, decision.status)
    if stored.status not in WAS_ACCEPTED:
        check_acceptance(decision, stored)
    changed = frozen_changes(stored, decision)
    if changed:
        told = f"{', '.join(changed)} cannot change any more"
        raise Frozen(f"it was {stored.status}", told, "supersede it, or take that back", changed)


def check_acceptance(decision: Decision, stored: Decision | None = None) -> None:
    """Refuse a decision that is accepted, or proposed, and decides nothing.

    Args:
        stored: As it was; one that was proposed like that already may still be edited.

    Raises:
        ValueProblem: Names the approach, and how to come by one.
    """
    if decision.approach != "undecided" or decision.status not in {"proposed", "accepted"}:
        return
    if decision.status == "proposed" and stored is not None and _proposes_nothing(stored):
        return
    how = f"workbench ask --into {decision.id}" if decision.id else "answer the questions"
    what = "proposed" if decision.status == "proposed" else "decided"
    raise ValueProblem(
        f"nothing is {what} yet", "its approach is undecided", f"write its approach, or {how}", "approach"
    )


def _proposes_nothing(decision: Decision) -> bool:
    return decision.status == "proposed" and decision.approach == "undecided"


def check_step(was: Status, now: Status) -> None:
    """Refuse a status that cannot follow another.

    Raises:
        ValueProblem: Names what can.
    """
    if now != was and now not in MOVES[was]:
        raise ValueProblem(f"{was} cannot become {now}", _WHY[was], f"write {' or '.join(MOVES[was])}", "status")


def next_steps(stored: Decision, status: Status) -> tuple[Status, ...]:
    """Return the statuses that a person may give a decision next; what replaces one has a way of its own.

    Args:
        stored: As it is on disk, or was started from.
        status: What it has now, unsaved.
    """
    return tuple(step for step in MOVES[stored.status] if step not in {"superseded", status})


def successor(old: Decision, decision: Decision, title: str, today: date) -> Decision:
    """Return the draft that takes an accepted decision's place, without its `pointless_triggers`.

    Args:
        old: What is replaced; it stays as it is.
        decision: What the new one starts from: the old one itself, or the old one as it was changed since.
        title: Of the new one.
        today: Its day, once it has an approach.
    """
    dropped = pointless_triggers(decision)
    kept = {name: trigger for name, trigger in decision.trigger.items() if name not in dropped}
    fresh = {"trigger": kept, "title": title, "status": "draft", "review_by": None, "supersedes": (old.id,)}
    return decision.model_copy(update={**fresh, "decided": None if decision.approach == "undecided" else today})


def pointless_triggers(decision: Decision) -> tuple[str, ...]:
    """Return the triggers that lead to the approach the decision takes already."""
    return tuple(
        name
        for name, trigger in decision.trigger.items()
        if decision.approach != "undecided" and trigger.then == decision.approach
    )


def superseding_note(decision: Decision, replaced_by: Sequence[str]) -> str:
    """Return what should be known of a decision that is about to be superseded; empty where nothing is odd.

    Args:
        replaced_by: Ids that took its place already.

    Raises:
        ValueProblem: It is a draft.
    """
    if decision.status == "draft":
        raise ValueProblem("it is a draft", "it is not in force yet", "edit it instead, it is not frozen", "status")
    if replaced_by:
        return f"{decision.id} was superseded by {', '.join(replaced_by)} already"
    if decision.status in {"retired", "rejected", "superseded"}:
        return f"{decision.id} is {decision.status}: it is not in force"
    return ""


class Successor(Protocol):
    """A decision, or a line of the log, as `successors` looks at it."""

    @property
    def id(self) -> str: ...
    @property
    def status(self) -> str: ...
    @property
    def supersedes(self) -> tuple[str, ...]: ...


def successors(decisions: Iterable[Successor]) -> dict[str, list[str]]:
    """Return who replaced whom, by id: only what was accepted takes another one's place."""
    found: dict[str, list[str]] = {}
    for decision in decisions:
        if decision.status in WAS_ACCEPTED:
            for id in decision.supersedes:
                if id != decision.id:
                    found.setdefault(id, []).append(decision.id)
    return found


def status_now(decision: Successor, replaced: Mapping[str, object]) -> str:
    """Return a decision's status with what is derived: accepted and replaced is superseded.

    Args:
        replaced: Ids that another one took the place of, as `successors` returns them.
    """
    return "superseded" if decision.status == "accepted" and decision.id in replaced else decision.status
