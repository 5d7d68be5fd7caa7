"""What was read for a decision that another one replaces: it counts there until that one has a reading of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

from workbench.core.log.events import HandedDown, in_order
from workbench.core.log.summary import Summary
from workbench.core.triggers import condition_of

Known = Callable[[str], Summary | None]
"""Returns the summary of a decision by its id; None where there is none."""


def handed_down(summary: Summary, today: date, known: Known) -> list[HandedDown]:
    """Return the latest reading of each metric that a decision's triggers ask about, of those that it replaces.

    None where it was read anew, nor where the record has another figure of its own than the one before it had: that
    was worked out for the new decision.
    """
    if not summary.supersedes:
        return []
    conditions = [condition_of(one.when) for one in summary.triggers]
    asked = {one.metric for one in conditions if one is not None and one.metric is not None}
    asked -= {name for entry in summary.journal for name in entry.reading}
    own, latest = summary.own.on(today), dict[str, HandedDown]()
    for old in _before(summary, known) if asked else ():
        figures = old.own.on(today)
        for entry in old.journal:
            for name in asked & {*entry.reading}:
                if name in own and own[name] != figures.get(name):
                    continue
                if name not in latest or latest[name].at < entry.at:
                    latest[name] = HandedDown(entry.at, None, None, {name: entry.reading[name]}, entry.by)
    return in_order(latest.values())


def with_handed_down(summary: Summary, today: date, known: Known) -> Summary:
    """Return a summary with that among its readings."""
    found = handed_down(summary, today, known)
    return summary._replace(journal=tuple(in_order([*summary.journal, *found]))) if found else summary


def _before(summary: Summary, known: Known) -> Iterator[Summary]:
    """Yield what a decision replaces, and what that replaced in its turn; each once, also in a circle."""
    seen, waiting = {summary.id}, list(summary.supersedes)
    while waiting:
        id = waiting.pop(0)
        old = known(id) if id not in seen else None
        seen.add(id)
        if old is not None:
            yield old
            waiting += old.supersedes
