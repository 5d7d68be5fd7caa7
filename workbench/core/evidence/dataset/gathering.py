"""The surveys of a file put together."""

from __future__ import annotations

from array import array
from collections.abc import Mapping
from typing import Any

from workbench.core.evidence.dataset.chunk import Chunk

_LABELS = 1000


class Gathering:
    """Puts surveys together in the order of their lines."""

    def __init__(self) -> None:
        self.lines = self.rows = self.chats = self.guessed = 0
        self.malformed: list[tuple[int, str]] = []
        self.found: dict[str, array[int]] = {}
        self.labels: dict[str, array[int]] | None = {}
        self.systems: dict[int, list[Any]] = {}
        self.columns: array[int] = array("q")

    def add(self, chunk: Chunk) -> None:
        """Add the survey of the lines that follow."""
        self.lines += chunk.lines
        self.rows += chunk.rows
        self.chats += chunk.chats
        self.guessed += chunk.guessed
        self.malformed += chunk.malformed
        self.columns.extend(chunk.columns)
        for kind, lines in chunk.found.items():
            self.found.setdefault(kind, array("q")).extend(lines)
        for key, entry in chunk.systems.items():
            self.systems.setdefault(key, [0, *entry[1:]])[0] += entry[0]
        self._add_labels(chunk.labels)

    def refuse(self, line: int, why: str) -> None:
        """Add a line that was not surveyed, with the reason."""
        self.lines += 1
        self.rows += 1
        self.malformed.append((line, why))

    def _add_labels(self, more: Mapping[str, array[int]] | None) -> None:
        if more is None or self.labels is None:
            self.labels = None
            return
        for label, entry in more.items():
            known = self.labels.get(label)
            if known is None:
                self.labels[label] = entry
            else:
                known[0] += entry[0]
                known += entry[1:]
        if len(self.labels) > _LABELS:
            self.labels = None

    def count(self, kind: str) -> int:
        """Return how many lines were noted for a kind of finding so far."""
        return len(self.found.get(kind, ()))
