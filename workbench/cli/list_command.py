"""``workbench list``: the saved decisions."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from datetime import date

from workbench.cli.common import print_json, saved_folder, table, width
from workbench.cli.git_text import not_committed, with_uncommitted
from workbench.core.decision import STATUSES, Decision
from workbench.core.standing import decision_state, trigger_states
from workbench.core.text import clean_line, clip, columns
from workbench.core.triggers import STATES
from workbench.store.decisions import Entry, scan

EXAMPLE = "example: workbench list --status accepted --text sentiment"

_TITLE = 24
"""Columns a title needs to be told from another."""


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
    entries = [entry for entry in scan(saved_folder(options.saved)) if _wanted(entry, options, today)]
    pending, unknown = not_committed(saved_folder(options.saved))
    if options.json:
        rows_json = [{**_as_json(entry, today), "uncommitted": pending(entry.path)} for entry in entries]
        print_json({"decisions": rows_json})
        return 0
    if not entries:
        asked = any([options.status, options.tag, options.trigger, options.text])
        told = "None of the decisions" if asked else "No decisions"
        print(f"{told} in {clean_line(str(saved_folder(options.saved)))}{' fits' if asked else ''}.")
        return 0
    rows = [["state", "title", "approach", "decided", "review", "id"], *(_row(entry, today) for entry in entries)]
    rows = with_uncommitted(rows, [pending(entry.path) for entry in entries])
    print(table(_fitted(rows) if sys.stdout.isatty() else rows, left=len(rows[0])))
    for problem in filter(None, (entry.problem or entry.read_only for entry in entries)):
        print(f"\n{clean_line(str(problem))}\n  {clean_line(problem.hint)}".rstrip())
    if unknown:
        print(f"\n{unknown}")
    return 0


def _fitted(rows: list[list[str]]) -> list[list[str]]:
    """Return the rows for the terminal's width: dates and approach go before a title is cut short."""
    for dropped in ((), (4,), (3, 4), (2, 3, 4)):
        kept = [[text for index, text in enumerate(row) if index not in dropped] for row in rows]
        others = [index for index in range(len(kept[0])) if index != 1]
        spare = width() - sum(max(columns(row[index]) for row in kept) + 2 for index in others)
        if spare >= min(_TITLE, max(columns(row[1]) for row in rows)):
            break
    return [[row[0], clip(row[1], max(12, spare)), *row[2:]] for row in kept]


def _wanted(entry: Entry, options: Namespace, today: date) -> bool:
    decision = entry.decision
    asked = [options.status, options.tag, options.trigger, options.text]
    if decision is None:
        return not any(asked)
    words = (options.text or "").lower().split()
    text = " ".join([decision.title, decision.rationale, *decision.tags, *decision.authors]).lower()
    return (
        options.status in (None, _status(entry))
        and (options.tag is None or options.tag in decision.tags)
        and all(word in text for word in words)
        and (options.trigger is None or options.trigger in _states(entry, today))
    )


def _states(entry: Entry, today: date) -> set[str]:
    if entry.decision is None or entry.read_only is not None:
        return set()
    state = decision_state(entry.decision, today, entry.journal.entries)
    return {*trigger_states(entry.decision, today, entry.journal.entries).values(), *([state] if state else [])}


def _as_json(entry: Entry, today: date) -> dict[str, object]:
    decision, problem = entry.decision, entry.problem or entry.read_only
    return {
        "id": entry.id,
        "title": decision.title if decision else None,
        "status": _status(entry),
        "approach": decision.approach if decision else None,
        "decided": decision.decided if decision else None,
        "review_by": decision.review_by if decision else None,
        "state": _state(entry, decision, today) if decision else None,
        "tags": list(decision.tags) if decision else [],
        "file": clean_line(str(entry.path)),
        "problem": None if problem is None else clean_line(str(problem)),
    }


def _status(entry: Entry) -> str | None:
    if entry.decision is None or (entry.read_only is not None and "status" in entry.read_only.left_out):
        return None
    return entry.decision.status


def _state(entry: Entry, decision: Decision, today: date) -> str | None:
    # What a newer version meant by its triggers nobody here knows.
    return "newer" if entry.read_only is not None else decision_state(decision, today, entry.journal.entries)


def _row(entry: Entry, today: date) -> list[str]:
    decision = entry.decision
    if decision is None:
        return ["unreadable", clean_line(entry.path.name), "-", "-", "-", clean_line(entry.id)]
    return [
        _state(entry, decision, today) or decision.status,
        decision.title or "untitled",
        decision.approach,
        str(decision.decided or "-"),
        str(decision.review_by or "-"),
        clean_line(entry.id),
    ]
