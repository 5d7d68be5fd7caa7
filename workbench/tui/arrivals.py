"""What comes from the terminal, before Textual makes keys of it.

Textual 8.2 makes keys of a control sequence that stands in pasted text, so that a text copied from anywhere could
press them; it takes a sequence that a slow line splits for the escape key and letters; and the escape key with a quick
letter after it, or joined to one by the line, for a letter of another keyboard (``ESC 2`` is ``™``).
"""

from __future__ import annotations

import re

from workbench.core.text import clean_line

START, END = "\x1b[200~", "\x1b[201~"
_SHOWN = re.compile(r"[^\t\r\n]+")
_BEGUN = re.compile(r"\x1b(?:\[[0-9;:?<>$ ]*|O)\Z")
"""The start of a sequence that nobody types: the escape key is not followed by a bracket at once."""
_ALONE = re.compile(r"\x1b(?=[^\x1b\x7f\[\]O\\P_^bf])")
"""Escape before a letter or a control key that begins no sequence: Textual would wait for more of it, and lose a key.

With b, f and backspace it is a key on some keyboards: a word left, right, or back.
"""
_ESCAPE = "\x1b"
_ESCAPE_KEY = "\x1b[27u"
"""The escape key for certain, as newer terminals send it."""
_LONGEST = 32


class Arrivals:
    """Text as it arrives, in pieces of any size."""

    def __init__(self) -> None:
        self._pasted: list[str] | None = None
        self._tail = self._held = ""

    @property
    def is_begun(self) -> bool:
        """Whether the last piece ends within a control sequence, so that the rest of it is worth a wait."""
        return self._pasted is None and _BEGUN.search(self._tail) is not None

    def waited(self) -> str:
        """Return what was held back until it is known whether more follows: the escape key, or nothing."""
        held, self._held = self._held, ""
        return _ESCAPE_KEY if held else ""

    def feed(self, text: str) -> str:
        """Return what is to be made keys of now; pasted text comes once it is whole, its control characters visible."""
        passed: list[str] = []
        text, self._held = self._held + text, ""
        while text:
            text = self._typed(text, passed) if self._pasted is None else self._paste(text, passed)
        return "".join(passed)

    def _typed(self, text: str, passed: list[str]) -> str:
        seen = self._tail + text
        at = seen.find(START)
        if at < 0:
            if text.endswith(_ESCAPE):
                text, self._held = text[:-1], _ESCAPE
            self._tail = (self._tail + text)[-_LONGEST:]
            passed.append(_ALONE.sub(_ESCAPE_KEY, text))
            return ""
        end = at + len(START) - len(self._tail)
        passed.append(_ALONE.sub(_ESCAPE_KEY, text[:end]))
        self._pasted, self._tail = [], ""
        return text[end:]

    def _paste(self, text: str, passed: list[str]) -> str:
        assert self._pasted is not None
        seen = self._tail + text
        at = seen.find(END)
        if at < 0:
            # The end may be split too.
            self._pasted.append(seen[: -len(END) + 1])
            self._tail = seen[-len(END) + 1 :]
            return ""
        body = "".join([*self._pasted, seen[:at]])
        passed += [_SHOWN.sub(lambda match: clean_line(match[0]), body), END]
        self._pasted, self._tail = None, ""
        return seen[at + len(END) :]
