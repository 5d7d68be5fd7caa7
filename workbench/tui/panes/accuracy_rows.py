"""The accuracy of every version: its bar with the interval, cells to type in, the steps, and what they say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from workbench.core.amounts import point
from workbench.core.charts.specs import Interval, accuracy_chart
from workbench.core.editing.fields import field_text
from workbench.core.evidence.accuracy import History, history, signed, wilson
from workbench.core.figures import ratio
from workbench.core.known.facts import best_prompt, measured
from workbench.core.record.decision import Path, get_value
from workbench.core.text import clip, pad
from workbench.plot.intervals import draw_intervals
from workbench.plot.rows import Row, Span
from workbench.tui.bound import key_span
from workbench.tui.lines import fit, paragraph, span
from workbench.tui.panes.card import heading
from workbench.tui.view import View
from workbench.tui.widgets.form import Cell, Laid

TARGET = ("metric", "accuracy", "target")
_VALUE, _CASES, _INTERVAL = 7, 8, 13
_FIGURES = _VALUE + _CASES
_STEPS = 3
"""Steps that are told: the last ones say whether it still improves."""
_HELP = {
    "value": "share of right answers, 0..1",
    "cases": "cases it was measured on; empty when unknown",
    "target": "the accuracy that is needed, 0..1",
}


def trend_of(view: View) -> History:
    """Return what the versions of the prompt show."""
    return history(measured(view.decision, "prompt"))


def accuracy_form(view: View, width: int, wide: bool) -> Laid:
    """Return the section's rows and its cells."""
    rows: list[Row] = [()] if wide else []
    cells: list[list[Cell]] = []
    if view.decision.accuracy:
        _versions(view, width, rows, cells)
        _target(view, width, rows, cells)
        rows += _steps(view, width, wide)
    else:
        rows += [(), *paragraph("Type the accuracy of each version, as measured.", width, "strong", 2)]
        keys = [
            key_span("evidence.add", "  "),
            span(" adds a version, "),
            key_span("evidence.load"),
            span(" loads a file of them"),
        ]
        rows.append(fit(keys, width))
        rows.append(())
        _target(view, width, rows, cells)
    return rows, cells


def _versions(view: View, width: int, rows: list[Row], cells: list[list[Cell]]) -> None:
    """Lay one row a version: name, bar, value, cases, interval; prompts first, then what was fine-tuned."""
    right = _right(view)
    target = get_value(view.decision, TARGET)
    spec = accuracy_chart(view.decision.accuracy, point(target) if target is not None else None)
    bare = spec._replace(rows=tuple(row._replace(text="") for row in spec.rows), target_label="")
    drawn = iter(draw_intervals(bare, width - right)) if spec.rows else iter(())
    head = next(drawn, ())
    interval = "95 %" if right > _FIGURES + 1 else ""
    labels = f"{'value':>{_VALUE}}{'cases':>{_CASES}}{interval:>{right - _FIGURES}}"
    rows.append((*fit(head, width - right), span(labels, "muted")))
    for name in _in_order(view, spec.rows):
        if name is None:
            rows.append(fit(next(drawn), width))
            continue
        bar = next(drawn) if name in {row.label for row in spec.rows} else (span(f"  {clip(name, width // 3)}"),)
        line, parts = _figures(view, name, len(rows), width - right)
        rows.append((*fit(bar, width - right), *parts))
        cells.append(line)


def _in_order(view: View, drawn: tuple[Interval, ...]) -> Iterator[str | None]:
    """Yield the names, prompts first, as they were entered; None where the drawing parts the two series.

    One without a value keeps its place: a row that is corrected must not go elsewhere.
    """
    entries = view.decision.accuracy
    prompts = [name for name, entry in entries.items() if entry.kind == "prompt"]
    yield from prompts
    if len({row.series for row in drawn}) > 1:
        yield None
    yield from (name for name in entries if name not in prompts)


