"""The readings of one metric as a drawing, against the limits that its triggers hold it to."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from workbench.core.figures import number
from workbench.core.log.standing import Point, readings
from workbench.core.text import clip, columns, counted
from workbench.core.triggers import OnMetric, parse_trigger
from workbench.errors import ValueProblem
from workbench.export.exported import Exported
from workbench.export.markup import Markup, element
from workbench.export.svg_axis import LETTER, Frame, drawing, path, rules, ticks

_WIDTH, _HEIGHT = 460.0, 200.0
_DAY = 86_400.0
_DOTS = 40
_THEN = 18


class Limit(NamedTuple):
    """A limit that a trigger holds a metric to, and what follows past it."""

    condition: OnMetric
    then: str


class Tracked(NamedTuple):
    """A metric with its readings, the earliest first, and its limits."""

    metric: str
    points: tuple[Point, ...]
    limits: tuple[Limit, ...]


def tracked(one: Exported) -> list[Tracked]:
    """Return the metrics that triggers watch and that were read since the decision."""
    found = readings(one.decision, one.entries, one.today)
    read = {name for entry in one.entries for name in entry.reading}
    limits: dict[str, list[Limit]] = {}
    for trigger in one.decision.trigger.values():
        try:
            condition = parse_trigger(trigger.when)
        except ValueProblem:
            continue
        if isinstance(condition, OnMetric) and condition.metric in read:
            limits.setdefault(condition.metric, []).append(Limit(condition, trigger.then))
    return [Tracked(metric, tuple(found[metric]), tuple(kept)) for metric, kept in limits.items()]


def readings_drawing(shown: Tracked, today: date) -> Markup:
    """Return the chart; the side of a limit on which its trigger fires is shaded."""
    begin = shown.points[0].at
    places = [((point.at - begin).total_seconds() / _DAY, float(point.value)) for point in shown.points]
    held = [float(limit.condition.limit) for limit in shown.limits]
    low, high = min(*(y for _, y in places), *held), max(*(y for _, y in places), *held)
    room = (high - low) * 0.15 or abs(high) * 0.05 or 1.0
    steps = ticks(low - room, high + room, 4)
    labels = _even(steps)
    ends = [
        f"{limit.condition.op} {number(limit.condition.limit, 4)} {clip(limit.then, _THEN)}" for limit in shown.limits
    ]
    left = max((columns(label) for label in labels), default=0) * LETTER + 14
    right = max(left + 120, _WIDTH - max(map(columns, ends)) * LETTER - 14)
    days = max(1.0, places[-1][0], float((today - begin.date()).days))
    frame = Frame(left, right, 16, _HEIGHT - 26, 0, days, low - room, high + room)
    parts = rules(frame, steps, lambda value: labels[steps.index(value)])
    parts += [part for limit, told in zip(shown.limits, ends, strict=True) for part in _limit(limit, told, frame)]
    parts += [element("path", class_="line", d=path(places, frame)), *_dots(shown, places, frame)]
    return drawing(_WIDTH, _HEIGHT, _label(shown), [*parts, *_foot(begin.date(), today, frame)])


def _even(values: Sequence[float]) -> list[str]:
    """Return figures with as many decimals as the longest of them needs."""
    told = [number(Decimal(repr(value)), 6) for value in values]
    places = max((len(text.partition(".")[2]) for text in told), default=0)
    return [f"{value:,.{places}f}" for value in values]


def _limit(limit: Limit, told: str, frame: Frame) -> list[Markup]:
    y = frame.y(float(limit.condition.limit))
    top, bottom = (y, frame.bottom) if limit.condition.op in {"<", "<="} else (frame.top, y)
    return [
        element("rect", class_="band", x=frame.left, y=top, width=frame.right - frame.left, height=bottom - top),
        element("line", class_="limit", x1=frame.left, x2=frame.right, y1=y, y2=y),
        element("text", told, class_="accent", x=frame.right + 8, y=y + 4),
    ]


def _dots(shown: Tracked, places: Sequence[tuple[float, float]], frame: Frame) -> list[Markup]:
    """Return a dot for each reading, full where it is past a limit; of many only those and the last."""
    drawn = []
    for index, (point, (x, y)) in enumerate(zip(shown.points, places, strict=True)):
        past = any(limit.condition.met(point.value) for limit in shown.limits)
        if past or len(places) <= _DOTS or index == len(places) - 1:
            kind = "dot past" if past else "dot"
            drawn.append(element("circle", class_=kind, cx=frame.x(x), cy=frame.y(y), r=3.5))
    return drawn


def _foot(begin: date, today: date, frame: Frame) -> list[Markup]:
    y = frame.bottom
    return [
        element("line", class_="axis", x1=frame.left, x2=frame.right, y1=y, y2=y),
        element("text", str(begin), x=frame.left, y=y + 18),
        element("text", str(today), x=frame.right, y=y + 18, text_anchor="end"),
    ]


def _label(shown: Tracked) -> str:
    last = shown.points[-1]
    limits = ", ".join(str(limit.condition) for limit in shown.limits)
    return f"{shown.metric}: {counted(len(shown.points), 'reading')}, the last {number(last.value, 4)}; limits {limits}"
