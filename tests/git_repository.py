"""Real repositories in temporary folders, the same on every machine."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

ID = "20260615-triage-7b93"
TEXT = 'schema = 1\nid = "20260615-triage-7b93"\ntitle = "Triage"\nstatus = "proposed"\napproach = "prompting"\n'
SETTINGS = {
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_AUTHOR_NAME": "Zoë Ng",
    "GIT_AUTHOR_EMAIL": "zoe@example.org",
    "GIT_COMMITTER_NAME": "Zoë Ng",
    "GIT_COMMITTER_EMAIL": "zoe@example.org",
    "GIT_AUTHOR_DATE": "2026-10-01T12:00:00+00:00",
    "GIT_COMMITTER_DATE": "2026-10-01T12:00:00+00:00",
}


class Team:
    """A repository with its saved folder, and someone who commits."""

    def __init__(self, top: Path, *options: str) -> None:
        self.top, self.saved = top, top / "saved"
        self.file = self.saved / f"{ID}.toml"
        self.saved.mkdir(parents=True)
        self.git("init", "--quiet", "--initial-branch=main", *options)

    def git(self, *arguments: str, **environment: str) -> str:
        done = subprocess.run(
            ["git", *arguments],
            cwd=self.top,
            env={**os.environ, **SETTINGS, **environment},
            capture_output=True,
            check=True,
        )
        return done.stdout.decode("utf-8", "replace").strip()

    def write(self, text: str = TEXT, name: str = "") -> Path:
        file = self.saved / (name or self.file.name)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
        return file

    def commit(self, message: str, day: str = "2026-10-01", **environment: str) -> str:
        at = f"{day}T12:00:00+00:00"
        self.git("add", "--all")
        dates = {"GIT_AUTHOR_DATE": at, "GIT_COMMITTER_DATE": at}
        self.git("commit", "--quiet", f"--message={message}", **{**dates, **environment})
        return self.git("rev-parse", "HEAD")

    def saves(self, message: str, day: str = "2026-10-01", **changes: str) -> str:
        """Write the decision with some values changed, and commit it."""
        text = TEXT
        for name, value in changes.items():
            text = "\n".join(
                f'{name} = "{value}"' if line.startswith(f"{name} =") else line for line in text.split("\n")
            )
        self.write(text)
        return self.commit(message, day)


def settled(monkeypatch: pytest.MonkeyPatch, home: Path) -> None:
    """Keep this machine's settings of git and of the workbench out of a test."""
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)
    for name, value in SETTINGS.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(home))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(home / "config"))
    monkeypatch.setenv("XDG_STATE_HOME", str(home / "state"))
