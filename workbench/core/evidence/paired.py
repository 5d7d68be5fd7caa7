"""Two systems on the same cases, right or wrong: exact test, interval of the difference, cases needed."""

from __future__ import annotations

from decimal import Decimal
from math import comb, exp, lgamma, log, sqrt
from typing import NamedTuple

from workbench.core.evidence.accuracy import wilson
from workbench.core.evidence.power import least_cases

_MOST_EXACT = 1000


class Pairs(NamedTuple):
    """Cases by who was right: both, only the candidate (gained), only the base (lost), neither."""

    both: int
    gained: int
    lost: int
    neither: int

    @property
    def n(self) -> int:
        """All cases."""
        return self.both + self.gained + self.lost + self.neither

    @property
    def base_right(self) -> int:
        """Cases the base had right."""
        return self.both + self.lost

    @property
    def candidate_right(self) -> int:
        """Cases the candidate had right."""
        return self.both + self.gained

    @property
    def difference(self) -> float:
        """The candidate's accuracy less the base's."""
        return (self.gained - self.lost) / self.n if self.n else 0.0


def mcnemar(gained: int, lost: int) -> float:
    """Return the exact two-sided p of McNemar's test: both kinds of discordant cases are equally likely under it."""
    count, few = gained + lost, min(gained, lost)
    if count <= _MOST_EXACT:
        tail = sum(comb(count, right) for right in range(few + 1))
        return min(1.0, float(2 * tail / 2**count))
    # Term by term from the largest, each from the one before; the whole numbers would have thousands of digits.
    start = lgamma(count + 1) - lgamma(few + 1) - lgamma(count - few + 1) - (count - 1) * log(2)
    total = term = 1.0
    for right in range(few, 0, -1):
        term *= right / (count - right + 1)
        total += term
        if term < total * 1e-17:
            break
    return min(1.0, exp(start) * total)


def share_interval(right: int, n: int) -> tuple[float, float]:
    """Return the 95 % Wilson interval of `right` out of `n` cases."""
    return wilson(Decimal(right) / n, n)


def paired_interval(pairs: Pairs) -> tuple[float, float]:
    """Return the 95 % interval of the difference of two accuracies on the same cases.

    Both Wilson intervals put together by the correlation of the two, its correction for continuity included:
    Newcombe 1998, paired data, method 10, https://pubmed.ncbi.nlm.nih.gov/9839354/
    """
    n, change = pairs.n, pairs.difference
    after, before = pairs.candidate_right / n, pairs.base_right / n
    after_low, after_high = share_interval(pairs.candidate_right, n)
    before_low, before_high = share_interval(pairs.base_right, n)
    phi = _correlation(pairs)
    low = _put_together(after - after_low, before_high - before, phi)
    high = _put_together(after_high - after, before - before_low, phi)
    return max(-1.0, change - low), min(1.0, change + high)


def _put_together(one: float, other: float, phi: float) -> float:
    return sqrt(max(0.0, one * one - 2 * phi * one * other + other * other))


def _correlation(pairs: Pairs) -> float:
    n, after, before = pairs.n, pairs.candidate_right, pairs.base_right
    margins = after * (n - after) * before * (n - before)
    if not margins:
        return 0.0
    together = pairs.both * pairs.neither - pairs.gained * pairs.lost
    return (max(0.0, together - n / 2) if together > 0 else together) / sqrt(margins)


def cases_needed(pairs: Pairs) -> int | None:
    """Return how many cases show the difference seen in four of five tries, if it is real; None where there is none.

    For `mcnemar` at 5 % with a power of 80 %, the discordant cases as frequent as they were; see `core.evidence.power`.
    """
    n = pairs.n
    if not n or pairs.gained == pairs.lost:
        return None
    return least_cases(pairs.gained / n, pairs.lost / n)
