"""Reading within limits, and what the system refused told as a problem."""

from __future__ import annotations

import errno
import hashlib
import os
import stat
from pathlib import Path

from workbench.core.text import clean_line
from workbench.errors import FileProblem

MAX_BYTES = 1_000_000
_PORTION = 65_536
_BOM = "\ufeff"
_HINTS = {
    errno.ENOENT: "check the name, and that the folder is there",
    errno.EACCES: "check the permissions of the file and of its folder",
    errno.EPERM: "check the permissions of the file and of its folder",
    errno.EROFS: "the disk is mounted read-only; save somewhere else with --saved DIR",
    errno.ENOSPC: "make room on the disk, then save again",
    errno.EDQUOT: "your disk quota is used up; make room, then save again",
    errno.EFBIG: "a limit is set on the size of files (ulimit -f); raise it, then save again",
    errno.ENAMETOOLONG: "use a shorter name",
    errno.ENOTDIR: "a part of the path is a file, not a folder",
    errno.ENXIO: "name a plain file",
    errno.EISDIR: "name a file, not a folder",
    errno.ELOOP: "the link points to itself; correct it",
}


def random_token() -> str:
    """Return four random hex digits."""
    return os.urandom(2).hex()


def digest(data: bytes) -> str:
    """Return the sha256 of some bytes as 64 hex digits."""
    return hashlib.sha256(data).hexdigest()


def os_problem(error: OSError, doing: str, path: Path | str) -> FileProblem:
    """Return what the system refused, as a problem with the file and a hint."""
    reason = clean_line(error.strerror or type(error).__name__)
    return FileProblem(
        f"cannot {doing}",
        reason,
        _HINTS.get(error.errno or 0, "check the file, its folder and the disk"),
        clean_line(str(path)),
    )


def open_regular(path: Path, follow: bool = True) -> int:
    """Return a handle on a regular file, to read it; a link is refused unless it is to be followed.

    Raises:
        FileProblem: It is missing, unreadable, or not a regular file (a pipe would wait for ever).
    """
    try:
        # Without O_NONBLOCK opening a pipe waits for its other end.
        handle = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK | (0 if follow else os.O_NOFOLLOW))
    except OSError as error:
        raise os_problem(error, "read", path) from None
    except ValueError:
        raise FileProblem("not a file name", "it holds a NUL", "name a plain file", clean_line(str(path))) from None
    mode = os.fstat(handle).st_mode
    if stat.S_ISREG(mode):
        return handle
    os.close(handle)
    what = "a folder, not a file" if stat.S_ISDIR(mode) else "not a regular file"
    raise FileProblem(what, "", "name a plain file", clean_line(str(path)))


def read_limited(path: Path, limit: int = MAX_BYTES, follow: bool = True) -> bytes:
    """Return a regular file's bytes; a link is refused unless it is to be followed.

    Raises:
        FileProblem: It is missing, unreadable, not a regular file (a pipe would wait for ever), or over the limit.
    """
    handle = open_regular(path, follow)
    try:
        data = _start_of(handle, limit + 1)
    except OSError as error:
        raise os_problem(error, "read", path) from None
    finally:
        os.close(handle)
    if len(data) > limit:
        raise too("large", f"over {limit:,} bytes", path)
    return data


def _start_of(handle: int, size: int) -> bytes:
    parts: list[bytes] = []
    while size and (part := os.read(handle, min(size, _PORTION))):
        parts.append(part)
        size -= len(part)
    return b"".join(parts)


def decode(data: bytes, path: Path | str) -> str:
    """Return bytes as text, line ends as they are.

    Raises:
        FileProblem: They are not UTF-8, or start with a byte order mark.
    """
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        reason = f"byte 0x{data[error.start]:02x}"
        raise FileProblem("not UTF-8", reason, "save it as UTF-8", clean_line(str(path)), line) from None
    refuse_bom(text, path)
    return text


def refuse_bom(text: str, path: Path | str) -> None:
    """Refuse a text that starts with a byte order mark.

    Raises:
        FileProblem: It does.
    """
    if text.startswith(_BOM):
        hint = "save it as UTF-8 without a byte order mark (BOM)"
        raise FileProblem("starts with a byte order mark", "TOML has none", hint, clean_line(str(path)), 1)


def too(what: str, message: str, path: Path | str, line: int | None = None) -> FileProblem:
    """Return that a file is beyond a limit: too large, too deep."""
    return FileProblem(f"too {what}", message, "such a file is not read", clean_line(str(path)), line)
