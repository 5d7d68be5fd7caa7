"""A sheet to read something long on: rows made for its width, scrolled by arrows."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from textual.app import ComposeResult
from textual.widget import Widget

from workbench.plot.rows import Row
from workbench.tui.bound import key_of
from workbench.tui.widgets.scrolled import Scrolled
from workbench.tui.widgets.sheets import Sheet

_LEAST, _SHARE = 14, 0.6


class ReadSheet(Sheet):
    """Args:
    title: Set into the rule.
    rows: Returns what stands there, for a width in columns.
    note: At the right end of the rule.
    closed: Called when it is closed: where it was opened from another sheet, back to that.
    """

    def __init__(
        self,
        title: str,
        rows: Callable[[int], Sequence[Row]],
        note: str = "",
        closed: Callable[[], None] | None = None,
    ) -> None:
        super().__init__()
        self._title, self._rows, self._go_back = title, rows, closed
        self._note = note or f"{key_of('sheet.close')} {'closes' if closed is None else 'goes back'}"

    def action_close(self) -> None:
        """Close, and go back to where it was opened from."""
        self.keep()
        self.leave(self._go_back)

    def compose(self) -> ComposeResult:
        yield Scrolled(self._title, id="sheet-list")

    def on_mount(self) -> None:
        """As tall as its rows, where there is room for them, the top of the pane staying in sight."""
        height = self.screen.size.height
        most = max(min(_LEAST, height - 4), int(height * _SHARE))
        self.styles.height = min(most, len(self._rows(self.screen.size.width - 1)) + 1)

    @property
    def first_focus(self) -> Widget:
        """The text."""
        return self.query_one("#sheet-list")

    def draw(self) -> None:
        """Show the text, once there is room for it."""
        section = self.query_one("#sheet-list", Scrolled)
        if section.size.width:
            section.fill(self._rows(section.inner_width), note=self._note)
