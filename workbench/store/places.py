"""Where things are kept: the saved folder, the person's state and settings, and the lock that guards a save."""

from __future__ import annotations

import errno
import os
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path

from workbench.core.text import clean_line
from workbench.errors import FileProblem
from workbench.store.files import digest

try:
    import fcntl
except ImportError:  # not a POSIX system
    fcntl = None  # type: ignore[assignment]

APP = "tuning-workbench"
_PATIENCE = 5.0


def find_saved(option: str | None, env: Mapping[str, str], cwd: Path) -> Path:
    """Return the saved folder, which may not exist yet: the option, WORKBENCH_SAVED, the repository's, ``./saved``."""
    told = option or env.get("WORKBENCH_SAVED")
    if told:
        return cwd / _home_expanded(told, env)
    for folder in (cwd, *cwd.parents):
        if os.path.lexists(folder / ".git"):
            return folder / "saved"
    return cwd / "saved"


def working_folder() -> Path:
    """Return the folder one works in.

    Raises:
        FileProblem: It was removed since one went there.
    """
    try:
        return Path.cwd()
    except FileNotFoundError:
        raise FileProblem("the folder you are in is gone", "", "go to one that is there: cd") from None


def top_around(folder: Path) -> Path | None:
    """Return the top of the work tree around a folder, None where there is none; asks the disk only."""
    try:
        real = folder.resolve()
    except (OSError, RuntimeError):
        return None
    return next((near for near in (real, *real.parents) if os.path.lexists(near / ".git")), None)


def _home_expanded(told: str, env: Mapping[str, str]) -> Path:
    if told == "~" or told.startswith("~/"):
        return Path(env.get("HOME", "~")) / told[2:]
    return Path(told)


def _base(env: Mapping[str, str], variable: str, usual: str) -> Path:
    told = Path(env.get(variable, ""))
    # The standard tells to ignore a relative one.
    base = told if told.is_absolute() else Path(env.get("HOME") or Path("~").expanduser()) / usual
    return base / APP


def state_folder(env: Mapping[str, str]) -> Path:
    """Return the person's folder for drafts and locks."""
    return _base(env, "XDG_STATE_HOME", ".local/state")


def config_folder(env: Mapping[str, str]) -> Path:
    """Return the person's folder for settings and themes."""
    return _base(env, "XDG_CONFIG_HOME", ".config")


def cache_folder(env: Mapping[str, str] = os.environ) -> Path:
    """Return the person's folder for what can be made again at any time."""
    return _base(env, "XDG_CACHE_HOME", ".cache")


def drafts_folder(env: Mapping[str, str] = os.environ) -> Path:
    """Return the person's folder for drafts."""
    return state_folder(env) / "drafts"


@contextmanager
def lock(directory: Path, env: Mapping[str, str] = os.environ) -> Iterator[None]:
    """Hold the lock on a folder: no other session saves there, whoever runs it.

    The lock is on the folder itself, so that it works where nothing can be written, leaves no file behind and ends
    with its process. Where the disk has no such locks (NFS has none on folders) it is on a file of the person's own;
    without any nothing is held, and the comparison before each save still stands.

    Raises:
        FileProblem: Another session holds it for longer than five seconds.
    """
    handle = _held(directory, env)
    try:
        yield
    finally:
        if handle is not None:
            os.close(handle)


def _held(directory: Path, env: Mapping[str, str]) -> int | None:
    if fcntl is None:
        return None
    for opened in (_folder, _own_file):
        handle = opened(directory, env)
        if handle is None:
            continue
        with ExitStack() as not_held:
            not_held.callback(os.close, handle)
            if _acquired(handle, directory):
                not_held.pop_all()
                return handle
    return None


def _folder(directory: Path, _: Mapping[str, str]) -> int | None:
    try:
        return os.open(directory, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    except (OSError, ValueError):
        return None


def _own_file(directory: Path, env: Mapping[str, str]) -> int | None:
    try:
        folder = state_folder(env) / "locks"
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        name = digest(os.fsencode(directory.resolve()))[:16]
        return os.open(folder / f"{name}.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
    except (OSError, RuntimeError):
        return None


def _acquired(handle: int, directory: Path) -> bool:
    """Wait for the lock; return False where this disk has none."""
    end = time.monotonic() + _PATIENCE
    while True:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            if error.errno not in {errno.EWOULDBLOCK, errno.EAGAIN, errno.EINTR}:
                return False
        else:
            return True
        if time.monotonic() > end:
            hint = "wait for the other session, or end it, then save again"
            raise FileProblem("another session is saving here", "", hint, clean_line(str(directory)))
        time.sleep(0.02)
