"""The rows and cells of the cost table."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from workbench.core.amounts import show_within
from workbench.core.costs.bills import assumed_epochs
from workbench.core.costs.comparison import wanted
from workbench.core.editing.fields import amount_kind, field_text
from workbench.core.inputs import Costs, Input, Option, inputs
from workbench.core.prices.option_prices import PRICES, origin, typed_prices
from workbench.core.record.decision import Path
from workbench.core.text import clip, columns, pad
from workbench.plot.rows import Row, Span
from workbench.tui.bound import key_of, key_span
from workbench.tui.lines import fit, paragraph, size, span
from workbench.tui.view import View
from workbench.tui.widgets.form import Cell

LABEL = 22
_ALWAYS = {"input_tokens", "output_tokens", "input_price", "output_price"}
_TRAINED = {"training_tokens", "training_price"}
_SHARED = {
    "requests_per_month": "requests a month",
    "growth_per_month": "growth",
    "horizon_months": "months",
    "discount_rate": "discount",
}
_SHARED_WIDTH = {"requests_per_month": 11, "growth_per_month": 6, "horizon_months": 4, "discount_rate": 6}

Table = tuple[list[Row], list[list[Cell]], int]


def option_at(path: Path) -> str | None:
    """Return the option a field belongs to; None for a shared one."""
    return path[2] if path[:2] == ("costs", "option") else None


def option_columns(view: View, width: int, focus: str | None) -> tuple[list[str], int]:
    """Return the options that fit, the focused one among them, and the width of a column."""
    names = list(view.decision.costs.option)
    fitting = max(1, (width - LABEL) // 11)
    if len(names) > fitting:
        at = names.index(focus) if focus in names else 0
        start = max(0, min(at - fitting // 2, len(names) - fitting))
        names = names[start : start + fitting]
    return names, max(9, min(14, (width - LABEL) // max(1, len(names)) - 2))


def shown_inputs(view: View, all_rows: bool, opened: Collection[str] = ()) -> list[Input]:
    """Return the inputs that have a row: the usual ones, those any option uses, and those that were opened."""
    options = view.decision.costs.option
    trained = any("fine-tuning" in option.approach for option in options.values())
    usual = _ALWAYS | (_TRAINED if trained else set()) | {*opened}
    pending = {path[-1] for path in view.pending}
    return [
        declared
        for name, declared in inputs(Option).items()
        if all_rows or name in usual or name in pending or any(_used(o, name) for o in options.values())
    ]


_PRICED = {"cached_price": "cached_tokens", "cache_write_price": "cache_write_tokens"}


def _used(option: Option, name: str) -> bool:
    """Whether an option has a value for an input; a catalogue's price for tokens it has none of is folded away."""
    tokens = _PRICED.get(name)
    if tokens is not None and getattr(option, tokens) is None and name not in typed_prices(option):
        return False
    return getattr(option, name) is not None


def input_cells(
    view: View, width: int, wide: bool, all_rows: bool, focus: str | None, opened: Collection[str] = ()
) -> Table:
    """Return the table of inputs: its rows, its cells line by line, and how many rows stay when it scrolls."""
    rows, grid = _shared_wide(view, width) if wide else _shared(view, width)
    names, column = option_columns(view, width, focus)
    if not names:
        none = f"No options yet. {key_of('costs.option')} adds one, {key_of('costs.example')} fills in an example."
        return (
            [*rows, (), *paragraph(none, width, "strong", 1)],
            grid,
            0,
        )
    rows.append(_header(view, names, column, width))
    pinned = len(rows)
    group = ""
    for declared in shown_inputs(view, all_rows, opened):
        if wide and declared.group != group:
            group = declared.group
            rows.append(fit([span(f" {group}", "label")], width))
        cells, parts = [], [span(pad(f" {declared.label}", LABEL), "text")]
        for index, name in enumerate(names):
            text, role = _cell_text(view, name, declared, column)
            parts += [span("  "), span(pad(text, column, right=True), role)]
            path = ("costs", "option", name, declared.name)
            x = LABEL + index * (column + 2) + 2
            cells.append(_cell(view, path, len(rows), x, column, declared.help))
        rows.append(fit(parts, width))
        grid.append(cells)
    return rows, grid, pinned


def _cell(view: View, path: Path, row: int, x: int, width: int, help: str) -> Cell:
    raw = view.pending.get(path)
    text = raw if raw is not None else field_text(path, _value(view, path))
    return Cell(path, row, x, width, text, help)


