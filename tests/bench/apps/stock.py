"""An input and a stock textual-plotext chart under it."""

from __future__ import annotations

from costs import BAND, COLOURS, MONTHS, NAMES, WIDE, break_even, chart_css, curves
from textual.app import App, ComposeResult
from textual.widgets import Input
from textual_plotext import PlotextPlot


class Stock(App[None]):
    CSS = chart_css("PlotextPlot")

    def compose(self) -> ComposeResult:
        field = Input("500", compact=True)
        field.cursor_blink = False
        yield field
        yield PlotextPlot()

    def on_mount(self) -> None:
        self.lay("500")

    def on_input_changed(self, event: Input.Changed) -> None:
        self.lay(event.value)

    def lay(self, text: str) -> None:
        chart = self.query_one(PlotextPlot)
        plot = chart.plt
        plot.clear_data()
        lines = curves(text)
        for share in BAND if WIDE else ():
            edge = [share * cost for cost in lines[0]]
            plot.plot(list(range(MONTHS + 1)), edge, marker="dot", color=COLOURS[0])
        for name, line, colour in zip(NAMES, lines, COLOURS, strict=True):
            plot.plot(list(range(MONTHS + 1)), line, marker="braille", label=name, color=colour)
        plot.vertical_line(break_even(text))
        chart.refresh()


Stock().run()
