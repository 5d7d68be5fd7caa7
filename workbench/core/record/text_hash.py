"""What an approval is bound to: a hash over what a decision rests on. DESIGN section 3."""

from __future__ import annotations

import hashlib
import json
from decimal import Decimal

from workbench.core.figures import plain
from workbench.core.record.decision import Decision

BOUND = (
    "title", "approach", "method", "rationale", "alternative", "flow", "score", "costs", "accuracy", "decided",
    "trigger",
)  # fmt: skip
"""The frozen fields, the title and the triggers."""


def text_hash(decision: Decision) -> str:
    """Return the SHA-256, in hex, of canonical JSON of what was reviewed: keys sorted, numbers without padding."""
    data = decision.model_dump(include=set(BOUND), exclude_defaults=True)
    text = json.dumps(_canonical(data), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def _canonical(value: object) -> object:
    if isinstance(value, dict):
        return {str(key): _canonical(entry) for key, entry in value.items() if entry is not None}
    if isinstance(value, list | tuple):
        return [_canonical(entry) for entry in value]
    if isinstance(value, Decimal):
        return plain(value)
    return value if isinstance(value, str | bool | int) or value is None else str(value)
