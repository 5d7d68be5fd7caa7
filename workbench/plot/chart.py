"""Line charts as rows: the plot library fills the plot area, axes, ticks, marker and labels are our own text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from math import isfinite, log10

from workbench.core.charts.specs import ChartSpec, Curve
from workbench.core.text import clip, columns, wrap
from workbench.plot.curves import braille
from workbench.plot.rows import Canvas, Row, series_role
from workbench.plot.ticks import short, tick_labels

_FEW_ROWS = 10
_MARGIN_FROM = 40
_TEXT_WIDTH = 72
_FAR = 1e6
"""Points further out than this many areas are drawn as if they were there: it keeps every share finite."""


@dataclass(frozen=True, slots=True)
class _Area:
    """Where the plot lies on the canvas, and which values its edges stand for."""

    left: int
    width: int
    height: int
    x_max: float
    y_min: float
    y_max: float
    x_min: float = 0.0
    log: bool = False

    def share(self, x: float, y: float) -> tuple[float, float]:
        """Return a point as shares of the area from its lower left corner."""
        if self.log:
            return _log_share(x, self.x_min, self.x_max), _log_share(y, self.y_min, self.y_max)
        across = max(-_FAR, min(_FAR, x / self.x_max)) if self.x_max > 0 else 0.0
        span = self.y_max - self.y_min
        # Halved first: the difference of two very large limits is past the largest float.
        up = (y / 2 - self.y_min / 2) / (span / 2) if span > 0 else 0.0
        return across, max(-_FAR, min(_FAR, up))

    def column(self, x: float) -> int:
        """Return the column of the canvas a value of x falls into."""
        share, _ = self.share(x, self.y_min)
        return self.left + min(self.width - 1, max(0, int(share * self.width)))

    def row(self, y: float) -> int:
        """Return the row of the canvas a value of y falls into."""
        _, share = self.share(self.x_min, y)
        return min(self.height - 1, max(0, int((1 - share) * self.height)))


def _log_share(value: float, low: float, high: float) -> float:
    if value <= 0 or not 0 < low < high:
        return -_FAR
    return (log10(value) - log10(low)) / (log10(high) - log10(low))


def draw(spec: ChartSpec, width: int, height: int) -> list[Row]:
    """Return a line chart as exactly `height` rows of exactly `width` columns.

    The last row is the x axis. Under ten rows of plot only the curves with `keep` are drawn, where there are any.
    """
    canvas = Canvas(max(0, width), max(0, height))
    curves = _shown(spec, height - 1)
    if not curves:
        _sentence(canvas, spec.note)
        return canvas.rows()
    labels = _ticks(spec, height - 1)
    gutter = max(columns(label) for _, label in labels) + (2 if width >= _MARGIN_FROM else 0)
    gutter = min(gutter, width // 2)
    names = _names(curves, width)
    right = max((columns(name) for name in names), default=0)
    room = width - gutter - 1 - (right + 1 if right else 0)
    area = _Area(gutter + 1, max(1, room), height - 1, spec.x_max, spec.y_min, spec.y_max, spec.x_min, spec.log)
    _axis(canvas, area, spec, labels)
    _band(canvas, area, spec)
    _lines(canvas, area, curves)
    _mark(canvas, area, spec)
    _ends(canvas, area, curves, names)
    if spec.note:
        _note(canvas, area, spec.note)
    return canvas.rows()


def _shown(spec: ChartSpec, rows: int) -> list[Curve]:
    """Return the curves there is room for, their points finite; kept ones last, so that they lie on top."""
    if rows < 1:
        return []
    sound = [
        curve._replace(points=tuple(point for point in curve.points if _is_drawn(point, spec.log)))
        for curve in spec.curves
    ]
    drawn = [curve for curve in sound if curve.points]
    kept = [curve for curve in drawn if curve.keep]
    if rows < _FEW_ROWS and kept:
        return kept
    return [curve for curve in drawn if not curve.keep] + kept


def _is_drawn(point: tuple[float, float], log: bool) -> bool:
    return isfinite(point[0]) and isfinite(point[1]) and (not log or (point[0] > 0 and point[1] > 0))


def _ticks(spec: ChartSpec, rows: int) -> list[tuple[float, str]]:
    """Return (value, label) of the ticks: two under ten rows, else three."""
    low, high = spec.y_min, spec.y_max
    middle = 10 ** (log10(low) / 2 + log10(high) / 2) if spec.log else low / 2 + high / 2
    values = [high, low] if rows < _FEW_ROWS else [high, middle, low]
    if rows < 2 or high <= low:
        values = [high]
    return list(zip(values, tick_labels(values, spec.y_unit, spec.currency), strict=True))


def _names(curves: Sequence[Curve], width: int) -> list[str]:
    """Return each curve's name with its end value, within a third of the width; none where that is too little."""
    most = width // 3
    if most < 5:
        return []
    names = []
    for curve in curves:
        room = most - columns(curve.end) - 1
        whole = f"{clip(curve.name, room)} {curve.end}".strip() if room >= 2 else clip(curve.name, most)
        names.append(whole)
    return names


