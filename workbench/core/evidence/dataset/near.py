"""Finding equal and nearly equal rows among many: by what was kept of each, texts only for a few."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import combinations, groupby
from typing import Any, NamedTuple

from workbench.core.evidence.dataset.alike import LEAST, Swap, Text, near, other_names, same, same_number, swap
from workbench.core.evidence.dataset.chunk import COLUMNS
from workbench.core.evidence.dataset.frames import Frame
from workbench.core.evidence.dataset.sharing import FEW, Table, alike, sharing

Texts = Callable[[int], tuple[str, str]]
"""Returns the question and the answer of a row, by its index; empty ones where the file has changed since."""
GoOn = Callable[[], bool]
_ALIKE = 8
_SMALL = 20_000
_EFFORT = 4_000_000
TEMPLATE = 5
"""So many fillings of one frame, and the frame is a template rather than a text that is there twice."""
_READ = 2_000
_LONGEST = 20_000
_SAYING = 20
"""Characters from which on a question says enough to be known again in another frame."""
_COMPARED = 20_000


def table(columns: array[int]) -> dict[str, array[int]]:
    """Return the columns that were surveyed, each by its name."""
    width = len(COLUMNS)
    return {name: columns[at::width] for at, name in enumerate(COLUMNS)}


def duplicates(rows: Table) -> list[tuple[int, int]]:
    """Return (first, later) of rows with the same turns, by index."""
    return list(again(rows["same"], range(len(rows["same"]))))


class Near(NamedTuple):
    """Groups of nearly equal rows, by index, and whether all pairs that came into question were compared."""

    groups: list[list[int]]
    complete: bool


def near_duplicates(rows: Table, texts: Texts, labelled: bool, go_on: GoOn, frame: Frame) -> Near:
    """Return groups of nearly equal rows.

    Args:
        rows: What was kept of them.
        texts: Reads a row again.
        labelled: Whether answers are labels: then they must be the same.
        go_on: Asked now and then; False stops.
        frame: What questions share: it makes none of them alike.
    """
    firsts = _without(range(len(rows["same"])), again(rows["same"], range(len(rows["same"]))))
    equal = list(again(rows["whole"], firsts))
    apart = _without(firsts, equal)
    pairs = _Pairs(texts, go_on, len(firsts), frame)
    edges = [pair for pair in equal if pairs.same(*pair)]
    swaps: list[tuple[int, int, Swap]] = []
    for one, other in _candidates(rows, apart, labelled, pairs):
        if not pairs.left:
            break
        if pairs.near(one, other):
            change = pairs.swap(one, other)
            if change is None:
                edges.append((one, other))
            else:
                swaps.append((one, other, change))
    edges += _no_template(swaps)
    complete = pairs.left
    return Near(_groups(edges, pairs.near), complete)


class Overlap(NamedTuple):
    """Pairs of (row, held-out row), by index, and whether all that came into question were compared."""

    pairs: list[tuple[int, int]]
    complete: bool


def overlap(rows: Table, texts: Texts, held: Table, held_texts: Texts, go_on: GoOn, frame: Frame) -> Overlap:
    """Return where questions are equal to held-out ones or nearly so; each row once, with the first it meets."""
    seen: dict[int, int] = {}
    for at, key in enumerate(held["input"]):
        seen.setdefault(key, at)
    found = {at: seen[key] for at, key in enumerate(rows["input"]) if key in seen}
    pairs = _Pairs(texts, go_on, len(rows["line"]), frame, held_texts)
    for at, others in alike(rows, held):
        if at in found:
            continue
        for other in others:
            if not pairs.left:
                return Overlap(sorted(found.items()), False)
            if pairs.near_question(at, other):
                found[at] = other
                break
    return Overlap(sorted(found.items()), True)


class _Pairs:
    """Compares rows by their texts, which are read once for a while; stops after too many, or when told to."""

    def __init__(self, texts: Texts, go_on: GoOn, rows: int, frame: Frame, others: Texts | None = None) -> None:
        self._texts, self._others, self._go_on, self._frame = texts, others or texts, go_on, frame
        self._apart = others is not None
        self._kept: dict[tuple[bool, int], tuple[Text, Text]] = {}
        self._bare: dict[str, Text] = {}
        self._room = _COMPARED + rows // 16
        self.left = True

    def _read(self, row: int, other: bool) -> tuple[Text, Text]:
        key = (other and self._apart, row)
        found = self._kept.get(key)
        if found is None:
            if len(self._kept) > _READ:
                self._kept.clear()
                self._bare.clear()
            asked, answer = (self._others if other else self._texts)(row)
            found = self._kept[key] = Text(_cut(asked)), Text(_cut(answer))
        return found

    def _count(self) -> None:
        self._room -= 1
        if self._room < 0 or (self._room % 64 == 0 and not self._go_on()):
            self.left = False

    def go_on(self) -> bool:
        """Whether there is anything left to do."""
        self.left = self.left and self._go_on()
        return self.left

    def question(self, row: int) -> tuple[str, str]:
        """Return a row's question as it is compared, and without its frame."""
        found = self._read(row, False)[0]
        return found.spaced, self._without_frame(self._frame.bare(found.text)).spaced if self._frame else found.spaced

    def _without_frame(self, text: str) -> Text:
        return self._bare.setdefault(text, Text(text)) if text not in self._bare else self._bare[text]

    def _asks_the_same(self, a: Text, b: Text) -> bool:
        """Whether questions are near without what they share with most others."""
        one, other = self._frame.apart(a.text, b.text) if self._frame else (a.text, b.text)
        if one == a.text and other == b.text:
            return near(a, b)
        bare = self._without_frame(one), self._without_frame(other)
        # Whether a word is a name is seen by what stands before it.
        return (near(*bare) and not other_names(a, b)) or same(a, b) or (same_number(*bare) and near(a, b))

    def same(self, one: int, other: int) -> bool:
        self._count()
        a, b = self._read(one, False), self._read(other, True)
        texts = self._frame.apart(a[0].text, b[0].text) if self._frame else (a[0].text, b[0].text)
        return same(*map(self._without_frame, texts)) and same(a[1], b[1])

    def near(self, one: int, other: int) -> bool:
        self._count()
        a, b = self._read(one, False), self._read(other, True)
        return self._asks_the_same(a[0], b[0]) and near(a[1], b[1])

    def near_question(self, one: int, other: int) -> bool:
        """Return whether questions are near, or what they ask within frames of their own."""
        self._count()
        a, b = self._read(one, False)[0], self._read(other, True)[0]
        if self._asks_the_same(a, b):
            return True
        bare = self._without_frame(self._frame.bare(a.text)), self._without_frame(self._frame.bare(b.text))
        return min(bare[0].size, bare[1].size) >= _SAYING and near(*bare)

    def swap(self, one: int, other: int) -> Swap | None:
        return swap(self._read(one, False)[0], self._read(other, True)[0])