def _figures(view: View, name: str, row: int, x: int) -> tuple[list[Cell], list[Span]]:
    entry = view.decision.accuracy[name]
    line: list[Cell] = []
    parts: list[Span] = []
    for field, room in (("value", _VALUE), ("cases", _CASES)):
        path = ("accuracy", name, field)
        text, shown, role = _text(view, path, getattr(entry, field))
        if not shown:
            shown, role = ("needed", "warn") if field == "value" else ("–", "muted")
        parts.append(span(pad(shown, room, right=True), role))
        line.append(Cell(path, row, x, room, text, _HELP[field]))
        x += room
    told = ""
    if entry.value is not None and entry.cases:
        low, high = wilson(point(entry.value), entry.cases)
        told = f"{low:.2f}..{high:.2f}"
    return line, [*parts, span(f"{told:>{_right(view) - _FIGURES}}", "muted")]


def _right(view: View) -> int:
    """Return the columns beside the bars: for intervals only where a version has one, else a margin."""
    known = any(entry.value is not None and entry.cases for entry in view.decision.accuracy.values())
    return _FIGURES + (_INTERVAL if known else 1)


def _text(view: View, path: Path, value: object) -> tuple[str, str, str]:
    """Return a field as it is edited, as it is shown, and in which role."""
    raw = view.pending.get(path)
    if raw is not None:
        return raw, raw, "bad"
    return field_text(path, value), field_text(path, value, "USD"), "strong" if path == TARGET else "text"


def _target(view: View, width: int, rows: list[Row], cells: list[list[Cell]]) -> None:
    text, shown, role = _text(view, TARGET, get_value(view.decision, TARGET))
    x = width - (_right(view) if view.decision.accuracy else _FIGURES + _INTERVAL)
    parts = [span(pad("  target", x), "warn" if shown else "muted")]
    parts.append(span(pad(shown or "–", _VALUE, right=True), role if shown else "muted"))
    rows.append(fit(parts, width))
    cells.append([Cell(TARGET, len(rows) - 1, x, _VALUE, text, _HELP["target"])])


def _steps(view: View, width: int, wide: bool) -> list[Row]:
    trend = trend_of(view)
    if not trend.steps:
        return [(), *paragraph(f"{trend.reason[:1].upper()}{trend.reason[1:]}.", width - 2, "muted", 2)]
    rows: list[Row] = [()] if wide else [heading("Steps", width)]
    earlier = len(trend.steps) - _STEPS
    if earlier > 0:
        rows.append(fit([span(f"  and {earlier} earlier", "muted")], width))
    # An interval takes its columns from the names only where there is one.
    room = 14 if width >= 76 or any(step.interval is not None for step in trend.steps[-_STEPS:]) else 0
    for step in trend.steps[-_STEPS:]:
        last = step is trend.steps[-1]
        interval = "" if step.interval is None else "..".join(f"{round(end, 2) + 0.0:+.2f}" for end in step.interval)
        told = trend.verdict or "" if last else ""
        name = f"  {clip(step.start, 12)} to {clip(step.end, 12)}"
        parts = [span(pad(name, min(30, width - 17 - room)), "muted"), span(f"{signed(step.change):>6}", "strong")]
        parts.append(span(f"  {interval:<{room}}", "muted"))
        rows.append(fit([*parts, span(f" {told}", _ROLES.get(told, "text"))], width))
    return [*rows, *([()] if wide else []), *_sentence(view, trend, width)]


_ROLES: Mapping[str, str] = {"plateau": "good", "rising": "good", "unclear": "warn"}
_SAID = {
    "plateau": "✓ The prompt has stopped improving",
    "rising": "✓ The prompt is still improving",
    "unclear": "? Too few cases to tell whether it still improves",
}


def _sentence(view: View, trend: History, width: int) -> list[Row]:
    said = _SAID.get(trend.verdict or "", "")
    best, target = best_prompt(view.decision, view.comparison), get_value(view.decision, TARGET)
    if best is not None and target is not None:
        short = point(target) - best[0]
        said += f"; the best is {ratio(short)} short of the target" if short > 0 else ", and reaches the target"
    rows = [(), *paragraph(f"{said}.", width - 2, "strong", 2)]
    return [*rows, *paragraph(trend.reason, width - 4, "muted", 4)]
