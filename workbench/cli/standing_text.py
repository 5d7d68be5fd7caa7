"""Triggers in plain text, and readings as they are typed: shared by ``check`` and ``review``."""

from __future__ import annotations

from decimal import Decimal

from workbench.core.amounts import parse, point
from workbench.core.figures import number
from workbench.core.standing import TriggerStanding
from workbench.core.text import clean_line
from workbench.errors import UsageProblem, ValueProblem

SIGNS = {
    "fired": "! fired", "overdue": "! overdue", "near": "~ near", "stale": "~ stale", "holds": "✓ holds",
    "no-reading": "? no reading",
}  # fmt: skip
"""A sign and a word for each state."""


def trigger_line(trigger: TriggerStanding) -> str:
    """Return a trigger with how far it is from its limit, and what to do when it fires."""
    far = ""
    if trigger.value is not None and trigger.limit is not None:
        far = f": {number(trigger.value, 4)} of {number(trigger.limit, 4)}"
        far += f" on {trigger.read_on}" if trigger.read_on is not None else ""
    kept = ", kept since" if trigger.acknowledged else ""
    then = f", then {trigger.then}" if trigger.state in {"fired", "near"} else ""
    return f"{SIGNS[trigger.state]:<13} {trigger.when}{far}{kept}{then}"


def typed_reading(text: str) -> tuple[str, Decimal]:
    """Return the metric and the figure of ``metric=value``.

    Raises:
        WorkbenchError: It is not written so, or the figure is no number.
    """
    name, sign, value = text.partition("=")
    name = clean_line(name.strip())
    if not sign or not name:
        raise UsageProblem("not a reading", clean_line(text), "write --set accuracy=0.93")
    try:
        return name, point(parse(value, "number"))
    except ValueProblem as problem:
        raise ValueProblem(f"{name}: {problem.title}", problem.message, problem.hint, name) from None
