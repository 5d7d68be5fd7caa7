"""Switch triggers proposed from answers and costs (DOMAIN section 2)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from workbench.core.advice.advised import advised_by, given, in_force
from workbench.core.advice.answer_reasons import speaks
from workbench.core.advice.constraints import ENOUGH_EXAMPLES
from workbench.core.advice.duels import beaten
from workbench.core.advice.measured import misses_target
from workbench.core.advice.vetoes import LEAST_DAYS, Veto, vetoes
from workbench.core.amounts import point
from workbench.core.approaches import TRAINING
from workbench.core.costs.comparison import Comparison, Figures
from workbench.core.costs.tipping_points import nearest_prices, tipping_points
from workbench.core.costs.tracked_prices import price_metric
from workbench.core.costs.turning_volume import LARGEST, turning_volume
from workbench.core.figures import months_text, number, plain
from workbench.core.flows.flowchart import Flowchart, Walk, walk
from workbench.core.known.facts import examples
from workbench.core.known.metrics import challenger, chosen, own_values
from workbench.core.record.decision import Decision
from workbench.core.text import free_name
from workbench.core.triggers import KNOWN_METRICS, Known, OnMetric, parse_trigger, state
from workbench.errors import ValueProblem


class Proposal(NamedTuple):
    """A switch trigger offered for the record."""

    id: str
    when: str
    then: str
    because: str
    unit: str = ""
    """Of the metric it asks for, where that is not one the workbench knows."""


def flow_proposals(flow: Flowchart, path: Walk) -> list[Proposal]:
    """Return the triggers that the answers imply: of the one that ended the path, and of those that could turn it."""
    if path.outcome is None or not path.steps:
        return []
    proposals = []
    for step in path.steps:
        choice = step.choice
        if choice.trigger is not None and (step is path.steps[-1] or choice.then != path.outcome.approach):
            asked = parse_trigger(choice.trigger).metric
            unit = "count" if asked is not None and asked not in KNOWN_METRICS else ""
            proposals.append(Proposal(step.question.id, choice.trigger, choice.then, choice.because, unit))
    return proposals


def cost_proposals(decision: Decision, comparison: Comparison, approach: str) -> list[Proposal]:
    """Return the triggers that the costs imply: the volume at which it turns, and the cost of what was replaced."""
    base = comparison.named(comparison.baseline)
    option = chosen(decision, comparison, approach)
    if base is None or option is None or base.per_request is None:
        return []
    proposals = []
    rival = option if option.name != base.name else challenger(comparison)
    volume = None if rival is None else turning_volume(decision.costs, rival, base)
    if rival is not None and volume is not None and rival.name != base.name:
        within = f"within {months_text(rival.horizon)}"
        if option is rival:
            because = f"under this volume {rival.name} does not repay {within}"
            proposals.append(Proposal("break-even", f"requests_per_month < {plain(volume)}", _then(base), because))
        else:
            because = f"from this volume {rival.name} repays {within}"
            proposals.append(Proposal("break-even", f"requests_per_month >= {plain(volume)}", _then(rival), because))
    if option.name != base.name and base.monthly and option.monthly is not None and option.monthly < base.monthly:
        # Rounded up: a limit under today's figure would fire at once.
        step = Decimal(1) if base.monthly >= 10 else Decimal("0.0001")
        limit = plain(base.monthly.quantize(step, "ROUND_CEILING") if base.monthly < LARGEST else base.monthly)
        proposals.append(
            Proposal("cost", f"cost_per_month > {limit}", "reopen", f"dearer than {base.name}, which it replaced")
        )
    return proposals


def price_proposals(decision: Decision, comparison: Comparison, approach: str) -> list[Proposal]:
    """Return triggers on the prices at which what was chosen for its cost is no longer the cheapest."""
    option = chosen(decision, comparison, approach)
    tips = tipping_points(decision.costs, comparison, searched=False)
    if option is None or not tips or tips[0].first != option.name:
        return []
    proposals = []
    for tip in nearest_prices(tips):
        rival = comparison.named(tip.then)
        if rival is None or tip.option is None:
            continue
        metric = price_metric(tip.option, tip.name)
        when = f"{metric} {'>' if tip.rises else '<'} {plain(tip.at)}"
        because = f"{rival.name} is then the cheapest within {months_text(option.horizon)}"
        unit = f"{comparison.currency} {'an hour' if tip.name == 'hosting_per_hour' else 'per 1M tokens'}"
        proposals.append(Proposal(metric.replace("_", "-"), when, _then(rival), because, unit))
    return proposals


def target_proposals(decision: Decision, values: Mapping[str, Decimal]) -> list[Proposal]:
    """Return the trigger of an accuracy that falls short of its target; none while it is short of it today."""
    metric = decision.metric.get("accuracy")
    if metric is None or metric.target is None:
        return []
    aim = point(metric.target)
    if values.get("accuracy", aim) < aim:
        return []
    return [Proposal("accuracy", f"accuracy < {plain(aim)}", "reopen", "the accuracy that is needed is missed")]


def _then(option: Figures) -> str:
    return option.option.approach if option.option.approach != "undecided" else "reopen"


def propose(decision: Decision, flow: Flowchart, comparison: Comparison, today: date) -> list[Proposal]:
    """Return every trigger the answers, the costs and the model's retirement imply for the approach in force.

    None that today's own values fire or come near to, none that leads where it is already or to what is ruled out; one
    for each direction of the volume.
    """
    path = walk(flow, given(decision))
    ruled = vetoes(decision, path, comparison, today)
    approach = in_force(decision, ruled, advised_by(decision, path, ruled, comparison, today)[0])
    standing = decision.model_copy(update={"approach": approach})
    proposals = [*_of_answers(flow, path, approach), *_of_vetoes(path, ruled)]
    if approach != "undecided":
        proposals += cost_proposals(decision, comparison, approach)
        proposals += price_proposals(decision, comparison, approach)
        proposals += target_proposals(decision, own_values(standing, today, comparison))
        proposals += _retirement(decision, comparison, approach)
    known = [_known(each, comparison, today) for each in (standing, decision)]
    nowhere = {approach, decision.approach}.union(*(veto.rules_out for veto in ruled))
    leading = [p for p in proposals if p.then not in nowhere and _readable(p.when)]
    quiet = [p for p in leading if not any(state(parse_trigger(p.when), each) in _AT_ONCE for each in known)]
    unique: dict[str, Proposal] = {}
    for proposal in _one_volume([_reopening(p, decision, path, comparison, today) for p in quiet]):
        if proposal.when not in unique:
            taken = {other.id for other in unique.values()}
            unique[proposal.when] = proposal._replace(id=free_name(proposal.id, taken))
    return list(unique.values())


_AT_ONCE = ("fired", "near")


def _of_answers(flow: Flowchart, path: Walk, approach: str) -> list[Proposal]:
    """Return the triggers of those answers that speak for the approach in force."""
    speaking = {step.question.id for step in path.steps if speaks(step.choice, path, approach)}
    return [
        proposal
        for proposal in flow_proposals(flow, path)
        if proposal.id in speaking and (approach in TRAINING or not proposal.when.startswith("days_to_retirement"))
    ]


def _of_vetoes(path: Walk, ruled: Sequence[Veto]) -> list[Proposal]:
    """Return the trigger that lifts a veto of what the answers lead to."""
    led_to = path.outcome.approach if path.outcome is not None else "undecided"
    lifted = any(veto.lifted_by == "labelled_examples" and led_to in veto.rules_out for veto in ruled)
    when = f"labelled_examples >= {ENOUGH_EXAMPLES}"
    return [Proposal("examples", when, "reopen", "enough labelled examples to train on")] if lifted else []


def _retirement(decision: Decision, comparison: Comparison, approach: str) -> list[Proposal]:
    option = chosen(decision, comparison, approach)
    if approach not in TRAINING or option is None or option.option.available_until is None:
        return []
    return [Proposal("retirement", f"days_to_retirement < {LEAST_DAYS}", "reopen", "the model goes away")]


def _known(decision: Decision, comparison: Comparison, today: date) -> Known:
    """Return what the record itself says today."""
    values = own_values(decision, today, comparison)
    counted = examples(decision)
    if counted is not None:
        values["labelled_examples"] = counted.value
    return Known(today, values, decision.decided or today)


def _reopening(proposal: Proposal, decision: Decision, path: Walk, comparison: Comparison, today: date) -> Proposal:
    """Return a proposal that reopens, where the approach it names was measured short of the target, or worse."""
    then = proposal.then
    short = then != "reopen" and misses_target(decision, comparison, then)
    return proposal._replace(then="reopen") if short or beaten(decision, path, then, comparison, today) else proposal


def _one_volume(proposals: Sequence[Proposal]) -> list[Proposal]:
    """Return the proposals with one limit of the volume for each direction: the one that is met first."""
    found: dict[str, tuple[int, OnMetric]] = {}
    kept: list[Proposal] = []
    for proposal in proposals:
        condition = parse_trigger(proposal.when)
        if not isinstance(condition, OnMetric) or condition.metric != "requests_per_month":
            kept.append(proposal)
            continue
        side = condition.op[0]
        if side not in found:
            found[side] = len(kept), condition
            kept.append(proposal)
            continue
        at, before = found[side]
        first = condition.limit > before.limit if side == "<" else condition.limit < before.limit
        one, other, limit = (proposal, kept[at], before) if first else (kept[at], proposal, condition)
        kept[at] = _joined(one, other, limit)
        found[side] = at, condition if first else before
    return kept


def _joined(one: Proposal, other: Proposal, limit: OnMetric) -> Proposal:
    """Return a proposal with the reason of another limit of the same figure said too; both must lead the same way."""
    volume = f"{number(limit.limit)} a month"
    told = other.because.replace("this volume", volume) if "this volume" in other.because else ""
    because = [text for text in (one.because, told or f"{other.because} ({limit.op} {volume})".strip()) if text]
    return one._replace(then=one.then if one.then == other.then else "reopen", because="; ".join(because))


def _readable(when: str) -> bool:
    """Whether a proposed condition keeps to the grammar: figures at the far end have more digits than it takes."""
    try:
        parse_trigger(when)
    except ValueProblem:
        return False
    return True
