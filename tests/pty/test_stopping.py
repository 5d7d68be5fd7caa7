"""Stopped and going on: by the shell's job control, and by signals from elsewhere."""

from __future__ import annotations

import signal
import termios
from pathlib import Path

import pytest

from tests.pty.processes import marked, state_of
from tests.pty.restored import assert_usual_modes
from tests.pty.terminal import WORKBENCH, Terminal, Terminals, type_rationale

TYPED = "Errors cost an hour."


@pytest.fixture
def shell(tmp_path: Path, env: dict[str, str], terminals: Terminals) -> Terminal:
    """An interactive shell, with a rationale being typed in the program in its foreground."""
    shell = terminals.open(["/bin/bash", "--norc", "--noediting", "-i"], {**env, "PS1": "ready: "}, tmp_path)
    shell.wait_for("ready:")
    shell.before = termios.tcgetattr(shell.master)
    shell.send(f"{WORKBENCH}\n")
    type_rationale(shell, TYPED)
    return shell


def program(shell: Terminal) -> int:
    (pid,) = (pid for pid in marked(shell.mark) if pid != shell.pid)
    return pid


def leave_well(shell: Terminal) -> None:
    """Go on typing, save, quit: every key arrives once, and the terminal is as it was."""
    shell.send(" Ok.")
    shell.wait_for(f"{TYPED} Ok.")
    shell.send("\x13")
    shell.wait_for("title is needed")
    shell.send("Stopped\r")
    shell.wait_for("saved to")
    shell.send("q")
    shell.wait_written("ready:")
    assert termios.tcgetattr(shell.master) == shell.before
    assert_usual_modes(bytes(shell.raw))
    shell.send("clear; echo left with $?\n")
    shell.wait_for("left with 0")


def stop(shell: Terminal, number: signal.Signals) -> int:
    pid = program(shell)
    shell.kill(number, pid)
    shell.until(lambda: state_of(pid) == "T", "the program to stop")
    return pid


def test_stopped_by_the_shell_it_gives_the_terminal_back_and_goes_on_where_it_was(shell: Terminal) -> None:
    stop(shell, signal.SIGTSTP)
    shell.wait_written("Stopped")
    shell.wait_written("ready:")
    assert termios.tcgetattr(shell.master) == shell.before
    assert_usual_modes(bytes(shell.raw))
    shell.send("echo half$((1 + 1))way\n")
    shell.wait_for("half2way")
    shell.send("clear; fg\n")
    shell.wait_written("Rationale")
    shell.wait_for(TYPED)
    leave_well(shell)


def test_stopped_without_being_asked_it_sets_the_terminal_up_once_when_it_goes_on(shell: Terminal) -> None:
    stop(shell, signal.SIGSTOP)
    shell.wait_written("Stopped")
    shell.wait_written("ready:")
    shell.send("clear; fg\n")
    shell.wait_written("Rationale")
    leave_well(shell)


def test_going_on_without_having_been_stopped_changes_nothing(shell: Terminal) -> None:
    shell.kill(signal.SIGCONT, program(shell))
    leave_well(shell)


def test_sent_to_the_background_it_waits_for_the_foreground(shell: Terminal) -> None:
    pid = stop(shell, signal.SIGTSTP)
    shell.wait_written("Stopped")
    shell.wait_written("ready:")
    shell.send("bg\n")
    shell.wait_written("&")
    shell.until(lambda: state_of(pid) == "T", "the program to wait")
    shell.send("clear; fg\n")
    shell.wait_written("Rationale")
    leave_well(shell)


def test_a_shell_that_goes_while_it_is_stopped_leaves_nothing_but_the_draft(shell: Terminal, tmp_path: Path) -> None:
    stop(shell, signal.SIGTSTP)
    shell.drop()
    shell.until(lambda: not marked(shell.mark), "every process to end")
    (draft,) = tmp_path.glob("state/*/drafts/*.toml")
    assert TYPED in draft.read_text()


@pytest.mark.parametrize("where", ["a section", "a sheet"])
def test_the_key_that_stops_programs_stops_this_one(shell: Terminal, where: str) -> None:
    shell.send("\x1b")
    shell.wait_gone("esc done")
    if where == "a sheet":
        shell.send("?")
        shell.wait_for("Keys here")
    shell.send("\x1a")
    shell.wait_written("Stopped")
    shell.wait_written("ready:")
    shell.send("clear; fg\n")
    shell.wait_written("Keys here" if where == "a sheet" else "Rationale")
    shell.kill(signal.SIGTERM, program(shell))
    shell.wait_written("told to leave")
