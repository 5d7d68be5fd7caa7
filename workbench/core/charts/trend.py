"""Readings of a metric against a trigger's limit, as a chart."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from workbench.core.charts.specs import ChartSpec, Curve
from workbench.core.figures import number
from workbench.core.log.standing import Point

_DAY = 86_400.0


def trend_chart(metric: str, points: Sequence[Point], limit: Decimal | None, today: date) -> ChartSpec:
    """Return the readings of a metric over the days since the first of them, its limit a level line.

    Args:
        points: At least one reading, the earliest first.
        limit: What a trigger holds them against; None where none does.
        today: The last day of the axis: a reading holds until the next one.
    """
    start = points[0].at
    days = [(point.at - start).total_seconds() / _DAY for point in points]
    end = max(days[-1], float((today - start.date()).days), 1.0)
    read = [(day, float(point.value)) for day, point in zip(days, points, strict=True)]
    # A reading is known until the next one: its line goes on level to today.
    curves = [Curve("now", 1, (*read, (end, read[-1][1])), number(points[-1].value, 4), keep=True)]
    if limit is not None:
        level = float(limit)
        curves.append(Curve("limit", 2, ((0.0, level), (end, level)), number(limit, 4), keep=True))
    lows, highs = zip(*((min(ys), max(ys)) for ys in ([y for _, y in curve.points] for curve in curves)), strict=True)
    low, high = min(lows), max(highs)
    margin = (high - low) * 0.08 or abs(high) * 0.1 or 1.0
    floor = low - margin if low < 0 else max(0.0, low - margin)
    label = f"{today.day} {today:%b}"
    ratio = low >= 0 and high <= 1
    return ChartSpec(
        metric, tuple(curves), end, label, floor, high + margin, "ratio" if ratio else "count",
        figures=(("readings", str(len(points))),),
    )  # fmt: skip
