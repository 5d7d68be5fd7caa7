"""Committing what was just written, and nothing else; the saved file stays whatever git says."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryFile

from workbench.core.log.journal import Entry
from workbench.core.record.decision import Decision
from workbench.core.text import clean_line, clip
from workbench.store.git import GitProblem, Repository, environment, git, refused, repository
from workbench.store.git_status import status

SECONDS = 120
"""A team's hooks may run its checks."""
_SUBJECT = 72
_COMPANIONS = ("decision.schema.json", ".taplo.toml")
_LINES = 3
_REFUSED = "git commit refuses"
_BY_HAND = "the file is saved; mend it, then commit by hand"


def decision_message(decision: Decision) -> str:
    """Return the commit message for a saved decision."""
    subject = f"Decision: {decision.title or 'untitled'} ({decision.status})"
    return f"{clip(subject, _SUBJECT)}\n\napproach: {decision.approach}\nid: {decision.id}\n"


def entry_message(decision: Decision, entry: Entry) -> str:
    """Return the commit message for a review or a reading."""
    title = decision.title or decision.id
    if entry.verdict is None:
        subject = f"Reading: {title}, {', '.join(entry.reading)}"
    else:
        subject = f"Review: {title}, {entry.verdict}"
    by = f"by: {entry.by}\n" if entry.by else ""
    return f"{clip(subject, _SUBJECT)}\n\n{by}id: {decision.id}\n"


def commit(paths: Sequence[Path], message: str) -> str:
    """Commit some files as they are on disk, whatever else is staged, and say what was done. Nothing is pushed.

    The schema and the taplo settings beside them go with them while git has none yet: the same save wrote them.

    Raises:
        GitProblem: No commit was made; says why, the files and the index are as they were.
    """
    try:
        return _commit(repository(paths[0].parent), paths, message)
    except GitProblem as problem:
        said = problem.message if problem.title == _REFUSED else str(problem)
        raise GitProblem("saved, not committed", said, problem.hint) from None


def _commit(repo: Repository, paths: Sequence[Path], message: str) -> str:
    _refuse_rebase(repo)
    wanted = [_below(repo, path) for path in paths]
    state = _state(repo, wanted)
    if ignored := [name for name, code in state.items() if code == "!!"]:
        raise GitProblem("ignored by git", clean_line(ignored[0]), "take it out of .gitignore")
    if not state:
        return "nothing to commit: git has it already"
    beside = [_below(repo, path.parent / name) for path in paths[:1] for name in _COMPANIONS]
    state |= {name: code for name, code in _state(repo, beside).items() if code == "??"}
    fresh = [name for name, code in state.items() if code == "??"]
    try:
        if fresh:
            # A commit of named paths takes only what git has heard of.
            _write(repo, "add", "--intent-to-add", "--", *_literal(fresh))
        _write(repo, "commit", "--quiet", "--only", "--file=-", "--", *_literal(list(state)), feed=message.encode())
    except GitProblem as problem:
        if fresh:
            with suppress(GitProblem):
                _write(repo, "rm", "--cached", "--quiet", "--force", "--", *_literal(fresh))
        raise _why_not(repo, problem) from None
    return _done(repo)


def _below(repo: Repository, path: Path) -> str:
    return os.path.normpath(repo.prefix + os.path.relpath(path.absolute(), repo.folder))


def _state(repo: Repository, names: Sequence[str]) -> dict[str, str]:
    return {name: code for code, name in status(repo.root, *names)}


def _literal(names: Sequence[str]) -> list[str]:
    # The environment's way to say so would reach the team's hooks.
    return [f":(top,literal){name}" for name in names]


def _refuse_rebase(repo: Repository) -> None:
    told = os.fsdecode(git(repo.root, "rev-parse", "--absolute-git-dir")).removesuffix("\n")
    if any((Path(told) / name).exists() for name in ("rebase-merge", "rebase-apply")):
        raise GitProblem("a rebase is under way", "", "finish it, then commit by hand")


def _write(repo: Repository, *arguments: str, feed: bytes = b"") -> None:
    """Run a git command that writes, with the person's and the repository's own settings and hooks."""
    told = f"git {arguments[0]}"
    # Files, not pipes: what a hook leaves running keeps a pipe open.
    with TemporaryFile() as typed, TemporaryFile() as said:
        typed.write(feed)
        typed.seek(0)
        try:
            # Without a terminal of its own nothing it starts can write over the screen or wait for a password.
            process = subprocess.Popen(
                ["git", *arguments],
                cwd=repo.root,
                env=environment(GIT_TERMINAL_PROMPT="0", GIT_EDITOR="true"),
                stdin=typed,
                stdout=said,
                stderr=said,
                start_new_session=True,
            )
            code = process.wait(SECONDS)
        except subprocess.TimeoutExpired:
            _end(process)
            raise GitProblem(f"{told} does not answer", f"after {SECONDS} seconds", _BY_HAND) from None
        except OSError as error:
            raise GitProblem("git cannot be run", clean_line(error.strerror or "")[:200], _BY_HAND) from None
        if code:
            said.seek(0)
            raise refused(told, _main_lines(said.read()))


def _end(process: subprocess.Popen[bytes]) -> None:
    # Asked to end, git takes its locks away; killed, it leaves them.
    for sign in (signal.SIGTERM, signal.SIGKILL):
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, sign)
        with suppress(subprocess.TimeoutExpired):
            process.wait(5)
            return


def _main_lines(said: bytes) -> bytes:
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    return b"; ".join(lines if len(lines) <= _LINES else [lines[0], *lines[1 - _LINES :]])


def _why_not(repo: Repository, problem: GitProblem) -> GitProblem:
    """Return why there is no commit, by what git can be asked: what it says is in the person's language."""
    if _answers(repo, "rev-parse", "--verify", "--quiet", "MERGE_HEAD"):
        return GitProblem("a merge is under way", "", "finish it; its commit can hold the file too")
    if not _answers(repo, "var", "GIT_AUTHOR_IDENT") or not _answers(repo, "var", "GIT_COMMITTER_IDENT"):
        hint = 'git config user.name "…" and git config user.email "…", then commit by hand'
        return GitProblem("git does not know who you are", "", hint)
    return GitProblem(problem.title, problem.message, _BY_HAND)


def _answers(repo: Repository, *arguments: str) -> bool:
    try:
        git(repo.root, *arguments)
    except GitProblem:
        return False
    return True


def _done(repo: Repository) -> str:
    short = git(repo.root, "rev-parse", "--short", "HEAD").decode("ascii", "replace").strip()
    try:
        branch = git(repo.root, "symbolic-ref", "--quiet", "--short", "HEAD").decode("utf-8", "replace").strip()
    except GitProblem:
        return f"committed {short}, on no branch"
    return f"committed {short} on {clean_line(branch)}"
