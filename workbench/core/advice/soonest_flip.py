"""What flips the verdict soonest: the figure or the answer with which another approach is advised, each tried first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from workbench.core.advice.advised import advised
from workbench.core.advice.answer_flips import Tip
from workbench.core.advice.constraints import ENOUGH_EXAMPLES
from workbench.core.amounts import DAYS_A_MONTH, point
from workbench.core.approaches import trained
from workbench.core.costs.comparison import Comparison
from workbench.core.costs.turning_volume import turning_volume
from workbench.core.figures import number
from workbench.core.flows.flowchart import Flowchart, Question, Step, Walk
from workbench.core.known.example_count import examples_path
from workbench.core.known.facts import Fact
from workbench.core.known.metrics import challenger, chosen
from workbench.core.record.decision import Answer, Decision, Path, with_value
from workbench.core.triggers import OnMetric, parse_trigger

_SIDES = {"at": ">=", "under": "<", "over": ">"}
_UNITS = {"requests_per_month": "a month", "labelled_examples": "examples"}
"""The metrics whose readings move by themselves; the words after their figures."""
_VOLUME = ("costs", "requests_per_month")
Changes = tuple[tuple[Path, object], ...]


class Turning(NamedTuple):
    """A change of the record with which something else is advised.

    Args:
        long, short: In words, the short form for a narrow line: ``flips under 10,000 a month``, ``flips < 10,000``.
        now: Where the figure stands today: ``now 100,000``; empty for an answer, or where it is not known.
        then: What is advised then; ``undecided`` where another question is to be answered first.
        changes: The edits that make it; none where nothing is advised yet, and only what pays is told.
    """

    long: str
    short: str
    now: str
    then: str
    changes: Changes

    def applied(self, decision: Decision) -> Decision:
        """Return the decision with the change made."""
        for path, value in self.changes:
            decision = with_value(decision, path, value)
        return decision


class Scene(NamedTuple):
    """What is tried on: the decision with its flowchart and figures, and what is advised now."""

    decision: Decision
    flow: Flowchart
    path: Walk
    facts: Mapping[str, Fact]
    comparison: Comparison
    today: date
    now: str

    def then(self, changes: Changes) -> str:
        """Return what is advised after some edits."""
        return advised(Turning("", "", "", "", changes).applied(self.decision), self.flow, self.today)


def turning(scene: Scene, answers: Sequence[Tip]) -> Turning | None:
    """Return what flips the verdict soonest: a figure that moves by itself, else the last answer that alone does.

    Args:
        answers: As `tips` has them.
    """
    if scene.path.question is not None:
        undecided = scene.decision.approach == "undecided"
        return _here(scene, scene.path.question) if undecided else _pays_from(scene)
    figures, rest = [*_of_costs(scene), *_of_examples(scene)], list[Turning]()
    for step in reversed(scene.path.steps):
        found = _of_step(scene, step)
        if found is not None:
            (rest if found.then == "undecided" else figures).append(found)
        # Of the answers to one question that which decides comes before that which only asks on.
        own = sorted((tip for tip in answers if tip.question == step.question.id), key=lambda tip: bool(tip.asks))
        rest += [_of_answer(scene, tip) for tip in own[:1]]
    return next(iter([*_nearest(scene, figures), *rest]), None)


def _here(scene: Scene, question: Question) -> Turning | None:
    """Return the first answer of the open question that decides at once."""
    for choice in question.choices.values():
        outcome = scene.flow.outcomes.get(choice.target)
        if outcome is None or outcome.approach == "undecided":
            continue
        changes = _answering(scene, question.id, choice.id)
        if scene.then(changes) == outcome.approach:
            told = f"if {choice.said}: {outcome.headline}"
            return Turning(told, told, "", outcome.approach, changes)
    return None


def _pays_from(scene: Scene) -> Turning | None:
    """Return the volume from which what was recorded pays, where nothing is advised yet that could flip."""
    comparison = scene.comparison
    base, option = comparison.named(comparison.baseline), chosen(scene.decision, comparison)
    rival = challenger(comparison) if option is not None and option is base else option
    volume = None if rival is None or base is None else turning_volume(scene.decision.costs, rival, base)
    if rival is None or volume is None:
        return None
    name = "pays" if rival is option else f"{rival.name} pays"
    return Turning(f"{name} from {number(volume)} a month", f"pays >= {number(volume)}", "", "", ())


def _nearest(scene: Scene, found: Sequence[Turning]) -> list[Turning]:
    """Return the figures that flip it: the volume before others, the nearest to where it stands first."""
    known = scene.facts.get("requests_per_month")

    def away(each: Turning) -> tuple[bool, Decimal]:
        path, value = each.changes[0]
        if known is None or path != _VOLUME or not isinstance(value, Decimal):
            return path[-1] == "labelled_examples", Decimal(0)
        return False, abs(value - known.value)

    return sorted(found, key=away)


def _of_costs(scene: Scene) -> Iterator[Turning]:
    """Yield the volumes from which a training costs less than what trains nothing, where those turn what is advised."""
    costs, options = scene.decision.costs, scene.comparison.options
    if costs.requests_per_month is None or all(s.choice.aim != "cost" for s in scene.path.steps):
        return
    pairs = [(own, other) for own in options for other in options if trained(own.option) and not trained(other.option)]
    for own, other in pairs:
        limit = turning_volume(costs, own, other)
        if limit is None:
            continue
        rises = point(costs.requests_per_month) < limit
        changes: Changes = ((_VOLUME, limit if rises else limit - 1),)
        then = scene.then(changes)
        if then not in {scene.now, "undecided"}:
            yield _of_figure(scene, "requests_per_month", "at" if rises else "under", limit, then, changes)


def _of_examples(scene: Scene) -> Iterator[Turning]:
    """Yield the examples that end the veto that there are none, where training is what the answers lead to."""
    known = scene.facts.get("labelled_examples")
    if known is not None and not known.value:
        changes = _reading(scene.decision, "labelled_examples", ENOUGH_EXAMPLES, "at")
        then = scene.then(changes)
        if then not in {scene.now, "undecided"}:
            yield _of_figure(scene, "labelled_examples", "at", ENOUGH_EXAMPLES, then, changes)


def _of_step(scene: Scene, step: Step) -> Turning | None:
    """Return the figure at which an answer that rests on one would have to change, if the advice does with it."""
    crossing = _crossing(step, scene.facts)
    if crossing is None:
        return None
    metric, side, limit, value, answer = crossing
    changes = (*_reading(scene.decision, metric, value, side), *_answering(scene, step.question.id, answer))
    then = scene.then(changes)
    return None if then == scene.now else _of_figure(scene, metric, side, limit, then, changes)


def _crossing(step: Step, facts: Mapping[str, Fact]) -> tuple[str, str, Decimal, Decimal, str] | None:
    """Return where the figure behind an answer crosses its cut: metric, side, limit, a value there, the answer then."""
    question, taken = step.question, step.choice.id
    condition = parse_trigger(question.evidence) if question.evidence and question.kind == "choice" else None
    if not isinstance(condition, OnMetric) or condition.metric not in _UNITS or taken not in {"yes", "no"}:
        return None
    known, limit = facts.get(condition.metric), condition.limit
    if known is not None and condition.met(known.value) != (taken == "yes"):
        # The figure is past the cut already: it is the answer that flips it.
        return None
    then = "no" if taken == "yes" else "yes"
    tried = (("at", limit), ("under", limit - 1), ("over", limit + 1))
    side, value = next((s, v) for s, v in tried if condition.met(v) == (then == "yes"))
    # Examples are collected, and seldom thrown away.
    if value < 0 or (condition.metric == "labelled_examples" and side == "under"):
        return None
    return condition.metric, side, limit, value, then


def _of_figure(scene: Scene, metric: str, side: str, limit: Decimal, then: str, changes: Changes) -> Turning:
    verb = "flips" if then != "undecided" else "reopens"
    known = scene.facts.get(metric)
    now = f"now {number(known.value, 0)}" if known is not None else ""
    long = f"{verb} {side} {number(limit)} {_UNITS[metric]}"
    return Turning(long, f"{verb} {_SIDES[side]} {number(limit)}", now, then, changes)


def _of_answer(scene: Scene, tip: Tip) -> Turning:
    answer = f"{tip.short} {tip.label.lower()}"
    verb = "reopens" if tip.asks else "changes"
    long = f"{verb} if {tip.reason}" if tip.reason else f"{verb} with “{answer}”"
    short = f"{'reopens' if tip.asks else 'flips'} if {tip.label.lower()} to {tip.short}"
    return Turning(long, short, "", tip.then, _answering(scene, tip.question, tip.answer))


def _reading(decision: Decision, metric: str, value: Decimal, side: str) -> Changes:
    """Return the edits that give a metric a value, wherever the record has it."""
    if metric == "labelled_examples":
        counted = examples_path(decision)
        typed: Changes = ((("score", "labelled_examples"), value),)
        # A data report counts before what is typed into the scorecard.
        return (*typed, (counted, int(value))) if counted is not None else typed
    if decision.costs.requests_per_month is None and decision.score.requests_per_day is not None:
        daily = (value / DAYS_A_MONTH).to_integral_value("ROUND_FLOOR" if side == "under" else "ROUND_CEILING")
        return ((("score", "requests_per_day"), daily),)
    return ((_VOLUME, value),)


def _answering(scene: Scene, question: str, answer: str) -> Changes:
    before = scene.decision.flow.answer.get(question)
    note = before.note if before is not None else ""
    # Known to be valid: a start need not build the validator for it.
    return ((("flow", "answer", question), Answer.model_construct(answer=answer, note=note)),)
