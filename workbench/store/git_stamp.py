"""Whether something happened in a repository since: asks the disk when it was written to, not git."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from workbench.store.places import top_around

_WRITTEN = ("HEAD", "index", "logs/HEAD")
"""What a commit, a checkout and `git add` write."""
_LONGEST = 4096


def git_stamp(folder: Path) -> tuple[int, ...]:
    """Return what is another value once somebody has committed around a folder; empty outside of a repository."""
    top = top_around(folder)
    if top is None:
        return ()
    inside = top / ".git"
    with suppress(OSError, ValueError):
        if inside.is_file():
            # A second work tree, or a submodule: the file names the folder.
            told = inside.read_bytes()[:_LONGEST].partition(b"gitdir:")[2].strip()
            inside = top / os.fsdecode(told)
    return tuple(_changed(inside / name) for name in _WRITTEN)


def _changed(path: Path) -> int:
    """Return when a file was last written, in nanoseconds; 0 where it is not there."""
    try:
        return path.stat().st_mtime_ns
    except (OSError, ValueError):
        return 0
