"""Work shared out among processes, where there is much of it and more than one processor."""

from __future__ import annotations

import gc
import os
import selectors
import signal
import threading
from collections.abc import Callable, Generator, Sequence
from contextlib import suppress
from typing import TypeVar

T = TypeVar("T")

MOST = 8
_LENGTH = 8
_AT_ONCE = 1 << 20


def processors() -> int:
    """Return how many processes can work at once; 1 where they cannot be made safely, as beside other threads."""
    if not hasattr(os, "fork") or threading.active_count() > 1:
        return 1
    return max(1, min(MOST, available()))


def available() -> int:
    """Return how many processors this process may use; some systems tell only how many there are."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def shared_out(work: Callable[[T], bytes], pieces: Sequence[T], count: int) -> Generator[bytes | None, None, None]:
    """Yield what the work gives of each piece, in order; None of a piece whose process was lost.

    Args:
        work: Done in a process of its own, which sees the program as it is now and changes nothing in it.
        pieces: Each process takes every `count`-th of them.
        count: Processes.
    """
    crew = _Crew()
    try:
        with suppress(OSError):
            for first in range(min(count, len(pieces))):
                crew.start(work, pieces[first::count])
        yield from (crew.next_of(number % count) for number in range(len(pieces)))
    finally:
        crew.end()


class _Crew:
    """Processes, and what came from each."""

    def __init__(self) -> None:
        self._pids: list[int] = []
        self._pipes: list[int] = []
        self._came: list[bytearray] = []
        self._open = selectors.DefaultSelector()

    def start(self, work: Callable[[T], bytes], pieces: Sequence[T]) -> None:
        """Start a process on some pieces."""
        reading, writing = os.pipe()
        try:
            pid = os.fork()
        except OSError:
            os.close(reading)
            os.close(writing)
            raise
        if not pid:
            _work_and_end(work, pieces, writing)
        os.close(writing)
        self._open.register(reading, selectors.EVENT_READ, len(self._pids))
        self._pids.append(pid)
        self._pipes.append(reading)
        self._came.append(bytearray())

    def next_of(self, number: int) -> bytes | None:
        """Return the next answer of a process; None when it has ended without one, or was never started."""
        if number >= len(self._pids):
            return None
        came = self._came[number]
        while len(came) < _LENGTH or len(came) < _LENGTH + int.from_bytes(came[:_LENGTH], "big"):
            if self._pipes[number] not in self._open.get_map():
                return None
            self._read()
        end = _LENGTH + int.from_bytes(came[:_LENGTH], "big")
        answer = bytes(came[_LENGTH:end])
        del came[:end]
        return answer

    def _read(self) -> None:
        # From all of them, not only the one whose turn it is: none must wait for room in its pipe.
        for key, _ in self._open.select():
            part = os.read(key.fd, _AT_ONCE)
            self._came[key.data] += part
            if not part:
                self._open.unregister(key.fd)

    def end(self) -> None:
        """End every process, whatever it is doing."""
        self._open.close()
        for pipe in self._pipes:
            os.close(pipe)
        for pid in self._pids:
            with suppress(OSError):
                os.kill(pid, signal.SIGKILL)
            with suppress(OSError):
                os.waitpid(pid, 0)


def _work_and_end(work: Callable[[T], bytes], pieces: Sequence[T], pipe: int) -> None:
    """Do the work of one process; never returns."""
    try:
        # Ctrl-C ends it at once and without a word; it holds nothing that must be put right.
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        gc.disable()
        for piece in pieces:
            answer = work(piece)
            rest = memoryview(len(answer).to_bytes(_LENGTH, "big") + answer)
            while rest:
                rest = rest[os.write(pipe, rest) :]
    finally:
        # No clean-up of what belongs to the process this one was copied from.
        os._exit(0)
