"""``workbench check``: where the triggers and review dates of decisions stand; made for CI."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Collection, Container, Mapping, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

from workbench.cli.common import day, file_named, named_folder, print_json, problem_text
from workbench.cli.progress import shown
from workbench.cli.standing_text import asked_by, reopened, trigger_line, typed_reading
from workbench.core.evidence.sources import Source, State, changed_told
from workbench.core.log.events import tried
from workbench.core.log.handed_down import Known, with_handed_down
from workbench.core.log.standing import Standing, looking_back, standing_of
from workbench.core.log.summary import Summary
from workbench.core.record.lifecycle import successors
from workbench.core.record.reading import check_unit, meant
from workbench.core.record.status import IN_FORCE
from workbench.core.text import clean_line
from workbench.core.triggers import KNOWN_METRICS, STATE_SIGNS
from workbench.errors import FileProblem, UsageProblem
from workbench.store.summaries import read_row, summaries
from workbench.store.summary_lines import LogRow

_NAMED = 5
EXAMPLE = "example: workbench check --set requests_per_month=8000 --as-of 2026-12-01"

_NOT_LOOKED_AT: Mapping[State, str] = {"missing": "not found here", "unread": "too large to be looked at"}
_LOOKED_AT = "check looks at proposed and accepted ones"


def arguments(parser: ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("id", nargs="*", metavar="ID", help="which decisions; all that are in force when left out")
    parser.add_argument("--metrics", metavar="FILE", help="readings in TOML, JSON or CSV; - reads standard input")
    parser.add_argument("--set", action="append", default=[], metavar="metric=value", help="a reading; may be repeated")
    parser.add_argument("--as-of", metavar="DATE", type=day, help="the day looked at, today")
    parser.add_argument("--json", action="store_true", help="answer as JSON")


class _Checked(NamedTuple):
    """One decision with where it stands; or its file with what is wrong."""

    id: str
    summary: Summary | None
    found: Standing | None
    problems: tuple[FileProblem, ...]
    files: Sequence[tuple[Source, State]] = ()
    """Those of its evidence that are not known to be what they were; they are no state of the decision."""


def run(options: Namespace) -> int:
    """Check, and return 2 for something unreadable, 1 for something fired or overdue, 3 for an unknown, else 0."""
    today = options.as_of or date.today()
    given, shares = _given(options)
    rows = _rows(options, today)
    # What another one took the place of is watched no more; one that is named is looked at all the same.
    replaced = {} if options.id else successors(row.summary for row in rows if row.summary is not None)
    known = _known(rows, bool(options.id), today, options.as_of)
    checked = [
        _check(row, given, shares, today, options.as_of, known)
        if row.id not in replaced
        else _Checked(row.id, None, None, _wrong(row))
        for row in rows
    ]
    told = [one for one in checked if one.problems or one.found is not None]
    quiet = [one.summary for one in checked if one.found is None and one.summary is not None]
    _refuse_misspelt([text.partition("=")[0].strip() for text in options.set], told)
    if options.json:
        print_json({"decisions": [_as_json(one) for one in told]})
    else:
        _tell(told, given, today)
        _tell_unchecked(told, quiet, bool(options.id))
    return _code(told)


def _tell_unchecked(told: Sequence[_Checked], quiet: Sequence[Summary], named: bool) -> None:
    """Say why what was named is not checked, or that there is nothing but drafts."""
    if named:
        for summary in quiet:
            print(f"{summary.id} is not checked, its status is {summary.status}: {_LOOKED_AT}")
    elif not told and (drafts := sum(summary.status == "draft" for summary in quiet)):
        are = "draft is" if drafts == 1 else "drafts are"
        print(f"{drafts} {are} not checked: {_LOOKED_AT}")


def _wrong(row: LogRow) -> tuple[FileProblem, ...]:
    """Return why a file, or some of its journal, cannot be read; also of what is in force no more."""
    problem = row.problem or row.read_only
    return row.problems if problem is None else (problem,)


def _rows(options: Namespace, today: date) -> list[LogRow]:
    saved = named_folder(options.saved)
    if not options.id:
        return shown(summaries(saved, today))
    return [read_row(file_named(id, options.saved), today) for id in options.id]


def _known(rows: Sequence[LogRow], named: bool, today: date, as_of: date | None) -> Known:
    """Return what knows the decisions that those looked at replace: all are read, or those beside what is named."""
    found = {row.id: row.summary for row in rows}

    def known(id: str) -> Summary | None:
        if named and id not in found:
            from workbench.store.handed_down import beside

            found[id] = beside(rows[0].path, today)(id)
        summary = found.get(id)
        return summary if summary is None or as_of is None else looking_back(summary, as_of)

    return known


def _given(options: Namespace) -> tuple[Mapping[str, Mapping[str, Decimal]], set[str]]:
    """Return the readings of ``--metrics`` and ``--set``, by decision id, those for all under an empty one; and the
    metrics whose reading was typed with a ``%``."""
    found: dict[str, dict[str, Decimal]] = {}
    if options.metrics is not None:
        from workbench.store.files import decode, read_limited
        from workbench.store.metric_files import read_metrics

        path = Path(options.metrics)
        text = sys.stdin.read() if options.metrics == "-" else decode(read_limited(path), path)
        found = read_metrics(text, "standard input" if options.metrics == "-" else options.metrics)
    typed = [typed_reading(text) for text in options.set]
    found.setdefault("", {}).update((name, value) for name, value, _ in typed)
    return found, {name for name, _, percent in typed if percent}


def _refuse_misspelt(typed: Sequence[str], checked: Sequence[_Checked]) -> None:
    """Refuse a reading of a name that nothing here knows and that is nearly one: it would leave a check green.

    Raises:
        UsageProblem: Names the one that was meant.
    """
    known = _asked(checked)
    for name in typed:
        if known and name not in {*known, *KNOWN_METRICS} and (near := meant(name, {*known, *KNOWN_METRICS})):
            raise UsageProblem("no trigger asks about it", clean_line(name), f"did you mean {near}?")


def _asked(checked: Sequence[_Checked]) -> set[str]:
    """Return the metrics that the triggers looked at ask about, and those that have a unit."""
    summaries = [one.summary for one in checked if one.summary is not None]
    return {name for one in summaries for name in (*asked_by(t.when for t in one.triggers), *one.units)}


def _check(
    row: LogRow,
    given: Mapping[str, Mapping[str, Decimal]],
    shares: Container[str],
    today: date,
    as_of: date | None,
    known: Known,
) -> _Checked:
    summary = row.summary
    # Nobody can vouch for what a newer version meant.
    if summary is None or row.read_only is not None:
        return _Checked(row.id, None, None, _wrong(row))
    if summary.status not in IN_FORCE:
        return _Checked(row.id, summary, None, _wrong(row))
    summary = summary if as_of is None else looking_back(summary, as_of)
    summary = with_handed_down(summary, today, known)
    readings = {**given.get("", {}), **given.get(summary.id, {})}
    for name, value in readings.items():
        check_unit(summary.units.get(name, ""), name, value, name in shares)
    if readings:
        summary = summary._replace(journal=tuple(tried(summary.journal, readings, today)))
    return _Checked(row.id, summary, standing_of(summary, today), row.problems, _other_files(summary, row.path.parent))


def _other_files(summary: Summary, saved: Path) -> list[tuple[Source, State]]:
    """Return the files of a decision's evidence that are not what they were, or not there."""
    if not summary.sources:
        return []
    from workbench.store.source_files import states, usual_places

    return [(source, state) for source, state in states(summary.sources, usual_places(saved)) if state != "same"]


