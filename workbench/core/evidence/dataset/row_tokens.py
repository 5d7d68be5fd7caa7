"""Tokens of a row by the published counting, exact or estimated; texts that come again are counted once."""

from __future__ import annotations

from collections.abc import Callable

from workbench.core.evidence.dataset.rows import Example

Count = Callable[[str], int]
_SHORT_TEXT = 64
_TELLING = 40
_KEPT = 4096
_ROOM = 200_000
_SAMPLED = 128


class RowTokens:
    """Counts the tokens of row after row.

    Args:
        count: Tokens of a text, exactly; None estimates.
        estimate: Tokens of a text, about; of many rows only some are asked for, and the others follow from these by
            their length.
    """

    def __init__(self, count: Count | None, estimate: Count) -> None:
        self._exact = count
        self._estimate = estimate
        self._known: dict[str, int] = {}
        self._frames: dict[tuple[str, ...], int] = {}
        self._room = _ROOM
        self._ratio = 0.0
        self._stride = 1
        self._seen = 0

    def begin(self, rows: int) -> None:
        """Begin with so many rows: what is estimated of them follows from their own texts alone."""
        self._stride, self._seen, self._ratio = max(1, rows // _SAMPLED), 0, 0.0

    def of(self, row: Example) -> int:
        """Return a row's tokens: 3 a message, its values, 1 more for a name, 3 for the reply; of a prompt its texts."""
        total = self._frame(row.roles) if row.chat else 0
        known = self._known
        for text in row.texts:
            tokens = known.get(text)
            total += self._new(text) if tokens is None else tokens
        if row.names:
            total += sum(1 + self._of(name) for name in row.names)
        return total + (self._of(row.tools) if row.tools else 0)

    def _frame(self, roles: tuple[str, ...]) -> int:
        tokens = self._frames.get(roles)
        if tokens is None:
            tokens = 3 + sum(3 + self._of(role) for role in roles)
            if len(self._frames) < _KEPT:
                self._frames[roles] = tokens
        return tokens

    def _of(self, text: str) -> int:
        tokens = self._known.get(text)
        return self._new(text) if tokens is None else tokens

    def _new(self, text: str) -> int:
        if self._exact is None:
            return self._about(text)
        tokens = self._exact(text)
        if (self._room > 0 or len(text) <= _SHORT_TEXT) and len(self._known) < _KEPT:
            self._room -= len(text)
            self._known[text] = tokens
        return tokens

    def _about(self, text: str) -> int:
        if not text:
            return 0
        self._seen += 1
        if self._ratio and self._seen % self._stride:
            return max(1, round(self._ratio * len(text)))
        tokens = self._estimate(text)
        if len(text) >= _TELLING:
            ratio = tokens / len(text)
            self._ratio = 0.9 * self._ratio + 0.1 * ratio if self._ratio else ratio
        return tokens
