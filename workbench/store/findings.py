"""What ``workbench validate`` answers with: a finding, and the codes there are."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal, NamedTuple

from workbench.core.record.decision import Decision
from workbench.core.text import clean_line
from workbench.errors import FileProblem, MarkersLeft, NewerVersion
from workbench.store.journal import Journal
from workbench.store.locate import line_of

CODES: Mapping[str, str] = {
    "unreadable": "a decision, a journal or an entry of one cannot be read: why, and on which line",
    "conflict": "git left both sides of a merge in it",
    "newer-schema": "a newer version wrote it; it is read as far as possible and never written",
    "old-schema": "an older version wrote it; it is read as if it were new (a note)",
    "id": "the id inside is not the file's name, or that name holds characters that do not show",
    "undated": "it was accepted, and has no day on which it was decided",
    "review-by": "it was to be looked at again before it was decided",
    "supersedes": "it supersedes a decision that is not here",
    "cycle": "decisions that supersede one another, or one that supersedes itself",
    "no-successor": "it is superseded, and nothing that was accepted supersedes it",
    "frozen": "it was accepted, and what it rests on was changed since; needs git, and nobody approved it as it now is",
    "approval": "who approved it had another text before them (a note)",
    "trigger": "a trigger that does not follow the grammar, and so never fires",
    "then": "a trigger leads neither to reopen nor to an approach",
    "metric": "a trigger asks for a metric that nothing tracks and no reading has",
    "misspelt": "a metric is tracked whose name is nearly that of another one (a note)",
    "misfit": "a trigger, an alternative or a method that the approach has overtaken (a note)",
    "baseline": "the baseline is none of the options",
    "reading": "a journal entry reads a metric that nothing asks for (a note)",
    "unit": "a reading, or a trigger's limit, beyond the unit of its metric; a target beyond it (a note)",
    "evidence": "a file that evidence was read from is here, and is not what it was (a note)",
    "journal": "a journal without its decision",
    "unknown-key": "a key that is kept and not used, for instance a misspelt one (a note)",
    "hidden": "a character that does not show: a control, bidi or zero-width one",
}
"""What each code of a finding means."""


class Finding(NamedTuple):
    """One thing to look at.

    Args:
        code: One of `CODES`.
        path: The file, safe to show.
        line: 1-based, where known.
        message: What is wrong.
        mend: The command or the edit that mends it.
        severity: An error, or a note that breaks nothing.
    """

    code: str
    path: str
    line: int | None
    message: str
    mend: str
    severity: Literal["error", "note"] = "error"


class Record(NamedTuple):
    """A decision file that can be read, with all that is known of it.

    Args:
        path: The file.
        text: As read.
        raw: Its parsed data, of whichever version.
        data: The same as today's version has it.
        decision: What it says; its id is the file's name.
        read_only: Why it is only read, for a file of a newer version.
        journal: Its reviews and readings.
    """

    path: Path
    text: str
    raw: Mapping[str, Any]
    data: Mapping[str, Any]
    decision: Decision
    read_only: NewerVersion | None
    journal: Journal

    def finding(self, code: str, field: str, message: str, mend: str, note: bool = False) -> Finding:
        """Return a finding in this file, on the line of a field by its dotted path, or on none."""
        line = line_of(self.text, field) if field else None
        return Finding(code, clean_line(str(self.path)), line, message, mend, "note" if note else "error")


def unreadable(problem: FileProblem, code: str = "unreadable") -> Finding:
    """Return what is wrong with a file as a finding."""
    code = "conflict" if isinstance(problem, MarkersLeft) else code
    message = ": ".join(part for part in (problem.title, problem.message) if part)
    return Finding(code, problem.path, problem.line, message, problem.hint)
