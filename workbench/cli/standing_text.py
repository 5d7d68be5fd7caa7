"""Triggers in plain text, and readings as they are typed: shared by ``check`` and ``review``."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from workbench.core.amounts import parse, point
from workbench.core.figures import number
from workbench.core.log.standing import TriggerStanding
from workbench.core.record.reading import is_share
from workbench.core.text import clean_line
from workbench.core.triggers import STATE_SIGNS, condition_of
from workbench.errors import UsageProblem, ValueProblem


def trigger_line(trigger: TriggerStanding) -> str:
    """Return a trigger with how far it is from its limit, and what to do when it fires."""
    if trigger.problem:
        return f"× {trigger.problem}"
    far = ""
    if trigger.value is not None and trigger.limit is not None:
        read_on = f" on {trigger.read_on}" if trigger.read_on is not None else ""
        far = f": {number(trigger.value, 4)}{read_on} from {trigger.source}, limit {number(trigger.limit, 4)}"
    kept = ", kept since" if trigger.acknowledged else ""
    then = f", then {trigger.then}" if trigger.state in {"fired", "near"} else ""
    return f"{STATE_SIGNS[trigger.state]:<13} {trigger.when}{far}{kept}{then}"


def reopened(day: date | None) -> str:
    """Return the words that mark a decision that was reopened, after a comma; nothing for any other."""
    return f", reopened {day.day} {day:%b}" if day is not None else ""


def typed_reading(text: str) -> tuple[str, Decimal, bool]:
    """Return the metric and the figure of ``metric=value``, and whether that was typed with a ``%``.

    Raises:
        WorkbenchError: It is not written so, or the figure is no number.
    """
    name, sign, value = text.partition("=")
    name = clean_line(name.strip())
    if not sign or not name:
        raise UsageProblem("not a reading", clean_line(text), "write --set accuracy=0.93")
    try:
        return name, point(parse(value, "number")), value.rstrip().endswith("%")
    except ValueProblem as problem:
        hint = "write it like 0.93 or 93 %" if is_share("", name) else problem.hint
        raise ValueProblem(f"{name}: {problem.title}", problem.message, hint, name) from None


def asked_by(conditions: Iterable[str]) -> set[str]:
    """Return what the conditions of triggers, as written, ask about."""
    found = map(condition_of, conditions)
    return {one.metric for one in found if one is not None and one.metric is not None}
