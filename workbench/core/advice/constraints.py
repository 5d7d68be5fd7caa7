"""Deadline, budget and latency: what speaks against an approach that cannot keep to them. DOMAIN section 1."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from workbench.core.amounts import highest, lowest, point
from workbench.core.approaches import TRAINING
from workbench.core.costs.comparison import Comparison, Figures
from workbench.core.figures import money, number
from workbench.core.record.decision import Constraints, Decision
from workbench.core.text import counted

ENOUGH_EXAMPLES = Decimal(500)
_DAYS: Mapping[str, tuple[int, str]] = {
    "prompting": (1, "a prompt takes a day"),
    "caching": (1, "caching takes a day"),
    "other-model": (2, "measuring another model takes days"),
    "corpus-in-prompt": (2, "gathering the documents takes days"),
    "rag": (10, "building and measuring a search takes weeks"),
    "fine-tuning": (3, "training and measuring take days"),
    "rag+fine-tuning": (14, "a search and a training take weeks"),
}
"""Days an approach takes at least, rules of thumb: a prompt minutes, training hours, its data days to weeks."""
_COLLECTING = (21, "collecting and reviewing examples takes weeks")


def least_days(approach: str, examples: Decimal | None) -> tuple[int, str]:
    """Return the days an approach takes at least, and why; without enough examples they are collected first."""
    if approach in TRAINING and (examples is None or examples < ENOUGH_EXAMPLES):
        return _COLLECTING
    return _DAYS.get(approach, (0, ""))


def too_late(constraints: Constraints, approach: str, examples: Decimal | None, today: date) -> str:
    """Return why an approach cannot be live in time; empty where it can, or nothing is asked for."""
    if constraints.ship_by is None:
        return ""
    left = (constraints.ship_by - today).days
    days, why = least_days(approach, examples)
    if left < 0:
        return f"it was to be live by {constraints.ship_by}, which is past"
    told = "today" if not left else f"in {counted(left, 'day')}"
    return f"to be live by {constraints.ship_by}, {told}: {why}" if left < days else ""


def broken(
    decision: Decision,
    option: Figures | None,
    approach: str,
    examples: Decimal | None,
    comparison: Comparison,
    today: date,
) -> list[str]:
    """Return what an approach cannot keep to, one sentence each.

    Args:
        option: The cost option that stands for the approach; None where there is none.
        examples: Labelled examples, where known.
        today: The day from which the time left is counted.
    """
    asked = decision.constraints
    late = too_late(asked, approach, examples, today)
    found = [late] if late else []
    if option is None:
        return found
    if asked.budget is not None and option.upfront is not None and option.upfront > highest(asked.budget):
        cost, most = (money(value, comparison.currency) for value in (option.upfront, highest(asked.budget)))
        found.append(f"{option.name} costs {cost} until it is live, the budget is {most}")
    if asked.latency_ms is not None and option.option.latency_ms is not None:
        takes, most_ms = lowest(option.option.latency_ms), highest(asked.latency_ms)
        if takes > most_ms:
            found.append(f"{option.name} takes {number(takes, 0)} ms, {number(most_ms, 0)} are allowed")
    return found


def unmeasured(decision: Decision, option: Figures | None) -> list[str]:
    """Return what has to be measured before a constraint can be checked."""
    asked = decision.constraints
    found = []
    if asked.latency_ms is not None and (option is None or option.option.latency_ms is None):
        name = option.name if option is not None else "the approach"
        found.append(f"latency of {name}: time a hundred requests, {number(point(asked.latency_ms), 0)} ms are allowed")
    if asked.budget is not None and (option is None or option.upfront is None):
        found.append("what it costs until it is live, which the budget limits: fill in the cost table")
    return found
