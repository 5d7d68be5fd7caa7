"""The history of decision files, from git: who changed one when, and what it said then."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import NamedTuple

from workbench.core.text import clean_line, clip
from workbench.errors import FileProblem, UsageProblem
from workbench.store.files import MAX_BYTES, decode
from workbench.store.git import GitProblem, Repository, git, repository
from workbench.store.git_status import Place, place_of

_RENAMES = 20
_SHORT = 10
_LONGEST = 100
_ALIKE = "80%"
"""Two decisions share their comments: half alike, as git has it, would take one for the other."""
_FORMAT = "--format=%H%x00%aN%x00%aI%x00%s"


class Version(NamedTuple):
    """A commit that changed a file. Author and subject are safe to show.

    Args:
        commit: Its full name.
        author: Who wrote the change.
        at: When, on the author's clock; None where the commit holds no possible time.
        subject: First line of its message.
        name: The file's path below the repository's top at that commit, as git writes paths.
    """

    commit: str
    author: str
    at: datetime | None
    subject: str
    name: str

    @property
    def short(self) -> str:
        """The start of the commit's name."""
        return self.commit[:_SHORT]

    @property
    def told(self) -> str:
        """Day, author, short commit and subject on one line, long ones cut short."""
        day = f"{self.at:%Y-%m-%d}" if self.at is not None else "no day"
        author, subject = clip(self.author, _LONGEST) or "nobody", clip(self.subject, _LONGEST) or "no message"
        return f"{day}, {author}, {self.short}: {subject}"


class Past(NamedTuple):
    """What a file said once.

    Args:
        text: All of it.
        where: Commit and path, for messages.
        version: The last commit that had changed it by then.
        day: The day that was asked for, or that of the commit that was asked for.
    """

    text: str
    where: str
    version: Version
    day: date | None


def versions(file: Path, most: int = 0) -> list[Version]:
    """Return the commits that changed a file, the latest first, across renames; none where none has.

    Args:
        file: It need not be there any more.
        most: As many as that are enough; all when 0.

    Raises:
        GitProblem: There is no repository, or git refuses.
    """
    place = place_of(file)
    return _versions(place.repository, place.name, "HEAD", most) if _resolve(place.repository, "HEAD") else []


def _versions(repo: Repository, name: str, start: str, most: int) -> list[Version]:
    found: list[Version] = []
    for _ in range(_RENAMES):
        limit = [f"--max-count={most - len(found)}"] if most else []
        told = git(repo.root, "log", "-z", _FORMAT, "--encoding=UTF-8", *limit, start, "--", name)
        fields = told.decode("utf-8", "replace").split("\0")
        found += [_version(fields[at : at + 4], name) for at in range(0, len(fields) - 3, 4)]
        before = _renamed_from(repo, name, found[-1].commit) if len(fields) > 3 and len(found) != most else None
        if before is None:
            break
        name, start = before, f"{found[-1].commit}^"
    return found


def _version(fields: list[str], name: str) -> Version:
    commit, author, at, subject = fields
    return Version(commit, clean_line(author), _moment(at), clean_line(subject), name)


def _moment(at: str) -> datetime | None:
    try:
        return datetime.fromisoformat(at)
    except ValueError:
        return None


def _renamed_from(repo: Repository, name: str, commit: str) -> str | None:
    """Return what a file was called before the commit in which it came; a copy is a file of its own."""
    told = git(
        repo.root, "diff-tree", "-r", "-z", "--no-commit-id", "--name-status", f"-M{_ALIKE}", "--diff-filter=R", commit
    )
    parts = os.fsdecode(told).split("\0")
    pairs = zip(parts[1::3], parts[2::3], strict=False)
    return next((old for old, new in pairs if new == name), None)


def commits(saved: Path) -> dict[str, list[str]]:
    """Return the commits that changed the files right in a folder, by file name, the latest first; asks git once.

    Raises:
        GitProblem: There is no repository, or git refuses.
    """
    repo = repository(saved)
    if _resolve(repo, "HEAD") is None:
        return {}
    told = repo.run("log", "-z", "--no-renames", "--name-only", "--relative", "--format=%x01%H", "--", ".")
    found: dict[str, list[str]] = {}
    commit = ""
    for part in os.fsdecode(told).split("\0"):
        part = part.lstrip("\n")
        if part.startswith("\1"):
            commit, _, part = part[1:].partition("\n")
        if part and "/" not in part:
            found.setdefault(part, []).append(commit)
    return found


