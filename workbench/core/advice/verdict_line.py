"""The verdict line in pieces: limits, money, vetoes, how much speaks for and against."""

from __future__ import annotations

from typing import Literal, NamedTuple

from workbench.core.costs.comparison import Comparison, Figures
from workbench.core.costs.words import FROM_THE_START, SAME, UNTRAINED, duration, pays_when
from workbench.core.figures import money, months_text
from workbench.core.flows.flowchart import Flowchart, Walk, way_on
from workbench.core.known.metrics import challenger
from workbench.core.text import counted

Tone = Literal["text", "good", "warn", "bad", "muted"]


class Slot(NamedTuple):
    """One piece of the verdict line; `short` says it where there is less room, empty where it cannot be shorter."""

    text: str
    tone: Tone = "text"
    short: str = ""


def decided_slots(option: Figures | None, comparison: Comparison) -> list[Slot]:
    """Return the money of the option that stands for the approach."""
    slots = [_money_slot(option, comparison)]
    if saved := _saved(option, comparison):
        slots.append(saved)
    return slots


def warnings(limits: int, contradicted: int) -> list[Slot]:
    """Return what is to be seen before the money: limits that are not kept to, answers that figures contradict."""
    slots = []
    if limits:
        slots.append(Slot(f"misses {counted(limits, 'limit')}", "warn"))
    if contradicted:
        slots.append(Slot(counted(contradicted, "contradiction"), "warn"))
    return slots


def counts(approach: str, speaks: int, counter: int, founded: int) -> list[Slot]:
    """Return how much speaks for and against what is decided, and how many answers a figure bears out."""
    slots = [Slot(f"{speaks} for, {counter} against", "muted")] if approach != "undecided" else []
    return [*slots, Slot(f"{founded} from evidence", "muted")] if founded else slots


def open_slots(flow: Flowchart, path: Walk, comparison: Comparison) -> list[Slot]:
    """Return how far the questions are answered, what is open, and what the costs say."""
    if path.question is None:
        return [Slot("not enough evidence yet", "warn")]
    ahead = way_on(flow, path.question)
    total = len(path.steps) + len(ahead)
    end = flow.outcomes[ahead[-1].choice.target]
    slots = [Slot(f"{len(path.steps)} of {total} answered")]
    if end.approach != "undecided":
        slots.append(Slot(f"{end.approach.replace('rag', 'RAG')} open"))
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
        return Slot(f"never pays: {versus.reason}", "bad", "never pays")
    when = pays_when(option)
    if versus.verdict is None and versus.break_even_requests is None:
        return Slot("volume not known", "muted")
    short = f"pays in {duration(versus.break_even_months)}" if versus.break_even_months else ""
    if versus.verdict == "after-horizon":
        return Slot(f"pays {when}, after the horizon", "warn", short)
    if when == UNTRAINED:
        return Slot(when, "warn", "no training counted")
    if when == SAME:
        return Slot(when)
    return Slot(when, "good") if when == FROM_THE_START else Slot(f"pays {when}", "good", short)


def _saved(option: Figures | None, comparison: Comparison) -> Slot | None:
    if option is None or not option.saved:
        return None
    word = "saves" if option.saved > 0 else "costs"
    more = "" if option.saved > 0 else " more"
    return Slot(f"{word} {money(abs(option.saved), comparison.currency)}{more} in {months_text(option.horizon)}")
