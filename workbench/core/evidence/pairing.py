"""Two files of answers paired case by case as their rows come in; what is paired does not stay in memory."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple

from workbench.core.evidence.cases import Case, questions, read_case, shown
from workbench.core.evidence.folding import fold
from workbench.core.evidence.matching import JUDGES, MATCHES, Match, same_json, similarity, text_of, unfenced
from workbench.core.text import clean_line

KEPT = 20
"""Problems of one kind that are named; all are counted."""
_TEXTS_KEPT = 2_000


class Told(NamedTuple):
    """A case that only one side had right, with its texts as they can be shown; empty where too many came before."""

    id: str | int
    line: int
    input: str
    expected: str
    base: str
    candidate: str


class Judged(NamedTuple):
    """One paired case: who was right, how near each came (None without an expected answer), and what it is one of."""

    id: str | int
    line: int
    right: tuple[bool, bool]
    near: tuple[float, float] | None
    group: str
    asked: tuple[str, ...]


@dataclass(slots=True)
class Listed:
    """Things that are counted, the first of them named."""

    count: int = 0
    first: list[tuple[int, str]] = field(default_factory=list)

    def add(self, line: int, what: str) -> None:
        """Count one more."""
        self.count += 1
        if len(self.first) < KEPT:
            self.first.append((line, what))


@dataclass(slots=True)
class File:
    """What was read from one side: cases `borrowed` the other's expected answer, `fenced` ones are right without it."""

    rows: int = 0
    malformed: Listed = field(default_factory=Listed)
    duplicates: Listed = field(default_factory=Listed)
    empty: int = 0
    borrowed: int = 0
    fenced: int = 0
    own: int = 0
    lines: dict[str, int] = field(default_factory=dict)
    waiting: dict[str, Case] = field(default_factory=dict)
    matches: dict[str, int] = field(default_factory=lambda: dict.fromkeys(MATCHES, 0))


class Pairing:
    """Takes rows of either side in any order, judges each pair when both are there.

    Args:
        match: How an answer is held against the expected one; None where a row's own `correct` counts before `exact`.
        by: Field to group by; empty for none.
        asked: Keep what was asked in each case, to look for it in a training file.
    """

    def __init__(self, match: Match | None = None, by: str = "", asked: bool = False) -> None:
        self.match, self.by, self.asked = match, by, asked
        self.files = (File(), File())
        self.judged: list[Judged] = []
        self.texts: dict[bool, list[Told]] = {True: [], False: []}
        self.conflicts = Listed()
        self.unknown = Listed()
        """Cases whose expected answer is in neither file."""
        self.unknown_keys = ""
        self.other_inputs = self.other_kinds = 0
        self.expected = 0
        self._judge: Callable[[object, object], bool] = JUDGES[match or "exact"]

    def add(self, side: int, line: int, row: object) -> None:
        """Take a row of the base (0) or of the candidate (1)."""
        file = self.files[side]
        file.rows += 1
        try:
            case = read_case(row, line, self.by)
        except ValueError as problem:
            file.malformed.add(line, str(problem))
            return
        if case.key in file.lines:
            file.duplicates.add(line, f"{case.id} stands on line {file.lines[case.key]} already")
            return
        file.lines[case.key] = line
        twin = self.files[1 - side].waiting.pop(case.key, None)
        if twin is None:
            file.waiting[case.key] = case
        else:
            self._pair(*((case, twin) if side == 0 else (twin, case)))

    def skip(self, side: int, line: int, reason: str) -> None:
        """Count a row that could not even be read."""
        self.files[side].rows += 1
        self.files[side].malformed.add(line, reason)

    def _pair(self, base: Case, candidate: Case) -> None:
        expected = base.expected if base.expected is not None else candidate.expected
        if expected is None and (base.correct is None or candidate.correct is None):
            self.unknown.add(base.line if base.correct is None else candidate.line, str(base.id))
            self.unknown_keys = self.unknown_keys or base.keys or candidate.keys
            return
        if candidate.expected is not None and not _agree(expected, candidate.expected):
            told = f"{base.id} expects “{_short(base.expected)}” and “{_short(candidate.expected)}”"
            self.conflicts.add(base.line, told)
            return
        sides = (base, candidate)
        right = (self._right(base, expected, 0), self._right(candidate, expected, 1))
        for file, case in zip(self.files, sides, strict=True):
            file.empty += not text_of(case.output).strip()
            file.borrowed += bool(case.keys)
            file.fenced += self.match == "json" and _is_right_unfenced(expected, case.output)
        near = self._nearness(expected, sides)
        asked = questions(base.input if base.input is not None else candidate.input) if self.asked else []
        self.other_kinds += isinstance(base.id, int) != isinstance(candidate.id, int)
        if base.input is not None and candidate.input is not None and base.input != candidate.input:
            self.other_inputs += 1
        group = base.group or candidate.group
        self.judged.append(Judged(base.id, base.line, right, near, group, tuple({fold(text) for text in asked})))
        if right[0] != right[1] and len(self.texts[right[1]]) < _TEXTS_KEPT:
            texts = (base.input, expected, base.output, candidate.output)
            self.texts[right[1]].append(Told(base.id, base.line, *map(shown, texts)))

    def _right(self, case: Case, expected: object, side: int) -> bool:
        if case.correct is not None and (self.match is None or expected is None):
            self.files[side].own += 1
            return case.correct
        return self._judge(expected, case.output)

    def _nearness(self, expected: object, sides: tuple[Case, Case]) -> tuple[float, float] | None:
        if expected is None:
            return None
        self.expected += 1
        for file, case in zip(self.files, sides, strict=True):
            for name in MATCHES:
                file.matches[name] += JUDGES[name](expected, case.output)
        return similarity(expected, sides[0].output), similarity(expected, sides[1].output)


def _is_right_unfenced(expected: object, output: object) -> bool:
    return (inside := unfenced(output)) is not output and same_json(expected, inside)


def _agree(one: object, other: object) -> bool:
    return JUDGES["exact"](one, other) or same_json(one, other)


def _short(value: object) -> str:
    text = clean_line(shown(value).strip())
    return text if len(text) <= 30 else f"{text[:30]}…"