def last_change(file: Path) -> Version | None:
    """Return the last commit that changed a file; None when none has.

    Raises:
        GitProblem: There is no repository, or git refuses.
    """
    return next(iter(versions(file, most=1)), None)


def past(file: Path, ref: str) -> Past:
    """Return what a file said at a commit, a branch, a tag, or at the end of a day (``2026-11-01``, author's clock).

    Raises:
        GitProblem: There is no repository, no such commit, or the file was not in it.
        FileProblem: What was committed is over a limit, a link, or not text.
    """
    place = place_of(file)
    commit = _resolve(place.repository, ref)
    if commit is not None:
        return _past_at(place, commit, ref)
    try:
        day = date.fromisoformat(ref)
    except ValueError:
        raise _unknown(ref, place.repository) from None
    for version in versions(file):
        if version.at is not None and version.at.date() <= day and (found := _read(place, version)) is not None:
            return found._replace(day=day)
    hint = _older(place.repository, "its first version is younger; leave --at out for the latest")
    raise GitProblem("no version so old", f"{clean_line(place.name)} on {day}", hint)


def at_version(file: Path, version: Version) -> Past | None:
    """Return what a file said after a commit that changed it; None when the commit removed it.

    Raises:
        GitProblem: There is no repository, or git refuses.
        FileProblem: As `past`.
    """
    return _read(place_of(file), version)


def _past_at(place: Place, commit: str, ref: str) -> Past:
    repo = place.repository
    for name in _names(place):
        last = _versions(repo, name, commit, 1)
        if last and (found := _read(place, last[0], commit)) is not None:
            at = _moment(
                git(repo.root, "log", "--max-count=1", "--format=%cI", commit).decode("ascii", "replace").strip()
            )
            return found._replace(day=at.date() if at is not None else found.day)
    hint = _older(place.repository, "it was not there then; workbench diff ID names the commits that changed it")
    raise GitProblem("not in that commit", f"{clean_line(place.name)} at {clean_line(ref)[:80]}", hint)


def _names(place: Place) -> Iterator[str]:
    """Yield what a file is called, then what it was called before."""
    yield place.name
    seen = {place.name}
    for version in _versions(place.repository, place.name, "HEAD", 0):
        if version.name not in seen:
            seen.add(version.name)
            yield version.name


def _older(repo: Repository, otherwise: str) -> str:
    return "older history was not fetched: git fetch --unshallow" if repo.shallow else otherwise


def _resolve(repo: Repository, ref: str) -> str | None:
    """Return a commit's full name; None where there is no such commit."""
    if ref.startswith("-") or not ref or "\0" in ref:
        raise UsageProblem("not a commit", f"“{clean_line(ref)[:80]}”", "a branch, a tag, a commit, or 2026-11-01")
    try:
        told = git(repo.root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{ref}^{{commit}}")
    except GitProblem:
        return None
    return told.decode("ascii", "replace").split("\n")[0] or None


def _unknown(ref: str, repo: Repository) -> GitProblem:
    hint = _older(repo, "git log --oneline lists them; a day is written 2026-11-01")
    return GitProblem("no such commit, branch or tag", f"“{clean_line(ref)[:80]}”", hint)


def _read(place: Place, version: Version, commit: str = "") -> Past | None:
    """Return a file's text at a commit (the version's own by default); None when it is not in it."""
    commit = commit or version.commit
    where = clean_line(f"{commit[:_SHORT]}:{version.name}")
    told = git(place.repository.root, "ls-tree", "-z", "--long", "--full-tree", commit, "--", version.name)
    if not told:
        return None
    mode, kind, blob, size = told.split(b"\t", 1)[0].decode("ascii").split()
    if kind != "blob" or not mode.startswith("100"):
        raise FileProblem("not a regular file", "a link or a folder then", "name another version", where)
    if size.isdigit() and int(size) > MAX_BYTES:
        raise FileProblem("too large", f"over {MAX_BYTES:,} bytes", "such a file is not read", where)
    return Past(
        decode(git(place.repository.root, "cat-file", "blob", blob), where),
        where,
        version,
        version.at.date() if version.at else None,
    )
