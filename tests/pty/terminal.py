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
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

import pyte

from tests.pty.processes import MARK

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
        self.mark = f"{os.getpid()}-{os.urandom(6).hex()}"
        """Tells what was started here from any other process."""
        self.pid, self.master = pty.fork()
        if self.pid == 0:
            os.chdir(cwd)
            os.execve(command[0], list(command), {MARK: self.mark, **env})
        self.resize(columns, rows)
        self.status: int | None = None
        self._sent_at = 0
        # The master tells of the pair, and the program has not been loaded yet.
        self.before = termios.tcgetattr(self.master)

    @property
    def text(self) -> str:
        """The screen as it stands."""
        # Not `display`, which fails where half of a wide character was written over.
        buffer, columns = self.screen.buffer, range(self.screen.columns)
        return "\n".join("".join(buffer[y][x].data for x in columns).rstrip() for y in range(self.screen.lines))

    def send(self, keys: str) -> None:
        """Type, all in one packet."""
        self._sent_at = len(self.raw)
        os.write(self.master, keys.encode())

    def send_all(self, text: str) -> None:
        """Type more than a terminal holds at once, reading what is written meanwhile."""
        rest = memoryview(text.encode())
        os.set_blocking(self.master, False)
        while rest:
            with suppress(BlockingIOError):
                rest = rest[os.write(self.master, rest[:4096]) :]
            self.read(0.01)
        os.set_blocking(self.master, True)

    def read_for(self, seconds: float) -> None:
        """Let a time pass, reading: for what is about a time itself."""
        end = time.monotonic() + seconds
        while (rest := end - time.monotonic()) > 0:
            self.read(rest)

    def wait_for(self, text: str) -> None:
        """Read until a text is on the screen."""
        self.until(lambda: text in self.text, f"“{text}” to appear")

    def wait_written(self, text: str) -> None:
        """Read until a text was written since something was last typed, wherever on the screen."""
        self.until(lambda: text.encode() in self.raw[self._sent_at :], f"“{text}” to be written")

    def wait_gone(self, text: str) -> None:
        """Read until a text is no longer on the screen."""
        self.until(lambda: text not in self.text, f"“{text}” to go")

    def read_what_comes(self, patience: float = 0.05) -> None:
        """Read until nothing comes for a moment; only for what must hold however far the program has come."""
        before = -1
        while before != len(self.raw):
            before = len(self.raw)
            self.read(patience)

    def wait_end(self) -> int:
        """Read until the program has ended; return its exit code, negative for a signal."""
        self.until(self.ended, "the program to end")
        assert self.status is not None
        return os.waitstatus_to_exitcode(self.status)

    def resize(self, columns: int, rows: int) -> None:
        """Make the window larger or smaller."""
        self.screen.resize(rows, columns)
        fcntl.ioctl(self.master, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def stall(self) -> None:
        """Take nothing any more, as a line whose other end is silent: whoever writes waits."""
        slave = os.open(f"/proc/{self.pid}/fd/0", os.O_RDWR | os.O_NOCTTY)
        termios.tcflow(slave, termios.TCOOFF)
        os.close(slave)

    def kill(self, number: signal.Signals, pid: int | None = None) -> None:
        """Send a signal to what was started, or to a process that it started."""
        os.kill(pid or self.pid, number)

    def close(self) -> None:
        """End whatever still runs."""
        if self.status is None and not self.ended():
            os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)
        self.drop()

    def drop(self) -> None:
        """Close the terminal under the program, as a lost connection does."""
        if self.master >= 0:
            os.close(self.master)
        self.master = -1

    def ended(self) -> bool:
        """Whether the program has ended."""
        if self.status is None:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                self.status = status
        return self.status is not None

    def until(self, condition: Callable[[], object], what: str, reads: bool = True) -> None:
        """Wait for a condition; what is written meanwhile is read, unless the line is to take nothing."""
        deadline = time.monotonic() + PATIENCE
        while not condition():
            if time.monotonic() > deadline:
                raise AssertionError(f"waited for {what}; the screen is:\n{self.text}")
            if reads and self.master >= 0:
                self.read(0.05)
            else:
                time.sleep(0.02)
        if reads and self.master >= 0:
            self.read(0)

    def read(self, patience: float) -> None:
        """Take in what was written, or what comes within so many seconds."""
        ready, _, _ = select.select([self.master], [], [], patience)
        if not ready:
            return
        try:
            data = os.read(self.master, 65536)
        except OSError:
            return
        self.raw += data
        self._stream.feed(self._decode(data))


class Terminals(list[Terminal]):
    """The terminals of a test, closed at its end."""

    def open(
        self, command: Sequence[str], env: Mapping[str, str], folder: Path, size: tuple[int, int] = (80, 24)
    ) -> Terminal:
        """Run a command in a new one."""
        self.append(Terminal(command, env, folder, size))
        return self[-1]


TYPED = "Errors cost an hour a day."


def type_rationale(terminal: Terminal, text: str = TYPED) -> None:
    """Type a rationale; the text cursor stays in it."""
    terminal.wait_for("Question 1 of 4")
    terminal.send("4")
    terminal.wait_for("Triggers")
    terminal.send("e" + text)
    terminal.wait_for(text)
