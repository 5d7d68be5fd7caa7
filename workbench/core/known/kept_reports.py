"""What the reports that a record keeps on its training data and on the size of its model say of training."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from workbench.core.evidence.kept_values import count_of
from workbench.core.record.decision import Decision
from workbench.core.text import counted

_GB = 10**9
_NAMES = {"full": "full training", "lora": "LoRA", "qlora": "QLoRA"}


def against_training(decision: Decision) -> Iterator[str]:
    """Yield what speaks against training: too few usable examples, a model too large for the card at hand."""
    data = decision.evidence.get("dataset", {})
    usable = count_of(data, "usable")
    if data.get("verdict") == "too few" and usable is not None:
        yield f"the data report calls its usable examples too few: {usable:,}"
    found = _needs(decision)
    if found is not None and found[1] > found[2]:
        yield f"{found[0]} needs {_gb(found[1])} GB, the card has {_gb(found[2])}"


def before_training(decision: Decision) -> Iterator[str]:
    """Yield what is to be done before training: rows to mend, rows that are held out too, a report cut short."""
    data = decision.evidence.get("dataset", {})
    rows, mend, overlap = count_of(data, "rows"), count_of(data, "to_mend"), count_of(data, "overlap")
    if rows and mend and data.get("verdict") in {"mend first", "too few"}:
        yield f"mend the training data first: {mend:,} of {counted(rows, 'row')}"
    if overlap:
        yield f"{counted(overlap, 'training row')} also held out: take them out of one file"
    if data.get("complete") is False:
        yield "the data report was stopped before the end of its file: read it again"


def tight(decision: Decision) -> Iterator[str]:
    """Yield that the card at hand holds what is trained only just, by what is expected."""
    found = _needs(decision)
    if found is not None and found[1] <= found[2] < found[3]:
        told = f"{found[0]} is tight on the card: {_gb(found[1])} GB expected, up to {_gb(found[3])}"
        yield f"{told}, {_gb(found[2])} at hand"


def _needs(decision: Decision) -> tuple[str, int, int, int] | None:
    """Return what is trained, and in bytes what it is expected to need, the card at hand, and what it may need."""
    kept = decision.evidence.get("size", {})
    method, card, model = kept.get("method"), count_of(kept, "card_gb"), kept.get("model")
    band = kept.get(method) if isinstance(method, str) else None
    if card is None or not isinstance(band, Mapping) or not isinstance(model, str):
        return None
    if decision.method and decision.method.lower() in {"hosted", *_NAMES} - {method}:
        # Another method is recorded than was sized.
        return None
    expected, high = count_of(band, "expected"), count_of(band, "high")
    if expected is None or high is None:
        return None
    return f"{_NAMES.get(str(method), method)} on {model}", expected, card * _GB, high


def _gb(size: int) -> str:
    return f"{-(-size // (_GB // 10)) / 10:.1f}".removesuffix(".0")
