"""Where each trigger of a decision stands on a day, from the record's own figures and its journal. DOMAIN section 7."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from decimal import Decimal

from workbench.core.decision import Decision
from workbench.core.journal import Entry, in_order, last_keep, review_day
from workbench.core.metrics import own_values
from workbench.core.triggers import Known, OnDate, OnMetric, State, parse_trigger, state, worst
from workbench.errors import ValueProblem

IN_FORCE = frozenset({"proposed", "accepted"})
"""Statuses in which triggers and review dates are looked at."""


@dataclass(frozen=True, slots=True)
class Point:
    """One reading of a metric."""

    at: datetime
    value: Decimal


@dataclass(frozen=True, slots=True)
class TriggerStanding:
    """A trigger's state: the reading it rests on and the limit it is held against; None where there is none.

    Args:
        acknowledged: Its condition is met, and the team has kept the decision since.
    """

    id: str
    when: str
    then: str
    because: str
    state: State
    value: Decimal | None
    limit: Decimal | None
    read_on: date | None
    acknowledged: bool = False


@dataclass(frozen=True, slots=True)
class Standing:
    """A decision on a day. `state` is the one that needs a person most; None with nothing to watch."""

    state: State | None
    triggers: tuple[TriggerStanding, ...]
    review_by: date | None
    overdue: bool


def readings(decision: Decision, entries: Sequence[Entry], today: date) -> dict[str, list[Point]]:
    """Return what is known of each metric, the earliest first; the record's own figures are read on `decided`."""
    first = decision.decided or today
    start = datetime(first.year, first.month, first.day, tzinfo=UTC)
    found = {name: [Point(start, value)] for name, value in own_values(decision, today).items()}
    for entry in in_order(entries):
        for name, value in entry.reading.items():
            found.setdefault(name, []).append(Point(entry.at, value))
    return {name: sorted(points, key=lambda point: point.at) for name, points in found.items()}


def standing(decision: Decision, entries: Sequence[Entry], today: date) -> Standing:
    """Return where a decision stands on a day, with every entry of its journal; `journal.until` looks back."""
    known = in_order(entries)
    points = readings(decision, known, today)
    keep = last_keep(known)
    triggers = tuple(_standing(decision, id, points, keep, today) for id in decision.trigger)
    day = review_day(decision.review_by, known)
    overdue = day is not None and day <= today and not (keep is not None and keep.date() >= day)
    states: list[State] = [trigger.state for trigger in triggers]
    return Standing(worst([*states, "overdue"] if overdue else states), triggers, day, overdue)


def _standing(
    decision: Decision, id: str, points: Mapping[str, Sequence[Point]], keep: datetime | None, today: date
) -> TriggerStanding:
    trigger = decision.trigger[id]
    blank = TriggerStanding(id, trigger.when, trigger.then, trigger.because, "no-reading", None, None, None)
    try:
        condition = parse_trigger(trigger.when)
    except ValueProblem:
        return blank
    known = Known(
        today,
        {name: found[-1].value for name, found in points.items()},
        keep.date() if keep is not None else decision.decided,
        {name: [point.value for point in found] for name, found in points.items()},
    )
    now = replace(blank, state=state(condition, known))
    if isinstance(condition, OnMetric):
        return _read(now, condition, points.get(condition.metric, ()), decision, keep, today)
    if isinstance(condition, OnDate) and now.state == "fired" and keep is not None and keep.date() >= condition.day:
        return replace(now, state="holds", acknowledged=True)
    return now


def _read(
    now: TriggerStanding,
    condition: OnMetric,
    points: Sequence[Point],
    decision: Decision,
    keep: datetime | None,
    today: date,
) -> TriggerStanding:
    """Return where a trigger on a metric stands: not fired by what was kept, stale where its reading is too old."""
    now = replace(now, limit=condition.limit)
    if not points:
        return now
    last = points[-1]
    now = replace(now, value=last.value, read_on=last.at.date())
    if now.state == "fired" and keep is not None and last.at <= keep:
        now = replace(now, state="holds", acknowledged=True)
    metric = decision.metric.get(condition.metric)
    after = metric.stale_after_days if metric is not None else None
    if now.state != "fired" and after is not None and (today - last.at.date()).days > after:
        now = replace(now, state="stale")
    return now


def decision_state(decision: Decision, today: date, entries: Sequence[Entry] = ()) -> State | None:
    """Return the one state of a decision in force (proposed or accepted), None for any other."""
    return standing(decision, entries, today).state if decision.status in IN_FORCE else None


def trigger_states(decision: Decision, today: date, entries: Sequence[Entry] = ()) -> dict[str, State]:
    """Return the state of each trigger on a day; a broken one has no reading."""
    return {trigger.id: trigger.state for trigger in standing(decision, entries, today).triggers}
