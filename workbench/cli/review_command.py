"""``workbench review``: one entry in a decision's journal: what was found, and whether it still holds."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path

from workbench.cli.common import committed, day, declare_commit, file_named, print_json
from workbench.cli.replaced import replaced_by
from workbench.cli.standing_text import asked_by, trigger_line, typed_reading
from workbench.core.log.events import Event
from workbench.core.log.journal import VERDICTS, check_review_day
from workbench.core.log.review_entry import check_in_force, review_entry
from workbench.core.log.standing import TriggerStanding, standing
from workbench.core.record.decision import Decision
from workbench.core.record.reading import check_reading, meant
from workbench.core.text import clean_line
from workbench.core.triggers import KNOWN_METRICS
from workbench.errors import UsageProblem

EXAMPLE = 'example: workbench review 20260615-review-sentiment-7b93 --verdict keep --note "still at 0.93"'


def arguments(parser: ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument(
        "id", metavar="ID", help="id of the decision, as much of its start as is unique, or its last 4 digits"
    )
    parser.add_argument("--by", metavar="NAME", help="who reviews; the account's name when left out")
    parser.add_argument("--verdict", choices=VERDICTS, metavar="V", help=" | ".join(VERDICTS))
    parser.add_argument("--note", metavar="TEXT", help="why")
    parser.add_argument("--set", action="append", default=[], metavar="metric=value", help="a reading; may be repeated")
    parser.add_argument("--review-by", metavar="DATE", type=day, help="the day to look again")
    parser.add_argument("--json", action="store_true", help="answer the entry as JSON; asks nothing")
    declare_commit(parser)


def run(options: Namespace) -> int:
    """Write the entry."""
    from workbench.store.commit import entry_message
    from workbench.store.decisions import open_to_write
    from workbench.store.journal import after, entry_data, read_journal, told_ahead, write_entry
    from workbench.store.people import author

    path = file_named(options.id, options.saved)
    decision = open_to_write(path).decision
    readings = _readings(decision, options.set)
    check_review_day(options.review_by, date.today())
    asks = sys.stdin.isatty() and not options.json
    if asks:
        _show(decision, standing(decision, _with_past(path, decision), date.today()).triggers)
    verdict = options.verdict or (_asked("keep, reopen, approve or comment", VERDICTS) if asks else None)
    if verdict is None and not readings:
        raise UsageProblem("nothing to write down", decision.id, "write --verdict keep, or --set metric=value")
    if verdict not in {None, "comment"}:
        check_in_force(decision, replaced_by(path), verdict)
    note = options.note if options.note is not None else _typed("why, in a line") if asks and verdict else ""
    entry = review_entry(
        decision,
        at=after(read_journal(path).entries),
        by=options.by or author(path.parent),
        verdict=verdict,
        note=note,
        readings=readings,
        review_by=options.review_by,
    )
    file = write_entry(path, entry)
    if ahead := told_ahead(entry.at):
        print(f"workbench: {ahead}", file=sys.stderr)
    if options.json:
        print_json(entry_data(entry))
    else:
        print(f"{entry.verdict or 'reading'} written to {clean_line(str(file))}")
    return committed(options, file, entry_message(decision, entry))


def _with_past(path: Path, decision: Decision) -> list[Event]:
    """Return the journal with the readings that are handed down to the decision."""
    from workbench.store.handed_down import past_of
    from workbench.store.journal import read_journal

    entries = read_journal(path).entries
    return [*entries, *past_of(path, decision, entries, date.today())]


def _readings(decision: Decision, typed: Sequence[str]) -> dict[str, Decimal]:
    """Return the readings typed; on standard error, those that no trigger watches.

    Raises:
        WorkbenchError: One is not written so, is beyond its metric's unit, or of what neither a metric nor a trigger
            names.
    """
    readings: dict[str, Decimal] = {}
    asked = asked_by(trigger.when for trigger in decision.trigger.values())
    known = {*KNOWN_METRICS, *decision.metric, *asked}
    for name, value, percent in map(typed_reading, typed):
        if name not in known:
            near = meant(name, known)
            hint = f"did you mean {near}?" if near else f"add [metric.{name}] to the file to track it"
            raise UsageProblem("nothing tracks it", name, hint)
        check_reading(decision, name, value, percent)
        readings[name] = value
    for name in sorted(readings.keys() - asked - decision.metric.keys()):
        print(f"no trigger asks about {name}", file=sys.stderr)
    return readings


def _show(decision: Decision, triggers: Sequence[TriggerStanding]) -> None:
    print(f"{decision.title or decision.id}: {decision.approach}")
    for trigger in triggers:
        print(f"  {trigger_line(trigger)}")


def _asked(prompt: str, offered: tuple[str, ...]) -> str:
    while True:
        typed = _typed(prompt).lower()
        fitting = [one for one in offered if typed and one.startswith(typed)]
        if len(fitting) == 1:
            return fitting[0]
        print(f"Please type one of {', '.join(offered)}.")


def _typed(prompt: str) -> str:
    print(f"{prompt}: ", end="", flush=True)
    line = sys.stdin.readline()
    if not line:
        raise UsageProblem("nothing was typed", "standard input ended", "write --verdict keep")
    return clean_line(line.strip())
