"""One verdict from answers, scorecard, costs, evidence, constraints and vetoes. DOMAIN sections 1 to 4.

The flowchart says what to do. A veto overrules it, and so does a training that was measured to be worse than the
prompt, or a cost table in which the approach never pays where only money was sought. Everything else argues for or
against. There is no percentage: what agrees, what does not, and what is missing is said.
"""

from __future__ import annotations

from datetime import date
from typing import Literal, NamedTuple

from workbench.core.advice.advised import advised_by, following, given, in_force
from workbench.core.advice.answer_flips import Tip, tips
from workbench.core.advice.answer_reasons import borne_out, contradictions
from workbench.core.advice.case import Case, Reason
from workbench.core.advice.misfits import Misfit, misfits
from workbench.core.advice.reasons import against, because, limits, missing, notes
from workbench.core.advice.scorecard import Scorecard, known_elsewhere, scorecard
from workbench.core.advice.soonest_flip import Scene, Turning, turning
from workbench.core.advice.verdict_line import Slot, counts, decided_slots, open_slots, warnings
from workbench.core.advice.vetoes import Veto, vetoes
from workbench.core.approaches import ACTIONS
from workbench.core.costs.comparison import Comparison
from workbench.core.flows.flowchart import METHOD, Flowchart, Walk, walk
from workbench.core.known.facts import facts
from workbench.core.known.metrics import chosen
from workbench.core.record.decision import Answer, Decision, with_value

Sign = Literal["decided", "undecided", "vetoed"]
_METHOD = {"lora": "LoRA", "qlora": "QLoRA", "dpo": "DPO", "rlhf": "RLHF"}


class Verdict(NamedTuple):
    """What everything put in so far says.

    Args:
        sign: Decided, undecided, or vetoed: recorded although something rules it out.
        approach: What stands on the verdict line: as recorded, else as advised.
        advised: What the evidence advises, whatever is recorded; ``undecided`` is not enough evidence yet.
        headline: The verdict itself; `advice` is that of what is advised.
        overruled: Why that is not what the answers lead to; None where it is.
        slots: What follows on the verdict line, the most important first.
        turning: What would flip it soonest; None where nothing is known to.
        because, against, missing: Reasons, one sentence each: for what is recorded, under a veto for what is advised.
        notes: What the figures assume; it speaks neither for nor against.
        vetoes: What rules training out.
        tips: Single answers that would change the advice, the last one first; `reopens` those that ask on.
        misfits: Triggers and alternatives of the record that no longer fit what is recorded.
        card: The scorecard.
        founded: How many answers a figure bears out.
    """

    sign: Sign
    approach: str
    advised: str
    headline: str
    advice: str
    overruled: Reason | None
    slots: tuple[Slot, ...]
    turning: Turning | None
    because: tuple[Reason, ...]
    against: tuple[Reason, ...]
    missing: tuple[Reason, ...]
    notes: tuple[Reason, ...]
    vetoes: tuple[Veto, ...]
    tips: tuple[Tip, ...]
    reopens: tuple[Tip, ...]
    misfits: tuple[Misfit, ...]
    card: Scorecard
    founded: int

    @property
    def decided(self) -> bool:
        """Whether an approach stands on the verdict line."""
        return self.approach != "undecided"

    @property
    def flips(self) -> str:
        """What would change it soonest, in words; empty where nothing is known to."""
        return self.turning.long if self.turning is not None else ""

    @property
    def flips_short(self) -> str:
        """The same for a narrow line."""
        return self.turning.short if self.turning is not None else ""


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


def answered_as_advised(
    decision: Decision, flow: Flowchart, question: str, answer: Answer | None, today: date
) -> Decision:
    """Return the decision with an answer as `answered` does, its approach following what is advised then."""
    changed = answered(decision, flow, question, answer)
    return changed if flow.name == METHOD else following(decision, changed, flow, today)


def advise(decision: Decision, flow: Flowchart, comparison: Comparison, today: date) -> Verdict:
    """Return the verdict on a decision as it stands."""
    path = walk(flow, given(decision))
    ruled = vetoes(decision, path, comparison, today)
    advised, overruled = advised_by(decision, path, ruled, comparison, today)
    case = _case(decision, path, comparison, ruled, advised, today)
    approach = advised if decision.approach == "undecided" else decision.approach
    speaks = (overruled,) if overruled is not None and case.approach == advised else ()
    reasons = (*speaks, *(r for r in because(case) if not any(one.text.endswith(r.text) for one in speaks)))
    counter, founded = against(case), borne_out(path, case.facts)
    advice = _headline(decision, path, advised)
    if advised == "undecided" and overruled is not None:
        advice = "Training is ruled out"
    slots = [Slot(f"advice: {advice}", "warn")] if advised != approach and (advised != "undecided" or overruled) else []
    if approach == "undecided" and overruled is None:
        slots += open_slots(flow, path, comparison)
    slots += [*_slots(case), *counts(case.approach, len(reasons), len(counter), founded)]
    every = tips(decision, flow, path, comparison, today)
    turn = turning(Scene(decision, flow, path, case.facts, comparison, today, advised), every)
    return Verdict(
        "vetoed" if case.approach != approach else "undecided" if approach == "undecided" else "decided",
        approach, advised, advice if approach == advised else _headline(decision, path, approach), advice,
        overruled, tuple(slots), turn, reasons, counter, missing(case), notes(case), ruled,
        tuple(tip for tip in every if not tip.asks), tuple(tip for tip in every if tip.asks),
        misfits(decision, case.approach, ruled), case.card, founded,
    )  # fmt: skip


def _case(
    decision: Decision, path: Walk, comparison: Comparison, ruled: tuple[Veto, ...], advised: str, today: date
) -> Case:
    """Return the case for what is recorded, where nothing rules it out, else for what is advised."""
    argued = in_force(decision, ruled, advised)
    option = chosen(decision, comparison, argued) if argued != "undecided" else None
    card = scorecard(decision.score, ruled, known_elsewhere(decision, comparison))
    return Case(decision, path, comparison, facts(decision, today, comparison), card, ruled, argued, option, today)


def _slots(case: Case) -> list[Slot]:
    """Return what is said of the approach before reasons are counted: limits, contradictions, money, vetoes."""
    slots = warnings(len(limits(case)), len(contradictions(case.path, case.facts)))
    if case.approach != "undecided":
        slots += decided_slots(case.option, case.comparison)
    outcome = case.path.outcome
    wanted = {case.decision.approach, outcome.approach if outcome is not None else "undecided"}
    return slots + [Slot(veto.text, "bad") for veto in case.ruled if wanted & veto.rules_out]


def _headline(decision: Decision, path: Walk, approach: str) -> str:
    if approach == "fine-tuning" and decision.method:
        return f"Fine-tune with {_METHOD.get(decision.method.lower(), decision.method)}"
    if path.outcome is not None and path.outcome.approach == approach:
        return path.outcome.headline
    return ACTIONS.get(approach, approach)
