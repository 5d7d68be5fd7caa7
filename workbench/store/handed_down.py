"""What was read for the decisions that another one replaces, whose files lie beside its own."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from workbench.core.log.events import Event, HandedDown
from workbench.core.log.handed_down import Known, handed_down
from workbench.core.log.summary import Summary, summarize
from workbench.core.record.decision import Decision
from workbench.store.summaries import read_row


def beside(path: Path, today: date) -> Known:
    """Return what reads the summary of a decision in the folder of a file by its id."""

    def known(id: str) -> Summary | None:
        # An id is another person's text: it names a file of this folder, or nothing.
        file = path.parent / f"{id}.toml"
        return read_row(file, today).summary if file.name == f"{id}.toml" and file.is_file() else None

    return known


def past_of(path: Path, decision: Decision, entries: Sequence[Event], today: date) -> list[HandedDown]:
    """Return the readings that are handed down to a decision, which is in a file and has a journal."""
    if not decision.supersedes:
        return []
    return handed_down(summarize(decision, today, entries), today, beside(path, today))
