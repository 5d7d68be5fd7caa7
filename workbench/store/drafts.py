"""What is being typed, on disk a second later: one file for each session, offered again when its session is gone."""

from __future__ import annotations

import os
import socket
import time
from collections.abc import Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from workbench.core.record.decision import Decision
from workbench.core.text import clean_line
from workbench.errors import FileProblem
from workbench.store.files import decode, os_problem, read_limited
from workbench.store.layout import file_data
from workbench.store.leftovers import sweep
from workbench.store.places import drafts_folder
from workbench.store.toml_text import parse_toml
from workbench.store.writing import write_atomic

_LIMIT = 8_000_000
_SILENT_SECONDS = 86_400
_ENDED = "ended"


@dataclass(frozen=True, slots=True)
class Draft:
    """Unsaved work.

    Args:
        decision: The last value that was valid.
        saved: The saved folder it belongs to.
        saved_at: When it was written, with its time zone.
        pending: Field to what is half typed there.
        path: The decision file it was opened from, None for a new one.
        base_text: That file's text when it was opened.
        digest: sha256 of that file when it was opened.
        pane: The pane that was open.
        file: The draft's own file; set when it was read from there.
    """

    decision: Decision
    saved: Path
    saved_at: datetime
    pending: Mapping[str, str] = field(default_factory=dict)
    path: Path | None = None
    base_text: str | None = None
    digest: str | None = None
    pane: str = ""
    file: Path | None = None


def draft_file(env: Mapping[str, str] = os.environ) -> Path:
    """Return a name for this session's draft; nothing is written yet. Ask once for each session."""
    return drafts_folder(env) / f"{os.getpid()}-{os.urandom(4).hex()}.toml"


def write_draft(draft: Draft, file: Path) -> None:
    """Write a draft to the session's file, readable by its owner only.

    Raises:
        FileProblem: It cannot be written.
    """
    import tomli_w

    pid = os.getpid()
    told: dict[str, Any] = {
        "pid": pid,
        "started": _started(pid),
        "host": socket.gethostname(),
        "saved": os.fspath(draft.saved),
        "saved_at": draft.saved_at,
        "path": None if draft.path is None else os.fspath(draft.path),
        "base_text": draft.base_text,
        "digest": draft.digest,
        "pane": draft.pane,
        "pending": dict(draft.pending),
        "decision": file_data(draft.decision),
    }
    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        text = tomli_w.dumps({name: value for name, value in told.items() if value is not None})
    except OSError as error:
        raise os_problem(error, "keep the draft", file.parent) from None
    except (ValueError, TypeError) as error:
        raise FileProblem("cannot keep the draft", clean_line(str(error))[:100], "", clean_line(str(file))) from None
    write_atomic(file, text, 0o600)


def offered(
    saved: Path, env: Mapping[str, str] = os.environ, left: Collection[Path] = ()
) -> tuple[list[Draft], list[FileProblem]]:
    """Return the drafts of a saved folder whose sessions are gone, the newest first, and the drafts that are broken.

    A broken one is left where it is.

    Args:
        left: Files of drafts that this session has left, though it still runs.
    """
    drafts: list[Draft] = []
    problems: list[FileProblem] = []
    sweep(drafts_folder(env))
    try:
        files = sorted(drafts_folder(env).glob("*.toml"))
    except OSError:
        files = []
    for file in files:
        try:
            draft = _read(file, saved, file in left)
        except FileProblem as problem:
            # Discarded by another session between the two looks.
            if file.exists():
                problems.append(problem)
        else:
            drafts += [draft] if draft is not None else []
    return sorted(drafts, key=lambda draft: draft.saved_at, reverse=True), problems


def running(saved: Path, env: Mapping[str, str] = os.environ) -> list[int]:
    """Return the processes on this machine that run and hold unsaved work of a saved folder.

    One of them may be behind a connection that is gone and that the server has not given up yet.
    """
    found: list[int] = []
    with suppress(OSError):
        for file in sorted(drafts_folder(env).glob("*.toml")):
            with suppress(FileProblem):
                data = parse_toml(decode(read_limited(file, _LIMIT), file), file, _LIMIT)
                here = data.get("host") == socket.gethostname()
                if here and _is_of(data, saved, file) and _alive(data, file):
                    found.append(data["pid"])
    return found


