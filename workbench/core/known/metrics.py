"""What a record itself says about the known metrics: the first reading of each. DOMAIN section 7."""

from __future__ import annotations

from collections.abc import Container
from datetime import date
from decimal import Decimal

from workbench.core.amounts import DAYS_A_MONTH, point
from workbench.core.approaches import trained
from workbench.core.costs.comparison import Comparison, Figures, compare, monthly_cost
from workbench.core.costs.tracked_prices import TRACKED, price_metric
from workbench.core.inputs import Option
from workbench.core.known.compared import comparison_kept
from workbench.core.known.example_count import labelled_examples
from workbench.core.known.own import Own
from workbench.core.record.decision import Decision
from workbench.core.triggers import KNOWN_METRICS

_CHOSEN = {"cost_per_month", "accuracy", "days_to_retirement"}
"""Metrics that depend on which option was chosen."""


def chosen(decision: Decision, comparison: Comparison, approach: str | None = None) -> Figures | None:
    """Return the option that stands for an approach (the record's own by default): the cheapest of several."""
    approach = approach or decision.approach
    fitting = [figures for figures in comparison.options if figures.option.approach == approach]
    if not fitting and approach == "prompting":
        base = comparison.named(comparison.baseline)
        return base if base is not None and base.option.approach == "undecided" else None
    known = [figures for figures in fitting if figures.total is not None]
    return min(known, key=lambda figures: figures.total or Decimal(0), default=fitting[0] if fitting else None)


def challenger(comparison: Comparison) -> Figures | None:
    """The option a reader asks about first: the one that is trained, else the first that is not the baseline."""
    others = [figures for figures in comparison.options if figures.name != comparison.baseline]
    return next(iter([figures for figures in others if trained(figures.option)] or others), None)


def own_values(decision: Decision, today: date, comparison: Comparison | None = None) -> dict[str, Decimal]:
    """Return the known metrics that the record's own figures give."""
    return dict(own_figures(decision, today, comparison=comparison).on(today))


def own_figures(
    decision: Decision, today: date, asked: Container[str] | None = None, comparison: Comparison | None = None
) -> Own:
    """Return what the record's own figures give, as far as it is asked for, and the day that holds for."""
    known = [name for name in KNOWN_METRICS if asked is None or name in asked]
    option, day = _chosen_option(decision, today, comparison) if _CHOSEN.intersection(known) else (None, None)
    values = {name: _value(name, decision, option) for name in known}
    tracked = {name for name in decision.metric if asked is None or name in asked} - {*KNOWN_METRICS}
    for name, entry in decision.costs.option.items() if tracked else ():
        for field in TRACKED:
            if (metric := price_metric(name, field)) in tracked:
                values[metric] = _point(getattr(entry, field))
    until = option.available_until if option is not None and "days_to_retirement" in known else None
    return Own({name: value for name, value in values.items() if value is not None}, until, day)


def _chosen_option(decision: Decision, today: date, comparison: Comparison | None) -> tuple[Option | None, date | None]:
    """Return the option that `chosen` finds, and the day it is found on where that matters.

    Only what several options of one approach cost in all needs a comparison, and the end of a model can change that.
    """
    options = decision.costs.option
    fitting = [option for option in options.values() if option.approach == decision.approach]
    if len(fitting) > 1:
        found = chosen(decision, comparison or compare(decision.costs, today))
        ends = any(option.available_until is not None for option in options.values())
        return found.option if found is not None else None, today if ends else None
    if fitting or decision.approach != "prompting":
        return next(iter(fitting), None), None
    base = options.get(decision.costs.baseline_name or "")
    return base if base is not None and base.approach == "undecided" else None, None


def _value(metric: str, decision: Decision, option: Option | None) -> Decimal | None:
    match metric:
        case "requests_per_month":
            volume = _point(decision.costs.requests_per_month)
            return _per_month(decision) if volume is None else volume
        case "cost_per_month":
            return monthly_cost(option, decision.costs) if option is not None else None
        case "labelled_examples":
            return labelled_examples(decision)
        case "accuracy":
            return _accuracy(decision, option)
    return None


def _point(amount: object) -> Decimal | None:
    return None if amount is None else point(amount)  # type: ignore[arg-type]


def _per_month(decision: Decision) -> Decimal | None:
    daily = _point(decision.score.requests_per_day)
    return None if daily is None else daily * DAYS_A_MONTH


def _accuracy(decision: Decision, option: Option | None) -> Decimal | None:
    """The accuracy of what was chosen: the option's own, else the latest version of its kind, else as compared."""
    if option is not None and option.accuracy is not None:
        return _point(option.accuracy)
    kind = "fine-tuned" if "fine-tuning" in decision.approach else "prompt"
    measured = [entry for entry in decision.accuracy.values() if entry.kind == kind and entry.value is not None]
    if measured:
        return _point(measured[-1].value)
    compared = comparison_kept(decision)
    side = compared.of(decision.approach) if compared is not None and not compared.doubts else None
    if side is not None:
        return side.accuracy
    return _point(decision.score.prompt_accuracy) if kind == "prompt" else None
