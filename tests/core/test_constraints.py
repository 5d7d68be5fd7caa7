"""Deadline, budget and latency: what an approach cannot keep to."""

from __future__ import annotations

import pytest

from tests.core.made import PROMPT, TODAY, D, tuned
from workbench.core.advice.constraints import broken
from workbench.core.amounts import Range
from workbench.core.costs.comparison import compare
from workbench.core.inputs import Costs
from workbench.core.record.decision import Constraints, Decision


@pytest.mark.parametrize(
    ("upfront", "told"), [(5500, []), (7260, ["tuned costs $7,260 until it is live, the budget is $6,000"])]
)
def test_a_budget_that_is_a_range_is_told_by_its_end_that_is_broken(upfront: int, told: list[str]) -> None:
    costs = Costs(requests_per_month=D(50_000), option={"prompt": PROMPT, "tuned": tuned(upfront)})
    decision = Decision(constraints=Constraints(budget=Range(D(4000), D(6000))), costs=costs)
    comparison = compare(costs, TODAY)
    assert broken(decision, comparison.named("tuned"), "fine-tuning", D(900), comparison, TODAY) == told
