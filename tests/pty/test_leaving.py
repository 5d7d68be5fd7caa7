"""Every kind of end: the terminal is as it was, what was typed is kept, and the last line says where."""

from __future__ import annotations

import signal
import sys
import termios
from pathlib import Path

import pytest

from tests.pty.processes import marked
from tests.pty.restored import after, assert_restored
from tests.pty.terminal import TYPED, WORKBENCH, Terminal, Terminals, type_rationale


@pytest.fixture
def shell(tmp_path: Path, env: dict[str, str], terminals: Terminals) -> Terminal:
    return terminals.open([WORKBENCH], env, tmp_path)


def draft(folder: Path) -> Path:
    (found,) = folder.glob("state/*/drafts/*.toml")
    return found


def test_quitting_restores_the_terminal_and_says_nothing(shell: Terminal) -> None:
    shell.wait_for("Question 1 of 4")
    shell.send("q")
    assert shell.wait_end() == 0
    assert_restored(shell)
    assert "workbench" not in after(shell)


def test_quitting_with_a_draft_keeps_one_and_says_where(shell: Terminal, tmp_path: Path) -> None:
    type_rationale(shell)
    shell.send("\x1b")
    shell.wait_gone("esc done")
    shell.send("q")
    shell.wait_for("Something is unsaved")
    shell.send("d")
    assert shell.wait_end() == 0
    assert_restored(shell)
    assert f"unsaved work is kept in {draft(tmp_path)}, and is offered at the next start" in after(shell)


@pytest.mark.parametrize("number", [signal.SIGHUP, signal.SIGINT, signal.SIGTERM])
def test_a_signal_keeps_the_draft_restores_the_terminal_and_says_where(
    shell: Terminal, tmp_path: Path, number: signal.Signals
) -> None:
    type_rationale(shell)
    shell.kill(number)
    assert shell.wait_end() == 128 + number
    assert_restored(shell)
    assert TYPED in draft(tmp_path).read_text()
    assert f"told to leave by {number.name} " in after(shell)
    assert f"kept in {draft(tmp_path)}" in after(shell)


def test_a_signal_while_the_screens_open_restores_the_terminal(shell: Terminal) -> None:
    shell.until(lambda: b"\x1b[?1049h" in shell.raw, "the other screen")
    shell.kill(signal.SIGTERM)
    assert shell.wait_end() == 128 + signal.SIGTERM, after(shell)
    assert_restored(shell)


def test_a_line_that_takes_nothing_does_not_keep_it_from_leaving(shell: Terminal, tmp_path: Path) -> None:
    type_rationale(shell)
    shell.send("\x1b")
    shell.wait_gone("esc done")
    shell.stall()
    for _ in range(80):
        shell.send("12345")
    shell.kill(signal.SIGTERM)
    assert shell.wait_end() == 128 + signal.SIGTERM
    assert termios.tcgetattr(shell.master) == shell.before
    assert TYPED in draft(tmp_path).read_text()


OUTLIVES = (
    "import os, signal, subprocess, sys; signal.signal(signal.SIGHUP, signal.SIG_IGN); subprocess.call(sys.argv[1:])"
)


def test_a_terminal_that_goes_untold_is_noticed(
    tmp_path: Path,
    env: dict[str, str],
    terminals: Terminals,
) -> None:
    shell = terminals.open([sys.executable, "-c", OUTLIVES, WORKBENCH], env, tmp_path)
    type_rationale(shell)
    shell.drop()
    shell.until(lambda: not marked(shell.mark), "every process to end")
    assert TYPED in draft(tmp_path).read_text()
