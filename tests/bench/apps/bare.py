"""One input and nothing else."""

from __future__ import annotations

from textual.app import App, ComposeResult
from textual.widgets import Input


class Bare(App[None]):
    def compose(self) -> ComposeResult:
        field = Input("500", compact=True)
        field.cursor_blink = False
        yield field


Bare().run()
