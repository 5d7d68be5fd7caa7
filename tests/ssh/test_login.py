"""The workbench at the far end of a real SSH connection, and connections that break."""

from __future__ import annotations

import os
import re
import signal
import tomllib
from pathlib import Path

import pytest

from tests.pty.processes import marked
from tests.pty.restored import assert_restored
from tests.pty.terminal import Terminal
from tests.pty.test_main_job import WALK
from tests.ssh.conftest import Login, remote_mark
from tests.ssh.server import Server

TYPED = "Errors cost an hour a day."


def saved(folder: Path) -> dict[str, object]:
    (file,) = (folder / "saved").glob("2*.toml")
    return tomllib.loads(file.read_text())


def nothing_left(terminal: Terminal, folder: Path) -> None:
    terminal.until(lambda: not marked(remote_mark(folder)), "every process at the far end to end")


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
def test_from_a_login_to_a_saved_decision(login: Login, tmp_path: Path, size: tuple[int, int]) -> None:
    terminal = login(size=size)
    terminal.wait_for("Question 1 of 4")
    for keys, _, shown in WALK:
        terminal.send(keys)
        terminal.wait_for(shown)
    terminal.send("q")
    assert terminal.wait_end() == 0
    data = saved(tmp_path)
    assert data["title"] == "Ticket triage"
    assert data["rationale"] == "Format errors cost an hour a day."
    # No COLORTERM comes over: 256 colours, and none that such a terminal would have to guess.
    assert b"38;5;" in terminal.raw
    assert not re.search(rb"[34]8;2;", terminal.raw)
    assert_restored(terminal)
    nothing_left(terminal, tmp_path)


def test_another_size_of_the_window_arrives(login: Login) -> None:
    terminal = login()
    terminal.wait_for("Question 1 of 4")
    terminal.send("2")
    terminal.wait_for("Inputs")
    terminal.resize(120, 40)
    terminal.until(lambda: "? help" in terminal.text.splitlines()[-1][110:], "the wide layout")
    terminal.resize(50, 10)
    terminal.wait_for("60x16")
    terminal.resize(80, 24)
    terminal.wait_for("Inputs")


@pytest.mark.parametrize("shell", [False, True])
@pytest.mark.parametrize("end", ["the client", "the session"])
def test_a_connection_that_breaks_while_typing_loses_nothing_and_leaves_nothing(
    server: Server, login: Login, tmp_path: Path, end: str, shell: bool
) -> None:
    terminal = login(shell)
    terminal.wait_for("Question 1 of 4")
    terminal.send("yy")
    terminal.wait_for("Question 3")
    terminal.send("4")
    terminal.wait_for("Triggers")
    terminal.send("e" + TYPED)
    terminal.wait_for(TYPED)
    if end == "the client":
        terminal.kill(signal.SIGKILL)
    else:
        for pid in server.sessions():
            os.kill(pid, signal.SIGKILL)
    terminal.wait_end()
    nothing_left(terminal, tmp_path)

    again = login(shell)
    again.wait_for("A draft was kept")
    again.send("g")
    again.wait_gone("A draft was kept")
    again.wait_for(TYPED)
    again.send("\x13Ticket triage\r")
    again.wait_for("saved to")
    data = saved(tmp_path)
    assert data["rationale"] == TYPED
    assert data["title"] == "Ticket triage"
    again.send("q")
    if shell:
        again.wait_written("ready:")
        again.send("exit\n")
    assert again.wait_end() == 0
    nothing_left(again, tmp_path)
    assert not list(tmp_path.glob("state/*/drafts/*.toml"))
