"""``workbench list``: the saved decisions."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Mapping, Sequence
from datetime import date

from workbench.cli.common import named_folder, print_json, problem_text, table, width
from workbench.cli.git_text import not_committed, with_uncommitted
from workbench.cli.progress import shown
from workbench.cli.standing_text import reopened
from workbench.core.log.events import reopened_on
from workbench.core.log.handed_down import with_handed_down
from workbench.core.log.lines import Listed
from workbench.core.log.standing import review_to_come, standing_of, state_of
from workbench.core.log.summary import Summary
from workbench.core.record.lifecycle import status_now, successors
from workbench.core.record.status import IN_FORCE, STATUSES
from workbench.core.text import clean_line, clip, columns
from workbench.core.triggers import STATES
from workbench.errors import FileProblem
from workbench.store.summaries import summaries
from workbench.store.summary_lines import LogRow

EXAMPLE = "example: workbench list --status accepted --text sentiment"

_TITLE = 24
"""Columns a title needs to be told from another."""
_DAY = 8
"""Columns of the day that an id begins with."""
_LONGEST = 60
"""Columns of a title that is piped."""


def arguments(parser: ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("--status", choices=STATUSES, metavar="STATUS", help=", ".join(STATUSES))
    parser.add_argument("--tag", help="only those with this tag")
    parser.add_argument(
        "--trigger",
        choices=STATES,
        metavar="STATE",
        help=f"only those with a trigger that is {', '.join(STATES)}",
    )
    parser.add_argument(
        "--text", metavar="WORDS", help="only those with these words in title, tags, rationale or authors"
    )
    parser.add_argument("--json", action="store_true", help="answer as JSON")


def run(options: Namespace) -> int:
    """List the decisions; a file that cannot be read is a row too."""
    today = date.today()
    found = _rows(options, today)
    replaced = successors(row.summary for row in found if row.summary is not None)
    known = {row.id: row.summary for row in found}
    derived = (_derived(row, replaced, known, today) for row in found)
    rows = [row for row in derived if _wanted(row, options, today)]
    pending, unknown = not_committed(named_folder(options.saved))
    marks = [pending(row.path) for row in rows] if pending is not None else [None] * len(rows)
    if options.json:
        answer = [_as_json(row, mark, replaced, today) for row, mark in zip(rows, marks, strict=True)]
        print_json({"decisions": answer})
        return 0
    if not rows:
        asked = any([options.status, options.tag, options.trigger, options.text])
        told = "None of the decisions" if asked else "No decisions"
        print(f"{told} in {clean_line(str(named_folder(options.saved)))}{' fits' if asked else ''}.")
        return 0
    rows, marks = _in_order(rows, marks, today)
    cells = [["state", "title", "approach", "decided", "review", "id"], *(_cells(row, today) for row in rows)]
    cells = with_uncommitted(cells, marks)
    cells = _fitted(cells, [row.id for row in found]) if sys.stdout.isatty() else _clipped(cells)
    print(table(cells, left=len(cells[0])))
    for problem in filter(None, (row.problem or row.read_only for row in rows)):
        print("\n" + problem_text(problem, ""))
    if unknown:
        print(f"\n{unknown}")
    return 0


def _in_order(
    rows: Sequence[LogRow], marks: Sequence[bool | None], today: date
) -> tuple[list[LogRow], list[bool | None]]:
    """Return the rows, and what is marked of each, in the log's order: what needs a person first."""

    def rank(pair: tuple[LogRow, bool | None]) -> tuple[int, int, str]:
        row, summary = pair[0], pair[0].summary
        if summary is None:
            return Listed(row.id).rank
        state = None if row.read_only is not None else state_of(summary, today)
        return Listed(row.id, status=summary.status, decided=summary.decided, state=state).rank

    found = sorted(zip(rows, marks, strict=True), key=rank)
    return [row for row, _ in found], [mark for _, mark in found]


def _derived(row: LogRow, replaced: Mapping[str, object], known: Mapping[str, Summary | None], today: date) -> LogRow:
    """Return a row whose status says that another took its place, and whose readings are also those before it."""
    summary = row.summary
    if summary is None:
        return row
    derived = summary._replace(status=status_now(summary, replaced))
    return row._replace(summary=with_handed_down(derived, today, known.get))


def _rows(options: Namespace, today: date) -> list[LogRow]:
    saved = named_folder(options.saved)
    try:
        return shown(summaries(saved, today))
    except FileProblem as problem:
        # The folder itself: a row of its own, as any file that cannot be read.
        return [LogRow(str(saved), "", None, problem)]


