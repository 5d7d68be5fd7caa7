"""The one exception tree: every error says what is wrong, where, and how to mend it."""

from __future__ import annotations

from typing import Any


class WorkbenchError(Exception):
    """Something a person can mend.

    Args:
        title: What is wrong, in a few words.
        message: Where and why; may quote user text, which is cleaned by whoever read it.
        hint: How to mend it; empty when there is nothing useful to say.
    """

    def __init__(self, title: str, message: str = "", hint: str = "") -> None:
        super().__init__(title)
        self.title = title
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        parts = [self.title]
        if self.message:
            parts.append(self.message)
        return ": ".join(parts)

    @property
    def brief(self) -> str:
        """What, where and how to mend it on one line, files by their name alone."""
        return f"{self}; {self.hint}" if self.hint else str(self)

    def fitting(self, room: int) -> str:
        """Return what is wrong and how to mend it in so many characters; what the field shows anyway goes first."""
        told = [self.brief, f"{self.title}; {self.hint}", self.hint, self.title]
        return next((text for text in told if text and len(text) <= room), self.hint or self.title)


class ValueProblem(WorkbenchError):
    """A typed or read value that is wrong: not a number, negative, out of its range.

    Args:
        field: Dotted path of the field, for instance ``costs.option.tuned.input_price``.
    """

    def __init__(self, title: str, message: str = "", hint: str = "", field: str = "") -> None:
        super().__init__(title, message, hint)
        self.field = field


class NotThereYet(ValueProblem):
    """A field of something that does not exist yet: the note to an answer that was not given."""


class FlowProblem(WorkbenchError):
    """A flowchart that cannot be walked; `at` is the table it is about, for instance ``("question", "volume")``.

    `key` is the key in that table; empty where it is about all of it.
    """

    at: tuple[str, ...] = ()
    key: str = ""

    def about(self, key: str) -> FlowProblem:
        """Return the problem with the key it is about."""
        self.key = self.key or key
        return self

    def standing(self, *at: str) -> FlowProblem:
        """Return the problem with the table it is about, which whoever raised it may have named more closely."""
        self.at = self.at or at
        return self


class FileProblem(WorkbenchError):
    """A file that cannot be read, understood or written.

    Args:
        path: The file, as text.
        line: 1-based line the problem is on, where known.
    """

    def __init__(self, title: str, message: str = "", hint: str = "", path: str = "", line: int | None = None) -> None:
        super().__init__(title, message, hint)
        self.path = path
        self.line = line

    def __str__(self) -> str:
        where = self.path if self.line is None else f"{self.path}:{self.line}"
        return ": ".join(part for part in (where, self.title, self.message) if part)

    @property
    def brief(self) -> str:
        """As every error, the file by its name alone."""
        name = self.path.rpartition("/")[2]
        where = name if self.line is None else f"{name}:{self.line}"
        told = ": ".join(part for part in (where, self.title, self.message) if part)
        return f"{told}; {self.hint}" if self.hint else told

    def fitting(self, room: int) -> str:
        """As every error, but which file it is stays."""
        name = self.path.rpartition("/")[2]
        told = [self.brief, f"{name}: {self.title}; {self.hint}", f"{name}: {self.title}"]
        return next((text for text in told if len(text) <= room), told[-1])


class NewerVersion(FileProblem):
    """A newer version of the workbench wrote the file: it is read as far as this one can, and never written.

    `left_out` names the keys that cannot be read.
    """

    left_out: tuple[str, ...] = ()


class MarkersLeft(FileProblem):
    """A file in which git left both sides of a merge, between its conflict markers."""


class Conflict(FileProblem):
    """The file changed on disk since it was opened; nothing was written.

    Attributes:
        conflicts: The fields changed on both sides, each a `core.merge.FieldConflict`; empty where that is not known.
        digest: sha256 of the file as it was found.
    """

    conflicts: tuple[Any, ...] = ()
    digest: str = ""


class Frozen(WorkbenchError):
    """What an accepted decision rested on was changed; nothing was written.

    Args:
        fields: The frozen fields that differ.
    """

    def __init__(self, title: str, message: str = "", hint: str = "", fields: tuple[str, ...] = ()) -> None:
        super().__init__(title, message, hint)
        self.fields = fields


class UsageProblem(WorkbenchError):
    """A command or its arguments are wrong."""
