"""What the last row shows, and what a terminal that is too small shows instead of everything."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.binding import ActiveBinding, Binding
from textual.keys import key_to_character
from textual.widget import Widget

from workbench.core.keys.actions import BY_ID
from workbench.errors import NotThereYet
from workbench.tui.bound import key_of, keys_of
from workbench.tui.lines import fit, span
from workbench.tui.panes.question_card import Card
from workbench.tui.widgets.form import Form
from workbench.tui.widgets.rows import Rows

if TYPE_CHECKING:
    from workbench.errors import ValueProblem
    from workbench.tui.screens.stage import Stage

_MOST_LETTERS = 15
_RENAMED = {"slash": "/", "backslash": "\\", "at": "@", "minus": "-", "plus": "+", "underscore": "_"}


def own_bindings(screen: Stage) -> list[Binding]:
    """Return the bindings that work now, those of the focused widget first."""
    return [entry.binding for entry in own_actions(screen)]


def own_actions(screen: Stage) -> list[ActiveBinding]:
    """Return the bindings that work now, with the widget each belongs to; those of the focused widget first."""
    focused = screen.focused
    depth = {node: index for index, node in enumerate(focused.ancestors_with_self)} if focused else {}
    ours = [entry for entry in screen.active_bindings.values() if entry.binding.id in BY_ID and entry.enabled]
    if focused is not None:
        # What the widget takes as text is not a key there, whatever it does around it.
        ours = [entry for entry in ours if entry.binding.priority or not _is_text(focused, entry.binding.key)]
    if getattr(focused, "takes_letters", False):
        ours = [entry for entry in ours if entry.node is focused or _leads_away(entry.binding.key)]
    ours.sort(key=lambda entry: depth.get(entry.node, len(depth)))
    return ours


def _is_text(widget: Widget, key: str) -> bool:
    # Textual 8.2.8 does not find the character of the keys that it renames.
    return widget.check_consume_key(key, _RENAMED.get(key) or key_to_character(key))


def _leads_away(key: str) -> bool:
    """Return whether a key is neither text nor a move in it: ``ctrl+s``, ``f2``."""
    return key.startswith("ctrl+") or (key.startswith("f") and key[1:].isdigit())


def shown_key(binding: Binding) -> str:
    """Return a key as the last row shows it: ``enter``, ``^s``, ``↑↓``."""
    return keys_of(binding.id or "")


def footer_keys(screen: Stage) -> list[tuple[str, str]]:
    """Return the keys of the last row, most useful first, seven at most."""
    focused = screen.focused
    question = focused.question if isinstance(focused, Card) else None
    bindings = [b for b in own_bindings(screen) if b.show and b.description]
    if isinstance(focused, Card) and question is None:
        bindings = [b for b in bindings if b.id not in {"questions.note", "questions.ahead"}]
    at_outcome = {"questions.answer": "costs"} if isinstance(focused, Card) and question is None else {}
    keys = [(shown_key(b), at_outcome.get(b.id or "", b.description)) for b in bindings]
    if at_outcome and ("fine-tuning" in screen.view.path_approach or screen.view.beside is not None):
        word = "own flow" if screen.view.beside is not None else "kind of training"
        keys.insert(1, (key_of("questions.kind"), word))
    if isinstance(focused, Card) and question is not None:
        letters = " ".join(choice.key for choice in question.choices.values())
        if len(letters) <= _MOST_LETTERS:
            # A wide fan would push out every other key; its letters stand before the answers.
            keys.insert(1, (letters, "at once"))
        if question.kind == "number":
            keys.insert(1, (key_of("questions.figure"), "figure"))
    return list(dict.fromkeys(keys))[:7]


def problem_here(screen: Stage) -> ValueProblem | None:
    """Return why the text of the field under the cursor, or of the one that is edited, is no value."""
    focused = screen.focused
    form = focused if isinstance(focused, Form) else getattr(focused, "parent", None)
    if not isinstance(form, Form) or form.cursor is None or not (form.shows_cursor or form.editor is not None):
        return None
    problem = screen.view.problems.get(form.cursor.path)
    return None if isinstance(problem, NotThereYet) else problem


def draw_too_small(screen: Stage, width: int, height: int) -> None:
    """Say which size is needed."""
    rows = screen.query_one("#too-small", Rows)
    told = f"{width}x{height} is too small; the workbench needs 60x16."
    lines = [told] if len(told) < width else [f"{width}x{height} is", "too small; 60x16", "is needed."]
    screen.call_after_refresh(rows.show, [fit([span(f" {line}", "strong")], width) for line in lines])
