"""TOML as the program itself writes it, read several times as fast as `tomllib` reads any.

What is laid out in another way, or holds anything that could be wrong, is left to `tomllib`: nothing is refused here,
and what is read here is what `tomllib` would read (tests/store/test_plain_toml.py holds the two together).
"""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any

_TEXT = r'[^"\\\x00-\x08\x0a-\x1f\x7f]*+'
_STRING = f'"{_TEXT}"'
_KEY = rf"(?:[A-Za-z0-9_-]++|{_STRING})"
_NUMBER = r"-?(?:0|[1-9][0-9]{0,17}+)(?:\.[0-9]{1,40}+)?+(?![0-9:-])"
_DAY = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
_CLOCK = r"(?:[01][0-9]|2[0-3]):[0-5][0-9]"
_PAIR = rf"([A-Za-z0-9_-]++) = ({_NUMBER})"
_LINE = re.compile(
    r"(?:(?:#[^\x00-\x08\x0a-\x1f\x7f]*+)?\n)*+(?:"
    rf"(?P<key>{_KEY}) = (?:"
    rf'"(?!"")(?P<string>{_TEXT})"'
    rf"|(?P<number>{_NUMBER})|(?P<flag>true|false)|(?P<day>{_DAY})"
    r'|"""\n?+(?P<block>(?:[^"\\\x00-\x08\x0b-\x1f\x7f]++|"(?!""))*+)"""(?!")'
    rf"|\[[ \n]*+(?P<list>(?:{_STRING}[ \n]*+,[ \n]*+)*+(?:{_STRING}[ \n]*+)?+)\]"
    rf"|\{{ (?P<table>{_PAIR}(?:, {_PAIR})*+) \}}"
    rf"|(?P<moment>{_DAY}[ T]{_CLOCK}:[0-5][0-9](?:\.[0-9]{{3}}|\.[0-9]{{6}})?(?:Z|[+-]{_CLOCK}))"
    rf")(?:\n|\Z)|\[(?P<header>{_KEY}(?:\.{_KEY})*+)\](?:\n|\Z))?+"
)
_KEYS = re.compile(_KEY)
_STRINGS = re.compile(_STRING)
_PAIRS = re.compile(_PAIR)


def read_plain(text: str) -> dict[str, Any] | None:
    """Return the data of a text, floats as `Decimal`; None where it must be left to `tomllib`."""
    root: dict[str, Any] = {}
    tables: dict[tuple[str, ...], dict[str, Any]] = {(): root}
    here, at, end = root, 0, len(text)
    while at < end:
        found = _LINE.match(text, at)
        if found is None or found.end() == at:
            return None
        at, kind = found.end(), found.lastgroup
        if kind is None:
            continue
        if kind == "header":
            opened = _opened(tables, _path_of(found["header"]))
            if opened is None:
                return None
            here = opened
            continue
        key, value = found.group("key", kind)
        if key[0] == '"':
            key = key[1:-1]
        if kind != "string":
            try:
                value = _VALUES[kind](value)
            except ValueError:
                return None
        if key in here or value is None:
            return None
        here[key] = value
    return root


def _split(header: str) -> tuple[str, ...]:
    return tuple(key[1:-1] if key[0] == '"' else key for key in _KEYS.findall(header))


# Most files have the same tables.
_known_split = lru_cache(maxsize=1024)(_split)


def _path_of(header: str) -> tuple[str, ...]:
    return _known_split(header) if len(header) < 100 else _split(header)


def _opened(tables: dict[tuple[str, ...], dict[str, Any]], path: tuple[str, ...]) -> dict[str, Any] | None:
    """Return a new table, with those it stands in; None when something of its name is there."""
    if path in tables:
        return None
    around = tables.get(path[:-1])
    if around is None:
        around = _opened(tables, path[:-1])
    if around is None or path[-1] in around:
        return None
    made: dict[str, Any] = {}
    around[path[-1]] = tables[path] = made
    return made


def _table(text: str) -> dict[str, Any] | None:
    pairs = _PAIRS.findall(text)
    found = {name: _number(value) for name, value in pairs}
    return found if len(found) == len(pairs) else None


def _number(text: str) -> int | Decimal:
    return Decimal(text) if "." in text else int(text)


_VALUES: dict[str, Any] = {
    "string": str,
    "block": str,
    "number": _number,
    "day": date.fromisoformat,
    "moment": datetime.fromisoformat,
    "flag": lambda text: text == "true",
    "list": lambda text: [one[1:-1] for one in _STRINGS.findall(text)],
    "table": _table,
}
