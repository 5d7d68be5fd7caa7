"""Who took a decision's place: derived from what the decisions beside it supersede."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from workbench.cli.progress import shown
from workbench.core.record.lifecycle import successors
from workbench.core.text import clean_line
from workbench.store.summaries import summaries


def replaced_by(file: Path) -> list[str]:
    """Return the ids of the decisions in a file's folder that took its place.

    Raises:
        FileProblem: The folder cannot be read.
    """
    rows = shown(summaries(file.parent, date.today()))
    found = successors(row.summary for row in rows if row.summary is not None)
    return found.get(clean_line(file.stem), [])
