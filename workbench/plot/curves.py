"""Curves as braille cells. The only module that imports plotext, and only when something is drawn."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

Point = tuple[float, float]
Cells = dict[tuple[int, int], tuple[str, int]]
"""(column, row) of a drawn cell to its braille character and the index of the curve it belongs to."""

_DOTS_ACROSS, _DOTS_DOWN = 2, 4
_TOLERANCE = 0.2
_EMPTY = " \u2800"


def braille(curves: Sequence[Sequence[Point]], width: int, height: int) -> Cells:
    """Return the cells that lines through points take.

    Args:
        curves: For each line its points (x, y) as shares of the area: (0, 0) is the lower left corner, (1, 1) the
            upper right one; x ascending. What lies outside is cut off. Later lines lie over earlier ones.
        width: Columns of the area.
        height: Rows of the area.
    """
    runs = [(index, run) for index, points in enumerate(curves) for run in _inside(points)]
    if not runs or width < 1 or height < 1:
        return {}
    matrix = _matrix([(index, _thinned(run, width, height)) for index, run in runs], width, height)
    cells: Cells = {}
    for row, line in enumerate(matrix.string(colorless=True).split("\n")[:height]):
        for column, char in enumerate(line[:width]):
            if char not in _EMPTY:
                red, green, _ = matrix.get(row, column).foreground()
                cells[column, row] = (char, red * 256 + green)
    return cells


def _matrix(runs: Sequence[tuple[int, Sequence[Point]]], width: int, height: int) -> Any:
    """Draw runs of points on a figure of its own, so that nothing stays behind; the colour tells the curve."""
    import plotext

    # `plotext.figure` and `plotext.terminal` are shared by the whole process; their classes make private ones.
    figure = type(plotext.figure)(parent=type(plotext.terminal)().limit(False, False))
    figure.plot_size(width, height)
    figure.axes(False).legend(False).canvas("default")
    for axis in (0, 1):
        figure.ruler(axis, 0).lim(0, 1).frequency(0).alignment(lim="edge")
    for index, points in runs:
        marker = plotext.marker("braille", pixel=plotext.pixel((index // 256, index % 256, 0)))
        figure.draw(figure.signal([x for x, _ in points], [y for _, y in points], marker=marker).lines(True))
    return figure.build()


def _inside(points: Sequence[Point]) -> list[list[Point]]:
    """Return the parts of a line that lie in the unit square."""
    if all(0 <= x <= 1 and 0 <= y <= 1 for x, y in points):
        return [list(points)] if points else []
    runs: list[list[Point]] = []
    for start, end in pairwise(points):
        piece = _cut(start, end)
        if piece is None:
            continue
        if runs and runs[-1][-1] == piece[0]:
            runs[-1].append(piece[1])
        else:
            runs.append(list(piece))
    return runs


def _cut(start: Point, end: Point) -> tuple[Point, Point] | None:
    """Return the part of a stretch that lies in the unit square (Liang and Barsky)."""
    first, last = 0.0, 1.0
    for here, there in zip(start, end, strict=True):
        step = there - here
        if step == 0:
            if not 0 <= here <= 1:
                return None
            continue
        low, high = sorted((-here / step, (1 - here) / step))
        first, last = max(first, low), min(last, high)
    if first > last:
        return None
    return _along(start, end, first), _along(start, end, last)


def _along(start: Point, end: Point, share: float) -> Point:
    if share in (0.0, 1.0):
        return end if share else start
    x, y = (here + (there - here) * share for here, there in zip(start, end, strict=True))
    return min(1.0, max(0.0, x)), min(1.0, max(0.0, y))


def _thinned(points: Sequence[Point], width: int, height: int) -> list[Point]:
    """Return the points that matter at this size: drawing time grows with their number, not with the line's length."""
    across, down = width * _DOTS_ACROSS, height * _DOTS_DOWN
    if len(points) > 2 * across:
        points = _extremes(points, across)
    kept = [points[0]]
    low, high = float("-inf"), float("inf")
    for before, after in pairwise(points):
        x0, y0 = kept[-1]
        if before != kept[-1]:
            step = before[0] - x0
            room = _TOLERANCE / down
            low = max(low, (before[1] - room - y0) / step) if step > 0 else float("inf")
            high = min(high, (before[1] + room - y0) / step) if step > 0 else float("-inf")
        slope = (after[1] - y0) / (after[0] - x0) if after[0] > x0 else None
        if before != kept[-1] and (slope is None or not low <= slope <= high):
            kept.append(before)
            low, high = float("-inf"), float("inf")
    return [*kept, points[-1]]


def _extremes(points: Sequence[Point], columns: int) -> list[Point]:
    """Return the ends and, of every column of dots, the lowest and the highest point, in their order."""
    lanes: dict[int, list[int]] = {}
    for index, (x, _) in enumerate(points):
        lanes.setdefault(int(x * columns), []).append(index)
    kept = {0, len(points) - 1}
    for lane in lanes.values():
        kept |= {min(lane, key=lambda index: points[index][1]), max(lane, key=lambda index: points[index][1])}
    return [points[index] for index in sorted(kept)]
