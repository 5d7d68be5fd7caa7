"""A sheet with one line to type."""

from __future__ import annotations

from collections.abc import Callable

from textual.app import ComposeResult
from textual.widget import Widget
from textual.widgets import Input

from workbench.core.text import wrap
from workbench.plot.rows import Row
from workbench.tui.bound import bind, key_of
from workbench.tui.lines import fit, span
from workbench.tui.widgets.fleeting import Line
from workbench.tui.widgets.section import Section
from workbench.tui.widgets.sheets import TALLEST, Raises, Sheet


class Prompt(Sheet):
    """One line to type.

    Args:
        title: Set into the rule.
        label: Before the line.
        done: Called with the text when enter is typed; returns what is wrong with it, or an empty string.
        text: What stands there first, selected.
        after: Called with the text once the sheet is gone.
        problem: What is wrong with the text that stands there already.
    """

    BINDINGS = [bind("sheet.done", "submit", "done", priority=True)]

    def __init__(
        self,
        title: str,
        label: str,
        done: Callable[[str], str],
        text: str = "",
        after: Callable[[str], None] | None = None,
        problem: str = "",
    ) -> None:
        super().__init__()
        self._title, self._label, self._done, self._text = title, label, done, text
        self._problem, self._after = problem, after
        self.styles.height = 4

    def compose(self) -> ComposeResult:
        yield Section(self._title, id="sheet-list", focusable=False)
        left = self.screen.unfinished.pop(self._title, "") if isinstance(self.screen, Raises) else ""
        yield Line(left or self._text, compact=True, id="sheet-line", select_on_focus=True)

    @property
    def first_focus(self) -> Widget:
        """The line."""
        return self.query_one("#sheet-line", Input)

    def draw(self) -> None:
        """Fill the sheet."""
        section = self.query_one("#sheet-list", Section)
        width = section.inner_width or self.screen.size.width - 1
        rows: list[Row] = [fit([span(f"  {self._label}", "muted")], width)]
        if self._problem:
            # Whole, with how to mend it: an error that is cut helps nobody.
            rows = [fit([span(f"  {line}", "bad")], width) for line in wrap(self._problem, max(8, width - 4))]
        rows = rows[: TALLEST - 3]
        self.styles.height = 3 + len(rows)
        section.fill(rows, note=f"{key_of('sheet.close')} closes, nothing is lost")

    def keep(self) -> None:
        """What was typed stands there again the next time."""
        # A sheet that still rises has no line yet.
        for line in self.query("#sheet-line").results(Input):
            if line.value != self._text and isinstance(self.screen, Raises):
                self.screen.unfinished[self._title] = line.value

    def action_submit(self) -> None:
        """Hand the text over; stay open when something is wrong with it."""
        text = self.query_one("#sheet-line", Input).value
        self._problem = self._done(text)
        after = self._after
        if self._problem:
            self.draw()
        else:
            self.leave(None if after is None else lambda: after(text))
