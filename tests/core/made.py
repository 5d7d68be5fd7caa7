"""The two options that most tests of the core compare: the worked case with its output tokens counted."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from workbench.core.inputs import Option

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
