"""Size on the Evidence pane: one row of summary, and the memory of each method with the cards that hold it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from workbench.core.charts.specs import Interval, IntervalSpec
from workbench.core.sizing.cards import SAID, names, smallest
from workbench.core.sizing.memory import GB, METHODS, Band, Method
from workbench.core.sizing.remedies import remedies
from workbench.core.sizing.report import Report, file_size, fit, gb, kept, span, verdict
from workbench.core.text import clean_line, clip, counted, pad
from workbench.plot.intervals import draw_intervals
from workbench.plot.rows import Row
from workbench.tui.bound import key_of
from workbench.tui.lines import fit as filled
from workbench.tui.lines import paragraph
from workbench.tui.lines import span as part
from workbench.tui.panes.card import heading

_LABEL = 12
_UNREADABLE = ("?", "the kept figures cannot be read", "–")
_SIGNS = {"fits": "✓", "tight": "!", "too large": "!"}


@dataclass(frozen=True, slots=True)
class _Figures:
    """What is drawn, whether from a report or from what a decision keeps."""

    model: str
    method: Method
    rank: int
    targets: str
    sequence: int
    batch: int
    card: int | None
    trainable: int
    percent: Decimal
    adapter_bytes: int
    bands: Mapping[Method, Band]

    @property
    def band(self) -> Band:
        return self.bands[self.method]

    @property
    def called(self) -> str:
        rank = "" if self.method == "full" else f" r={self.rank}"
        return f"{METHODS[self.method]}{rank} on {self.model}"


def summary(kept_size: Mapping[str, object] | None) -> tuple[str, str, str]:
    """Return sign, text and what it says, for the row of the summary; ``–`` where nothing is kept yet."""
    if not kept_size:
        return "–", f"none yet, {key_of('evidence.open')} shows an example", "–"
    figures = _read(kept_size)
    if figures is None:
        return _UNREADABLE
    says = verdict(figures.band, figures.card)
    adapter = "" if figures.method == "full" else f", {file_size(figures.adapter_bytes)} adapter"
    return _SIGNS[says], f"{figures.called}: {gb(figures.band.expected)} GB{adapter}", says


def detail(size: Report | Mapping[str, object], width: int, wide: bool) -> list[Row]:
    """Return the section: bars of each method's memory, the cards, the adapter, what to change, one strong sentence.

    Args:
        size: The report, or what a decision keeps of one.
        width: Columns of the section.
        wide: Blank rows between the parts, as on a wide terminal.
    """
    full = size if isinstance(size, Report) else None
    figures = _read(kept(size, None, None, date.min) if isinstance(size, Report) else size)
    if figures is None:
        told = "The kept figures cannot be read; workbench size --into writes them again."
        return [(), *paragraph(told, width, "strong", 2)]
    gap: list[Row] = [()] if wide else []
    rows = [*gap, *draw_intervals(_bars(figures), width - 2), *gap]
    rows += [_line(METHODS[method], _held(band), width) for method, band in figures.bands.items()]
    rows += _adapter(figures, width)
    says = verdict(figures.band, figures.card)
    needs = f"{gb(figures.band.expected)} GB expected, {span(figures.band)}; {fit(figures.band, figures.card)}"
    # Above what may be long: under it, it would be out of sight.
    rows += [(), *paragraph(f"{_SIGNS[says]} {figures.called}: {needs}.", width - 2, "strong", 2)]
    return [*rows, *(_changes(full, width) if full is not None else [])]


def _bars(figures: _Figures) -> IntervalSpec:
    rows = []
    for method, band in figures.bands.items():
        ends = [end / GB for end in (band.expected, band.low, band.high)]
        text = f"{gb(band.expected)} GB  {span(band)}"
        rows.append(Interval(METHODS[method], ends[0], ends[1], ends[2], 1, text))
    marked = figures.card
    if marked is None and (found := smallest(figures.band)):
        marked = found[0].gb
    top = max(*(band.high / GB for band in figures.bands.values()), float(marked or 0))
    label = "" if marked is None else f"{marked} GB card"
    return IntervalSpec(tuple(rows), 0.0, top, None if marked is None else float(marked), label, "count", "")


def _held(band: Band) -> str:
    found = smallest(band)
    if not found:
        return "more than any one card has"
    close = smallest(band, "tight")
    tight = f", tight on {close[0].gb} GB" if close and close[0].gb < found[0].gb else ""
    return f"from {found[0].gb} GB{tight}: {names(found, 4)}"


def _adapter(figures: _Figures, width: int) -> list[Row]:
    share = f"{figures.trainable:,} parameters, {figures.percent:.2f} % of all"
    asked = (
        f"r={figures.rank} on {figures.targets}, rows of {counted(figures.sequence, 'token')}, batch {figures.batch:,}"
    )
    return [
        _line("adapter", f"{file_size(figures.adapter_bytes)}, {share}", width),
        _line("asked", asked, width),
    ]


def _changes(report: Report, width: int) -> list[Row]:
    found = remedies(report)
    if not found:
        return []
    rows: list[Row] = [(), heading("What to change", width)]
    for one in found:
        then = "" if one.band is None else f"  {span(one.band)} GB{'' if one.fits else f', {SAID[one.hold]}'}"
        sign = part("  ✓ " if one.fits else "    ", "good")
        rows.append(filled([sign, part(one.told), part(then, "muted")], width))
    return rows


def _line(label: str, text: str, width: int) -> Row:
    return filled([part(pad(f"  {label}", _LABEL), "label"), part(text)], width)


def _read(data: Mapping[str, object]) -> _Figures | None:
    """Return the figures in kept data; None where a person has changed it into something else."""
    method = next((one for one in METHODS if one == data.get("method")), None)
    card = data.get("card_gb")
    bands = {one: _band(data.get(one)) for one in METHODS}
    counts = {name: data.get(name) for name in ("rank", "sequence", "batch", "trainable", "adapter_bytes")}
    percent, targets, model = data.get("percent"), data.get("targets"), data.get("model")
    if method is None or not all(_is_count(value) for value in counts.values()) or None in bands.values():
        return None
    if not isinstance(percent, int | Decimal) or not isinstance(model, str) or not isinstance(targets, str):
        return None
    return _Figures(
        model=clip(clean_line(model), 40),
        method=method,
        rank=_count(counts["rank"]),
        targets=clip(clean_line(targets), 40),
        sequence=_count(counts["sequence"]),
        batch=_count(counts["batch"]),
        card=_count(card) if _is_count(card) else None,
        trainable=_count(counts["trainable"]),
        percent=Decimal(percent),
        adapter_bytes=_count(counts["adapter_bytes"]),
        bands={one: band for one, band in bands.items() if band is not None},
    )


def _is_count(value: object) -> bool:
    return isinstance(value, int | Decimal) and not isinstance(value, bool) and _whole(value)


def _whole(value: int | Decimal) -> bool:
    return (isinstance(value, int) or (value.is_finite() and value == value.to_integral_value())) and 0 < value < 10**18


def _count(value: object) -> int:
    assert isinstance(value, int | Decimal)
    return int(value)


def _band(value: object) -> Band | None:
    if not isinstance(value, Mapping):
        return None
    ends = [value.get(name) for name in ("low", "expected", "high")]
    if not all(_is_count(end) for end in ends):
        return None
    low, expected, high = map(_count, ends)
    return Band(low, expected, high) if low <= expected <= high else None
