"""An input and our chart under it."""

from __future__ import annotations

from costs import MONTHS, NAMES, break_even, chart_css, curves
from textual.app import App, ComposeResult
from textual.screen import Screen
from textual.widgets import Input

from workbench.core.charts.specs import ChartSpec, Curve, Mark
from workbench.store.themes import find_themes
from workbench.tui.roles import Roles, to_textual
from workbench.tui.widgets.chart import Chart
from workbench.tui.widgets.exact import send_exactly


def spec(text: str) -> ChartSpec:
    lines = curves(text)
    drawn = tuple(
        Curve(name, slot, tuple((float(month), cost) for month, cost in enumerate(line)), f"${line[-1]:,.0f}")
        for slot, (name, line) in enumerate(zip(NAMES, lines, strict=True), 1)
    )
    month = break_even(text)
    top = max(map(max, lines))
    mark = Mark(month, lines[0][1] * month, f"month {month:.1f}")
    return ChartSpec("Cost so far", drawn, MONTHS, "12 months", y_max=top, mark=mark)


class Page(Screen[None]):
    def __init__(self) -> None:
        super().__init__()
        send_exactly(self)

    def compose(self) -> ComposeResult:
        field = Input("500", compact=True)
        field.cursor_blink = False
        yield field
        yield Chart(spec("500"))


class Ours(App[None]):
    CSS = chart_css("Chart")

    def __init__(self) -> None:
        super().__init__()
        theme = next(to_textual(file) for file in find_themes()[0] if file.name == "dark")
        self.register_theme(theme)
        self.roles = Roles(theme)
        self.theme = theme.name

    def get_default_screen(self) -> Screen[None]:
        return Page()

    def on_input_changed(self, event: Input.Changed) -> None:
        self.screen.query_one(Chart).spec = spec(event.value)


Ours().run()
