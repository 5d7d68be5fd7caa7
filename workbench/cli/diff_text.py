"""What differs between two decisions, as ``diff`` writes it: two headings, rows, prose word by word; or as JSON."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from workbench.cli.common import hanging, width
from workbench.core.amounts import Range
from workbench.core.changes.change_rows import NOTHING, Row
from workbench.core.changes.differences import NAMED
from workbench.core.inputs import dump_amount
from workbench.core.text import columns, pad, wrap
from workbench.core.word_changes import marked_text, word_changes

if TYPE_CHECKING:
    from workbench.cli.diff_command import Side

_LABEL = 30
_LEAST = 24


def told(before: Side, after: Side, rows: Sequence[Row], follows: Sequence[Row]) -> list[str]:
    """Return the answer as lines for the terminal's width."""
    title = after.decision.title or before.decision.title or "untitled"
    lines = wrap(title, width())
    for word, side in (("before", before), ("after", after)):
        lines += hanging(f"{word:<6}  ", side.told, width())
    if not rows:
        return [*lines, "", "Nothing differs in what it says."]
    short, long = [row for row in rows if not row.long], [row for row in rows if row.long]
    lines += ["", *_table(short)] if short else []
    lines += ["", "What follows", *_table(follows)] if follows else []
    for row in long:
        lines += ["", f"{row.label}", *_prose(row)]
    return lines


def _table(rows: Sequence[Row]) -> list[str]:
    label = min(_LABEL, max(columns(row.label) for row in rows))
    room = max(_LEAST, width() - label - 4)
    lines = []
    for row in rows:
        first, *more = wrap(f"{_without_unit(row)} -> {row.after}", room) or [""]
        name, *rest = wrap(row.label, label) or [""]
        lines.append(f"  {pad(name, label)}  {first}")
        for index in range(max(len(more), len(rest))):
            left = rest[index] if index < len(rest) else ""
            right = more[index] if index < len(more) else ""
            lines.append(f"  {pad(left, label)}  {right}".rstrip())
    return lines


def _without_unit(row: Row) -> str:
    """Return the text before, without a unit that the one after says again."""
    figure, blank, unit = row.before.partition(" ")
    same_unit = blank and row.after.partition(" ")[2] == unit and row.after[:1].isdigit() and figure[:1].isdigit()
    return figure if same_unit else row.before


def _prose(row: Row) -> list[str]:
    old, new = (value if isinstance(value, str) else "" for value in (row.old, row.new))
    if not old or not new:
        return _whole("+", new) if new else _whole("-", old)
    pieces = word_changes(old, new)
    if [piece.kind for piece in pieces] == ["gone", "new"]:
        return [*_whole("-", old), *_whole("+", new)]
    if all(piece.kind == "same" for piece in pieces):
        return ["  only blanks differ"]
    return [f"  {line}".rstrip() for line in wrap(marked_text(pieces), width() - 2)]


def _whole(sign: str, text: str) -> list[str]:
    return [f"  {sign} {line}".rstrip() for line in wrap(text, width() - 4)]


def answer(before: Side, after: Side, rows: Sequence[Row], follows: Sequence[Row]) -> dict[str, object]:
    """Return the answer as data for JSON."""
    return {
        "id": after.decision.id,
        "title": after.decision.title,
        "before": _side(before),
        "after": _side(after),
        "changes": [_row(row) for row in rows],
        "follows": [{**_row(row), "before_text": _text(row.before), "after_text": _text(row.after)} for row in follows],
    }


def _side(side: Side) -> dict[str, object]:
    version = side.version
    return {
        "id": side.decision.id,
        "commit": version.commit if version else None,
        "author": version.author if version else None,
        "at": version.at.isoformat() if version and version.at else None,
        "subject": version.subject if version else None,
    }


def _row(row: Row) -> dict[str, object]:
    return {
        "field": list(row.path),
        "label": row.label,
        "before": _plain(row.old),
        "after": _plain(row.new),
    }


def _text(text: str) -> str | None:
    return None if text == NOTHING else text


def _plain(value: object) -> object:
    if value is NAMED:
        return {}
    if isinstance(value, Range):
        return dump_amount(value)
    if isinstance(value, Mapping):
        return {name: _plain(entry) for name, entry in value.items()}
    return [_plain(entry) for entry in value] if isinstance(value, list | tuple) else value
