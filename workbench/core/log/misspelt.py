"""Metrics of triggers that are probably misspelt: nearly a known name, and nobody has measured or aimed at them."""

from __future__ import annotations

from collections.abc import Container

from workbench.core.record.decision import Decision
from workbench.core.record.reading import MOST_PAIRS, meant
from workbench.core.triggers import KNOWN_METRICS, condition_of


def misspelt(decision: Decision, measured: Container[str] = ()) -> dict[str, str]:
    """Return by trigger the metric that its condition probably means.

    Args:
        decision: With its triggers and metrics.
        measured: Metrics that have a reading.
    """
    found: dict[str, str] = {}
    if len(decision.trigger) * len(decision.metric) > MOST_PAIRS:
        return found
    for id, trigger in decision.trigger.items():
        condition = condition_of(trigger.when)
        name = condition.metric if condition is not None else None
        if name is None or name in KNOWN_METRICS or name in measured:
            continue
        metric = decision.metric.get(name)
        if metric is not None and (metric.target is not None or metric.source):
            continue
        if near := meant(name, {*KNOWN_METRICS, *decision.metric} - {name}):
            found[id] = near
    return found
