"""Three versions of a text brought together line by line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

_PAIRS = 200_000
"""Equal lines of two versions, each with each: past this a comparison takes seconds."""


class _Edit(NamedTuple):
    """Lines of the base from `start` up to `end` that become others; none of them where lines are put in between."""

    start: int
    end: int
    lines: tuple[str, ...]

    @property
    def between(self) -> bool:
        return self.start == self.end

    @property
    def leads(self) -> bool:
        """Whether a blank line parts it from what stands before."""
        return self.lines[:1] == ("",)

    @property
    def trails(self) -> bool:
        """Whether a blank line parts it from what comes after."""
        return self.lines[-1:] == ("",)


def merge_lines(base: Sequence[str], ours: Sequence[str], theirs: Sequence[str]) -> tuple[list[str], list[str]]:
    """Return the merged lines twice: with our side, and with their side, wherever the two contradict one another.

    The two are equal when nothing does. Different lines changed, and whole paragraphs put in at one place, contradict
    nothing; such paragraphs stand in the same order whichever side is called ours. Versions too repetitive to compare
    are returned as they are.
    """
    left, right = _edits(base, ours), _edits(base, theirs)
    if left is None or right is None:
        return list(ours), list(theirs)
    with_ours: list[str] = []
    with_theirs: list[str] = []
    at = 0
    for cluster in _clusters(left, right):
        low, high = min(edit.start for edit in cluster), max(edit.end for edit in cluster)
        own, other = cluster & left, cluster & right
        for lines, chosen in ((with_ours, own or other), (with_theirs, other or own)):
            lines += [*base[at:low], *_applied(base, low, high, chosen)]
        at = high
    return [*with_ours, *base[at:]], [*with_theirs, *base[at:]]


def _edits(base: Sequence[str], side: Sequence[str]) -> set[_Edit] | None:
    """Return what a side changed; None where finding out would take too long."""
    counts = Counter(side)
    if sum(counts[line] for line in base) > _PAIRS:
        return None
    found = SequenceMatcher(None, base, side, autojunk=False).get_opcodes()
    return {_Edit(start, end, tuple(side[low:high])) for tag, start, end, low, high in found if tag != "equal"}


def _clusters(left: set[_Edit], right: set[_Edit]) -> Iterator[set[_Edit]]:
    """Yield the edits from the top on, those together that contradict one another."""
    cluster: set[_Edit] = set()
    for edit in sorted(left | right):
        if cluster and not any(_contradict(edit, other) for other in cluster):
            yield cluster
            cluster = set()
        cluster.add(edit)
    if cluster:
        yield cluster


def _contradict(one: _Edit, other: _Edit) -> bool:
    if one.between and other.between:
        return one.start == other.start and not (one.leads and other.leads) and not (one.trails and other.trails)
    for inserted, replaced in ((one, other), (other, one)):
        if inserted.between:
            inside = replaced.start < inserted.start < replaced.end
            touches = inserted.start in {replaced.start, replaced.end}
            return inside or (touches and not (inserted.leads or inserted.trails))
    return one.start < other.end and other.start < one.end


def _applied(base: Sequence[str], low: int, high: int, edits: set[_Edit]) -> Iterator[str]:
    at = low
    for edit in sorted(edits):
        yield from base[at : edit.start]
        yield from edit.lines
        at = edit.end
    yield from base[at:high]
