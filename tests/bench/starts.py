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
            done = subprocess.run([sys.executable, *arguments], env=env, capture_output=True, cwd=home)
            taken = time.perf_counter() - start
            if done.returncode not in {0, 1, 3}:
                raise RuntimeError(f"{arguments}: {done.stderr.decode()}")
            return taken

        shown, static = by_turns(
            rounds,
            lambda: frame(screens, b"Question 1 of", b"help"),
            lambda: frame([sys.executable, str(APPS / "static.py")], b"first-frame"),
        )
        *commands, model = by_turns(
            rounds,
            *(lambda words=words: run("-m", "workbench", *words) for words in _plain(home)),
            lambda: run("-c", PYDANTIC),
        )
    return [
        _line("first frame, 100 saved decisions", shown, static, FRAME_GOAL),
        *(
            _line(f"workbench {words[0]}", taken, model, COMMAND_GOAL)
            for words, taken in zip(_plain(home), commands, strict=True)
        ),
    ]


def _plain(home: Path) -> list[list[str]]:
    """Return the plain commands whose start is measured, each with as little to do as it can have."""
    (file,) = write(home / "one", 1)
    of_one = ["--saved", str(home / "one")]
    return [
        ["--version"], ["list", *of_one], ["check", "--as-of", "2026-11-23", *of_one], ["themes"], ["schema"],
        ["ask", "--json"], ["cost", str(file), "--json"], ["score", str(file), "--json"], ["advise", str(file)],
        ["show", file.stem, *of_one], ["validate", *of_one], ["price", "gpt-4o"],
        ["export", file.stem, "--format", "md", *of_one],
    ]  # fmt: skip


def by_turns(rounds: int, *runs: Callable[[], float]) -> list[float]:
    """Return the median of each, run in turns after one round that only warms the caches."""
    found = [[run() for run in runs] for _ in range(rounds + 1)][1:]
    return [median(column) for column in zip(*found, strict=True)]


def _line(what: str, ours: float, other: float, goal: float) -> Line:
    return Line(what, f"{1000 * ours:.0f} ms", f"{1000 * other:.0f} ms", ours / other, goal)
