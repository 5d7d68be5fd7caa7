"""What is wrong with the saved folder: the findings of ``workbench validate``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel

from workbench.core.decision import Decision
from workbench.core.text import clean_line
from workbench.errors import FileProblem, ValueProblem
from workbench.store.decisions import decision_paths, open_decision
from workbench.store.files import parse_toml
from workbench.store.layout import slots
from workbench.store.locate import line_of


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to look at.

    Args:
        code: unreadable, id, supersedes, cycle, trigger, metric, unknown-key or hidden.
        path: The file, safe to show.
        line: 1-based, where known.
        message: What is wrong.
        mend: How to mend it.
        severity: An error, or a note that breaks nothing.
    """

    code: str
    path: str
    line: int | None
    message: str
    mend: str
    severity: Literal["error", "note"] = "error"


@dataclass(frozen=True, slots=True)
class _File:
    path: Path
    text: str
    data: Mapping[str, Any]
    decision: Decision

    def finding(self, code: str, field: str, message: str, mend: str, note: bool = False) -> Finding:
        line = line_of(self.text, field) if field else None
        return Finding(code, clean_line(str(self.path)), line, message, mend, "note" if note else "error")


def findings(saved: Path) -> list[Finding]:
    """Return everything wrong in a saved folder, file by file, then what is wrong between files."""
    found: list[Finding] = []
    files: list[_File] = []
    try:
        paths = decision_paths(saved)
    except FileProblem as problem:
        return [_unreadable(problem)]
    for path in paths:
        try:
            opened = open_decision(path)
            files.append(_File(path, opened.text, parse_toml(opened.text, path), opened.decision))
        except FileProblem as problem:
            found.append(_unreadable(problem))
    ids = {clean_line(path.stem) for path in paths}
    for file in files:
        found += [*_wrong_id(file), *_missing(file, ids), *_triggers(file), *_unknown(file), *_hidden(file)]
    return found + _cycles(files)


def _unreadable(problem: FileProblem) -> Finding:
    message = ": ".join(part for part in (problem.title, problem.message) if part)
    return Finding("unreadable", problem.path, problem.line, message, problem.hint)


def _wrong_id(file: _File) -> Iterator[Finding]:
    inside = file.data.get("id")
    if inside != file.path.stem:
        name = file.decision.id
        message = f"the id inside is “{clean_line(str(inside))[:80]}”" if inside else "no id inside"
        yield file.finding("id", "id", message, f'write id = "{name}", the file\'s name')


def _missing(file: _File, ids: set[str]) -> Iterator[Finding]:
    for id in file.decision.supersedes:
        if id not in ids:
            yield file.finding("supersedes", "supersedes", f"supersedes {id}, which is not here", "correct the id")


def _triggers(file: _File) -> Iterator[Finding]:
    from workbench.core.triggers import KNOWN_METRICS, parse_trigger

    known = {*KNOWN_METRICS, *file.decision.metric}
    for name, trigger in file.decision.trigger.items():
        field = f"trigger.{name}.when"
        try:
            metric = parse_trigger(trigger.when, field).metric
        except ValueProblem as problem:
            yield file.finding("trigger", field, f"trigger {name}: {problem}", problem.hint)
            continue
        if metric is not None and metric not in known:
            mend = f"add [metric.{metric}], or use one of {', '.join(sorted(known))}"
            yield file.finding("metric", field, f"trigger {name} asks for {metric}, which is not tracked", mend)


def _unknown(file: _File) -> Iterator[Finding]:
    for path in _unknown_keys(file.data, Decision):
        shown = clean_line(".".join(path))
        yield file.finding("unknown-key", ".".join(path), f"{shown} is kept and not used", "check its spelling", True)


def _unknown_keys(data: Mapping[str, Any], model: type[BaseModel]) -> Iterator[tuple[str, ...]]:
    known = slots(model)
    for name, value in data.items():
        slot = known.get(name)
        if slot is None:
            yield (name,)
        elif slot.inner is not None and isinstance(value, Mapping):
            entries = value.items() if slot.keyed else [(None, value)]
            for key, entry in entries:
                inside = (name,) if key is None else (name, key)
                yield from ((*inside, *path) for path in _unknown_keys(entry, slot.inner))


def _hidden(file: _File) -> Iterator[Finding]:
    for number, line in enumerate(file.text.split("\n"), 1):
        body = line.removesuffix("\r").replace("\t", " ")
        if not body.isascii() and (shown := clean_line(body)) != body:
            where = clean_line(str(file.path))
            first = next(mark for mark, char in zip(map(clean_line, body), body, strict=True) if mark != char)
            message = f"a character that does not show, {first}: “{shown.strip()[:60]}”"
            yield Finding("hidden", where, number, message, "take it out, or write it as \\u and its code")


def _cycles(files: list[_File]) -> list[Finding]:
    """Return one finding for each circle of decisions that supersede one another."""
    by_id = {file.decision.id: file for file in files}
    found: list[Finding] = []
    done: set[str] = set()
    for start in by_id:
        trail: dict[str, Iterator[str]] = {}
        following: str | None = start
        while trail or following is not None:
            if following in trail:
                circle = [*list(trail)[list(trail).index(following) :], following]
                told = f"supersede one another: {' → '.join(circle)}"
                found.append(by_id[following].finding("cycle", "supersedes", told, "take one of them out"))
            elif following is not None and following in by_id and following not in done:
                trail[following] = iter(by_id[following].decision.supersedes)
            if not trail:
                break
            last = next(reversed(trail))
            following = next(trail[last], None)
            if following is None:
                del trail[last]
                done.add(last)
    return found
