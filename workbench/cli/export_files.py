"""Files of an export: written over only where an export has written them, all of them or none."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from workbench.core.text import clean_line, counted
from workbench.errors import FileProblem
from workbench.export.formats import is_export
from workbench.store.files import decode, os_problem, read_limited
from workbench.store.writing import write_atomic

_LIMIT = 100_000_000


class Target(NamedTuple):
    """A text and the file it goes to."""

    path: Path
    text: str


def write_all(targets: Sequence[Target], force: bool, folder: Path | None) -> None:
    """Write every text to its file, and tell where; a folder that is missing is made.

    Args:
        force: Write over files that no export has written, too.
        folder: Where an export of all goes; earlier exports in it that were not written now are told.

    Raises:
        FileProblem: A file is there that no export has written, or the system refused; where one is refused
            beforehand nothing was written.
    """
    for target in targets:
        if not force:
            _refuse_foreign(target.path)
    for target in targets:
        try:
            target.path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise os_problem(error, "make the folder", target.path.parent) from None
        write_atomic(target.path, target.text)
    one = targets[0].path if len(targets) == 1 else None
    where = clean_line(str(one or folder))
    print(where if one else f"{counted(len(targets), 'file')} in {where}")
    if folder is not None and folder.is_dir():
        _tell_left_over(folder, {target.path.name for target in targets}, targets)


def _refuse_foreign(path: Path) -> None:
    if not os.path.lexists(path):
        return
    shown = clean_line(str(path))
    if path.is_dir():
        raise FileProblem("is a folder", "", "name a file", shown)
    if not _is_ours(path):
        hint = "name another one, or write --force to write over it"
        raise FileProblem("was not written by an export", "nothing was written", hint, shown)


def _is_ours(path: Path) -> bool:
    try:
        return is_export(decode(read_limited(path, _LIMIT), path))
    except FileProblem:
        # What cannot be read is somebody else's.
        return False


def _tell_left_over(folder: Path, written: set[str], targets: Sequence[Target]) -> None:
    endings = {target.path.suffix for target in targets}
    left = sorted(
        path.name
        for path in folder.iterdir()
        if path.suffix in endings and path.name not in written and path.is_file() and _is_ours(path)
    )
    for name in left:
        print(f"{clean_line(name)} is of an earlier export and was not written now", file=sys.stderr)
