"""What would change the verdict through a figure: each value named does, and where costs only argue there is none."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from tests.core.made import PROMPT, TODAY, D, tuned
from tests.core.test_advice_laws import FOR_COST, GUIDED, TO_TRAINING, made, verdict
from tests.core.test_tipping_points import COSTS
from workbench.core.advice.cost_flips import Turn, turns
from workbench.core.costs.comparison import compare
from workbench.core.inputs import Costs
from workbench.core.record.decision import Decision, check_decision, with_value
from workbench.store.decisions import open_decision

NEVER_PAYS = Path(__file__).parent.parent / "cases" / "trained-for-cost-never-pays.toml"
KINDS = st.sampled_from(["prompting", "caching", "other-model", "fine-tuning", "rag+fine-tuning"])


def found(decision: Decision) -> tuple[Turn, ...]:
    return turns(decision, GUIDED, compare(decision.costs, TODAY), TODAY)


@st.composite
def money_decisions(draw: st.DrawFn) -> Decision:
    """Decisions in which training is looked at for its cost, the first option a prompt."""
    costs = draw(COSTS)
    kinds = ["prompting", *(draw(KINDS) for _ in costs.option)]
    options = {
        name: option.model_copy(update={"approach": kind})
        for (name, option), kind in zip(costs.option.items(), kinds, strict=False)
    }
    return made(FOR_COST, costs=costs.model_copy(update={"option": options}))


@given(money_decisions())
def test_past_each_value_that_is_named_another_approach_is_advised(decision: Decision) -> None:
    now = verdict(decision).advised
    for turn in found(decision):
        moved = with_value(decision, turn.tip.path, turn.tip.beyond)
        check_decision(moved)
        assert verdict(moved).advised == turn.then != now


@given(COSTS)
def test_where_accuracy_was_sought_no_figure_of_the_costs_changes_the_verdict(costs: Costs) -> None:
    options = {name: o.model_copy(update={"approach": "fine-tuning"}) for name, o in costs.option.items()}
    decision = made(TO_TRAINING, costs=costs.model_copy(update={"option": {**options, "prompt": PROMPT}}))
    assert found(decision) == ()
    none = decision.model_copy(update={"costs": Costs()})
    assert verdict(none).advised == verdict(decision).advised


def test_a_training_that_pays_is_no_longer_advised_under_its_floor() -> None:
    hosted = tuned(20).model_copy(update={"hosting_per_hour": D(2)})
    decision = made(FOR_COST, costs=Costs(requests_per_month=D(100_000), option={"prompt": PROMPT, "own": hosted}))
    assert verdict(decision).advised == "fine-tuning"
    floor = next(turn for turn in found(decision) if turn.tip.input == "requests_per_month")
    # 1,440 a month of hosting at 0.0234 saved a request, and 20 more to repay within 600 months: 61,539.9 requests.
    assert (floor.tip.at, floor.tip.rises, floor.then) == (D(61_539), False, "prompting")


def test_a_training_looked_at_for_its_cost_is_advised_where_nothing_else_is_cheaper() -> None:
    decision = open_decision(NEVER_PAYS).decision
    assert verdict(decision).advised == "other-model"
    told = {turn.tip.input: (turn.tip.at, turn.then) for turn in found(decision)}
    assert told["requests_per_month"] == (D(5_800_000), "fine-tuning")
    assert told["option.small.input_price"] == (D("4.07"), "prompting")


def test_nothing_is_named_without_costs_or_with_a_question_open() -> None:
    assert found(made(FOR_COST)) == ()
    assert found(made({"tried": "yes"}, costs=Costs(option={"prompt": PROMPT, "own": tuned(20)}))) == ()
