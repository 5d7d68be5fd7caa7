"""In tmux: detached and attached at another size, and panes that are killed."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from tests.pty.processes import MARK, marked
from tests.pty.terminal import TYPED, WORKBENCH, Terminal, Terminals, type_rationale
from tests.ssh.conftest import skip

TMUX = shutil.which("tmux")


class Multiplexer:
    """A tmux server of the test's own."""

    def __init__(self, env: dict[str, str], folder: Path) -> None:
        assert TMUX is not None
        self.name = f"workbench-{os.getpid()}-{os.urandom(4).hex()}"
        self.base = [TMUX, "-L", self.name, "-f", "/dev/null"]
        self.env, self.folder = {**env, MARK: self.name}, folder

    def run(self, *words: str) -> str:
        told = subprocess.run([*self.base, *words], env=self.env, cwd=self.folder, check=True, capture_output=True)
        return told.stdout.decode()

    def attach(self, terminals: Terminals, size: tuple[int, int]) -> Terminal:
        return terminals.open([*self.base, "attach"], self.env, self.folder, size)

    def programs(self) -> list[int]:
        """Return the workbenches in its panes."""
        wanted = [WORKBENCH.encode()]
        told = {pid: Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0") for pid in marked(self.name)}
        return [pid for pid, words in told.items() if words[1:2] == wanted]


@pytest.fixture
def tmux(tmp_path: Path, env: dict[str, str]) -> Iterator[Multiplexer]:
    if TMUX is None:
        skip("tmux not installed")
    multiplexer = Multiplexer({**env, "SHELL": "/bin/sh"}, tmp_path)
    # Two panes: the server stays when one of them is killed.
    multiplexer.run("new-session", "-d", "-x", "80", "-y", "24", f"exec {WORKBENCH}")
    multiplexer.run("new-window", "-d", "cat")
    yield multiplexer
    with suppress(subprocess.CalledProcessError):
        multiplexer.run("kill-server")


def test_detached_and_attached_at_another_size_it_is_where_it_was(tmux: Multiplexer, terminals: Terminals) -> None:
    first = tmux.attach(terminals, (80, 25))
    type_rationale(first)
    first.drop()
    second = tmux.attach(terminals, (120, 41))
    second.wait_for(TYPED)
    second.until(lambda: "? help" in second.text.splitlines()[-2][110:], "the wide layout")
    second.send(" Ok.")
    second.wait_for(f"{TYPED} Ok.")
    assert "────" not in second.text.splitlines()[6], "the editor covers its section at the new size"
    second.send("\x02d")
    second.wait_end()
    third = tmux.attach(terminals, (62, 18))
    third.wait_for("Ok.")


@pytest.mark.parametrize("what", ["kill-pane", "kill-server"])
def test_a_killed_pane_leaves_the_draft_and_no_process(
    tmux: Multiplexer, terminals: Terminals, env: dict[str, str], tmp_path: Path, what: str
) -> None:
    terminal = tmux.attach(terminals, (80, 25))
    type_rationale(terminal)
    assert len(tmux.programs()) == 1
    tmux.run(what)
    terminal.until(lambda: not tmux.programs(), "the workbench to end")
    again = terminals.open([WORKBENCH], env, tmp_path)
    again.wait_for("A draft was kept")
    again.send("g")
    again.wait_for(TYPED)
