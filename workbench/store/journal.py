"""A decision's journal on disk: one small file for each review or reading, written once and never edited."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

from workbench.core.log.journal import Entry, entry_from_data
from workbench.core.text import clean_line, slug
from workbench.errors import FileProblem, ValueProblem
from workbench.store.files import decode, os_problem, random_token
from workbench.store.leftovers import sweep
from workbench.store.links import inside, is_link, read_inside
from workbench.store.locate import line_of
from workbench.store.toml_text import parse_toml
from workbench.store.writing import create_new

_ATTEMPTS = 50
_TICK = timedelta(milliseconds=1)


class Journal(NamedTuple):
    """The entries that can be read, in order of their time, and what is wrong with the others."""

    entries: tuple[Entry, ...] = ()
    problems: tuple[FileProblem, ...] = ()


def folder_of(decision_file: Path) -> Path:
    """Return the folder of a decision's journal, which stands beside its file."""
    return decision_file.with_suffix("")


def entry_paths(decision_file: Path) -> list[Path]:
    """Return the files of a decision's journal by name, which begins with their time; none where there is no journal.

    Raises:
        FileProblem: Its folder cannot be read, or is a link out of the decision's folder.
    """
    folder = folder_of(decision_file)
    try:
        paths = sorted(path for path in folder.iterdir() if path.suffix == ".toml" and not path.name.startswith("."))
    except (FileNotFoundError, NotADirectoryError):
        return []
    except OSError as error:
        raise os_problem(error, "list", folder) from None
    if paths and is_link(folder):
        inside(folder)
    return paths


def read_journal(decision_file: Path) -> Journal:
    """Return what happened to a decision; a broken entry never hides the others."""
    try:
        paths = entry_paths(decision_file)
    except FileProblem as problem:
        return Journal(problems=(problem,))
    entries: list[Entry] = []
    problems: list[FileProblem] = []
    for path in paths:
        try:
            entries.append(read_entry(path))
        except FileProblem as problem:
            problems.append(problem)
    return Journal(tuple(sorted(entries, key=lambda entry: entry.at)), tuple(problems))


def read_entry(path: Path) -> Entry:
    """Return one review or reading.

    Raises:
        FileProblem: It cannot be read, or holds a wrong value.
    """
    text = decode(read_inside(path), path)
    data = parse_toml(text, path)
    try:
        return entry_from_data(data)
    except ValueProblem as problem:
        where, line = clean_line(str(path)), line_of(text, problem.field)
        raise FileProblem(problem.title, problem.message, problem.hint, where, line) from None


def write_entry(decision_file: Path, entry: Entry) -> Path:
    """Write an entry to a file of its own, which must not exist yet; return the file.

    Raises:
        FileProblem: It cannot be written; nothing was.
    """
    import tomli_w

    folder = folder_of(decision_file)
    try:
        folder.mkdir(exist_ok=True)
        if is_link(folder):
            inside(folder)
    except OSError as error:
        raise os_problem(error, "make the folder", folder) from None
    text = tomli_w.dumps(entry_data(entry), multiline_strings=True)
    stem = f"{entry.at.astimezone(UTC):%Y%m%dT%H%M%SZ}-{slug(entry.by) if entry.by else 'someone'}"
    for _ in range(_ATTEMPTS):
        path = folder / f"{stem}-{random_token()}.toml"
        if create_new(path, text):
            sweep(folder)
            return path
    raise FileProblem("cannot write", "fifty names were taken", "try again", clean_line(str(folder)))


def entry_data(entry: Entry) -> dict[str, Any]:
    """Return an entry as plain data for TOML or JSON, without what is empty."""
    data: dict[str, Any] = {"kind": entry.kind, "at": entry.at, "by": entry.by}
    for name in ("source", "verdict", "note", "text_hash", "review_by"):
        if value := getattr(entry, name):
            data[name] = value
    if entry.reading:
        data["reading"] = dict(entry.reading)
    return data


def now() -> datetime:
    """Return this moment in UTC, to the millisecond: what follows within a second still comes after."""
    moment = datetime.now(UTC)
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)


def after(known: Iterable[Entry]) -> datetime:
    """Return the moment of an entry that is written now: never before one that its writer has seen.

    Entries count in the order of their times. Where the clock here is behind the one that wrote the newest, what is
    written now would stand before it, and change nothing.
    """
    seen: list[datetime] = [entry.at + _TICK for entry in known]
    return max([now(), *seen])


def told_ahead(at: datetime) -> str:
    """Return what to say of an entry that had to be dated a day or more ahead of the clock here; empty of any other."""
    if at < now() + timedelta(days=1):
        return ""
    return f"dated {at.date()}, after the newest entry: a clock was ahead when that was written; correct its time"
