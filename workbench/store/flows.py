"""Flowcharts by name or file: shipped ones, the repository's ``flows/NAME.toml``, or any file."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from pathlib import Path

from workbench.core.flow import SHIPPED, Flowchart, shipped_flow_text
from workbench.core.flow_file import load_flow
from workbench.core.text import clean_line, clip
from workbench.errors import FileProblem, FlowProblem
from workbench.store.files import decode, parse_toml, read_limited

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
    if name_or_path.endswith(".toml") or "/" in name_or_path:
        return _from_file(Path(name_or_path))
    own = saved.parent / "flows" / f"{name_or_path}.toml"
    if _is_file(own):
        # As with decisions the file's name counts, whatever stands inside: the record finds it again by that.
        return replace(_from_file(own), name=clean_line(name_or_path))
    if name_or_path in SHIPPED:
        return load_flow(tomllib.loads(shipped_flow_text(name_or_path)))
    told = clip(clean_line(name_or_path), _NAMED)
    raise FileProblem(
        "no such flowchart", told, f"one of {', '.join(SHIPPED)}, or a file of your own", clean_line(str(own.parent))
    )


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:
        # A name longer than the system takes is one that no file has.
        return False


def _from_file(path: Path) -> Flowchart:
    shown = clean_line(str(path))
    text = decode(read_limited(path), path)
    data = parse_toml(text, path)
    try:
        return load_flow(data)
    except FlowProblem as problem:
        where = f"{shown}:{_line(text, problem.at)}" if problem.at else shown
        raise FlowProblem(f"{where}: {problem.title}", problem.message, problem.hint) from None


def _line(text: str, at: tuple[str, ...]) -> int:
    """Return the 1-based line on which a table starts, or the nearest one around it that has a line."""
    from workbench.store.spans import statements  # only a file that is refused is looked through

    starts = {tuple(map(clean_line, found.path)): found.start for found in reversed(statements(text))}
    while at and at not in starts:
        at = at[:-1]
    return text.count("\n", 0, starts.get(at, 0)) + 1
