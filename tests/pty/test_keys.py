"""Keys as a plain terminal sends them."""

from __future__ import annotations

import os
import termios
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.pty.terminal import WORKBENCH, Terminal


@pytest.fixture
def env(tmp_path: Path) -> dict[str, str]:
    return {"PATH": os.environ["PATH"], "HOME": str(tmp_path), "TERM": "xterm-256color", "LANG": "C.UTF-8"}


@pytest.fixture
def terminal(tmp_path: Path, env: dict[str, str]) -> Iterator[Terminal]:
    opened = Terminal([WORKBENCH], env, tmp_path)
    opened.wait_for("Question 1 of 4")
    yield opened
    opened.close()


def test_flow_control_and_signals_are_off_so_that_ctrl_s_q_and_c_arrive_as_keys(terminal: Terminal) -> None:
    input_flags, _, _, local_flags, *_ = termios.tcgetattr(terminal.master)
    assert not input_flags & (termios.IXON | termios.IXOFF | termios.ICRNL)
    assert not local_flags & (termios.ISIG | termios.ICANON | termios.ECHO)
    terminal.send("\x03")
    terminal.wait_for("q quits")
    terminal.send("\x13")
    terminal.wait_for("A title is needed")
    terminal.send("\x1b")
    terminal.wait_gone("A title is needed")
    terminal.send("\x11")
    assert terminal.wait_end() == 0


def test_the_palette_saves_where_ctrl_s_never_arrives(terminal: Terminal, tmp_path: Path) -> None:
    terminal.send("\x10")
    terminal.wait_for("Commands")
    terminal.send("save\r")
    terminal.wait_for("A title is needed")
    terminal.send("Ticket triage\r")
    terminal.wait_for("saved to")
    assert len(list((tmp_path / "saved").glob("2*.toml"))) == 1
    terminal.send("q")
    assert terminal.wait_end() == 0
