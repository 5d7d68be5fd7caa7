"""Readings held against the unit of their metric: a share beyond 0..1 is a slip, and would turn a check green."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING

from workbench.core.figures import plain
from workbench.errors import ValueProblem

if TYPE_CHECKING:
    from workbench.core.decision import Decision, Metric

_SHARES = frozenset({"ratio", "share"})


def check_reading(tracked: Decision | Mapping[str, Metric], name: str, value: Decimal) -> None:
    """Refuse a reading that its metric cannot have.

    Args:
        tracked: The decision, or the metrics it tracks, by name.
        name: Of the metric.
        value: In the metric's unit.

    Raises:
        ValueProblem: It is a share, and not within 0..1; `field` is the metric.
    """
    metric = (tracked if isinstance(tracked, Mapping) else tracked.metric).get(name)
    check_unit("" if metric is None else metric.unit, name, value)


def check_unit(unit: str, name: str, value: Decimal) -> None:
    """Refuse a reading beyond its unit; a metric without one is a share where it is the accuracy.

    Raises:
        ValueProblem: As `check_reading`.
    """
    share = unit.lower() in _SHARES or (not unit and name == "accuracy")
    if share and not 0 <= value <= 1:
        told = f"{name} is a share, 0..1, not {plain(value)}"
        hint = f"write {plain(value)} %" if 1 < value <= 100 else "write 0.93 or 93 %"
        raise ValueProblem("beyond its unit", told, hint, name)
