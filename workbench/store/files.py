"""Reading within limits, and writing whole or not at all."""

from __future__ import annotations

import errno
import hashlib
import os
import re
import stat
import tomllib
from contextlib import suppress
from pathlib import Path
from typing import Any

from workbench.core.figures import as_written
from workbench.core.text import clean_line
from workbench.errors import FileProblem, MarkersLeft
from workbench.store.plain_toml import read_plain
from workbench.store.spans import mask

MAX_BYTES = 1_000_000
MAX_DOTS = 32
MAX_DEPTH = 64
MAX_DIGITS = 100
TEMPORARY = re.compile(r"\.workbench-[0-9a-f]{12}\.tmp")
"""Names of files that are being written."""
_PORTION = 65_536
_BOM = "\ufeff"
_LONG_NUMBER = re.compile(rf"[0-9][0-9A-Fa-f_xob]{{{MAX_DIGITS},}}")
_PIECE = re.compile(r"[^\n=\[\]{},]+")
_BRACKET = re.compile(r"[\[\]{}]")
_PLACE = re.compile(r"\s*\(at (?:line (\d+), column \d+|end of document)\)")
_MARKERS = tuple(re.compile(rf"^{mark}(?: |\r?$)", re.M) for mark in ("<{7}", "={7}", ">{7}"))
_HINTS = {
    errno.ENOENT: "check the name, and that the folder is there",
    errno.EACCES: "check the permissions of the file and of its folder",
    errno.EPERM: "check the permissions of the file and of its folder",
    errno.EROFS: "the disk is mounted read-only; save somewhere else with --saved DIR",
    errno.ENOSPC: "make room on the disk, then save again",
    errno.EDQUOT: "your disk quota is used up; make room, then save again",
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


def read_limited(path: Path, limit: int = MAX_BYTES, follow: bool = True) -> bytes:
    """Return a regular file's bytes; a link is refused unless it is to be followed.

    Raises:
        FileProblem: It is missing, unreadable, not a regular file (a pipe would wait for ever), or over the limit.
    """
    try:
        # Without O_NONBLOCK opening a pipe waits for its other end.
        handle = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK | (0 if follow else os.O_NOFOLLOW))
        try:
            mode = os.fstat(handle).st_mode
            if not stat.S_ISREG(mode):
                what = "a folder, not a file" if stat.S_ISDIR(mode) else "not a regular file"
                raise FileProblem(what, "", "name a plain file", clean_line(str(path)))
            data = _start_of(handle, limit + 1)
        finally:
            os.close(handle)
    except OSError as error:
        raise os_problem(error, "read", path) from None
    except ValueError:
        raise FileProblem("not a file name", "it holds a NUL", "", clean_line(str(path))) from None
    if len(data) > limit:
        raise _too("large", f"over {limit:,} bytes", path)
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
    _refuse_bom(text, path)
    return text


def _refuse_bom(text: str, path: Path | str) -> None:
    if text.startswith(_BOM):
        hint = "save it as UTF-8 without a byte order mark (BOM)"
        raise FileProblem("starts with a byte order mark", "TOML has none", hint, clean_line(str(path)), 1)


def _too(what: str, message: str, path: Path | str, line: int | None = None) -> FileProblem:
    return FileProblem(f"too {what}", message, "such a file is not read", clean_line(str(path)), line)


def check_limits(text: str, path: Path | str = "", limit: int = MAX_BYTES) -> None:
    """Refuse a TOML text that a parser would choke on; strings and comments do not count.

    Raises:
        FileProblem: Over the limit of bytes, 32 dots in a key, 64 brackets deep, or a number over 100 digits.
    """
    # No character takes more than four bytes.
    if 4 * len(text) > limit and len(text.encode("utf-8", "replace")) > limit:
        raise _too("large", f"over {limit:,} bytes", path)
    # 33 dots between names, or 100 digits, do not fit on a shorter line.
    long_lines = [line for line in text.split("\n") if len(line) > 2 * MAX_DOTS]
    harmless = text.count("[") + text.count("{") <= MAX_DEPTH and not any(
        line.count(".") > MAX_DOTS or _LONG_NUMBER.search(line) for line in long_lines
    )
    if not harmless:
        _check_structure(mask(text), path)


def _check_structure(masked: str, path: Path | str) -> None:
    def line(offset: int) -> int:
        return masked.count("\n", 0, offset) + 1

    for piece in _PIECE.finditer(masked):
        if piece[0].count(".") > MAX_DOTS:
            raise _too("deep", f"over {MAX_DOTS} dots in a key", path, line(piece.start()))
    if number := _LONG_NUMBER.search(masked):
        raise _too("long a number", f"over {MAX_DIGITS} digits", path, line(number.start()))
    depth = 0
    for bracket in _BRACKET.finditer(masked):
        depth += 1 if bracket[0] in "[{" else -1
        if depth > MAX_DEPTH:
            raise _too("deep", f"over {MAX_DEPTH} brackets inside one another", path, line(bracket.start()))


def _check_depth(data: dict[str, Any], path: Path | str) -> None:
    # Dots and brackets multiply: 30 of each would still make 900 levels.
    level: list[Any] = [data]
    for _ in range(MAX_DEPTH + 1):
        level = [
            child
            for node in level
            for child in (node.values() if isinstance(node, dict) else node)
            if isinstance(child, (dict, list))
        ]
        if not level:
            return
    raise _too("deep", f"over {MAX_DEPTH} tables inside one another", path)


