"""A file of examples that is read: which one, against what, and how its tokens are counted."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from workbench.core.text import clean_line, clip
from workbench.errors import ValueProblem
from workbench.store.encodings import DEFAULT, ENCODINGS


@dataclass(frozen=True, slots=True)
class DataAsked:
    """What is asked of a file of examples; every field as `store.dataset_files.read_dataset` takes it."""

    path: Path
    against: Path | None = None
    task: str | None = None
    max_tokens: int | None = None
    encoding: str = DEFAULT

    @property
    def counting(self) -> str:
        """How tokens are counted, as it is typed: ``4096 o200k_base``; empty as it is without being asked."""
        limit = [] if self.max_tokens is None else [str(self.max_tokens)]
        return " ".join([*limit, *([] if self.encoding == DEFAULT else [self.encoding])])

    def counted(self, text: str) -> DataAsked:
        """Return the same with a limit of a row's tokens, an encoding, both or neither, as they are typed.

        Raises:
            ValueProblem: A word is neither, or there are two of one.
        """
        found: dict[str, int | str] = {"max_tokens": 0, "encoding": ""}
        for word in text.split():
            plain = word.replace(",", "").replace("_", "")
            whole = plain.isascii() and plain.isdecimal() and len(plain) <= 12
            name = "encoding" if word in ENCODINGS else "max_tokens"
            value = word if word in ENCODINGS else int(plain) if whole else 0
            if not value or found[name]:
                told = f"“{clip(clean_line(word), 30)}”"
                raise ValueProblem("no limit and no encoding", told, f"a whole number, or {' or '.join(ENCODINGS)}")
            found[name] = value
        limit, encoding = found["max_tokens"], found["encoding"]
        return replace(self, max_tokens=int(limit) or None, encoding=str(encoding) or DEFAULT)
