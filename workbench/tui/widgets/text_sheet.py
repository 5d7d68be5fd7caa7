"""A sheet for text of several lines, such as a pasted prompt; what is said about it follows every key."""

from __future__ import annotations

from collections.abc import Callable

from textual.app import ComposeResult
from textual.widget import Widget
from textual.widgets import TextArea

from workbench.core.text import wrap
from workbench.tui.bound import bind, key_of
from workbench.tui.lines import fit, span
from workbench.tui.widgets.fleeting import Fleeting
from workbench.tui.widgets.section import Section
from workbench.tui.widgets.sheets import Raises, Sheet

_ROWS = 10
_SAID = 3
"""Rows of what is said about the text, at most."""


class Page(Fleeting, TextArea):
    """The text; letters and enter are text in it."""

    DEFAULT_CSS = """
    Page, Page:focus {
        border: none; padding: 0 1; height: 1fr;
        background: $secondary; color: $foreground; background-tint: $secondary 0%;
    }
    Page > .text-area--cursor-line, Page:focus > .text-area--cursor-line { background: $secondary; }
    """
    takes_letters = True

    def on_mount(self) -> None:
        """What was left here before is selected: who comes back for another text types or pastes that."""
        self.select_all()


class TextSheet(Sheet):
    """Text to type or paste.

    Args:
        title: Set into the rule.
        label: Said while there is no text.
        said: Returns what is said about the text, such as its size.
        done: Called with the text when ``^s`` is typed; returns what is wrong with it, or an empty string.
    """

    BINDINGS = [bind("save", "take", "take", priority=True)]

    def __init__(self, title: str, label: str, said: Callable[[str], str], done: Callable[[str], str]) -> None:
        super().__init__()
        self._title, self._label, self._said, self._done = title, label, said, done
        self._problem = self._before = ""
        self.styles.height = _ROWS

    def compose(self) -> ComposeResult:
        section = Section(self._title, id="sheet-list", focusable=False)
        section.styles.height = 2
        yield section
        left = self._before = self.screen.unfinished.pop(self._title, "") if isinstance(self.screen, Raises) else ""
        yield Page(left, soft_wrap=True, show_line_numbers=False, compact=True, highlight_cursor_line=False)

    @property
    def first_focus(self) -> Widget:
        """The text."""
        return self.query_one(Page)

    def draw(self) -> None:
        """Say what the text is, or what is wrong with it."""
        section, text = self.query_one("#sheet-list", Section), self.query_one(Page).text
        told, role = (self._problem, "bad") if self._problem else (self._said(text) if text else self._label, "text")
        width = section.inner_width
        rows = [fit([span(f"  {line}", role)], width) for line in wrap(told, max(8, width - 4))][:_SAID]
        section.styles.height, self.styles.height = 1 + len(rows), _ROWS - 1 + len(rows)
        again = "from before, typing replaces it" if text and text == self._before else ""
        section.fill(rows, note=again or f"{key_of('save')} takes it, {key_of('sheet.close')} closes")

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        """Say what the text is now."""
        event.stop()
        self._problem = ""
        self.draw()

    def keep(self) -> None:
        """The text stands there again the next time."""
        text = self.query_one(Page).text
        if text and isinstance(self.screen, Raises):
            self.screen.unfinished[self._title] = text

    def action_take(self) -> None:
        """Hand the text over; stay open when something is wrong with it."""
        self._problem = self._done(self.query_one(Page).text)
        if self._problem:
            self.draw()
        else:
            self.leave()
