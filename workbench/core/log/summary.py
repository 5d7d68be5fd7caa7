"""What a list needs of a decision and its journal: plain values from which follows where its triggers stand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from workbench.core.known.own import Own
from workbench.core.log.events import Event, Happened, in_order
from workbench.core.triggers import condition_of

if TYPE_CHECKING:
    from workbench.core.evidence.sources import Source
    from workbench.core.record.decision import Decision


class Watched(NamedTuple):
    """One trigger as written in the record."""

    id: str
    when: str
    then: str
    because: str


class Summary(NamedTuple):
    """A decision as lists show it, with what its state follows from.

    Args:
        stale_after: Days after which a reading is too old, by metric.
        units: Of the metrics that have one.
        journal: Its reviews and readings, the earliest first.
        sources: The files that its evidence was read from.
    """

    id: str
    title: str
    status: str
    approach: str
    decided: date | None
    review_by: date | None
    tags: tuple[str, ...]
    authors: tuple[str, ...]
    supersedes: tuple[str, ...]
    rationale: str
    triggers: tuple[Watched, ...]
    stale_after: Mapping[str, int]
    units: Mapping[str, str]
    own: Own
    journal: tuple[Event, ...] = ()
    sources: tuple[Source, ...] = ()


def summarize(decision: Decision, today: date, entries: Iterable[Event] = ()) -> Summary:
    """Return the summary of a decision and its journal, for a day (see `Own.day`)."""
    from workbench.core.known.metrics import own_figures

    triggers = tuple(Watched(id, one.when, one.then, one.because) for id, one in decision.trigger.items())
    conditions = [condition_of(one.when) for one in triggers]
    asked = {one.metric for one in conditions if one is not None and one.metric is not None}
    return Summary(
        decision.id,
        decision.title,
        decision.status,
        decision.approach,
        decision.decided,
        decision.review_by,
        decision.tags,
        decision.authors,
        decision.supersedes,
        decision.rationale,
        triggers,
        {name: metric.stale_after_days for name, metric in decision.metric.items() if metric.stale_after_days},
        {name: metric.unit for name, metric in decision.metric.items() if metric.unit},
        own_figures(decision, today, asked),
        tuple(one if isinstance(one, Happened) else _without_words(one) for one in in_order(entries)),
        _sources(decision) if decision.evidence else (),
    )


def _sources(decision: Decision) -> tuple[Source, ...]:
    from workbench.core.evidence.sources import sources

    return tuple(sources(decision.evidence))


def _without_words(one: Event) -> Happened:
    return Happened(one.at, one.verdict, one.review_by, one.reading, one.by)
