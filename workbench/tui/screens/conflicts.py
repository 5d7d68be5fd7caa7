"""Two people saved one decision and changed the same fields: which value is taken is asked field by field."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from workbench.core.changes.change_rows import field_label, value_text
from workbench.core.changes.merge import Choice, FieldConflict
from workbench.core.record.decision import Path
from workbench.core.text import clean_line
from workbench.errors import Conflict
from workbench.tui.screens import saving
from workbench.tui.widgets.picker import Item, Picker

if TYPE_CHECKING:
    from workbench.tui.screens.main import Workbench


def ask(screen: Workbench, problem: Conflict) -> None:
    """Ask what is taken where both changed a field; where that is not known, offer saving as new."""
    if problem.conflicts:
        _ask_field(screen, problem, problem.conflicts, {})
    else:
        _offer_save_as_new(screen, problem)


def _ask_field(screen: Workbench, problem: Conflict, left: Sequence[FieldConflict], chosen: dict[Path, Choice]) -> None:
    """Ask about the first field that is left, then about the others, then save."""
    one, *rest = left
    number, of = len(chosen) + 1, len(chosen) + len(left)
    items = [
        Item("ours", f"mine: {_told(screen, one, one.ours)}", key="m"),
        Item("theirs", f"theirs: {_told(screen, one, one.theirs)}", key="t"),
        _as_new(screen, "all of mine"),
        Item("stay", "go back", "the draft is kept", "b"),
    ]
    lines = [f"Somebody else changed it meanwhile; before, it was {_told(screen, one, one.base)}."]
    if one.why:
        lines.append(f"{one.why}.")

    def picked(what: str) -> None:
        if what == "new":
            saving.save_beside(screen)
        elif what in {"ours", "theirs"}:
            now: dict[Path, Choice] = {**chosen, one.path: "ours" if what == "ours" else "theirs"}
            if rest:
                screen.app.call_later(_ask_field, screen, problem, rest, now)
            else:
                saving.save(screen, choices=now, seen=problem.digest)

    title = f"Changed twice: {field_label(one.path)}" + (f", {number} of {of}" if of > 1 else "")
    screen.open_sheet(Picker(title, items, picked, lines=lines))


def _told(screen: Workbench, conflict: FieldConflict, value: object) -> str:
    """Return a value on one line; of an entry, what is set in it."""
    currency = screen.session.decision.costs.currency
    if hasattr(value, "model_dump"):
        value = value.model_dump(exclude_defaults=True)
    if isinstance(value, dict):
        paths = {(*conflict.path, name): one for name, one in value.items()}
        told = [f"{path[-1].replace('_', ' ')} {value_text(path, one, currency)}" for path, one in paths.items()]
        return clean_line(", ".join(told)) or "nothing in it"
    return clean_line(value_text(conflict.path, value, currency))


def _as_new(screen: Workbench, what: str) -> Item:
    if screen.desk.is_accepted_on_disk:
        return Item("new", f"save {what} as a new decision that supersedes this one", "the file stays", "n")
    return Item("new", f"save {what} as a new decision", "the file stays as it is", "n")


def _offer_save_as_new(screen: Workbench, problem: Conflict) -> None:
    """Nothing was written: saving as new is offered."""
    items = [
        _as_new(screen, "it"),
        Item("stay", "go back", "the draft is kept", "b"),
    ]

    def picked(what: str) -> None:
        if what == "new":
            saving.save_beside(screen)

    screen.open_sheet(Picker("Not saved", items, picked, lines=[problem.brief]))
