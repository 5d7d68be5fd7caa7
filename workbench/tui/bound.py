"""Keys that a person may change: bindings made from the list of actions, and the keys as hints name them."""

from __future__ import annotations

from textual.binding import Binding

from workbench.core.keys.actions import BY_ID
from workbench.core.keys.keymap import USUAL, Keymap
from workbench.core.keys.names import key_name
from workbench.plot.rows import Span

_in_force = USUAL


def use(keymap: Keymap) -> None:
    """Name the keys of this keymap from now on; a process shows one app."""
    global _in_force
    _in_force = keymap


def bind(id: str, action: str, word: str = "", *, show: bool = True, priority: bool = False) -> Binding:
    """Return the binding of an action by its id, with its usual keys.

    Args:
        word: What the last row says of it.
        show: Whether the last row has it.
        priority: Whether it works while text is typed.
    """
    keys = ",".join(map(key_name, BY_ID[id].keys))
    return Binding(keys, action, word, show=show and bool(word), priority=priority, id=id)


def textual_keymap(keymap: Keymap) -> dict[str, str]:
    """Return what is changed as the terminal library takes it."""
    return {id: ",".join(map(key_name, keys)) for id, keys in keymap.changed.items()}


def key_of(id: str) -> str:
    """Return the key of an action as it is shown: ``^s``, ``e``, ``esc``."""
    return _in_force.shown(id)


def keys_of(id: str) -> str:
    """Return the keys of an action and of the one in the other direction: ``↑↓``."""
    return _in_force.shown_pair(id)


def all_keys_of(id: str) -> str:
    """Return every key of an action as it is shown: ``pgup b``."""
    return " ".join(_in_force.all_shown(id))


def key_span(id: str, before: str = "") -> Span:
    """Return the key of an action as a hint shows it, blanks before it."""
    return Span(before + key_of(id), "key")
