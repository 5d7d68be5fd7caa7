"""What a right answer costs on either side of a comparison. DOMAIN section 4."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from workbench.core.costs.comparison import compare
from workbench.core.evidence.evaluation import Evaluation
from workbench.core.inputs import Costs
from workbench.errors import UsageProblem


@dataclass(frozen=True, slots=True)
class SuccessCost:
    """An option's cost of a request and of a right answer; None where an input is missing, or none was right."""

    option: str
    per_request: Decimal | None
    per_success: Decimal | None


@dataclass(frozen=True, slots=True)
class SuccessCosts:
    """Both sides, in one currency."""

    currency: str
    base: SuccessCost
    candidate: SuccessCost


def the_two(costs: Costs) -> tuple[str, str]:
    """Return the baseline and the other option of costs that have just two.

    Raises:
        UsageProblem: There are more or fewer.
    """
    others = [name for name in costs.option if name != costs.baseline_name]
    if costs.baseline_name is None or len(others) != 1:
        known = ", ".join(costs.option) or "none"
        raise UsageProblem("which options are the two?", f"there are {known}", "write --options BASE,CANDIDATE")
    return costs.baseline_name, others[0]


def success_costs(costs: Costs, names: tuple[str, str], report: Evaluation, today: date) -> SuccessCosts:
    """Return what a right answer costs, the measured accuracies taken.

    Raises:
        UsageProblem: There is no such option.
    """
    for name in names:
        if name not in costs.option:
            known = ", ".join(costs.option)
            raise UsageProblem("no such option", name, f"one of {known}" if known else "the costs have no options")
    comparison = compare(costs, today)
    found = []
    for name, side in zip(names, (report.base, report.candidate), strict=True):
        figures = comparison.named(name)
        cost = figures.per_request if figures is not None else None
        right = cost * report.pairs.n / side.right if cost is not None and side.right else None
        found.append(SuccessCost(name, cost, right))
    return SuccessCosts(comparison.currency, found[0], found[1])
