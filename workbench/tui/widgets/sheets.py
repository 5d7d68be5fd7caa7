"""Sheets rise from the bottom over the pane. No floating window, no backdrop."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol, runtime_checkable

from textual.containers import Container
from textual.message import Message
from textual.widget import Widget

from workbench.tui.bound import bind
from workbench.tui.widgets.section import Section

TALLEST = 12


@runtime_checkable
class Raises(Protocol):
    """The screen, as sheets know it."""

    unfinished: dict[str, str]
    """What was typed on sheets that were closed, by their title; of a review, by its decision."""

    def sheet_leaves(self) -> None:
        """A sheet was told to close."""


class Sheet(Container):
    """Base of the sheets; closes on escape and gives the focus back."""

    BINDINGS = [bind("sheet.close", "close", "close")]
    DEFAULT_CSS = "Sheet { layer: sheet; dock: bottom; width: 1fr; margin-bottom: 1; }"

    back_to: Widget | None = None
    """What had the focus before."""
    then: Callable[[], None] | None = None
    """What to do once the sheet is gone and the focus is back."""

    passing = False
    """Whether it goes when another one rises: help and the list of commands, which may stand over any other."""

    _left = False

    @property
    def first_focus(self) -> Widget:
        """What takes the focus when the sheet has risen."""
        return self

    def draw(self) -> None:
        """Fill the sheet; called when it has risen and when its size changes."""

    def on_resize(self) -> None:
        """Draw for the new width."""
        if self.query(Section):
            self.draw()

    class Left(Message):
        """The sheet is to be closed."""

        def __init__(self, sheet: Sheet) -> None:
            super().__init__()
            self.sheet = sheet

    def keep(self) -> None:
        """Keep what is typed here for the next time; called when it is closed or makes room for another one."""

    def action_close(self) -> None:
        """Close without a choice."""
        self.keep()
        self.leave()

    def give_way(self, then: Callable[[], None]) -> None:
        """Close without a choice, and do something else afterwards."""
        self.keep()
        self.leave(then)

    def leave(self, then: Callable[[], None] | None = None) -> None:
        """Close, and do something afterwards."""
        if not self._left:
            self._left, self.then = True, then
            if isinstance(self.screen, Raises):
                self.screen.sheet_leaves()
            self.screen.post_message(self.Left(self))
