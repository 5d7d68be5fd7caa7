"""One Static and nothing else: what a first frame costs in Textual itself."""

from __future__ import annotations

from textual.app import App, ComposeResult
from textual.widgets import Static


class Page(App[None]):
    def compose(self) -> ComposeResult:
        yield Static("first-frame")


Page().run()
