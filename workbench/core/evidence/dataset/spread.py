"""How tokens spread over the rows of a file, and what is billed of them."""

from __future__ import annotations

from collections.abc import Sequence

from workbench.core.evidence.dataset.report import Tokens
from workbench.core.text import counted


def percentile(ordered: Sequence[int], share: float) -> float:
    """Return a percentile of sorted values, linearly interpolated between neighbours."""
    place = share * (len(ordered) - 1)
    low = int(place)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (ordered[high] - ordered[low]) * (place - low)


def token_spread(tokens: Sequence[int], limit: int | None, exact: bool, how: str, guessed: int) -> Tokens | None:
    """Return the figures of so many rows' tokens; None for no row.

    Args:
        tokens: Of each row.
        limit: Of a row; what is over it is not billed.
        exact: Whether they were counted.
        how: In words.
        guessed: Rows with parts that can only be guessed.
    """
    if not tokens:
        return None
    ordered = sorted(tokens)
    billable = sum(ordered) if limit is None else sum(min(size, limit) for size in ordered)
    if guessed:
        how += f"; images, tool calls and tools of {counted(guessed, 'row')} are guessed"
    return Tokens(
        min=ordered[0],
        mean=sum(ordered) / len(ordered),
        median=percentile(ordered, 0.5),
        p5=percentile(ordered, 0.05),
        p95=percentile(ordered, 0.95),
        max=ordered[-1],
        billable=billable,
        exact=exact and not guessed,
        how=how,
    )
