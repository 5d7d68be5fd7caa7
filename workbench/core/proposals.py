"""Switch triggers proposed from answers and costs (DOMAIN section 2)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from workbench.core.amounts import point
from workbench.core.costs import Comparison, Figures
from workbench.core.decision import Decision
from workbench.core.figures import months_text, plain
from workbench.core.flow import Flowchart, Walk, walk
from workbench.core.inputs import Option
from workbench.core.metrics import chosen, own_values
from workbench.core.text import free_name
from workbench.core.tipping import LARGEST, turning_volume
from workbench.core.tipping_points import nearest_prices, price_metric, tipping_points
from workbench.core.triggers import KNOWN_METRICS, parse_trigger
from workbench.errors import ValueProblem


@dataclass(frozen=True, slots=True)
class Proposal:
    """A switch trigger offered for the record."""

    id: str
    when: str
    then: str
    because: str
    unit: str = ""
    """Of the metric it asks for, where that is not one the workbench knows."""


def given(decision: Decision) -> dict[str, str]:
    """Return the answers given: question id to answer id."""
    return {id: answer.answer for id, answer in decision.flow.answer.items()}


def trained(option: Option) -> bool:
    """Whether an option trains a model of its own."""
    return "fine-tuning" in option.approach


def challenger(comparison: Comparison) -> Figures | None:
    """The option a reader asks about first: the one that is trained, else the first that is not the baseline."""
    others = [figures for figures in comparison.options if figures.name != comparison.baseline]
    return next(iter([figures for figures in others if trained(figures.option)] or others), None)


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
    """Return every trigger the answers, the costs and the model's retirement imply, not repeating one another."""
    path = walk(flow, given(decision))
    approach = decision.approach
    if approach == "undecided" and path.outcome is not None:
        approach = path.outcome.approach  # type: ignore[assignment]
    proposals = flow_proposals(flow, path)
    if approach != "undecided":
        proposals += cost_proposals(decision, comparison, approach)
        proposals += price_proposals(decision, comparison, approach)
        proposals += target_proposals(decision, own_values(decision, today, comparison))
        option = chosen(decision, comparison, approach)
        if option is not None and option.option.available_until is not None:
            proposals.append(Proposal("retirement", "days_to_retirement < 90", "reopen", "the model goes away"))
    unique: dict[str, Proposal] = {}
    for proposal in proposals:
        if proposal.when not in unique and _readable(proposal.when):
            taken = {other.id for other in unique.values()}
            unique[proposal.when] = replace(proposal, id=free_name(proposal.id, taken))
    return list(unique.values())


def _readable(when: str) -> bool:
    """Whether a proposed condition keeps to the grammar: figures at the far end have more digits than it takes."""
    try:
        parse_trigger(when)
    except ValueProblem:
        return False
    return True
