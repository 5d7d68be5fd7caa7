"""Limits and targets held against the unit of their metric: a limit beyond it fires for ever, or never."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from workbench.core.amounts import Range
from workbench.core.figures import plain
from workbench.core.record.reading import check_reading, is_share
from workbench.core.triggers import Condition, OnMetric, condition_of, parse_trigger
from workbench.errors import ValueProblem

if TYPE_CHECKING:
    from workbench.core.record.decision import Decision

_PER_CENT = re.compile(r"([<>]=?\s*)(-?\d{1,18}(?:\.\d{1,10})?)\s*%", re.ASCII)


def check_limit(decision: Decision, condition: Condition, field: str = "") -> None:
    """Refuse a trigger whose limit its metric never comes to, by the rule for readings.

    Raises:
        ValueProblem: The limit is beyond the metric's unit; the hint is the trigger as it was probably meant.
    """
    if not isinstance(condition, OnMetric):
        return
    try:
        check_reading(decision, condition.metric, condition.limit)
    except ValueProblem as problem:
        raise ValueProblem(problem.title, problem.message, _meant(condition), field) from None


def _meant(condition: OnMetric) -> str:
    if condition.limit < 0:
        return f"write {condition.metric} {condition.op} and a limit of 0 or more"
    if condition.limit <= 100:
        return f"write {condition._replace(limit=condition.limit / 100)}"
    return f"write a share, like {condition._replace(limit=Decimal('0.88'))}"


def typed_trigger(decision: Decision, text: str, field: str = "") -> Condition:
    """Return a trigger that a person types; ``accuracy < 88 %`` is the share it says, where the metric is one.

    Raises:
        ValueProblem: It does not follow the grammar, or its limit is beyond the metric's unit.
    """
    share, count = _PER_CENT.subn(lambda found: f"{found[1]}{plain(Decimal(found[2]) / 100)}", text, count=1)
    condition = condition_of(share) if count else None
    if not (isinstance(condition, OnMetric) and is_share(_unit(decision, condition.metric), condition.metric)):
        condition = parse_trigger(text, field)
    check_limit(decision, condition, field)
    return condition


def _unit(decision: Decision, name: str) -> str:
    return decision.metric[name].unit if name in decision.metric else ""


def check_target(decision: Decision, name: str, value: Decimal | Range | None, field: str = "") -> None:
    """Refuse a target that its metric cannot have, by the rule for readings.

    Raises:
        ValueProblem: It is beyond the metric's unit.
    """
    for end in (value.low, value.high) if isinstance(value, Range) else (value,):
        if end is None:
            continue
        try:
            check_reading(decision, name, end)
        except ValueProblem as problem:
            raise ValueProblem(problem.title, problem.message, problem.hint, field) from None
