"""What would change the advice, each answer or figure beside what it is now."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from workbench.core.advice.advised import given
from workbench.core.advice.answer_flips import Tip
from workbench.core.advice.answer_reasons import evidence
from workbench.core.advice.vetoes import Place
from workbench.core.approaches import ACTIONS
from workbench.core.costs.input_texts import input_label, input_text, limit_text
from workbench.core.figures import number, ratio
from workbench.core.flows.flips import flips
from workbench.core.flows.flowchart import UNKNOWN, Question, cut_text, figure
from workbench.core.known.facts import best_prompt, target
from workbench.core.triggers import OnMetric, parse_trigger
from workbench.tui.view import View

_MET = {">=": "from", ">": "over", "<": "under", "<=": "up to"}
_NOT_MET = {">=": "under", ">": "up to", "<": "from", "<=": "over"}
_NAMES = {
    "requests_per_month": ("requests a month", "a month"),
    "labelled_examples": ("labelled examples", "examples"),
    "accuracy_margin": ("prompt accuracy", "by the prompt"),
}
"""A figure's name, and how it is told after its limit."""


_ASKS = "asks"


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that alone would change the advice.

    Args:
        name: The question or the figure.
        at: The answer, or from where on: ``under 10,000``.
        now: The answer or the figure today.
        then: What would be advised.
        brief: Name and `at` in as few words as say it.
        place, question: Where it is answered or entered.
        asks: Whether it leads to a question that is not answered yet, and `then` names that.
    """

    name: str
    at: str
    now: str
    then: str
    brief: str
    place: Place
    question: str = ""
    asks: bool = False

    @property
    def short(self) -> str:
        """The change with what it is now."""
        return f"{self.brief}, now {self.now}" + (", asks on" if self.asks else "")

    @property
    def text(self) -> str:
        """All of it, as one sentence."""
        return f"{self.brief}, now {self.now} ▷ {self.then}"


def changes(view: View) -> tuple[Change, ...]:
    """Return what alone would change the advice: what does soonest, then figures, since they can be watched."""
    found = [_by_answer(view, tip) for tip in (*view.verdict.tips, *_asking_on(view))]
    named = {change.name for change in found}
    found += [change for change in _by_figures(view) if change.name not in named]
    found.sort(key=lambda change: not any(char.isdecimal() for char in change.now))
    soonest = _soonest(view, found)
    return tuple(found) if soonest is None else (soonest, *(change for change in found if change is not soonest))


def _soonest(view: View, found: Sequence[Change]) -> Change | None:
    """Return what the verdict line says flips it, as one of the changes or as one of its own."""
    turning = view.verdict.turning
    if turning is None or not turning.changes:
        return None
    *_, (path, _) = turning.changes
    if path[:2] == ("flow", "answer"):
        return next((change for change in found if change.question == path[2] and change.then), None)
    name, unit = _NAMES["labelled_examples" if path[-1] in {"labelled_examples", "rows"} else "requests_per_month"]
    at = turning.long.removeprefix("flips ").removeprefix("reopens ")
    now = turning.now.removeprefix("now ")
    same = next((change for change in found if change.name == name), None)
    return same or Change(name, at.removesuffix(f" {unit}"), now, ACTIONS[turning.then], at, "Costs")


def _by_answer(view: View, tip: Tip) -> Change:
    question = view.flow.questions[tip.question]
    asks = tip.then == _ASKS
    told = _on_figure(view, question, tip) if question.kind == "choice" else _on_cut(view, question, tip)
    if told is not None:
        return replace(told, asks=asks)
    answer = tip.label.lower() if tip.label[1:2].islower() else tip.label
    now = tip.now.lower() if tip.now[1:2].islower() else tip.now
    return Change(tip.short, answer, now, tip.headline, f"{tip.short} {answer}", "Questions", tip.question, asks)


def _asking_on(view: View) -> Iterator[Tip]:
    """Yield the answers that alone would lead on to another question."""
    if view.path.outcome is None or not view.verdict.decided:
        return
    taken = {step.question.id: step.choice for step in view.path.steps}
    for flip in flips(view.flow, given(view.decision)):
        if flip.asks is not None:
            question, choice = flip.question, flip.choice
            then = f"asks: {flip.asks.short}"
            yield Tip(question.id, question.short, taken[question.id].label, choice.id, choice.label, _ASKS, then)


def _on_figure(view: View, question: Question, tip: Tip) -> Change | None:
    """Return the change as a figure, where one of the record bears out the present answer."""
    said = evidence(question, view.facts)
    if said is None or said[1] != given(view.decision).get(question.id) or question.evidence is None:
        return None
    condition = parse_trigger(question.evidence)
    if not isinstance(condition, OnMetric) or condition.metric not in _NAMES:
        return None
    name, after = _NAMES[condition.metric]
    side = (_MET if tip.answer == "yes" else _NOT_MET)[condition.op]
    if condition.metric == "accuracy_margin":
        best, aim = best_prompt(view.decision, view.comparison), target(view.decision)
        if best is None or aim is None:
            return None
        limit, now = ratio(aim), ratio(best[0])
    else:
        limit, now = number(condition.limit, 0), number(said[0].value, 0)
    return Change(name, f"{side} {limit}", now, tip.headline, f"{side} {limit} {after}", "Questions", tip.question)


def _on_cut(view: View, question: Question, tip: Tip) -> Change | None:
    """Return the change of a figure that was typed as the answer."""
    typed, choice = figure(given(view.decision).get(question.id, "")), question.choices[tip.answer]
    at = cut_text(question, choice) or choice.said
    if typed is None or choice.id == UNKNOWN:
        return None
    brief = f"{question.short} {at}"
    return Change(question.short, at, number(typed), tip.headline, brief, "Questions", tip.question)


def _by_figures(view: View) -> Iterator[Change]:
    currency = view.comparison.currency
    for turn in view.turns:
        name, at = input_label(turn.tip.input), limit_text(turn.tip, currency)
        now = input_text(turn.tip, turn.tip.now, currency)
        yield Change(name, at, now, ACTIONS[turn.then], f"{name} {at}", "Costs")
