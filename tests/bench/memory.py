"""Memory of the screens with thousands of decisions in the Log pane."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path

from tests.bench.terminal import Timed


def held(saved: Path, env: Mapping[str, str]) -> tuple[float, float]:
    """Return the resident memory (MB) of the first frame, and once the Log pane shows all of a folder."""
    command = [sys.executable, "-m", "workbench", "--saved", str(saved), "--theme", "dark"]
    with Timed(command, env) as terminal:
        terminal.settle(1.5)
        first = _resident(terminal.pid)
        terminal.key("5")
        terminal.settle(3.0)
        return first, _resident(terminal.pid)


def _resident(pid: int) -> float:
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return int(next(line for line in lines if line.startswith("VmRSS")).split()[1]) / 1024
