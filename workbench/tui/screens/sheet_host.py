"""Sheets over the panes: raised one at a time, the focus given back, the next key held until they stand."""

from __future__ import annotations

import asyncio

from textual.screen import Screen

from workbench.tui.keys import in_time
from workbench.tui.widgets.exact import hold
from workbench.tui.widgets.sheets import Sheet


class SheetHost(Screen[None]):
    """A screen on which sheets rise; what is below them is for whoever extends it."""

    _sheet_moves: asyncio.Event | None = None

    def clear_message(self) -> None:
        """What was said of what is below goes."""
        raise NotImplementedError

    def draw_keys(self) -> None:
        """Draw the keys that work now."""
        raise NotImplementedError

    def enter_pane(self) -> None:
        """Put the focus into what is below, where it came from nowhere."""
        raise NotImplementedError

    @property
    def sheet(self) -> Sheet | None:
        """The sheet in sight, if there is one."""
        return next((sheet for sheet in reversed(self.query(Sheet)) if sheet.display), None)

    def open_sheet(self, sheet: Sheet, over: bool = False) -> None:
        """Raise a sheet over the pane; the focus comes back when it closes.

        Args:
            over: Leave another sheet where it is; it comes into sight again afterwards.
        """
        self.clear_message()
        focused = self.focused
        for other in self.query(Sheet):
            if over and not other.passing:
                continue
            if other.is_mounted:
                # Else nothing is in it yet: what was read in the background may raise two at the same time.
                other.keep()
            other.remove()
            if focused is not None and other in focused.ancestors:
                focused = other.back_to
        sheet.back_to = focused if not isinstance(focused, Sheet) else None
        self._sheet_moves = asyncio.Event()
        self.call_later(self._raise_sheet, sheet, self._sheet_moves)

    async def _raise_sheet(self, sheet: Sheet, done: asyncio.Event) -> None:
        hold(self, True)
        await self.mount(sheet)
        if sheet.is_attached and sheet.display and sheet.query("#sheet-list"):
            # A quick key may have closed it already, and what is in it may be gone.
            self.set_focus(sheet.first_focus)
            for other in self.query(Sheet):
                other.display = other is sheet
            sheet.draw()
        self.call_after_refresh(hold, self, False)
        done.set()

    async def sheet_settled(self) -> None:
        """Wait until a sheet that rises or closes has done so."""
        for _ in range(3):
            # What was picked on one sheet may raise the next one.
            if self._sheet_moves is not None and not self._sheet_moves.is_set():
                await in_time(self._sheet_moves)

    def hold_keys(self) -> asyncio.Event:
        """Let the next key wait until the event is set: what it is for is not in sight yet."""
        self._sheet_moves = asyncio.Event()
        return self._sheet_moves

    def sheet_leaves(self) -> None:
        """A sheet was told to close; the next key waits for it."""
        self.hold_keys()

    async def on_sheet_left(self, message: Sheet.Left) -> None:
        """Close a sheet: the focus goes back, then what was picked is done."""
        done = self._sheet_moves
        hold(self, True)
        await message.sheet.remove()
        widget = message.sheet.back_to
        below = next(reversed(self.query(Sheet)), None)
        if below is not None:
            below.display = True
            under = widget is not None and widget.is_attached and below in widget.ancestors
            self.set_focus(widget if under else below.first_focus, scroll_visible=False)
        else:
            if widget is not None and widget.is_attached and widget.focusable:
                self.set_focus(widget, scroll_visible=False)
            else:
                self.enter_pane()
        self.draw_keys()
        self.call_after_refresh(hold, self, False)
        if message.sheet.then is not None:
            message.sheet.then()
        if done is not None:
            done.set()
