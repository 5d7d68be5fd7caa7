"""The files that kept evidence was read from, and what is said of those that are not what they were."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

State = Literal["same", "changed", "missing"]
_FILES = {
    "dataset": (("file", "sha256"),),
    "evaluation": (("base_file", "base_sha256"), ("candidate_file", "candidate_sha256")),
    "size": (("file", "sha256"),),
}
_DIGEST = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Source:
    """One file: the instrument that read it, its name, its sha256 then, the day, and the key that keeps it."""

    instrument: str
    name: str
    sha256: str
    day: date | None
    digest_key: str = "sha256"


def sources(evidence: Mapping[str, Mapping[str, object]]) -> list[Source]:
    """Return the files that a decision's evidence names with their digests."""
    found = []
    for instrument, keys in _FILES.items():
        kept = evidence.get(instrument, {})
        day = kept.get("date")
        for file, digest in keys:
            name, sha256 = kept.get(file), kept.get(digest)
            if isinstance(name, str) and name and isinstance(sha256, str) and _DIGEST.fullmatch(sha256):
                found.append(Source(instrument, name, sha256, day if isinstance(day, date) else None, digest))
    return found


def state_told(state: State, day: date | None) -> str:
    """Return what is said of a file: ``changed since 24 Nov``, ``not found here``; nothing where it is the same."""
    since = "" if day is None else f" since {day.day} {day:%b}"
    return {"same": "", "changed": f"changed{since}", "missing": "not found here"}[state]
