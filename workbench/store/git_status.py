"""What of the decisions is not committed, and where a file stands in its repository."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from workbench.store.git import Repository, git, repository
from workbench.store.places import top_around


class Uncommitted(NamedTuple):
    """Which decisions of a folder have changes in their file or their journal that are not committed.

    Args:
        changed: Their file names without ``.toml``.
        ignored: Those that the repository is told to ignore.
    """

    changed: frozenset[str]
    ignored: frozenset[str]

    def of(self, path: Path) -> bool | None:
        """Return whether a decision has such changes; None where git is told to ignore it."""
        return True if path.stem in self.changed else None if path.stem in self.ignored else False


def uncommitted(saved: Path) -> Uncommitted | None:
    """Return what of a folder is not committed, asking git once; None where no git watches it, or it is not there.

    Raises:
        GitProblem: Git refuses.
    """
    top = top_around(saved)
    if top is None or not saved.is_dir():
        return None
    prefix = "".join(f"{step}/" for step in saved.resolve().relative_to(top).parts)
    changed: set[str] = set()
    ignored: set[str] = set()
    for code, name in status(saved, "."):
        if code == "!!" and prefix.startswith(name):
            return None
        inside, slash, _ = name.removeprefix(prefix).partition("/")
        if name.startswith(prefix) and (slash or inside.endswith(".toml")):
            (ignored if code == "!!" else changed).add(inside if slash else inside.removesuffix(".toml"))
    return Uncommitted(frozenset(changed), frozenset(ignored - changed))


def is_uncommitted(file: Path, *more: Path) -> bool | None:
    """Return whether a file, or one of those beside it, is not as in the last commit; None where git ignores it.

    Raises:
        GitProblem: There is no repository, or git refuses.
    """
    places = [place_of(one) for one in (file, *more)]
    codes = {code for code, _ in status(places[0].repository.root, *(place.name for place in places))}
    return True if codes - {"!!"} else None if codes else False


def status(folder: Path, *names: str) -> Iterator[tuple[str, str]]:
    """Yield the two letters and the path below the top of whatever is not as committed, ``!!`` where it is ignored.

    Raises:
        GitProblem: Git refuses.
    """
    told = git(
        folder, "status", "--porcelain=v1", "-z", "--untracked-files=all", "--ignored=matching", "--no-renames",
        "--ignore-submodules=dirty", "--", *names,
    )  # fmt: skip
    for entry in os.fsdecode(told).split("\0"):
        if entry:
            yield entry[:2], entry[3:]


class Place(NamedTuple):
    """Where a file is: the repository around it, and its path below the top, as git writes paths."""

    repository: Repository
    name: str


def place_of(file: Path) -> Place:
    """Return where a file is, or would be.

    Raises:
        GitProblem: There is no repository, or git refuses.
    """
    found = repository(file.parent)
    below = os.path.relpath(file.parent.absolute(), found.folder)
    return Place(found, f"{found.prefix}{'' if below == '.' else f'{below}/'}{file.name}")
