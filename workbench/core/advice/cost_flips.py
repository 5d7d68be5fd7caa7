"""Values of a cost input beyond which the verdict itself changes, not just which option is the cheapest.

Costs argue for or against; they overrule the answers only where training was looked at for its cost alone and never
pays. Each value named is tried: the verdict is worked out anew with the input just past it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from workbench.core.advice.advised import advised_by, given, hangs_on_costs
from workbench.core.advice.vetoes import vetoes
from workbench.core.amounts import MOST_MONTHS
from workbench.core.approaches import trained
from workbench.core.costs.comparison import Comparison, compare
from workbench.core.costs.tipping_points import TippingPoint, tipping_points
from workbench.core.flows.flowchart import Flowchart, walk
from workbench.core.inputs import Costs, Option
from workbench.core.record.decision import Decision, check_decision, with_value
from workbench.errors import ValueProblem


class Turn(NamedTuple):
    """A value of a cost input beyond which another approach is advised."""

    tip: TippingPoint
    then: str


def turns(decision: Decision, flow: Flowchart, comparison: Comparison, today: date) -> tuple[Turn, ...]:
    """Return the cost inputs that alone would change what is advised, the nearest first; not every one is found.

    Args:
        comparison: The decision's options as of `today`.
        today: The day the verdict is given on.
    """
    path = walk(flow, given(decision))
    if not hangs_on_costs(path, vetoes(decision, path, comparison, today)):
        return ()

    def advised(tried: Decision) -> str:
        compared = compare(tried.costs, today)
        return advised_by(tried, path, vetoes(tried, path, compared, today), compared, today)[0]

    now = advised(decision)
    found: dict[tuple[str, bool], Turn] = {}
    for tip in _candidates(decision.costs, comparison, today):
        side = (tip.input, tip.rises)
        if side not in found and (then := _beyond(decision, tip, advised)) not in {None, now}:
            found[side] = Turn(tip, then or "")
    return tuple(sorted(found.values(), key=lambda turn: turn.tip.distance))


def _beyond(decision: Decision, tip: TippingPoint, advised: Callable[[Decision], str]) -> str | None:
    """Return what is advised past a tipping point; None where the input cannot have that value."""
    tried = with_value(decision, tip.path, tip.beyond)
    try:
        check_decision(tried)
    except ValueProblem:
        return None
    return advised(tried)


def _candidates(costs: Costs, comparison: Comparison, today: date) -> Iterator[TippingPoint]:
    """Yield where it may change: training starts or ceases to pay ever, or something else is the cheapest then."""
    base = comparison.baseline
    pair = _only(costs, lambda name, option: name == base or trained(option))
    ever = pair.model_copy(update={"horizon_months": Decimal(MOST_MONTHS)})
    yield from tipping_points(ever, compare(ever), searched=False)
    others = _only(costs, lambda _, option: not trained(option))
    yield from tipping_points(others, compare(others, today), searched=False)
    yield from tipping_points(costs, comparison)


def _only(costs: Costs, wanted: Callable[[str, Option], bool]) -> Costs:
    """Return the costs with just the options wanted."""
    return costs.model_copy(update={"option": {n: option for n, option in costs.option.items() if wanted(n, option)}})
