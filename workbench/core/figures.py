"""Figures as results show them, rounded; and plain ones as a file keeps them."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Context, Decimal

SIGNS = {"USD": "$", "EUR": "€", "GBP": "£", "JPY": "¥"}
_WRITTEN_OUT = Decimal("1e36")
_FARTHEST = 1000
_HALVES_UP = Context(prec=60, rounding=ROUND_HALF_UP)
"""How what is shown is rounded: a price of $0.00445 is $0.0045, as people round it."""


def as_written(text: str, farthest: int = _FARTHEST) -> Decimal:
    """Return a figure of a file with all its digits.

    Args:
        farthest: Largest power of ten, up or down; more than the usual only for what is never written out.

    Raises:
        ValueError: It is none, or so large or small that written out it would fill the memory.
    """
    try:
        value = Decimal(text)
    except ArithmeticError:
        raise ValueError("a number out of reach") from None
    if abs(value.adjusted()) > farthest:
        raise ValueError("a number out of reach")
    return value


def plain(value: Decimal) -> str:
    """Return a number without exponent, thousands or trailing zeros, as a TOML file keeps it."""
    text = f"{value:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in {"-0", ""} else text


def sign(currency: str) -> str:
    """Return what stands before money: ``$``, or the code and a space."""
    return SIGNS.get(currency, f"{currency} ")


def grouped(value: Decimal, least: int) -> str:
    """Return a figure exactly, thousands with commas; whole numbers bare, others with at least `least` decimals."""
    text = plain(value)
    whole, _, fraction = text.partition(".")
    whole_text = f"{int(whole):,}" if whole not in {"-0", "-"} else whole
    return f"{whole_text}.{fraction.ljust(least, '0')}" if fraction else whole_text


def rounded(value: Decimal, places: int) -> Decimal:
    """Return a figure below 1e36 with so many decimals, a half away from nought."""
    return value.quantize(Decimal(1).scaleb(-places), context=_HALVES_UP)


def money(value: Decimal, currency: str = "USD") -> str:
    """Return money as a result shows it, rounded: ``$2,700``, ``$13.50``, ``$0.0270``, ``$0.00055``."""
    size = abs(value)
    if size == 0:
        return f"{sign(currency)}0"
    if size >= _WRITTEN_OUT:
        text = f"{size:.2e}"
    elif size >= 100:
        text = f"{rounded(size, 0):,f}"
    elif size >= 1:
        text = f"{rounded(size, 2):,f}".removesuffix(".00")
    else:
        places = max(4, 1 - size.adjusted())
        text = f"{rounded(size, places):f}"
    return f"{'-' if value < 0 else ''}{sign(currency)}{text}"


def number(value: Decimal, places: int = 2) -> str:
    """Return a plain figure rounded to at most `places` decimals, thousands with commas."""
    return f"{value:.2e}" if abs(value) >= _WRITTEN_OUT else grouped(rounded(value, places), 0)


def ratio(value: Decimal) -> str:
    """Return a share of 1 as results show it, two decimals or as many as four: ``0.90``, ``0.925``."""
    return grouped(rounded(value, 4), 2) if value % 1 else f"{value:.2f}"


def months_text(months: Decimal | int) -> str:
    """Return a number of months with its word: ``1 month``, ``12 months``, ``3.9 months``; tiny ones keep a digit."""
    value = Decimal(months)
    places = 1 if value == 0 or value >= 1 else max(1, -value.adjusted())
    text = number(value, places)
    return f"{text} month{'' if text == '1' else 's'}"
