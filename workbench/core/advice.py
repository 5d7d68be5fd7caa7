"""One verdict from answers and costs, in the words of the verdict line and the Decision pane."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from workbench.core.amounts import money, months_text, number, point
from workbench.core.costs import Comparison, Figures
from workbench.core.decision import Answer, Decision, with_value
from workbench.core.flow import Flowchart, Walk, finding, walk, way_on
from workbench.core.metrics import chosen, own_values
from workbench.core.proposals import challenger, given, propose
from workbench.core.triggers import OnMetric, parse_trigger
from workbench.core.words import FROM_THE_START, SAME, pays_when

Tone = Literal["text", "good", "warn", "bad", "muted"]
_ACTION = {
    "prompting": "Prompting",
    "caching": "Prompt caching",
    "other-model": "Another model",
    "corpus-in-prompt": "Corpus in the prompt",
    "rag": "RAG",
    "fine-tuning": "Fine-tune",
    "rag+fine-tuning": "RAG + fine-tuning",
    "undecided": "Undecided",
}
_METHOD = {"lora": "LoRA", "qlora": "QLoRA", "dpo": "DPO", "rlhf": "RLHF"}


@dataclass(frozen=True, slots=True)
class Slot:
    """One piece of the verdict line."""

    text: str
    tone: Tone = "text"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What everything put in so far says.

    Args:
        decided: False while a question is open and no approach is recorded.
        headline: The verdict itself.
        slots: What follows on the verdict line, the most important first.
        flips, flips_short: What would change it, in a long and a short form.
        because, against, missing: Reasons, one line each.
    """

    decided: bool
    approach: str
    headline: str
    slots: tuple[Slot, ...]
    flips: str
    flips_short: str
    because: tuple[str, ...]
    against: tuple[str, ...]
    missing: tuple[str, ...]


def answered(decision: Decision, flow: Flowchart, question: str, answer: Answer | None) -> Decision:
    """Return the decision with an answer given, changed or (None) taken back.

    The approach follows the outcome as long as nobody chose another one.
    """
    before = walk(flow, given(decision)).outcome
    answers = {**decision.flow.answer}
    if answer is None:
        answers.pop(question, None)
    else:
        answers[question] = answer
    changed = with_value(with_value(decision, ("flow", "name"), flow.name), ("flow", "answer"), answers)
    follows = decision.approach == "undecided" or (before is not None and decision.approach == before.approach)
    if follows:
        after = walk(flow, given(changed)).outcome
        changed = with_value(changed, ("approach",), after.approach if after is not None else "undecided")
    return changed


def advise(decision: Decision, flow: Flowchart, comparison: Comparison, today: date) -> Verdict:
    """Return the verdict on a decision as it stands."""
    path = walk(flow, given(decision))
    approach = decision.approach
    if approach == "undecided" and path.outcome is not None:
        approach = path.outcome.approach  # type: ignore[assignment]
    decided = approach != "undecided"
    option = chosen(decision, comparison, approach) if decided else None
    slots = [_money_slot(option, comparison)] if decided else _open_slots(flow, path, comparison)
    if decided and (saved := _saved(option, comparison)):
        slots.append(saved)
    long, short = _flips(decision, flow, path, comparison, today)
    return Verdict(
        decided,
        approach,
        _headline(decision, path, approach),
        tuple(slots),
        long,
        short,
        _because(decision, path, option, comparison),
        _against(decision, path, option, comparison, today),
        _missing(path, comparison),
    )


def _headline(decision: Decision, path: Walk, approach: str) -> str:
    if approach == "fine-tuning" and decision.method:
        return f"Fine-tune with {_METHOD.get(decision.method.lower(), decision.method)}"
    if path.outcome is not None and path.outcome.approach == approach:
        return path.outcome.headline
    return _ACTION.get(approach, approach)


def _open_slots(flow: Flowchart, path: Walk, comparison: Comparison) -> list[Slot]:
    if path.question is None:
        return [Slot("no approach recorded")]
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


def _flips(decision: Decision, flow: Flowchart, path: Walk, comparison: Comparison, today: date) -> tuple[str, str]:
    if path.question is not None and decision.approach == "undecided":
        exits = [choice for choice in path.question.choices.values() if choice.outcome is not None]
        if exits:
            end = flow.outcomes[exits[0].target].headline
            return (f"{exits[0].label.lower()} here: {end}",) * 2
        return "", ""
    for proposal in propose(decision, flow, comparison, today):
        condition = parse_trigger(proposal.when)
        if isinstance(condition, OnMetric):
            return f"flips {_in_words(condition)}", f"flips {condition.op} {number(condition.limit)}"
    return "", ""


_UNITS = {"requests_per_month": " a month", "labelled_examples": " examples", "days_to_retirement": " days left"}


def _in_words(condition: OnMetric) -> str:
    side = {"<": "under", "<=": "at most", ">": "over", ">=": "at"}[condition.op]
    name = "" if condition.metric in _UNITS else f"{condition.metric} "
    return f"{name}{side} {number(condition.limit)}{_UNITS.get(condition.metric, '')}".replace("  ", " ").strip()


def _because(decision: Decision, path: Walk, option: Figures | None, comparison: Comparison) -> tuple[str, ...]:
    reasons = [f"{step.question.short} {step.choice.label.lower()}" for step in path.steps]
    if option is not None and option.versus is not None and option.versus.verdict == "pays":
        reasons.append(
            f"{option.name} is {pays_when(option)}"
            if not option.versus.break_even_months
            else f"{option.name} pays {pays_when(option)}"
        )
    return tuple(reasons)


def _against(
    decision: Decision, path: Walk, option: Figures | None, comparison: Comparison, today: date
) -> tuple[str, ...]:
    reasons = []
    if path.outcome is not None and decision.approach not in {"undecided", path.outcome.approach}:
        reasons.append(f"the answers lead to: {path.outcome.headline}")
    values = own_values(decision, today, comparison)
    for step in path.steps:
        said = finding(step.question, values)
        if said is not None and said.answer != step.choice.id:
            reasons.append(
                f"{step.question.short} {step.choice.label.lower()}, but {said.metric} is {number(said.value)}"
            )
    if option is not None and option.versus is not None and option.versus.verdict in {"never", "after-horizon"}:
        reasons.append(f"{option.name}: {option.versus.reason}")
    if option is not None and option.monthly is not None:
        for other in comparison.options:
            if other.monthly is not None and other.total is not None and other.total < (option.total or Decimal(0)):
                reasons.append(
                    f"{other.name} costs {money(other.monthly, comparison.currency)} a month{_scores(other)}"
                )
    return (*reasons, *comparison.notes)


def _scores(option: Figures) -> str:
    return "" if option.option.accuracy is None else f", accuracy {number(point(option.option.accuracy))}"


def _missing(path: Walk, comparison: Comparison) -> tuple[str, ...]:
    missing = [f"answer: {path.question.short}"] if path.question is not None else []
    for option in comparison.options:
        if option.reason:
            missing.append(f"{option.name} {option.reason}")
    return tuple(missing)
