"""Asking git, the program. Nothing here writes to a repository unless its caller asks for that; never a network."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from workbench.core.text import clean_line, clip
from workbench.errors import WorkbenchError

SECONDS = 20
_ENV = {
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_PAGER": "cat",
    "GIT_LITERAL_PATHSPECS": "1",
    # A partial clone would fetch what it lacks.
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_ALLOW_PROTOCOL": "none",
    "LC_ALL": "C.UTF-8",
}
_ELSEWHERE = {
    "GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_COMMON_DIR", "GIT_OBJECT_DIRECTORY",
    "GIT_ALTERNATE_OBJECT_DIRECTORIES", "GIT_NAMESPACE", "GIT_SHALLOW_FILE", "GIT_INTERNAL_SUPER_PREFIX",
}  # fmt: skip
"""What a hook sets: it would lead from the repository around a folder to the hook's own."""
# A repository's own settings must not start programs while it is only read.
_QUIET = (
    "-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null", "-c", "color.ui=false",
    "-c", "core.quotePath=false", "-c", "log.showSignature=false",
)  # fmt: skip
_HINTS = (
    ("dubious ownership", "if you trust it: git config --global --add safe.directory FOLDER, the one named here"),
    ("not a git repository", "git init makes one; all but the history works without"),
    ("must be run in a work tree", "use a clone with its files checked out"),
    ("missing blob", "this clone lacks it: git fetch, then try again"),
    ("unable to read", "git fsck says what is broken"),
    ("bad object", "git fsck says what is broken"),
)


class GitProblem(WorkbenchError):
    """Git is not there, does not answer, or refuses; what needs no git goes on without it."""

    def fitting(self, room: int) -> str:
        """As every error, but what git or a hook said matters more than how to mend it."""
        return self.brief if len(self.brief) <= room else clip(str(self), max(1, room))


class Repository(NamedTuple):
    """The repository around a folder.

    Args:
        root: Top folder of its work tree.
        folder: The folder that was asked about.
        prefix: That folder below the root, as git writes paths; empty at the root, else with a slash at its end.
        shallow: Whether its older history was not fetched.
    """

    root: Path
    folder: Path
    prefix: str
    shallow: bool = False

    def run(self, *arguments: str, feed: bytes | None = None) -> bytes:
        """Return what a git command prints, run in the folder.

        Raises:
            GitProblem: Git refuses; tells what it said.
        """
        return git(self.folder, *arguments, feed=feed)


def repository(folder: Path) -> Repository:
    """Return the repository around a folder, which may not exist yet.

    Raises:
        GitProblem: There is none, it has no work tree, or there is no git.
    """
    near = folder.absolute()
    while not near.is_dir() and near != near.parent:
        near = near.parent
    # Only the last of these may hold a line end.
    asked = ("--is-inside-work-tree", "--is-shallow-repository", "--show-cdup", "--show-prefix")
    told = os.fsdecode(git(near, "rev-parse", *asked)).split("\n", 3)
    inside, shallow, up, prefix = [*told, "", "", "", ""][:4]
    if inside != "true":
        raise GitProblem("not in a git work tree", clean_line(str(near)), "use a clone with its files checked out")
    return Repository((near / up).resolve(), near, prefix.removesuffix("\n"), shallow == "true")


def environment(**changes: str) -> dict[str, str]:
    """Return this process's environment without what would lead git to another repository."""
    return {**{name: value for name, value in os.environ.items() if name not in _ELSEWHERE}, **changes}


def git(folder: Path, *arguments: str, feed: bytes | None = None, seconds: float = SECONDS) -> bytes:
    """Return what a git command prints.

    Args:
        folder: Where it runs.
        feed: Its standard input; nothing when left out.

    Raises:
        GitProblem: There is no git, it takes too long, or it refuses; tells what it said.
    """
    told = " ".join(("git", *arguments[:1]))
    try:
        done = subprocess.run(
            ["git", *_QUIET, *arguments],
            cwd=folder,
            env=environment(**_ENV),
            input=feed if feed is not None else b"",
            capture_output=True,
            timeout=seconds,
            check=False,
        )
    except FileNotFoundError:
        raise GitProblem("git is not here", told, "install git, or go on without history") from None
    except subprocess.TimeoutExpired:
        raise GitProblem("git does not answer", f"{told}, after {seconds:g} seconds", "try it by hand") from None
    except (OSError, ValueError) as error:
        raise GitProblem(
            "git cannot be run", clean_line(str(error))[:200], "go on without history, or try it by hand"
        ) from None
    if done.returncode:
        raise refused(told, done.stderr)
    return done.stdout


def refused(told: str, errors: bytes) -> GitProblem:
    """Return what git said when it refused, with how to mend the usual ones."""
    said = _said(errors)
    hint = next((hint for words, hint in _HINTS if words in said), "try it by hand")
    return GitProblem(f"{told} refuses", said, hint)


def _said(errors: bytes) -> str:
    lines: Sequence[str] = [line for line in errors.decode("utf-8", "replace").splitlines() if line.strip()]
    return clean_line(lines[0].removeprefix("fatal: "))[:300] if lines else "it does not say why"
