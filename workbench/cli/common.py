"""What the commands share: the saved folder, JSON, tables."""

from __future__ import annotations

import os
import shutil
import sys
from argparse import ArgumentParser, ArgumentTypeError, BooleanOptionalAction, Namespace
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from workbench.core.json_text import json_text
from workbench.core.text import clean_line, columns, wrap
from workbench.errors import FileProblem
from workbench.store.places import find_saved, working_folder

if TYPE_CHECKING:
    from workbench.errors import NewerVersion, WorkbenchError


_LEAST_ROOM = 16
"""Columns of a wrapped text at the least: with fewer a word a line is left."""


def saved_folder(option: str | None) -> Path:
    """Return the folder of saved decisions; it may not exist yet."""
    return find_saved(option, os.environ, working_folder())


def named_folder(option: str | None) -> Path:
    """Return the folder of saved decisions, to read from; only one that nobody named may not exist yet.

    Raises:
        FileProblem: The one named by ``--saved`` or WORKBENCH_SAVED is no folder.
    """
    saved = saved_folder(option)
    named = "--saved" if option else "WORKBENCH_SAVED" if os.environ.get("WORKBENCH_SAVED") else ""
    if named and not saved.is_dir():
        told = "it is no folder" if os.path.lexists(saved) else "there is no such folder"
        raise FileProblem(told, "", f"check what {named} says; workbench new makes a folder", clean_line(str(saved)))
    return saved


def tell_newer(why: NewerVersion | None) -> None:
    """Say on standard error that a newer version wrote what is read, where one did."""
    if why is not None:
        print(f"workbench: {why}; it is shown as far as this version can: {why.hint}", file=sys.stderr)


def is_file_name(text: str) -> bool:
    """Return whether an argument names a file: it ends in ``.toml`` or holds a slash."""
    return text.endswith(".toml") or "/" in text


def file_named(text: str, saved: str | None) -> Path:
    """Return the file that an argument names: a FILE, or an id (or the start of one) in the saved folder.

    Args:
        text: A FILE ends in ``.toml`` or holds a slash.
        saved: What ``--saved`` says.

    Raises:
        WorkbenchError: There is no such decision.
    """
    if is_file_name(text):
        return Path(text)
    from workbench.store.decisions import find

    return find(named_folder(saved), text)


def declare_commit(parser: ArgumentParser) -> None:
    """Declare ``--commit``, which every command that writes a decision or its journal takes."""
    parser.add_argument(
        "--commit",
        action=BooleanOptionalAction,
        help="commit what is written and nothing else; never pushes; as settings.toml says when left out",
    )


def committed(options: Namespace, path: Path, message: str) -> int:
    """Commit a written file where that is asked for, and say so on standard error; 1 when git refuses, else 0."""
    from workbench.store.settings import load_settings

    if not (load_settings()[0].commits if options.commit is None else options.commit):
        return 0
    from workbench.store.commit import commit
    from workbench.store.git import GitProblem

    try:
        print(commit([path], message), file=sys.stderr)
    except GitProblem as problem:
        print(problem_text(problem, "workbench: "), file=sys.stderr)
        return 1
    return 0


def day(text: str) -> date:
    """Return a day given as an argument.

    Raises:
        ArgumentTypeError: It is none.
    """
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError(f"not a day: {text[:40]!r}; write it like 2026-11-23") from None


def print_json(answer: object) -> None:
    """Print an answer as JSON; numbers are numbers with all their digits, dates are text, missing ones null."""
    print(json_text(answer))


def problem_text(problem: WorkbenchError, sign: str = "× ") -> str:
    """Return a problem in two lines, clean: what and where, then how to mend it."""
    return f"{sign}{clean_line(str(problem))}\n  {clean_line(problem.hint)}".rstrip()


def hanging(lead: str, text: str, room: int, indent: int | None = None) -> list[str]:
    """Return a text wrapped at words to `room` columns behind what leads it, its further lines set in.

    Args:
        indent: Columns that those leave blank; as many as what leads the first one takes when left out.
    """
    indent = columns(lead) if indent is None else indent
    first, *more = wrap(text, max(_LEAST_ROOM, room - max(indent, columns(lead)))) or [""]
    return [lead + first, *(" " * indent + line for line in more)]


def width() -> int:
    """Return the columns to write: the terminal's, 80 when piped."""
    return max(40, min(200, shutil.get_terminal_size((80, 24)).columns)) if sys.stdout.isatty() else 80


def height() -> int | None:
    """Return the lines a terminal shows at once; None when piped, where nothing scrolls away."""
    return shutil.get_terminal_size((80, 24)).lines if sys.stdout.isatty() else None


def draws(env: Mapping[str, str] = os.environ) -> bool:
    """Return whether a picture helps whoever reads: ``NO_COLOR`` and ``TERM=dumb`` get words in its place."""
    return "NO_COLOR" not in env and env.get("TERM") != "dumb"


def table(rows: Sequence[Sequence[str]], left: int = 1) -> str:
    """Return rows with aligned columns: the first `left` ones on the left, the others on the right edge."""
    widths = [max(columns(row[index]) for row in rows) for index in range(len(rows[0]))]
    lines = []
    for row in rows:
        cells = []
        for index, (text, room) in enumerate(zip(row, widths, strict=True)):
            blank = " " * (room - columns(text))
            cells.append(text + blank if index < left else blank + text)
        lines.append("  ".join(cells).rstrip())
    return "\n".join(lines)
