"""The verdict line in pieces: money, vetoes, how much speaks for and against, what would change it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from workbench.core.costs import Comparison, Figures
from workbench.core.decision import Decision
from workbench.core.figures import money, months_text, number
from workbench.core.flow import Flowchart, Walk, way_on
from workbench.core.proposals import challenger, propose
from workbench.core.reasons import Reason
from workbench.core.triggers import OnMetric, parse_trigger
from workbench.core.vetoes import Veto
from workbench.core.words import FROM_THE_START, SAME, pays_when

Tone = Literal["text", "good", "warn", "bad", "muted"]


@dataclass(frozen=True, slots=True)
class Slot:
    """One piece of the verdict line."""

    text: str
    tone: Tone = "text"


def decided_slots(option: Figures | None, comparison: Comparison) -> list[Slot]:
    """Return the money of the option that stands for the approach."""
    slots = [_money_slot(option, comparison)]
    if saved := _saved(option, comparison):
        slots.append(saved)
    return slots


def counts(
    ruled: tuple[Veto, ...], approach: str, speaks: tuple[Reason, ...], counter: tuple[Reason, ...], founded: int
) -> list[Slot]:
    """Return what else is on the verdict line: vetoes, how much speaks for and against, how much is founded."""
    slots = [Slot(veto.text, "bad") for veto in ruled if approach in veto.rules_out]
    if approach != "undecided":
        slots.append(Slot(f"{len(speaks)} for, {len(counter)} against", "muted"))
    if founded:
        slots.append(Slot(f"{founded} from evidence", "muted"))
    return slots


def open_slots(flow: Flowchart, path: Walk, comparison: Comparison) -> list[Slot]:
    """Return how far the questions are answered, what is open, and what the costs say."""
    if path.question is None:
        return [Slot("not enough evidence yet", "warn")]
    ahead = way_on(flow, path.question)
    total = len(path.steps) + len(ahead)
    end = flow.outcomes[ahead[-1].choice.target]
    slots = [Slot(f"{len(path.steps)} of {total} answered")]
    if end.approach != "undecided":
        slots.append(Slot(f"{end.approach} open"))
    if any(figures.per_request is not None for figures in comparison.options):
        slots.append(_money_slot(challenger(comparison), comparison))
    return slots


def _money_slot(option: Figures | None, comparison: Comparison) -> Slot:
    if option is None or option.per_request is None:
        return Slot("costs not known", "muted")
    if option.versus is None:
        if option.monthly is None:
            return Slot("costs not known", "muted")
        return Slot(f"{money(option.monthly, comparison.currency)} a month")
    versus = option.versus
    if versus.verdict == "never":
        return Slot(f"never pays: {versus.reason}", "bad")
    when = pays_when(option)
    if versus.verdict is None and versus.break_even_requests is None:
        return Slot("volume not known", "muted")
    if versus.verdict == "after-horizon":
        return Slot(f"pays {when}, after the horizon", "warn")
    if when == SAME:
        return Slot(when)
    return Slot(when if when == FROM_THE_START else f"pays {when}", "good")


def _saved(option: Figures | None, comparison: Comparison) -> Slot | None:
    if option is None or not option.saved:
        return None
    word = "saves" if option.saved > 0 else "costs"
    more = "" if option.saved > 0 else " more"
    return Slot(f"{word} {money(abs(option.saved), comparison.currency)}{more} in {months_text(option.horizon)}")


def what_flips(decision: Decision, flow: Flowchart, path: Walk, comparison: Comparison, today: date) -> tuple[str, str]:
    """Return what would change it, in a long and a short form."""
    if path.question is not None and decision.approach == "undecided":
        exits = [choice for choice in path.question.choices.values() if choice.outcome is not None]
        if exits:
            end = flow.outcomes[exits[0].target].headline
            return (f"{exits[0].said} here: {end}",) * 2
        return "", ""
    found = [parse_trigger(proposal.when) for proposal in propose(decision, flow, comparison, today)]
    on_metrics = [condition for condition in found if isinstance(condition, OnMetric)]
    # Volume and examples before a model that may go some day.
    for condition in sorted(on_metrics, key=lambda condition: condition.metric == "days_to_retirement"):
        return f"flips {_in_words(condition)}", f"flips {condition.op} {number(condition.limit)}"
    return "", ""


_UNITS = {"requests_per_month": " a month", "labelled_examples": " examples", "days_to_retirement": " days left"}


def _in_words(condition: OnMetric) -> str:
    side = {"<": "under", "<=": "at most", ">": "over", ">=": "at"}[condition.op]
    name = "" if condition.metric in _UNITS else f"{condition.metric} "
    return f"{name}{side} {number(condition.limit)}{_UNITS.get(condition.metric, '')}".replace("  ", " ").strip()
