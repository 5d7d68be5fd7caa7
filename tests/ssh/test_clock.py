"""A clock that was set back by a year between two sittings."""

from __future__ import annotations

import shutil
import signal
from pathlib import Path

import pytest

from tests.pty.terminal import WORKBENCH, Terminals
from tests.ssh.conftest import skip

FAKETIME = shutil.which("faketime")


@pytest.fixture
def earlier() -> list[str]:
    """Put before a command: it lives a year ago."""
    if FAKETIME is None:
        skip("faketime not installed")
    return [str(FAKETIME), "-f", "-365d"]


def test_a_draft_from_the_future_is_offered_saved_and_listed(
    earlier: list[str], env: dict[str, str], terminals: Terminals, tmp_path: Path
) -> None:
    first = terminals.open([WORKBENCH], env, tmp_path)
    first.wait_for("Question 1 of 4")
    first.send("y\x13One title\r")
    first.wait_for("saved to")
    first.send("1")
    first.wait_for("Question 2")
    first.send("y")
    first.wait_for("Question 3")
    first.kill(signal.SIGTERM)
    first.wait_end()

    second = terminals.open([*earlier, WORKBENCH], env, tmp_path)
    second.wait_for("A draft was kept")
    second.send("g")
    second.wait_gone("A draft was kept")
    second.send("1")
    second.wait_for("Question 3")
    second.send("n")
    second.wait_for("Outcome")
    second.send("\x13")
    second.wait_for("saved to")
    second.send("5")
    second.wait_for("One title")
    second.send("q")
    assert second.wait_end() == 0
    (file,) = tmp_path.glob("saved/2*.toml")
    assert file.read_text().count("answer = ") == 3
    assert not list(tmp_path.glob("state/*/drafts/*.toml"))


def test_what_was_kept_of_the_folder_is_not_believed_over_a_change_made_in_the_past(
    earlier: list[str], env: dict[str, str], terminals: Terminals, tmp_path: Path
) -> None:
    def run(*words: str, before: list[str] = []) -> str:  # noqa: B006
        terminal = terminals.open([*before, WORKBENCH, *words], env, tmp_path)
        assert terminal.wait_end() == 0, terminal.text
        return terminal.text

    name = run("new", "--title", "One title").strip()
    assert "One title" in run("list")
    run("status", name, "rejected", before=earlier)
    assert "rejected" in run("list", before=earlier)
    assert "rejected" in run("list")