def _value(view: View, path: Path) -> object:
    costs = view.decision.costs
    return getattr(costs.option[path[2]], path[3]) if len(path) == 4 else getattr(costs, path[1])


def _shared(view: View, width: int) -> tuple[list[Row], list[list[Cell]]]:
    """Return what the options share, side by side; what does not fit goes to a row of its own."""
    lines: list[list[Span]] = [[]]
    grid: list[list[Cell]] = [[]]
    for name, label in _SHARED.items():
        room, path = _SHARED_WIDTH[name], ("costs", name)
        lead = "   " if lines[-1] else " "
        if lines[-1] and size(lines[-1]) + len(lead) + columns(label) + 1 + room > width:
            lines.append([])
            grid.append([])
            lead = " "
        text, role = _shared_text(view, path, room)
        lines[-1] += [span(lead), span(f"{label} ", "muted")]
        grid[-1].append(_cell(view, path, len(lines) - 1, size(lines[-1]), room, inputs(Costs)[name].help))
        lines[-1].append(span(pad(text, room, right=True), role))
    return [fit(line, width) for line in lines], grid


def _shared_wide(view: View, width: int) -> tuple[list[Row], list[list[Cell]]]:
    rows: list[Row] = []
    grid = []
    for name in _SHARED:
        declared = inputs(Costs)[name]
        path = ("costs", name)
        text, role = _shared_text(view, path, 12)
        rows.append(
            fit([span(pad(f" {declared.label}", LABEL)), span("  "), span(pad(text, 12, right=True), role)], width)
        )
        grid.append([_cell(view, path, len(rows) - 1, LABEL + 2, 12, declared.help)])
    return rows, grid


def _shared_text(view: View, path: Path, room: int) -> tuple[str, str]:
    if path in view.pending:
        return view.pending[path], "bad"
    value = _value(view, path)
    return ("needed", "warn") if value is None else (_shown(view, path, value, room), "strong")


def _shown(view: View, path: Path, value: object, room: int) -> str:
    kind = amount_kind(path) or "number"
    return show_within(value, kind, room, view.comparison.currency)  # type: ignore[arg-type]


def _header(view: View, names: Sequence[str], column: int, width: int) -> Row:
    parts = [span(" "), span("each option", "muted+under"), span(" " * (LABEL - 12))]
    order = list(view.decision.costs.option)
    for name in names:
        shown = clip(name, column)
        role = f"series{order.index(name) % 6 + 1}+bold+under"
        parts += [span(" " * (column + 2 - columns(shown))), span(shown, role)]
    return fit(parts, width)


def _cell_text(view: View, name: str, declared: Input, room: int) -> tuple[str, str]:
    path = ("costs", "option", name, declared.name)
    if path in view.pending:
        return view.pending[path], "bad"
    option = view.decision.costs.option[name]
    value = getattr(option, declared.name)
    if value is not None:
        return _shown(view, path, value, room), "text"
    if declared.name in wanted(settled(view, name)):
        return "needed", "warn"
    if declared.name == "epochs" and option.training_tokens is not None:
        return f"{assumed_epochs(option)} assumed", "muted"
    return "–", "muted"


def settled(view: View, name: str) -> Option:
    """Return an option as it says what it needs: without the first keys of a text that is half typed in it."""
    path = ("costs", "option", name)
    half = any(other[:3] == path for other in view.pending)
    options = (view.session.committed if half else view.decision).costs.option
    return options.get(name, view.decision.costs.option[name])


def input_note(view: View, all_rows: bool, path: Path | None = None) -> list[Span]:
    """Return what stands at the right of the inputs' rule; on a price, where it comes from and how old it is."""
    name = option_at(path) if path is not None else None
    option = view.decision.costs.option.get(name) if name is not None else None
    if path is not None and option is not None and path[-1] in PRICES and getattr(option, path[-1]) is not None:
        lead = f"{option.model}  " if option.model is not None and path[-1] not in typed_prices(option) else ""
        return [span(f"{lead}{origin(option, view.today, path[-1])}", "muted")]
    if path == ("costs", "requests_per_month") and view.decision.costs.usage_source:
        return [span(view.decision.costs.usage_source, "muted")]
    folded = len(inputs(Option)) - len(shown_inputs(view, False))
    told = f"{view.comparison.currency} · "
    return [
        span(told, "muted"),
        key_span("costs.all-rows"),
        span(" folds zeros" if all_rows else f" shows {folded} more", "muted"),
    ]
