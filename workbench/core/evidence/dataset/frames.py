"""What most questions of a file share, an instruction around the text that is meant: learnt, and taken off."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import ceil

LEAST = 20
"""Different questions from which on there is something to learn."""
_MOST, _SHORT = 0.5, 12
"""What so many questions begin or end with, or have as a line, is their frame; at least so many characters."""
_MANY, _LONG = 0.1, 80
"""A file of several tasks has several: what is this long need not be in more questions than this."""
_EDGE = 6
_CUT = 4_000
_FRAMES = 12


@dataclass(frozen=True, slots=True)
class Frame:
    """Beginnings and ends that questions share, the longest first, and lines among them."""

    heads: tuple[str, ...] = ()
    tails: tuple[str, ...] = ()
    lines: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.heads or self.tails or self.lines)

    def __or__(self, other: Frame) -> Frame:
        heads, tails = ({*ours, *theirs} for ours, theirs in ((self.heads, other.heads), (self.tails, other.tails)))
        return Frame(_longest_first(heads), _longest_first(tails), self.lines | other.lines)

    def bare(self, text: str) -> str:
        """Return a question without its frame, also where that was changed a little: it is known by its two ends."""
        text = self._behind_head(text) if self.heads else text
        text = self._before_tail(text) if self.tails else text
        return _without(text, self.lines) if self.lines and "\n" in text else text

    def _behind_head(self, text: str) -> str:
        for head in self.heads:
            if text.startswith(head):
                return text[len(head) :]
            at = text.find(head[-_EDGE:], max(0, len(head) - _SHORT), len(head) + _SHORT)
            if at >= 0 and text.startswith(head[:_EDGE]):
                return text[at + _EDGE :]
        return text

    def _before_tail(self, text: str) -> str:
        for tail in self.tails:
            if text.endswith(tail):
                return text[: -len(tail)]
            start = len(text) - len(tail)
            at = text.rfind(tail[:_EDGE], max(0, start - _SHORT), max(0, start + _SHORT))
            if at >= 0 and text.endswith(tail[-_EDGE:]):
                return text[:at]
        return text

    def apart(self, one: str, other: str) -> tuple[str, str]:
        """Return two questions without what both have of the frame; what one has alone stays: it is a difference."""
        for head in self.heads:
            if one.startswith(head) and other.startswith(head):
                one, other = one[len(head) :], other[len(head) :]
                break
        for tail in self.tails:
            if one.endswith(tail) and other.endswith(tail):
                one, other = one[: -len(tail)], other[: -len(tail)]
                break
        both = self.lines.intersection(one.split("\n"), other.split("\n")) if self.lines else None
        return (_without(one, both), _without(other, both)) if both else (one, other)


def learnt(questions: Iterable[str]) -> Frame:
    """Return the frame of some of a file's questions; an empty one where few are different."""
    texts = list(dict.fromkeys(questions))
    if len(texts) < LEAST:
        return Frame()
    heads = _beginnings([text[:_CUT] for text in texts])
    tails = [tail[::-1] for tail in _beginnings([text[-_CUT:][::-1] for text in texts])]
    around = Frame(_longest_first(heads), _longest_first(tails))
    found = Counter(line for text in texts for line in set(around.bare(text).split("\n")))
    least = ceil(_MOST * len(texts))
    lines = {line for line, count in found.items() if count >= least and len(line.strip()) >= _SHORT}
    return Frame(around.heads, around.tails, frozenset(lines))


def _beginnings(texts: Sequence[str]) -> list[str]:
    """Return what many texts begin with, up to the end of a word."""
    ordered = sorted(texts)
    found = set[str]()
    for share, length in ((_MOST, _SHORT), (_MANY, _LONG)):
        # So many texts with one beginning stand side by side.
        behind = max(_FRAMES, ceil(share * len(ordered))) - 1
        for first, last in zip(ordered, ordered[behind:], strict=False):
            common = _whole_words(_common(first, last))
            if len(common) >= length:
                found.add(common)
    kept: list[str] = []
    for head in sorted(found, key=len):
        if not any(head.startswith(other) and len(head) - len(other) < _SHORT for other in kept):
            kept.append(head)
    return sorted(kept, key=len)[-_FRAMES:]


def _common(one: str, other: str) -> str:
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        if one[low:middle] == other[low:middle]:
            low = middle
        else:
            high = middle - 1
    return one[:low]


def _whole_words(text: str) -> str:
    end = len(text)
    while end and text[end - 1].isalnum():
        end -= 1
    return text[:end]


def _without(text: str, lines: frozenset[str]) -> str:
    return "\n".join(line for line in text.split("\n") if line not in lines)


def _longest_first(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(texts, key=lambda text: (-len(text), text)))