def parse_toml(text: str, path: Path | str, limit: int = MAX_BYTES) -> dict[str, Any]:
    """Return parsed TOML, floats as `Decimal`.

    Raises:
        FileProblem: It is over a limit or not TOML; names the line where known.
    """
    _refuse_bom(text, path)
    check_limits(text, path, limit)
    if (plain := read_plain(text)) is not None:
        # No deeper than a header has dots.
        return plain
    try:
        data = tomllib.loads(text, parse_float=as_written)
    except tomllib.TOMLDecodeError as error:
        raise _not_toml(str(error), text, path) from None
    except (ValueError, RecursionError, ArithmeticError, LookupError, TypeError) as error:
        raise FileProblem(
            "not TOML", clean_line(str(error))[:100], "correct it in an editor", clean_line(str(path))
        ) from None
    _check_depth(data, path)
    return data


def _not_toml(message: str, text: str, path: Path | str) -> FileProblem:
    line = None
    if place := _PLACE.search(message):
        line = int(place[1]) if place[1] else text.count("\n") + 1
        message = message[: place.start()]
    return FileProblem("not TOML", clean_line(message)[:100], "correct it in an editor", clean_line(str(path)), line)


def refuse_markers(text: str, path: Path | str) -> None:
    """Refuse a text in which git left both sides of a merge; within a block of text it would still be TOML.

    Raises:
        MarkersLeft: Names the line of the first marker.
    """
    if "<<<<<<<" not in text or not all(marker.search(text) for marker in _MARKERS):
        return
    found = _MARKERS[0].search(text)
    line = text.count("\n", 0, found.start()) + 1 if found is not None else None
    where = clean_line(str(path))
    hint = f"workbench resolve {where}" if where else "take them out"
    raise MarkersLeft("conflict markers", "git left both sides of a merge", hint, where, line)


def write_atomic(path: Path, text: str, mode: int | None = None) -> None:
    """Replace a file's content: afterwards it holds the old text or the new one, whole.

    A link is followed, the mode of an existing file stays; a new one gets `mode`, else what the umask leaves.

    Raises:
        FileProblem: The system refused; nothing changed.
    """
    try:
        target = path.resolve()
        before = target.stat() if target.exists() else None
        if before is not None and not stat.S_ISREG(before.st_mode):
            raise FileProblem("cannot write", "not a regular file", "name a plain file", clean_line(str(path)))
        if before is not None and not os.access(target, os.W_OK):
            # A replacement would go through: only the folder's permissions count for it.
            raise PermissionError(errno.EACCES, "the file is write-protected")
        with _Temporary(target.parent, text, mode, before) as temporary:
            # Atomic on every POSIX file system; the file's bytes are on disk already.
            os.replace(temporary, target)  # noqa: PTH105 (crash tests replace os.replace)
        _sync_folder(target.parent)
    except OSError as error:
        raise os_problem(error, "write", path) from None
    except (RuntimeError, ValueError) as error:
        raise FileProblem("cannot write", clean_line(str(error))[:100], "", clean_line(str(path))) from None


def create_new(path: Path, text: str) -> bool:
    """Write a file that must not exist yet, whole; return False (nothing written) when it does.

    Raises:
        FileProblem: The system refused; nothing was written.
    """
    try:
        with _Temporary(path.parent, text, None, None) as temporary:
            try:
                os.link(temporary, path)
            except FileExistsError:
                return False
            except OSError as error:
                if error.errno not in {errno.EPERM, errno.ENOTSUP, errno.ENOSYS, errno.EMLINK, errno.EACCES}:
                    raise
                # No hard links here; under the lock and with a random name the gap between the two does not matter.
                if os.path.lexists(path):
                    return False
                os.replace(temporary, path)  # noqa: PTH105
        _sync_folder(path.parent)
    except OSError as error:
        raise os_problem(error, "write", path) from None
    return True


class _Temporary:
    """A file with its content on disk, in the folder it will be moved within; gone at the end unless it was moved."""

    def __init__(self, folder: Path, text: str, mode: int | None, before: os.stat_result | None) -> None:
        self.path = folder / f".workbench-{os.urandom(6).hex()}.tmp"
        self.data = text.encode("utf-8")
        self.mode, self.before = mode, before

    def __enter__(self) -> Path:
        private = self.before is not None or self.mode is not None
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC
        handle = os.open(self.path, flags, 0o600 if private else 0o666)
        try:
            self._fill(handle)
        except BaseException:
            self.__exit__()
            raise
        finally:
            os.close(handle)
        return self.path

    def _fill(self, handle: int) -> None:
        if self.before is not None:
            with suppress(OSError):
                os.fchown(handle, -1, self.before.st_gid)
            os.fchmod(handle, stat.S_IMODE(self.before.st_mode))
        elif self.mode is not None:
            os.fchmod(handle, self.mode)
        rest = memoryview(self.data)
        while rest:
            rest = rest[os.write(handle, rest) :]
        os.fsync(handle)

    def __exit__(self, *_: object) -> None:
        with suppress(OSError):
            self.path.unlink()


def _sync_folder(folder: Path) -> None:
    # The new name is in place; a file system that cannot sync a folder is no reason to report a failed save.
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
