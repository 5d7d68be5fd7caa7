"""What git knows of the saved decisions, as the plain commands tell it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from workbench.cli.common import tell_newer, width
from workbench.core.text import clean_line, clip
from workbench.errors import FileProblem
from workbench.store.places import top_around

if TYPE_CHECKING:
    from workbench.core.record.decision import Decision
    from workbench.store.history import Past, Version

_INDENT = 11
"""Columns of a fact's name in ``show``."""


def not_committed(saved: Path) -> tuple[Callable[[Path], bool | None] | None, str]:
    """Return what tells of a decision's file whether it has uncommitted changes (nothing where git does not say), and
    why git does not say. Asks git once, and only in a repository."""
    if top_around(saved) is None:
        return None, ""
    from workbench.store.git import GitProblem
    from workbench.store.git_status import uncommitted

    try:
        found = uncommitted(saved)
    except GitProblem as problem:
        return None, f"what is not committed cannot be told: {problem.brief}"
    return None if found is None else found.of, ""


def with_uncommitted(rows: list[list[str]], pending: Sequence[bool | None]) -> list[list[str]]:
    """Return the rows of a table, the first of them its head, with a column for what is not committed, if any."""
    if not any(pending):
        return rows
    marks = ["git", *("uncommitted" if one else "" for one in pending)]
    return [[*row, mark] for row, mark in zip(rows, marks, strict=True)]


def history_facts(file: Path) -> list[tuple[str, str]]:
    """Return who changed a file last and when, and whether something is not committed; nothing outside a repository."""
    if top_around(file.parent) is None:
        return []
    from workbench.store.git import GitProblem
    from workbench.store.git_status import is_uncommitted
    from workbench.store.history import last_change
    from workbench.store.journal import folder_of

    try:
        last, pending = last_change(file), is_uncommitted(file, folder_of(file))
    except GitProblem as problem:
        return [("git", problem.brief)]
    facts = [("changed", clip(last.told, width() - _INDENT))] if last is not None else []
    if pending is None:
        facts.append(("git", "ignored by git"))
    elif pending:
        facts.append(("git", "uncommitted changes" if last is not None else "not committed yet"))
    return facts


class Committed(NamedTuple):
    """A decision as it was committed: what it said, the commit, and the day it is looked at from."""

    decision: Decision
    version: Version
    day: date | None

    @property
    def told(self) -> str:
        """The commit on one line."""
        return self.version.told


def committed_then(file: Path, ref: str) -> Committed:
    """Return a decision as it was at a commit, or at the end of a day.

    Raises:
        WorkbenchError: There is no such version, or what was committed cannot be read.
    """
    from workbench.store.history import past

    found = past(file, ref)
    return Committed(as_decision(file, found), found.version, found.day)


def file_of(saved: Path, id: str, ref: str | None) -> Path:
    """Return the file of an id, or of the only id that starts so; with `ref` also of one that is there no more.

    Raises:
        WorkbenchError: There is none, or there are several.
    """
    from workbench.store.decisions import find
    from workbench.store.history import last_change

    try:
        return find(saved, id)
    except FileProblem:
        gone = saved / f"{id.removesuffix('.toml')}.toml"
        if ref is None or top_around(saved) is None or last_change(gone) is None:
            raise
        return gone


def as_decision(file: Path, past: Past) -> Decision:
    """Return the decision in a text of the past; its id is that of the file today.

    Raises:
        FileProblem: It cannot be read; names the commit.
    """
    from workbench.core.record.decision import with_value
    from workbench.store.decisions import read_version

    decision, newer = read_version(past.text, Path(past.where))
    tell_newer(newer)
    return with_value(decision, ("id",), clean_line(file.stem))
