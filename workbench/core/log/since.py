"""What has changed since a decision: its figures with the latest readings of its journal put in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from workbench.core.amounts import point
from workbench.core.costs.comparison import Comparison, Figures, compare
from workbench.core.costs.tracked_prices import TRACKED, price_metric
from workbench.core.costs.words import duration, pays_when
from workbench.core.figures import money, number
from workbench.core.known.metrics import chosen
from workbench.core.log.journal import Entry
from workbench.core.log.standing import Point, readings
from workbench.core.record.decision import Decision, check_decision, with_value
from workbench.errors import ValueProblem


def since(decision: Decision, entries: Sequence[Entry], today: date) -> list[str]:
    """Return what the latest readings make of a decision, a sentence each without its full stop.

    First what was read, then what follows from it.
    """
    points = readings(decision, entries, today)
    told = [f"{name} {_moved(row)}" for name, row in points.items() if len(row) > 1 and row[0].value != row[-1].value]
    return told + consequences(decision, points, today)


def consequences(decision: Decision, points: Mapping[str, Sequence[Point]], today: date) -> list[str]:
    """Return what follows from readings for the option that was chosen and for the cheapest one, a sentence each."""
    now = with_readings(decision, points)
    if now is decision:
        return []
    return _costs(decision, compare(decision.costs, today), compare(now.costs, today))


def with_readings(decision: Decision, points: Mapping[str, Sequence[Point]]) -> Decision:
    """Return a decision whose costs have the latest readings of what is tracked; itself where none differs."""
    changed = decision
    for path, row in _tracked(decision, points):
        changed = with_value(changed, path, row[-1].value)
    try:
        check_decision(changed)
    except ValueProblem:
        # A reading that no cost can have, such as a price under zero, says nothing about costs.
        return decision
    return changed


def _tracked(
    decision: Decision, points: Mapping[str, Sequence[Point]]
) -> list[tuple[tuple[str, ...], Sequence[Point]]]:
    """Return the cost inputs that were read after the decision, with what was read."""
    costs = decision.costs
    found: list[tuple[tuple[str, ...], Sequence[Point]]] = []
    volume = points.get("requests_per_month", ())
    if costs.requests_per_month is not None and _differs(costs.requests_per_month, volume):
        found.append((("costs", "requests_per_month"), volume))
    for name, option in costs.option.items():
        for field in TRACKED:
            row = points.get(price_metric(name, field), ())
            if getattr(option, field) is not None and _differs(getattr(option, field), row):
                found.append((("costs", "option", name, field), row))
    return found


def _differs(amount: object, row: Sequence[Point]) -> bool:
    return bool(row) and point(amount) != row[-1].value  # type: ignore[arg-type]


def _moved(row: Sequence[Point]) -> str:
    return f"is {number(row[-1].value, 4)}, was {number(row[0].value, 4)}"


def _costs(decision: Decision, before: Comparison, after: Comparison) -> list[str]:
    told = []
    old, new = chosen(decision, before), chosen(decision, after)
    if old is not None and new is not None:
        was, now = _pays(old), _pays(new)
        if was != now:
            told.append(f"{new.name} {now}, {was.removeprefix('pays ')} when it was decided")
        if old.monthly is not None and new.monthly is not None and old.monthly != new.monthly:
            was, now = money(old.monthly, before.currency), money(new.monthly, after.currency)
            told.append(f"{new.name} costs {now} a month, {was} when it was decided")
    was, now = _cheapest(before), _cheapest(after)
    if was and now and was != now:
        told.append(f"{now} is now the cheapest, {was} when it was decided")
    return told


def _pays(option: Figures) -> str:
    """Return when an option pays, as the end of a sentence; empty for the baseline.

    In time, where that is known: it is what another volume changes.
    """
    versus = option.versus
    if versus is None or versus.verdict is None:
        return ""
    if versus.verdict == "never":
        return "never pays"
    months = versus.break_even_months
    return f"pays after {duration(months)}" if months else f"pays {pays_when(option)}"


def _cheapest(comparison: Comparison) -> str:
    priced: list[tuple[Decimal, str]] = [(f.total, f.name) for f in comparison.options if f.total is not None]
    return min(priced)[1] if priced and len(priced) == len(comparison.options) else ""
