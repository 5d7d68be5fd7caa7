"""The Costs pane: inputs to type in, an option a column; results; the chart that follows every key."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Container

from workbench.core.charts.cost_so_far import marked_option
from workbench.core.charts.cost_views import CHARTS, Spec
from workbench.core.charts.specs import ChartSpec, TableSpec
from workbench.core.text import clip
from workbench.plot.pictures import picture
from workbench.plot.rows import Row, Span
from workbench.tui.bound import bind, key_span
from workbench.tui.lines import fit, paragraph, size, span, spread
from workbench.tui.panes.base import Pane
from workbench.tui.panes.cost_results import result_note, result_rows
from workbench.tui.panes.cost_table import input_cells, input_note, option_at
from workbench.tui.view import View
from workbench.tui.widgets.form import Form
from workbench.tui.widgets.scrolled import Scrolled
from workbench.tui.widgets.section import Section

_ALL = 10_000
"""Rows of a list that are made at most."""
_OF_TWO = {"cumulative", "volume", "tornado"}
"""The charts that hold one option against the baseline."""
_NAME = 12


class CostsPane(Pane):
    """Inputs above, result and chart below; on wide terminals the chart at the right."""

    BINDINGS = [
        bind("costs.option", "ask('option')", "option"),
        bind("costs.prices", "ask('prices')", "prices"),
        bind("costs.chart", "chart", "chart"),
        bind("costs.zoom", "zoom", "zoom", show=False),
        bind("costs.example", "ask('preset')", "example"),
        bind("costs.usage", "ask('usage')", "import usage", show=False),
        bind("costs.tokens", "ask('tokens')", "count tokens", show=False),
        bind("list.page-up", "scroll_chart(-4)"),
        bind("list.page-down", "scroll_chart(4)"),
        bind("costs.all-rows", "all_rows", "all rows", show=False),
    ]
    first = "inputs"

    def __init__(self) -> None:
        super().__init__(id="costs")
        self.all_rows = False
        self.whole = False
        self.kind = "cumulative"
        self._opened: set[str] = set()
        """Rows the cursor was put on: they do not fold away under it."""

    def compose(self) -> ComposeResult:
        with Container(id="cost-left"):
            yield Form("Inputs", id="inputs")
            yield Section("Result", id="result", focusable=False)
        yield Scrolled("Cost so far", id="cost-chart", focusable=False)

    def draw(self, view: View) -> None:
        """Lay the table, the results and the chart for a view."""
        form = self.query_one("#inputs", Form)
        focus = option_at(form.wanted or (form.cursor.path if form.cursor else ()))
        if form.wanted is not None and option_at(form.wanted) is not None:
            self._opened.add(form.wanted[-1])
        body, grid, pinned = input_cells(view, form.inner_width, self.wide, self.all_rows, focus, self._opened)
        at = form.cursor.path if form.cursor and form.has_heavy_rule else None
        form.lay(body, grid, input_note(view, self.all_rows, at), pinned)
        spec = CHARTS[self.kind](view.decision.costs, view.comparison, focus, self.whole)
        result = self.query_one("#result", Section)
        rows = result_rows(view, result.inner_width, self.wide, focus)
        result.set_class(len(rows) > 3, "-quality")
        result.fill(rows, note=result_note(view, result.inner_width, _odds(spec)))
        self._draw_chart(spec, focus)

    def _draw_chart(self, spec: Spec, focus: str | None) -> None:
        chart = self.query_one("#cost-chart", Scrolled)
        chart.edge = self.wide
        width, room = chart.inner_width - (1 if self.wide else 0), chart.room
        if width < 20 or room < 3:
            return
        against = _against(self.view, focus) if self.kind in _OF_TWO and self.view is not None else ""
        compared = (("compared", against),) if against else ()
        figures = self._figures((*compared, *spec.figures), width) if self.wide else []
        height = min(room - len(figures), 22) if figures else room
        # A drawing fits its room; of a list every row is made, and what is under the window can be scrolled to.
        listed = not isinstance(spec, ChartSpec) and bool(spec.rows)
        drawn = picture(spec, width, _ALL if listed else height)
        if self.wide:
            drawn = [*(fit([span(" "), *row], width + 1) for row in drawn), *figures]
        elif told := _in_lines(spec.figures, width, room - len(drawn) - 1):
            drawn += [(), *told]
        chart.stops = len(drawn) > room or chart.has_focus
        chart.can_focus = chart.stops or self.screen.has_class("-small")
        pinned = 1 if isinstance(spec, TableSpec) and listed else 0
        chart.fill(drawn, note=self._chart_note("" if self.wide else against), title=spec.title, pinned=pinned)

    def _chart_note(self, against: str) -> list[Span]:
        """Which options are compared, where nothing under the chart says so, and the keys of the chart."""
        note = [span(f"{against}   ", "muted")] if against else []
        note += [key_span("costs.chart"), span(" next chart", "muted")]
        if self.kind == "cumulative":
            note += [key_span("costs.zoom", "  "), span(" break-even" if self.whole else " horizon", "muted")]
        return note

    def _figures(self, figures: tuple[tuple[str, str], ...], width: int) -> list[Row]:
        rows: list[Row] = [()]
        for label, value in figures:
            rows.append(
                spread([span(f"  {label}", "muted")], [span(value, "strong"), span(" " * max(0, width - 44))], width)
            )
        for note in self.view.comparison.notes if self.view else ():
            rows += [(), *paragraph(f"! {note}", width - 2, "warn", 2)]
        return rows

    def on_form_moved(self) -> None:
        """The marked option follows the cursor."""
        self.redraw()

    def action_all_rows(self) -> None:
        """Show rows that are zero for every option, or fold them again."""
        self.all_rows = not self.all_rows
        self.redraw()

    def action_chart(self) -> None:
        """The next chart."""
        names = list(CHARTS)
        self.kind = names[(names.index(self.kind) + 1) % len(names)]
        self.query_one("#cost-chart", Section).to_top()
        self.redraw()

    def action_scroll_chart(self, by: int) -> None:
        """Move a chart that is longer than its window."""
        self.query_one("#cost-chart", Section).scroll_rows(by)

    def action_zoom(self) -> None:
        """Between three times the break-even and the whole horizon."""
        self.whole = not self.whole
        self.redraw()


def _against(view: View, focus: str | None) -> str:
    """Return which option a chart holds against which."""
    marked, base = marked_option(view.comparison, focus), view.comparison.baseline
    return f"{clip(marked.name, _NAME)} against {clip(base, _NAME)}" if marked is not None and base else ""


def _in_lines(figures: tuple[tuple[str, str], ...], width: int, most: int) -> list[Row]:
    """Return the figures in at most so many rows, each whole or left out."""
    rows: list[list[Span]] = [[]]
    for label, value in figures:
        part = [span(f" {label} ", "muted"), span(f"{value} ", "strong")]
        if size([*rows[-1], *part]) > width - 1 and rows[-1]:
            rows.append([])
        rows[-1] += part
    return [fit([span(" "), *row], width) for row in rows[: max(0, most)] if row]


def _odds(spec: Spec) -> dict[str, str]:
    """Return the figures of a chart that tell how likely its option pays; none without ranges."""
    found = dict(spec.figures)
    return found if "P10, P50, P90" in found else {}
