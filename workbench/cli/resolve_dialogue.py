"""Asking which side of a merge to take, one conflict after the other, in plain lines."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from difflib import unified_diff
from typing import Any

from pydantic import BaseModel

from workbench.core.change_rows import field_label
from workbench.core.decision import Decision, check_decision, with_value
from workbench.core.fields import kind_of, read_field
from workbench.core.inputs import dump_amount
from workbench.core.merge import Choice, FieldConflict, Typed
from workbench.core.text import clean_data, clean_line
from workbench.errors import ValueProblem

_SIDES: dict[str, Choice] = {"o": "ours", "ours": "ours", "t": "theirs", "theirs": "theirs"}


def ask(conflict: FieldConflict, decision: Decision) -> Choice | None:
    """Return what a person takes for a conflict; None when they stop."""
    print("", *shown(conflict), sep="\n")
    typing = _can_be_typed(conflict)
    while True:
        told = _typed(f"o ours, t theirs, {'e type another, ' if typing else ''}q stop: ")
        if told is None or told.lower() in {"q", "quit"}:
            return None
        choice = _SIDES.get(told.lower())
        if typing and told.lower() in {"e", "edit"}:
            choice = _another(conflict, decision)
        elif choice is None:
            print("Please type o or t.")
        if choice is not None:
            return choice


def _another(conflict: FieldConflict, decision: Decision) -> Typed | None:
    told = _typed(f"{field_label(conflict.path)}: ")
    try:
        value = read_field(conflict.path, told or "")
        check_decision(with_value(decision, conflict.path, value))
    except ValueProblem as problem:
        print(clean_line(problem.brief))
        return None
    return Typed(value)


def _can_be_typed(conflict: FieldConflict) -> bool:
    try:
        return not conflict.why and kind_of(conflict.path) != "block"
    except ValueProblem:
        return False


def _typed(prompt: str) -> str | None:
    print(prompt, end="", flush=True)
    line = sys.stdin.readline()
    return clean_line(line.strip()) if line else None


def shown(conflict: FieldConflict) -> list[str]:
    """Return a conflict in lines: its field, and both sides' values; of a long text, the lines that differ."""
    lines = [field_label(conflict.path) + (f" ({conflict.why})" if conflict.why else "")]
    values = {"was": conflict.base, "ours": conflict.ours, "theirs": conflict.theirs}
    texts = [text for text in values.values() if isinstance(text, str)]
    if len(texts) == len(values) and any("\n" in text for text in texts):
        return lines + _contested(str(conflict.ours), str(conflict.theirs))
    return lines + [f"  {name:<8}{_value(value)}" for name, value in values.items()]


def _contested(ours: str, theirs: str) -> list[str]:
    _, _, *found = unified_diff(ours.split("\n"), theirs.split("\n"), lineterm="", n=0)
    names = {"-": "ours", "+": "theirs"}
    return [f"  {names[line[0]]:<8}{clean_line(line[1:])}" for line in found if line[0] in names and line[1:].strip()]


def _value(value: object) -> str:
    from workbench.store.values import inline_text

    plain = plain_value(value)
    return "nothing" if plain is None or plain in ("", []) else clean_line(inline_text(plain))


def plain_value(value: object) -> Any:
    """Return a value as plain, clean data: what stands for an entry is a mapping of what is set in it."""
    if isinstance(value, BaseModel):
        value = value.model_dump(by_alias=True, exclude_defaults=True)
    if isinstance(value, Mapping):
        return {clean_line(name): plain_value(inner) for name, inner in value.items() if inner is not None}
    if isinstance(value, tuple | list):
        return [plain_value(item) for item in value]
    return clean_data(dump_amount(value))  # type: ignore[arg-type]