def discard(draft: Draft) -> None:
    """Remove a draft's file, if it has one.

    Raises:
        FileProblem: It cannot be removed.
    """
    if draft.file is not None:
        discard_file(draft.file)


def discard_file(file: Path) -> None:
    """Remove the draft of a session that saved its work; it may not exist.

    Raises:
        FileProblem: It cannot be removed.
    """
    try:
        file.unlink(missing_ok=True)
    except OSError as error:
        raise os_problem(error, "remove the draft", file) from None


_NO_YEARS = (datetime.min.year, datetime.max.year)
"""In another time zone they lie outside of the calendar."""


def _read(file: Path, saved: Path, left: bool) -> Draft | None:
    """Return a draft; None for one of another folder, or of a session that still runs and has not left it."""
    text = decode(read_limited(file, _LIMIT), file)
    data = parse_toml(text, file, _LIMIT)
    if not _is_of(data, saved, file) or (not left and _alive(data, file)):
        return None
    saved_at, pending = data.get("saved_at"), data.get("pending", {})
    if not isinstance(saved_at, datetime) or not isinstance(pending, dict) or saved_at.year in _NO_YEARS:
        raise _broken(file, "saved_at or pending")
    try:
        # Amounts that do not go together yet are no reason to lose a draft: only their types are checked.
        decision = Decision.model_validate(data.get("decision"))
    except ValidationError as error:
        where = ".".join(clean_line(str(part)) for part in error.errors(include_url=False)[0]["loc"])
        raise _broken(file, where or "decision") from None
    path = _text(data, "path", file, optional=True)
    return Draft(
        decision,
        Path(_text(data, "saved", file)),
        saved_at if saved_at.tzinfo else saved_at.replace(tzinfo=UTC),
        {str(name): str(value) for name, value in pending.items()},
        Path(path) if path else None,
        _text(data, "base_text", file, optional=True) if "base_text" in data else None,
        _text(data, "digest", file, optional=True) or None,
        _text(data, "pane", file, optional=True),
        file,
    )


def _is_of(data: Mapping[str, Any], saved: Path, file: Path) -> bool:
    return os.path.realpath(_text(data, "saved", file)) == os.path.realpath(saved)


def _text(data: Mapping[str, Any], name: str, file: Path, optional: bool = False) -> str:
    value = data.get(name, "")
    if not isinstance(value, str) or not (value or optional) or "\0" in value:
        raise _broken(file, name)
    return value


def _broken(file: Path, where: str) -> FileProblem:
    return FileProblem("a broken draft", where, "look at it, or delete it", clean_line(str(file)))


def _alive(data: Mapping[str, Any], file: Path) -> bool:
    host = data.get("host")
    if isinstance(host, str) and host != socket.gethostname():
        # Another machine on the same home: its processes cannot be seen, its silence can.
        with suppress(OSError):
            # Either way: one clock may be behind the other, or have been set back since.
            return abs(time.time() - file.stat().st_mtime) < _SILENT_SECONDS
    pid = data.get("pid")
    if not isinstance(pid, int) or not 0 < pid < 2**31:
        return False
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:
        pass  # it runs, under another user
    now = _started(pid)
    return now != _ENDED and (not now or data.get("started") == now)


def _started(pid: int) -> str:
    """Return what tells a process from a later one with the same number; empty where the system does not say."""
    try:
        told = Path(f"/proc/{pid}/stat").read_text("utf-8", "replace").rpartition(")")[2].split()
        boot = Path("/proc/sys/kernel/random/boot_id").read_text("ascii").strip()
        # One that has ended keeps its number until somebody asks how; after a lost connection that may take a while.
        return _ENDED if told[0] in {"Z", "X"} else f"{boot} {told[19]}"
    except (OSError, IndexError, ValueError):
        return ""
