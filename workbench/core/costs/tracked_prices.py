"""Prices that a provider sets, and the metrics that track them."""

from __future__ import annotations

import re

TRACKED = ("input_price", "output_price", "cached_price", "hosting_per_hour")
"""Inputs that change without anybody of the team doing something, so that a trigger can watch them."""


def price_metric(option: str, field: str) -> str:
    """Return the name of the metric that tracks a price of an option: ``tuned_output_price``."""
    plain = re.sub(r"[^A-Za-z0-9]+", "_", option).strip("_")
    return f"{plain if plain[:1].isalpha() else f'option_{plain}'.rstrip('_')}_{field}"
