"""Switch triggers: a small strict grammar, parsed and never evaluated as code, and the state of each. DOMAIN section 7.

``metric op value``, optionally ``for N readings``; ``on 2027-01-14``; ``after 180 days``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import lru_cache
from types import MappingProxyType
from typing import Literal, NamedTuple, get_args

from workbench.core.figures import plain
from workbench.core.text import clean_line
from workbench.core.trigger_slips import slip
from workbench.errors import ValueProblem

State = Literal["fired", "overdue", "near", "holds", "stale", "no-reading"]
STATES: tuple[str, ...] = get_args(State)
STATE_SIGNS = {
    "fired": "! fired",
    "overdue": "! overdue",
    "near": "~ near",
    "stale": "~ stale",
    "holds": "✓ holds",
    "no-reading": "? no reading",
}
"""How a state is told: a sign and a word, which need no colour."""
Operator = Literal["<", "<=", ">", ">="]

KNOWN_METRICS = ("requests_per_month", "cost_per_month", "labelled_examples", "accuracy", "days_to_retirement")
OPERATORS: tuple[Operator, ...] = ("<", "<=", ">", ">=")
_METRIC = re.compile(
    r"(?P<metric>[A-Za-z][\w-]*)\s*(?P<op><=|>=|<|>)\s*(?P<value>-?\d{1,18}(?:\.\d{1,12})?)"
    r"(?:\s+for\s+(?P<count>[1-9]\d{0,2})\s+readings?)?",
    re.ASCII,
)
_DATE = re.compile(r"on\s+(\d{4}-\d{2}-\d{2})", re.ASCII)
_AGE = re.compile(r"after\s+([1-9]\d{0,4})\s+days?", re.ASCII)
_LONGEST = 200
_NEAR_SHARE = Decimal("0.10")
_NEAR_RATIO = Decimal("0.02")


class OnMetric(NamedTuple):
    """Fires when a metric's last `readings` readings are all past the limit."""

    metric: str
    op: Operator
    limit: Decimal
    readings: int = 1

    def met(self, value: Decimal) -> bool:
        """Return whether a value is past the limit."""
        match self.op:
            case "<":
                return value < self.limit
            case "<=":
                return value <= self.limit
            case ">":
                return value > self.limit
            case ">=":
                return value >= self.limit

    def __str__(self) -> str:
        tail = f" for {self.readings} readings" if self.readings > 1 else ""
        return f"{self.metric} {self.op} {plain(self.limit)}{tail}"


class OnDate(NamedTuple):
    """Fires on a day."""

    day: date
    metric: None = None

    def __str__(self) -> str:
        return f"on {self.day}"


class OnAge(NamedTuple):
    """Fires so many days after the decision or its last keep."""

    days: int
    metric: None = None

    def __str__(self) -> str:
        return f"after {self.days} day{'' if self.days == 1 else 's'}"


Condition = OnMetric | OnDate | OnAge


def parse_trigger(text: str, field: str = "") -> Condition:
    """Return the condition of a trigger's ``when``.

    Raises:
        ValueProblem: It does not follow the grammar.
    """
    body = text.strip()
    if (found := _matched(body, field)) is not None:
        return found
    quoted = f"“{clean_line(body[:60])}”"
    wrong = slip(body) if len(body) <= _LONGEST else None
    if wrong is not None and _is_one(wrong.meant):
        raise ValueProblem("not a trigger", f"{quoted} {wrong.told}", f"write {wrong.meant}", field)
    hint = "write accuracy < 0.90, on 2027-01-14 or after 180 days"
    if re.match(r"on\b", body, re.I):
        hint = "write the day like on 2027-01-14"
    raise ValueProblem("not a trigger", quoted, hint, field)


def _matched(body: str, field: str = "") -> Condition | None:
    if len(body) > _LONGEST:
        return None
    if match := _METRIC.fullmatch(body):
        operator = next(op for op in OPERATORS if op == match["op"])
        return OnMetric(match["metric"], operator, Decimal(match["value"]), int(match["count"] or 1))
    if match := _AGE.fullmatch(body):
        return OnAge(int(match[1]))
    if match := _DATE.fullmatch(body):
        try:
            return OnDate(date.fromisoformat(match[1]))
        except ValueError:
            raise ValueProblem("no such day", match[1], "write it like on 2027-01-14", field) from None
    return None


def _is_one(text: str) -> bool:
    """Whether a text is a trigger: what is offered must be taken."""
    try:
        return _matched(text) is not None
    except ValueProblem:
        return False


def condition_of(text: str) -> Condition | None:
    """Return the condition of a trigger's ``when``; None where it does not follow the grammar."""
    return _condition(text) if len(text) <= _LONGEST else _parsed(text)


def _parsed(text: str) -> Condition | None:
    try:
        return parse_trigger(text)
    except ValueProblem:
        return None


# Thousands of decisions ask for much the same.
_condition = lru_cache(maxsize=4096)(_parsed)


class Known(NamedTuple):
    """What is known on a day.

    Args:
        values: The last reading of each metric.
        since: The day ages count from; None where there is none.
        earlier: All readings of metrics that have several, the last one last.
    """

    today: date
    values: Mapping[str, Decimal]
    since: date | None
    earlier: Mapping[str, Sequence[Decimal]] = MappingProxyType({})


def state(condition: Condition, known: Known) -> State:
    """Return a condition's state; `near` is within 10 % of the limit, for limits of 0..1 within 0.02."""
    if isinstance(condition, OnMetric):
        value = known.values.get(condition.metric)
        if value is None:
            return "no-reading"
        if condition.met(value):
            row = known.earlier.get(condition.metric, (value,))[-condition.readings :]
            # Met now, but not as many times in a row as it takes.
            return "fired" if len(row) == condition.readings and all(map(condition.met, row)) else "near"
        ratio = 0 <= condition.limit <= 1 and 0 <= value <= 1
        margin = _NEAR_RATIO if ratio else abs(condition.limit) * _NEAR_SHARE
        return "near" if abs(value - condition.limit) <= margin else "holds"
    if isinstance(condition, OnDate):
        return "fired" if known.today >= condition.day else "holds"
    if known.since is None:
        return "no-reading"
    return "fired" if (known.today - known.since).days >= condition.days else "holds"


def worst(states: list[State]) -> State | None:
    """Return the state that needs a person most; None of none."""
    order: tuple[State, ...] = ("fired", "overdue", "near", "stale", "no-reading", "holds")
    return min(states, key=order.index, default=None)
