"""Saving decisions: new files created exclusively, old ones changed together with whoever else changed them."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

from workbench.core.changes.change_rows import field_label
from workbench.core.changes.differences import changes
from workbench.core.changes.merge import Choices, FieldConflict, accepted_otherwise
from workbench.core.record.decision import Decision, with_value
from workbench.core.record.lifecycle import WAS_ACCEPTED, check_acceptance, check_life, check_step
from workbench.core.text import clean_line, slug
from workbench.errors import Conflict, FileProblem, ValueProblem
from workbench.store.decisions import Opened, read_text
from workbench.store.document import edited, render
from workbench.store.files import decode, digest, os_problem, random_token
from workbench.store.leftovers import sweep
from workbench.store.links import read_inside
from workbench.store.merging import Version, merge_texts
from workbench.store.places import lock
from workbench.store.writing import create_new, write_atomic

TAPLO = """\
# taplo would fold lists onto one line, and then tags conflict in git.
include = ["*.toml"]
exclude = [".taplo.toml"]

[formatting]
array_auto_collapse = false

[schema]
path = "./decision.schema.json"
"""
_ATTEMPTS = 50


def save(
    opened: Opened | None, decision: Decision, saved: Path, today: date, token: Callable[[], str] = random_token
) -> Opened:
    """Write a decision: into the file it was opened from, or a new ``YYYYMMDD-slug-xxxx.toml`` when there is none.

    What somebody else changed in the file meanwhile is kept, and named in `Opened.merged`.

    Raises:
        Conflict: The file was deleted since it was opened, or changed in a field that was changed here too (see
            `Conflict.conflicts`), or cannot be read any more; nothing was written.
        FileProblem: It cannot be written; nothing was.
        Frozen: It was accepted, and what it rested on was changed.
        ValueProblem: The decision holds an impossible value, or its status cannot become that one.
    """
    if opened is None:
        check_acceptance(decision)
        return _create(decision, saved, today, token, render)
    check_life(opened.decision, decision)
    return _replace(opened, decision, {})


def save_merged(opened: Opened, decision: Decision, choices: Choices, seen: str = "") -> Opened:
    """Write a decision into its file as `save` does, once it was chosen what to take where both sides changed a field.

    Args:
        choices: Ours is `decision`, theirs what the file says now.
        seen: `Conflict.digest` of the conflict that was asked about; had the file changed once more since, the choices
            would be about values that nobody saw, and do not count.

    Raises:
        Conflict: As `save`; a choice can also bring up a conflict that was not there before.
        FileProblem: It cannot be written; nothing was.
        ValueProblem: The decision, or what was chosen, holds an impossible value.
    """
    check_life(opened.decision, decision)
    return _replace(opened, decision, choices, seen)


def save_as_new(
    opened: Opened | None, decision: Decision, saved: Path, today: date, token: Callable[[], str] = random_token
) -> Opened:
    """Write a decision to a new file with a new id; comments and unknown keys of the opened text go with it.

    Raises:
        FileProblem: It cannot be written; nothing was.
        ValueProblem: The decision holds an impossible value.
    """
    if opened is None or opened.decision.status not in WAS_ACCEPTED:
        check_acceptance(decision, opened.decision if opened is not None else None)

    def text_for(named: Decision) -> str:
        if opened is None:
            return render(named)
        # An id that is no file's makes sure that the new one is written, whatever the old text says.
        return edited(opened.text, with_value(opened.decision, ("id",), ""), named)

    return _create(decision, saved, today, token, text_for)


def _create(
    decision: Decision, saved: Path, today: date, token: Callable[[], str], text_for: Callable[[Decision], str]
) -> Opened:
    stem = f"{today:%Y%m%d}-{slug(decision.title)}"
    text_for(with_value(decision, ("id",), stem))  # refused before a folder is made for it
    _make_folder(saved)
    with lock(saved):
        sweep(saved)
        _lay_out(saved)
        for _ in range(_ATTEMPTS):
            id = f"{stem}-{token()}"
            path = saved / f"{id}.toml"
            text = text_for(with_value(decision, ("id",), id))
            # A journal without its decision still owns its name.
            if not os.path.lexists(saved / id) and create_new(path, text):
                return _opened(path, text)
    raise FileProblem("no free name", f"{stem}-…", "save it once more", clean_line(str(saved)))


def _make_folder(saved: Path) -> None:
    try:
        saved.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise os_problem(error, "make the folder", saved) from None


def _lay_out(saved: Path) -> None:
    """Put the schema, and settings that keep taplo from folding lists, beside the decisions where they are missing."""
    from workbench.store.schema import schema_text

    for name, text in (("decision.schema.json", schema_text), (".taplo.toml", lambda: TAPLO)):
        if not os.path.lexists(saved / name):
            create_new(saved / name, text())


def _replace(opened: Opened, decision: Decision, choices: Choices, seen: str = "") -> Opened:
    path = opened.path
    try:
        text = edited(opened.text, opened.decision, decision)
    except FileProblem as problem:
        problem.path = problem.path or _shown(path)
        raise
    data = text.encode("utf-8")
    with lock(path.parent):
        now = _bytes_now(path)
        if now != data and digest(now) != opened.digest:
            return _merge(opened, Version(text, decision), now, choices if seen in {"", digest(now)} else {})
        if now != data:
            write_atomic(path, text)
            sweep(path.parent)
    return _opened(path, text)


def _merge(opened: Opened, ours: Version, now: bytes, choices: Choices) -> Opened:
    """Write what the file says now with our changes in it. The lock is held."""
    path = opened.path
    try:
        found = decode(now, path)
        theirs = Version(found, read_text(found, path))
        merged = merge_texts(Version(opened.text, opened.decision), ours, theirs, choices)
    except FileProblem as problem:
        problem.path, problem.line = "", None
        raise _conflict(path, now, f"{problem}; nothing was written") from None
    if merged.conflicts:
        fields = "; ".join(field_label(one.path) for one in merged.conflicts)
        raise _conflict(path, now, f"on both sides {fields}; nothing was written", merged.conflicts)
    _check_acceptance(ours.decision, theirs.decision, merged.decision, path, now)
    if merged.text != found:
        write_atomic(path, merged.text)
    brought = tuple(change.path for change in changes(ours.decision, merged.decision))
    return replace(_opened(path, merged.text), merged=brought)


def _check_acceptance(ours: Decision, theirs: Decision, merged: Decision, path: Path, now: bytes) -> None:
    """Refuse to write what one side accepted with something else under it, or a status that cannot follow theirs."""
    if fields := accepted_otherwise(ours, theirs, merged):
        told = f"accepted on one side, {', '.join(fields)} changed on the other; nothing was written"
        raise _conflict(path, now, told)
    try:
        check_step(theirs.status, merged.status)
        check_acceptance(merged, theirs)
    except ValueProblem as problem:
        raise _conflict(path, now, f"{problem}; nothing was written") from None


def _conflict(path: Path, now: bytes, told: str, conflicts: tuple[FieldConflict, ...] = ()) -> Conflict:
    problem = Conflict("changed meanwhile", told, "save it as new, or open it again", _shown(path))
    problem.conflicts, problem.digest = conflicts, digest(now)
    return problem


def _bytes_now(path: Path) -> bytes:
    # A link that leads nowhere is a file that is gone.
    if not path.exists():
        raise Conflict("deleted meanwhile", "nothing was written", "save it as new to keep it", _shown(path))
    return read_inside(path)


def _shown(path: Path) -> str:
    return clean_line(str(path))


def _opened(path: Path, text: str) -> Opened:
    return Opened(read_text(text, path), path, text, digest(text.encode("utf-8")))
