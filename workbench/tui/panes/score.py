"""The rows and cells of the scorecard."""

from __future__ import annotations

from decimal import Decimal

from workbench.core.advice.scorecard import Line, Scorecard, flip_text, margin_text
from workbench.core.figures import number, plain, ratio
from workbench.core.record.decision import Path
from workbench.core.text import clip, pad
from workbench.plot.rows import Row
from workbench.tui.lines import fit, paragraph, span, spread
from workbench.tui.panes.card import heading
from workbench.tui.view import View
from workbench.tui.widgets.form import Cell, Laid

_LABEL, _VALUE, _BAR, _POINTS = 19, 8, 3, 6
_SHORT = ("cut", "met", "unmet")


def score_rows(view: View, width: int) -> Laid:
    """Return the card: factors with their bars, vetoes, what it says, then cuts and points to edit."""
    card = view.verdict.card
    rows: list[Row] = [(), _header(width)]
    grid = []
    for line in card.lines:
        row, cells = _factor(view, line, len(rows), width)
        rows.append(row)
        grid.append(cells)
    rows += [_total(card, width), ()]
    rows += _says(card, width)
    rows += [(), heading("Cuts and points", width), _cut_header(width)]
    for line in card.lines:
        row, cells = _cuts(view, line, len(rows), width)
        rows.append(row)
        grid.append(cells)
    return rows, grid


def _bar(points: Decimal | None, most: Decimal) -> list[tuple[str, str]]:
    """Return a bar to the left or the right of a middle line, as (text, role)."""
    if points is None or not most:
        return [(" " * _BAR, "text"), ("│", "rule"), (" " * _BAR, "text")]
    length = min(_BAR, int((abs(points) / most * _BAR).to_integral_value("ROUND_HALF_UP"))) if points else 0
    bar = "█" * length
    if points < 0:
        return [(" " * (_BAR - length), "text"), (bar, "bad"), ("│", "rule"), (" " * _BAR, "text")]
    return [(" " * _BAR, "text"), ("│", "rule"), (bar, "good"), (" " * (_BAR - length), "text")]


def _header(width: int) -> Row:
    text = f"  {'':<{_LABEL}}{'value':>{_VALUE}}  {'':<{2 * _BAR - 1}}{'points':>{_POINTS}}"
    return fit([span(text, "muted")], width)


def _factor(view: View, line: Line, row: int, width: int) -> tuple[Row, list[Cell]]:
    path = ("score", line.factor.name)
    raw = view.pending.get(path)
    shown = raw if raw is not None else _shown(line)
    factors = [each.factor for each in view.verdict.card.lines]
    most = max(abs(points) for factor in factors for points in (factor.met, factor.unmet))
    role = "bad" if raw is not None else "warn" if line.value is None else "muted" if line.source else "text"
    parts = [
        span(f"  {clip(line.factor.label, _LABEL):<{_LABEL}}"),
        span(f"{clip(shown, _VALUE):>{_VALUE}}", role),
        span("  "),
    ]
    parts += [span(text, part) for text, part in _bar(line.points, most)]
    parts.append(span(f"{_signed(line.points):>{_POINTS - 2}}", "strong"))
    text = view.edited(path)
    help = "yes or no" if line.factor.cut is None else f"met from {plain(line.factor.cut)} on"
    help = f"{help}; {line.source}" if line.source else help
    return fit(parts, width), [Cell(path, row, 2 + _LABEL, _VALUE, text, help)]


def _shown(line: Line) -> str:
    if line.value is None:
        return "needed"
    if isinstance(line.value, bool):
        return "yes" if line.value else "no"
    return ratio(line.value) if line.factor.name == "prompt_accuracy" else number(line.value, 0)


def _signed(points: Decimal | None) -> str:
    return "–" if points is None else f"+{plain(points)}" if points > 0 else plain(points)


def _total(card: Scorecard, width: int) -> Row:
    at = 2 + _LABEL + _VALUE + 2 + 2 * _BAR + 1
    return fit([span(pad("  Total", at), "label"), span(f"{_signed(card.total):>{_POINTS - 2}}", "strong")], width)


def _says(card: Scorecard, width: int) -> list[Row]:
    """Vetoes first, then what the card says, how far it is from turning, and what would turn it."""
    if not card.known:
        return paragraph("Fill in what is known; what is not counts 0.", width - 1, "muted", 2)
    rows = []
    for veto in card.vetoes:
        first, *more = paragraph(veto.text, width - 5)
        rows += [fit([span("  ■ ", "bad"), *first], width), *(fit([span("    "), *line], width) for line in more)]
    says = "Fine-tune" if card.recommendation == "fine-tuning" else "Keep prompting"
    rows.append(spread([span(f"  {says}", "strong")], [span(margin_text(card), "muted"), span(" ")], width))
    if card.flip is not None:
        rows += paragraph(f"turns with {flip_text(card.flip)}", width - 1, "muted", 2)
    if card.missing:
        rows += paragraph(
            f"not known, counts 0: {', '.join(f.label.lower() for f in card.missing)}", width - 1, "warn", 2
        )
    return rows


def _cut_header(width: int) -> Row:
    return fit([span(f"  {'':<{_LABEL}}{'cut':>{_VALUE}}{'met':>6}{'not':>6}", "muted")], width)


def _cuts(view: View, line: Line, row: int, width: int) -> tuple[Row, list[Cell]]:
    """Return one factor's cut and points; muted where they are the usual ones."""
    factor = line.factor
    parts = [span(f"  {clip(factor.label, _LABEL):<{_LABEL}}", "muted")]
    cells = []
    x = 2 + _LABEL
    fields: list[tuple[str, Decimal | None, int]] = [
        (f"cut_{factor.name}", factor.cut, _VALUE),
        (f"points_{factor.name}", factor.met, 6),
        (f"points_without_{factor.name}", factor.unmet, 6),
    ]
    for name, value, room in fields:
        if value is None:
            parts.append(span(f"{'–':>{room}}", "muted"))
        else:
            path: Path = ("score", name)
            raw = view.pending.get(path)
            own = getattr(view.decision.score, name) is not None
            shown = (
                raw
                if raw is not None
                else (_cut_text(factor.name, value) if name.startswith("cut") else _signed(value))
            )
            role = "bad" if raw is not None else "text" if own else "muted"
            parts.append(span(f"{clip(shown, room):>{room}}", role))
            cells.append(
                Cell(path, row, x + 2, room - 2, view.edited(path) or plain(value), _HELP[name.partition("_")[0]])
            )
        x += room
    return fit(parts, width), cells


_HELP = {"cut": "met from here on; empty is the usual one", "points": "for fine-tuning; empty is the usual number"}


def _cut_text(name: str, cut: Decimal) -> str:
    return ratio(cut) if name == "prompt_accuracy" else number(cut, 0)
