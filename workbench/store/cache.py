"""What was read of a saved folder, kept so that it need not be read again; never trusted over the files.

It is one file for each saved folder: a line about itself, then a line for each decision. Whatever is odd about it, it
counts as empty, and whatever keeps it from being written is no problem of whoever asked.
"""

from __future__ import annotations

import json
import os
import stat
import time
import zlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path

import workbench
from workbench import __version__
from workbench.store.files import digest
from workbench.store.places import cache_folder

FORMAT = 1
MOST_BYTES = 128_000_000
_MONTHS_KEPT = 6
_HEAD_BYTES = 10_000


def cache_file(saved: Path, env: Mapping[str, str] = os.environ) -> Path:
    """Return the file that keeps what was read of a folder, by whatever path it was given."""
    return cache_folder(env) / "log" / f"{digest(os.fsencode(_real(saved)))[:24]}.jsonl"


def _real(saved: Path) -> str:
    return os.path.realpath(saved)


def kept_lines(saved: Path, env: Mapping[str, str] = os.environ) -> list[str]:
    """Return the lines kept of a folder; none when there is any doubt about them."""
    try:
        data = _own_bytes(cache_file(saved, env))
        head, _, body = data.partition(b"\n")
        if _head(saved, body) != json.loads(head[:_HEAD_BYTES]) | {"at": None} or _written(head) > time.time():
            return []
        return body.decode("utf-8", "surrogateescape").split("\n") if body else []
    except (OSError, ValueError, TypeError, LookupError, RuntimeError):
        # RuntimeError: nested too deep, or there is no home.
        return []


def _written(head: bytes) -> float:
    return float(json.loads(head)["at"])


def _head(saved: Path, body: bytes) -> dict[str, object]:
    """Return what must be so for a body to be believed."""
    return {
        "format": FORMAT,
        "program": _program(),
        "saved": _real(saved).encode("utf-8", "backslashreplace").decode(),
        "bytes": len(body),
        "crc": zlib.crc32(body),
        "at": None,
    }


def _program() -> str:
    """Return what tells this program from any other that might read a file differently."""
    top = Path(workbench.__file__).parent
    found = sorted(one for room in ("store", "core") for one in _files(os.fspath(top / room)))
    return f"{__version__} {zlib.crc32(repr(found).encode()):08x}"


def _files(room: str) -> Iterator[tuple[str, int, int]]:
    """Yield what tells each file of a room and of the rooms in it from another: name, time, size."""
    with os.scandir(room) as entries:
        for one in entries:
            if one.is_file():
                found = one.stat()
                yield one.path, found.st_mtime_ns, found.st_size
            elif one.is_dir() and one.name != "__pycache__":
                yield from _files(one.path)


def _own_bytes(path: Path) -> bytes:
    """Return the bytes of a plain file of this person's, which nobody else may write.

    Raises:
        OSError: It is none, or it is not there.
    """
    handle = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK | os.O_NOFOLLOW)
    with os.fdopen(handle, "rb") as file:
        found = os.fstat(handle)
        if not stat.S_ISREG(found.st_mode) or found.st_uid != os.geteuid() or found.st_mode & 0o022:
            raise PermissionError
        if found.st_size > MOST_BYTES:
            raise OSError
        return file.read(MOST_BYTES)


def keep(saved: Path, lines: Iterable[str], env: Mapping[str, str] = os.environ) -> None:
    """Keep lines of a folder for the next time; where that cannot be done, nothing happens."""
    with suppress(OSError, ValueError, RuntimeError):
        body = "\n".join(lines).encode("utf-8", "surrogateescape")
        if len(body) > MOST_BYTES - _HEAD_BYTES:
            return
        head = json.dumps(_head(saved, body) | {"at": time.time()})
        path = cache_file(saved, env)
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        _replace(path, head.encode() + b"\n" + body)
        _forget_old(path.parent)


def _replace(path: Path, data: bytes) -> None:
    # Not synced to the disk as a decision is: after a crash the sum is wrong, and the files are read again.
    temporary = path.with_name(f".{os.urandom(6).hex()}.tmp")
    handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        temporary.replace(path)
    finally:
        # It is gone already where it took the place of the file.
        with suppress(OSError):
            temporary.unlink()


def _forget_old(folder: Path) -> None:
    """Take away what was kept of folders that nobody has looked at for months."""
    oldest = time.time() - _MONTHS_KEPT * 30 * 86_400
    with os.scandir(folder) as entries:
        for one in entries:
            if one.stat(follow_symlinks=False).st_mtime < oldest:
                with suppress(OSError):
                    Path(one.path).unlink()
