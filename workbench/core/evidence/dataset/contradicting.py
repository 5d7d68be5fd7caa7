"""Questions that have several answers: the same question, but for case and space, and answers that say other things."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from workbench.core.evidence.dataset.alike import Text
from workbench.core.evidence.dataset.near import Texts
from workbench.core.evidence.dataset.sharing import Table

_CHECKED = 5_000
"""Answers that are read again; the others are told apart by what was kept of them."""


class Question(NamedTuple):
    """A question with several answers: the rows of each answer, by index, the answer of the first row first."""

    answers: list[list[int]]

    @property
    def rows(self) -> list[int]:
        """All its rows, in order."""
        return sorted(row for rows in self.answers for row in rows)

    @property
    def pairs(self) -> list[tuple[int, int]]:
        """(first, later) of rows with another answer than the first has."""
        return [(self.answers[0][0], row) for row in sorted(row for rows in self.answers[1:] for row in rows)]


def contradictions(rows: Table, texts: Texts) -> tuple[list[Question], int]:
    """Return the questions that have several answers, and how many questions are there several times.

    A system text is part of the question. Answers that differ in case, space and punctuation alone are one.
    """
    answers, found, room, repeated = rows["answer"], list[Question](), _CHECKED, 0
    for members in _repeated(rows["asked"]):
        repeated += 1
        kinds: dict[int, list[int]] = {}
        for row in members:
            kinds.setdefault(answers[row], []).append(row)
        if len(kinds) > 1:
            room -= len(kinds)
            split = _by_what_they_say(list(kinds.values()), texts) if room >= 0 else list(kinds.values())
            if len(split) > 1:
                found.append(Question(split))
    return found, repeated


def _repeated(keys: Sequence[int]) -> Iterator[list[int]]:
    """Yield the rows of each key that several have, by their first row."""
    if len(set(keys)) == len(keys):
        return
    several = {key for key, count in Counter(keys).items() if count > 1}
    groups: dict[int, list[int]] = {}
    for row, key in enumerate(keys):
        if key in several:
            groups.setdefault(key, []).append(row)
    yield from groups.values()


def _by_what_they_say(kinds: list[list[int]], texts: Texts) -> list[list[int]]:
    groups: dict[object, list[int]] = {}
    for rows in kinds:
        text = Text(texts(rows[0])[1])
        marked = tuple(sorted(name for name in text.identifiers if not name.isalpha()))
        groups.setdefault((text.folded, tuple(text.numbers), marked), []).extend(rows)
    return [sorted(rows) for rows in groups.values()]