def _cut(text: str) -> str:
    half = _LONGEST // 2
    return text if len(text) <= _LONGEST else f"{text[:half]}\n{text[-half:]}"


def _without(rows: Sequence[int], pairs: Iterable[tuple[int, int]]) -> Sequence[int]:
    """Return rows without the later ones of some pairs."""
    later = {at for _, at in pairs}
    return [at for at in rows if at not in later] if later else rows


def again(keys: Sequence[int], rows: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Yield (first, later) of rows with one key."""
    if len(set(keys)) == len(keys) or len(set(map(keys.__getitem__, rows))) == len(rows):
        return
    first: dict[int, int] = {}
    for at in rows:
        before = first.setdefault(keys[at], at)
        if before != at:
            yield before, at


def _candidates(rows: Table, among: Sequence[int], labelled: bool, pairs: _Pairs) -> Iterator[tuple[int, int]]:
    """Yield pairs that may be near: the same digits, and the same answer where answers are labels.

    In a small file all of these are held against each other. In a large one only those that share a window: there a
    few are missed, most often short texts that were changed in two places.
    """
    inputs, answers = rows["input"], rows["answer"]
    keys = list(zip(rows["digits"], answers, strict=True)) if labelled else rows["digits"]
    counts = Counter(map(keys.__getitem__, among))
    among = [row for row in among if counts[keys[row]] > 1]
    small = len(among) <= _SMALL
    for one, other in _held_together(keys, among, pairs, rows) if small else sharing(rows, among):
        if inputs[one] != inputs[other] and not (labelled and answers[one] != answers[other]):
            yield one, other


def _held_together(keys: Sequence[Any], among: Sequence[int], pairs: _Pairs, rows: Table) -> Iterator[tuple[int, int]]:
    """Yield the pairs of rows with one key, all of them where these are not too many."""
    effort, crowd = _EFFORT, list[int]()
    for members in sorted(_runs(keys, among), key=len):
        effort -= len(members) ** 2
        if effort < 0:
            crowd += members
        elif len(members) <= FEW:
            yield from combinations(members, 2)
        else:
            yield from _closest(members, pairs)
    yield from sharing(rows, crowd)


def _closest(members: list[int], pairs: _Pairs) -> Iterator[tuple[int, int]]:
    """Yield for each row those most like it among the later ones."""
    from rapidfuzz.distance import Indel
    from rapidfuzz.process import extract

    texts = [pairs.question(at) for at in members]
    whole = [text for text, _ in texts]
    # What has the frame is held against its like without it, what lacks it against all as they are.
    framed = [bare if bare != text else None for text, bare in texts]
    plain = not any(framed)
    for place, at in enumerate(members):
        among: Sequence[str | None]
        if plain or framed[place] is None:
            sought, among, start = whole[place], whole, place + 1 if plain else 0
        else:
            sought, among, start = framed[place] or "", framed, place + 1
        rest = among[start:] if start else among
        for _, _, index in extract(
            sought, rest, scorer=Indel.normalized_similarity, score_cutoff=LEAST, limit=_ALIKE + (not start)
        ):
            if start + index != place:
                yield min(at, members[start + index]), max(at, members[start + index])
        if not pairs.go_on():
            return


def _runs(keys: Sequence[Any], among: Iterable[int]) -> Iterator[list[int]]:
    """Yield the rows of each key that several have."""
    for _, run in groupby(sorted(among, key=keys.__getitem__), key=keys.__getitem__):
        members = list(run)
        if len(members) > 1:
            yield members


def _no_template(swaps: list[tuple[int, int, Swap]]) -> Iterator[tuple[int, int]]:
    """Yield the pairs whose frame has few fillings: sixty tickets from one template are no duplicates."""
    fillings: dict[tuple[str, ...], set[tuple[str, ...]]] = {}
    for _, _, change in swaps:
        fillings.setdefault(change.frame, set()).update((change.one, change.other))
    for one, other, change in swaps:
        if len(fillings[change.frame]) < TEMPLATE:
            yield one, other


def _groups(edges: Iterable[tuple[int, int]], near: Callable[[int, int], bool]) -> list[list[int]]:
    """Return groups of rows that are all near to the first one: likeness is not handed on from row to row."""
    known = {(min(edge), max(edge)) for edge in edges}
    before: dict[int, list[int]] = {}
    for one, other in sorted(known):
        before.setdefault(other, []).append(one)
    first: dict[int, int] = {}
    groups: dict[int, list[int]] = {}
    for at in sorted({row for edge in known for row in edge}):
        heads = sorted({first[other] for other in before.get(at, ())})
        head = next((head for head in heads if (head, at) in known or near(head, at)), at)
        first[at] = head
        groups.setdefault(head, []).append(at)
    return [group for group in groups.values() if len(group) > 1]
