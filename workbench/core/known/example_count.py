"""How many labelled examples a record has: counted in its data report, else as typed. DOMAIN section 2."""

from __future__ import annotations

from decimal import Decimal

from workbench.core.amounts import point
from workbench.core.evidence.kept_values import count_of
from workbench.core.record.decision import Decision


def examples_path(decision: Decision) -> tuple[str, str, str] | None:
    """Return where the kept data report has its count of examples: the usable rows, else all; None without one.

    Rows that are there already, contradict one another, refuse, are empty or held out teach nothing: no examples.
    """
    report = decision.evidence.get("dataset", {})
    return next(
        (("evidence", "dataset", name) for name in ("usable", "rows") if count_of(report, name) is not None), None
    )


def labelled_examples(decision: Decision) -> Decimal | None:
    """Return the count that answers are held against: of the data report, else of the scorecard; None without one."""
    path = examples_path(decision)
    if path is not None:
        return Decimal(str(decision.evidence["dataset"][path[-1]]))
    typed = decision.score.labelled_examples
    return None if typed is None else point(typed)
