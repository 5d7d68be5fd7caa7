"""What comes from the terminal, before Textual makes keys of it.

Textual 8.2 makes keys of a control sequence that stands in pasted text, so that a text copied from anywhere could
press them; it takes a sequence that a slow line splits for the escape key and letters; and the escape key with a quick
letter after it, or joined to one by the line, for a letter of another keyboard (``ESC 2`` is ``™``).
"""

from __future__ import annotations

import re
from collections.abc import Callable

from workbench.core.text import clean_line

START, END = "\x1b[200~", "\x1b[201~"
_SHOWN = re.compile(r"[^\t\r\n]+")
_BEGUN = re.compile(r"\x1b(?:\[[0-9;:?<>$ ]*|O)\Z")
"""The start of a sequence that nobody types: the escape key is not followed by a bracket at once."""
_ALONE = re.compile(r"\x1b(?=[^\x1b\x7f\[\]O\\P_^bf])")
"""Escape before a letter or a control key that begins no sequence: Textual would wait for more of it, and lose a key.

With b, f and backspace it is a key on some keyboards: a word left, right, or back.
"""
_ALONE_WITHOUT_WORDS = re.compile(r"\x1b(?=[^\x1b\[\]O\\P_^])")
"""The same where no text is typed, and there are no words to go along."""
_ESCAPE, _INTERRUPT = "\x1b", "\x03"
_ESCAPE_KEY = "\x1b[27u"
"""The escape key for certain, as newer terminals send it."""
_LONGEST = 32


class Arrivals:
    """Text as it arrives, in pieces of any size.

    Args:
        in_text: Whether a text is typed in now.
    """

    def __init__(self, in_text: Callable[[], bool] = lambda: True) -> None:
        self._in_text = in_text
        self._pasted: list[str] | None = None
        self._tail = self._held = ""
        self.waits_for_end = False
        """Whether a paste has been silent for so long that its end may have been lost with a line."""

    @property
    def is_begun(self) -> bool:
        """Whether the last piece ends within a control sequence, so that the rest of it is worth a wait."""
        return self._pasted is None and _BEGUN.search(self._tail) is not None

    @property
    def is_pasting(self) -> bool:
        """Whether a paste has begun whose end has not come."""
        return self._pasted is not None

    def waited(self) -> str:
        """Return what was held back until it is known whether more follows: the escape key, or nothing.

        Of a paste that waits for its end, this key is the end.
        """
        held, self._held = self._held, ""
        if held and self._pasted is not None:
            return self._ended(self._tail)
        return _ESCAPE_KEY if held else ""

    def silent(self) -> str:
        """Return what was pasted so far, where nothing more came for long. What comes next is pasted too.

        No time is long enough to take the rest of a paste for keys; see `waits_for_end` and `feed`.
        """
        if self._pasted is None:
            return ""
        kept = next(size for size in range(len(END) - 1, -1, -1) if self._tail.endswith(END[:size]))
        body = "".join([*self._pasted, self._tail[: len(self._tail) - kept]])
        self._pasted, self._tail = [], self._tail[len(self._tail) - kept :]
        first, self.waits_for_end = not self.waits_for_end, True
        return _whole(body, begun=first)

    def feed(self, text: str) -> str:
        """Return what is to be made keys of now; pasted text comes once it is whole, its control characters visible.

        A paste that waits for its end takes ctrl+c or escape for it, where that comes alone.
        """
        if self.waits_for_end and text in {_INTERRUPT, _ESCAPE} and not self._held:
            if text == _INTERRUPT:
                return self._ended(self._tail)
            # The end may be split after its first character.
            self._held = text
            return ""
        passed: list[str] = []
        if self.waits_for_end and self._held and not (self._held + text).startswith(END[: 1 + len(text)]):
            passed.append(self.waited())
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
            passed.append(self._keys(text))
            return ""
        end = at + len(START) - len(self._tail)
        passed.append(self._keys(text[:end]))
        self._pasted, self._tail = [], ""
        return text[end:]

    def _keys(self, text: str) -> str:
        alone = _ALONE if self._in_text() else _ALONE_WITHOUT_WORDS
        return alone.sub(_ESCAPE_KEY, text)

    def _paste(self, text: str, passed: list[str]) -> str:
        assert self._pasted is not None
        seen = self._tail + text
        at = seen.find(END)
        if at < 0:
            # The end may be split too.
            self._pasted.append(seen[: -len(END) + 1])
            self._tail = seen[-len(END) + 1 :]
            return ""
        passed.append(self._ended(seen[:at]))
        return seen[at + len(END) :]

    def _ended(self, last: str) -> str:
        """Return the rest of a paste, which is over."""
        body = "".join([*(self._pasted or ()), last])
        begun = not self.waits_for_end
        self._pasted, self._tail, self.waits_for_end = None, "", False
        return _whole(body, begun)


def _whole(body: str, begun: bool) -> str:
    """Return pasted text as far as its end; its beginning too, where that has not been passed on."""
    shown = _SHOWN.sub(lambda match: clean_line(match[0]), body)
    return f"{shown}{END}" if begun else f"{START}{shown}{END}" if shown else ""
