"""What happened to a decision after it was saved, as far as its triggers and its review date go."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import NamedTuple, Protocol, TypeVar


class Event(Protocol):
    """A review or a reading; `at` is in UTC."""

    @property
    def at(self) -> datetime: ...
    @property
    def verdict(self) -> str | None: ...
    @property
    def review_by(self) -> date | None: ...
    @property
    def reading(self) -> Mapping[str, Decimal]: ...
    @property
    def by(self) -> str: ...


class Happened(NamedTuple):
    """A review or a reading without its words."""

    at: datetime
    verdict: str | None
    review_by: date | None
    reading: Mapping[str, Decimal]
    by: str = ""


class Tried(Happened):
    """A reading that is only tried: nobody wrote it down."""

    __slots__ = ()


class HandedDown(Happened):
    """A reading that was written down for a decision which this one replaces."""

    __slots__ = ()


_TICK = timedelta(microseconds=1)
E = TypeVar("E", bound=Event)


def in_order(entries: Iterable[E]) -> list[E]:
    """Return the entries, the earliest first."""
    return sorted(entries, key=lambda entry: entry.at)


def until(entries: Iterable[E], day: date) -> list[E]:
    """Return the entries up to the end of a day in UTC: for looking back.

    Not for today, which may have ended in UTC while it has not here.
    """
    return [entry for entry in entries if entry.at.date() <= day]


def tried(entries: Sequence[Event], reading: Mapping[str, Decimal], today: date) -> list[Event]:
    """Return a journal with a reading that is only tried: newer than everything that was written down."""
    last = datetime.combine(today, time.max, UTC)
    newest = max([last, *(entry.at + _TICK for entry in entries)])
    return [*entries, Tried(newest, None, None, dict(reading))]


def last_keep(entries: Sequence[Event]) -> datetime | None:
    """Return when the decision was last kept; None where it never was. The entries are in order."""
    return next((entry.at for entry in reversed(entries) if entry.verdict == "keep"), None)


def review_day(decided_for: date | None, entries: Sequence[Event]) -> date | None:
    """Return the day to look again: of the latest review that names one, else of the record itself."""
    return next((entry.review_by for entry in reversed(entries) if entry.review_by is not None), decided_for)


def reopened_on(entries: Sequence[Event]) -> date | None:
    """Return the day on which the decision was reopened; None where it was not, or was kept since."""
    weighed = (entry for entry in reversed(entries) if entry.verdict in {"keep", "reopen"})
    last = next(weighed, None)
    return last.at.date() if last is not None and last.verdict == "reopen" else None
