"""Surveying blocks of lines: here for a small file, in a process for each processor for a large one."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from queue import SimpleQueue
from typing import cast

from workbench.core.evidence.dataset.chunk import Chunk
from workbench.core.evidence.dataset.frames import Frame
from workbench.core.evidence.dataset.surveyor import Surveyor
from workbench.core.prices.token_estimate import estimate
from workbench.errors import WorkbenchError
from workbench.store.dataset_lines import Block
from workbench.store.encodings import counter
from workbench.store.workers import available

LARGE = 12_000_000
"""Bytes from which on processes are worth their start."""
_MOST = 4


class Crew:
    """Surveys blocks in the order given.

    Args:
        encoding: How tokens are counted.
        size: Bytes to survey in all, of every file that will be compared: their hashes are alike only from one crew.
        frame: What questions share, which is not compared.
    """

    def __init__(self, encoding: str, size: int, frame: Frame) -> None:
        self._encoding, self._frame = encoding, frame
        count, seed = min(_MOST, available()) if size >= LARGE else 1, _seed()
        self._workers = [_Worker(encoding, seed, frame) for _ in range(count)] if count > 1 else []
        self._here: Surveyor | None = None

    def __enter__(self) -> Crew:
        return self

    def __exit__(self, *_: object) -> None:
        for worker in self._workers:
            worker.end()

    def survey(self, blocks: Iterable[Block]) -> Iterator[tuple[Block, Chunk | None]]:
        """Yield each block with its survey; None for a line that is too long to be read."""
        if not self._workers:
            for block in blocks:
                yield block, self._survey_here(block) if block.data else None
            return
        free: SimpleQueue[_Worker] = SimpleQueue()
        for worker in self._workers:
            free.put(worker)

        def ask(block: Block) -> Chunk | None:
            if not block.data:
                return None
            worker = free.get()
            try:
                return worker.survey(block)
            finally:
                free.put(worker)

        waiting: deque[tuple[Block, Future[Chunk | None]]] = deque()
        with ThreadPoolExecutor(len(self._workers)) as pool:
            try:
                for block in blocks:
                    waiting.append((block, pool.submit(ask, block)))
                    if len(waiting) > len(self._workers) + 1:
                        first, answer = waiting.popleft()
                        yield first, answer.result()
                while waiting:
                    first, answer = waiting.popleft()
                    yield first, answer.result()
            finally:
                for _, answer in waiting:
                    answer.cancel()

    def _survey_here(self, block: Block) -> Chunk:
        if self._here is None:
            self._here = Surveyor(counter(self._encoding), estimate, self._frame)
        return self._here.survey(block.data, block.line, block.offset)


def _seed() -> str:
    """Return one hash seed for all processes, so that their hashes are alike."""
    return str(int.from_bytes(os.urandom(4), "little") or 1)


class _Worker:
    """One process, asked from one thread at a time."""

    def __init__(self, encoding: str, seed: str, frame: Frame) -> None:
        command = [sys.executable, "-m", "workbench.store.dataset_worker", encoding]
        self._process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=os.environ | {"PYTHONHASHSEED": seed, "PYTHONWARNINGS": "ignore"},
        )
        self._first: Frame | None = frame

    def survey(self, block: Block) -> Chunk:
        """Return the survey of a block.

        Raises:
            WorkbenchError: The process was lost; another one's hashes would be others.
        """
        try:
            return self._asked(block)
        except (EOFError, OSError, pickle.UnpicklingError):
            told = "the system has ended it, most often for want of memory"
            hint = "make room and read the file again, or in parts: split -l 100000 FILE"
            raise WorkbenchError("a process that reads the file is gone", told, hint) from None

    def _asked(self, block: Block) -> Chunk:
        assert self._process.stdin is not None and self._process.stdout is not None
        if self._first is not None:
            pickle.dump(self._first, self._process.stdin, protocol=5)
            self._first = None
        pickle.dump((block.data, block.line, block.offset), self._process.stdin, protocol=5)
        self._process.stdin.flush()
        return cast("Chunk", pickle.load(self._process.stdout))

    def end(self) -> None:
        with suppress(OSError):
            if self._process.stdin is not None:
                self._process.stdin.close()
        self._process.kill()
        self._process.wait()
        if self._process.stdout is not None:
            self._process.stdout.close()
