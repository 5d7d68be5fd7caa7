"""The rows of a finding laid out to be judged: alike ones together, what differs marked, a question once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal, NamedTuple

from workbench.core.evidence.dataset.report import Finding, Report
from workbench.core.text import clean_line
from workbench.core.word_changes import MARKS

Mark = Literal["", "gone", "new"]
_PIECES = re.compile(r"\s+|\w+|[^\w\s]")
_AROUND = 16
_NAMED = 6
_LONG, _SHOWN = 60, 2_000
_MARKS = {"": ("", ""), **MARKS}
NOTHING = "(nothing)"


class Row(NamedTuple):
    """A row of the file, cleaned: its line, and where it could be taken apart its question and its answer."""

    line: str
    asked: str = ""
    answer: str = ""
    read: bool = False


class Piece(NamedTuple):
    """A piece of a text; ``gone`` is only in the first text of a group, ``new`` only in this one."""

    text: str
    mark: Mark = ""

    @property
    def marked(self) -> str:
        """The piece between its marks, as wdiff has them: ``[-gone-]`` and ``{+new+}``."""
        before, behind = _MARKS[self.mark]
        return f"{before}{self.text}{behind}"


@dataclass(frozen=True, slots=True)
class Entry:
    """One text, or several below one another, and in front of them where they stand."""

    where: str
    texts: tuple[tuple[Piece, ...], ...]


@dataclass(frozen=True, slots=True)
class Block:
    """What belongs together.

    Args:
        entries: Its texts.
        lines: How many lines of the finding it is about.
    """

    entries: tuple[Entry, ...]
    lines: int = 1


Groups = Sequence[Sequence[int]]


def groups_of(report: Report, finding: Finding) -> list[tuple[int, ...]]:
    """Return the lines of a finding as they belong together; a line alone is a group of its own."""
    if finding.kind == "duplicates":
        found: dict[int, list[int]] = {}
        for first, later in report.duplicates:
            found.setdefault(first, [first]).append(later)
        return [tuple(lines) for lines in found.values()]
    if finding.kind == "near_duplicates":
        return [tuple(group) for group in report.near_duplicates]
    if finding.kind == "contradictions":
        return [tuple(line for answer in question for line in answer) for question in report.contradicting]
    return [(line,) for line in finding.lines]


def some_of(groups: Iterable[tuple[int, ...]], most: int | None) -> list[tuple[int, ...]]:
    """Return so many whole groups as have no more lines than that, but one at least; None for all."""
    found: list[tuple[int, ...]] = []
    left = most
    for group in groups:
        if left is not None:
            if found and len(group) > left:
                break
            left -= len(group)
        found.append(group)
    return found


def blocks(
    report: Report, finding: Finding, groups: Iterable[tuple[int, ...]], rows: Mapping[int, Row]
) -> Iterator[Block]:
    """Yield what stands on the lines of some of a finding's groups.

    Args:
        report: Where it was found.
        finding: One of its findings.
        groups: Some of `groups_of` it.
        rows: What stands on their lines.
    """
    make = {"duplicates": _equal, "near_duplicates": _near}.get(finding.kind)
    shared = report.shared
    answers = {question[0][0]: question for question in report.contradicting}
    notes = dict(report.malformed) if finding.kind == "malformed" else {}
    if finding.kind == "overlap":
        notes = {line: f"line {other:,} of {report.held_out}" for line, other in report.overlap or ()}
    for group in groups:
        if finding.kind == "contradictions":
            yield _answered(answers[group[0]], rows, shared)
        else:
            yield (
                make(group, rows, shared)
                if make is not None
                else _single(group[0], rows, shared, notes.get(group[0], ""))
            )


Rows = Mapping[int, Row]
_LOST = Row("")


def _texts(row: Row, shared: Iterable[str]) -> tuple[tuple[Piece, ...], ...]:
    if not row.read:
        return ((Piece(_cut(row.line)),),)
    return (_brief(row, shared), (Piece(f"→ {_cut(row.answer)}"),))


def _single(line: int, rows: Rows, shared: Iterable[str], note: str) -> Block:
    noted = ((Piece(f"! {note}"),),) if note else ()
    return Block((Entry(f"{line}", (*_texts(rows.get(line, _LOST), shared), *noted)),))


def _equal(group: Sequence[int], rows: Rows, shared: Iterable[str]) -> Block:
    return Block((Entry(_named(group), _texts(rows.get(group[0], _LOST), shared)),), len(group))


def _near(group: Sequence[int], rows: Rows, shared: Iterable[str]) -> Block:
    first = rows.get(group[0], _LOST)
    entries = [Entry(f"{group[0]}", _texts(first, shared))]
    for line in group[1:]:
        other = rows.get(line, _LOST)
        texts = [difference(first.asked, other.asked)]
        if other.answer != first.answer:
            texts.append((Piece("→ "), *difference(first.answer, other.answer)))
        entries.append(Entry(f"{line}", tuple(texts)))
    return Block(tuple(entries), len(group))


def _answered(question: Groups, rows: Rows, shared: Iterable[str]) -> Block:
    entries = [Entry("", (_brief(rows.get(question[0][0], _LOST), shared),))]
    for lines in question:
        answer = rows.get(lines[0], _LOST).answer
        entries.append(Entry(_named(lines), ((Piece(f"→ {_cut(answer)}"),),)))
    return Block(tuple(entries), sum(map(len, question)))


def _named(lines: Sequence[int]) -> str:
    more = len(lines) - _NAMED
    return ", ".join(map(str, lines[:_NAMED])) + (f" and {more:,} more" if more > 0 else "")


def difference(one: str, other: str) -> tuple[Piece, ...]:
    """Return a text with what is not as in another one marked; long stretches that are equal are left out."""
    left, right = _PIECES.findall(one), _PIECES.findall(other)
    found: list[Piece] = []
    steps = SequenceMatcher(None, left, right, autojunk=False).get_opcodes()
    for at, (kind, a, b, c, d) in enumerate(steps):
        if kind == "equal":
            whole = len(steps) == 1
            found.append(Piece(other if whole else _shortened(right[c:d], not at, at == len(steps) - 1)))
            continue
        found += [Piece("".join(left[a:b]), "gone")] if b > a else []
        found += [Piece("".join(right[c:d]), "new")] if d > c else []
    return tuple(found) or (Piece(NOTHING),)


def _shortened(pieces: Sequence[str], first: bool, last: bool) -> str:
    before, behind = (0 if first else _AROUND), (0 if last else _AROUND)
    if len(pieces) <= before + behind + 2:
        return "".join(pieces)
    return "".join(pieces[:before]) + "…" + "".join(pieces[len(pieces) - behind :] if behind else ())


def _brief(row: Row, shared: Iterable[str]) -> tuple[Piece, ...]:
    """Return a row's question, the instruction that most questions have cut to ``…``."""
    text, long = row.asked, [clean_line(one).strip() for one in shared if len(one) >= _LONG]
    begins = next((one for one in long if text.startswith(one)), "")
    ends = next((one for one in long if text.endswith(one) and len(one) + len(begins) < len(text)), "")
    inner = text[len(begins) : len(text) - len(ends)].strip() or text
    return (Piece(_cut(f"{'… ' if begins else ''}{inner}{' …' if ends else ''}")),)


def _cut(text: str) -> str:
    return (text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…") or NOTHING
