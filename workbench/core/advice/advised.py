"""What is advised: what the answers lead to, unless a veto, a measurement or the costs overrule it.

DOMAIN sections 1 to 5.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from workbench.core.advice.case import Reason
from workbench.core.advice.duels import beaten
from workbench.core.advice.vetoes import Veto, vetoes
from workbench.core.amounts import point
from workbench.core.approaches import TRAINING
from workbench.core.costs.comparison import Comparison, Figures, compare
from workbench.core.editing.session import Session
from workbench.core.figures import money, months_text
from workbench.core.flows.flowchart import Flowchart, Walk, walk
from workbench.core.known.facts import target
from workbench.core.record.decision import Decision, with_value


def given(decision: Decision) -> dict[str, str]:
    """Return the answers given: question id to answer id."""
    return {id: answer.answer for id, answer in decision.flow.answer.items()}


def advised(decision: Decision, flow: Flowchart, today: date, comparison: Comparison | None = None) -> str:
    """Return the approach that is advised; ``undecided`` is not enough evidence yet."""
    comparison = comparison or compare(decision.costs, today)
    path = walk(flow, given(decision))
    return advised_by(decision, path, vetoes(decision, path, comparison, today), comparison, today)[0]


def advised_by(
    decision: Decision, path: Walk, ruled: tuple[Veto, ...], comparison: Comparison, today: date
) -> tuple[str, Reason | None]:
    """Return the approach that is advised, and why it is not the one the answers lead to."""
    approach, why = _by_answers(path, ruled)
    if (duel := beaten(decision, path, approach, comparison, today)) is not None:
        # What was measured counts more than what was answered, and than what it would cost.
        without = "rag" if approach == "rag+fine-tuning" else "prompting"
        return without, Reason(f"training measured worse: {duel.won}", "Evidence")
    if hangs_on_costs(path, ruled):
        found = _cheaper(approach, comparison, target(decision))
        if found is not None:
            own, cheaper = found
            why, approach = Reason(_dearer(own, cheaper, comparison), "Costs"), cheaper.option.approach
    return approach, why


def hangs_on_costs(path: Walk, ruled: tuple[Veto, ...]) -> bool:
    """Whether figures of the cost table can change what is advised: where training was looked at for its cost alone."""
    return _by_answers(path, ruled)[0] in TRAINING and any(step.choice.aim == "cost" for step in path.steps)


def in_force(decision: Decision, ruled: tuple[Veto, ...], advice: str) -> str:
    """Return the approach that is argued for: what somebody recorded and nothing rules out, else what is advised."""
    recorded = decision.approach
    return advice if recorded == "undecided" or any(recorded in veto.rules_out for veto in ruled) else recorded


def following(before: Decision, after: Decision, flow: Flowchart, today: date) -> Decision:
    """Return a decision after an edit with its approach following what is advised, as long as nobody chose another one.

    A draft's follows every edit. Of what was proposed or accepted only an answer changes it, and then to what the
    vetoes leave.
    """
    answered, moved = given(after) != given(before), after.approach != before.approach
    if moved and not answered:
        return after
    if not moved:
        if after.status != "draft" and not answered:
            return after
        if all(getattr(after, part) == getattr(before, part) for part in _RESTS_ON):
            return after
        if before.approach not in {"undecided", advised(before, flow, today)}:
            return after
    advice = advised(after, flow, today)
    return after if advice == after.approach else with_value(after, ("approach",), advice)


def followed(before: Session, after: Session, flow: Flowchart, today: date) -> Session:
    """Return a sitting after an edit with the approach of its decision following what is advised."""
    if after.stored is not before.stored:
        return after
    decision = following(before.committed, after.decision, flow, today)
    committed = decision if after.committed == after.decision else after.committed
    return replace(after, decision=decision, committed=committed) if decision is not after.decision else after


_RESTS_ON = ("flow", "costs", "score", "accuracy", "evidence", "metric")
"""The parts of a record that the advice rests on."""


def _by_answers(path: Walk, ruled: tuple[Veto, ...]) -> tuple[str, Reason | None]:
    """Return the approach that answers and vetoes leave, and the veto that overrules the answers."""
    outcome = path.outcome
    if outcome is None or outcome.approach == "undecided":
        return "undecided", None
    approach, why = outcome.approach, None
    for veto in ruled:
        if approach in veto.rules_out:
            why = Reason(f"training is ruled out: {veto.text}", veto.place, veto.question)
            approach = veto.replaces(approach)
    return approach, why


def _cheaper(approach: str, comparison: Comparison, aim: Decimal | None) -> tuple[Figures, Figures] | None:
    """Return the cheapest option of an approach and the cheapest that trains nothing, where that one costs no more.

    Up to the horizon, every option of the approach priced. One that was measured short of the target is no saving.
    """
    own = [figures for figures in comparison.options if figures.option.approach == approach]
    others = [f for f in comparison.options if f.total is not None and _stands_in(f, aim)]
    if not own or not others or any(figures.total is None for figures in own):
        return None
    mine, cheapest = min(own, key=_total), min(others, key=_total)
    return (mine, cheapest) if _total(cheapest) <= _total(mine) else None


def _total(figures: Figures) -> Decimal:
    return figures.total or Decimal(0)


def _dearer(own: Figures, cheaper: Figures, comparison: Comparison) -> str:
    if own.versus is not None and own.versus.verdict == "never":
        return f"training was looked at for its cost, and never pays: {cheaper.name} is cheaper"
    costs = [f"{one.name} {money(_total(one), comparison.currency)}" for one in (cheaper, own)]
    return f"training was looked at for its cost: {' and '.join(costs)} in {months_text(own.horizon)}"


def _stands_in(figures: Figures, aim: Decimal | None) -> bool:
    if figures.option.approach in {*TRAINING, "undecided"}:
        return False
    reached = figures.option.accuracy
    return aim is None or reached is None or point(reached) >= aim
