"""Editing text of several lines, over the section it belongs to."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from textual import events
from textual.message import Message
from textual.widgets import TextArea

from workbench.core.record.decision import Path
from workbench.tui.bound import bind
from workbench.tui.widgets.fleeting import Fleeting


class BlockEditor(Fleeting, TextArea):
    """Escape and ctrl+s keep what was typed; undo takes it back."""

    BINDINGS = [
        bind("text.leave", "leave", "done", priority=True),
        bind("save", "leave_and_save", "save", priority=True),
    ]
    DEFAULT_CSS = """
    BlockEditor, BlockEditor:focus {
        position: absolute; layer: edit; border: none; padding: 0 1;
        background: $secondary; color: $foreground; background-tint: $secondary 0%;
    }
    BlockEditor > .text-area--cursor-line, BlockEditor:focus > .text-area--cursor-line { background: $secondary; }
    """

    takes_letters = True
    """Keys of the section around it do not work while one types here."""

    class Typed(Message):
        """The text changed."""

        def __init__(self, path: Path, text: str) -> None:
            super().__init__()
            self.path, self.text = path, text

    def __init__(self, path: Path, text: str, leave: Callable[[BlockEditor, str], Awaitable[None]]) -> None:
        super().__init__(text, soft_wrap=True, show_line_numbers=False, compact=True, highlight_cursor_line=False)
        self.path = path
        self._leave = leave
        self._done = False

    def on_mount(self) -> None:
        """Start at the end of what is there."""
        self.move_cursor(self.document.end)

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        """Pass the text on with its field."""
        event.stop()
        if not self._done:
            self.post_message(self.Typed(self.path, self.text))

    async def on_blur(self, event: events.Blur) -> None:
        """Clicked away: keep what was typed."""
        if self.is_attached and self.app.is_running and self.app.app_focus:
            await self.action_leave("blur")

    async def action_leave(self, how: str = "escape") -> None:
        """Keep what was typed and close."""
        if not self._done:
            self._done = True
            await self._leave(self, how)

    async def action_leave_and_save(self) -> None:
        """Keep what was typed, close, and save."""
        screen = self.screen
        await self.action_leave()
        screen.app.call_later(screen.run_action, "save")
