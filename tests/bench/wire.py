"""What goes over the line: bytes of the first frame, of a key, of another pane and of doing nothing, by size."""

from __future__ import annotations

import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path
from statistics import median

from tests.bench.decisions import write
from tests.bench.keys import environment
from tests.bench.report import Line
from tests.bench.terminal import Timed

SIZES = ((80, 24), (120, 40), (200, 50))
IDLE = 5.0
"""Seconds in which nothing is typed."""
_TO_A_PRICE = ("2", "\r", "\t", "\t", "\t", "\t", "\x1b[C")


def measure(rounds: int = 9) -> list[Line]:
    """Return the rows of the table, three sizes in each; only doing nothing has a goal: no byte."""
    with tempfile.TemporaryDirectory() as folder:
        (file, *_) = write(Path(folder) / "saved", 100)
        # A home for each: the draft that a killed program leaves would be offered to the next.
        found = [_of_size(Path(folder) / str(size[0]), file, size, rounds) for size in SIZES]
    sizes = ", ".join(f"{columns}x{rows}" for columns, rows in SIZES)
    names = ("first frame", "a key in a cost field", "to another pane", f"{IDLE:.0f} seconds of nothing")
    told = [", ".join(f"{size:,.0f} B" for size in column) for column in zip(*found, strict=True)]
    lines = [Line(f"bytes at {sizes}: {name}", said) for name, said in zip(names, told, strict=True)]
    return [*lines[:-1], replace(lines[-1], against="0 B", ratio=max(row[-1] for row in found), goal=0.0)]


def _of_size(home: Path, file: Path, size: tuple[int, int], rounds: int) -> tuple[float, ...]:
    """Return the bytes of the first frame, of a key, of a pane (medians), and of doing nothing."""
    command = [sys.executable, "-m", "workbench", "--saved", str(file.parent), "--theme", "dark"]
    home.mkdir()
    with Timed(command, environment(home), size) as terminal:
        terminal.settle(1.5)
        first = len(terminal.raw)
        panes = [terminal.key(key)[1] for _ in range(rounds) for key in "2341"][4:]
        before = len(terminal.raw)
        time.sleep(IDLE)
        terminal.settle(0.1)
        idle = len(terminal.raw) - before
    with Timed([*command, str(file)], environment(home), size) as terminal:
        terminal.settle(1.5)
        for key in _TO_A_PRICE:
            terminal.key(key)
        keys = [terminal.key(key)[1] for _ in range(rounds) for key in ("0", "\x7f")][2:]
    return first, median(keys), median(panes), idle
