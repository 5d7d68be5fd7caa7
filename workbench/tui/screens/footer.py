"""What the last row shows, and what a terminal that is too small shows instead of everything."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from textual.binding import Binding

from workbench.tui.lines import fit, span
from workbench.tui.panes.questions import Card
from workbench.tui.widgets.rows import Rows

if TYPE_CHECKING:
    from workbench.tui.screens.stage import Stage

_MOST_LETTERS = 15
_SHOWN_KEYS = {"escape": "esc", "slash": "/", "question_mark": "?", "up": "↑", "down": "↓", "left": "←", "right": "→"}


def own_bindings(screen: Stage) -> list[Binding]:
    """Return the bindings that work now, those of the focused widget first."""
    active = list(screen.active_bindings.values())
    depth = {node: index for index, node in enumerate(screen.focused.ancestors_with_self)} if screen.focused else {}
    ours = [entry for entry in active if entry.binding.key in _declared(type(entry.node))]
    if getattr(screen.focused, "takes_letters", False):
        # Enter and letters are text there, whatever they do in the section around it.
        ours = [entry for entry in ours if entry.node is screen.focused or entry.binding.key.startswith("ctrl+")]
    ours.sort(key=lambda entry: depth.get(entry.node, len(depth)))
    return [entry.binding for entry in ours if entry.enabled]


@cache
def _declared(widget: type) -> frozenset[str]:
    """Return the keys that our own classes bind, not those a widget has from Textual."""
    own = [cls for cls in widget.__mro__ if cls.__module__.startswith("workbench.")]
    found = [binding for cls in own for binding in cls.__dict__.get("BINDINGS", ())]
    return frozenset(binding.key for binding in found)


def shown_key(binding: Binding) -> str:
    """Return a key as it is written: ``enter``, ``^s``, ``/``."""
    return binding.key_display or _SHOWN_KEYS.get(binding.key) or binding.key.replace("ctrl+", "^")


def footer_keys(screen: Stage) -> list[tuple[str, str]]:
    """Return the keys of the last row, most useful first, seven at most."""
    focused = screen.focused
    question = focused.question if isinstance(focused, Card) else None
    bindings = [b for b in own_bindings(screen) if b.show and b.description]
    keys = [(shown_key(b), b.description) for b in bindings]
    if isinstance(focused, Card) and question is None:
        keys = [(key, "costs" if key == "enter" else word) for key, word in keys if key not in {"e", "→"}]
        if "fine-tuning" in screen.view.path_approach or screen.view.beside is not None:
            keys.insert(1, ("k", "own flow" if screen.view.beside is not None else "kind of training"))
    if isinstance(focused, Card) and question is not None:
        letters = " ".join(choice.key for choice in question.choices.values())
        if len(letters) <= _MOST_LETTERS:
            # A wide fan would push out every other key; its letters stand before the answers.
            keys.insert(1, (letters, "at once"))
        if question.kind == "number":
            keys.insert(1, ("v", "figure"))
    return list(dict.fromkeys(keys))[:7]


def draw_too_small(screen: Stage, width: int, height: int) -> None:
    """Say which size is needed."""
    rows = screen.query_one("#too-small", Rows)
    told = f"{width}x{height} is too small; the workbench needs 60x16."
    lines = [told] if len(told) < width else [f"{width}x{height} is", "too small; 60x16", "is needed."]
    screen.call_after_refresh(rows.show, [fit([span(f" {line}", "strong")], width) for line in lines])
