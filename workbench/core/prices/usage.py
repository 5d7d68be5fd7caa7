"""What a provider's usage export says about volume, growth and tokens of one request. A month is 30 days."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from math import exp, log

from workbench.core.amounts import DAYS_A_MONTH
from workbench.core.inputs import Costs, Option
from workbench.core.text import counted

ROLES = ("date", "requests", "input", "cached", "cache_write", "output", "model")
NAMES: Mapping[str, tuple[str, ...]] = {
    "date": ("date", "day", "date_utc", "start_time_iso", "start_time", "created_at", "timestamp", "time", "created"),
    "requests": ("requests", "num_requests", "num_model_requests", "request_count", "n_requests", "calls"),
    "input": (
        "input_tokens", "prompt_tokens", "tokens_prompt", "input_tokens_no_cache", "uncached_input_tokens",
        "n_context_tokens_total",
    ),
    "cached": (
        "input_cached_tokens", "cached_tokens", "cached_input_tokens", "cache_read_input_tokens",
        "input_tokens_cache_read", "prompt_tokens_details_cached_tokens", "input_tokens_details_cached_tokens",
    ),
    "cache_write": (
        "cache_write_tokens", "cache_creation_input_tokens", "input_tokens_cache_write_5m",
        "input_tokens_cache_write_1h",
    ),
    "output": ("output_tokens", "completion_tokens", "tokens_completion", "n_generated_tokens_total"),
    "model": ("model", "model_version", "model_id", "snapshot_id"),
}  # fmt: skip
"""Column names by role, lower case, what is not a letter or digit an underscore, a leading ``usage_`` taken off.

From OpenAI's usage export and API (num_model_requests, input_cached_tokens, prompt_tokens_details), Anthropic's console
export and API (usage_date_utc, usage_input_tokens_no_cache, cache_read_input_tokens), OpenRouter's activity
(created_at, tokens_prompt) and logs of single requests with a nested ``usage``.
"""
_WITHOUT_CACHE = {
    "input_tokens_no_cache", "uncached_input_tokens", "cache_read_input_tokens", "cache_creation_input_tokens",
}  # fmt: skip
"""Where one of these is used, the input column leaves out what was read from or written to a cache."""
SINGLE = {"id", "request_id", "response_id", "generation_id", "trace_id", "call_id"}
"""A column that says that each row is one request."""
_WINDOWS = 3


@dataclass(frozen=True, slots=True)
class Row:
    """One row: a day, and sums of that row. `input` includes what was read from and written to a cache."""

    day: date
    requests: Decimal
    input: Decimal
    cached: Decimal
    cache_write: Decimal
    output: Decimal


@dataclass(frozen=True, slots=True)
class Usage:
    """An export in the figures the costs ask for.

    Args:
        source: Name of the file.
        first, last: Days of the first and the last row.
        rows, skipped: Rows counted, and those that could not be read, as (line, why), twenty at most.
        requests: All of them.
        requests_per_month: Of the last 30 days; scaled to 30 where there are fewer.
        growth_per_month: By the line through the logarithms of whole windows of 30 days; None under three of them.
        input_tokens, cached_tokens, cache_write_tokens, output_tokens: A request's means in the last 30 days.
        notes: What a reader should know about them.
    """

    source: str
    first: date
    last: date
    rows: int
    skipped: tuple[tuple[int, str], ...]
    requests: Decimal
    requests_per_month: Decimal
    growth_per_month: Decimal | None
    input_tokens: Decimal
    cached_tokens: Decimal
    cache_write_tokens: Decimal
    output_tokens: Decimal
    notes: tuple[str, ...]


def plain_name(column: str) -> str:
    """Return a column's name as the table of names has it."""
    name = "".join(char if char.isascii() and char.isalnum() else "_" for char in column.strip().lower()).strip("_")
    return name.removeprefix("usage_")


