"""What many tests of the core start from: the worked case with its output tokens counted, a comparison as kept."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from workbench.core.evidence.evaluation import verdict
from workbench.core.evidence.paired import Pairs, cases_needed, mcnemar, paired_interval, share_interval
from workbench.core.inputs import Option
from workbench.core.log.events import Event
from workbench.core.log.standing import standing
from workbench.core.record.decision import Decision
from workbench.core.record.status import IN_FORCE

D = Decimal
TODAY = date(2026, 11, 23)
PROMPT = Option(approach="prompting", input_tokens=D(500), output_tokens=D(200), input_price=D(30), output_price=D(60))


def tuned(upfront: int, available_until: date | None = None) -> Option:
    """Return the fine-tuned option, trained once for so much money."""
    return Option(
        approach="fine-tuning",
        input_tokens=D(100),
        output_tokens=D(200),
        input_price=D(12),
        output_price=D(12),
        other_upfront=D(upfront),
        available_until=available_until,
    )


def comparison(gained: int, lost: int, n: int = 200, **more: object) -> dict[str, object]:
    """Return a comparison of prompt.jsonl with tuned.jsonl as a decision keeps it: both were right in 70 % besides."""
    both = n * 7 // 10
    pairs = Pairs(both, gained, lost, n - both - gained - lost)
    p, (low, high) = mcnemar(gained, lost), paired_interval(pairs)
    found: dict[str, object] = {
        "verdict": verdict(pairs, p), "n": n, "match": "exact", "base_file": "prompt.jsonl",
        "candidate_file": "tuned.jsonl", "difference": D(f"{pairs.difference:.6f}"), "difference_low": D(f"{low:.6f}"),
        "difference_high": D(f"{high:.6f}"), "gained": gained, "lost": lost, "mcnemar_p": D(f"{p:.3g}"),
        "required_n": cases_needed(pairs), "date": TODAY,
    }  # fmt: skip
    for side, right in (("base", pairs.base_right), ("candidate", pairs.candidate_right)):
        ends = share_interval(right, n)
        found[f"{side}_accuracy"] = D(f"{right / n:.6f}").normalize() + 0
        found[f"{side}_low"], found[f"{side}_high"] = (D(f"{end:.6f}") for end in ends)
    return {name: value for name, value in {**found, **more}.items() if value is not None}


def decision_state(decision: Decision, today: date, entries: Sequence[Event] = ()) -> str | None:
    """Return the one state of a decision in force, None for any other."""
    return standing(decision, entries, today).state if decision.status in IN_FORCE else None


def trigger_states(decision: Decision, today: date, entries: Sequence[Event] = ()) -> dict[str, str]:
    """Return the state of each trigger on a day; a broken one has no reading."""
    return {trigger.id: trigger.state for trigger in standing(decision, entries, today).triggers}
