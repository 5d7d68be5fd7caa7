"""Decision files: open, find, list. A broken file is an entry of its own and hides no other."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from workbench.core.record.decision import Decision, from_data, with_value
from workbench.core.record.decision import Path as FieldPath
from workbench.core.text import clean_line
from workbench.errors import FileProblem, NewerVersion, ValueProblem
from workbench.store.files import decode, digest, os_problem
from workbench.store.journal import Journal, read_journal
from workbench.store.links import read_inside
from workbench.store.listing import is_decision_name
from workbench.store.locate import line_of
from workbench.store.migrate import newer, upgraded
from workbench.store.toml_text import parse_toml, refuse_markers

_UNSAFE = re.compile(r"[/\\\0]|^\.|^$")
_ENDING = re.compile("[0-9A-Fa-f]{4}")
_NAMED = 5
_NOTHING = Journal()


@dataclass(frozen=True, slots=True)
class Opened:
    """A decision and the file it came from.

    Args:
        decision: Its id is the file's name, whatever stands inside.
        path: The file.
        text: The file as read, line ends as they are.
        digest: sha256 of its bytes, 64 hex digits.
        read_only: Why it cannot be saved: a newer version wrote it, and it was read as far as this one can.
        merged: The fields that somebody else had changed meanwhile and that a save brought in.
    """

    decision: Decision
    path: Path
    text: str
    digest: str
    read_only: NewerVersion | None = None
    merged: tuple[FieldPath, ...] = field(default=(), compare=False)


class Entry(NamedTuple):
    """One row of the log: a decision, or what is wrong with its file. The id is safe to show, the path is not.

    `journal` holds its reviews and readings, and what is wrong with those that cannot be read. `read_only` is as for
    `Opened`.
    """

    path: Path
    id: str
    decision: Decision | None
    problem: FileProblem | None
    journal: Journal = _NOTHING
    read_only: NewerVersion | None = None


def open_decision(path: Path) -> Opened:
    """Return a decision with its text; one of an older version as if it were new.

    Raises:
        FileProblem: The file is unreadable, over a limit, not TOML, holds conflict markers or a wrong value (named with
            its line), or was written by a newer version so that not even its title can be read.
    """
    data = read_inside(path)
    text = decode(data, path)
    decision, read_only = read_version(text, path)
    return Opened(decision, path, text, digest(data), read_only)


def open_to_write(path: Path) -> Opened:
    """Return a decision that is about to be changed, copied or reviewed.

    Raises:
        FileProblem: As `open_decision`; also when a newer version wrote it.
    """
    opened = open_decision(path)
    if opened.read_only is not None:
        raise opened.read_only
    return opened


def read_text(text: str, path: Path) -> Decision:
    """Return the decision in a file's text, as `read_version`.

    Raises:
        FileProblem: As `open_decision`.
    """
    return read_version(text, path)[0]


def read_version(text: str, path: Path) -> tuple[Decision, NewerVersion | None]:
    """Return the decision in a text of any version, with its file's name as id, and why it can only be read, if so.

    Raises:
        FileProblem: As `open_decision`.
    """
    refuse_markers(text, path)
    found = parse_toml(text, path)
    read_only = newer(found, text, path)
    try:
        decision = from_data(upgraded(found)) if read_only is None else _what_can_be_read(found, read_only)
    except ValueProblem as problem:
        where, line = clean_line(str(path)), line_of(text, problem.field)
        told = problem.message if problem.field in problem.message else f"{problem.field}: {problem.message}"
        raise FileProblem(problem.title, told, problem.hint, where, line) from None
    return with_value(decision, ("id",), clean_line(path.stem)), read_only


def _what_can_be_read(data: Mapping[str, Any], why: NewerVersion) -> Decision:
    """Return a newer version's decision without what is wrong in this one, which is named; it needs a title."""
    left = dict(data)
    while isinstance(left.get("title"), str):
        try:
            decision = from_data(left)
        except ValueProblem as problem:
            name = problem.field.partition(".")[0]
            if name not in left:
                break
            del left[name]
            why.left_out += (name,)
        else:
            why.message += f"; left out: {', '.join(why.left_out)}" if why.left_out else ""
            return decision
    raise why


