"""Accuracy history: intervals, steps, and whether the prompt has stopped improving. DOMAIN section 5."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise
from math import hypot, sqrt
from typing import Literal, NamedTuple

from workbench.core.figures import number

Z95 = 1.959963984540054
"""Two-sided 95 % point of the normal distribution."""
THRESHOLD = Decimal("0.03")

_MOST_CASES = 10**9

Trend = Literal["plateau", "rising", "unclear"]


class Measured(NamedTuple):
    """One version's accuracy (0..1) and the number of cases it was measured on, where known."""

    name: str
    value: Decimal
    cases: int | None = None


class Step(NamedTuple):
    """From one version to the next; `interval` is the change's 95 % interval, None without cases."""

    start: str
    end: str
    change: Decimal
    interval: tuple[float, float] | None


class History(NamedTuple):
    """What a series of versions shows.

    `verdict` is None with fewer than two of them, `needed` the cases of each that would settle an unclear one.
    """

    verdict: Trend | None
    steps: tuple[Step, ...]
    reason: str
    needed: int | None = None


def wilson(value: Decimal, cases: int) -> tuple[float, float]:
    """Return the 95 % Wilson score interval of a share measured on `cases` cases."""
    share, z2 = float(value), Z95 * Z95
    middle = share + z2 / (2 * cases)
    half = Z95 * sqrt(share * (1 - share) / cases + z2 / (4 * cases * cases))
    scale = 1 + z2 / cases
    return max(0.0, (middle - half) / scale), min(1.0, (middle + half) / scale)


def history(versions: Sequence[Measured], threshold: Decimal = THRESHOLD) -> History:
    """Return the steps of one series and whether it has reached a plateau; compared in decimal, "at most"."""
    steps = tuple(_step(a, b) for a, b in pairwise(versions))
    if not steps:
        return History(None, (), "two versions of one kind are needed to see a step")
    last = steps[-1]
    if last.interval is None:
        small = last.change <= threshold
        side = "at most" if small else "over"
        return History(
            "plateau" if small else "rising",
            steps,
            f"the last step, {signed(last.change, threshold)}, is {side} {threshold}",
        )
    low, high = last.interval
    half = (high - low) / 2
    if low > threshold:
        return History("rising", steps, f"the last step is {signed(last.change)}, surely over {threshold}")
    if last.change <= threshold and half <= threshold:
        return History("plateau", steps, f"the last step, {signed(last.change)}, is at most {threshold}")
    needed = _cases_to_settle(versions[-2], versions[-1], threshold)
    told = f"about {needed:,} cases each would tell" if needed else "more cases would not tell, it is on the line"
    return History("unclear", steps, f"the last step is {signed(last.change)}, give or take {half:.2f}: {told}", needed)


def _step(a: Measured, b: Measured) -> Step:
    change = b.value - a.value
    if a.cases is None or b.cases is None:
        return Step(a.name, b.name, change, None)
    return Step(a.name, b.name, change, difference(a.value, a.cases, b.value, b.cases))


def difference(before: Decimal, cases_before: int, after: Decimal, cases_after: int) -> tuple[float, float]:
    """Return the 95 % interval of a change between two independent shares, from their Wilson intervals.

    Unlike the textbook interval it keeps its width where all or none are right: Newcombe 1998, method 10,
    https://doi.org/10.1002/(SICI)1097-0258(19980430)17:8%3C873::AID-SIM779%3E3.0.CO;2-I
    """
    a, b, change = float(before), float(after), float(after - before)
    (a_low, a_high), (b_low, b_high) = wilson(before, cases_before), wilson(after, cases_after)
    return change - hypot(b - b_low, a_high - a), change + hypot(b_high - b, a - a_low)


def _settles(a: Measured, b: Measured, threshold: Decimal, cases: int) -> bool:
    low, high = difference(a.value, cases, b.value, cases)
    limit = float(threshold)
    return low > limit or (b.value - a.value <= threshold and (high - low) / 2 <= limit)


def _cases_to_settle(a: Measured, b: Measured, threshold: Decimal) -> int | None:
    """Return the least cases of each version at which the last step is rising or a plateau, if it stays as it is."""
    low, high = 0, _MOST_CASES
    if not _settles(a, b, threshold, high):
        return None
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if _settles(a, b, threshold, middle) else (middle, high)
    return high


def signed(change: Decimal, apart_from: Decimal | None = None) -> str:
    """Return a change with its sign, ``+0.03``; with the decimals it takes to tell it from another figure."""
    places = 3
    while apart_from not in {None, change} and places < 12 and round(change, places) == apart_from:
        places += 1
    return f"{'+' if change >= 0 else '-'}{number(abs(change), places)}"
