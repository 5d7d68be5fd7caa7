"""The size section: what is asked in cells, and what it comes to below them, with every key."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict

from workbench.core.sizing.form import HELP, Typed, read_inputs, read_model
from workbench.core.sizing.report import Report, size
from workbench.core.sizing.shape import Shape
from workbench.core.text import columns, pad
from workbench.errors import ValueProblem
from workbench.plot.rows import Row
from workbench.tui.lines import fit, paragraph, span
from workbench.tui.panes.size_rows import detail
from workbench.tui.view import View
from workbench.tui.widgets.form import Cell, Laid

SIZE = "size"
"""First step of the paths of its cells: they are fields of the form, not of the record."""
_LINES = (("model", "method", "card"), ("targets", "rank", "sequence", "batch"))
_LEAST = 4
"""Columns of a short text's cell, for a longer one to be typed into."""


def typed_of(kept: Mapping[str, object] | None) -> Typed:
    """Return the form of what a decision keeps; the example where it keeps nothing."""
    if not kept:
        return Typed()
    told = {name: kept[name] for name in ("model", "method", "rank", "targets", "sequence", "batch") if name in kept}
    card = kept.get("card_gb")
    return Typed(**{name: str(value) for name, value in told.items()}, card="" if card is None else str(card))


def sized(typed: Typed, loaded: Shape | None) -> Report:
    """Return what a form comes to.

    Args:
        loaded: A shape read from a config; it stands for its name in the form.

    Raises:
        ValueProblem: One text means nothing; names the field.
    """
    inputs = read_inputs(typed)
    return size(loaded if loaded is not None and loaded.name == typed.model else read_model(typed.model), inputs)


def size_form(view: View, typed: Typed, loaded: Shape | None, width: int, wide: bool) -> Laid:
    """Return the section's rows and its cells."""
    rows: list[Row] = [()] if wide else []
    cells = [_cells(names, typed, rows, width) for names in _LINES]
    kept = view.decision.evidence.get(SIZE)
    try:
        rows += detail(sized(typed, loaded), width, wide)
    except ValueProblem as wrong:
        if kept and typed == typed_of(kept):
            # Read from a config in another sitting: its figures are kept, its shape is not.
            rows += detail(kept, width, wide)
        else:
            rows += paragraph(wrong.brief, width - 2, "bad", 2)
    return rows, cells


def _cells(names: tuple[str, ...], typed: Typed, rows: list[Row], width: int) -> list[Cell]:
    """Lay some fields beside one another."""
    texts = asdict(typed)
    line, parts, x = [], [span("  ")], 2
    for name, room in zip(names, _rooms(names, texts, width - 2), strict=True):
        label, help = HELP[name]
        lead = min(len(label) + 1, room - 6)
        parts += [span(pad(label, lead), "muted"), span(pad(texts[name] or "–", room - lead - 2), "text"), span("  ")]
        line.append(Cell((SIZE, name), len(rows), x + lead, room - lead - 2, texts[name], help, False))
        x += room
    rows.append(fit(parts, width))
    return line


def _rooms(names: tuple[str, ...], texts: Mapping[str, str], width: int) -> list[int]:
    """Return the columns of each field: the same for all, unless one would be cut and another has some to spare."""
    even = width // len(names)
    needed = [len(HELP[name][0]) + 1 + max(columns(texts[name]), _LEAST) + 2 for name in names]
    spare = width - sum(needed)
    if spare < 0 or max(needed) <= even:
        return [even] * len(names)
    return [needed[0] + spare, *needed[1:]]
