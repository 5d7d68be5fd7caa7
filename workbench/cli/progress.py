"""How far a long reading is, on one line of standard error that is gone at its end; only where a person looks on."""

from __future__ import annotations

import gc
import os
import sys
import time
from collections.abc import Iterable

from workbench.store.summaries import Part
from workbench.store.summary_lines import LogRow

_PATIENCE = 1.0
_BETWEEN = 0.1
_WIDTH = 24


class Progress:
    """A line that is drawn while something takes over a second, and erased when the block is left."""

    def __init__(self) -> None:
        self._watched = _is_watched()
        self._next = time.monotonic() + _PATIENCE
        self._drawn = False

    def at(self, done: int, of: int) -> None:
        """Tell how far it is."""
        if self._watched and done < of and (now := time.monotonic()) > self._next:
            self._next, self._drawn = now + _BETWEEN, True
            _write(f"\r{line(done, of)}")

    def __enter__(self) -> Progress:
        return self

    def __exit__(self, *_: object) -> None:
        if self._drawn:
            _write("\r\x1b[K")


def shown(parts: Iterable[Part]) -> list[LogRow]:
    """Return all rows; where their reading takes long, tell how far it is."""
    rows: list[LogRow] = []
    with Progress() as progress:
        for part in parts:
            rows += part.rows
            progress.at(part.done, part.of)
    # They stay until the answer is written: nothing among them need be looked through again.
    gc.freeze()
    return rows


def line(done: int, of: int) -> str:
    """Return the line: ``reading ━━━━━━──────────  3,200 of 10,000``."""
    full = _WIDTH * done // of
    return f"reading {'━' * full}{'─' * (_WIDTH - full)} {done:,} of {of:,}"


def _is_watched() -> bool:
    # Nothing between the lines of an answer, nor while it goes into a pipe or a file.
    return sys.stderr.isatty() and sys.stdout.isatty() and os.environ.get("TERM", "dumb") not in {"", "dumb"}


def _write(text: str) -> None:
    sys.stderr.write(text)
    sys.stderr.flush()
