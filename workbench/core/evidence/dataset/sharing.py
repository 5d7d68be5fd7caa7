"""Which rows of many may be near one another: those that share a window, found without their texts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, combinations, compress
from operator import ne, xor

from workbench.core.evidence.dataset.chunk import SHORT, WINDOWS

Table = Mapping[str, Sequence[int]]
FEW = 16
"""Rows of which every pair is looked at."""
_RECENT = 4
_ROOM = 10_000
_ENDS = ("head", "tail", "tail", "head")
"""The end of the answer that is in a window's hash, in the order of `WINDOWS` and of `SHORT`."""


def sharing(rows: Table, among: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Yield pairs of rows that share a window, digits and one end of the answer, each once.

    Where many share one, as in files from a template, each is paired with those next to it among the rows that share
    two windows. A change or two can be in every window: where few have the same digits, or the same answer to a short
    question, they are paired for these alone.
    """
    crowd: set[int] = set()
    seen: set[tuple[int, int]] = set()
    for pair in chain(_by_window(rows, among, crowd), _crowded(rows, crowd), _by_the_rest(rows, among)):
        if pair not in seen:
            seen.add(pair)
            yield pair


def _by_window(rows: Table, among: Sequence[int], crowd: set[int]) -> Iterator[tuple[int, int]]:
    """Yield pairs that share a window; rows of which too many share one are added to the crowd."""
    short = list(compress(among, map(rows[SHORT[0]].__getitem__, among)))
    for names, members in ((WINDOWS, among), (SHORT, short)):
        for name in names:
            for bucket in _buckets(members, map(rows[name].__getitem__, members)):
                if len(bucket) <= FEW:
                    yield from combinations(bucket, 2)
                else:
                    crowd.update(bucket)


def _by_the_rest(rows: Table, among: Sequence[int]) -> Iterator[tuple[int, int]]:
    digits, answers = rows["digits"], rows["answer"]
    numbered = list(compress(among, map(digits.__getitem__, among)))
    short = list(compress(among, map(rows[SHORT[0]].__getitem__, among)))
    same_digits = _buckets(numbered, map(digits.__getitem__, numbered))
    same_answer = _buckets(short, map(answers.__getitem__, short))
    room = _ROOM + len(among) // 32
    for bucket in sorted((*same_digits, *same_answer), key=len):
        room -= len(bucket) ** 2 // 2
        if len(bucket) > FEW or room < 0:
            return
        yield from combinations(bucket, 2)


def _buckets(members: Sequence[int], found: Iterable[int]) -> Iterable[list[int]]:
    """Return the rows of each key that several have, in order."""
    keys = list(found)
    last = dict(zip(keys, members, strict=True))
    if len(last) == len(keys):
        return ()
    ends = list(map(last.__getitem__, keys))
    groups: dict[int, list[int]] = {}
    for row, end in compress(zip(members, ends, strict=True), map(ne, members, ends)):
        groups.setdefault(end, []).append(row)
    for end, group in groups.items():
        group.append(end)
    return groups.values()


def _crowded(rows: Table, crowd: set[int]) -> Iterator[tuple[int, int]]:
    """Yield pairs that share two windows; of many that share them, each row with those next to it."""
    columns = [rows[name] for name in WINDOWS]
    buckets: dict[int, list[int]] = {}
    for at in sorted(crowd):
        met: set[int] = set()
        for place, pair in enumerate(combinations([column[at] for column in columns], 2)):
            bucket = buckets.setdefault(hash((place, *pair)), [])
            met.update(bucket if len(bucket) <= FEW else bucket[-_RECENT:])
            bucket.append(at)
        for before in met:
            yield before, at


def alike(rows: Table, held: Table) -> Iterator[tuple[int, list[int]]]:
    """Yield each row that shares a window of its question with held-out rows, and these.

    Who shares most comes first, among the rows as among the held-out ones of each: there may not be time for all. Of a
    window that many held-out rows have, only a few are taken.
    """
    shared: dict[int, Counter[int]] = {}
    for name, end in zip(WINDOWS + SHORT, _ENDS * 2, strict=True):
        known: dict[int, list[int]] = {}
        for at, key in enumerate(_bare(held, name, end)):
            known.setdefault(key, []).append(at)
        mine = _bare(rows, name, end)
        told = rows[name]
        for at in compress(range(len(mine)), map(known.__contains__, mine)):
            if told[at]:
                shared.setdefault(at, Counter()).update(known[mine[at]][:FEW])
    for at in sorted(shared, key=lambda at: (-max(shared[at].values()), at)):
        yield at, [other for other, _ in shared[at].most_common(FEW)]


def _bare(rows: Table, name: str, end: str) -> list[int]:
    """Return a window's hashes without the answer in them."""
    return list(map(xor, rows[name], rows[end]))
