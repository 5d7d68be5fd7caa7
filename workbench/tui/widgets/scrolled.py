"""A section to read: arrows and pages move it under its window."""

from __future__ import annotations

from textual.binding import Binding

from workbench.tui.widgets.section import Section


class Scrolled(Section):
    """Something longer than its window."""

    BINDINGS = [
        Binding("up", "scroll(-1)", "scroll", key_display="↑↓"),
        Binding("down", "scroll(1)", show=False),
        Binding("pageup,b", "scroll(-8)", show=False),
        Binding("pagedown,space", "scroll(8)", show=False),
        Binding("home", "scroll(-100000)", show=False),
        Binding("end", "scroll(100000)", show=False),
    ]

    def action_scroll(self, by: int) -> None:
        """Move it under the window by rows."""
        self.scroll_rows(by)
