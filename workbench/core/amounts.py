"""Amounts as people type and read them: ``1.5M``, ``$0.03/1K``, ``12 %``, ``80k..150k``.

Exact figures are `decimal.Decimal`; a price is per 1M tokens, a share is 0..1, money is in the decision's currency.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from workbench.core.figures import SIGNS, grouped, plain, sign
from workbench.core.text import clean_line
from workbench.errors import ValueProblem

Kind = Literal[
    "tokens",
    "count",
    "money",
    "price",
    "share",
    "rate",
    "ratio",
    "months",
    "horizon",
    "hours",
    "ms",
    "number",
    "points",
]

MOST_MONTHS = 600
DAYS_A_MONTH = 30
"""A month of a bill, a volume and a horizon."""
_MOST_POINTS = 99
_LARGEST = Decimal("1e18")
_SMALLEST = Decimal("1e-15")
_PLAIN_KINDS = {"tokens", "count", "money", "price", "hours", "ms", "number"}
"""Kinds whose amounts may be anything from nought up."""
_SCALES = {"": 0, "k": 3, "m": 6, "b": 9, "bn": 9}
_NUMBER = re.compile(
    r"(?P<sign>[+-]?)(?P<digits>(?:\d+|[1-9]\d{0,2}(?:,\d{3})+)(?:\.\d*)?|\.\d+)(?:e(?P<exp>[+-]?\d{1,3}))?(?P<scale>k|m|bn|b)?",
    re.I | re.A,
)
_PER = re.compile(
    r"(?:/|per)\s*(?=\S)(?P<count>\d+(?:\.\d+)?)?\s*(?P<scale>k|m)?\s*(?:tokens?)?$",
    re.I | re.A,
)
_MONTHS = r"(?:months?)"
_WORDS = {
    "tokens": r"(?:tokens?|tok)",
    "months": _MONTHS,
    "horizon": _MONTHS,
    "hours": r"(?:hours?|h)",
    "ms": r"(?:ms)",
}
_DECIMAL_COMMA = re.compile(r"[^,.]*\d,\d[^,.]*", re.A)
_LONGEST = 60
_EXAMPLES: dict[str, str] = {
    "tokens": "500, 1,500 or 1.5M",
    "count": "100,000 or 100k",
    "money": "$50 or 1.5k",
    "price": "30 (per 1M tokens) or $0.03/1K",
    "share": "12 % or 0.12",
    "rate": "5 % or 0.05",
    "ratio": "0.78 or 78 %",
    "months": "12",
    "horizon": "12",
    "hours": "40",
    "ms": "800",
    "number": "12.5",
    "points": "2 or -1",
}


@dataclass(frozen=True, slots=True)
class Range:
    """An amount known only within limits: uniform, or triangular when `likely` is given."""

    low: Decimal
    high: Decimal
    likely: Decimal | None = None

    @property
    def point(self) -> Decimal:
        """The figure that stands for the range: likely, else the midpoint."""
        return self.likely if self.likely is not None else (self.low + self.high) / 2


Amount = Decimal | Range


def point(amount: Amount) -> Decimal:
    """Return the one figure that stands for an amount."""
    return amount.point if isinstance(amount, Range) else amount


def lowest(amount: Amount) -> Decimal:
    """Return the low end of an amount, which is all of one that is no range."""
    return amount.low if isinstance(amount, Range) else amount


def highest(amount: Amount) -> Decimal:
    """Return the high end of an amount, which is all of one that is no range."""
    return amount.high if isinstance(amount, Range) else amount


def check(amount: Amount, kind: str, field: str = "") -> Amount:
    """Return the amount when it is possible for its kind.

    Raises:
        ValueProblem: It is NaN, infinite, negative, out of its kind's range, or its ends are in the wrong order.
    """
    if isinstance(amount, Decimal):
        _check_one(amount, kind, field)
        return amount
    given = [end for end in (amount.low, amount.likely, amount.high) if end is not None]
    for end in given:
        _check_one(end, kind, field)
    if given != sorted(given):
        # Without a sign: it may be another currency than the costs are in.
        bare = "count" if kind in {"money", "price"} else kind
        ordered = "..".join(short(end, bare).replace(",", "") for end in sorted(given))
        raise ValueProblem("ends swapped", "a range goes from low to high", f"write {ordered}", field)
    return amount


def _check_one(end: Decimal, kind: str, field: str) -> None:
    if kind in _PLAIN_KINDS and end.is_finite() and (not end or _SMALLEST <= end <= _LARGEST):
        return

    def refuse(title: str, told: str, hint: str = "") -> ValueProblem:
        return ValueProblem(title, told, hint or _like(kind), field)

    if not end.is_finite():
        raise refuse("not a number", f"{end} cannot be counted with")
    if kind == "points":
        if end != end.to_integral_value() or abs(end) > _MOST_POINTS:
            raise refuse("not points", f"{_rough(end)} is not a whole number from -{_MOST_POINTS} to {_MOST_POINTS}")
        return
    if end < 0 and kind != "rate":
        raise refuse("negative", f"{_rough(end)} is below zero", "write 0 or more")
    if abs(end) > _LARGEST or (end and abs(end) < _SMALLEST):
        raise refuse("out of reach", f"{_rough(end)} is too large or too small to be meant")
    if kind == "rate" and end <= -1:
        raise refuse("too low", f"{show(end, kind)} would leave less than nothing")
    if kind in {"share", "ratio"} and end > 1:
        raise refuse("over 100 %", f"{_rough(end)} is more than the whole")
    if kind in {"months", "horizon"}:
        least = 1 if kind == "horizon" else 0
        if end != end.to_integral_value() or not least <= end <= MOST_MONTHS:
            raise refuse("not a number of months", f"{_rough(end)} is not a whole number from {least} to {MOST_MONTHS}")


def _rough(value: Decimal) -> str:
    """Return a figure to quote in a message: as it is, or rounded where it is long."""
    return str(value) if len(str(value)) <= 20 else f"{value:.3e}"


def parse(text: str, kind: str, field: str = "") -> Amount:
    """Return what a person typed for a field of this kind.

    Raises:
        ValueProblem: It is not an amount; the message quotes it and the hint shows one that is.
    """
    parts = [part.strip() for part in text.strip().split("..")]
    if len(parts) > 3 or any(len(part) > _LONGEST for part in parts):
        raise ValueProblem("not a number", _quote(text), _like(kind), field)
    values = [_parse_one(part, kind, field) for part in parts]
    if len(values) == 1:
        return check(values[0], kind, field)
    return check(Range(values[0], values[-1], values[1] if len(values) == 3 else None), kind, field)


def check_sign(text: str, currency: str, field: str = "") -> None:
    """Refuse a sign of another currency than the costs are in: nothing converts it.

    Raises:
        ValueProblem: Names both.
    """
    own = SIGNS.get(currency)
    other = next((sign for sign in SIGNS.values() if sign in text and sign != own), None)
    if other is not None:
        told = f"{_quote(text)} in costs that are in {currency}"
        raise ValueProblem("another currency", told, f"write it in {currency}", field)


def _parse_one(text: str, kind: str, field: str) -> Decimal:
    refuse = ValueProblem("not a number", _quote(text), _like(kind), field)
    body = text.replace("_", "").strip()
    if kind in {"money", "price", "number"}:
        body = re.sub(r"^([+-]?)\s*[$€£¥]\s*|\s*[$€£¥]$", r"\1", body)
    per = Decimal(1)
    if kind == "price" and (match := _PER.search(body)):
        count = Decimal(match["count"] or 1)
        if not count:
            raise refuse
        per = Decimal(1_000_000) / (count * _scale(match["scale"]))
        body = body[: match.start()].strip()
    percent = body.endswith("%")
    body = body.removesuffix("%").strip()
    if word := _WORDS.get(kind):
        body = re.sub(rf"\s*{word}$", "", body, flags=re.I)
    match = _NUMBER.fullmatch(body)
    if match is None and _DECIMAL_COMMA.fullmatch(text):
        hint = f"a comma separates thousands, use a point: {_quote(text.replace(',', '.'))[1:-1]}"
        raise ValueProblem(refuse.title, refuse.message, hint, field)
    if match is None or (percent and kind not in {"share", "rate", "ratio", "number"}):
        raise refuse
    value = Decimal(match["sign"] + match["digits"].replace(",", "")).scaleb(int(match["exp"] or 0)) * _scale(
        match["scale"]
    )
    if percent:
        return value / 100
    if kind in {"share", "rate", "ratio"} and value > 1:
        raise _percent_or_share(text, kind, field)
    return value * per


def _percent_or_share(text: str, kind: str, field: str) -> ValueProblem:
    quoted = _quote(text)
    if kind == "rate":
        return ValueProblem("percent or times?", f"{quoted} could be percent", f"write {quoted[1:-1]} %", field)
    return ValueProblem("over 1", f"{quoted} is more than the whole", f"write {quoted[1:-1]} % or a share of 1", field)


def _scale(letter: str | None) -> Decimal:
    return Decimal(10) ** _SCALES[(letter or "").lower()]


def _quote(text: str) -> str:
    cleaned = clean_line(text.strip())
    return f"“{cleaned[:40]}…”" if len(cleaned) > 40 else f"“{cleaned}”"


def _like(kind: str) -> str:
    return f"write it like {_EXAMPLES[kind]}"


def show(amount: Amount, kind: str, currency: str = "USD") -> str:
    """Return an amount as an input cell shows it: exact, with its sign or unit (``$30``, ``100,000``, ``12 %``)."""
    if isinstance(amount, Range):
        ends = [amount.low, amount.high] if amount.likely is None else [amount.low, amount.likely, amount.high]
        return "..".join(short(end, kind, currency) for end in ends)
    if kind in {"money", "price"}:
        return sign(currency) + grouped(amount, 2)
    if kind in {"share", "rate"}:
        return f"{grouped(amount * 100, 0)} %"
    if kind == "ratio":
        return grouped(amount, 2)
    if kind == "tokens" and amount >= 1_000_000 and (amount / 10_000) % 1 == 0:
        return f"{grouped(amount / 1_000_000, 0)}M"
    return grouped(amount, 0)


def short(amount: Decimal, kind: str, currency: str = "USD") -> str:
    """Return an amount as it stands in a range: exact, in thousands or millions where that is shorter (``80k``)."""
    for size, letter in ((1_000_000, "M"), (1_000, "k")):
        if kind in {"tokens", "count", "money"} and amount >= size and (amount / size * 10) % 1 == 0:
            return f"{sign(currency) if kind == 'money' else ''}{grouped(amount / size, 0)}{letter}"
    return show(amount, kind, currency).replace(" %", "%")


def show_within(amount: Amount, kind: str, room: int, currency: str = "USD") -> str:
    """Return an amount as a cell of so many columns shows it: a range that is too long for it by its two ends."""
    text = show(amount, kind, currency)
    if len(text) <= room or not isinstance(amount, Range):
        return text
    return show(Range(amount.low, amount.high), kind, currency)


def edit_text(amount: Amount, kind: str) -> str:
    """Return an amount as it stands in an edit field; `parse` gives the same amount back."""
    if isinstance(amount, Range):
        ends = [amount.low, amount.high] if amount.likely is None else [amount.low, amount.likely, amount.high]
        return "..".join(edit_text(end, kind) for end in ends)
    if kind in {"share", "rate"}:
        return f"{plain(amount * 100)} %"
    return plain(amount)
