"""Processes by a mark in their environment, whoever started them."""

from __future__ import annotations

from pathlib import Path

MARK = "WORKBENCH_TESTED_AS"


def marked(mark: str) -> list[int]:
    """Return the processes that run with this mark; one that has ended and was not waited for is none of them."""
    wanted, found = f"{MARK}={mark}".encode(), []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if wanted in (folder / "environ").read_bytes().split(b"\0"):
                found.append(int(folder.name))
        except OSError:
            continue
    return found


def state_of(pid: int) -> str:
    """Return the letter of a process's state, T when it is stopped; empty when it has ended."""
    try:
        return (Path("/proc") / str(pid) / "stat").read_text("utf-8", "replace").rpartition(")")[2].split()[0]
    except OSError:
        return ""


def descendants(pid: int, name: str = "") -> list[int]:
    """Return the processes that a process has started, and those that they have; only those whose name begins so."""
    parents: dict[int, tuple[int, str]] = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            before, _, rest = (folder / "stat").read_text("utf-8", "replace").rpartition(")")
        except OSError:
            continue
        parents[int(folder.name)] = int(rest.split()[1]), before.partition("(")[2]
    found, fresh = [], [pid]
    while fresh:
        fresh = [child for child, (parent, _) in parents.items() if parent in fresh]
        found += [child for child in fresh if parents[child][1].startswith(name)]
    return found
