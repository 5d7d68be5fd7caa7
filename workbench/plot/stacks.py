"""Stacked bars, one a row: each part has its own fill, so that two colours are enough, and its own colour."""

from __future__ import annotations

from itertools import accumulate, pairwise
from math import isfinite

from workbench.core.charts.specs import StackSpec
from workbench.core.text import clip, columns
from workbench.plot.rows import Canvas, Row, series_role

_FILLS = "█▓▒░▚▞"
_MARGIN_FROM = 40
_GAP = 2


def draw_stacks(spec: StackSpec, width: int) -> list[Row]:
    """Return the bars as rows of exactly `width` columns, and under them what each fill stands for."""
    margin = _GAP if width >= _MARGIN_FROM else 0
    labels = min(max((columns(row.label) for row in spec.rows), default=0), width // 4)
    texts = max((columns(row.text) for row in spec.rows), default=0)
    left = margin + labels + _GAP
    room = max(1, width - left - texts - _GAP)
    legend = _legend(spec, width - left)
    canvas = Canvas(width, len(spec.rows) + 1 + len(legend))
    longest = max((sum(row.parts) for row in spec.rows), default=0.0)
    for y, row in enumerate(spec.rows):
        canvas.put(margin, y, clip(row.label, labels), series_role(row.series))
        canvas.put(width - columns(row.text), y, row.text, "strong")
        if not longest > 0 or not isfinite(longest):
            continue
        # Where a part begins is rounded, not how long it is: the bars end where their sums say.
        edges = [round(edge / longest * room) for edge in accumulate(row.parts, initial=0.0)]
        for part, (start, end) in enumerate(pairwise(edges)):
            canvas.put(left + start, y, _FILLS[part % len(_FILLS)] * (end - start), series_role(part + 1))
    for y, entries in enumerate(legend, start=len(spec.rows) + 1):
        x = left
        for part in entries:
            canvas.put(x, y, _FILLS[part % len(_FILLS)], series_role(part + 1))
            canvas.put(x + 2, y, spec.parts[part], "muted")
            x += columns(spec.parts[part]) + 4
    return canvas.rows()


def _legend(spec: StackSpec, width: int) -> list[list[int]]:
    """Return the parts line by line, as many on a line as fit."""
    lines: list[list[int]] = [[]]
    used = 0
    for part, name in enumerate(spec.parts):
        needed = columns(name) + 4
        if lines[-1] and used + needed > width:
            lines.append([])
            used = 0
        lines[-1].append(part)
        used += needed
    return lines
