"""Figures short enough for an axis: ``$70``, ``$1.5k``, ``$2.4M``, ``$0.004``."""

from __future__ import annotations

from collections.abc import Sequence
from math import isfinite

from workbench.core.charts.specs import Unit
from workbench.core.figures import sign

_SIZES = ((1e12, "T"), (1e9, "B"), (1e6, "M"), (1e3, "k"))
_FEW, _MANY = 3, 8


def tick_labels(values: Sequence[float], unit: Unit, currency: str) -> list[str]:
    """Return one label for each value, of three significant digits, or as many more as tell them apart."""
    labels: list[str] = []
    for digits in range(_FEW, _MANY + 1):
        labels = [_label(value, unit, currency, digits) for value in values]
        if len(set(labels)) == len(set(values)):
            break
    return labels


def _label(value: float, unit: Unit, currency: str, digits: int) -> str:
    before = "-" if value < 0 else ""
    if unit == "money":
        before += sign(currency)
    return before + short(abs(value), digits)


def short(value: float, digits: int = _FEW) -> str:
    """Return a figure of 0 or more rounded to `digits` significant ones, with k, M, B or T."""
    # Rounding up the largest floats gives infinity.
    value = float(f"{value:.{digits}g}")
    if not isfinite(value):
        return "?"
    if value == 0:
        return "0"
    if value >= 1e15 or value < 1e-4:
        mantissa, _, exponent = f"{value:.{digits - 1}e}".partition("e")
        if "." in mantissa:
            mantissa = mantissa.rstrip("0").rstrip(".")
        return f"{mantissa}e{int(exponent)}"
    for size, letter in _SIZES:
        if value >= size:
            return f"{_plain(value / size, digits)}{letter}"
    return _plain(value, digits)


def _plain(value: float, digits: int) -> str:
    """Return a figure without exponent and without zeros at its end."""
    text = f"{float(f'{value:.{digits}g}'):.12f}"
    return text.rstrip("0").rstrip(".")
