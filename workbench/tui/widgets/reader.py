"""A sheet to read: pages of the reference, the flowchart and the verdict staying in sight above."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.widget import Widget

from workbench.core.reference import TOPICS, Line, page
from workbench.plot.rows import Row
from workbench.tui.bound import bind, key_of
from workbench.tui.lines import fit, span
from workbench.tui.widgets.scrolled import Scrolled
from workbench.tui.widgets.sheets import Sheet

_LEAST, _SHARE = 14, 0.55
_WIDEST = 76


class Pages(Scrolled):
    """The page; arrows scroll it and turn to the next one."""

    BINDINGS = [
        bind("sheet.page-before", "turn(-1)", "page before"),
        bind("sheet.page-after", "turn(1)", "next page"),
    ]

    def __init__(self, topic: str) -> None:
        super().__init__("", id="sheet-list")
        self._topic = topic

    def on_resize(self) -> None:
        """Wrap the page for the new width."""
        super().on_resize()
        self.lay()

    def action_turn(self, by: int) -> None:
        """To another page."""
        self._topic = TOPICS[(TOPICS.index(self._topic) + by) % len(TOPICS)]
        self.offset_row = 0
        self.lay()

    def lay(self) -> None:
        """Show the page, once there is room for it."""
        if not self.size.width:
            return
        found = page(self._topic, key_of)
        number = f"{TOPICS.index(self._topic) + 1} of {len(TOPICS)}"
        rows = [_row(line, self.inner_width) for line in found.lines(min(_WIDEST, self.inner_width - 4))]
        self.fill(rows, title=found.title, note=f"{number}, {key_of('sheet.close')} closes")


def _row(line: Line, width: int) -> Row:
    role = {"text": "text", "heading": "strong", "fixed": "text"}[line.kind]
    return fit([span(f"  {line.text}", role)], width)


class Reader(Sheet):
    """The reference, opened at a topic."""

    def __init__(self, topic: str) -> None:
        super().__init__()
        self._topic = topic

    def compose(self) -> ComposeResult:
        yield Pages(self._topic)

    def on_mount(self) -> None:
        """As tall as reading needs, the top of the pane staying in sight."""
        self.styles.height = max(min(_LEAST, self.screen.size.height - 4), int(self.screen.size.height * _SHARE))

    @property
    def first_focus(self) -> Widget:
        """The page."""
        return self.query_one(Pages)

    def draw(self) -> None:
        """Show the page."""
        self.query_one(Pages).lay()
