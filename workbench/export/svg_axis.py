"""What the charts of the page share: a frame with ticks, from values to places."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise
from math import floor, isfinite, log10
from typing import NamedTuple

from workbench.export.markup import Markup, element

_STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)
LETTER = 7.2
"""Width of a letter of the charts at most, in the drawing's units."""


class Frame(NamedTuple):
    """Where values stand in a drawing: the inner box, and the values at its ends."""

    left: float
    right: float
    top: float
    bottom: float
    x_min: float
    x_max: float
    y_min: float
    y_max: float

    def x(self, value: float) -> float:
        """Return the place of a value on the horizontal axis; one outside stands at the edge."""
        return self.left + _share(value, self.x_min, self.x_max) * (self.right - self.left)

    def y(self, value: float) -> float:
        """Return the place of a value on the vertical axis; one outside stands at the edge."""
        return self.bottom - _share(value, self.y_min, self.y_max) * (self.bottom - self.top)


def _share(value: float, low: float, high: float) -> float:
    if not isfinite(value):
        return 1.0
    share = (value - low) / (high - low) if high > low else 0.0
    return min(1.0, max(0.0, share)) if isfinite(share) else 1.0


def ticks(low: float, high: float, most: int = 5) -> list[float]:
    """Return round values from low to high, at most so many steps apart; none where the ends are no usual numbers."""
    width = high - low
    if not isfinite(width) or width <= 0 or width < max(abs(low), abs(high), 1e-290) * 1e-9:
        return []
    size = 10.0 ** floor(log10(width / most))
    step = next((size * factor for factor in _STEPS if width / (size * factor) <= most), size * 10)
    first = floor(low / step)
    found = [float(f"{(first + index) * step:.12g}") for index in range(most + 3)]
    return [value for value in found if low <= value <= high]


def rules(frame: Frame, values: Sequence[float], told: Callable[[float], str]) -> list[Markup]:
    """Return a hairline with its figure for each value of the vertical axis."""
    drawn = []
    for value in values:
        y = frame.y(value)
        drawn.append(element("line", class_="rule", x1=frame.left, x2=frame.right, y1=y, y2=y))
        drawn.append(element("text", told(value), x=frame.left - 8, y=y + 4, text_anchor="end"))
    return drawn


def path(points: Sequence[tuple[float, float]], frame: Frame) -> str:
    """Return points as a path."""
    steps = (f"{frame.x(x):.1f} {frame.y(y):.1f}" for x, y in points)
    return f"M{' L'.join(steps)}"


def spread(places: Sequence[float], apart: float, last: float) -> list[float]:
    """Return places moved so that none is nearer to another than `apart`, and none is below `last`."""
    order = sorted(range(len(places)), key=places.__getitem__)
    moved = list(places)
    for before, index in pairwise(order):
        moved[index] = max(moved[index], moved[before] + apart)
    limit = last
    for index in reversed(order):
        moved[index] = min(moved[index], limit)
        limit = moved[index] - apart
    return moved


def drawing(width: float, height: float, label: str, parts: Sequence[Markup]) -> Markup:
    """Return a drawing that scales with the page; the label is what is read where it is not seen."""
    return element(
        "svg",
        element("title", label),
        *parts,
        viewBox=f"0 0 {width:.0f} {height:.0f}",
        role="img",
        aria_label=label,
    )
