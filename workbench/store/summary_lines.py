"""A row of the log as one line of JSON, as the cache keeps it and worker processes send it; and back, distrustfully."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from workbench.core.known.own import Own
from workbench.core.log.events import Happened
from workbench.core.log.summary import Summary, Watched
from workbench.core.record.status import STATUSES
from workbench.core.text import clean_block, clean_line, is_clean
from workbench.errors import FileProblem, NewerVersion
from workbench.store.listing import Stamp

if TYPE_CHECKING:
    from workbench.core.evidence.sources import Source


class LogRow(NamedTuple):
    """One row of the log: what a list needs of a decision, or what is wrong with its file.

    Args:
        folder: What stands before the name in the file's path, a slash at its end.
        name: The file's name; empty for a row about the folder itself. Not safe to show, as the path is not.
        problems: What is wrong with entries of its journal.
        read_only: Why it can only be read, if so; what its triggers mean nobody here knows.
    """

    folder: str
    name: str
    summary: Summary | None
    problem: FileProblem | None
    problems: tuple[FileProblem, ...] = ()
    read_only: NewerVersion | None = None

    @property
    def id(self) -> str:
        """The file's name without its ending, safe to show."""
        return clean_line(self.name.removesuffix(".toml"))

    @property
    def path(self) -> Path:
        """The file."""
        return Path(self.folder + self.name)

    @property
    def file(self) -> str:
        """The file's path, safe to show."""
        return clean_line(self.folder + self.name)


class DoubtfulLine(Exception):
    """A line that the program did not write."""


def line_of(row: LogRow, stamp: Stamp | None, journal: str | None) -> str:
    """Return a row as a line, with the stamps of what it was made of; empty where a line would say less."""
    if row.read_only is not None or any(type(one) is not FileProblem for one in (*row.problems, row.problem) if one):
        return ""
    summary = _plain(row.summary) if row.summary is not None else None
    here = clean_line(row.folder)
    problem = _told(row.problem, here) if row.problem is not None else None
    return _encode([row.name, stamp, journal, summary, problem, [_told(one, here) for one in row.problems]])


def _told(problem: FileProblem, here: str) -> list[object]:
    # The same folder may be given by another path next time.
    path = problem.path.removeprefix(here)
    return [problem.title, problem.message, problem.hint, path, problem.line]


def _plain(one: Summary) -> list[object]:
    return [
        one.title,
        one.status,
        one.approach,
        _day(one.decided),
        _day(one.review_by),
        one.tags,
        one.authors,
        one.supersedes,
        one.rationale,
        one.triggers,
        one.stale_after,
        one.units,
        [_figures(one.own.values), _day(one.own.until), _day(one.own.day)],
        [
            [event.at.isoformat(), event.verdict, _day(event.review_by), _figures(event.reading), event.by]
            for event in one.journal
        ],
        [
            [source.instrument, source.name, source.sha256, _day(source.day), source.digest_key]
            for source in one.sources
        ],
    ]


_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _figures(values: Mapping[str, Decimal]) -> dict[str, str]:
    return {name: str(value) for name, value in values.items()}


def data_of(line: str) -> list[Any]:
    """Return a line's name, stamps and the rest, which is for `row_of`.

    Raises:
        DoubtfulLine: It is none of ours.
    """
    try:
        data, end = _decode(line)
    except (ValueError, RecursionError) as error:
        raise DoubtfulLine from error
    if end != len(line) or type(data) is not list or len(data) != 6 or type(data[0]) is not str:
        raise DoubtfulLine
    return data


_decode = json.JSONDecoder().raw_decode


def row_of(data: list[Any], folder: str) -> LogRow:
    """Return the row that a line's data says; every value is looked at, a cache is a file like any other.

    Raises:
        DoubtfulLine: A value is none that the program would have written.
    """
    name, _, _, summary, problem, problems = data
    here = clean_line(folder)
    try:
        if (summary is None) == (problem is None):
            raise DoubtfulLine
        return LogRow(
            folder,
            name,
            None if summary is None else _summary(clean_line(name.removesuffix(".toml")), summary),
            None if problem is None else _problem(problem, here),
            tuple(_problem(one, here) for one in problems),
        )
    except (TypeError, ValueError, ArithmeticError, LookupError, AttributeError) as error:
        raise DoubtfulLine from error


def _summary(id: str, data: Any) -> Summary:
    (title, status, approach, decided, review_by, tags, authors, supersedes, rationale, triggers) = data[:10]
    stale, units, own, past, files = data[10:]
    told = "".join([title, approach, *tags, *authors, *supersedes])
    watched = tuple(_watched(one) for one in triggers)
    if status not in STATUSES or not _clean(told) or not _clean_block(rationale):
        raise DoubtfulLine
    if not all(type(days) is int for days in stale.values()) or not _clean("".join([*units, *units.values()])):
        raise DoubtfulLine
    values, until, day = own
    return Summary(
        id,
        title,
        status,
        approach,
        _read_day(decided),
        _read_day(review_by),
        tuple(tags),
        tuple(authors),
        tuple(supersedes),
        rationale,
        watched,
        stale,
        units,
        Own(_read_figures(values), _read_day(until), _read_day(day)),
        tuple(_happened(one) for one in past) if past else (),
        tuple(_source(one) for one in files) if files else (),
    )


def _watched(data: Any) -> Watched:
    one = Watched(*data)
    if not _clean(one.id + one.when + one.then) or not _clean_block(one.because):
        raise DoubtfulLine
    return one


def _happened(data: Any) -> Happened:
    at, verdict, review_by, reading, by = data
    moment = datetime.fromisoformat(at)
    if moment.utcoffset() is None or not (verdict is None or type(verdict) is str) or not _clean(by):
        raise DoubtfulLine
    return Happened(moment, verdict, _read_day(review_by), _read_figures(reading), by)


def _source(data: Any) -> Source:
    from workbench.core.evidence.sources import Source, is_source

    instrument, name, digest, day, key = data
    if not is_source(instrument, key, digest) or not _clean(name):
        raise DoubtfulLine
    return Source(instrument, name, digest, _read_day(day), key)


def _problem(data: Any, here: str) -> FileProblem:
    title, message, hint, path, line = data
    if not _clean(title + message + hint + path) or not (line is None or type(line) is int):
        raise DoubtfulLine
    return FileProblem(title, message, hint, here + path, line)


def _clean(text: str) -> bool:
    return is_clean(text) or clean_line(text) == text


def _clean_block(text: str) -> bool:
    return is_clean(text) or clean_block(text) == text


def _read_day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def _read_figures(data: Mapping[str, str]) -> dict[str, Decimal]:
    found = {name: Decimal(text) for name, text in data.items()}
    if not all(value.is_finite() for value in found.values()):
        raise DoubtfulLine
    return found
