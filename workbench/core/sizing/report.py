"""What a model, a method, rank, targets, length and batch come to: one pure function, quick enough for every key."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from workbench.core.sizing.adapter import adapted, adapter_parameters, fused_notes
from workbench.core.sizing.cards import NOTE, SAID, holds, smallest
from workbench.core.sizing.memory import ASSUMPTIONS, GB, METHODS, Band, Method, memory
from workbench.core.sizing.shape import Shape

FILE_NOTE = "2 bytes a parameter in the adapter's file; 4 where it is kept in fp32, in which PEFT trains it"


@dataclass(frozen=True, slots=True)
class Inputs:
    """What is asked.

    Args:
        rank: Of the adapter.
        targets: Layers with an adapter, as `parse_targets` returns them.
        sequence: Tokens of the longest row.
        batch: Rows at once on a card.
        method: The one that is spoken of first.
        card: Memory of the card at hand, in GB; None asks for the smallest that will do.
    """

    rank: int = 8
    targets: tuple[str, ...] = ("q", "v")
    sequence: int = 2048
    batch: int = 1
    method: Method = "lora"
    card: int | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """What it comes to.

    Args:
        trainable: Parameters of the adapter.
        total: All weights of the model with embeddings, and the adapter.
        percent: Trainable of total, four decimals.
        memory: What each method needs, in bytes.
        assumptions: What the figures rest on.
    """

    shape: Shape
    inputs: Inputs
    trainable: int
    total: int
    percent: Decimal
    memory: Mapping[Method, Band]
    assumptions: tuple[str, ...]

    @property
    def adapter_bytes(self) -> int:
        """Size of the adapter's file, two bytes a parameter."""
        return 2 * self.trainable

    @property
    def band(self) -> Band:
        """What the method that is spoken of needs."""
        return self.memory[self.inputs.method]


def size(shape: Shape, inputs: Inputs) -> Report:
    """Return what training a model takes.

    Raises:
        ValueProblem: The rank does not go with a layer, or a target is not in the model.
    """
    trainable = adapter_parameters(shape, inputs.rank, inputs.targets)
    total = shape.weights + trainable
    percent = (Decimal(100 * trainable) / total).quantize(Decimal("0.0001"))
    bands = memory(shape, trainable, inputs.sequence, inputs.batch)
    notes = (*shape.notes, *fused_notes(shape, inputs.targets), *ASSUMPTIONS, FILE_NOTE, NOTE)
    return Report(shape, inputs, trainable, total, percent, bands, notes)


def gb(size: int, up: bool = False) -> str:
    """Return bytes in GB without the unit; a high end is rounded `up`, because it is held against a card."""
    places = 0 if size >= 10 * GB else 1
    unit = GB // 10**places
    whole = -(-size // unit) if up else (size + unit // 2) // unit
    return f"{whole / 10**places:,.{places}f}"


def span(band: Band) -> str:
    """Return a band's ends, ``14..21``."""
    return f"{gb(band.low)}..{gb(band.high, up=True)}"


def file_size(size: int) -> str:
    """Return the size of a file for people: ``8.4 MB``, ``320 MB``, ``1.2 GB``."""
    for unit, letters in ((GB, "GB"), (10**6, "MB"), (10**3, "kB")):
        if size >= unit:
            return f"{size / unit:,.{0 if size >= 10 * unit else 1}f} {letters}"
    return f"{size} bytes"


def many(count: int) -> str:
    """Return a number of weights for people: ``4.2M``, ``6.74B``."""
    if count < 1000:
        return str(count)
    for unit, letter in ((10**3, "k"), (10**6, "M"), (10**9, "B")):
        # Rounded before the unit is chosen: 999,885,952 is 1B, not 1000M.
        if float(told := f"{count / unit:.3g}") < 1000:
            return f"{told}{letter}"
    return f"{count / 10**12:.3g}T" if count < 10**15 else f"{count / 10**12:,.0f}T"


def called(report: Report) -> str:
    """Return the method with its rank and model: ``LoRA r=8 on Llama-2-7B``."""
    method = METHODS[report.inputs.method]
    return f"{method}{'' if method == 'Full' else f' r={report.inputs.rank}'} on {report.shape.name}"


def fit(band: Band, card: int | None) -> str:
    """Return which card holds it: the one at hand, else the smallest of the table."""
    if card is not None:
        said = {"fits": "fits", "tight": "tight on", "no": "too large for"}[holds(band, card * GB)]
        return f"{said} {_a_card(card)}"
    found = smallest(band)
    return f"fits {_a_card(found[0].gb)}" if found else "more than any one card has"


def _a_card(gb: int) -> str:
    return f"{'an' if str(gb).startswith('8') or gb in {11, 18} else 'a'} {gb:,} GB card"


def verdict(band: Band, card: int | None) -> str:
    """Return the same in a word or two: ``fits``, ``tight``, ``too large``."""
    if card is not None:
        return SAID[holds(band, card * GB)]
    return SAID["fits"] if smallest(band) else SAID["no"]


def sentence(report: Report) -> str:
    """Return the answer in one sentence."""
    needs = f"{gb(report.band.expected)} GB expected, {span(report.band)}; {fit(report.band, report.inputs.card)}"
    if report.inputs.method == "full":
        return f"Full training of {report.shape.name}, {many(report.shape.weights)} weights: {needs}"
    share = f"{many(report.trainable)} of {many(report.total)} weights ({report.percent:.2f} %)"
    return f"{called(report)} trains {share}: {needs}"


def layers_told(report: Report) -> str:
    """Return which layers get an adapter: ``q_proj, v_proj in 32 layers``."""
    modules = dict.fromkeys(linear.name for linear in adapted(report.shape, report.inputs.targets))
    return f"{', '.join(modules)} in {report.shape.layers:,} layers"


def kept(report: Report, file: str | None, sha256: str | None, today: date) -> dict[str, object]:
    """Return the figures as plain data for ``[evidence.size]``.

    Args:
        file, sha256: Name of the config it was read from and its digest; None for a model of the shipped table.
        today: The day.
    """
    inputs = report.inputs
    origin: dict[str, object] = {} if file is None else {"file": file, "sha256": sha256 or ""}
    card: dict[str, object] = {} if inputs.card is None else {"card_gb": inputs.card}
    return {
        "date": today,
        "model": report.shape.name,
        **origin,
        "method": inputs.method,
        "rank": inputs.rank,
        "targets": ",".join(inputs.targets),
        "sequence": inputs.sequence,
        "batch": inputs.batch,
        **card,
        "trainable": report.trainable,
        "total": report.total,
        "percent": report.percent,
        "adapter_bytes": report.adapter_bytes,
        **{
            method: {"low": band.low, "expected": band.expected, "high": band.high}
            for method, band in report.memory.items()
        },
    }
