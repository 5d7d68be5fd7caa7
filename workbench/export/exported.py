"""What an export is made of: a decision with all that is known of it on a day, and the decisions it replaces."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Any, NamedTuple

from workbench.core.costs.comparison import Comparison, compare
from workbench.core.flows.flowchart import Flowchart
from workbench.core.log.events import in_order
from workbench.core.log.journal import Entry
from workbench.core.log.standing import Standing, standing
from workbench.core.record.decision import Decision
from workbench.core.record.lifecycle import status_now, successors
from workbench.core.record.status import IN_FORCE

MARKER = "written by workbench export"
"""Stands in every file that an export writes, so that the next one may write over it."""


class Link(NamedTuple):
    """Another decision of the folder; `number` is its place by date, 0 where there is no such file."""

    id: str
    title: str = ""
    status: str = ""
    number: int = 0


@dataclass(frozen=True, slots=True)
class Folder:
    """The decisions of a folder by id, and by which ones each is superseded."""

    links: Mapping[str, Link] = field(default_factory=dict)
    successors: Mapping[str, Sequence[str]] = field(default_factory=dict)

    @classmethod
    def of(cls, decisions: Sequence[Decision], unreadable: Iterable[str] = ()) -> Folder:
        """Return a folder, numbered by date; ids of files that cannot be read keep their place in the row."""
        days = {decision.id: _day(decision) for decision in decisions}
        replaced = {decision.id: decision.supersedes for decision in decisions}
        order = _oldest_first(sorted([*days, *unreadable], key=lambda id: (days.get(id, id[:8]), id)), days, replaced)
        numbers = {id: number for number, id in enumerate(order, start=1)}
        links = {one.id: Link(one.id, one.title, one.status, numbers[one.id]) for one in decisions}
        return cls(links, successors(sorted(decisions, key=lambda decision: numbers[decision.id])))

    def link(self, id: str) -> Link:
        """Return what is known of a decision that another one names."""
        return self.links.get(id, Link(id))


def _oldest_first(
    order: Sequence[str], days: Mapping[str, str], replaced: Mapping[str, Sequence[str]]
) -> Sequence[str]:
    """Return ids in their order, but of those of one day the one that is replaced before the one that replaces it."""
    found: dict[str, None] = {}
    for id in order:
        waiting = [id]
        while waiting:
            one = waiting[-1]
            older = [
                before for before in replaced.get(one, ())
                if before not in found and before not in waiting and days.get(before) == days.get(one)
            ]  # fmt: skip
            if older:
                waiting.append(older[0])
            else:
                found[waiting.pop()] = None
    return list(found)


def _day(decision: Decision) -> str:
    """Return a day to sort by: of the decision, else the one its id begins with."""
    return f"{decision.decided:%Y%m%d}" if decision.decided is not None else decision.id[:8]


@dataclass(frozen=True, slots=True)
class Exported:
    """One decision as an export sees it.

    Args:
        decision, entries: The record and its journal, the earliest entry first.
        standing, comparison: Where its triggers stand and what its options cost, on the day of the export.
        today: That day.
        itself: The decision's own place among the others.
        supersedes, superseded_by: The other decisions it replaces, and those that replace it.
        flows: Flowcharts that know the wording of its questions.
        data: The record as its file holds it; the JSON export hands it on.
        together: The decisions it names are exported beside it, so that a link leads somewhere.
    """

    decision: Decision
    entries: tuple[Entry, ...]
    standing: Standing
    comparison: Comparison
    today: date
    itself: Link
    supersedes: tuple[Link, ...] = ()
    superseded_by: tuple[Link, ...] = ()
    flows: tuple[Flowchart, ...] = ()
    data: Mapping[str, Any] = field(default_factory=dict)
    together: bool = False

    @property
    def title(self) -> str:
        """The title, or that there is none."""
        return self.decision.title.strip() or "untitled"

    @property
    def status(self) -> str:
        """The status, which is superseded as soon as another decision that was accepted replaces this one."""
        return status_now(self.decision, {self.decision.id: self.superseded_by} if self.superseded_by else {})

    @property
    def in_force(self) -> bool:
        """Whether its triggers and its review date are looked at."""
        return self.status in IN_FORCE

    @property
    def state(self) -> str:
        """What a list shows: where a decision in force stands, else its status."""
        return (self.standing.state or self.status) if self.in_force else self.status


def exported(
    decision: Decision,
    entries: Sequence[Entry],
    today: date,
    folder: Folder | None = None,
    flows: Sequence[Flowchart] = (),
    data: Mapping[str, Any] = MappingProxyType({}),
    together: bool = False,
) -> Exported:
    """Return a decision ready to be exported; see `Exported`.

    Args:
        folder: All decisions of its folder; without it nothing is known of a successor.
    """
    known = folder or Folder.of([decision])
    return Exported(
        decision,
        tuple(in_order(entries)),
        standing(decision, entries, today),
        compare(decision.costs, today),
        today,
        known.link(decision.id),
        tuple(known.link(id) for id in dict.fromkeys(decision.supersedes)),
        tuple(known.link(id) for id in dict.fromkeys(known.successors.get(decision.id, ()))),
        tuple(flows),
        data,
        together,
    )
