"""A row of bars: the last readings of a figure at a glance."""

from __future__ import annotations

from collections.abc import Sequence

_BARS = "▁▂▃▄▅▆▇█"


def spark(values: Sequence[float], most: int) -> str:
    """Return one bar for each of the last `most` values, the lowest of them a thin one; level ones are half high."""
    shown = list(values)[-most:] if most > 0 else []
    low, high = min(shown, default=0.0), max(shown, default=0.0)
    if low == high:
        return _BARS[3] * len(shown)
    # Halved first: the difference of two very large values is past the largest float.
    span = high / 2 - low / 2
    return "".join(_BARS[round((value / 2 - low / 2) / span * (len(_BARS) - 1))] for value in shown)
