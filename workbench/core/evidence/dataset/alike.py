"""Whether two texts say nearly the same, judged on what differs."""

from __future__ import annotations

import re
from collections import Counter
from typing import NamedTuple

from workbench.core.evidence.dataset.folding import fold

LEAST = 0.9
"""Similarity from which on texts are near; 2 * common / (length + length), counted in characters."""
_TOKEN = re.compile(r"[^\W_](?:[\w'\u2019.,:/@+#-]*[^\W_])?[%+#]*")
_WORDS = re.compile(r"[^\W_]+")
# From its first digit on: a row of digits is not tried from each of them.
_NUMBERS = re.compile(r"(?<!\d)\d++(?:\.\d+|,(?!\d{3}\b)\d+)|(?<![\w)])-\d+")
_IDENTIFIER = re.compile(r"\d|@|://|_|[a-z][A-Z]|^[A-Z][A-Z-]+$|[+#]$")
_NOT = {"not", "no", "never", "without", "cannot", "nor", "none", "nicht", "kein", "keine", "keinen", "nie", "ohne",
        "pas", "jamais", "sans", "nunca", "sin"}  # fmt: skip
_AFTER = ".!?:\n\"'(\u201c\u2018\u00ab-*\u2022"
_TYPO = 0.75
_LOOSE = 0.7
_LONG_NUMBERS = re.compile(r"\d{3,}")
_LOOK_BACK = 16


class Swap(NamedTuple):
    """One word in the place of another: what stays, and what stood there in each of the two texts."""

    frame: tuple[str, ...]
    one: tuple[str, ...]
    other: tuple[str, ...]


class Text:
    """A text with what comparing asks of it, found out once and only when asked."""

    __slots__ = ("_folded", "_identifiers", "_names", "_words", "spaced", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self.spaced = _spaced(text)
        self._folded: bytes | None = None
        self._identifiers: Counter[str] | None = None
        self._names: set[str] | None = None
        self._words: Counter[str] | None = None

    @property
    def folded(self) -> bytes:
        if self._folded is None:
            self._folded = fold(self.text)
        return self._folded

    @property
    def size(self) -> int:
        return len(self.spaced)

    @property
    def numbers(self) -> list[str]:
        """Decimals and negative numbers, as they are written."""
        return numbers(self.text)

    @property
    def identifiers(self) -> Counter[str]:
        if self._identifiers is None:
            self._identifiers = _identifiers(self.text)
        return self._identifiers

    @property
    def names(self) -> set[str]:
        if self._names is None:
            self._names = _names(self.text)
        return self._names

    @property
    def words(self) -> Counter[str]:
        if self._words is None:
            self._words = Counter(self.spaced.split())
        return self._words


def same(one: Text, other: Text) -> bool:
    """Return whether texts are equal but for case, space and punctuation; decimals and negative numbers as written."""
    if one.text == other.text:
        return True
    if not one.folded:
        # Where there is nothing but punctuation, it is what is said.
        return one.text.split() == other.text.split()
    return one.folded == other.folded and one.numbers == other.numbers


def near(one: Text, other: Text) -> bool:
    """Return whether texts are at least 0.9 similar, with the same digits, identifiers, names and negations."""
    from rapidfuzz.distance import Indel

    if one.text == other.text:
        return True
    if not one.spaced or not other.spaced:
        return same(one, other)
    if Indel.normalized_similarity(one.spaced, other.spaced, score_cutoff=LEAST) < LEAST:
        return same(one, other)
    if same(one, other):
        return True
    return (
        one.numbers == other.numbers
        and not _other_identifiers(one, other)
        and _negations(one.words) == _negations(other.words)
        and not other_names(one, other)
    )


def same_number(one: Text, other: Text) -> bool:
    """Return whether one number of three digits or more is in two texts that are not all different else.

    Tickets of one template are told apart by such a number, so those that share it are about the same thing.
    """
    from rapidfuzz.distance import Indel

    shared = set(_LONG_NUMBERS.findall(one.text)) & set(_LONG_NUMBERS.findall(other.text))
    return bool(shared) and Indel.normalized_similarity(one.spaced, other.spaced) >= _LOOSE


def swap(one: Text, other: Text) -> Swap | None:
    """Return the words in which near texts differ, if some stand in the place of others and are no misspellings."""
    a, b = one.words, other.words
    left, right = tuple(sorted((a - b).elements())), tuple(sorted((b - a).elements()))
    if not left or not right or _similar(left, right):
        return None
    return Swap(tuple(sorted((a & b).elements())), left, right)


def numbers(text: str) -> list[str]:
    """Return what folding would make other numbers of: decimals and negative ones."""
    return _NUMBERS.findall(text)


def _spaced(text: str) -> str:
    return " ".join(_WORDS.findall(text.casefold().replace("n't", " not").replace("n\u2019t", " not")))


def _identifiers(text: str) -> Counter[str]:
    tokens = _TOKEN.findall(text)
    shouted = text.isupper()
    found = (token for token in tokens if _IDENTIFIER.search(token) and not (shouted and token.isalpha()))
    return Counter(token.casefold() for token in found)


def _other_identifiers(one: Text, other: Text) -> bool:
    """Whether an identifier is in one text alone; a word that is only shouted in one of them is none."""
    a, b = one.identifiers, other.identifiers
    return any(not (token.isalpha() and token in one.words and token in other.words) for token in (a - b) + (b - a))


def _negations(words: Counter[str]) -> int:
    return sum(words[word] for word in _NOT & words.keys())


def other_names(one: Text, other: Text) -> bool:
    """Whether a name stands where another stood: a capital inside a sentence."""
    left = {name for name in one.names if name not in other.text.casefold()}
    right = {name for name in other.names if name not in one.text.casefold()}
    return bool(left and right) and not _similar(tuple(left), tuple(right))


def _names(text: str) -> set[str]:
    found = set()
    for match in _TOKEN.finditer(text):
        if match[0][0].isupper() and len(match[0]) > 1:
            before = text[max(0, match.start() - _LOOK_BACK) : match.start()].rstrip(" \t")
            if before and before[-1] not in _AFTER:
                found.add(match[0].casefold())
    return found


def _similar(left: tuple[str, ...], right: tuple[str, ...]) -> bool:
    """Whether every word on the shorter side has a like one on the other: misspellings, endings."""
    from rapidfuzz.distance import Indel

    few, many = sorted((left, right), key=len)
    return all(any(Indel.normalized_similarity(a, b) >= _TYPO for b in many) for a in few)
