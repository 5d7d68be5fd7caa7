"""A one-row edit field that lies over a cell."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from textual import events
from textual.geometry import Size
from textual.message import Message
from textual.reactive import Reactive
from textual.strip import Strip
from textual.widgets import Input

from workbench.core.record.decision import Path
from workbench.core.text import columns
from workbench.tui.bound import bind
from workbench.tui.widgets.fleeting import Fleeting

_LINE_END = "␊"
"""Stands for a line end of a text of several lines, which would break the row on the terminal."""


class CellInput(Fleeting, Input):
    """Edits one field in place; figures stand on the right edge like the cell under them."""

    BINDINGS = [
        bind("text.leave", "leave('escape')", "restore", priority=True),
        bind("text.done", "leave('enter')", "done", priority=True),
        bind("text.next", "leave('next')", "next", priority=True),
        bind("text.previous", "leave('previous')", "previous", show=False, priority=True),
        bind("text.down", "leave('down')", priority=True),
        bind("text.up", "leave('up')", priority=True),
    ]
    DEFAULT_CSS = """
    CellInput, CellInput:focus, CellInput:ansi {
        position: absolute; layer: edit; border: none; height: 1; padding: 0; min-width: 4;
        background: $secondary; color: $foreground; background-tint: $secondary 0%;
    }
    CellInput:ansi { text-style: reverse; }
    """

    virtual_size = Reactive(Size(0, 0))
    """Typing moves the text, not the field: without this every key would lay out the whole screen anew."""

    class Typed(Message):
        """The text changed."""

        def __init__(self, path: Path, text: str) -> None:
            super().__init__()
            self.path, self.text = path, text

    def __init__(
        self, path: Path, text: str, *, right: bool, leave: Callable[[CellInput, str], Awaitable[None]]
    ) -> None:
        super().__init__(text.replace("\n", _LINE_END), select_on_focus=True, compact=True)
        self.path = path
        self.right = right
        self._leave = leave
        self.left = False
        """Whether it was left and is about to go."""

    @property
    def text(self) -> str:
        """What was typed; line ends, which have no place in one row, as they were."""
        return self.value.replace(_LINE_END, "\n")

    async def action_leave(self, how: str) -> None:
        """Tell whoever opened the field how it was left; the answer is awaited before the next key."""
        if not self.left:
            self.left = True
            await self._leave(self, how)

    async def on_blur(self, event: events.Blur) -> None:
        """Clicked away or another pane: as enter, so that nothing typed is lost."""
        if self.is_attached and self.app.is_running and self.app.app_focus:
            await self.action_leave("blur")

    def on_paste(self, event: events.Paste) -> None:
        """Take all lines of what is pasted, not the first alone: what does not fit says so."""
        event.prevent_default()
        event.stop()
        self.replace(_LINE_END.join(event.text.strip("\r\n").splitlines()), *self.selection)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Pass the text on with its field."""
        event.stop()
        if not self.left:
            self.post_message(self.Typed(self.path, self.text))

    def render_line(self, y: int) -> Strip:
        """Return the line, moved to the right edge for figures."""
        strip = super().render_line(y)
        width = self.size.width
        blank = width - columns(self.value) - 1
        if not self.right or y or blank <= 0:
            return strip
        return Strip.join([Strip.blank(blank, self.rich_style), strip.crop(0, width - blank)])


class NoteInput(CellInput):
    """Edits a text that somebody thought about: escape keeps it as enter does, and undo takes it back."""

    BINDINGS = [
        bind("text.leave", "leave('enter')", "keep", priority=True),
        *[bind(f"text.{way}", "leave('enter')", priority=True) for way in ("next", "previous", "down", "up")],
    ]
