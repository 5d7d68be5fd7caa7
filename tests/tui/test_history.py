"""What git knows, on the screens: marks, versions, what changed, commits of what is saved."""

from __future__ import annotations

import subprocess
from contextlib import nullcontext
from pathlib import Path

import pytest

from tests.store.made import example
from tests.tui.conftest import TODAY, Opener
from workbench.store.decisions import Opened
from workbench.store.git import GitProblem
from workbench.store.saving import save


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", "/dev/null")
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    for who in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{who}_NAME", "Support Team")
        monkeypatch.setenv(f"GIT_{who}_EMAIL", "support@example.org")
        monkeypatch.setenv(f"GIT_{who}_DATE", "2026-11-20T10:00:00Z")
    git(tmp_path, "init", "--quiet")
    return tmp_path


def git(folder: Path, *arguments: str) -> str:
    return subprocess.run(["git", *arguments], cwd=folder, check=True, capture_output=True, text=True).stdout


@pytest.fixture
def committed(repository: Path) -> Opened:
    opened = save(None, example(id="", title="Ticket triage", status="proposed"), repository / "saved", TODAY)
    git(repository, "add", "saved")
    git(repository, "commit", "--quiet", "-m", "Decide on triage")
    return opened


async def test_what_is_not_committed_is_marked(open_app: Opener, committed: Opened) -> None:
    async with open_app() as hand:
        await hand.keys("5")
        assert "●" not in hand.text("log-list")
    committed.path.write_text(committed.text.replace("Ticket triage", "Ticket triage, again"))
    async with open_app() as hand:
        await hand.keys("5")
        assert "●" in hand.text("log-list")
        assert "uncommitted" in hand.text("preview")


async def test_a_version_is_held_against_the_file_as_it_is(open_app: Opener, committed: Opened) -> None:
    committed.path.write_text(committed.text.replace("Ticket triage", "Ticket triage, again"))
    async with open_app() as hand:
        await hand.keys("5", "d")
        assert "Support Team" in hand.text("sheet-list")
        assert "Decide on triage; changed since" in hand.text("sheet-list")
        await hand.keys("enter")
        assert "Ticket triage → Ticket triage, again" in hand.text("sheet-list")
        await hand.keys("escape")
        assert not hand.screen.query("#sheet-list")


async def test_what_it_replaces_can_be_held_against_it_without_git(open_app: Opener, tmp_path: Path) -> None:
    saved = tmp_path / "saved"
    old = save(None, example(id="", title="Old way", status="accepted"), saved, TODAY)
    save(
        None,
        example(id="", title="New way", status="accepted", rationale="It pays now.", supersedes=(old.decision.id,)),
        saved,
        TODAY,
    )
    async with open_app() as hand:
        await hand.keys("5", "slash")
        await hand.type("new way")
        await hand.keys("enter", "d", "enter")
        assert "Since Old way" in hand.text("sheet-list")
        assert "{+It pays now.+}" in hand.text("sheet-list")


async def test_without_git_there_is_nothing_to_hold_it_against(open_app: Opener, tmp_path: Path) -> None:
    save(None, example(id="", status="proposed"), tmp_path / "saved", TODAY)
    async with open_app() as hand:
        await hand.keys("5", "d")
        assert "? help" in hand.line("keys")
        assert "not in a git" in hand.line("keys").lower() or "repository" in hand.line("keys")


async def test_saves_are_committed_once_that_is_turned_on(
    open_app: Opener, repository: Path, committed: Opened
) -> None:
    async with open_app(file=committed.path) as hand:
        await hand.screen.run_action("commits")
        await hand.settled()
        assert "committed to git from now on" in hand.line("keys")
        await hand.keys("4", "r", "enter")
        await hand.type("Another title")
        await hand.keys("enter", "ctrl+s")
        assert "committed" in hand.line("keys")
        await hand.screen.run_action("commits")
    assert git(repository, "log", "-1", "--format=%s").strip() == "Decision: Another title (proposed)"
    assert git(repository, "status", "--porcelain", "saved").strip() == ""


async def test_a_hook_that_refuses_says_why_on_the_screen(
    open_app: Opener, repository: Path, committed: Opened
) -> None:
    hook = repository / ".git" / "hooks" / "pre-commit"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\necho 'spelling: Anothr in line 4 of the record' >&2\nexit 1\n")
    hook.chmod(0o755)
    async with open_app(file=committed.path) as hand:
        await hand.screen.run_action("commits")
        await hand.settled()
        await hand.keys("4", "r", "enter")
        await hand.type("Anothr title")
        await hand.keys("enter", "ctrl+s")
        assert "saved, not committed: spelling: Anothr in line 4" in hand.line("keys")
        await hand.screen.run_action("commits")


async def test_marks_stay_after_the_editor_also_where_git_does_not_answer(
    open_app: Opener, committed: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VISUAL", "true")
    committed.path.write_text(committed.text.replace("Ticket triage", "Ticket triage, again"))

    def refuse(saved: Path) -> None:
        raise GitProblem("git does not answer", "after 20 seconds", "try it by hand")

    async with open_app() as hand:
        monkeypatch.setattr(hand.app, "suspend", nullcontext)
        await hand.keys("5", "e")
        assert "●" in hand.text("log-list")
        monkeypatch.setattr("workbench.tui.log_reader.uncommitted", refuse)
        await hand.keys("e")
        assert "●" in hand.text("log-list")


@pytest.mark.parametrize("by_key", [True, False], ids=["a key", "coming back"])
async def test_a_commit_made_outside_takes_the_mark_away(open_app: Opener, committed: Opened, by_key: bool) -> None:
    committed.path.write_text(committed.text.replace("Ticket triage", "Ticket triage, again"))
    async with open_app() as hand:
        await hand.keys("5")
        assert "●" in hand.text("log-list")
        await hand.keys("down")
        assert "●" in hand.text("log-list")
        git(committed.path.parent, "commit", "--quiet", "-am", "Say it again")
        if by_key:
            await hand.keys("down")
        else:
            hand.app.app_focus = False
            hand.app.app_focus = True
            await hand.settled()
        assert "●" not in hand.text("log-list")
