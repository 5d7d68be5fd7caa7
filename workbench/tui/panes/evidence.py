"""The Evidence pane: the accuracy of every version, typed in, with its chart and what it says."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.binding import Binding

from workbench.core.amounts import point
from workbench.core.charts import accuracy_chart
from workbench.core.decision import get_value
from workbench.core.evidence.accuracy import History, history, signed
from workbench.core.facts import measured
from workbench.core.fields import field_text
from workbench.core.text import clip, pad
from workbench.plot.intervals import draw_intervals
from workbench.plot.rows import Row
from workbench.tui.lines import fit, paragraph, span, underlined
from workbench.tui.panes.base import Pane
from workbench.tui.panes.card import heading
from workbench.tui.view import View
from workbench.tui.widgets.form import Cell, Form
from workbench.tui.widgets.section import Section

_TARGET = ("metric", "accuracy", "target")
_NAME = 24


class EvidencePane(Pane):
    """The table above, the chart below; on wide terminals side by side."""

    BINDINGS = [Binding("a", "ask('version')", "add version"), Binding("x", "remove", "remove")]
    first = "versions"

    def __init__(self) -> None:
        super().__init__(id="evidence")

    def compose(self) -> ComposeResult:
        yield Form("Accuracy", id="versions")
        yield Section("Intervals", id="intervals", focusable=False)

    def draw(self, view: View) -> None:
        """Lay the table and draw the chart."""
        form, chart = self.query_one("#versions", Form), self.query_one("#intervals", Section)
        chart.edge = self.wide
        rows, cells = _table(view, form.inner_width)
        trend = _history(view)
        form.lay(rows, cells, trend.verdict or "", pinned=3 if view.decision.accuracy else 0)
        chart.fill(_chart(view, chart.inner_width), note="95 % intervals" if _counted(view) else "")

    def action_ask(self, what: str) -> None:
        """Let the screen ask for a name."""
        self.ask(what)

    def action_remove(self) -> None:
        """Remove the version under the cursor."""
        cell = self.query_one("#versions", Form).cursor
        if cell is not None and cell.path[0] == "accuracy":
            self.ask("remove-version", cell.path[1])


def _counted(view: View) -> bool:
    return any(entry.cases for entry in view.decision.accuracy.values())


def _history(view: View) -> History:
    return history(measured(view.decision, "prompt"))


def _table(view: View, width: int) -> tuple[list[Row], list[list[Cell]]]:
    target = view.pending.get(_TARGET) or field_text(_TARGET, get_value(view.decision, _TARGET))
    role = "bad" if _TARGET in view.pending else "strong" if target else "muted"
    rows: list[Row] = [
        fit([span(pad(" target accuracy", _NAME)), span(pad(target or "–", 10, right=True), role)], width)
    ]
    cells = [[Cell(_TARGET, 0, _NAME, 10, target, "the accuracy that is needed, 0..1")]]
    if not view.decision.accuracy:
        told = [span(" none yet, "), span("a", "key"), span(" adds a version and its accuracy", "muted")]
        return [*rows, (), fit(told, width)], cells
    head = [pad(" version", _NAME), f"{'accuracy':>10}", f"{'cases':>10}", "  kind"]
    rows += [(), underlined(fit([span(word, "muted") for word in head], width))]
    for name, entry in view.decision.accuracy.items():
        line, parts = [], [span(pad(f" {clip(name, _NAME - 2)}", _NAME))]
        for field, x, room, right in (
            ("value", _NAME, 10, True),
            ("cases", _NAME + 10, 10, True),
            ("kind", _NAME + 22, 12, False),
        ):
            path = ("accuracy", name, field)
            raw = view.pending.get(path)
            text = raw if raw is not None else field_text(path, getattr(entry, field))
            shown = raw or field_text(path, getattr(entry, field), "USD") or ("needed" if field == "value" else "–")
            role = "bad" if raw is not None else "warn" if shown == "needed" else "muted" if shown == "–" else "text"
            parts += [span("" if right else "  "), span(pad(shown, room, right=right), role)]
            line.append(Cell(path, len(rows), x, room, text, _HELP[field], right))
        rows.append(fit(parts, width))
        cells.append(line)
    return rows, cells


_HELP = {"value": "share of right answers, 0..1", "cases": "cases it was measured on", "kind": "prompt or fine-tuned"}


def _chart(view: View, width: int) -> list[Row]:
    target = get_value(view.decision, _TARGET)
    spec = accuracy_chart(view.decision.accuracy, point(target) if target is not None else None)
    if not spec.rows:
        return [(), *paragraph("Type the accuracy of each version of the prompt, as measured.", width, "strong", 2)]
    rows = list(draw_intervals(spec, width - 2))
    trend = _history(view)
    if trend.steps:
        rows += [(), heading("Steps", width)]
        for step in trend.steps:
            told = f"  {clip(step.start, 14)} to {clip(step.end, 14)}"
            interval = "" if step.interval is None else f"   {step.interval[0]:+.2f}..{step.interval[1]:+.2f}"
            rows.append(
                fit(
                    [
                        span(pad(told, 34), "muted"),
                        span(f"{signed(step.change):>6}", "strong"),
                        span(interval, "muted"),
                    ],
                    width,
                )
            )
        rows += [
            (),
            *paragraph(_sentence(trend.verdict), width - 2, "strong", 2),
            *paragraph(trend.reason, width - 2, "muted", 2),
        ]
    return rows


def _sentence(verdict: str | None) -> str:
    return {
        "plateau": "✓ The prompt has stopped improving.",
        "rising": "↑ The prompt is still improving.",
        "unclear": "? Too few cases to tell whether it still improves.",
    }.get(verdict or "", "")
