"""Labels among the answers: which spellings are variants of one another, which are rare, how even they are."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from math import log

from workbench.core.evidence.dataset.alike import numbers
from workbench.core.evidence.dataset.folding import fold

MOST_LABELS = 100
RARE = 10
"""A label with fewer examples is rare."""
_SHARE = 0.2
_SHORT_FOR = {"y": "yes", "n": "no", "t": "true", "f": "false", "pos": "positive", "neg": "negative", "neu": "neutral"}
_LEAST_PREFIX, _LEAST_TYPO = 3, 5
Labels = Mapping[str, Sequence[int]]


def are_labels(spellings: Labels | None, rows: int) -> bool:
    """Return whether the answers are labels: all of them short, and of few kinds for so many rows.

    Args:
        spellings: Each short answer with [count, lines].
        rows: All rows with an answer.
    """
    if not spellings or sum(entry[0] for entry in spellings.values()) < 0.95 * rows:
        return False
    kinds = len({fold(spelling) for spelling in spellings})
    return kinds <= MOST_LABELS and (kinds <= 2 or kinds <= _SHARE * rows) and rows >= 4


def variants(spellings: Labels) -> list[list[str]]:
    """Return groups of spellings that look like one label, the most frequent spelling first."""
    names = sorted(spellings, key=lambda name: (-spellings[name][0], name))
    leader: dict[str, str] = {}
    for at, name in enumerate(names):
        near = next((other for other in names[:at] if same_label(name, other)), None)
        leader[name] = leader[near] if near is not None else name
    groups: dict[str, list[str]] = {}
    for name in names:
        groups.setdefault(leader[name], []).append(name)
    return [group for group in groups.values() if len(group) > 1]


def same_label(one: str, other: str) -> bool:
    """Return whether two spellings look like one label.

    They do when they differ in case, space and punctuation alone, when one is short for the other (``neg``), or when
    one letter of a word of five or more is different; never when digits or signs differ.
    """
    a, b = _plain(one), _plain(other)
    if fold(one) == fold(other):
        return numbers(one) == numbers(other) and (bool(fold(one)) or a == b)
    if _digits(a) != _digits(b):
        return False
    short, long = sorted((a, b), key=len)
    if _SHORT_FOR.get(short) == long:
        return True
    if len(short) >= _LEAST_PREFIX and long.startswith(short) and long[len(short) :].isalpha():
        return len(long) - len(short) <= 2 or len(short) <= 4
    words, others = a.split(), b.split()
    if len(words) != len(others):
        return False
    apart = [(word, twin) for word, twin in zip(words, others, strict=True) if word != twin]
    return len(apart) == 1 and _is_typo(*apart[0])


def _is_typo(word: str, twin: str) -> bool:
    if min(len(word), len(twin)) < _LEAST_TYPO or word[0] != twin[0]:
        return False
    from rapidfuzz.distance import OSA

    return OSA.distance(word, twin, score_cutoff=1) <= 1


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).casefold().replace("_", " ").replace("-", " ").split())


def _digits(text: str) -> str:
    return "".join(char for char in text if char.isdigit())


def evenness(counts: Iterable[int]) -> float | None:
    """Return how even labels are: their entropy over the greatest it could be, 0..1; None for fewer than two."""
    found = [count for count in counts if count]
    total = sum(found)
    if len(found) < 2:
        return None
    return -sum(count / total * log(count / total) for count in found) / log(len(found))
