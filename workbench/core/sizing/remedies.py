"""What to change where no card holds it, each change tried: a smaller batch, a shorter row, rank, method or model."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from workbench.core.sizing.cards import Hold, cards, holds
from workbench.core.sizing.known import known, known_shape
from workbench.core.sizing.memory import GB, METHODS, Band, Method
from workbench.core.sizing.report import Inputs, Report, size
from workbench.core.sizing.shape import Shape
from workbench.core.text import counted
from workbench.errors import ValueProblem

_SHORTEST = 256
_SMALL_RANK = 8
_WORTH = 50
"""A change is named from one part in this many saved."""


@dataclass(frozen=True, slots=True)
class Remedy:
    """A change and what it comes to.

    Args:
        told: The change in words.
        band: What is needed then; None where nothing of one's own is needed.
        hold: Whether the card then holds it.
    """

    told: str
    band: Band | None
    hold: Hold

    @property
    def fits(self) -> bool:
        """Whether the card then holds even the high end."""
        return self.hold == "fits"


def remedies(report: Report) -> list[Remedy]:
    """Return changes to try, those that are enough first; none where the card at hand (else the largest) holds it."""
    gb = report.inputs.card if report.inputs.card is not None else cards()[-1].gb
    if report.band.high <= gb * GB:
        return []
    found: list[Remedy] = []
    for told, shape, inputs in _changes(report, gb * GB):
        band = size(shape, inputs).band
        if band in [one.band for one in found]:
            continue
        if band.expected * _WORTH <= report.band.expected * (_WORTH - 1):
            found.append(Remedy(told, band, holds(band, gb * GB)))
    found.sort(key=lambda remedy: ("fits", "tight", "no").index(remedy.hold))
    return [*found, Remedy("a provider's training: no card of your own, see the hosted row", None, "fits")]


def _changes(report: Report, limit: int) -> Iterator[tuple[str, Shape, Inputs]]:
    shape, inputs = report.shape, report.inputs
    # What costs nothing comes first: a smaller batch trains the same, a shorter row cuts the examples.
    if inputs.batch > 1:
        yield f"batch 1 instead of {inputs.batch:,}, gradients accumulated", shape, replace(inputs, batch=1)
    if inputs.sequence > _SHORTEST:
        shorter = _shorter(report, limit)
        yield (
            f"rows of {counted(shorter, 'token')} instead of {inputs.sequence:,}",
            shape,
            replace(inputs, sequence=shorter),
        )
    if inputs.method != "full" and inputs.rank > _SMALL_RANK:
        yield f"rank {_SMALL_RANK} instead of {inputs.rank:,}", shape, replace(inputs, rank=_SMALL_RANK)
    for method in _lighter(inputs.method):
        yield f"{METHODS[method]} instead of {METHODS[inputs.method]}", shape, replace(inputs, method=method)
    least = _least(inputs)
    yield f"all of it: QLoRA, {_said(least)}", shape, least
    smaller = _smaller_model(shape, inputs, limit)
    if smaller is not None:
        yield f"a smaller model, such as {smaller.name}", smaller, inputs
    elif (smaller := _smaller_model(shape, least, limit)) is not None:
        yield f"all of it on a smaller model, such as {smaller.name}", smaller, least


def _least(inputs: Inputs) -> Inputs:
    """Return what needs the least memory without touching the targets."""
    rank, sequence = min(inputs.rank, _SMALL_RANK), min(inputs.sequence, _SHORTEST)
    return replace(inputs, method="qlora", rank=rank, batch=1, sequence=sequence)


def _said(inputs: Inputs) -> str:
    return f"rank {inputs.rank}, batch 1, rows of {counted(inputs.sequence, 'token')}"


def _lighter(method: Method) -> list[Method]:
    order: list[Method] = ["full", "lora", "qlora"]
    return order[order.index(method) + 1 :]


def _shorter(report: Report, limit: int) -> int:
    """Return the longest row, a power of two, that the card would hold; the shortest where none is."""
    length = 1 << (report.inputs.sequence - 1).bit_length() - 1
    while length > _SHORTEST:
        if size(report.shape, replace(report.inputs, sequence=length)).band.high <= limit:
            return length
        length //= 2
    return _SHORTEST


def _smaller_model(shape: Shape, inputs: Inputs, limit: int) -> Shape | None:
    """Return the largest model of the table that is smaller than another and would fit."""
    shapes = sorted((known_shape(name) for name in known()), key=lambda one: -one.weights)
    for one in shapes:
        if one.weights < shape.weights and one.logits:
            try:
                if size(one, inputs).band.high <= limit:
                    return one
            except ValueProblem:
                continue  # it has no such layers, or none of that rank
    return None
