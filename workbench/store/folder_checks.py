"""What can be wrong between files: decisions that replace one another, and their journals."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from decimal import Decimal
from pathlib import Path

from workbench.core.figures import plain
from workbench.core.record.lifecycle import successors
from workbench.core.record.reading import check_reading, meant
from workbench.core.text import clean_line
from workbench.core.triggers import KNOWN_METRICS, parse_trigger
from workbench.errors import ValueProblem, WorkbenchError
from workbench.store.files import decode
from workbench.store.findings import Finding, Record, unreadable
from workbench.store.journal import entry_paths, read_entry
from workbench.store.links import read_inside
from workbench.store.locate import line_of

_ENTRY = re.compile(r"\d{8}T\d{6}Z-.*\.toml", re.ASCII | re.DOTALL)


def check_links(records: Sequence[Record], ids: set[str]) -> Iterator[Finding]:
    """Yield what is wrong with who supersedes whom.

    Args:
        records: The files that can be read.
        ids: Those of all files, also of what cannot be read.
    """
    replaced = successors(record.decision for record in records)
    # A newer version's status may be one that is not known here.
    replaced |= {id: [] for record in records if record.read_only is not None for id in record.decision.supersedes}
    for record in records:
        for id in record.decision.supersedes:
            if id not in ids:
                told = f"supersedes {id}, which is not here"
                yield record.finding("supersedes", "supersedes", told, "correct the id, or take it out")
        if record.decision.status == "superseded" and record.decision.id not in replaced:
            own = record.decision.id
            mend = f'write supersedes = ["{own}"] into what replaced it, or: workbench status {own} retired'
            told = "superseded, and nothing that was accepted supersedes it"
            yield record.finding("no-successor", "status", told, mend)
    yield from _cycles({record.decision.id: record for record in records})


def _cycles(records: Mapping[str, Record]) -> Iterator[Finding]:
    """Yield one finding for each circle of decisions that supersede one another."""
    done: set[str] = set()
    for start in records:
        trail: dict[str, Iterator[str]] = {}
        following: str | None = start
        while trail or following is not None:
            if following in trail:
                yield _circle([*list(trail)[list(trail).index(following) :], following], records)
            elif following is not None and following in records and following not in done:
                trail[following] = iter(records[following].decision.supersedes)
            if not trail:
                break
            last = next(reversed(trail))
            following = next(trail[last], None)
            if following is None:
                del trail[last]
                done.add(last)


def _circle(ids: Sequence[str], records: Mapping[str, Record]) -> Finding:
    told = f"supersede one another: {' → '.join(ids)}" if len(ids) > 2 else "supersedes itself"
    return records[ids[-1]].finding("cycle", "supersedes", told, "take one of them out")


def check_journal(record: Record) -> Iterator[Finding]:
    """Yield what is wrong in a decision's journal."""
    yield from map(unreadable, record.journal.problems)
    asked = {*KNOWN_METRICS, *record.decision.metric, *_asked(record)}
    readings = [reading for entry in record.journal.entries for reading in entry.reading.items()]
    if any(name not in asked or _beyond(record, name, value) for name, value in readings):
        for path in entry_paths(record.path):
            with suppress(WorkbenchError):  # told above
                yield from _readings(record, path, asked)


def _asked(record: Record) -> Iterator[str]:
    for trigger in record.decision.trigger.values():
        with suppress(ValueProblem):
            yield parse_trigger(trigger.when).metric or ""


def _beyond(record: Record, name: str, value: Decimal) -> ValueProblem | None:
    """Return why a reading is none that its metric can have; None where it is one."""
    try:
        check_reading(record.decision, name, value)
    except ValueProblem as problem:
        return problem
    return None


def _readings(record: Record, path: Path, asked: set[str]) -> Iterator[Finding]:
    for name, value in read_entry(path).reading.items():
        beyond = _beyond(record, name, value)
        if name in asked and beyond is None:
            continue
        line = line_of(decode(read_inside(path), path), f"reading.{name}")
        if beyond is not None:
            share = f"{name} = {plain(value / 100)}" if 1 < value <= 100 else f"{name} as a share, 0..1,"
            mend = f"write {share} into the file, or remove the file"
            yield Finding("unit", clean_line(str(path)), line, f"reading.{name}: {beyond.message}", mend)
        else:
            near = meant(name, asked - {""})
            told = f"a reading of {name}, which no trigger and no metric asks for"
            told += f": did you mean {near}?" if near else ""
            mend = f"add [metric.{name}], or: workbench review {record.decision.id} --set NAME={value}"
            yield Finding("reading", clean_line(str(path)), line, told, mend, "note")


def check_orphans(saved: Path, ids: set[str]) -> Iterator[Finding]:
    """Yield the journals in a saved folder whose decision is gone."""
    with os.scandir(saved) as found:
        folders = sorted(one.name for one in found if one.is_dir(follow_symlinks=False))
    for name in folders:
        if clean_line(name) not in ids and _is_journal(saved / name):
            path = clean_line(str(saved / name))
            mend = f"bring {path}.toml back (git log --diff-filter=D -- {path}.toml finds it), or remove the folder"
            yield Finding("journal", path, None, "a journal without its decision", mend)


def _is_journal(folder: Path) -> bool:
    with suppress(OSError), os.scandir(folder) as found:
        return any(_ENTRY.fullmatch(one.name) for one in found)
    return False
