"""Base against candidate on the same cases: accuracies, their difference, and whether it is more than chance.

DOMAIN section 5.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, NamedTuple

from workbench.core.evidence.paired import Pairs
from workbench.core.evidence.pairing import Told
from workbench.core.evidence.power import SIGNIFICANT

LEAST_RANKED = 10
"""Cases of a group from which it is held against the others."""
Verdict = Literal["improved", "regressed", "inconclusive"]


@dataclass(frozen=True, slots=True)
class Problems:
    """How many there are, and the first of them as (line, what is wrong)."""

    count: int
    first: tuple[tuple[int, str], ...]


class Side(NamedTuple):
    """One of the two that are compared.

    Args:
        name: The file's name.
        sha256: Of its bytes, 64 hex digits; empty where it was not read to its end.
        right, accuracy, interval: Of the paired cases; the interval is Wilson's, 95 %.
        similarity: Mean over the cases with an expected answer, 0..1; None without one.
        matches: Answers that are the expected one, by `MATCHES`; None without one.
        empty: Answers without a text.
        rows: All non-empty lines, whatever is wrong with them.
        unmatched: Cases that only this file has.
    """

    name: str
    sha256: str
    right: int
    accuracy: float
    interval: tuple[float, float]
    similarity: float | None
    matches: Mapping[str, int] | None
    empty: int
    rows: int
    malformed: Problems
    duplicates: Problems
    unmatched: Problems


class Other(NamedTuple):
    """Another way to judge by which many more answers are right: `json` or `label`, and how many of either side."""

    match: str
    right: tuple[int, int]


class Slice(NamedTuple):
    """The cases that share a value of the field they are grouped by."""

    name: str
    pairs: Pairs
    interval: tuple[float, float]


class HeldOut(NamedTuple):
    """What a training file says of the cases.

    Args:
        name, rows, unread: The file, its rows, and those that could not be read.
        ids: Cases that ask what a training row asks.
        without_input: Cases that could not be looked for.
        rest, rest_p: The comparison without them; None where none of them is there, or no case is left.
    """

    name: str
    rows: int
    unread: int
    ids: tuple[str | int, ...]
    without_input: int
    rest: Pairs | None
    rest_p: float | None


class Evaluation(NamedTuple):
    """The comparison.

    Args:
        match: How answers were judged: exact, json, label, or own (each row says it).
        pairs: The cases by who was right.
        interval: Of the difference, Newcombe's for paired data, 95 %.
        p: McNemar's, exact, two-sided.
        needed: How many cases would show the difference seen in four of five tries; None where there is none.
        gained, lost: Ids that only the candidate or only the base had right, in the base's order.
        texts: Their texts, by id.
        nearer: Cases in which the candidate is nearer to the expected answer, farther, as near.
        by, slices: The field and its groups, the worst first, those of fewer than `LEAST_RANKED` cases last.
        other: Another way to judge that may have been meant; None where none counts many more.
        held_out: None where no training file was given.
        left_out: Cases that stand in one of the files and could not be compared.
        findings: What a reader should know, as sentences.
        stopped: Whether the files were not read to their end.
    """

    match: str
    base: Side
    candidate: Side
    pairs: Pairs
    interval: tuple[float, float]
    p: float
    needed: int | None
    gained: tuple[str | int, ...]
    lost: tuple[str | int, ...]
    texts: Mapping[str | int, Told]
    nearer: tuple[int, int, int] | None
    by: str
    slices: tuple[Slice, ...]
    held_out: HeldOut | None
    other: Other | None
    left_out: int
    findings: tuple[str, ...]
    stopped: bool

    @property
    def verdict(self) -> Verdict:
        """Improved or regressed only where the exact p is under 0.05."""
        return verdict(self.pairs, self.p)


def verdict(pairs: Pairs, p: float) -> Verdict:
    """Return what a comparison says."""
    if p >= SIGNIFICANT or pairs.gained == pairs.lost:
        return "inconclusive"
    return "improved" if pairs.gained > pairs.lost else "regressed"
