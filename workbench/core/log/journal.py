"""What happened to a decision after it was saved: reviews and readings, each written once. DOMAIN section 7."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Annotated, Any, Literal, get_args

from pydantic import BaseModel, BeforeValidator, Field, ValidationError

from workbench.core.inputs import FROZEN, read_amount
from workbench.core.record.wrong_values import wrong_value
from workbench.core.text import SafeStr, SafeText
from workbench.errors import ValueProblem

ReviewVerdict = Literal["keep", "reopen", "approve", "comment"]
VERDICTS: tuple[str, ...] = get_args(ReviewVerdict)


def _moment(value: object) -> object:
    """Return a TOML time as one in UTC; a day alone is its first moment."""
    if isinstance(value, date) and not date.min.year < value.year < date.max.year:
        # In another zone, or with a reading after it, it would lie outside of the calendar.
        raise ValueError("must be a time in the years 2 to 9998, like 2026-11-24T09:30:00Z")
    if isinstance(value, datetime):
        return (value if value.tzinfo is not None else value.replace(tzinfo=UTC)).astimezone(UTC)
    if isinstance(value, date):
        return datetime(value.year, value.month, value.day, tzinfo=UTC)
    raise ValueError("must be a time, like 2026-11-24T09:30:00Z")


def _figure(value: object) -> object:
    number = read_amount(value)
    if not isinstance(number, Decimal) or not number.is_finite():
        raise ValueError("must be a number")
    return number


Figure = Annotated[Any, BeforeValidator(_figure)]


class Entry(BaseModel):
    """One review or reading. `reading` holds the metrics read, by name."""

    model_config = FROZEN

    kind: Literal["review", "reading"] = Field(description="review | reading")
    at: Annotated[Any, BeforeValidator(_moment)] = Field(description="when, in UTC")
    by: SafeStr = Field(default="", description="who")
    source: SafeStr = Field(default="", description="where the reading comes from")
    verdict: ReviewVerdict | None = Field(default=None, description=" | ".join(VERDICTS))
    note: SafeText = Field(default="", description="why")
    text_hash: SafeStr = Field(default="", description="of what was reviewed")
    review_by: date | None = Field(default=None, strict=True, description="look again at the latest on this day")
    reading: dict[SafeStr, Figure] = Field(default_factory=dict)


def check_review_day(again: date | None, today: date) -> None:
    """Refuse a day to look again that has passed: it would switch the review date off.

    Args:
        again: The day to look again; None where none is named.
        today: The review's own day.

    Raises:
        ValueProblem: It lies before the review.
    """
    if again is not None and again < today:
        raise ValueProblem("that day has passed", f"look again by {again}", f"write {today} or later", "review_by")


def entry_from_data(data: Mapping[str, object]) -> Entry:
    """Return an entry read from parsed TOML.

    Raises:
        ValueProblem: A value is wrong; names it.
    """
    try:
        return Entry.model_validate(dict(data))
    except ValidationError as error:
        where, told = wrong_value(error)
        raise ValueProblem("wrong value", f"{where}: {told}", "correct it in the file", where) from None
