"""The cost so far of every option as a drawing, with the break-even marked."""

from __future__ import annotations

from decimal import Decimal

from workbench.core.charts.specs import ChartSpec, Curve
from workbench.core.figures import money
from workbench.core.text import clip, columns
from workbench.export.markup import Markup, element
from workbench.export.svg_axis import LETTER, Frame, drawing, path, rules, spread, ticks

_WIDTH, _HEIGHT = 720.0, 270.0
_DASHES = ("", "7 4", "2 4", "10 4 2 4")
_NAME = 20


def cost_drawing(spec: ChartSpec, taken: str | None) -> Markup:
    """Return the chart; the option named in `taken` has the accent, the others are told apart by their dashes."""
    ends = [f"{clip(curve.name, _NAME)}  {curve.end}" for curve in spec.curves]
    room = max((columns(end) for end in ends), default=0) * LETTER + 16
    values = ticks(spec.y_min, spec.y_max)
    labels = [money(Decimal(repr(value)), spec.currency) for value in values]
    left = max((columns(label) for label in labels), default=0) * LETTER + 14
    frame = Frame(
        left, max(left + 200, _WIDTH - room), 26, _HEIGHT - 26, spec.x_min, spec.x_max, spec.y_min, spec.y_max
    )
    parts = rules(frame, values, lambda value: labels[values.index(value)])
    parts += _band(spec, frame) + _mark(spec, frame)
    parts += [_line(curve, frame, taken, index) for index, curve in enumerate(_others_first(spec, taken))]
    parts += _ends(spec, frame, ends, taken) + _foot(spec, frame)
    return drawing(_WIDTH, _HEIGHT, _label(spec), parts)


def _others_first(spec: ChartSpec, taken: str | None) -> list[Curve]:
    return sorted(spec.curves, key=lambda curve: curve.name == taken)


def _line(curve: Curve, frame: Frame, taken: str | None, index: int) -> Markup:
    if curve.name == taken:
        return element("path", class_="line taken", d=path(curve.points, frame))
    dashes = _DASHES[index % len(_DASHES)]
    return element(
        "path", class_="line", d=path(curve.points, frame), **({"stroke_dasharray": dashes} if dashes else {})
    )


def _band(spec: ChartSpec, frame: Frame) -> list[Markup]:
    if spec.band is None or not spec.band.points:
        return []
    low = [(x, low) for x, low, _ in spec.band.points]
    high = [(x, high) for x, _, high in reversed(spec.band.points)]
    return [element("path", class_="band", d=f"{path([*low, *high], frame)} Z")]


def _mark(spec: ChartSpec, frame: Frame) -> list[Markup]:
    if spec.mark is None:
        return []
    x, y = frame.x(spec.mark.x), frame.y(spec.mark.y)
    told = f"break-even {spec.mark.label}{' requests' if spec.x_label.endswith('requests') else ''}"
    return [
        element("line", class_="mark", x1=x, x2=x, y1=frame.top - 6, y2=frame.bottom),
        element("path", class_="diamond", d=f"M{x:.1f} {y - 5:.1f} l5 5 l-5 5 l-5 -5 Z"),
        element("text", told, class_="accent", x=x, y=frame.top - 12, text_anchor="middle"),
    ]


def _ends(spec: ChartSpec, frame: Frame, ends: list[str], taken: str | None) -> list[Markup]:
    heights = [frame.y(curve.points[-1][1]) + 4 for curve in spec.curves]
    drawn = []
    for curve, end, y in zip(spec.curves, ends, spread(heights, 16, frame.bottom + 4), strict=True):
        kind = {"class_": "accent"} if curve.name == taken else {}
        x = frame.x(curve.points[-1][0])
        drawn.append(element("text", end, x=x + 8, y=y, **kind))
    return drawn


def _foot(spec: ChartSpec, frame: Frame) -> list[Markup]:
    y = frame.bottom
    return [
        element("line", class_="axis", x1=frame.left, x2=frame.right, y1=y, y2=y),
        element("text", "0", x=frame.left, y=y + 18, text_anchor="middle"),
        element("text", spec.x_label, x=frame.right, y=y + 18, text_anchor="end"),
    ]


def _label(spec: ChartSpec) -> str:
    told = [f"{curve.name} {curve.end}" for curve in spec.curves]
    mark = f"; break-even at {spec.mark.label}" if spec.mark is not None else ""
    return f"{spec.title} until {spec.x_label}: {', '.join(told)}{mark}"
