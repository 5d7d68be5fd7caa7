"""The files that kept evidence was read from, and what is said of those that are not what they were."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Literal, NamedTuple

from workbench.core.evidence.kept_values import day_of

State = Literal["same", "changed", "missing", "unread"]
"""What became of a file; one that is too large to be read for this is unread."""
_FILES = {
    "dataset": (("file", "sha256"),),
    "evaluation": (("base_file", "base_sha256"), ("candidate_file", "candidate_sha256")),
    "size": (("file", "sha256"),),
}
_DIGEST = re.compile(r"[0-9a-f]{64}")


class Source(NamedTuple):
    """One file: the instrument that read it, its name, its sha256 then, the day, and the key that keeps it."""

    instrument: str
    name: str
    sha256: str
    day: date | None
    digest_key: str = "sha256"

    @property
    def command(self) -> str:
        """The command that reads it again."""
        return {"dataset": "data", "evaluation": "compare"}.get(self.instrument, "size")


def sources(evidence: Mapping[str, Mapping[str, object]]) -> list[Source]:
    """Return the files that a decision's evidence names with their digests."""
    found = []
    for instrument, keys in _FILES.items():
        kept = evidence.get(instrument, {})
        day = day_of(kept)
        for file, digest in keys:
            name, sha256 = kept.get(file), kept.get(digest)
            if isinstance(name, str) and name and isinstance(sha256, str) and _DIGEST.fullmatch(sha256):
                found.append(Source(instrument, name, sha256, day, digest))
    return found


def is_source(instrument: str, digest_key: str, sha256: str) -> bool:
    """Whether these may be of a source: an instrument with the key of its digest, and a digest."""
    keys = {digest for _, digest in _FILES.get(instrument, ())}
    return digest_key in keys and _DIGEST.fullmatch(sha256) is not None


def state_told(state: State, day: date | None) -> str:
    """Return what is said of a file: ``changed since 24 Nov``, ``not found here``; nothing where it is the same."""
    since = "" if day is None else f" since {day.day} {day:%b}"
    return {
        "same": "",
        "changed": f"changed{since}",
        "missing": "not found here",
        "unread": "too large to be looked at",
    }[state]


def changed_told(source: Source, id: str = "") -> str:
    """Return that a file is not what it was, and how to read it again.

    Args:
        source: The file.
        id: Of the decision that keeps what was read; empty where it has none.
    """
    into = f"workbench {source.command} --into {id} reads" if id else f"workbench {source.command} --into FILE reads"
    since = state_told("changed", source.day)
    return f"{source.name}, read for the {_WORDS[source.instrument]}, has {since}: {into} it again"


def missing_told(source: Source) -> str:
    """Return that a file is not there to be looked at again."""
    on = f" on {source.day.day} {source.day:%b}" if source.day is not None else ""
    return f"{source.name}, read{on} for the {_WORDS[source.instrument]}, is not found here: its figures stand as kept"


_WORDS = {"dataset": "data report", "evaluation": "comparison", "size": "size of the model"}
