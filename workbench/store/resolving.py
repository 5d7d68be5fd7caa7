"""Finishing a merge of one decision file that git left unfinished."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from workbench.core.changes.merge import Choice, FieldConflict
from workbench.core.record.decision import Decision
from workbench.core.record.decision import Path as FieldPath
from workbench.core.text import clean_line
from workbench.errors import FileProblem, MarkersLeft
from workbench.store.files import MAX_BYTES, decode, read_limited
from workbench.store.git import GitProblem
from workbench.store.merging import MergedText, Version, merge_texts
from workbench.store.places import lock
from workbench.store.stages import Sides, is_marker, sides_in, sides_of
from workbench.store.toml_text import refuse_markers
from workbench.store.writing import write_atomic

_BOTH_SIDES = 3 * MAX_BYTES
"""A file in which git left both sides, and what they began with, may be larger than any of them."""

Decide = Callable[[FieldConflict, Decision], Choice | None]
"""Answers what to take for a conflict, in the merged decision so far; None stops."""


@dataclass(frozen=True, slots=True)
class Unfinished:
    """A file whose merge is to be finished.

    Args:
        path: The file.
        found: Its bytes; None where it is gone.
        sides: The two sides and what they began with.
        staged: They come from git's index, not from markers in the file.
    """

    path: Path
    found: bytes | None
    sides: Sides
    staged: bool

    def versions(self) -> tuple[Version, Version, Version]:
        """Return base, ours and theirs, read.

        Raises:
            FileProblem: One of them cannot be read.
        """
        return self.sides.versions(self.path)


def unfinished(path: Path) -> Unfinished | None:
    """Return what is unfinished about a file; None when nothing is.

    Raises:
        FileProblem: It cannot be read, or has conflict markers from which the two sides cannot be told.
        GitProblem: Git refuses, and the file has no markers to go by.
    """
    found = _bytes(path)
    try:
        sides = sides_of(path)
    except GitProblem:
        if found is None or not _has_markers(decode(found, path)):
            raise
        sides = None
    if sides is not None:
        return Unfinished(path, found, sides, True)
    text = decode(read_limited(path) if found is None else found, path)
    if not _has_markers(text):
        return None
    sides = sides_in(text)
    if sides is not None:
        return Unfinished(path, found, sides, False)
    raise FileProblem(
        "conflict markers, but git takes it as merged",
        "somebody added the file with the markers in it, and they do not hold what both sides began with",
        "before the commit, git checkout -m -- FILE brings the merge back; later, take one side out by hand",
        clean_line(str(path)),
    )


def _bytes(path: Path) -> bytes | None:
    return read_limited(path, _BOTH_SIDES) if path.exists() else None


def _has_markers(text: str) -> bool:
    try:
        refuse_markers(text, "")
    except MarkersLeft:
        return True
    return False


def settle(versions: tuple[Version, Version, Version], decide: Decide) -> MergedText:
    """Return the merged text, conflicts decided one by one; those that nobody decided are left in it.

    Raises:
        FileProblem: The sides are laid out so that what they say cannot be written into one.
        ValueProblem: What was chosen goes with nothing.
    """
    choices: dict[FieldPath, Choice] = {}
    merged = merge_texts(*versions)
    while merged.conflicts:
        # A choice can bring up another conflict: tokens that do not go together.
        for conflict in merged.conflicts:
            choice = decide(conflict, merged.decision)
            if choice is None:
                return merged
            choices[conflict.path] = choice
        merged = merge_texts(*versions, choices)
    return merged


def write(merge: Unfinished, text: str) -> None:
    """Write the merged text in place of what git left.

    Raises:
        FileProblem: Somebody has worked on the file by hand, or changes it now, or it cannot be written.
    """
    where = clean_line(str(merge.path))
    if merge.found is not None and merge.staged:
        _refuse_own_work(decode(merge.found, merge.path), text, merge.sides, where)
    with lock(merge.path.parent):
        if _bytes(merge.path) != merge.found:
            raise FileProblem("changed meanwhile", "nothing was written", "run it once more", where)
        write_atomic(merge.path, text)


def _refuse_own_work(found: str, text: str, sides: Sides, where: str) -> None:
    """Refuse to go over what a person wrote into a file since git left it."""
    lines = [line.removesuffix("\r") for line in found.split("\n")]
    whole = [side for side in (text, sides.base, sides.ours, sides.theirs) if side is not None]
    if any(lines == [line.removesuffix("\r") for line in one.split("\n")] for one in whole):
        return
    known = sides.lines()
    if _has_markers(found) and all(line in known or is_marker(line) for line in lines):
        return
    raise FileProblem(
        "worked on by hand since git left it",
        "nothing was written",
        "if it is as it should be: git add FILE; to begin again: git checkout -m -- FILE",
        where,
    )
