"""Two files of answers held against each other: which ones, and how."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from workbench.core.evidence.matching import MATCHES, Match


@dataclass(frozen=True, slots=True)
class Compared:
    """Which files were compared, and how.

    Args:
        typed: The line that named them.
        match, by: As `store.case_files.evaluate` takes them.
    """

    base: Path
    candidate: Path
    train: Path | None
    typed: str = ""
    match: Match | None = None
    by: str = ""

    def judged(self, match: str) -> Compared:
        """Return the same, judged another way; an empty one leaves it to the rows."""
        return replace(self, match=next((name for name in MATCHES if name == match), None))

    def grouped(self, by: str) -> Compared:
        """Return the same, grouped by a field of the rows."""
        return replace(self, by=by)
