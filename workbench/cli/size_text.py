"""The answer of ``workbench size``, as text and as JSON."""

from __future__ import annotations

from workbench.cli.common import hanging, table, width
from workbench.core.sizing.adapter import adapted
from workbench.core.sizing.cards import SAID, cards, holds, names, smallest
from workbench.core.sizing.known import known
from workbench.core.sizing.memory import METHODS
from workbench.core.sizing.remedies import Remedy, remedies
from workbench.core.sizing.report import Report, file_size, fit, gb, layers_told, many, sentence, span, verdict
from workbench.core.text import clip, counted, wrap

_TRAINED_AS = {
    "hosted": "a provider trains and serves it, none of this memory is yours",
    "instruction": "instruction tuning is trained as one of these; it differs in its examples",
    "dpo": "preference tuning is trained as one of these; a pair is two rows, so count twice the batch",
}


def as_json(report: Report) -> dict[str, object]:
    """Return the answer for ``--json``; sizes in bytes."""
    inputs = report.inputs
    return {
        "model": report.shape.name,
        "family": report.shape.family,
        "method": inputs.method,
        "rank": inputs.rank,
        "targets": list(dict.fromkeys(linear.name for linear in adapted(report.shape, inputs.targets))),
        "sequence": inputs.sequence,
        "batch": inputs.batch,
        "trainable": report.trainable,
        "total": report.total,
        "percent": report.percent,
        "adapter_bytes": report.adapter_bytes,
        "adapter_bytes_fp32": 2 * report.adapter_bytes,
        "memory": {
            method: {"low": band.low, "expected": band.expected, "high": band.high}
            for method, band in report.memory.items()
        },
        "fit": fit(report.band, inputs.card),
        "cards": [
            {
                "name": card.name,
                "bytes": card.size,
                "bf16": card.bf16,
                **{method: holds(band, card.size) for method, band in report.memory.items()},
                "source": card.source,
                "date": card.seen,
            }
            for card in cards()
        ],
        "remedies": [
            {"change": one.told, "expected": one.band and one.band.expected, "hold": one.hold}
            for one in remedies(report)
        ],
        "assumptions": list(report.assumptions),
    }


def as_text(report: Report, method: str | None) -> str:
    """Return the answer for people.

    Args:
        method: That of the decision it was kept in.
    """
    room = min(width(), 80)
    parts = ["\n".join(wrap(sentence(report), room)), _memory(report, room), _adapter(report, room)]
    changes = remedies(report)
    if changes:
        found = [f"  {clip(one.told + _then(one), room - 2)}" for one in changes]
        parts.append("\n".join(["what to change:", *found]))
    parts.append("\n".join(["assumed:", *(line for told in report.assumptions for line in hanging("- ", told, room))]))
    if method is not None:
        told = _TRAINED_AS.get(method.lower(), "")
        parts.append("\n".join(wrap(f"the decision's method is {clip(method, 30)}{told and f': {told}'}", room)))
    parts.append("workbench reference methods compares the ways to train")
    return "\n\n".join(parts)


def _then(one: Remedy) -> str:
    said = "still too large" if one.hold == "no" else SAID[one.hold]
    return "" if one.band is None else f": {span(one.band)} GB, {said}"


def _memory(report: Report, room: int) -> str:
    rows = [["GB", "low", "expected", "high", "held by"]]
    for method, band in report.memory.items():
        found = smallest(band)
        held = f"{found[0].gb} GB: {names(found)}" if found else "no one card"
        card = report.inputs.card
        if card is not None:
            held = f"{verdict(band, card)} on {card} GB; {held}"
        rows.append([METHODS[method], gb(band.low), gb(band.expected), gb(band.high, up=True), held])
    rows.append(["Provider-hosted", "-", "-", "-", "the provider's hardware"])
    figures = table([row[:4] for row in rows]).split("\n")
    left = max(map(len, figures)) + 2
    return "\n".join(
        f"{figure.ljust(left)}{clip(row[4], max(10, room - left))}" for figure, row in zip(figures, rows, strict=True)
    )


def _adapter(report: Report, room: int) -> str:
    told = (
        f"adapter: {counted(report.trainable, 'parameter')} in {layers_told(report)}; "
        f"file {file_size(report.adapter_bytes)}, {file_size(2 * report.adapter_bytes)} in fp32"
    )
    return "\n".join(wrap(told, room))


def models_told() -> str:
    """Return the models that are known by name, with their weights and where their shape is from."""
    rows = [["model", "weights", "of"]]
    rows += [[one.name, many(one.parameters), one.repo] for one in known().values()]
    figures = table([row[:2] for row in rows]).split("\n")
    lines = [f"{figure}  {row[2]}" for figure, row in zip(figures, rows, strict=True)]
    seen = next(iter(known().values())).seen
    return "\n".join([*lines, "", f"each from the config.json of its repository on huggingface.co, {seen}"])
