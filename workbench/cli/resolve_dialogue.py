"""Asking which side of a merge to take, one conflict after the other, in plain lines."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from pydantic import BaseModel

from workbench.cli.common import width
from workbench.core.changes.change_rows import field_label
from workbench.core.changes.merge import Choice, FieldConflict, Typed
from workbench.core.editing.fields import kind_of, read_field
from workbench.core.inputs import dump_amount
from workbench.core.record.decision import Decision, check_decision, with_value
from workbench.core.text import clean_data, clean_line, wrap
from workbench.core.word_changes import marked_text, word_changes
from workbench.errors import ValueProblem, WorkbenchError
from workbench.store.files import os_problem

_LONG = 60
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
            print(f"Please type o, t{', e' if typing else ''} or q.")
        if choice is not None:
            return choice


def _another(conflict: FieldConflict, decision: Decision) -> Typed | None:
    try:
        told = _edited(conflict) if _is_long(conflict) else _typed(f"{field_label(conflict.path)}: ")
        value = read_field(conflict.path, told or "")
        check_decision(with_value(decision, conflict.path, value))
    except WorkbenchError as problem:
        print(clean_line(problem.brief))
        return None
    return Typed(value)


def _can_be_typed(conflict: FieldConflict) -> bool:
    try:
        kind_of(conflict.path)
    except ValueProblem:
        return False
    return not conflict.why


def _is_long(conflict: FieldConflict) -> bool:
    return kind_of(conflict.path) == "block"


def _edited(conflict: FieldConflict) -> str:
    """Return ours as it is left in the person's editor.

    Raises:
        UsageProblem: There is no such editor, or it says that something went wrong.
        ValueProblem: What was left there is no text.
    """
    from workbench.store.editor import edit_file

    with TemporaryDirectory() as folder:
        path = Path(folder) / "text.md"
        path.write_text(f"{conflict.ours or ''}\n", encoding="utf-8")
        edit_file(path)
        try:
            return path.read_bytes().decode("utf-8")
        except UnicodeDecodeError:
            raise ValueProblem("not UTF-8", "what the editor left", "write it as UTF-8") from None
        except OSError as error:
            raise os_problem(error, "read what the editor left", path) from None


def _typed(prompt: str) -> str | None:
    print(prompt, end="", flush=True)
    line = sys.stdin.readline()
    return clean_line(line.strip()) if line else None


def shown(conflict: FieldConflict) -> list[str]:
    """Return a conflict in lines: its field, what it was, and both sides' values; of a long text, what they changed."""
    lines = [field_label(conflict.path) + (f" ({conflict.why})" if conflict.why else "")]
    values = {"was": conflict.base, "ours": conflict.ours, "theirs": conflict.theirs}
    texts = [text for text in values.values() if isinstance(text, str)]
    if any("\n" in text or len(text) > _LONG for text in texts) and not conflict.why:
        base, ours, theirs = (text if isinstance(text, str) else "" for text in values.values())
        told = {"was": base or "nothing", "ours": _changed(base, ours), "theirs": _changed(base, theirs)}
        return lines + [line for name, text in told.items() for line in _wrapped(name, text)]
    return lines + [f"  {name:<8}{_value(value)}" for name, value in values.items()]


def _changed(before: str, after: str) -> str:
    """Return a text, what it changed in the one before between marks; one that has little of it, as it is."""
    pieces = word_changes(before, after) if before and after else []
    if not pieces or [piece.kind for piece in pieces] == ["gone", "new"]:
        return after or "nothing"
    return marked_text(pieces)


def _wrapped(name: str, text: str) -> list[str]:
    """Return a text of several lines, wrapped at words, its name before the first of them."""
    lines = [clean_line(line) for line in wrap(text, width() - 10) if line.strip()]
    return [f"  {name if not at else '':<8}{line}" for at, line in enumerate(lines)]


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
