"""The saved decisions behind the Log pane, read beside the screen; imported when the log is first shown."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import NamedTuple

from workbench.core.log.handed_down import with_handed_down
from workbench.core.log.lines import Listed, listed
from workbench.core.log.summary import Summary
from workbench.core.record.lifecycle import successors
from workbench.core.text import clean_line
from workbench.errors import WorkbenchError
from workbench.store.decisions import Entry, entry_of
from workbench.store.git_status import uncommitted
from workbench.store.places import top_around
from workbench.store.summaries import summaries
from workbench.store.summary_lines import LogRow


class LogPart(NamedTuple):
    """Some lines of the log, and how many of how many files are read; the last part has all of them."""

    lines: list[Listed]
    done: int
    of: int


class LogReader:
    """Args:
    saved: The folder of saved decisions; it may not exist yet.
    """

    def __init__(self, saved: Path) -> None:
        self.saved = saved
        self._paths: dict[str, Path] = {}

    def parts(self, today: date) -> Iterator[LogPart]:
        """Yield the log as it is read: a line for every decision and for every file that cannot be read.

        Who replaced whom, and what was read for whom, is known, and counts, once everything is read.

        Raises:
            WorkbenchError: The folder cannot be read.
        """
        rows: list[LogRow] = []
        done, of = 0, 0
        for rows_read, done, of in summaries(self.saved, today):
            rows += rows_read
            if done < of:
                yield LogPart([_line(row, {}, {}, today) for row in rows_read], done, of)
        self._paths = {row.id: row.path for row in rows}
        replaced = successors(row.summary for row in rows if row.summary is not None)
        known = {row.id: row.summary for row in rows}
        yield LogPart([_line(row, replaced, known, today) for row in rows], done, of)

    def entry(self, id: str) -> Entry | None:
        """Return a decision of the log with its journal, read anew; None where its file is gone."""
        path = self._paths.get(id)
        return None if path is None or not os.path.lexists(path) else entry_of(path)

    def uncommitted(self) -> frozenset[str] | None:
        """Return the ids of what is not committed, none where git does not look; None where it does not answer."""
        if top_around(self.saved) is None:
            return frozenset()
        try:
            found = uncommitted(self.saved)
        except WorkbenchError:
            return None
        return frozenset() if found is None else found.changed


def _line(row: LogRow, replaced: Mapping[str, object], known: Mapping[str, Summary | None], today: date) -> Listed:
    file, problem = clean_line(row.name), row.problem or row.read_only
    if row.summary is None:
        line = f"line {problem.line}: " if problem is not None and problem.line else ""
        told = f"{line}{problem.title}" if problem is not None else "unreadable"
        return Listed(row.id, file=file, problem=told, words=f"{row.id} {told}".lower())
    found = listed(with_handed_down(row.summary, today, known.get), today, replaced)._replace(file=file)
    # What a newer version meant by its triggers nobody here knows.
    return found if row.read_only is None else found._replace(status="newer", state=None, reopened=False)
