"""A chart in words, for whoever hears it or reads it where nothing can be drawn: one line for each thing shown."""

from __future__ import annotations

from decimal import Decimal

from workbench.core.charts.specs import ChartSpec, IntervalSpec, StackSpec, TableSpec
from workbench.core.figures import money

Spec = ChartSpec | StackSpec | TableSpec | IntervalSpec


def chart_words(spec: Spec, currency: str) -> list[str]:
    """Return what a chart shows as lines of text: names with their figures, then the figures that stand beside it."""
    if isinstance(spec, ChartSpec):
        lines = [f"{curve.name}: {curve.end or 'no figure'} at {spec.x_label}" for curve in spec.curves]
    elif isinstance(spec, StackSpec):
        lines = [f"{row.label}: {row.text} in all, {_parts(spec, row.parts, currency)}" for row in spec.rows]
    elif isinstance(spec, TableSpec):
        lines = [f"{row[0]}: {_cells(spec.heading[1:], row[1:])}" for row in spec.rows]
    else:
        lines = [f"{row.label}: {row.text}" for row in spec.rows]
    if not isinstance(spec, StackSpec):
        # The parts of a bar are told with it.
        lines += [f"{label}: {value}" for label, value in getattr(spec, "figures", ())]
    return [*lines, spec.note] if spec.note else lines


def _parts(spec: StackSpec, parts: tuple[float, ...], currency: str) -> str:
    return ", ".join(
        f"{name} {money(Decimal(str(part)), currency)}" for name, part in zip(spec.parts, parts, strict=True)
    )


def _cells(heading: tuple[str, ...], cells: tuple[str, ...]) -> str:
    return ", ".join(f"{name} {cell}" for name, cell in zip(heading, cells, strict=True) if cell)
