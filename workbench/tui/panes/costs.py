"""The Costs pane: inputs to type in, an option a column; results; the chart that follows every key."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Container

from workbench.core.cost_views import CHARTS, Spec
from workbench.plot.pictures import picture
from workbench.plot.rows import Row
from workbench.tui.bound import bind, key_span
from workbench.tui.lines import fit, paragraph, span, spread
from workbench.tui.panes.base import Pane
from workbench.tui.panes.cost_table import input_cells, input_note, option_at, result_note, result_rows
from workbench.tui.view import View
from workbench.tui.widgets.form import Form
from workbench.tui.widgets.section import Section


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
        yield Section("Cost so far", id="cost-chart", focusable=False)

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
        self._draw_chart(spec)

    def _draw_chart(self, spec: Spec) -> None:
        chart = self.query_one("#cost-chart", Section)
        chart.edge = self.wide
        width, room = chart.inner_width - (1 if self.wide else 0), chart.room
        if width < 20 or room < 3:
            return
        figures = self._figures(spec.figures, width) if self.wide else []
        height = min(room - len(figures), 22) if figures else room
        note = [key_span("costs.chart"), span(" next chart", "muted")]
        if self.kind == "cumulative":
            note += [key_span("costs.zoom", "  "), span(" break-even" if self.whole else " horizon", "muted")]
        drawn = picture(spec, width, height)
        if self.wide:
            drawn = [*(fit([span(" "), *row], width + 1) for row in drawn), *figures]
        elif spec.figures and len(drawn) + 2 <= room:
            drawn += [(), self._in_one_line(spec.figures, width)]
        chart.fill(drawn, note=note, title=spec.title)

    def _in_one_line(self, figures: tuple[tuple[str, str], ...], width: int) -> Row:
        parts = [span(" ")]
        for label, value in figures:
            parts += [span(f" {label} ", "muted"), span(f"{value} ", "strong")]
        return fit(parts, width)

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
        self.redraw()

    def action_zoom(self) -> None:
        """Between three times the break-even and the whole horizon."""
        self.whole = not self.whole
        self.redraw()

    def action_ask(self, what: str) -> None:
        """Let the screen ask for an option or an example."""
        self.ask(what)


def _odds(spec: Spec) -> dict[str, str]:
    """Return the figures of a chart that tell how likely its option pays; none without ranges."""
    found = dict(spec.figures)
    return found if "P10, P50, P90" in found else {}
