"""Flowcharts by name or file: shipped ones, the repository's ``flows/NAME.toml``, or any file."""

from __future__ import annotations

import os
import tomllib
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from workbench.core.flows.flow_check import listed
from workbench.core.flows.flow_file import load_flow
from workbench.core.flows.flowchart import METHOD, SHIPPED, Flowchart, shipped_flow_text
from workbench.core.text import clean_line, clip
from workbench.errors import FileProblem, FlowProblem, WorkbenchError
from workbench.store.files import decode, read_limited
from workbench.store.toml_text import parse_toml

if TYPE_CHECKING:
    from workbench.core.record.decision import Decision

NO_SUCH_FLOW = "no such flowchart"
_NAMED = 60


def load_named_flow(name_or_path: str, saved: Path) -> Flowchart:
    """Return a flowchart.

    Args:
        name_or_path: A name, or a path when it ends in ``.toml`` or holds a slash.
        saved: The saved folder; the repository's own flowcharts stand in ``flows/`` beside it.

    Raises:
        FileProblem: There is none, or its file cannot be read.
        FlowProblem: It is not sound.
    """
    file = _file(name_or_path, saved)
    if file is not None:
        flow = _from_file(file)
        # As with decisions the file's name counts, whatever stands inside: the record finds it again by that.
        return flow if _is_path(name_or_path) else replace(flow, name=clean_line(name_or_path))
    if name_or_path in SHIPPED:
        return load_flow(tomllib.loads(shipped_flow_text(name_or_path)))
    told = clip(clean_line(name_or_path), _NAMED)
    folder = saved.parent / "flows"
    known = listed(dict.fromkeys([*SHIPPED, *own_flows(saved)]))
    if os.path.lexists(name_or_path) and not Path(name_or_path).is_dir():
        hint = "a flowchart's file ends in .toml; write ./NAME.toml"
        raise FileProblem("not a flowchart", f"{told} is a file of another kind", hint)
    raise FileProblem(NO_SUCH_FLOW, told, f"one of {known}, or a file of your own", clean_line(str(folder)))


class Wordings:
    """The flowcharts that word the answers of decisions, each read once; one that is missing or broken is left out.

    Args:
        saved: The saved folder.
    """

    def __init__(self, saved: Path) -> None:
        self._saved = saved
        self._read: dict[str, Flowchart | None] = {}

    def of(self, decision: Decision) -> list[Flowchart]:
        """Return a decision's own flowchart and the one about the kind of training; none where it has no answers."""
        names = dict.fromkeys((decision.flow.name, METHOD)) if decision.flow.answer else ()
        return [flow for name in names if (flow := self._named(name)) is not None]

    def _named(self, name: str) -> Flowchart | None:
        if name not in self._read:
            try:
                self._read[name] = load_named_flow(name, self._saved)
            except WorkbenchError:
                self._read[name] = None
        return self._read[name]


def own_flows(saved: Path) -> list[str]:
    """Return the names of the repository's flowcharts; not those with hidden characters, which no record can name."""
    names = (path.stem for path in (saved.parent / "flows").glob("*.toml"))
    return sorted(name for name in names if name and clean_line(name) == name)


def remarks(name_or_path: str, saved: Path) -> list[WorkbenchError]:
    """Return what in the file of a sound flowchart says nothing, with its lines; those that ship are sound.

    Raises:
        FileProblem: The file cannot be read.
    """
    from workbench.core.flows.flow_remarks import flow_remarks

    file = _file(name_or_path, saved)
    if file is None:
        return []
    text = decode(read_limited(file), file)
    return [_placed(problem, text, file) for problem in flow_remarks(parse_toml(text, file))]


def _is_path(text: str) -> bool:
    return text.endswith(".toml") or "/" in text


def _file(name_or_path: str, saved: Path) -> Path | None:
    """Return the file of a flowchart; None for one that ships, and where there is none."""
    if _is_path(name_or_path):
        return Path(name_or_path)
    own = saved.parent / "flows" / f"{name_or_path}.toml"
    return own if _is_file(own) else None


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:
        # A name longer than the system takes is one that no file has.
        return False


def _from_file(path: Path) -> Flowchart:
    text = decode(read_limited(path), path)
    data = parse_toml(text, path)
    try:
        return load_flow(data)
    except FlowProblem as problem:
        raise _placed(problem, text, path) from None


def _placed(problem: FlowProblem, text: str, path: Path) -> FlowProblem:
    """Return a problem with the file and the line it is on."""
    shown = clean_line(str(path))
    place = (*problem.at, problem.key) if problem.key else problem.at
    where = f"{shown}:{_line(text, place)}" if place else shown
    return FlowProblem(f"{where}: {problem.title}", problem.message, problem.hint)


def _line(text: str, at: tuple[str, ...]) -> int:
    """Return the 1-based line on which a table starts, or the nearest one around it that has a line."""
    starts = _starts(text)
    while at and at not in starts:
        at = at[:-1]
    return text.count("\n", 0, starts.get(at, 0)) + 1


@lru_cache(maxsize=1)
def _starts(text: str) -> dict[tuple[str, ...], int]:
    """Return where in a text each table and key starts; a file's remarks are told one after the other."""
    from workbench.store.spans import statements  # only a file that is refused is looked through

    return {tuple(map(clean_line, found.path)): found.start for found in reversed(statements(text))}
