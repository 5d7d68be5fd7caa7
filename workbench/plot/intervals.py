"""Values with their intervals, one a row, on one axis."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import ceil, isfinite, log10

from workbench.core.charts.specs import Interval, IntervalSpec
from workbench.core.text import clip, columns
from workbench.plot.rows import Canvas, Row, series_role
from workbench.plot.ticks import tick_labels

_MARGIN_FROM = 40
_GAP = 2
_LEAST_AXIS = 12
_LABEL = 14
_TICK_EVERY = 6


@dataclass(frozen=True, slots=True)
class _Axis:
    """Where the axis lies on the canvas, and what its ends stand for."""

    left: int
    width: int
    low: float
    high: float

    def column(self, value: float) -> int:
        """Return the column of a value; what is off the axis stands at its end."""
        span = self.high - self.low
        share = (value - self.low) / span if span > 0 else 0.5
        return self.left + round(min(1.0, max(0.0, share)) * (self.width - 1))


def draw_intervals(spec: IntervalSpec, width: int) -> list[Row]:
    """Return values with intervals as rows of exactly `width` columns.

    A header with ticks, a row for each value, a row between two series, and the target's label where there is one.
    """
    margin = 2 if width >= _MARGIN_FROM else 0
    # On a narrow axis "prompt v1" and "prompt v2" must still not both read "prompt …".
    most = max(width // 3, min(_LABEL, width - margin - _GAP - _LEAST_AXIS))
    labels = min(max((columns(row.label) for row in spec.rows), default=0), most)
    texts = max((columns(row.text) for row in spec.rows), default=0)
    left = margin + labels + (_GAP if labels else 0)
    if width - left - texts - _GAP < _LEAST_AXIS:
        texts = 0
    axis = _Axis(left, max(1, width - left - (texts + _GAP if texts else 0)), spec.low, spec.high)
    lines = _lines(spec.rows)
    has_label = spec.target is not None and bool(spec.target_label)
    canvas = Canvas(width, 1 + len(lines) + has_label)
    _header(canvas, axis, spec)
    if spec.target is not None and isfinite(spec.target):
        _target(canvas, axis, spec.target, clip(spec.target_label, width), len(lines))
    for y, row in enumerate(lines, start=1):
        if row is None:
            canvas.put(margin, y, "· · ·", "muted")
            continue
        canvas.put(margin, y, clip(row.label, labels), "text")
        _bar(canvas, axis, row, y)
        if texts:
            canvas.put(width - columns(row.text), y, row.text, "text")
    return canvas.rows()


def _lines(rows: Sequence[Interval]) -> list[Interval | None]:
    """Return one entry for each line; None parts two series."""
    lines: list[Interval | None] = list(rows[:1])
    for before, row in pairwise(rows):
        lines += [row] if row.series == before.series else [None, row]
    return lines


def _bar(canvas: Canvas, axis: _Axis, row: Interval, y: int) -> None:
    role = series_role(row.series)
    if not isfinite(row.value):
        return
    if row.low is not None and row.high is not None and isfinite(row.low) and isfinite(row.high):
        first, last = sorted((axis.column(row.low), axis.column(row.high)))
        canvas.put(first, y, "━" * (last - first + 1), role)
    canvas.put(axis.column(row.value), y, "●", role)


def _target(canvas: Canvas, axis: _Axis, target: float, label: str, count: int) -> None:
    x = axis.column(target)
    for y in range(1, count + 1):
        canvas.put(x, y, "┊", "warn")
    size = columns(label)
    start = max(0, min(x - size // 2, canvas.width - size))
    canvas.put(start, count + 1, label, "warn")


def _header(canvas: Canvas, axis: _Axis, spec: IntervalSpec) -> None:
    free = 0
    ticks = _ticks(axis)
    if spec.unit != "ratio":
        values = [value for value, _ in ticks]
        ticks = list(zip(values, tick_labels(values, spec.unit, spec.currency), strict=True))
    for value, label in ticks:
        start = max(0, min(axis.column(value) - len(label) // 2, canvas.width - len(label)))
        if start >= free:
            canvas.put(start, 0, label, "muted")
            free = start + len(label) + 1


def _ticks(axis: _Axis) -> list[tuple[float, str]]:
    """Return (value, label) at round steps of 1, 2 or 5, at least six columns apart."""
    span = axis.high - axis.low
    if not isfinite(span) or span <= 0:
        return [(axis.low, f"{axis.low:.2g}")] if isfinite(axis.low) else []
    room = max(1, axis.width // _TICK_EVERY)
    power = 10.0 ** ceil(log10(span / room) - 1)
    step = next(size * power for size in (1, 2, 5, 10, 20) if span / (size * power) <= room)
    places = max(0, -int(f"{step:e}".partition("e")[2]))
    first = ceil(axis.low / step - 1e-9)
    count = int((axis.high - first * step) / step + 1e-9) + 1
    values = [(first + index) * step for index in range(min(count, axis.width))]
    return [(value, f"{value:.{places}f}" if places <= 6 else f"{value:.1e}") for value in values]
