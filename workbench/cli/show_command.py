"""``workbench show``: one decision in plain text."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from workbench.cli.common import is_file_name, named_folder, print_json, tell_newer
from workbench.cli.cost_text import cost_table
from workbench.cli.evidence_text import evidence_lines
from workbench.cli.git_text import committed_then, file_of, history_facts
from workbench.cli.standing_text import reopened, trigger_line
from workbench.core.amounts import show
from workbench.core.costs.comparison import compare
from workbench.core.figures import number
from workbench.core.log.events import Event, HandedDown, reopened_on, review_day
from workbench.core.log.journal import Entry
from workbench.core.log.standing import standing
from workbench.core.record.decision import Accuracy, Decision
from workbench.core.record.text_hash import text_hash
from workbench.core.text import counted, wrap

EXAMPLE = "example: workbench show 20260615-review-sentiment-7b93"


def arguments(parser: ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument(
        "id", metavar="ID", help="id of the decision, as much of its start as is unique, or its last 4 digits"
    )
    parser.add_argument(
        "--at", metavar="REF", help="as it was at a commit, branch or tag, or at the end of a day (2026-11-01)"
    )
    parser.add_argument("--json", action="store_true", help="answer the decision as JSON")


def run(options: Namespace) -> int:
    """Print the decision."""
    from workbench.store.decisions import open_decision
    from workbench.store.journal import read_journal
    from workbench.store.layout import file_data

    named = is_file_name(options.id)
    path = Path(options.id) if named else file_of(named_folder(options.saved), options.id, options.at)
    today, entries = date.today(), read_journal(path).entries
    left_out: tuple[str, ...] = ()
    if options.at is None:
        opened = open_decision(path)
        decision = opened.decision
        tell_newer(opened.read_only)
        left_out = opened.read_only.left_out if opened.read_only is not None else ()
    else:
        then = committed_then(path, options.at)
        decision, today = then.decision, then.day or today
        entries = tuple(entry for entry in entries if entry.at.date() <= today)
    if options.json:
        print_json({name: value for name, value in file_data(decision).items() if name not in left_out})
        return 0
    known = history_facts(path) if options.at is None else [("version", then.told)]
    past: list[HandedDown] = []
    if options.at is None and decision.supersedes:
        from workbench.store.handed_down import past_of

        past = past_of(path, decision, entries, today)
    print("\n".join(_lines(decision, entries, past, today, known, left_out)))
    return 0


def _lines(
    decision: Decision,
    entries: Sequence[Entry],
    past: Sequence[HandedDown],
    today: date,
    known: Sequence[tuple[str, str]],
    left_out: Sequence[str],
) -> list[str]:
    lines = [decision.title or "untitled", ""]
    facts = (
        ("id", decision.id),
        ("status", decision.status + reopened(reopened_on(entries))),
        ("approach", decision.approach + (f" with {decision.method}" if decision.method else "")),
        ("decided", decision.decided),
        ("review by", review_day(decision.review_by, entries)),
        ("authors", ", ".join(decision.authors)),
        ("tags", ", ".join(decision.tags)),
        ("replaces", ", ".join(decision.supersedes)),
        *known,
    )
    lines += [f"{label:<10} {value}" for label, value in facts if value and label not in left_out]
    lines += _part("Rationale", wrap(decision.rationale, 72) if decision.rationale else [])
    lines += _part("Instead of", [f"{n}: {a.rejected_because}" for n, a in decision.alternative.items()])
    answers = [f"{id}: {a.answer}{f' ({a.note})' if a.note else ''}" for id, a in decision.flow.answer.items()]
    lines += _part(f"Answers, {decision.flow.name} flow", answers)
    if decision.costs.option:
        lines += _part("Costs", cost_table(compare(decision.costs, today)).split("\n"))
    lines += _part("Accuracy", [_measured(name, entry) for name, entry in decision.accuracy.items()])
    lines += _part("Evidence", evidence_lines(decision.evidence))
    tracked = [
        f"{name}: target {metric.target if metric.target is not None else '-'}"
        for name, metric in decision.metric.items()
    ]
    lines += _part("Tracked", tracked)
    lines += _part("Triggers", _triggers(decision, [*entries, *past], today))
    return lines + _part("Journal", _reviews(decision, entries))


def _measured(name: str, entry: Accuracy) -> str:
    if entry.value is None:
        return f"{name}: not measured yet"
    cases = f", {counted(entry.cases, 'case')}" if entry.cases else ""
    return f"{name}: {show(entry.value, 'ratio')}{cases}"


def _triggers(decision: Decision, entries: Sequence[Event], today: date) -> list[str]:
    found = standing(decision, entries, today).triggers
    return [f"{trigger_line(trigger)}. {trigger.because}".rstrip(". ") for trigger in found]


def _reviews(decision: Decision, entries: Sequence[Entry]) -> list[str]:
    told, now = [], text_hash(decision)
    for entry in entries:
        read = ", ".join(f"{name} {number(value, 4)}" for name, value in entry.reading.items())
        parts = [_verdict(entry, now), f"by {entry.by}" if entry.by else "", read, entry.note]
        told.append(f"{entry.at:%Y-%m-%d}  {'; '.join(part for part in parts if part)}")
    return told


def _verdict(entry: Entry, now: str) -> str:
    if entry.verdict == "approve" and entry.text_hash and entry.text_hash != now:
        return "approve, of an earlier text"
    return entry.verdict or "reading"


def _part(title: str, lines: list[str]) -> list[str]:
    return ["", title, *(f"  {line}".rstrip() for line in lines)] if lines else []
