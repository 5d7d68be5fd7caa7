"""Links in the saved folder: followed within it, never out of it."""

from __future__ import annotations

import os
from pathlib import Path

from workbench.core.text import clean_line
from workbench.errors import FileProblem
from workbench.store.files import os_problem, read_limited


def read_inside(path: Path) -> bytes:
    """Return a regular file's bytes as `read_limited`, but follow a link only to a file below its own folder.

    A folder that comes with a clone must not show, or have written, what stands elsewhere on this machine.

    Raises:
        FileProblem: As `read_limited`; also when it is a link that leads nowhere or out of its folder.
    """
    try:
        return read_limited(path, follow=False)
    except FileProblem:
        if not is_link(path):
            raise
    try:
        return read_limited(inside(path), follow=False)
    except FileProblem as problem:
        problem.path = clean_line(str(path))
        raise


def is_link(path: Path) -> bool:
    """Return whether there is a link of this name; a name that no file can have is none."""
    try:
        return path.is_symlink()
    except (OSError, ValueError):
        return False


def inside(link: Path) -> Path:
    """Return the file or folder that a link leads to, which is below the link's own folder.

    Raises:
        FileProblem: It leads nowhere, to itself, or out of its folder.
    """
    try:
        target = Path(os.path.realpath(link, strict=True))
    except FileNotFoundError:
        hint = "correct the link, or take it out"
        raise FileProblem("a link that leads nowhere", "", hint, clean_line(str(link))) from None
    except OSError as error:
        raise os_problem(error, "read", link) from None
    if not target.is_relative_to(os.path.realpath(link.parent)):
        told = f"to {clean_line(str(target))}"
        raise FileProblem(
            "a link that leads out of its folder", told, "put the file itself in its place", clean_line(str(link))
        )
    return target
