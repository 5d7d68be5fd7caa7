"""What a record's own figures say about the metrics that its triggers ask for."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import NamedTuple


class Own(NamedTuple):
    """What the record's own figures say about the metrics that triggers ask for.

    Args:
        values: By metric.
        until: Last day of the chosen option's model: what is left of it depends on the day looked at.
        day: The day the values hold for; None when they hold for any.
    """

    values: Mapping[str, Decimal]
    until: date | None = None
    day: date | None = None

    def on(self, today: date) -> Mapping[str, Decimal]:
        """Return the values on a day."""
        if self.until is None:
            return self.values
        return {**self.values, "days_to_retirement": Decimal((self.until - today).days)}
