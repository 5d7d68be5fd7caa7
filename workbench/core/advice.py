"""One verdict from answers, scorecard, costs, evidence, constraints and vetoes. DOMAIN sections 1 to 4.

The flowchart says what to do; a veto overrules it, and so does a cost table in which the approach never pays where only
money was sought. Everything else argues for or against. There is no percentage: what agrees, what does not, and what is
missing is said.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from workbench.core.costs import Comparison, Figures
from workbench.core.decision import Answer, Decision, with_value
from workbench.core.facts import facts
from workbench.core.flips import flips
from workbench.core.flow import METHOD, Flowchart, Walk, walk
from workbench.core.metrics import chosen
from workbench.core.proposals import given
from workbench.core.reasons import Case, Reason, against, because, borne_out, missing
from workbench.core.scorecard import Scorecard, scorecard
from workbench.core.verdict_line import Slot, counts, decided_slots, open_slots, what_flips
from workbench.core.vetoes import TRAINING, Veto, vetoes

Sign = Literal["decided", "undecided", "vetoed"]
ACTIONS = {
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
class Tip:
    """A single answer that would change the advice: given as `answer` to `question` it becomes `then`."""

    question: str
    short: str
    now: str
    answer: str
    label: str
    then: str
    headline: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What everything put in so far says.

    Args:
        sign: Decided, undecided, or vetoed: recorded although something rules it out.
        approach: What stands on the verdict line: as recorded, else as advised.
        advised: What the evidence advises, whatever is recorded; ``undecided`` is not enough evidence yet.
        headline: The verdict itself; `advice` is that of what is advised.
        slots: What follows on the verdict line, the most important first.
        flips, flips_short: What would change it, in a long and a short form.
        because, against, missing: Reasons, one sentence each.
        vetoes: What rules training out.
        tips: Single answers that would change the advice, the last one first.
        card: The scorecard.
        founded: How many answers a figure bears out.
    """

    sign: Sign
    approach: str
    advised: str
    headline: str
    advice: str
    slots: tuple[Slot, ...]
    flips: str
    flips_short: str
    because: tuple[Reason, ...]
    against: tuple[Reason, ...]
    missing: tuple[Reason, ...]
    vetoes: tuple[Veto, ...]
    tips: tuple[Tip, ...]
    card: Scorecard
    founded: int

    @property
    def decided(self) -> bool:
        """Whether an approach stands on the verdict line."""
        return self.approach != "undecided"


def answered(decision: Decision, flow: Flowchart, question: str, answer: Answer | None) -> Decision:
    """Return the decision with an answer given, changed or (None) taken back.

    Approach and method follow the outcome as long as nobody chose others. The method flow is asked besides another one
    and does not take its place.
    """
    before = walk(flow, given(decision)).outcome
    answers = {**decision.flow.answer}
    if answer is None:
        answers.pop(question, None)
    else:
        answers[question] = answer
    changed = with_value(decision, ("flow", "answer"), answers)
    if flow.name != METHOD:
        changed = with_value(changed, ("flow", "name"), flow.name)
    after = walk(flow, given(changed)).outcome
    if decision.approach == "undecided" or (before is not None and decision.approach == before.approach):
        changed = with_value(changed, ("approach",), after.approach if after is not None else "undecided")
    followed = before.method if before is not None else ""
    if flow.name == METHOD and (decision.method or "") in {"", followed}:
        changed = with_value(changed, ("method",), (after.method if after is not None else "") or None)
    return changed


