"""The data report as it is kept in a decision, and its figures in the costs."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from workbench.core.evidence.dataset.report import Report
from workbench.core.inputs import Option
from workbench.core.record.decision import Decision
from workbench.errors import UsageProblem


def kept(report: Report, sha256: str, today: date) -> dict[str, object]:
    """Return the figures for ``decision.evidence["dataset"]``; no text of the file's rows is among them.

    Args:
        report: The report.
        sha256: Of the file.
        today: When it was made.
    """
    figures: dict[str, object] = {
        "file": report.file,
        "sha256": sha256,
        "date": today,
        "verdict": report.verdict,
        "reasons": list(report.reasons),
        "task": report.task,
        "complete": report.complete,
    }
    return figures | _counts(report) | _tokens(report)


def _counts(report: Report) -> dict[str, object]:
    found: dict[str, object] = {
        "rows": report.rows,
        "usable": report.usable,
        "to_mend": report.mend,
        "to_look_at": report.look,
        "malformed": len(report.malformed),
        "duplicates": len(report.duplicates),
        "near_duplicates": len(report.near_duplicates),
        "contradictions": len(report.contradicting),
        "refusals": len(report.refusals),
        "label_variants": len(report.label_variants),
        "personal_data": len(report.personal_data),
        "distinct_inputs": report.distinct_inputs,
    }
    if report.labels is not None:
        found["labels"] = len(report.labels)
    if report.overlap is not None:
        found |= {"held_out": report.held_out or "", "held_rows": report.held_rows or 0, "overlap": len(report.overlap)}
    if report.max_tokens is not None:
        found |= {"max_tokens": report.max_tokens, "over_limit": report.over_limit}
    return found


def _tokens(report: Report) -> dict[str, object]:
    if report.tokens is None:
        return {}
    return {
        "tokens_median": _tenth(report.tokens.median),
        "tokens_p95": _tenth(report.tokens.p95),
        "tokens_max": report.tokens.max,
        "tokens_exact": report.tokens.exact,
        "training_tokens": report.training_tokens,
        "epochs": report.epochs,
    }


def _tenth(value: float) -> Decimal:
    return Decimal(f"{value:.1f}".removesuffix(".0"))


def with_report(decision: Decision, figures: dict[str, object]) -> Decision:
    """Return the decision with a report's kept figures as its evidence on the data."""
    return decision.model_copy(update={"evidence": {**decision.evidence, "dataset": figures}})


def with_training(decision: Decision, option: str, report: Report) -> Decision:
    """Return the decision with a report's training tokens and rows in an option of its costs.

    The epochs follow from the rows by the published rule, unless the option gives some: these stay.

    Raises:
        UsageProblem: There is no such option.
    """
    option_of(decision, option)
    costs = decision.costs
    changes = {"training_tokens": Decimal(report.training_tokens), "training_rows": Decimal(report.trainable)}
    filled = {**costs.option, option: costs.option[option].model_copy(update=changes)}
    return decision.model_copy(update={"costs": costs.model_copy(update={"option": filled})})


def option_of(decision: Decision, name: str) -> Option:
    """Return an option of a decision's costs.

    Raises:
        UsageProblem: There is no such option.
    """
    options = decision.costs.option
    if name not in options:
        known = ", ".join(options)
        raise UsageProblem("no such option", name, f"one of {known}" if known else "add an option to the costs first")
    return options[name]
