"""Plain commands with a pseudo-terminal as their standard streams: children of the test, without a start each."""

from __future__ import annotations

import os
import pty
import select
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from tests.store.forks import fork

TYPED = b"y\ny\n\n\x04\x04\x04\x04"
"""What a child that asks is answered; then its input ends."""


def at_a_terminal(arguments: Sequence[str], cwd: Path, env: Mapping[str, str]) -> tuple[int, bytes]:
    """Run a command; return its exit code and the bytes that its terminal was sent."""
    master, slave = pty.openpty()

    def work() -> None:
        os.close(master)
        for stream in (0, 1, 2):
            os.dup2(slave, stream)
        os.chdir(cwd)
        os.environ.clear()
        os.environ.update(env)
        sys.stdin = sys.__stdin__ = os.fdopen(0, encoding="utf-8", errors="surrogateescape", closefd=False)
        sys.stdout = os.fdopen(1, "w", encoding="utf-8", closefd=False)
        sys.stderr = os.fdopen(2, "w", encoding="utf-8", errors="backslashreplace", closefd=False)
        from workbench.cli.main import main

        code = main(arguments)
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)

    pid = fork(work)
    os.close(slave)
    os.write(master, TYPED)
    raw = bytearray()
    while True:
        ready, _, _ = select.select([master], [], [], 60)
        assert ready, f"{arguments} waits for ever after {bytes(raw[-200:])!r}"
        try:
            data = os.read(master, 65536)
        except OSError:
            # The last one that had the other end has closed it.
            break
        if not data:
            break
        raw += data
    os.close(master)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), bytes(raw)
