"""In GNU screen: the main job, the escape key, detached and attached at another size, and what flow control takes."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.pty.processes import MARK, marked
from tests.pty.terminal import WORKBENCH, Terminal
from tests.pty.test_main_job import WALK
from tests.ssh.conftest import skip

SCREEN = shutil.which("screen")
TYPED = "Errors cost an hour a day."


class Sessions:
    """Sessions of the test's own, with sockets in a folder of their own."""

    def __init__(self, env: dict[str, str], folder: Path, sockets: Path, terminals: list[Terminal]) -> None:
        self.name = f"workbench-{os.getpid()}-{os.urandom(4).hex()}"
        self.env = {**env, "SCREENDIR": str(sockets), "SHELL": "/bin/sh", MARK: self.name}
        self.folder, self.settings, self._terminals = folder, folder / "screenrc", terminals
        self.settings.write_text("startup_message off\n")

    def start(self, size: tuple[int, int] = (80, 24)) -> Terminal:
        return self._opened(["-c", str(self.settings), "-S", self.name, WORKBENCH], size)

    def attach(self, size: tuple[int, int]) -> Terminal:
        return self._opened(["-d", "-r", self.name], size)

    def end(self) -> None:
        assert SCREEN is not None
        subprocess.run([SCREEN, "-S", self.name, "-X", "quit"], env=self.env, capture_output=True)

    def _opened(self, words: list[str], size: tuple[int, int]) -> Terminal:
        assert SCREEN is not None
        # The terminal marks what it starts; the session outlives it, and has the mark of all.
        terminal = Terminal([SCREEN, *words], self.env, self.folder, size)
        self._terminals.append(terminal)
        return terminal


@pytest.fixture
def screen(tmp_path: Path, env: dict[str, str], terminals: list[Terminal]) -> Iterator[Sessions]:
    if SCREEN is None:
        skip("screen not installed")
    # The path of a socket may not be long.
    with tempfile.TemporaryDirectory(prefix="screen-") as sockets:
        sessions = Sessions(env, tmp_path, Path(sockets), terminals)
        yield sessions
        sessions.end()


def test_from_the_first_question_to_a_saved_decision(screen: Sessions, tmp_path: Path) -> None:
    terminal = screen.start()
    terminal.wait_for("Question 1 of 4")
    for keys, _, shown in WALK:
        terminal.send(keys)
        terminal.wait_for(shown)
    terminal.send("q")
    terminal.wait_end()
    (file,) = (tmp_path / "saved").glob("2*.toml")
    data = tomllib.loads(file.read_text())
    assert data["title"] == "Ticket triage"
    assert data["rationale"] == "Format errors cost an hour a day."


def test_the_escape_key_is_not_kept_until_the_next_one(screen: Sessions) -> None:
    terminal = screen.start()
    terminal.wait_for("Question 1 of 4")
    terminal.send("?")
    terminal.wait_for("Keys here")
    terminal.send("\x1b")
    terminal.wait_gone("Keys here")


def test_save_and_quit_arrive_as_keys_unless_flow_control_was_asked_for(screen: Sessions) -> None:
    terminal = screen.start()
    terminal.wait_for("Question 1 of 4")
    terminal.send("\x13")
    terminal.wait_for("A title is needed")
    terminal.send("\x1b")
    terminal.wait_gone("A title is needed")
    terminal.send("\x11")
    terminal.wait_end()
    terminal.until(lambda: not marked(screen.name), "every process to end")


def test_where_flow_control_takes_the_keys_the_palette_saves(screen: Sessions, tmp_path: Path) -> None:
    screen.settings.write_text("startup_message off\ndefflow on\n")
    terminal = screen.start()
    terminal.wait_for("Question 1 of 4")
    terminal.send("\x13\x11\x10")
    terminal.wait_for("Commands")
    terminal.send("save\r")
    terminal.wait_for("A title is needed")
    terminal.send("Ticket triage\r")
    terminal.wait_for("saved to")
    assert list((tmp_path / "saved").glob("2*.toml"))


def test_detached_and_attached_at_another_size_it_is_where_it_was(screen: Sessions) -> None:
    first = screen.start()
    first.wait_for("Question 1 of 4")
    first.send("4")
    first.wait_for("Triggers")
    first.send("e" + TYPED)
    first.wait_for(TYPED)
    first.send("\x01d")
    first.wait_end()
    second = screen.attach((120, 40))
    second.wait_for(TYPED)
    second.until(lambda: "? help" in second.text.splitlines()[-1][110:], "the wide layout")
    second.send(" Ok.")
    second.wait_for(f"{TYPED} Ok.")
    # As a connection does that is lost.
    second.drop()
    third = screen.attach((80, 24))
    third.wait_for("Ok.")
