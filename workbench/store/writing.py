"""Writing a file whole or not at all."""

from __future__ import annotations

import errno
import os
import re
import stat
from contextlib import ExitStack, suppress
from pathlib import Path

from workbench.core.text import clean_line
from workbench.errors import FileProblem
from workbench.store.files import os_problem

TEMPORARY = re.compile(r"\.workbench-[0-9a-f]{12}\.tmp")
"""Names of files that are being written."""


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
        hint = "name a plain file in a folder that is there"
        raise FileProblem("cannot write", clean_line(str(error))[:100], hint, clean_line(str(path))) from None


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
        with ExitStack() as failed:
            failed.callback(self.__exit__)
            try:
                self._fill(handle)
            finally:
                os.close(handle)
            failed.pop_all()
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
