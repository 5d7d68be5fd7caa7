"""Every kind of end: the terminal is as it was, what was typed is kept, and the last line says where."""

from __future__ import annotations

import os
import re
import signal
import sys
import termios
import tty
from pathlib import Path

import pytest

from tests.pty.terminal import WORKBENCH, Terminal
from tests.ssh.processes import MARK, marked

TYPED = "Errors cost an hour a day."
MODES = {1049: False, 25: True, 7: True, 1000: False, 1002: False, 1003: False, 1006: False, 1015: False, 2004: False,
         1004: False, 2048: False, 2026: False}  # fmt: skip
"""Private modes of a terminal that nobody has taken: the main screen, a cursor, wrapped lines, no mouse."""


class Shell(Terminal):
    """A terminal whose state before the program is known."""

    def __init__(self, command: list[str], env: dict[str, str], cwd: Path) -> None:
        self.mark = f"{os.getpid()}-{os.urandom(6).hex()}"
        super().__init__(command, {**env, MARK: self.mark}, cwd)
        # The master tells of the pair, and the program has not been loaded yet.
        self.before = termios.tcgetattr(self.master)

    def assert_restored(self) -> None:
        after = termios.tcgetattr(self.master)
        assert after == self.before
        assert after[tty.LFLAG] & termios.ECHO and after[tty.LFLAG] & termios.ICANON
        raw = bytes(self.raw)
        last: dict[int, bool] = {}
        for numbers, how in re.findall(rb"\x1b\[\?([0-9;]+)([hl])", raw):
            last |= {int(number): how == b"h" for number in numbers.split(b";")}
        assert {mode: on for mode, on in last.items() if on != MODES.get(mode)} == {}
        assert raw.count(b"\x1b[>") <= raw.count(b"\x1b[<u")

    @property
    def after(self) -> str:
        """What was written after the screens had gone."""
        return " ".join(self.raw.rpartition(b"\x1b[?1049l")[2].decode().split())


@pytest.fixture
def shell(tmp_path: Path, env: dict[str, str], terminals: list[Terminal]) -> Shell:
    shell = Shell([WORKBENCH], env, tmp_path)
    terminals.append(shell)
    return shell


def draft(folder: Path) -> Path:
    (found,) = folder.glob("state/*/drafts/*.toml")
    return found


def type_rationale(shell: Terminal) -> None:
    shell.wait_for("Question 1 of 4")
    shell.send("4")
    shell.wait_for("Triggers")
    shell.send("e" + TYPED)
    shell.wait_for(TYPED)


def test_quitting_restores_the_terminal_and_says_nothing(shell: Shell) -> None:
    shell.wait_for("Question 1 of 4")
    shell.send("q")
    assert shell.wait_end() == 0
    shell.assert_restored()
    assert "workbench" not in shell.after


def test_quitting_with_a_draft_keeps_one_and_says_where(shell: Shell, tmp_path: Path) -> None:
    type_rationale(shell)
    shell.send("\x1b")
    shell.wait_gone("esc done")
    shell.send("q")
    shell.wait_for("Something is unsaved")
    shell.send("d")
    assert shell.wait_end() == 0
    shell.assert_restored()
    assert f"unsaved work is kept in {draft(tmp_path)}, and is offered at the next start" in shell.after


@pytest.mark.parametrize("number", [signal.SIGHUP, signal.SIGINT, signal.SIGTERM])
def test_a_signal_keeps_the_draft_restores_the_terminal_and_says_where(
    shell: Shell, tmp_path: Path, number: signal.Signals
) -> None:
    type_rationale(shell)
    shell.kill(number)
    assert shell.wait_end() == 128 + number
    shell.assert_restored()
    assert TYPED in draft(tmp_path).read_text()
    assert f"told to leave by {number.name} " in shell.after
    assert f"kept in {draft(tmp_path)}" in shell.after


def test_a_signal_while_the_screens_open_restores_the_terminal(shell: Shell) -> None:
    shell.until(lambda: b"\x1b[?1049h" in shell.raw, "the other screen")
    shell.kill(signal.SIGTERM)
    assert shell.wait_end() == 128 + signal.SIGTERM, shell.after
    shell.assert_restored()


def test_a_line_that_takes_nothing_does_not_keep_it_from_leaving(shell: Shell, tmp_path: Path) -> None:
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
    terminals: list[Terminal],
) -> None:
    shell = Shell([sys.executable, "-c", OUTLIVES, WORKBENCH], env, tmp_path)
    terminals.append(shell)
    type_rationale(shell)
    shell.drop()
    shell.until(lambda: not marked(shell.mark), "every process to end")
    assert TYPED in draft(tmp_path).read_text()
