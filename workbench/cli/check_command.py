"""``workbench check``: where the triggers and review dates of decisions stand; made for CI."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

from workbench.cli.common import is_file_name, print_json, saved_folder
from workbench.cli.standing_text import SIGNS, trigger_line, typed_reading
from workbench.core.decision import Decision
from workbench.core.journal import tried, until
from workbench.core.standing import IN_FORCE, Standing, standing
from workbench.core.text import clean_line
from workbench.errors import FileProblem

EXAMPLE = "example: workbench check --set requests_per_month=8000 --as-of 2026-12-01"


def arguments(parser: ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("id", nargs="*", metavar="ID", help="which decisions; all that are in force when left out")
    parser.add_argument("--metrics", metavar="FILE", help="readings in TOML, JSON or CSV; - reads standard input")
    parser.add_argument("--set", action="append", default=[], metavar="metric=value", help="a reading; may be repeated")
    parser.add_argument("--as-of", metavar="DATE", type=date.fromisoformat, help="the day looked at, today")
    parser.add_argument("--json", action="store_true", help="answer as JSON")


@dataclass(frozen=True, slots=True)
class _Checked:
    """One decision with where it stands; or its file with what is wrong."""

    path: Path
    decision: Decision | None
    found: Standing | None
    problems: tuple[FileProblem, ...]


def run(options: Namespace) -> int:
    """Check, and return 2 for something unreadable, 1 for something fired or overdue, 3 for an unknown, else 0."""
    today = options.as_of or date.today()
    given = _given(options)
    checked = [_check(path, given, today, options.as_of) for path in _paths(options)]
    shown = [one for one in checked if one.problems or (one.decision is not None and one.found is not None)]
    if options.json:
        print_json({"decisions": [_as_json(one) for one in shown]})
    else:
        _tell(shown, given, today)
    return _code(shown)


def _paths(options: Namespace) -> list[Path]:
    from workbench.store.decisions import decision_paths, find

    saved = saved_folder(options.saved)
    if not options.id:
        return sorted(decision_paths(saved))
    return [Path(id) if is_file_name(id) else find(saved, id) for id in options.id]


def _given(options: Namespace) -> Mapping[str, Mapping[str, Decimal]]:
    """Return the readings of ``--metrics`` and ``--set``, by decision id; those for all under an empty one."""
    found: dict[str, dict[str, Decimal]] = {}
    if options.metrics is not None:
        from workbench.store.files import decode, read_limited
        from workbench.store.metric_files import read_metrics

        path = Path(options.metrics)
        text = sys.stdin.read() if options.metrics == "-" else decode(read_limited(path), path)
        found = read_metrics(text, "standard input" if options.metrics == "-" else options.metrics)
    found.setdefault("", {}).update(typed_reading(text) for text in options.set)
    return found


def _check(path: Path, given: Mapping[str, Mapping[str, Decimal]], today: date, as_of: date | None) -> _Checked:
    from workbench.store.decisions import open_to_write
    from workbench.store.journal import read_journal

    try:
        decision = open_to_write(path).decision  # nobody can vouch for what a newer version meant
    except FileProblem as problem:
        return _Checked(path, None, None, (problem,))
    if decision.status not in IN_FORCE:
        return _Checked(path, decision, None, ())
    journal = read_journal(path)
    entries = list(journal.entries) if as_of is None else until(journal.entries, as_of)
    readings = {**given.get("", {}), **given.get(decision.id, {})}
    if readings:
        entries = tried(entries, readings, today)
    return _Checked(path, decision, standing(decision, entries, today), journal.problems)


def _code(checked: Sequence[_Checked]) -> int:
    states = {t.state for one in checked if one.found is not None for t in one.found.triggers}
    overdue = any(one.found is not None and one.found.overdue for one in checked)
    if any(one.problems for one in checked):
        return 2
    if "fired" in states or overdue:
        return 1
    return 3 if states & {"no-reading", "stale"} else 0


def _as_json(one: _Checked) -> dict[str, object]:
    if one.decision is None or one.found is None:
        return {"id": clean_line(one.path.stem), "state": None, "triggers": [], "problem": str(one.problems[0])}
    return {
        "id": one.decision.id,
        "title": one.decision.title,
        "state": one.found.state,
        "review_by": one.found.review_by,
        "triggers": [
            {"id": t.id, "state": t.state, "when": t.when, "then": t.then, "value": t.value, "limit": t.limit,
             "reading": t.read_on, "acknowledged": t.acknowledged}
            for t in one.found.triggers
        ],
        "problem": str(one.problems[0]) if one.problems else None,
    }  # fmt: skip


def _tell(checked: Sequence[_Checked], given: Mapping[str, Mapping[str, Decimal]], today: date) -> None:
    for one in checked:
        if one.decision is not None and one.found is not None:
            state = SIGNS[one.found.state] if one.found.state is not None else "  nothing to watch"
            print(f"{state:<13} {one.decision.id}  {one.decision.title}")
            for trigger in one.found.triggers:
                print(f"  {trigger_line(trigger)}")
            if one.found.overdue:
                print(
                    f"  {SIGNS['overdue']:<13} look again by {one.found.review_by}: workbench review {one.decision.id}"
                )
        for problem in one.problems:
            print(f"× {clean_line(str(problem))}\n  {clean_line(problem.hint)}".rstrip(), file=sys.stderr)
    if not checked:
        print(f"Nothing is proposed or accepted on {today}.")
    known = {name for one in checked if one.decision is not None for name in _asked(one.decision)}
    for name in sorted({metric for table in given.values() for metric in table} - known):
        print(f"no trigger asks about {name}", file=sys.stderr)


def _asked(decision: Decision) -> set[str]:
    return {trigger.when.split()[0] for trigger in decision.trigger.values() if trigger.when.split()}