def _fitted(rows: list[list[str]], ids: Sequence[str]) -> list[list[str]]:
    """Return the rows for the terminal's width: ends of ids, dates and approach go before a title is cut short.

    Args:
        ids: Of all decisions: what is left of one is unique among them, and as good for every command.
    """
    at, short = rows[0].index("id"), _starts(ids)
    starts = [[*row[:at], short.get(row[at], row[at]), *row[at + 1 :]] for row in rows]
    for full, dropped in ((True, ()), (False, ()), (False, (3,)), (False, (3, 4)), (False, (2, 3, 4))):
        rows = rows if full else starts
        kept = [[text for index, text in enumerate(row) if index not in dropped] for row in rows]
        others = [index for index in range(len(kept[0])) if index != 1]
        spare = width() - sum(max(columns(row[index]) for row in kept) + 2 for index in others)
        if spare >= min(_TITLE, max(columns(row[1]) for row in rows)):
            break
    return [[row[0], clip(row[1], max(12, spare)), *row[2:]] for row in kept]


def _alike(one: str, other: str) -> int:
    """Return how many characters two ids begin with alike."""
    same = (at for at, (mine, theirs) in enumerate(zip(one, other, strict=False)) if mine != theirs)
    return next(same, min(len(one), len(other)))


def _starts(ids: Sequence[str]) -> dict[str, str]:
    """Return of each id as much of its start as no other begins with, its day at the least."""
    row, found = sorted(set(ids)), {}
    for place, id in enumerate(row):
        near = (*row[max(0, place - 1) : place], *row[place + 1 : place + 2])
        alike = max((_alike(id, other) for other in near), default=0)
        found[id] = id[: max(_DAY, alike + 1)]
    return found


def _clipped(rows: list[list[str]]) -> list[list[str]]:
    """Return the rows for a pipe, where one long title pads every line."""
    return [[row[0], clip(row[1], _LONGEST), *row[2:]] for row in rows]


def _wanted(row: LogRow, options: Namespace, today: date) -> bool:
    summary = row.summary
    if summary is None:
        return not any([options.status, options.tag, options.trigger, options.text])
    return (
        options.status in (None, _status(row, summary))
        and (options.tag is None or options.tag in summary.tags)
        and (options.text is None or _holds(summary, options.text.lower().split()))
        and (options.trigger is None or options.trigger in _states(row, summary, today))
    )


def _holds(summary: Summary, words: list[str]) -> bool:
    text = " ".join([summary.title, summary.rationale, *summary.tags, *summary.authors]).lower()
    return all(word in text for word in words)


def _status(row: LogRow, summary: Summary) -> str | None:
    return None if row.read_only is not None and "status" in row.read_only.left_out else summary.status


def _state(row: LogRow, summary: Summary, today: date) -> str | None:
    # What a newer version meant by its triggers nobody here knows.
    return "newer" if row.read_only is not None else state_of(summary, today)


def _reopened(row: LogRow, summary: Summary) -> date | None:
    asked = row.read_only is None and summary.status in IN_FORCE
    return reopened_on(summary.journal) if asked else None


def _states(row: LogRow, summary: Summary, today: date) -> set[str]:
    if row.read_only is not None:
        return set()
    state = state_of(summary, today)
    return {*(one.state for one in standing_of(summary, today).triggers), *([state] if state else [])}


def _as_json(
    row: LogRow, uncommitted: bool | None, replaced: Mapping[str, Sequence[str]], today: date
) -> dict[str, object]:
    summary, problem = row.summary, row.problem or row.read_only
    return {
        "id": row.id,
        "title": summary.title if summary else None,
        "status": _status(row, summary) if summary else None,
        "approach": summary.approach if summary else None,
        "decided": summary.decided if summary else None,
        "review_by": review_to_come(summary) if summary else None,
        "state": _state(row, summary, today) if summary else None,
        "reopened": _reopened(row, summary) is not None if summary else False,
        "tags": list(summary.tags) if summary else [],
        "superseded_by": list(replaced.get(row.id, ())),
        "file": row.file,
        "problem": None if problem is None else clean_line(str(problem)),
        "uncommitted": uncommitted,
    }


def _cells(row: LogRow, today: date) -> list[str]:
    summary = row.summary
    if summary is None:
        return ["unreadable", clean_line(row.name or row.folder), "-", "-", "-", row.id]
    return [
        (_state(row, summary, today) or summary.status) + reopened(_reopened(row, summary)),
        summary.title or "untitled",
        summary.approach,
        str(summary.decided or "-"),
        str(review_to_come(summary) or "-"),
        row.id,
    ]
