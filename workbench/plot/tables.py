"""A table of text as rows of a chart: the heading quiet, the first column cut where there is no room."""

from __future__ import annotations

from workbench.core.charts.specs import TableSpec
from workbench.core.text import clip, columns
from workbench.plot.rows import Canvas, Role, Row

_GAP = 2
_LEAST = 10


def draw_table(spec: TableSpec, width: int) -> list[Row]:
    """Return a heading and the rows of a table; where they do not fit, the columns after the first go one by one."""
    lines = [spec.heading, *spec.rows]
    wanted = max(columns(line[0]) for line in lines)
    while len(lines[0]) > 3 and _GAP + wanted + _needed(lines) > width:
        lines = [(line[0], *line[2:]) for line in lines]
    while len(lines[0]) > 2 and _LEAST + _needed(lines) > width:
        lines = [(line[0], *line[2:]) for line in lines]
    canvas = Canvas(width, len(lines))
    label = max(1, width - _needed(lines) - _GAP)
    label = min(label, wanted)
    for y, line in enumerate(lines):
        role: Role = "muted" if y == 0 else "text"
        canvas.put(_GAP, y, clip(line[0], label), role)
        right = _GAP + label
        for at, cell in enumerate(line[1:], start=1):
            right += _GAP + max(columns(other[at]) for other in lines)
            last = at == len(line) - 1 and y > 0
            canvas.put(right - columns(cell), y, cell, "strong" if last else role)
    return canvas.rows()


def _needed(lines: list[tuple[str, ...]]) -> int:
    return sum(_GAP + max(columns(line[at]) for line in lines) for at in range(1, len(lines[0])))
