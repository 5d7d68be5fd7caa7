"""A key in a cost field until the chart has changed, in time and in bytes, against stock textual-plotext."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from tests.bench.decisions import write
from tests.bench.figures import WIDE
from tests.bench.report import Line
from tests.bench.terminal import Timed

APPS = Path(__file__).parent / "apps"
STOCK = ("textual==8.2.8", "textual-plotext==1.0.1")
FULL, BESIDE = "full", "51x13"
TIME_GOAL, BYTES_GOAL = 1 / 3, 1 / 8


@dataclass(frozen=True, slots=True)
class Cost:
    """What a key costs: seconds to the last byte of the answer, and bytes of it (medians)."""

    seconds: float
    size: float

    def less(self, other: Cost) -> Cost:
        return Cost(self.seconds - other.seconds, self.size - other.size)


def stock_python() -> str | None:
    """Return a Python with stock textual-plotext (it needs plotext 5), made once in the cache; None without pip."""
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "tuning-workbench-bench" / "stock-1.0.1"
    python = cache / "bin" / "python"
    check = [str(python), "-c", "import textual_plotext"]
    if python.exists() and subprocess.run(check, capture_output=True).returncode == 0:
        return str(python)
    made = subprocess.run([sys.executable, "-m", "venv", "--clear", str(cache)], capture_output=True)
    if made.returncode == 0:
        made = subprocess.run([str(python), "-m", "pip", "install", "-q", *STOCK], capture_output=True)
    return str(python) if made.returncode == 0 else None


def environment(home: Path, chart: str = FULL, **more: str) -> dict[str, str]:
    """Return the variables of a usual terminal over SSH: 256 colours, no animation, nothing of the caller's."""
    kept = {name: os.environ[name] for name in ("PATH",) if name in os.environ}
    return {
        **kept, "HOME": str(home), "XDG_STATE_HOME": str(home / "state"), "XDG_CONFIG_HOME": str(home / "config"),
        "TERM": "xterm-256color", "LANG": "C.UTF-8", "TEXTUAL_ANIMATIONS": "none", "BENCH_CHART": chart,
        "SSH_CONNECTION": "192.0.2.1 50000 192.0.2.2 22", **more,
    }  # fmt: skip


def typed(command: Sequence[str], env: Mapping[str, str], rounds: int, before: Sequence[str] = ()) -> Cost:
    """Return what a key costs in a program, after keys that lead to the field: a digit comes, and goes again."""
    with Timed(command, env) as terminal:
        # However long it takes to start: the alternate screen is there before the first frame.
        terminal.until(b"\x1b[?1049h")
        terminal.settle(1.5)
        # The right arrow takes the selection away: the field keeps its 500, the digit makes 5,000 of it.
        for keys in (*before, "\x1b[C"):
            terminal.key(keys)
        terminal.settle()
        for keys in ("0", "\x7f"):
            terminal.key(keys)
        # Drafts and the like that follow the first edit are over before the clock runs.
        terminal.settle(1.5)
        found = [terminal.key(keys) for _ in range(rounds) for keys in ("0", "\x7f")]
    return Cost(median(seconds for seconds, _ in found), median(size for _, size in found))


def measure(rounds: int = 15) -> tuple[list[Line], list[str]]:
    """Return the rows of the table, and sentences on what could not be measured."""
    stock = stock_python()
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        bare = typed([sys.executable, str(APPS / "bare.py")], environment(home), rounds)
        lines = [Line("a key in a bare input", _said(bare))]
        (file,) = write(home / "saved", 1)
        pane, wide = (_pane(home, path, rounds) for path in (file, WIDE))
        ours = {
            size: typed([sys.executable, str(APPS / "ours.py")], environment(home, size), rounds)
            for size in (FULL, BESIDE)
        }
        if stock is None:
            told = "pip could not fetch textual-plotext: nothing to hold the chart against."
            return [*lines, Line("a key in a cost field", _said(pane.less(bare)))], [told]
        plain = typed([stock, str(APPS / "bare.py")], environment(home), rounds)
        for size, cost in ours.items():
            other = typed([stock, str(APPS / "stock.py")], environment(home, size), rounds).less(plain)
            name = "120x39" if size == FULL else size
            lines += _pair(f"a key with a chart of {name}", cost.less(bare), other)
            if size == FULL:
                lines += _pair("a key in the Costs pane", pane.less(bare), other)
                stock_wide = typed([stock, str(APPS / "stock.py")], environment(home, BENCH_WIDE="1"), rounds)
                lines += _pair("the same, five options and a band", wide.less(bare), stock_wide.less(plain))
    return lines, []


def _pane(home: Path, file: Path, rounds: int) -> Cost:
    """Return what a key costs in the input tokens of the first option."""
    command = [sys.executable, "-m", "workbench", str(file), "--saved", str(home / "saved"), "--theme", "dark"]
    return typed(command, environment(home), rounds, before=("2", "\r", "\t", "\t", "\t", "\t"))


def _pair(what: str, ours: Cost, other: Cost) -> list[Line]:
    milliseconds = (f"{1000 * ours.seconds:.1f} ms", f"{1000 * other.seconds:.1f} ms")
    sizes = (f"{ours.size:,.0f} B", f"{other.size:,.0f} B")
    return [
        Line(f"{what}, time", *milliseconds, ours.seconds / other.seconds, TIME_GOAL),
        Line(f"{what}, bytes", *sizes, ours.size / other.size, BYTES_GOAL),
    ]


def _said(cost: Cost) -> str:
    return f"{1000 * cost.seconds:.1f} ms, {cost.size:,.0f} B"
