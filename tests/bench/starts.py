"""How long a start takes: the first frame of the screens, and plain commands."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

from tests.bench.decisions import write
from tests.bench.keys import APPS, environment
from tests.bench.report import Line
from tests.bench.terminal import Timed

FRAME_GOAL, COMMAND_GOAL = 1.5, 1.3
PYDANTIC = "import pydantic\nclass M(pydantic.BaseModel):\n    a: int\n"


def measure(rounds: int = 9) -> list[Line]:
    """Return the rows of the table; what is compared runs by turns."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        env = environment(home)
        saved = home / "saved"
        write(saved, 100)
        screens = [sys.executable, "-m", "workbench", "--saved", str(saved), "--theme", "dark"]

        def frame(command: list[str], *texts: bytes) -> float:
            with Timed(command, env) as terminal:
                return terminal.until(*texts)

        def run(*arguments: str) -> float:
            start = time.perf_counter()
            subprocess.run([sys.executable, *arguments], env=env, check=True, capture_output=True, cwd=home)
            return time.perf_counter() - start

        shown, static = by_turns(
            rounds,
            lambda: frame(screens, b"Question 1 of", b"help"),
            lambda: frame([sys.executable, str(APPS / "static.py")], b"first-frame"),
        )
        version, listed, model = by_turns(
            rounds,
            lambda: run("-m", "workbench", "--version"),
            lambda: run("-m", "workbench", "list", "--saved", str(home / "empty")),
            lambda: run("-c", PYDANTIC),
        )
    return [
        _line("first frame, 100 saved decisions", shown, static, FRAME_GOAL),
        _line("workbench --version", version, model, COMMAND_GOAL),
        _line("workbench list, nothing saved", listed, model, COMMAND_GOAL),
    ]


def by_turns(rounds: int, *runs: Callable[[], float]) -> list[float]:
    """Return the median of each, run in turns after one round that only warms the caches."""
    found = [[run() for run in runs] for _ in range(rounds + 1)][1:]
    return [median(column) for column in zip(*found, strict=True)]


def _line(what: str, ours: float, other: float, goal: float) -> Line:
    return Line(what, f"{1000 * ours:.0f} ms", f"{1000 * other:.0f} ms", ours / other, goal)
