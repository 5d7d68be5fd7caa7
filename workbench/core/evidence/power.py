"""How many cases McNemar's exact test needs: its power, summed over every number of discordant cases."""

from __future__ import annotations

from functools import cache
from math import ceil, exp, isqrt, lgamma, log, log1p, sqrt

from workbench.core.evidence.accuracy import Z95

SIGNIFICANT = 0.05
"""An exact p under this is a finding."""
POWER = 0.8
"""The chance with which a difference that is real shall be found."""
Z80 = 0.8416212335729143
"""80 % point of the normal distribution."""
_MOST_SUMMED = 400
"""Discordant cases up to which the exact test's power is summed; beyond, the corrected formula is as good."""


def least_cases(gained: float, lost: float) -> int:
    """Return the cases that give the exact test a power of 80 %.

    Args:
        gained, lost: Shares of the cases that only the candidate, only the base has right; not the same.
    """
    about = by_formula(gained, lost)
    apart = gained + lost
    if about * apart > _MOST_SUMMED:
        # The exact test goes in steps: as if the two sides lay one case nearer to each other.
        change = abs(gained - lost)
        return ceil(about / 4 * (1 + sqrt(1 + 4 / (about * change))) ** 2)
    low, high = int(about * 0.8), about
    while power(high, gained, lost) < POWER:
        low, high = high, high + max(1, high // 10)
    low = 0 if power(low, gained, lost) >= POWER else low
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if power(middle, gained, lost) >= POWER else (middle, high)
    return high


def by_formula(gained: float, lost: float) -> int:
    """Return the cases by the normal approximation: Connor 1987, https://doi.org/10.2307/2531961."""
    apart, change = gained + lost, abs(gained - lost)
    wanted = ((Z95 * sqrt(apart) + Z80 * sqrt(max(0.0, apart - change * change))) / change) ** 2
    return ceil(wanted - 1e-9)


def power(n: int, gained: float, lost: float) -> float:
    """Return the chance that the exact test finds a difference of these shares on `n` cases."""
    apart = min(1.0, gained + lost)
    middle, reach = n * apart, 7 * sqrt(n * apart * (1 - apart)) + 1
    first, last = max(0, int(middle - reach)), min(n, ceil(middle + reach))
    share = gained / (gained + lost)
    return sum(_weight(n, count, apart) * _found(count, share) for count in range(first, last + 1))


def _found(count: int, share: float) -> float:
    """Return the chance that `count` discordant cases, this share of them gained, are a finding."""
    most = _most_on_the_lesser_side(count)
    return 0.0 if most < 0 else _at_most(most, count, share) + _at_most(most, count, 1 - share)


@cache
def _most_on_the_lesser_side(count: int) -> int:
    """Return how many may be on the side with fewer for a finding; -1 where no split is one."""
    most = max(0, count // 2 - isqrt(count) - 1)
    while most < count // 2 and 2 * _at_most(most, count, 0.5) < SIGNIFICANT:
        most += 1
    return most - 1


def _at_most(most: int, count: int, share: float) -> float:
    """Return the chance of at most so many out of `count`, each with the chance `share`."""
    if share in {0.0, 1.0}:
        return 1.0 if share == 0.0 or most >= count else 0.0
    if most > count * share:
        return 1 - _at_most(count - most - 1, count, 1 - share) if most < count else 1.0
    term = total = _weight(count, most, share)
    odds = (1 - share) / share
    for right in range(most, 0, -1):
        term *= right / (count - right + 1) * odds
        total += term
        if term < total * 1e-12:
            break
    return total


def _weight(count: int, right: int, share: float) -> float:
    """Return the chance of just so many out of `count`."""
    if share in {0.0, 1.0}:
        return float(right == (count if share else 0))
    ways = lgamma(count + 1) - lgamma(right + 1) - lgamma(count - right + 1)
    return exp(ways + right * log(share) + (count - right) * log1p(-share))
