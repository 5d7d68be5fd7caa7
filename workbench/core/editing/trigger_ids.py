"""Ids of triggers that were made from a metric's name: they follow when the condition asks about another one."""

from __future__ import annotations

import re
from collections.abc import Sequence

from workbench.core.editing.session import Session
from workbench.core.record.decision import Decision, Trigger, renamed
from workbench.core.record.lifecycle import WAS_ACCEPTED
from workbench.core.text import free_name
from workbench.core.triggers import condition_of


def id_base(metric: str | None) -> str:
    """Return what the id of a trigger begins with that asks about a metric, or about none."""
    return (metric or "date").replace("_", "-")


def with_ids_following(session: Session, decision: Decision) -> Decision:
    """Return a decision as it is stored, where the id of no trigger is left from a name that was corrected since.

    What was accepted with its id keeps it, and so does a trigger that is still half typed.
    """
    typing = {path[1] for path in session.pending if path[0] == "trigger"}
    settled = session.stored.trigger if session.stored.status in WAS_ACCEPTED else {}
    for id, trigger in decision.trigger.items():
        condition = condition_of(trigger.when)
        if id in typing or id in settled or condition is None or _is_of(id, trigger):
            continue
        if _was_of(id, (session.stored, *session.past)):
            name = free_name(id_base(condition.metric), {*decision.trigger, *session.left})
            decision = renamed(decision, ("trigger", id), name)
    return decision


def _was_of(id: str, earlier: Sequence[Decision]) -> bool:
    return any(_is_of(id, one.trigger[id]) for one in earlier if id in one.trigger)


def _is_of(id: str, trigger: Trigger) -> bool:
    """Whether an id is made from the metric that its trigger asks about."""
    condition = condition_of(trigger.when)
    return condition is not None and id_base(condition.metric) in {id, re.sub(r"-\d+$", "", id)}
