"""Whether files that evidence was read from are still what they were: looked for by name, held against the sha256."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path, PurePosixPath

from workbench.core.evidence.sources import Source, State
from workbench.errors import FileProblem
from workbench.store.files import open_regular

MOST_BYTES = 4_000_000_000
"""A larger file is not read through to see whether it is the same: a check runs in CI."""
_TOO_LARGE = "too large"
_digests: dict[tuple[str, int, int, int], str] = {}
"""By path, inode, size and time of change: what was read once is not read again."""


def usual_places(saved: Path) -> list[Path]:
    """Return where a file is looked for: the folder one works in, that of the decisions, and the one above it."""
    folders = [saved.absolute(), saved.absolute().parent]
    with suppress(FileNotFoundError):
        # It may be gone while one still works in it.
        folders.insert(0, Path.cwd())
    return list(dict.fromkeys(folders))


def states(found: Iterable[Source], places: Sequence[Path], read: Iterable[Path] = ()) -> list[tuple[Source, State]]:
    """Return how each file stands.

    Args:
        places: Folders to look in.
        read: Files that were read in this sitting, wherever they lie.
    """
    known = list(read)
    return [(source, _state(source, places, known)) for source in found]


def _state(source: Source, places: Sequence[Path], known: Sequence[Path]) -> State:
    # Another file of the name may lie in another place: one that is the same is enough.
    state: State = "missing"
    for path in _candidates(source.name, places, known):
        digest = _digest(path)
        if digest == source.sha256:
            return "same"
        state = "unread" if digest == _TOO_LARGE else "changed" if digest else state
    return state


def _candidates(name: str, places: Sequence[Path], known: Sequence[Path]) -> list[Path]:
    """Return where a file may lie; a name that leads out of the places is somebody else's idea."""
    pure = PurePosixPath(name)
    if pure.is_absolute() or ".." in pure.parts or "\0" in name:
        return []
    found = [path for path in known if path.name == pure.name]
    for place in places:
        found.append(place / pure)
        if len(pure.parts) > 1 and place.name == pure.parts[0]:
            found.append(place.joinpath(*pure.parts[1:]))
    return found


def _digest(path: Path) -> str:
    """Return the sha256 of a regular file; nothing where there is none, or it cannot be read, a word if too large."""
    try:
        file = os.fdopen(open_regular(path), "rb")
    except FileProblem:
        return ""
    with file:
        status = os.fstat(file.fileno())
        if status.st_size > MOST_BYTES:
            return _TOO_LARGE
        key = (str(path), status.st_ino, status.st_size, status.st_mtime_ns)
        if key not in _digests:
            try:
                _digests[key] = hashlib.file_digest(file, "sha256").hexdigest()
            except OSError:
                return ""
        return _digests[key]
