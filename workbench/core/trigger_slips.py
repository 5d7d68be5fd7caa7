"""What is wrong with a text that is no trigger, and the trigger it was probably meant as: a unit, a blank, months."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import NamedTuple

from workbench.core.figures import plain

_METRIC = re.compile(
    r"(?P<name>[A-Za-z][\w-]*(?: +[\w-]+)*)\s*(?P<op><=|>=|=<|=>|<|>|≤|≥)\s*"
    r"(?P<sign>[$€£¥]?)\s*(?P<value>-?\d{1,15}(?:,\d{3})*(?:[.,]\d{1,10})?)(?P<scale>(?:[kKM](?![A-Za-z]))?)"
    r"(?P<unit>\s*(?:%|(?!(?:for|and|or)\b)[A-Za-z$€£¥][\w/$€£¥]*))??(?P<tail>\s+for\s+[1-9]\d{0,2}\s+readings?)?",
    re.ASCII,
)
_AGE = re.compile(r"(?:after|in)?\s*([1-9]\d{0,2})\s*(day|week|month|year)s?", re.ASCII | re.I)
_DAYS = {"day": 1, "week": 7, "month": 30, "year": 365}
_GERMAN = re.compile(r"(?:on\s+)?(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})", re.ASCII | re.I)
_BARE = re.compile(r"(?:on\s+)?(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})", re.ASCII | re.I)
_SLASHED = re.compile(r"(?:on\s+)?(\d{1,2})/(\d{1,2})/(\d{4})", re.ASCII | re.I)
_OPERATORS = {"=<": "<=", "=>": ">=", "≤": "<=", "≥": ">="}
_SCALES = {"k": 1_000, "m": 1_000_000}


class Slip(NamedTuple):
    """What a text has that a trigger has not, in words after the text, and the trigger that was meant."""

    told: str
    meant: str


def slip(body: str) -> Slip | None:
    """Return what is wrong with a text that is no trigger; None where nothing is known. `meant` may be none either."""
    if found := _AGE.fullmatch(body):
        days = int(found[1]) * _DAYS[found[2].lower()]
        told = "does not say after" if found[2].lower() == "day" else "is not in days"
        return Slip(told, f"after {days} day{'' if days == 1 else 's'}")
    if day := _day(body):
        return Slip("is no day as it is written here", f"on {day}")
    found = _METRIC.fullmatch(body)
    return _metric(found) if found is not None else None


def _day(body: str) -> str:
    if found := _BARE.fullmatch(body):
        year, month, day = found.groups()
    elif found := _GERMAN.fullmatch(body):
        day, month, year = found.groups()
    elif found := _SLASHED.fullmatch(body):
        one, other, year = found.groups()
        if max(int(one), int(other)) <= 12 and one != other:
            return ""  # which of them is the month?
        day, month = (one, other) if int(one) > 12 else (other, one)
    else:
        return ""
    return f"{year}-{int(month):02}-{int(day):02}"


def _metric(found: re.Match[str]) -> Slip | None:
    unit = (found["unit"] or "").strip()
    name = re.sub(" +", "_", found["name"])
    value = _value(found["value"]) * _SCALES.get(found["scale"].lower(), 1)
    told = [
        word
        for word, there in (
            ("a blank in the name", name != found["name"]),
            (f"{found['op']} for {_OPERATORS.get(found['op'])}", found["op"] in _OPERATORS),
            ("a %", unit == "%"),
            (f"a unit, {unit or found['sign']}", bool(found["sign"]) or unit not in {"", "%"}),
            ("a comma in the number", "," in found["value"]),
            (f"{found['scale']} for {_SCALES.get(found['scale'].lower(), 1):,}", bool(found["scale"])),
        )
        if there
    ]
    op = _OPERATORS.get(found["op"], found["op"])
    tail = f" {' '.join(found['tail'].split())}" if found["tail"] else ""
    meant = f"{name} {op} {plain(value / 100 if unit == '%' else value)}{tail}"
    return Slip(f"has {' and '.join(told)}", meant) if told else None


def _value(text: str) -> Decimal:
    """Return a number with its commas: between thousands, or before the decimals."""
    if "." in text or re.fullmatch(r"-?[1-9]\d{0,2}(?:,\d{3})+", text):
        return Decimal(text.replace(",", ""))
    whole, _, decimals = text.rpartition(",")
    return Decimal(f"{whole.replace(',', '')}.{decimals}") if whole else Decimal(text)
