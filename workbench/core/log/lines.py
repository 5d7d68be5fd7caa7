"""The log as a list: a line for each decision, in the order in which they need a person, narrowed by what is typed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from workbench.core.log.events import reopened_on, review_day
from workbench.core.log.standing import state_of
from workbench.core.log.summary import Summary
from workbench.core.record.lifecycle import status_now
from workbench.core.record.status import IN_FORCE, OVER, STATUSES
from workbench.core.triggers import State

_ORDER: Mapping[str, int] = {
    name: at for at, name in enumerate(("fired", "overdue", "near", "stale", "holds", "no-reading"))
}
_QUIET, _BROKEN, _OVER = 6, 7, 9
WAITING = ("fired", "overdue", "near", "stale", "no-reading")
"""States in which a decision waits for a review, the most pressing first."""
KEYS = ("state", "status", "approach", "tag", "by")
"""What a filter can name, as ``status:accepted``."""


class Listed(NamedTuple):
    """One line of the log.

    Args:
        status: With what is derived: accepted and replaced is superseded; ``newer`` for a newer version's file, empty
            for one that cannot be read.
        state: Of its triggers; None where there is nothing to watch, or it is not in force.
        reopened: Whether a review reopened it, and none kept it since.
        words: Everything that can be searched, in lower case.
        file: Name of the file, safe to show; `problem` is what is wrong with it, empty for one that can be read.
    """

    id: str
    title: str = ""
    status: str = ""
    approach: str = ""
    tags: tuple[str, ...] = ()
    supersedes: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    decided: date | None = None
    review_by: date | None = None
    state: State | None = None
    reopened: bool = False
    words: str = ""
    file: str = ""
    problem: str = ""

    @property
    def over(self) -> bool:
        """Whether it is no longer in force and will not be again by itself."""
        return self.status in OVER

    @property
    def waits(self) -> bool:
        """Whether somebody should look at it."""
        return self.state in WAITING

    @property
    def rank(self) -> tuple[int, int, str]:
        """Its place: what fired first, the newest first among equals; what is over last."""
        if not self.status:
            place = _BROKEN
        elif self.over:
            place = _OVER
        else:
            place = _QUIET if self.state is None else _ORDER[self.state]
        return place, -self.decided.toordinal() if self.decided else 0, self.id


def listed(summary: Summary, today: date, replaced: Mapping[str, object] | None = None) -> Listed:
    """Return a decision's line on a day.

    Args:
        replaced: Ids that another one took the place of.
    """
    status = status_now(summary, replaced or {})
    state = state_of(summary, today) if status in IN_FORCE else None
    reopened = status in IN_FORCE and reopened_on(summary.journal) is not None
    return Listed(
        summary.id, summary.title, status, summary.approach, summary.tags, summary.supersedes, summary.authors,
        summary.decided, review_day(summary.review_by, summary.journal), state, reopened,
        _searched(summary, status, reopened),
    )  # fmt: skip


def _searched(summary: Summary, status: str, reopened: bool) -> str:
    """Return what a word is looked for in: id, title, rationale, approach, status, tags and authors."""
    parts = [summary.id, summary.title, summary.rationale, summary.approach, status]
    parts += ["reopened"] if reopened else []
    return " ".join([*parts, *summary.tags, *summary.authors]).lower()


def fits(line: Listed, typed: str) -> bool:
    """Return whether a line has every word that is typed, and is what every ``key:value`` among them names."""
    return all(_fits(line, word) for word in typed.split())


def _fits(line: Listed, word: str) -> bool:
    key, colon, value = word.partition(":")
    if colon and key.lower() in KEYS:
        return any(_simple(one) == _simple(value) for one in _values(line, key.lower()))
    return word.lower() in line.words


def _values(line: Listed, key: str) -> Sequence[str]:
    match key:
        case "state":
            waits = ("waiting",) if line.waits else ()
            return (line.state, *waits) if line.state else ("unreadable",) if not line.status else ()
        case "status":
            return (line.status,)
        case "approach":
            return (line.approach,)
        case "tag":
            return line.tags
        case _:
            return line.authors


def no_such(typed: str) -> str:
    """Return what is wrong with a ``key:value`` that no decision can be; empty where nothing is."""
    if ":" not in typed:
        return ""
    from workbench.core.inputs import APPROACHES

    possible: Mapping[str, Sequence[str]] = {
        "state": (*_ORDER, "waiting", "unreadable"), "status": (*STATUSES, "newer"), "approach": APPROACHES,
    }  # fmt: skip
    for word in typed.split():
        key, colon, value = word.partition(":")
        known = possible.get(key.lower(), ())
        if colon and known and _simple(value) not in map(_simple, known):
            from difflib import get_close_matches

            near = get_close_matches(_simple(value), known, 1)
            told = f"did you mean {key.lower()}:{near[0]}?" if near else f"one of {', '.join(known)}"
            return f"no {key.lower()} is “{value[:20]}”: {told}"
    return ""


def _simple(text: str) -> str:
    # A tag of two words is named without its blank: what is typed is split at blanks.
    return "".join(text.lower().split())


def views(lines: Iterable[Listed]) -> list[tuple[str, int]]:
    """Return what the log can be narrowed to, as it would be typed, each with how many lines fit it."""
    counted: list[Counter[str]] = [Counter() for _ in KEYS]
    for line in lines:
        for count, key in zip(counted, KEYS, strict=True):
            count.update({f"{key}:{_simple(value)}" for value in _values(line, key) if value})
    first = [("state:waiting", counted[0].pop("state:waiting", 0))]
    others = [pair for count in counted for pair in sorted(count.items(), key=lambda pair: (-pair[1], pair[0]))]
    return [pair for pair in first if pair[1]] + others


def toggled(typed: str, view: str) -> str:
    """Return what is typed with a view in it, in the place of another of the same key; without it if it was there."""
    key = view.partition(":")[0]
    words = typed.split()
    kept = [word for word in words if word.partition(":")[0].lower() != key or ":" not in word]
    return " ".join(kept if view in words else [*kept, view])
