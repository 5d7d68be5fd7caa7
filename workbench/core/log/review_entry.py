"""The journal entry that a review of a decision writes: what it holds, and what is refused."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal

from workbench.core.log.journal import Entry
from workbench.core.record.decision import Decision
from workbench.core.record.text_hash import text_hash
from workbench.core.text import clean_block, clean_line
from workbench.errors import UsageProblem


def review_entry(
    decision: Decision,
    *,
    at: datetime,
    by: str,
    verdict: str | None,
    note: str,
    readings: Mapping[str, Decimal],
    review_by: date | None,
) -> Entry:
    """Return the entry; without a verdict it is a reading.

    Args:
        decision: What is reviewed; a verdict is bound to what it says now.
        at: When, in UTC.
        by: Who, as typed.
        note: Why, as typed.
        readings: The metrics read.
        review_by: The day to look again.
    """
    return Entry(
        kind="reading" if verdict is None else "review",
        at=at,
        by=clean_line(by.strip()),
        verdict=verdict,
        note=clean_block(note.strip()),
        text_hash="" if verdict is None else text_hash(decision),
        review_by=review_by,
        reading=dict(readings),
    )


def check_in_force(decision: Decision, replaced_by: Sequence[str], verdict: str | None) -> None:
    """Refuse a verdict on what is no longer in force because another decision took its place; a comment is none.

    Args:
        replaced_by: Ids of the decisions that took its place.

    Raises:
        UsageProblem: Names the one to review instead.
    """
    if verdict in {None, "comment"} or not (replaced_by or decision.status == "superseded"):
        return
    by = f" by {', '.join(replaced_by)}" if replaced_by else ""
    hint = f"review {replaced_by[-1]}, or write a comment" if replaced_by else "write a comment"
    raise UsageProblem("it is not in force", f"{decision.id} was superseded{by}", hint)
