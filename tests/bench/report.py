"""What was measured, as one table, with the machine it was measured on."""

from __future__ import annotations

import os
import platform
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the table.

    Args:
        what: The thing measured.
        ours: Its figure, with its unit.
        against: The figure it is held against.
        ratio: The one over the other; None where there is nothing to compare.
        goal: The ratio that must not be passed; None for a row that only informs.
    """

    what: str
    ours: str
    against: str = ""
    ratio: float | None = None
    goal: float | None = None

    @property
    def met(self) -> str:
        """Whether the goal is reached, in a word."""
        if self.ratio is None or self.goal is None:
            return ""
        return "yes" if self.ratio <= self.goal else "NO"


def machine() -> str:
    """Return processor, cores and Python."""
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        lines = []
    model = next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), "")
    model = model or platform.processor() or platform.machine()
    return f"{model}, {os.cpu_count()} cores, Python {platform.python_version()}, {platform.system()}"


def table(lines: Sequence[Line]) -> str:
    """Return the rows as aligned text."""
    head = ("what", "ours", "against", "ratio", "goal", "met")
    cells = [head] + [
        (
            line.what,
            line.ours,
            line.against,
            "" if line.ratio is None else f"{line.ratio:.2f}",
            "" if line.goal is None else f"{line.goal:.2f}",
            line.met,
        )
        for line in lines
    ]
    widths = [max(len(row[column]) for row in cells) for column in range(len(head))]
    return "\n".join(
        "  ".join(text.rjust(size) if 0 < column < 5 else text.ljust(size) for column, (text, size) in enumerate(row))
        for row in (list(zip(texts, widths, strict=True)) for texts in cells)
    )