def recognise(columns: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """Return the columns of each role that are there, by their exact names; several are summed."""
    plain = {column: plain_name(column) for column in columns}
    found = {}
    for role, names in NAMES.items():
        fitting = [column for name in names for column in columns if plain[column] == name]
        if fitting:
            # Only writes come in two columns (five minutes and an hour); of others the first name is meant.
            found[role] = tuple(fitting) if role == "cache_write" else (fitting[0],)
    return found


def leaves_out_cache(columns: Iterable[str]) -> bool:
    """Whether the input column leaves out cached tokens, by the names it stands beside."""
    return any(plain_name(column) in _WITHOUT_CACHE for column in columns)


def summarise(
    rows: Iterable[Row], source: str, skipped: Sequence[tuple[int, str]] = (), notes: Sequence[str] = ()
) -> Usage | None:
    """Return the figures of an export; None where no row has a request. One sum is kept for each day."""
    days: dict[date, list[Decimal]] = {}
    count = 0
    for row in rows:
        count += 1
        sums = days.setdefault(row.day, [Decimal(0)] * 5)
        for at, value in enumerate((row.requests, row.input, row.cached, row.cache_write, row.output)):
            sums[at] += value
    total = sum((sums[0] for sums in days.values()), Decimal(0))
    if not total:
        return None
    first, last = min(days), max(days)
    span = (last - first).days + 1
    recent = [sums for day, sums in days.items() if (last - day).days < DAYS_A_MONTH]
    requests, *tokens = (sum((sums[at] for sums in recent), Decimal(0)) for at in range(5))
    told = list(notes)
    if span < DAYS_A_MONTH:
        told.append(f"{counted(span, 'day')} only: the volume is scaled to 30")
    means = [(value / requests).to_integral_value() if requests else Decimal(0) for value in tokens]
    return Usage(
        source, first, last, count, tuple(skipped), total,
        (requests * DAYS_A_MONTH / min(span, DAYS_A_MONTH)).to_integral_value(),
        _growth(days, first, last),
        means[0], means[1], means[2], means[3],
        tuple(told),
    )  # fmt: skip


def _growth(days: Mapping[date, Sequence[Decimal]], first: date, last: date) -> Decimal | None:
    windows = ((last - first).days + 1) // DAYS_A_MONTH
    sums = [Decimal(0)] * windows
    for day, values in days.items():
        back = (last - day).days // DAYS_A_MONTH
        if back < windows:
            sums[windows - 1 - back] += values[0]
    if windows < _WINDOWS or not all(sums):
        return None
    logs = [log(float(value)) for value in sums]
    middle, mean = (windows - 1) / 2, sum(logs) / windows
    slope = sum((at - middle) * (value - mean) for at, value in enumerate(logs))
    slope /= sum((at - middle) ** 2 for at in range(windows))
    return Decimal(f"{exp(slope) - 1:.4f}")


def with_usage(costs: Costs, usage: Usage, option: str | None = None) -> Costs:
    """Return the costs with an export's volume and growth, and its tokens in an option (the baseline by default)."""
    changes: dict[str, object] = {"requests_per_month": usage.requests_per_month, "usage_source": told(usage)}
    if usage.growth_per_month is not None:
        changes["growth_per_month"] = usage.growth_per_month
    name = option if option is not None else costs.baseline_name
    if name is not None:
        changes["option"] = {**costs.option, name: _with_tokens(costs.option[name], usage)}
    return costs.model_copy(update=changes)


def _with_tokens(option: Option, usage: Usage) -> Option:
    changes: dict[str, object] = {"input_tokens": usage.input_tokens, "output_tokens": usage.output_tokens}
    for field in ("cached_tokens", "cache_write_tokens"):
        # No cached tokens is said only where some were said before.
        value = getattr(usage, field)
        if value or getattr(option, field) is not None:
            changes[field] = value
    return option.model_copy(update=changes)


def told(usage: Usage) -> str:
    """Return what the figures were taken from: file, requests, days, rows."""
    days = (usage.last - usage.first).days + 1
    return (
        f"{usage.source}: {counted(round(usage.requests), 'request')} from {usage.first} to {usage.last} "
        f"({counted(days, 'day')}, {counted(usage.rows, 'row')})"
    )


def one_day(text: str) -> date | None:
    """Return the day of an ISO date or time, or of seconds or milliseconds since 1970; None where it is neither."""
    text = text.strip()
    if text.isascii() and text.replace(".", "", 1).isdigit() and len(text) >= 9:
        seconds = float(text)
        seconds = seconds / 1000 if seconds > 1e11 else seconds
        return date(1970, 1, 1) + timedelta(days=int(seconds // 86_400)) if seconds < 1e11 else None
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None
