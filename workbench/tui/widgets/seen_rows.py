"""Rows that are made when they are seen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import overload

from workbench.plot.rows import Row


class SeenRows(Sequence[Row]):
    """Rows of which those after the first ones are made when they are seen: a list may have thousands.

    Args:
        first: Rows that are made already.
        count: How many follow.
        make: Returns one of those, by its index.
    """

    def __init__(self, first: Sequence[Row], count: int, make: Callable[[int], Row]) -> None:
        self._first, self._count, self._make = first, count, make

    def __len__(self) -> int:
        return len(self._first) + self._count

    @overload
    def __getitem__(self, at: int) -> Row: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[Row]: ...
    def __getitem__(self, at: int | slice) -> Row | Sequence[Row]:
        if isinstance(at, slice):
            return [self[index] for index in range(*at.indices(len(self)))]
        at = range(len(self))[at]
        return self._first[at] if at < len(self._first) else self._make(at - len(self._first))
