"""From paired cases to the report on them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal

from workbench.core.evidence.cases import trained_on
from workbench.core.evidence.evaluation import LEAST_RANKED, Evaluation, HeldOut, Problems, Side, Slice
from workbench.core.evidence.evaluation_findings import findings, nothing_paired, other_match
from workbench.core.evidence.folding import fold
from workbench.core.evidence.matching import Match
from workbench.core.evidence.paired import Pairs, cases_needed, mcnemar, paired_interval, share_interval
from workbench.core.evidence.pairing import Judged, Listed, Pairing
from workbench.core.text import clean_line

_NAMED = 5


@dataclass(slots=True)
class Trained:
    """What a training file asks, as far as the cases ask it too.

    Args:
        name: The file's name.
        wanted: What the cases ask, folded.
    """

    name: str
    wanted: frozenset[str]
    rows: int = 0
    unread: int = 0
    seen: set[str] = field(default_factory=set)

    def add(self, row: object) -> None:
        """Take a training row: chat messages, prompt and completion, or an input."""
        self.rows += 1
        asked = trained_on(row)
        self.unread += not asked
        self.seen |= self.wanted.intersection(map(fold, asked))


def evaluation(
    pairing: Pairing,
    names: tuple[str, str],
    sha256: tuple[str, str] = ("", ""),
    trained: Trained | None = None,
    stopped: bool = False,
) -> Evaluation:
    """Return the report on what was paired.

    Args:
        names: The files' names.
        sha256: Their digests, see `Side`.
        trained: What a training file asks.

    Raises:
        WorkbenchError: No case is in both files; says what is there instead.
    """
    judged = sorted(pairing.judged, key=lambda one: one.line)
    if not judged:
        raise nothing_paired(pairing, names)
    pairs = _pairs(judged)
    sides = [_side(pairing, at, judged, names[at], sha256[at]) for at in (0, 1)]
    told = {one.id: one for texts in pairing.texts.values() for one in texts}
    return Evaluation(
        _match(pairing),
        sides[0],
        sides[1],
        pairs,
        paired_interval(pairs),
        mcnemar(pairs.gained, pairs.lost),
        cases_needed(pairs),
        tuple(one.id for one in judged if one.right == (False, True)),
        tuple(one.id for one in judged if one.right == (True, False)),
        told,
        _nearer(judged),
        clean_line(pairing.by),
        _slices(judged) if pairing.by else (),
        _held_out(judged, trained) if trained is not None else None,
        other_match(sides, pairing),
        0 if stopped else _left_out(pairing),
        tuple(findings(pairing, sides, len(judged), stopped)),
        stopped,
    )


def _pairs(judged: Iterable[Judged]) -> Pairs:
    counts = {(True, True): 0, (False, True): 0, (True, False): 0, (False, False): 0}
    for one in judged:
        counts[one.right] += 1
    return Pairs(*counts.values())


def _left_out(pairing: Pairing) -> int:
    unmatched = sum(len(file.waiting) for file in pairing.files)
    return unmatched + pairing.unknown.count + pairing.conflicts.count


def _match(pairing: Pairing) -> Match | Literal["own"]:
    return "own" if any(file.own for file in pairing.files) else pairing.match or "exact"


def _side(pairing: Pairing, at: int, judged: Sequence[Judged], name: str, sha256: str) -> Side:
    file = pairing.files[at]
    n, right = len(judged), sum(one.right[at] for one in judged)
    near = [one.near[at] for one in judged if one.near is not None]
    unmatched = sorted(file.waiting.values(), key=lambda case: case.line)
    return Side(
        name,
        sha256,
        right,
        right / n,
        share_interval(right, n),
        sum(near) / len(near) if near else None,
        dict(file.matches) if near else None,
        file.empty,
        file.rows,
        _problems(file.malformed),
        _problems(file.duplicates),
        Problems(len(unmatched), tuple((case.line, str(case.id)) for case in unmatched[:_NAMED])),
    )


def _problems(listed: Listed) -> Problems:
    return Problems(listed.count, tuple(listed.first))


def _nearer(judged: Iterable[Judged]) -> tuple[int, int, int] | None:
    near = [one.near for one in judged if one.near is not None]
    if not near:
        return None
    wins, losses = sum(after > before for before, after in near), sum(after < before for before, after in near)
    return wins, losses, len(near) - wins - losses


def _slices(judged: Iterable[Judged]) -> tuple[Slice, ...]:
    groups: dict[str, list[Judged]] = {}
    for one in judged:
        groups.setdefault(one.group, []).append(one)
    found = [Slice(name, pairs := _pairs(inside), paired_interval(pairs)) for name, inside in groups.items()]
    # A group of a case or two is all gained or all lost, and says nothing.
    return tuple(
        sorted(found, key=lambda one: (one.pairs.n < LEAST_RANKED, one.pairs.difference, -one.pairs.n, one.name))
    )


def _held_out(judged: Sequence[Judged], trained: Trained) -> HeldOut:
    inside: list[Judged] = []
    rest: list[Judged] = []
    for one in judged:
        (inside if any(text in trained.seen for text in one.asked) else rest).append(one)
    pairs = _pairs(rest) if inside and rest else None
    return HeldOut(
        trained.name,
        trained.rows,
        trained.unread,
        tuple(one.id for one in inside),
        sum(not one.asked for one in judged),
        pairs,
        mcnemar(pairs.gained, pairs.lost) if pairs is not None else None,
    )
