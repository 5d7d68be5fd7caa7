"""The cost curves both chart apps draw: standard library alone, as each runs in an environment of its own."""

from __future__ import annotations

import os

WIDE = "BENCH_WIDE" in os.environ
"""Five options, one with a band for what its ranges leave open; else four without."""
NAMES = ("prompt", "cached", "small", "tuned", "own")[: 5 if WIDE else 4]
MONTHS = 12
SLOPES = (30.0, 18.0, 4.0, 9.0, 11.0)
UPFRONT = (0.0, 0.0, 0.0, 100.0, 60.0)[: len(NAMES)]
COLOURS = (215, 80, 176, 111, 180)[: len(NAMES)]
"""Of the 256-colour palette, one for each curve."""
BAND = (0.8, 1.25)
"""The ends of the band around the prompt's curve, as shares of it."""


def curves(text: str) -> list[list[float]]:
    """Return each option's cost to date at months 0..12; the typed figure is the prompt's input tokens."""
    typed = float(text) if text.isdigit() else 0.0
    slopes = (SLOPES[0] * typed / 500, *SLOPES[1 : len(NAMES)])
    return [
        [fixed + slope * month for month in range(MONTHS + 1)] for fixed, slope in zip(UPFRONT, slopes, strict=True)
    ]


def break_even(text: str) -> float:
    """Return the month from which the tuned option is ahead of the prompt."""
    lines = curves(text)
    return UPFRONT[3] / (lines[0][1] - SLOPES[3])


def chart_css(widget: str) -> str:
    """Return the rule that gives the chart the size asked for: ``full`` or ``51x13``."""
    size = os.environ.get("BENCH_CHART", "full")
    if size == "full":
        return ""
    width, height = size.split("x")
    return f"{widget} {{ width: {width}; height: {height}; }}"