def advise(decision: Decision, flow: Flowchart, comparison: Comparison, today: date) -> Verdict:
    """Return the verdict on a decision as it stands."""
    path = walk(flow, given(decision))
    known = facts(decision, today, comparison)
    ruled = vetoes(decision, path, comparison, today)
    advised, overruled = advised_by(path, ruled, comparison)
    approach = advised if decision.approach == "undecided" else decision.approach
    option = chosen(decision, comparison, approach) if approach != "undecided" else None
    card = scorecard(decision.score, ruled)
    case = Case(decision, path, comparison, known, card, approach, option, decision.decided or today)
    speaks = (overruled,) if overruled is not None and approach == advised else ()
    reasons, counter = (*speaks, *because(case)), against(case)
    ruled_out = any(approach in veto.rules_out for veto in ruled)
    sign: Sign = "vetoed" if ruled_out else "undecided" if approach == "undecided" else "decided"
    advice = _headline(decision, path, advised)
    if advised == "undecided" and overruled is not None:
        advice = "Training is ruled out"
    slots = [] if advised in {approach, "undecided"} and not ruled_out else [Slot(f"advice: {advice}", "warn")]
    if approach == "undecided":
        slots = open_slots(flow, path, comparison)
    else:
        slots += decided_slots(option, comparison)
    founded = borne_out(path, known)
    long, short = what_flips(decision, flow, path, comparison, today)
    return Verdict(
        sign, approach, advised, advice if approach == advised else _headline(decision, path, approach), advice,
        (*slots, *counts(ruled, approach, reasons, counter, founded)), long, short, reasons, counter, missing(case),
        ruled, _tips(decision, flow, path, comparison, today, advised), card, founded,
    )  # fmt: skip


def advised_by(path: Walk, ruled: tuple[Veto, ...], comparison: Comparison) -> tuple[str, Reason | None]:
    """Return the approach that is advised, and why it is not the one the answers lead to."""
    approach, why = _by_answers(path, ruled)
    if hangs_on_costs(path, ruled):
        cheaper = _cheapest_where_it_never_pays(approach, comparison)
        if cheaper is not None:
            told = f"training was looked at for its cost, and never pays: {cheaper.name} is cheaper"
            why, approach = Reason(told, "Costs"), cheaper.option.approach
    return approach, why


def hangs_on_costs(path: Walk, ruled: tuple[Veto, ...]) -> bool:
    """Whether figures of the cost table can change what is advised: where training was looked at for its cost alone."""
    return _by_answers(path, ruled)[0] in TRAINING and any(step.choice.aim == "cost" for step in path.steps)


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


def _cheapest_where_it_never_pays(approach: str, comparison: Comparison) -> Figures | None:
    """Return the cheapest option that trains nothing, where every option of an approach is priced and never pays."""
    own = [figures.versus for figures in comparison.options if figures.option.approach == approach]
    if not own or any(versus is None or versus.verdict != "never" for versus in own):
        return None
    others = [
        f for f in comparison.options if f.total is not None and f.option.approach not in {*TRAINING, "undecided"}
    ]
    return min(others, key=lambda figures: figures.total or Decimal(0), default=None)


def _tips(
    decision: Decision, flow: Flowchart, path: Walk, comparison: Comparison, today: date, advised: str
) -> tuple[Tip, ...]:
    """Return the answers that alone would change the advice to another approach."""
    if path.outcome is None:
        return ()
    taken = {step.question.id: step.choice for step in path.steps}
    found = []
    for flip in flips(flow, given(decision)):
        then, _ = advised_by(flip.walk, vetoes(decision, flip.walk, comparison, today), comparison)
        if flip.outcome is not None and then != advised:
            headline = flip.outcome.headline if flip.outcome.approach == then else ACTIONS[then]
            question, choice = flip.question, flip.choice
            now = taken[question.id].label
            found.append(Tip(question.id, question.short, now, choice.id, choice.label, then, headline))
    return tuple(found)


def _headline(decision: Decision, path: Walk, approach: str) -> str:
    if approach == "fine-tuning" and decision.method:
        return f"Fine-tune with {_METHOD.get(decision.method.lower(), decision.method)}"
    if path.outcome is not None and path.outcome.approach == approach:
        return path.outcome.headline
    return ACTIONS.get(approach, approach)