def find(saved: Path, id_or_prefix: str) -> Path:
    """Return the file of an id, or of the only id that starts so, or that ends with those 4 hex digits.

    Raises:
        FileProblem: There is none (names the nearest), there are several, or the id would leave the folder.
    """
    told = id_or_prefix.removesuffix(".toml")
    if _UNSAFE.search(told):
        shown = clean_line(id_or_prefix)[:80]
        raise FileProblem("not an id", f"“{shown}”", "an id is a file name without .toml", clean_line(str(saved)))
    paths = {path.stem: path for path in decision_paths(saved)}
    if told in paths:
        return paths[told]
    # An id is told as it is shown, which is not the name where that holds characters that do not show.
    shown_as = {stem: clean_line(stem) for stem in paths}
    fitting = [stem for stem in paths if told == shown_as[stem]]
    fitting = fitting or [stem for stem in paths if stem.startswith(told) or shown_as[stem].startswith(told)]
    begins = bool(fitting)
    if not begins and _ENDING.fullmatch(told):
        fitting = [stem for stem in paths if stem.endswith(f"-{told.lower()}")]
    if len(fitting) == 1:
        return paths[fitting[0]]
    where, shown = clean_line(str(saved)), clean_line(told)[:80]
    if fitting:
        how = "begins" if begins else "ends"
        raise FileProblem("more than one decision", f"“{shown}” {how} {_listed(fitting)}", "write more of it", where)
    if os.path.lexists(id_or_prefix):
        raise _of_another_kind(Path(id_or_prefix))
    raise FileProblem("no such decision", f"“{shown}”", _nearest(told, list(paths)), where)


def _of_another_kind(path: Path) -> FileProblem:
    """Return why something that is there, and that an argument names, is no decision."""
    if path.is_dir():
        hint = "name a file in it, or an id; --saved DIR says where decisions are"
        return FileProblem("a folder, not a decision", "", hint, clean_line(str(path)))
    hint = "a decision's file ends in .toml; workbench data reads training rows (.jsonl)"
    return FileProblem("a file of another kind", "", hint, clean_line(str(path)))


def _listed(ids: list[str]) -> str:
    rest = len(ids) - _NAMED
    return ", ".join(map(clean_line, ids[:_NAMED])) + (f" and {rest} more" if rest > 0 else "")


def _nearest(told: str, ids: list[str]) -> str:
    from difflib import get_close_matches

    near = get_close_matches(told, ids, 3, 0.5)
    near += [one for one in ids if told.lower() in one.lower() and one not in near][: 3 - len(near)]
    if near:
        return f"did you mean {_listed(near)}?"
    return "see workbench list" if ids else "nothing is saved here yet; see --saved DIR"


def decision_paths(saved: Path) -> list[Path]:
    """Return what may hold a decision by its name, whatever it is; none when the folder is missing.

    Raises:
        FileProblem: The folder cannot be read.
    """
    try:
        with os.scandir(saved) as found:
            names = sorted(one.name for one in found if is_decision_name(one.name))
    except FileNotFoundError:
        return []
    except OSError as error:
        raise os_problem(error, "read", saved) from None
    return [saved / name for name in names]


def scan(saved: Path) -> Iterator[Entry]:
    """Yield every decision of a folder, by file name; nothing when the folder is missing.

    A folder that cannot be read is one entry with an empty id.
    """
    try:
        paths = decision_paths(saved)
    except FileProblem as problem:
        yield Entry(saved, "", None, problem)
        return
    for path in paths:
        yield entry_of(path)


def entry_of(path: Path) -> Entry:
    """Return one row of the log."""
    id = clean_line(path.stem)
    try:
        opened = open_decision(path)
        return Entry(path, id, opened.decision, None, read_journal(path), opened.read_only)
    except FileProblem as problem:
        return Entry(path, id, None, problem)
