"""Numbers that are many at once: one float for each draw of a range."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache
from itertools import repeat
from operator import add, mul, sub, truediv

from workbench.core.amounts import Range
from workbench.core.inputs import Costs, Option, inputs

_ONE_FOR_ALL = {"Tokens", "Prices"}


class Draws:
    """A number that may be many: a float, or one float for each draw. Adds, subtracts, multiplies and divides."""

    __slots__ = ("values",)

    def __init__(self, values: float | list[float]) -> None:
        self.values = values

    def _with(self, other: Draws, operator: Callable[[float, float], float]) -> Draws:
        mine, theirs = self.values, other.values
        if isinstance(mine, float) and isinstance(theirs, float):
            return Draws(operator(mine, theirs))
        return Draws(list(map(operator, _each(mine), _each(theirs))))

    def __add__(self, other: Draws) -> Draws:
        return self._with(other, add)

    def __sub__(self, other: Draws) -> Draws:
        return self._with(other, sub)

    def __mul__(self, other: Draws) -> Draws:
        return self._with(other, mul)

    def __truediv__(self, other: Draws) -> Draws:
        return self._with(other, truediv)

    def __iter__(self) -> Iterator[float]:
        """One value a draw, without an end where all are the same."""
        return iter(_each(self.values))


def _each(values: float | list[float]) -> Iterator[float] | list[float]:
    return values if isinstance(values, list) else repeat(values)


def is_one_for_all(path: tuple[str, ...]) -> bool:
    """Whether the same range in two options is the same unknown: one prompt, one price list."""
    return len(path) == 3 and inputs(Option)[path[2]].group in _ONE_FOR_ALL


def drawn(costs: Costs, draws: int, seed: int, owner: str, name: str, value: Range) -> list[float]:
    """Return draws of the range an option (or, with no owner, the costs they share) has for an input.

    Whoever asks for the same unknown again gets the same draws.
    """
    if owner and is_one_for_all(("option", owner, name)):
        owner = next(first for first, option in costs.option.items() if getattr(option, name) == value)
    # Not seeded by the ends: while a range is typed its draws move, they do not jump.
    place = list(costs.option).index(owner) if owner else ""
    return _sample(f"{seed} {place} {name}", value, draws)


@lru_cache(maxsize=32)
def _sample(seed: str, value: Range, draws: int) -> list[float]:
    """Return draws of a range; the list is shared, a key in another field draws nothing anew."""
    # A generator of its own, seeded: nothing outside is read or changed. Loaded where ranges are.
    import random

    low, high = float(value.low), float(value.high)
    random_one = random.Random(seed).random
    if value.likely is None or low == high:
        spread = high - low
        return [low + spread * random_one() for _ in range(draws)]
    likely = float(value.likely)
    cut = (likely - low) / (high - low)
    left, right = (high - low) * (likely - low), (high - low) * (high - likely)
    shares = (random_one() for _ in range(draws))
    return [low + (u * left) ** 0.5 if u < cut else high - ((1 - u) * right) ** 0.5 for u in shares]
