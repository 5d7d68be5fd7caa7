"""One row of an evaluation: what was asked, what was expected, what came out."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import NamedTuple

from workbench.core.evidence.matching import text_of
from workbench.core.text import clean_line, clip

LONGEST_KEPT = 20_000
"""Characters of a text that are kept to be shown."""
_NAMED = 8


class Case(NamedTuple):
    """A row that can be compared.

    Args:
        key: The id as text, by which the two files are paired.
        id: The id as it is answered: a number, or text that is safe to show.
        line: 1-based line, or place in a list.
        input: What was asked, in any form; None where it is not told.
        expected: The right answer; None where the row does not tell it.
        output: The answer that came.
        correct: What the row itself says; None where it says nothing.
        group: Value of the field that cases are grouped by.
        keys: What the row has, where it says neither what is right nor whether it was: the other file may.
    """

    key: str
    id: str | int
    line: int
    input: object
    expected: object
    output: object
    correct: bool | None
    group: str
    keys: str = ""


def read_case(row: object, line: int, by: str = "") -> Case:
    """Return a row as a case.

    Args:
        by: Field to group by, dots for what is nested; empty for none.

    Raises:
        ValueError: The row cannot be compared; says why.
    """
    if not isinstance(row, dict):
        raise ValueError("not an object")
    key, id = _id(row)
    correct = row.get("correct")
    if correct is not None and not isinstance(correct, bool):
        raise ValueError(f"correct is {_quoted(correct)}, neither true nor false")
    if "output" not in row and correct is None:
        raise ValueError(f"no output; there are {keys_of(row)}")
    group = group_of(row, by) if by else ""
    keys = "" if row.get("expected") is not None or correct is not None else keys_of(row)
    return Case(key, id, line, row.get("input"), row.get("expected"), row.get("output"), correct, group, keys)


def _id(row: Mapping[str, object]) -> tuple[str, str | int]:
    value = row.get("id")
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value), value
    if isinstance(value, Decimal):
        whole = value == value.to_integral_value() and abs(value) < 10**15
        return (str(int(value)), int(value)) if whole else (str(value), str(value))
    if isinstance(value, str) and value.strip():
        return value.strip(), clean_line(value.strip())
    if value is None or value == "":
        raise ValueError(f"no id; there are {keys_of(row)}")
    raise ValueError(f"the id is {_quoted(value)}, neither text nor a number")


def keys_of(row: Mapping[str, object]) -> str:
    """Return the keys of a row, the first of them."""
    names = [clip(clean_line(name), 30) for name in list(row)[:_NAMED]]
    return ", ".join(names) + (" and more" if len(row) > _NAMED else "") if names else "no keys"


def _quoted(value: object) -> str:
    return f"“{clip(clean_line(text_of(value) if value != '' else 'empty'), 40)}”"


def group_of(row: Mapping[str, object], by: str) -> str:
    """Return the value of a field as the name of a group; empty where the row has none."""
    value: object = row
    for step in [by] if by in row else by.split("."):
        value = value.get(step) if isinstance(value, Mapping) else None
    return clip(clean_line(text_of(value).strip()), 60)


def shown(value: object) -> str:
    """Return a text to show, cut where it is very long; several lines stay several."""
    from workbench.core.text import clean_block

    text = text_of(value)
    return clean_block(text if len(text) <= LONGEST_KEPT else f"{text[:LONGEST_KEPT]}…")


def questions(value: object) -> list[str]:
    """Return what a person asked in an input: the user's turns where it is a dialogue, else its text."""
    if isinstance(value, Mapping) and isinstance(value.get("messages"), list):
        return questions(value["messages"])
    if isinstance(value, list) and value and all(isinstance(turn, Mapping) and "role" in turn for turn in value):
        texts = [text_of(turn.get("content")) for turn in value if turn["role"] == "user"]
    else:
        texts = [text_of(value)]
    return [text for text in texts if text.strip()]


def trained_on(row: object) -> list[str]:
    """Return what a training row asks, from its messages, prompt or input; nothing where it has none of them."""
    if not isinstance(row, Mapping):
        return []
    return next((questions(row[name]) for name in ("messages", "prompt", "input") if row.get(name)), [])
