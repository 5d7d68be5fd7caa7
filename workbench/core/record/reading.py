"""Readings held against the unit of their metric: a share beyond 0..1 is a slip, and would turn a check green."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING

from workbench.core.figures import plain
from workbench.core.triggers import KNOWN_METRICS
from workbench.errors import ValueProblem

if TYPE_CHECKING:
    from workbench.core.record.decision import Decision, Metric

_SHARES = frozenset({"ratio", "share"})
_COUNTS = frozenset({"count", "requests"})
_ALIKE, _LEAST_LETTERS = 0.85, 4
"""How alike two parts of a name are, of so many letters at least, that one is a slip of the other."""
MOST_PAIRS = 20_000
"""Names of a record held against one another: one with thousands of them is not looked through for slips."""
_PER_CENT = ("ratio", "share", "rate", "percent", "%")


def check_reading(tracked: Decision | Mapping[str, Metric], name: str, value: Decimal, percent: bool = False) -> None:
    """Refuse a reading that its metric cannot have.

    Args:
        tracked: The decision, or the metrics it tracks, by name.
        name: Of the metric.
        value: In the metric's unit.
        percent: Whether it was typed with a ``%``.

    Raises:
        ValueProblem: It is a share, and not within 0..1, or none, and typed as one; `field` is the metric.
    """
    metric = (tracked if isinstance(tracked, Mapping) else tracked.metric).get(name)
    check_unit("" if metric is None else metric.unit, name, value, percent)


def check_unit(unit: str, name: str, value: Decimal, percent: bool = False) -> None:
    """Refuse a reading beyond its unit; a metric without one is a share where it is the accuracy.

    Raises:
        ValueProblem: As `check_reading`.
    """
    share = is_share(unit, name)
    if share and not 0 <= value <= 1:
        told = f"{name} is a share, 0..1, not {plain(value)}"
        hint = f"write {plain(value)} %" if 1 < value <= 100 else "write 0.93 or 93 %"
        raise ValueProblem("beyond its unit", told, hint, name)
    if share:
        return
    if percent and (unit or name in KNOWN_METRICS) and not any(one in unit.lower() for one in _PER_CENT):
        told = f"{name} is {f'in {unit}' if unit else 'counted'}, not {plain(value * 100)} %"
        raise ValueProblem("no share", told, "write it without the %", name)
    counted = unit.lower() in _COUNTS or (not unit and name in KNOWN_METRICS)
    if value < 0 and counted and name != "days_to_retirement":
        raise ValueProblem("below zero", f"{name} is counted, not {plain(value)}", "write 0 or more", name)


def is_share(unit: str, name: str) -> bool:
    """Whether a metric's readings are shares, 0..1."""
    return unit.lower() in _SHARES or (not unit and name == "accuracy")


def meant(name: str, known: Iterable[str]) -> str:
    """Return the metric that a name nobody knows is nearest to; empty where none is near."""
    return _nearest(name, tuple(sorted(known)))


@lru_cache(maxsize=1024)
def _nearest(name: str, known: tuple[str, ...]) -> str:
    # The same names are asked about with every key.
    from difflib import get_close_matches

    return next(iter(get_close_matches(name, known, 1, 0.7)), "")


def misspelt(name: str, known: Iterable[str]) -> str:
    """Return the metric that a tracked one is probably a slip of; empty where none is.

    Names that differ in a whole part, in figures or in a letter that tells parts of one thing apart are different ones:
    ``accuracy_de``, ``p95`` beside ``p99``, ``recall_a`` beside ``recall_b``.
    """
    return next((other for other in sorted(known) if other != name and _a_slip(name, other)), "")


def _a_slip(name: str, other: str) -> bool:
    from difflib import SequenceMatcher

    parts, others = (one.lower().replace("-", "_").split("_") for one in (name, other))
    if len(parts) != len(others):
        return "".join(parts) == "".join(others)
    apart = [(a, b) for a, b in zip(parts, others, strict=True) if a != b]
    return all(
        min(len(a), len(b)) >= _LEAST_LETTERS
        and (a + b).isalpha()
        and (sorted(a) == sorted(b) or SequenceMatcher(None, a, b, autojunk=False).ratio() >= _ALIKE)
        for a, b in apart
    )
