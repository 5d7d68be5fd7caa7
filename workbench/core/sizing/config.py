"""Values of a model's ``config.json``, each checked; what is missing is collected, what is assumed is written down."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from workbench.core.text import clean_line, clip
from workbench.errors import ValueProblem

MOST = 10**8
"""No size in a model's config is larger; weights are counted from products of them."""
MOST_LAYERS = 10_000
_HINT = "correct it in the config, or take the model's own config.json"


class Config:
    """One config's values.

    Args:
        values: The parsed JSON object, or the part of it that describes the text model.
        defaults: What the family's configs leave out when it has this value.
    """

    def __init__(self, values: Mapping[str, Any], defaults: Mapping[str, int]) -> None:
        self.values = values
        self.defaults = defaults
        self.missing: list[str] = []
        self.notes: list[str] = []

    def number(self, name: str, *others: str, most: int = MOST, absent: int | None = None) -> int:
        """Return a whole number of 1 or more under the first of its names that the config has.

        Args:
            name, others: Its keys.
            most: The largest that can be meant.
            absent: What a config means that has none of them; without it the key counts as missing.

        Raises:
            ValueProblem: It is no whole number, negative, zero or too large; names the key.
        """
        for key in (name, *others):
            value = self.values.get(key)
            if value is not None:
                return _whole(key, value, most)
        if name in self.defaults:
            self.notes.append(f"{name} is not in the config: {self.defaults[name]:,}, as the family has it")
            return self.defaults[name]
        if absent is None:
            self.missing.append(name)
        return absent if absent is not None else 1

    def optional(self, *names: str) -> int:
        """Return a whole number under the first of its names that the config has, 0 where it has none or says 0.

        Raises:
            ValueProblem: It is no whole number, negative or too large; names the key.
        """
        given = [name for name in names if self.values.get(name) not in (None, 0)]
        return self.number(given[0]) if given else 0

    def has(self, name: str) -> bool:
        """Return whether the config has a value under a key."""
        return self.values.get(name) is not None

    def flag(self, name: str, absent: bool = False) -> bool:
        """Return a yes or no.

        Raises:
            ValueProblem: It is neither.
        """
        value = self.values.get(name)
        if value is None:
            return absent
        if not isinstance(value, bool):
            raise ValueProblem("not true or false", f"{name}: {_quoted(value)}", _HINT, name)
        return value

    def places(self, name: str, layers: int) -> frozenset[int]:
        """Return the 0-based layers that a list names.

        Raises:
            ValueProblem: It is no list of layers.
        """
        value = self.values.get(name)
        if value is None:
            return frozenset()
        if not isinstance(value, list) or len(value) > layers or not all(type(place) is int for place in value):
            raise ValueProblem("not a list of layers", f"{name}: {_quoted(value)}", _HINT, name)
        return frozenset(place for place in value if 0 <= place < layers)

    def refuse_missing(self) -> None:
        """Refuse a config in which something needed was missing.

        Raises:
            ValueProblem: Names every key.
        """
        if self.missing:
            told = f"no {', '.join(dict.fromkeys(self.missing))}"
            raise ValueProblem("keys missing in the config", told, _HINT, self.missing[0])


def _whole(key: str, value: object, most: int) -> int:
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if not isinstance(value, int) or isinstance(value, bool):
        raise ValueProblem("not a whole number", f"{key}: {_quoted(value)}", _HINT, key)
    if value < 1:
        raise ValueProblem("zero or negative" if value == 0 else "negative", f"{key}: {_quoted(value)}", _HINT, key)
    if value > most:
        raise ValueProblem("too large to be meant", f"{key}: {_quoted(value)}, over {most:,}", _HINT, key)
    return value


def _quoted(value: object) -> str:
    if isinstance(value, str):
        return f"“{clip(clean_line(value[:80]), 40)}” is text"
    if isinstance(value, int) and not isinstance(value, bool):
        # Writing out a number of thousands of digits would be refused.
        return str(value) if value.bit_length() < 100 else "a number of over 30 digits"
    return {dict: "a table", list: "a list", bool: "true or false"}.get(type(value), clip(clean_line(repr(value)), 40))