def _code(checked: Sequence[_Checked]) -> int:
    states = {t.state for one in checked if one.found is not None for t in one.found.triggers}
    overdue = any(one.found is not None and one.found.overdue for one in checked)
    if any(one.problems for one in checked):
        return 2
    if "fired" in states or overdue:
        return 1
    return 3 if states & {"no-reading", "stale"} else 0


def _as_json(one: _Checked) -> dict[str, object]:
    if one.summary is None or one.found is None:
        return {"id": one.id, "state": None, "triggers": [], "problem": str(one.problems[0])}
    return {
        "id": one.summary.id,
        "title": one.summary.title,
        "state": one.found.state,
        "review_by": one.found.review_by,
        "reopened": one.found.reopened is not None,
        "triggers": [
            {"id": t.id, "state": t.state, "when": t.when, "then": t.then, "value": t.value, "limit": t.limit,
             "reading": t.read_on, "source": t.source or None, "acknowledged": t.acknowledged,
             "problem": t.problem or None}
            for t in one.found.triggers
        ],
        "files": [
            {"evidence": source.instrument, "file": source.name, "state": state, "read": source.day}
            for source, state in one.files
        ],
        "problem": str(one.problems[0]) if one.problems else None,
    }  # fmt: skip


def _tell(checked: Sequence[_Checked], given: Mapping[str, Mapping[str, Decimal]], today: date) -> None:
    for one in checked:
        if one.summary is not None and one.found is not None:
            state = STATE_SIGNS[one.found.state] if one.found.state is not None else "– no trigger"
            print(f"{state:<13} {one.summary.id}  {one.summary.title}{reopened(one.found.reopened)}")
            for trigger in one.found.triggers:
                print(f"  {trigger_line(trigger)}")
            if one.found.overdue:
                told = f"look again by {one.found.review_by}: workbench review {one.summary.id}"
                print(f"  {STATE_SIGNS['overdue']:<13} {told}")
            for source, state in one.files:
                if state == "changed":
                    print(f"  ~ {'evidence':<11} {changed_told(source, one.summary.id)}")
        for problem in one.problems:
            print(problem_text(problem), file=sys.stderr)
    if not checked:
        print(f"Nothing is proposed or accepted on {today}.")
    for state, told in _NOT_LOOKED_AT.items():
        if named := dict.fromkeys(source.name for one in checked for source, its in one.files if its == state):
            print(f"{told}, their figures stand as kept: {_some(named)}")
    known = {
        name for one in checked if one.summary is not None for name in asked_by(t.when for t in one.summary.triggers)
    }
    for name in sorted({metric for table in given.values() for metric in table} - known):
        near = meant(name, known)
        print(f"no trigger asks about {name}{f'; did you mean {near}?' if near else ''}", file=sys.stderr)


def _some(names: Collection[str]) -> str:
    shown = ", ".join(list(names)[:_NAMED])
    return shown if len(names) <= _NAMED else f"{shown} and {len(names) - _NAMED:,} more"
