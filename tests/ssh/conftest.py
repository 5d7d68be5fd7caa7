"""A server, and logins to it. What is missing skips the tests, unless they are wanted for certain."""

from __future__ import annotations

import os
import shlex
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.pty.conftest import env, terminals  # noqa: F401
from tests.pty.processes import MARK
from tests.pty.terminal import WORKBENCH, Terminal, Terminals
from tests.ssh.server import Server, missing

WANTED = "WORKBENCH_TESTS_NEED_SSH"
"""Set where a skipped test would hide something, as in CI."""


def skip(reason: str) -> None:
    """Skip a test, or fail where it is wanted."""
    if os.environ.get(WANTED):
        pytest.fail(f"{reason}, and {WANTED} is set")
    pytest.skip(reason)


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    if reason := missing():
        skip(reason)
    started = Server(tmp_path_factory.mktemp("sshd"))
    yield started
    started.stop()


Login = Callable[..., Terminal]


@pytest.fixture
def login(
    server: Server,
    tmp_path: Path,
    env: dict[str, str],  # noqa: F811
    terminals: Terminals,  # noqa: F811
) -> Login:
    """Log in and run the workbench, as the command of the login or typed into a shell."""

    def logged_in(shell: bool = False, size: tuple[int, int] = (80, 24)) -> Terminal:
        terminal = terminals.open(server.client(_remote(shell, env, tmp_path)), env, tmp_path, size)
        if shell:
            terminal.wait_for("ready:")
            terminal.send(f"{WORKBENCH}\n")
        return terminal

    return logged_in


def remote_mark(folder: Path) -> str:
    """Return the mark of what runs at the far end."""
    return f"remote-{folder.name}-{os.getpid()}"


def _remote(shell: bool, env: dict[str, str], folder: Path) -> str:  # noqa: F811
    # What the server sets itself stays: SSH_CONNECTION, TERM of the client, HOME is the tests' own.
    told = {name: value for name, value in env.items() if name.startswith(("XDG", "LANG", "LC", "HOME", "PATH"))}
    told |= {MARK: remote_mark(folder), "PS1": "ready: "}
    words = [*(f"{name}={value}" for name, value in told.items())]
    run = ["/bin/bash", "--norc", "--noediting", "-i"] if shell else [WORKBENCH]
    return f"cd {shlex.quote(str(folder))} && exec env {shlex.join([*words, *run])}"
