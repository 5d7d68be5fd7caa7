"""What a record itself says about the known metrics: the first reading of each. DOMAIN section 7."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from workbench.core.amounts import point
from workbench.core.costs import Comparison, Figures, compare
from workbench.core.decision import Decision
from workbench.core.tipping_points import TRACKED, price_metric


def chosen(decision: Decision, comparison: Comparison, approach: str | None = None) -> Figures | None:
    """Return the option that stands for an approach (the record's own by default): the cheapest of several."""
    approach = approach or decision.approach
    fitting = [figures for figures in comparison.options if figures.option.approach == approach]
    if not fitting and approach == "prompting":
        base = comparison.named(comparison.baseline)
        return base if base is not None and base.option.approach == "undecided" else None
    known = [figures for figures in fitting if figures.total is not None]
    return min(known, key=lambda figures: figures.total or Decimal(0), default=fitting[0] if fitting else None)


def own_values(decision: Decision, today: date, comparison: Comparison | None = None) -> dict[str, Decimal]:
    """Return the known metrics that the record's own figures give."""
    comparison = comparison or compare(decision.costs, today)
    option = chosen(decision, comparison)
    volume = _point(decision.costs.requests_per_month)
    values: dict[str, Decimal | None] = {
        "requests_per_month": _per_month(decision) if volume is None else volume,
        "cost_per_month": option.monthly if option else None,
        "labelled_examples": _point(decision.score.labelled_examples),
        "accuracy": _accuracy(decision, option),
    }
    if option is not None and option.option.available_until is not None:
        values["days_to_retirement"] = Decimal((option.option.available_until - today).days)
    for name, entry in decision.costs.option.items():
        for field in TRACKED:
            metric = price_metric(name, field)
            if metric in decision.metric:
                values[metric] = _point(getattr(entry, field))
    return {name: value for name, value in values.items() if value is not None}


def _point(amount: object) -> Decimal | None:
    return None if amount is None else point(amount)  # type: ignore[arg-type]


def _per_month(decision: Decision) -> Decimal | None:
    daily = _point(decision.score.requests_per_day)
    return None if daily is None else daily * 30


def _accuracy(decision: Decision, option: Figures | None) -> Decimal | None:
    """The accuracy of what was chosen: the option's own, else the latest version of its kind that was measured."""
    if option is not None and option.option.accuracy is not None:
        return _point(option.option.accuracy)
    kind = "fine-tuned" if "fine-tuning" in decision.approach else "prompt"
    measured = [entry for entry in decision.accuracy.values() if entry.kind == kind and entry.value is not None]
    if measured:
        return _point(measured[-1].value)
    return _point(decision.score.prompt_accuracy) if kind == "prompt" else None
