"""The sides of a merge that git left unfinished: from the index, else from the markers in the file."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from workbench.core.record.decision import Decision
from workbench.core.text import clean_line, clip
from workbench.errors import FileProblem
from workbench.store.decisions import read_text
from workbench.store.files import MAX_BYTES, decode
from workbench.store.git import GitProblem, Repository, repository
from workbench.store.merging import Version

_NOTHING = Version("", Decision())
_MARKER = re.compile(r"([<|=>])\1{6}(?: ([^\r]*))?\r?")
_MARKS = "<|=>"
_ONE_SIDE = "take one side whole: git checkout --ours FILE, or git checkout --theirs FILE"
_HEADS = (("MERGE_HEAD", ""), ("CHERRY_PICK_HEAD", ""), ("REVERT_HEAD", "before "), ("REBASE_HEAD", ""))
"""Where git says whose the other side is, with what is said before it."""


@dataclass(frozen=True, slots=True)
class Sides:
    """The texts of a file on both sides, and of what they began with; None where a side has no such file.

    Args:
        base, ours, theirs: The texts.
        our_name, their_name: Whose they are, as far as git knows; safe to show.
        rebasing: Commits are being moved: ours is what they are moved onto, theirs is what is moved.
    """

    base: str | None
    ours: str | None
    theirs: str | None
    our_name: str
    their_name: str
    rebasing: bool = False

    def versions(self, path: Path) -> tuple[Version, Version, Version]:
        """Return base, ours and theirs, read.

        Raises:
            FileProblem: One of them cannot be read; tells which.
        """
        return (
            _read(self.base, path, "what both began with"),
            _read(self.ours, path, f"ours, {self.our_name}"),
            _read(self.theirs, path, f"theirs, {self.their_name}"),
        )

    def lines(self) -> set[str]:
        """Return every line of every side, without line ends."""
        texts = [text for text in (self.base, self.ours, self.theirs) if text is not None]
        return {line.removesuffix("\r") for text in texts for line in text.split("\n")}


def _read(text: str | None, path: Path, whose: str) -> Version:
    if text is None:
        return _NOTHING
    try:
        return Version(text, read_text(text, path))
    except FileProblem as problem:
        told = f"{problem.title}: {problem.message}" if problem.message else problem.title
        raise FileProblem(f"one side cannot be read ({whose})", told, _ONE_SIDE, problem.path, problem.line) from None


def unmerged(folder: Path) -> list[Path]:
    """Return the decision files of a folder that git left unmerged, by name.

    Raises:
        GitProblem: The folder is not in a repository, or git refuses.
    """
    if not folder.is_dir():
        return []
    names = {name for _, _, _, name in _entries(repository(folder), ".")}
    return [folder / name for name in sorted(names) if name.endswith(".toml") and "/" not in name and name[0] != "."]


def sides_of(path: Path) -> Sides | None:
    """Return the sides of a file that git left unmerged; None where the index has nothing of the kind.

    Raises:
        GitProblem: The file is not in a repository, or git refuses.
        FileProblem: A side is over the limit, not UTF-8, or no plain file.
    """
    place = repository(path.parent)
    texts: dict[str, str] = {}
    for mode, blob, stage, _ in _entries(place, path.name):
        if not mode.startswith("100"):
            raise FileProblem("not a plain file", "a side of the merge is a link", _ONE_SIDE, clean_line(str(path)))
        if int(place.run("cat-file", "-s", blob)) > MAX_BYTES:
            raise FileProblem("too large", f"over {MAX_BYTES:,} bytes on a side", _ONE_SIDE, clean_line(str(path)))
        texts[stage] = decode(place.run("cat-file", "blob", blob), path)
    if not texts:
        return None
    their_name, rebasing = _their_name(place)
    return Sides(texts.get("1"), texts.get("2"), texts.get("3"), _our_name(place), their_name, rebasing)


def _entries(place: Repository, name: str) -> list[tuple[str, str, str, str]]:
    """Return (mode, blob, stage, name) of what is unmerged; stage 1 is the base, 2 ours, 3 theirs."""
    found = []
    for record in place.run("ls-files", "--unmerged", "-z", "--", name).split(b"\0"):
        facts, tab, path = record.partition(b"\t")
        if tab:
            mode, blob, stage = facts.decode("ascii").split(" ")
            found.append((mode, blob, stage, path.decode("utf-8", "surrogateescape")))
    return found


def _our_name(place: Repository) -> str:
    branch = _told(place, "symbolic-ref", "-q", "--short", "HEAD")
    head = _commit(place, "HEAD")
    return f"HEAD, branch {branch} {head}" if branch else f"HEAD {head}"


def _their_name(place: Repository) -> tuple[str, bool]:
    for head, before in _HEADS:
        if _told(place, "rev-parse", "-q", "--verify", head):
            refs = ("refs/heads", "refs/remotes")
            branches = _told(place, "for-each-ref", "--format=%(refname:short)", f"--points-at={head}", *refs)
            branch = branches.split("\n")[0]
            named = f"branch {branch} " if branch and head == "MERGE_HEAD" else ""
            return f"{before}{named}{_commit(place, head)}", head == "REBASE_HEAD"
    return "the other side", False


def _commit(place: Repository, head: str) -> str:
    told = _told(place, "log", "-1", "--format=%h%x00%s%x00%an", head)
    short, subject, author, *_ = [*told.split("\0"), "", "", ""]
    return f"({clean_line(short)} {clip(clean_line(subject), 50)}, by {clean_line(author)})" if short else "(no commit)"


def _told(place: Repository, *arguments: str) -> str:
    """Return what git says, cleaned of its last line end; nothing where it says no."""
    try:
        return place.run(*arguments).decode("utf-8", "replace").strip("\n")
    except GitProblem:
        return ""


def sides_in(text: str) -> Sides | None:
    """Return the sides of a file with conflict markers; None without, or where the markers hold no common base.

    Without the base nobody can tell what one side added from what the other took out.
    """
    base: list[str] = []
    ours: list[str] = []
    theirs: list[str] = []
    places = ((base, ours, theirs), (ours,), (base,), (theirs,))
    names = dict.fromkeys(_MARKS, "")
    at = 0
    for line in text.split("\n"):
        found = _MARKER.fullmatch(line)
        if found is not None and found[1] == _MARKS[at]:
            names[found[1]] = names[found[1]] or clean_line(found[2] or "")
            at = (at + 1) % len(_MARKS)
        elif found is not None and at:
            return None
        else:
            for lines in places[at]:
                lines.append(line)
    if at or not names["<"]:
        return None
    return Sides("\n".join(base), "\n".join(ours), "\n".join(theirs), names["<"], names[">"])


def is_marker(line: str) -> bool:
    """Whether a line is one of git's conflict markers."""
    return _MARKER.fullmatch(line) is not None


def add(path: Path) -> None:
    """Tell git that a file is merged: ``git add``.

    Raises:
        GitProblem: Git refuses.
    """
    repository(path.parent).run("add", "--", path.name)
