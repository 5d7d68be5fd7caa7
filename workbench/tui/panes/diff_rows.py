"""What changed between two versions of a decision, as rows to read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from workbench.core.changes.change_rows import Row as Changed
from workbench.core.changes.change_rows import consequences, described
from workbench.core.record.decision import Decision
from workbench.core.text import columns, pad
from workbench.core.word_changes import MARKS, Piece, word_changes
from workbench.plot.rows import Row, Span
from workbench.tui.lines import fit, span
from workbench.tui.panes.card import heading

_LABEL, _TEXT = 30, 72
_ROLES = {"same": "text", "left-out": "muted", "gone": "bad", "new": "good"}


def diff_rows(before: Decision, after: Decision, today: date, width: int) -> list[Row]:
    """Return the fields that differ and the figures that follow; one row where nothing differs."""
    changed, follows = described(before, after), consequences(before, after, today)
    if not changed:
        return [fit([span("  The two say the same.", "strong")], width)]
    rows = [row for one in changed for row in _change(one, width)]
    if follows:
        rows += [(), heading("What follows", width), *(row for one in follows for row in _change(one, width))]
    return rows


def _change(row: Changed, width: int) -> list[Row]:
    if row.long:
        old, new = (value if isinstance(value, str) else "" for value in (row.old, row.new))
        return [fit([span(f"  {row.label}", "label")], width), *_prose(word_changes(old, new), width)]
    parts = [span(row.before, "muted"), span(" → ", "muted"), span(row.after, "strong")]
    room = width - _LABEL - 3
    if sum(columns(part.text) for part in parts) <= room:
        return [fit([span(f"  {pad(row.label, _LABEL - 1)} ", "label"), *parts], width)]
    return [
        fit([span(f"  {row.label}", "label")], width),
        fit([span("    - ", "bad"), span(row.before, "muted")], width),
        fit([span("    + ", "good"), span(row.after, "strong")], width),
    ]


def _prose(pieces: Sequence[Piece], width: int) -> list[Row]:
    """Return words wrapped, what is gone and what is new marked by signs and colour."""
    room = max(20, min(_TEXT, width - 6))
    rows: list[Row] = []
    line: list[Span] = []
    used = 0
    for word, role in _words(pieces):
        if word == "\n" or used + columns(word) + 1 > room:
            rows.append(fit([span("    "), *line], width))
            line, used = [], 0
        if word != "\n":
            line.append(span(f"{word} ", role))
            used += columns(word) + 1
    return [*rows, fit([span("    "), *line], width)] if line else rows


def _words(pieces: Sequence[Piece]) -> Iterator[tuple[str, str]]:
    for piece in pieces:
        role, (opening, closing) = _ROLES[piece.kind], MARKS.get(piece.kind, ("", ""))
        words = [word for word in piece.words if word != "\n"] if opening else list(piece.words)
        for index, word in enumerate(words):
            first, last = index == 0, index == len(words) - 1
            yield (f"{opening if first else ''}{word}{closing if last else ''}", role)
