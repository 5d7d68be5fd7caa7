"""A real pseudo-terminal with a program in it: its raw bytes, and the screen they draw."""

from __future__ import annotations

import codecs
import fcntl
import os
import pty
import select
import signal
import struct
import sys
import termios
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

import pyte

PATIENCE = 30.0
WORKBENCH = str(Path(sys.executable).parent / "workbench")


class Terminal:
    """Starts a command in a pseudo-terminal of its own session."""

    def __init__(
        self, command: Sequence[str], env: Mapping[str, str], cwd: Path, size: tuple[int, int] = (80, 24)
    ) -> None:
        columns, rows = size
        self.raw = bytearray()
        self.screen = pyte.Screen(columns, rows)
        self._stream = pyte.Stream(self.screen)
        self._decode = codecs.getincrementaldecoder("utf-8")("replace").decode
        self.pid, self.master = pty.fork()
        if self.pid == 0:
            os.chdir(cwd)
            os.execve(command[0], list(command), dict(env))
        fcntl.ioctl(self.master, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        self.status: int | None = None

    @property
    def text(self) -> str:
        """The screen as it stands."""
        return "\n".join(line.rstrip() for line in self.screen.display)

    def send(self, keys: str) -> None:
        """Type, all in one packet."""
        os.write(self.master, keys.encode())

    def wait_for(self, text: str) -> None:
        """Read until a text is on the screen."""
        self._read_until(lambda: text in self.text, f"“{text}” to appear")

    def wait_gone(self, text: str) -> None:
        """Read until a text is no longer on the screen."""
        self._read_until(lambda: text not in self.text, f"“{text}” to go")

    def wait_end(self) -> int:
        """Read until the program has ended; return its exit code, negative for a signal."""
        self._read_until(self._ended, "the program to end")
        assert self.status is not None
        return os.waitstatus_to_exitcode(self.status)

    def kill(self, number: signal.Signals) -> None:
        """Send a signal."""
        os.kill(self.pid, number)

    def close(self) -> None:
        """End whatever still runs."""
        if self.status is None and not self._ended():
            os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)
        os.close(self.master)

    def _ended(self) -> bool:
        if self.status is None:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                self.status = status
        return self.status is not None

    def _read_until(self, condition, what: str) -> None:  # type: ignore[no-untyped-def]
        deadline = time.monotonic() + PATIENCE
        while not condition():
            if time.monotonic() > deadline:
                raise AssertionError(f"waited for {what}; the screen is:\n{self.text}")
            self._read(0.05)
        self._read(0)

    def _read(self, patience: float) -> None:
        ready, _, _ = select.select([self.master], [], [], patience)
        if not ready:
            return
        try:
            data = os.read(self.master, 65536)
        except OSError:
            return
        self.raw += data
        self._stream.feed(self._decode(data))