def _axis(canvas: Canvas, area: _Area, spec: ChartSpec, ticks: Sequence[tuple[float, str]]) -> None:
    gutter = area.left - 1
    for y in range(area.height):
        canvas.put(gutter, y, "│", "rule")
    canvas.put(gutter, area.height, "└" + "─" * area.width, "rule")
    for value, label in ticks:
        text = clip(label, gutter)
        y = area.row(value) if len(ticks) > 1 else area.height - 1
        canvas.put(gutter - columns(text), y, text, "muted")
        canvas.put(gutter, y, "┤", "rule")
    if spec.log:
        canvas.put(area.left, area.height, f" {short(spec.x_min)} ", "muted")
    taken = _mark_label(canvas, area, spec)
    text = clip(spec.x_label, area.width - 2)
    # Under the names of the lines there is room, where the marker's number stands too near.
    start = max(area.left + area.width - columns(text), taken + 2)
    if text and start + columns(text) <= canvas.width:
        canvas.put(start - 1, area.height, f" {text}", "muted")


def _mark_label(canvas: Canvas, area: _Area, spec: ChartSpec) -> int:
    """Set the marker's label into the axis and return the column after it."""
    mark = spec.mark
    if mark is None or not _in_window(area, mark.x):
        return area.left
    text = clip(mark.label, area.width - 2)
    if not text:
        return area.left
    size = columns(text) + 2
    start = area.column(mark.x) - size // 2
    start = max(area.left, min(start, area.left + area.width - size))
    canvas.put(start, area.height, f" {text} ", "good")
    return start + size


def _in_window(area: _Area, x: float) -> bool:
    return isfinite(x) and area.x_min <= x <= area.x_max


def _band(canvas: Canvas, area: _Area, spec: ChartSpec) -> None:
    """Dot the cells between the edges of the band, every other one: the lines stay what the eye sees first."""
    if spec.band is None:
        return
    points = [point for point in spec.band.points if all(map(isfinite, point))]
    for (x0, low0, high0), (x1, low1, high1) in pairwise(points):
        for x in range(area.column(x0), area.column(x1) + (x1 == points[-1][0])):
            at = x0 + ((x - area.left + 0.5) / area.width * area.x_max - x0)
            share = min(1.0, max(0.0, (at - x0) / (x1 - x0)))
            low, high = low0 + (low1 - low0) * share, high0 + (high1 - high0) * share
            for y in range(area.row(high), area.row(low) + 1):
                if (x + y) % 2:
                    canvas.put(x, y, "·", series_role(spec.band.series))


def _lines(canvas: Canvas, area: _Area, curves: Sequence[Curve]) -> None:
    shares = [[area.share(x, y) for x, y in curve.points] for curve in curves]
    for (column, row), (char, index) in braille(shares, area.width, area.height).items():
        canvas.put(area.left + column, row, char, series_role(curves[index].series))


