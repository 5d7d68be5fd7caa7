"""A program in a pseudo-terminal of 120 by 40, with a clock on what it writes."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import struct
import termios
import time
from collections.abc import Mapping, Sequence
from types import TracebackType

QUIET = 0.15
"""Seconds without a byte after which an answer is whole."""
PATIENCE = 30.0


class Timed:
    """Runs a command; ends it when the block is left."""

    def __init__(self, command: Sequence[str], env: Mapping[str, str], size: tuple[int, int] = (120, 40)) -> None:
        columns, rows = size
        self.raw = bytearray()
        self.started = time.perf_counter()
        self.pid, self._master = pty.fork()
        if self.pid == 0:
            # The size stands before the program looks at it: no second layout is measured.
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
            os.execve(command[0], list(command), dict(env))

    def __enter__(self) -> Timed:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        os.close(self._master)

    def until(self, *texts: bytes) -> float:
        """Read until all texts were written; return the seconds since the start."""
        while not all(text in self.raw for text in texts):
            if not self._read(PATIENCE):
                raise RuntimeError(f"waited for {texts}; it wrote {bytes(self.raw[-600:])!r}")
        return time.perf_counter() - self.started

    def settle(self, quiet: float = 0.5) -> None:
        """Read until nothing has come for a while."""
        while self._read(quiet):
            pass

    def key(self, keys: str) -> tuple[float, int]:
        """Type, and read the whole answer; return the seconds to its last byte and how many bytes it has."""
        sent = last = time.perf_counter()
        before = len(self.raw)
        os.write(self._master, keys.encode())
        wait = 2.0
        while self._read(wait):
            last, wait = time.perf_counter(), QUIET
        return last - sent, len(self.raw) - before

    def _read(self, patience: float) -> bool:
        ready, _, _ = select.select([self._master], [], [], patience)
        if not ready:
            return False
        try:
            data = os.read(self._master, 65536)
        except OSError:
            return False
        self.raw += data
        return bool(data)
