"""What an undo took back, in the words of the screen."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pydantic import BaseModel

from workbench.core.costs.input_texts import input_label
from workbench.core.editing.session import Session
from workbench.core.inputs import Costs, Option, inputs
from workbench.core.record.decision import Decision, Path, get_value


def undone(before: Session, after: Session, questions: Mapping[str, str]) -> str:
    """Return what an undo took back, in a few words.

    Args:
        questions: What the questions of the flowchart are called, by their ids.
    """
    dropped = _dropped(before, after)
    told = _field(dropped, questions) if dropped else _edit(before.decision, after.decision, questions)
    return f"undone: {told}" if told else "undone"


def undone_at(before: Session, after: Session) -> Path:
    """Return the path to the first value that an undo took back; empty where nothing differs."""
    return _dropped(before, after) or next(_changes(before.decision, after.decision), ())


def _dropped(before: Session, after: Session) -> Path:
    return next((path for path in before.pending if path not in after.pending), ())


def _changes(one: object, other: object) -> Iterator[Path]:
    """Yield the path to every value that differs, and to every entry of a table that came or went."""
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        names = list(dict.fromkeys([*one, *other]))
    elif isinstance(one, BaseModel) and type(one) is type(other):
        names = list(type(one).model_fields)
    else:
        yield ()
        return
    for name in names:
        mine, theirs = get_value(one, (name,)), get_value(other, (name,))
        if mine != theirs:
            yield from ((name, *rest) for rest in _changes(mine, theirs))


def _edit(before: Decision, after: Decision, questions: Mapping[str, str]) -> str:
    """Return an edit by its first change; one of many cost inputs by the option, or as the costs."""
    changes = list(_changes(before, after))
    typed = [path for path in changes if path[0] == "costs" and _is_input(path)]
    if len(typed) > 1:
        options = {path[2] if path[1] == "option" else "" for path in typed}
        name = options.pop()
        return "the costs" if options or not name else f"costs of {name}"
    return _field(typed[0] if typed else changes[0], questions) if changes else ""


def _is_input(path: Path) -> bool:
    return path[1] in inputs(Costs) or (path[1] == "option" and (len(path) == 3 or path[3] in inputs(Option)))


def _field(path: Path, questions: Mapping[str, str]) -> str:
    """Return a field as the screen calls it."""
    if path[:2] == ("flow", "answer") and len(path) > 2:
        what = "note to" if path[-1] == "note" else "answer to"
        return f"{what} “{questions.get(path[2], path[2].replace('_', ' '))}”"
    if path == ("flow", "name"):
        return "the flowchart"
    if path[0] == "costs" and _is_input(path):
        if path[1] != "option":
            return input_label(path[1])
        return f"option {path[2]}" if len(path) == 3 else input_label(f"option.{path[2]}.{path[3]}")
    if len(path) > 2 and path[0] in _TABLES:
        name = _VALUES.get(path[-1], path[-1].replace("_", " "))
        return f"{name} of {path[1]}"
    if len(path) == 2 and path[0] in _TABLES:
        return f"{_TABLES[path[0]]} {path[1]}"
    return " ".join(step.replace("_", " ") for step in path)


_TABLES = {"accuracy": "version", "metric": "metric", "trigger": "trigger"}
_VALUES = {"value": "accuracy"}
"""What fields are called where their own name says too little."""