def _mark(canvas: Canvas, area: _Area, spec: ChartSpec) -> None:
    passing = spec.passing
    if passing is not None and _in_window(area, passing.x) and isfinite(passing.y):
        canvas.put(area.column(passing.x), area.row(passing.y), "◇", "good")
    mark = spec.mark
    if mark is None or not _in_window(area, mark.x):
        return
    x = area.column(mark.x)
    for y in range(area.height):
        if canvas.is_blank(x, y):
            canvas.put(x, y, "┊", "good")
    if isfinite(mark.y):
        canvas.put(x, area.row(mark.y), "◆", "good")


def _ends(canvas: Canvas, area: _Area, curves: Sequence[Curve], names: Sequence[str]) -> None:
    """Name every line at its right end, moved apart; where rows are short, the kept ones come first."""
    named = list(zip(curves, names, strict=False))[-area.height :]
    named.sort(key=lambda pair: -pair[0].points[-1][1])
    wanted = [area.row(curve.points[-1][1]) for curve, _ in named]
    for (curve, name), y in zip(named, apart(wanted, area.height), strict=True):
        canvas.put(area.left + area.width + 1, y, name, series_role(curve.series))


def apart(wanted: Sequence[int], height: int) -> list[int]:
    """Return rows near the wanted ones (ascending), no two the same; at most `height` of them."""
    rows: list[int] = []
    for y in wanted:
        rows.append(max(y, rows[-1] + 1) if rows else y)
    last = height - 1
    for index in range(len(rows) - 1, -1, -1):
        rows[index] = min(rows[index], last)
        last = rows[index] - 1
    return rows


def _sentence(canvas: Canvas, note: str) -> None:
    """Stand a sentence where there is no chart: halfway down, from the left."""
    indent = 2 if canvas.width >= _MARGIN_FROM else 0
    lines = _wrapped(note, canvas.width - indent, canvas.height)
    top = max(0, (canvas.height - len(lines)) // 2)
    for y, line in enumerate(lines, start=top):
        canvas.put(indent, y, line, "text")


def _note(canvas: Canvas, area: _Area, note: str) -> None:
    """Set a note into the plot where it hides the least of the lines, on as few rows as that takes."""
    best: tuple[int, int, int, list[str]] | None = None
    for width in range(area.width - 4, 11, -6) or [area.width - 4]:
        lines = _wrapped(note, width, area.height)
        found = _least_hidden(canvas, area, lines)
        if found is not None and (best is None or found[0] < best[0]):
            best = (*found, lines)
        if best is not None and best[0] == 0:
            break
    if best is None:
        return
    _, x, y, lines = best
    for offset, line in enumerate(lines):
        canvas.put(x, y + offset, f" {line} ", "text")


def _least_hidden(canvas: Canvas, area: _Area, lines: Sequence[str]) -> tuple[int, int, int] | None:
    """Return (cells hidden, x, y) of the best place for lines of text, the topmost and leftmost of equals."""
    if not lines:
        return None
    wide = max(map(columns, lines)) + 2
    drawn = [
        list(accumulate((not canvas.is_blank(x, y) for x in range(canvas.width)), initial=0))
        for y in range(area.height)
    ]
    places = (
        (sum(drawn[y + line][x + wide] - drawn[y + line][x] for line in range(len(lines))), y, x)
        for y in range(area.height - len(lines) + 1)
        for x in range(area.left + 1, area.left + area.width - wide + 1, 2)
    )
    found = min(places, default=None)
    return None if found is None else (found[0], found[2], found[1])


def _wrapped(note: str, width: int, rows: int) -> list[str]:
    """Return a note wrapped at words, at most 72 wide, what is over the rows cut with ``…``."""
    width = min(width, _TEXT_WIDTH)
    if width < 2 or rows < 1 or not note:
        return []
    lines = wrap(note, width)
    if len(lines) > rows:
        lines = [*lines[: rows - 1], clip(" ".join(lines[rows - 1 :]), width)]
    return lines
