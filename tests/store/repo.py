"""Two people and one repository, with real git that knows no settings of this machine."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.store.made import TODAY, example
from workbench.core.record.decision import Decision
from workbench.store.decisions import Opened, open_decision
from workbench.store.saving import save

Edit = Callable[[Decision], Decision]
Act = Callable[[Path], object]
"""What a person does to a decision's file."""


def alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Keep this machine's settings out of git, and the program's state in a folder of its own."""
    told = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1", "XDG_STATE_HOME": str(tmp_path / "state")}
    for role in ("AUTHOR", "COMMITTER"):
        told |= {f"GIT_{role}_NAME": "Ann", f"GIT_{role}_EMAIL": "ann@example.org"}
    for name, value in told.items():
        monkeypatch.setenv(name, value)
    for name in ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE"):
        monkeypatch.delenv(name, raising=False)


@dataclass
class Repo:
    """A repository with one decision on its branches main and topic."""

    root: Path
    path: Path

    @classmethod
    def made(cls, root: Path, decision: Decision | None = None) -> Repo:
        """Return a repository whose only commit holds a decision that the program saved."""
        root.mkdir()
        opened = save(None, decision or example(), root / "saved", TODAY, lambda: "0001")
        repo = cls(root, opened.path)
        repo.git("init", "-q", "-b", "main")
        repo.commit("Ticket triage")
        repo.git("branch", "topic")
        return repo

    def git(self, *arguments: str, code: int | None = 0) -> str:
        done = subprocess.run(["git", *arguments], cwd=self.root, capture_output=True, text=True, check=False)
        assert code is None or done.returncode == code, done.stdout + done.stderr
        return done.stdout

    def commit(self, told: str) -> None:
        self.git("add", "-A")
        self.git("commit", "-q", "-m", told)

    def edit(self, change: Edit) -> Opened:
        """Change the decision through the program."""
        opened = open_decision(self.path)
        return save(opened, change(opened.decision), self.path.parent, TODAY)

    def on(self, branch: str, act: Act) -> None:
        """Let somebody act on a branch and commit that."""
        self.git("checkout", "-q", branch)
        act(self.path)
        self.commit(f"{branch} does it")

    def both(self, ours: Act, theirs: Act) -> bool:
        """Let two people act on two branches; return whether plain git merges theirs into ours."""
        self.on("topic", theirs)
        self.on("main", ours)
        return "CONFLICT" not in self.git("merge", "-q", "-m", "both", "topic", code=None)


def through(change: Edit) -> Act:
    """Return the act of changing a decision through the program."""

    def act(path: Path) -> None:
        opened = open_decision(path)
        save(opened, change(opened.decision), path.parent, TODAY)

    return act
