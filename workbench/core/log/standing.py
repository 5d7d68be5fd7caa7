"""Where each trigger of a decision stands on a day, from the record's own figures and its journal. DOMAIN section 7."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from workbench.core.log.events import Event, HandedDown, Tried, in_order, last_keep, reopened_on, review_day, until
from workbench.core.log.summary import Summary, Watched, summarize
from workbench.core.record.status import IN_FORCE, OVER
from workbench.core.triggers import Known, OnDate, OnMetric, State, condition_of, parse_trigger, state, worst
from workbench.errors import ValueProblem

if TYPE_CHECKING:
    from workbench.core.record.decision import Decision


RECORD = "the record"
GIVEN = "what is given here"
BEFORE = "for what this replaces"


class Point(NamedTuple):
    """One reading of a metric, and where it is from; see `TriggerStanding.source`."""

    at: datetime
    value: Decimal
    source: str = RECORD


@dataclass(frozen=True, slots=True)
class TriggerStanding:
    """A trigger's state: the reading it rests on and the limit it is held against; None where there is none.

    Args:
        acknowledged: Its condition is met, and the team has kept the decision since.
        source: Where the reading is from: the record itself, whoever read it, or what is only tried; empty without one.
        problem: Why it is no trigger, with how to write one; empty for one that is.
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
    source: str = ""
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """A decision on a day.

    Args:
        state: The one that needs a person most; None with nothing to watch.
        reopened: The day on which it was reopened, unless it was kept since.
    """

    state: State | None
    triggers: tuple[TriggerStanding, ...]
    review_by: date | None
    overdue: bool
    reopened: date | None = None


def readings(decision: Decision, entries: Sequence[Event], today: date) -> dict[str, list[Point]]:
    """Return what is known of each metric, the earliest first; the record's own figures are read on `decided`."""
    from workbench.core.known.metrics import own_values

    return _points(own_values(decision, today), decision.decided or today, in_order(entries))


def _points(own: Mapping[str, Decimal], first: date, known: Iterable[Event]) -> dict[str, list[Point]]:
    start = datetime(first.year, first.month, first.day, tzinfo=UTC)
    found = {name: [Point(start, value)] for name, value in own.items()}
    for entry in known:
        for name, value in entry.reading.items():
            if isinstance(entry, HandedDown) and name in own:
                # It overtook the figure, which was copied since.
                found[name][0] = Point(min(start, entry.at), own[name])
            found.setdefault(name, []).append(Point(entry.at, value, _source(entry)))
    for points in found.values():
        if len(points) > 1:
            points.sort(key=lambda point: point.at)
    return found


def _source(entry: Event) -> str:
    if isinstance(entry, Tried):
        return GIVEN
    if isinstance(entry, HandedDown):
        return f"a reading by {entry.by}, {BEFORE}" if entry.by else f"a reading {BEFORE}"
    return f"a reading by {entry.by}" if entry.by else "a reading"


def looking_back(summary: Summary, day: date) -> Summary:
    """Return a summary as it was at the end of a day: what came later, or was not decided yet, says nothing."""
    early = summary.decided is not None and day < summary.decided
    own = summary.own._replace(values={}, until=None) if early else summary.own
    return summary._replace(journal=tuple(until(summary.journal, day)), own=own)


def standing(decision: Decision, entries: Sequence[Event], today: date) -> Standing:
    """Return where a decision stands on a day, with every entry of its journal; `events.until` looks back."""
    return standing_of(summarize(decision, today, entries), today)


def standing_of(summary: Summary, today: date) -> Standing:
    """Return where a decision stands on a day, from its summary, with everything in its journal."""
    found = _found(summary, today)
    triggers = tuple(
        TriggerStanding(*one, at.state, at.value, at.limit, at.read_on, at.acknowledged, at.source, _why_not(one.when))
        for one, at in zip(summary.triggers, found, strict=True)
    )
    day, overdue = _review(summary, today)
    return Standing(_worst(found, overdue), triggers, day, overdue, reopened_on(summary.journal))


def _why_not(when: str) -> str:
    """Return why what is written is no trigger; empty where it is one."""
    if condition_of(when) is not None:
        return ""
    try:
        parse_trigger(when)
    except ValueProblem as problem:
        return problem.brief
    return ""


def state_of(summary: Summary, today: date) -> State | None:
    """Return the one state of a decision in force (proposed or accepted), None for any other, from its summary."""
    if summary.status not in IN_FORCE:
        return None
    return _worst(_found(summary, today), _review(summary, today)[1])


def review_to_come(summary: Summary) -> date | None:
    """Return the day to look again; None for a decision that is in force no more, nor will be by itself."""
    return None if summary.status in OVER else review_day(summary.review_by, summary.journal)


def _worst(found: Sequence[_At], overdue: bool) -> State | None:
    states: list[State] = [at.state for at in found]
    return worst([*states, "overdue"] if overdue else states)


def _review(summary: Summary, today: date) -> tuple[date | None, bool]:
    """Return the day to look again, and whether it has passed without that."""
    keep, day = last_keep(summary.journal), review_day(summary.review_by, summary.journal)
    return day, day is not None and day <= today and not (keep is not None and keep.date() >= day)


class _At(NamedTuple):
    """Where a trigger stands; see `TriggerStanding`."""

    state: State
    value: Decimal | None = None
    limit: Decimal | None = None
    read_on: date | None = None
    acknowledged: bool = False
    source: str = ""


def _found(summary: Summary, today: date) -> list[_At]:
    if not summary.triggers:
        return []
    points = _points(summary.own.on(today), summary.decided or today, summary.journal)
    keep = last_keep(summary.journal)
    return [_standing(summary, one, points, keep, today) for one in summary.triggers]


def _standing(
    summary: Summary, one: Watched, points: Mapping[str, Sequence[Point]], keep: datetime | None, today: date
) -> _At:
    condition = condition_of(one.when)
    if condition is None:
        return _At("no-reading")
    if isinstance(condition, OnMetric):
        return _on_metric(summary, condition, points.get(condition.metric, ()), keep, today)
    now = state(condition, Known(today, {}, keep.date() if keep is not None else summary.decided))
    if isinstance(condition, OnDate) and now == "fired" and keep is not None and keep.date() >= condition.day:
        return _At("holds", acknowledged=True)
    return _At(now)


def _on_metric(
    summary: Summary, condition: OnMetric, points: Sequence[Point], keep: datetime | None, today: date
) -> _At:
    """Return where a trigger on a metric stands: not fired by what was kept, stale where its reading is too old."""
    if not points:
        return _At("no-reading", None, condition.limit)
    values, last = [point.value for point in points], points[-1]
    now = state(condition, Known(today, {condition.metric: last.value}, None, {condition.metric: values}))
    kept = now == "fired" and keep is not None and last.at <= keep
    if kept:
        now = "holds"
    read_on, after = last.at.date(), summary.stale_after.get(condition.metric)
    if now != "fired" and after is not None and (today - read_on).days > after:
        now = "stale"
    return _At(now, last.value, condition.limit, read_on, kept, last.source)
