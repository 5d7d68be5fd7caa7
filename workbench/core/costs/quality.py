"""Accuracy in money: what a right answer costs, and what wrong ones do. DOMAIN section 4."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from workbench.core.amounts import point
from workbench.core.figures import plain
from workbench.core.inputs import Costs, Option


class Quality(NamedTuple):
    """An option's accuracy in money, for each request; None where an input is missing.

    Args:
        accuracy: Share of right answers.
        cost_per_success: Cost of a request over the share of right ones; None where none is right.
        expected_cost: Cost of a request, plus what wrong answers cost, less what right ones are worth.
        break_even_accuracy: Share of right answers from which they are worth more than the wrong ones cost.
    """

    accuracy: Decimal | None
    cost_per_success: Decimal | None
    expected_cost: Decimal | None
    break_even_accuracy: Decimal | None


def quality(option: Option, per_request: Decimal) -> Quality | None:
    """Return an option's accuracy in money; None where neither accuracy nor what answers are worth is given."""
    if option.accuracy is None and option.value_of_right is None and option.cost_of_wrong is None:
        return None
    right, wrong = _money(option.value_of_right), _money(option.cost_of_wrong)
    valued = option.value_of_right is not None or option.cost_of_wrong is not None
    needed = wrong / (wrong + right) if valued and wrong + right else None
    if option.accuracy is None:
        return Quality(None, None, None, needed)
    share = point(option.accuracy)
    expected = per_request + (1 - share) * wrong - share * right if valued else None
    return Quality(share, per_request / share if share else None, expected, needed)


def _money(amount: object) -> Decimal:
    return Decimal(0) if amount is None else point(amount)  # type: ignore[arg-type]


def quality_notes(costs: Costs) -> list[str]:
    """Return which options are right too seldom for their answers to be worth anything."""
    notes = []
    for name, option in costs.option.items():
        found = quality(option, Decimal(0))
        if found is None or found.accuracy is None or found.break_even_accuracy is None:
            continue
        if option.value_of_right is not None and found.accuracy < found.break_even_accuracy:
            needed = plain((found.break_even_accuracy * 100).quantize(Decimal("0.1"), "ROUND_CEILING"))
            notes.append(
                f"{name} is right {plain(found.accuracy * 100)} % of the time; "
                f"under {needed} % its wrong answers cost more than its right ones are worth"
            )
    return notes
