"""A survey of some whole lines of a file: findings by line, and a few numbers for each row instead of its text."""

from __future__ import annotations

from array import array
from dataclasses import dataclass, field
from typing import Any

WINDOWS, SHORT = ("w1", "w2", "w3", "w4"), ("w5", "w6", "w7", "w8")
COLUMNS = (
    "line", "offset", "same", "whole", "asked", "answer", "input", "digits", "head", "tail", "tokens",
    *WINDOWS, *SHORT,
)  # fmt: skip
"""What is kept of a row, 8 bytes each.

`same` is a hash of all its turns; `asked` of its system text and question without case and space, `input` of the
folded question, `answer` of the folded answer (a short one keeps its signs), `whole` of both; `digits` of the
question's digits, `head` and `tail` of the answer's ends. `w1` to `w8` are hashes of the windows of the question
without its frame, each xor those of its digits and of one end of the answer, by turns: what is near in all three is
worth a look. `w5` to `w8` are 0 where the question is long or has digits. Hashes are alike among surveys of one
process, or of processes with one hash seed, and no others.
"""


@dataclass(slots=True)
class Chunk:
    """What some lines of a file hold.

    Args:
        lines: Line ends passed, blank ones too.
        rows: Lines that are not blank.
        malformed: (line, why).
        chats: Well-formed rows that have turns; the others are a prompt and a completion.
        found: Line numbers by kind of finding.
        labels: Short answers as they are spelled, with [count, lines]; None when there are too many to be labels.
        systems: Hash of each system text with [rows, first line, kinds of personal data in it, ...].
        columns: `COLUMNS` of every well-formed row, one row after the other.
        guessed: Rows with tokens that can only be guessed.
    """

    lines: int = 0
    rows: int = 0
    malformed: list[tuple[int, str]] = field(default_factory=list)
    chats: int = 0
    found: dict[str, array[int]] = field(default_factory=dict)
    labels: dict[str, array[int]] | None = field(default_factory=dict)
    systems: dict[int, list[Any]] = field(default_factory=dict)
    columns: array[int] = field(default_factory=lambda: array("q"))
    guessed: int = 0

    def note(self, kind: str, line: int) -> None:
        """Keep a line for a kind of finding."""
        lines = self.found.get(kind)
        if lines is None:
            lines = self.found[kind] = array("q")
        lines.append(line)
