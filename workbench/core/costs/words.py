"""When an option gets ahead of the baseline, in words: one wording for screens, charts and plain commands."""

from __future__ import annotations

from decimal import Decimal

from workbench.core.costs.bills import HOURS_A_MONTH
from workbench.core.costs.comparison import Comparison, Figures, untrained, wanted
from workbench.core.figures import months_text, number
from workbench.core.text import counted

MANY_REQUESTS = 10_000_000
"""From here on a month says more than a count of requests."""

SAME = "costs the same"
FROM_THE_START = "cheaper from the start"
UNTRAINED = "cheaper, no training counted"


def break_even(option: Figures, comparison: Comparison, unit: str = "requests") -> str:
    """Return an option's break-even in a word or two: ``855 requests``, ``month 3.9``, ``at once``, ``never``."""
    versus = option.versus
    if option.per_request is None:
        return f"{len(option.missing)} needed"
    if versus is None:
        return "baseline" if option.name == comparison.baseline else "no baseline"
    if versus.verdict == "never":
        return "never"
    if costs_the_same(option):
        return "the same"
    if untrained(option.option):
        return f"{len(wanted(option.option))} needed"
    if versus.break_even_months == 0 or versus.break_even_requests == 0:
        return "at once"
    few = versus.break_even_requests is not None and versus.break_even_requests < MANY_REQUESTS
    if versus.break_even_requests is not None and (few or versus.break_even_months is None):
        return f"{versus.break_even_requests:,} {unit}"
    if versus.break_even_months is None:
        return "later" if versus.verdict else "needs volume"
    return month(versus.break_even_months)


def costs_the_same(option: Figures) -> bool:
    """Whether an option and the baseline cost the same, each request and up to the horizon."""
    return option.versus is not None and not option.versus.saving_per_request and option.saved == 0


def month(months: Decimal) -> str:
    """Return a point in time: ``month 3.9``; one within the first month keeps a digit that is not zero."""
    return f"month {months_text(months).partition(' ')[0]}"


def pays_when(option: Figures) -> str:
    """Return when an option that pays gets ahead: ``after 855 requests, 6 hours``."""
    versus = option.versus
    if versus is None:
        return "later"
    if costs_the_same(option):
        return SAME
    if versus.break_even_months == 0 or versus.break_even_requests == 0:
        return UNTRAINED if untrained(option.option) else FROM_THE_START
    if versus.break_even_months is None:
        return "later" if versus.break_even_requests is None else f"after {_requests(versus.break_even_requests)}"
    if versus.break_even_requests is None:
        return f"after {duration(versus.break_even_months)}"
    return f"after {_requests(versus.break_even_requests)}, {duration(versus.break_even_months)}"


def _requests(count: int) -> str:
    return counted(count, "request")


def duration(months: Decimal) -> str:
    """Return a length of time in its natural unit, a month being 30 days: ``6 hours``, ``12 days``, ``3.9 months``."""
    hours = months * HOURS_A_MONTH
    if hours < 1:
        return "under an hour"
    for size, unit in ((48, "hour"), (60 * 24, "day")):
        if hours < size:
            count = round(hours if unit == "hour" else hours / 24)
            return counted(count, unit)
    return months_text(months)


def distance(value: Decimal, limit: Decimal) -> str:
    """Return how far a reading is from its limit: ``9 % above 10,000``, for ratios ``0.02 above 0.9``."""
    if value == limit:
        return f"at {number(limit, 4)}"
    side = "above" if value > limit else "under"
    apart = abs(value - limit)
    ratio = 0 <= limit <= 1 and 0 <= value <= 1
    if ratio or not limit:
        return f"{number(apart, 4)} {side} {number(limit, 4)}"
    share = apart / abs(limit) * 100
    return f"{number(share, 0 if share >= 1 else 2)} % {side} {number(limit, 4)}"
