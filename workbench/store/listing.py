"""A saved folder at a glance: its files, and stamps that tell whether one of them has changed since."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path

Stamp = tuple[int, int, int, int]
"""When a file was last written and last touched (nanoseconds), its bytes, its inode."""

JournalStamp = tuple[str, int]
"""A digest of its entries' names and stamps, and when the newest was touched."""

NO_JOURNAL: JournalStamp = ("", 0)

SETTLED = 2_000_000_000
"""Nanoseconds after which a file that is written again has another time, on any disk."""


@dataclass(frozen=True, slots=True)
class Listing:
    """What stands in a saved folder.

    Args:
        names: Files that may hold decisions, in order.
        stamps: Of those files that are plain ones; a link may lead to something else tomorrow.
        folders: Names of folders, which may be journals, with their path.
    """

    names: tuple[str, ...] = ()
    stamps: Mapping[str, Stamp] = field(default_factory=dict)
    folders: Mapping[str, str] = field(default_factory=dict)

    def journal(self, name: str) -> JournalStamp | None:
        """Return the stamp of a decision's journal; None where it cannot be relied on."""
        folder = self.folders.get(name.removesuffix(".toml"))
        return NO_JOURNAL if folder is None else _journal_stamp(folder)


def look(saved: Path) -> Listing:
    """Return what stands in a folder; nothing when it is missing.

    Raises:
        FileProblem: The folder cannot be read.
    """
    names: list[str] = []
    stamps: dict[str, Stamp] = {}
    folders: dict[str, str] = {}
    try:
        with os.scandir(saved) as found:
            for one in found:
                if is_decision_name(one.name):
                    names.append(one.name)
                    if (stamp := _stamp(one)) is not None:
                        stamps[one.name] = stamp
                if one.is_dir(follow_symlinks=False) or one.is_symlink():
                    folders[one.name] = one.path
    except FileNotFoundError:
        return Listing()
    except OSError as error:
        from workbench.store.files import os_problem

        raise os_problem(error, "read", saved) from None
    return Listing(tuple(sorted(names)), stamps, folders)


def is_decision_name(name: str) -> bool:
    """Whether a file of this name may hold a decision."""
    return name.endswith(".toml") and not name.startswith(".")


def newest(stamp: Stamp) -> int:
    """Return the later of the two times of a stamp: the first can be set by anyone, the second by nobody."""
    return max(stamp[:2])


def _stamp(one: os.DirEntry[str]) -> Stamp | None:
    """Return the stamp of a plain file; None of anything else, and of what has just gone."""
    try:
        if not one.is_file(follow_symlinks=False):
            return None
        found = one.stat(follow_symlinks=False)
    except OSError:
        return None
    return found.st_mtime_ns, found.st_ctime_ns, found.st_size, found.st_ino


def _journal_stamp(folder: str) -> JournalStamp | None:
    found: list[tuple[str, Stamp]] = []
    try:
        if os.path.islink(folder):  # noqa: PTH114 (asked for each of thousands)
            return None
        with os.scandir(folder) as entries:
            for one in entries:
                if (stamp := _stamp(one)) is None:
                    return None
                found.append((one.name, stamp))
    except OSError:
        return None
    found.sort()
    digest = blake2b(repr(found).encode("utf-8", "replace"), digest_size=16).hexdigest()
    return digest, max((newest(stamp) for _, stamp in found), default=0)
