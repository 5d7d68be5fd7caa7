"""Names of keys: as people write them, as the terminal library calls them, and as the screens show them."""

from __future__ import annotations

import re
import unicodedata

from workbench.core.text import clean_line
from workbench.errors import ValueProblem

_USUAL = {
    "esc": "escape", "return": "enter", "pgup": "pageup", "pgdn": "pagedown", "page-up": "pageup",
    "page-down": "pagedown", "del": "delete", "ins": "insert", "blank": "space",
}  # fmt: skip
_NAMED = frozenset({
    "escape", "enter", "tab", "space", "backspace", "delete", "insert", "home", "end", "pageup", "pagedown",
    "up", "down", "left", "right",
})  # fmt: skip
_MOVED = frozenset({"up", "down", "left", "right", "home", "end"})
_SHOWN = {"escape": "esc", "up": "↑", "down": "↓", "left": "←", "right": "→", "pageup": "pgup", "pagedown": "pgdn"}
_CALLED = {
    "solidus": "slash", "reverse_solidus": "backslash", "commercial_at": "at", "hyphen_minus": "minus",
    "plus_sign": "plus", "low_line": "underscore",
}  # fmt: skip
_SAME = {"ctrl+i": "tab", "ctrl+m": "enter", "ctrl+h": "backspace", "ctrl+[": "esc", "ctrl+j": "enter"}
"""What a terminal sends for both."""
_TAKEN = {
    "ctrl+b": "tmux waits for a command after it",
    "ctrl+a": "screen waits for a command after it, and a line goes to its start",
    "ctrl+s": "a terminal with flow control stops at it",
    "ctrl+q": "a terminal with flow control goes on at it",
    "ctrl+z": "it suspends a program",
    "ctrl+c": "it interrupts a program, and copies",
    "ctrl+\\": "it ends a program",
    "ctrl+d": "it ends an input, and deletes in a line",
    "ctrl+w": "it deletes a word of a line",
    "ctrl+u": "it deletes a line up to the cursor",
    "ctrl+k": "it deletes the rest of a line",
    "ctrl+e": "it goes to the end of a line",
}


def key_name(written: str) -> str:
    """Return a key as the terminal library calls it: ``ctrl+s``, ``question_mark``, ``R``.

    Raises:
        ValueProblem: There is no such key, or no terminal sends it as one of its own.
    """
    if len(written) == 1 and written.isprintable():
        return "space" if written == " " else _character_name(written)
    text, told = re.sub(r"^\^(?=.$)", "ctrl+", written.strip()), clean_line(written)
    *modifiers, key = text.lower().split("+") if not text.endswith("+") else [*text[:-1].lower().split("+")[:-1], "+"]
    key = _USUAL.get(key, key)
    if modifiers == ["shift"] and len(key) == 1 and key.isalpha():
        return key.upper()
    if not modifiers and (key in _NAMED or re.fullmatch(r"f([1-9]|1[0-2])", key)):
        return key
    if modifiers == ["shift"] and key in _MOVED | {"tab"}:
        return f"shift+{key}"
    if modifiers == ["ctrl"] and key in _MOVED:
        return f"ctrl+{key}"
    if modifiers == ["ctrl"] and f"ctrl+{key}" in _SAME:
        raise ValueProblem("not a key of its own", told, f"a terminal sends {_SAME[f'ctrl+{key}']} for it")
    if modifiers == ["ctrl"] and len(key) == 1 and key.isascii() and key.isalpha():
        return f"ctrl+{key}"
    if modifiers and (key in _NAMED or len(key) == 1):
        raise ValueProblem("not a key that every terminal sends", told, "write a letter, a sign, ctrl+n or f2")
    raise ValueProblem("no such key", told, "write it like e, R, ?, ctrl+n, f2, enter, esc, pageup or shift+tab")


def _character_name(character: str) -> str:
    if character.isalnum():
        return character
    name = unicodedata.name(character, character).lower().replace("-", "_").replace(" ", "_")
    return _CALLED.get(name, name)


def shown_key(written: str) -> str:
    """Return a key as the screens show it: ``^s``, ``?``, ``esc``, ``↑``; it is one that `key_name` knows."""
    if len(written) == 1 and written != " ":
        return written
    name = key_name(written)
    return _SHOWN.get(name) or ("^" + name[5:] if re.fullmatch(r"ctrl\+.", name) else name)


def is_typed(written: str) -> bool:
    """Return whether a key is needed to type text."""
    return len(written) == 1 or key_name(written) in {"space", "backspace", "delete"} or len(key_name(written)) == 1


def swallowed(written: str) -> str:
    """Return who may take a key before the program sees it; empty where nobody does."""
    text = written.lower()
    if text.startswith("alt+"):
        return "a terminal sends esc and the key for it"
    if re.fullmatch(r"f([1-9]|1[0-2])", text):
        return "a terminal emulator may have a use for it"
    return _TAKEN.get(text, "")
