"""The frame of the screen: tabs, verdict line, the pane shown, the last row."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Container
from textual.events import Resize
from textual.geometry import Size
from textual.reactive import Reactive
from textual.widget import Widget
from textual.widgets import Input

from workbench.core.keys.actions import BY_ID
from workbench.errors import ValueProblem, WorkbenchError
from workbench.tui.bound import bind, keys_of
from workbench.tui.keys import laid_out
from workbench.tui.panes.base import Pane
from workbench.tui.screens import footer
from workbench.tui.screens.panes import QUESTIONS, make_pane
from workbench.tui.screens.sheet_host import SheetHost
from workbench.tui.view import View
from workbench.tui.widgets.exact import hold, send_exactly
from workbench.tui.widgets.frame import PANES, KeyLine, Tabs, VerdictLine
from workbench.tui.widgets.notice import Notice, is_long, rows_over
from workbench.tui.widgets.rows import Rows
from workbench.tui.widgets.sheets import Sheet

_PASTE_WAITS = "The end of a paste has not come: all that is typed is text until esc."


class Stage(SheetHost):
    """Shows a view; where views come from is for whoever extends it.

    Args:
        view: What is shown first.
        message: What the last row says first; something went wrong at the start.
    """

    BINDINGS = [
        *[bind(f"pane.{name.lower()}", f"pane({number})") for number, name in enumerate(PANES, 1)],
        bind("section.next", "section(1)"),
        bind("section.previous", "section(-1)"),
        bind("back", "back"),
    ]
    AUTO_FOCUS = ""
    # Textual's own sends the whole screen whenever the focus moves; what changes with it is redrawn by whoever has it.
    focused: Reactive[Widget | None] = Reactive(None, repaint=False)

    def __init__(self, view: View, message: str | WorkbenchError = "") -> None:
        # Textual gives every screen this class once it has a size, and looks at every style again.
        super().__init__(classes="-normal")
        send_exactly(self)
        self.view = view
        self.pane_number = QUESTIONS
        self._panes: dict[int, Pane] = {}
        self._message: str | WorkbenchError = message
        self._bad = bool(message)
        self.unfinished: dict[str, str] = {}
        """What was typed on sheets that were closed, by their title; of a review, by its decision."""
        self._told_problem: ValueProblem | None = None
        self.paste_waits = False
        """Whether text is being pasted whose end may have been lost with a line."""
        self._laid_out_for: Size | None = None

    def compose(self) -> ComposeResult:
        yield Tabs(id="tabs")
        yield VerdictLine(id="verdict-line")
        yield Container(id="stage")
        yield Notice(id="notice")
        yield Rows(id="too-small")
        yield KeyLine(id="keys")

    def redraw(self) -> None:
        """Draw frame and pane from the view."""
        self.query_one(Tabs).draw(self.pane_number, self.view)
        self.query_one(VerdictLine).draw(self.view)
        pane = self._panes.get(self.pane_number)
        if pane is not None:
            pane.show(self.view)
        self.draw_keys()

    def on_tabs_picked(self, message: Tabs.Picked) -> None:
        """A tab was clicked."""
        self.go_to_pane(message.number)

    async def on_key_line_pressed(self, message: KeyLine.Pressed) -> None:
        """A key of the last row was clicked; of two directions the one onwards."""
        found = {entry.binding.id or "": entry for entry in footer.own_actions(self)}
        for id, entry in found.items():
            if keys_of(id) == message.key:
                await self.app.run_action((found.get(BY_ID[id].other) or entry).binding.action, entry.node)
                return

    def tell(self, message: str | WorkbenchError, bad: bool = False) -> None:
        """Say something on the last row, until something else is said or another pane or sheet is shown."""
        self._message, self._bad = message, bad
        self.draw_keys()

    def clear_message(self) -> None:
        """Show the keys again."""
        if self._message:
            self._message = ""
            self.draw_keys()

    def field_left(self) -> None:
        """The cursor stands on another field: what was said of the one before goes, its own problem comes."""
        if self._message or self._told_problem is not footer.problem_here(self):
            self.tell("")

    def draw_keys(self) -> None:
        """Draw the last row; a message that does not fit there grows over the rows above, where nobody types."""
        message = _PASTE_WAITS if self.paste_waits else self._message
        problem = self._told_problem = None if message else footer.problem_here(self)
        told, bad = problem or message, self._bad or self.paste_waits or problem is not None
        (width, height), notice = self.size, self.query_one(Notice)
        text = _whole(told, width - 10) if isinstance(told, WorkbenchError) else told
        grows = is_long(text, width) and not self._types_under(height - rows_over(text, width))
        if isinstance(told, WorkbenchError) and not grows:
            text = told.fitting(width - 10)
        if grows:
            notice.tell(text, bad, width, height)
        else:
            notice.display = False
        self.query_one(KeyLine).draw(footer.footer_keys(self), text, bad)

    @property
    def types_text(self) -> bool:
        """Whether a text cursor is shown."""
        return isinstance(self.focused, Input) or bool(getattr(self.focused, "takes_letters", False))

    def _types_under(self, row: int) -> bool:
        """Whether a text cursor is shown, and its field reaches below a row of the screen."""
        return self.focused is not None and self.types_text and self.focused.region.bottom > row

    def on_descendant_focus(self) -> None:
        """Other keys help now; on a small terminal another section is shown."""
        pane = self._panes.get(self.pane_number)
        if pane is not None and self.has_class("-small"):
            pane.fold_to(pane.current)
        self.draw_keys()

    async def action_pane(self, number: int) -> None:
        """Switch to a pane."""
        if not self.query(Sheet):
            await self.show_pane(number)

    def go_to_pane(self, number: int) -> None:
        """Switch to a pane from the app's own queue: the screen cannot wait for its own layout."""
        self.app.call_later(self.show_pane, number)

    async def show_pane(self, number: int, wait: bool = True) -> None:
        """Bring a pane into sight; `wait` until it is laid out, where the screen is not waited for itself."""
        if number != self.pane_number:
            self.clear_message()
        self.pane_number = number
        pane = self._panes.get(number)
        hold(self, True)
        try:
            if pane is None:
                pane = self._panes[number] = make_pane(number)
                await self.query_one("#stage").mount(pane)
            for other in self._panes.values():
                other.display = other is pane
            pane.fold_to(pane.current)
            pane.enter()
            if wait:
                await laid_out(self)
                self.redraw()
            else:
                # It has no size to be drawn for; whoever asked draws it.
                pane.show(self.view)
        finally:
            # Drawing may have made a section taller.
            if wait:
                self.call_after_refresh(hold, self, False)
        self.pane_shown(number)

    def pane_shown(self, number: int) -> None:
        """Called when a pane has come into sight."""

    def pane(self, number: int) -> Pane | None:
        """Return a pane that was shown already."""
        return self._panes.get(number)

    def enter_pane(self) -> None:
        """Put the focus into the pane in sight."""
        if (pane := self._panes.get(self.pane_number)) is not None:
            pane.enter()

    def action_section(self, by: int) -> None:
        """To the next section of the pane; a sheet keeps the focus."""
        if self.query(Sheet):
            return
        pane = self._panes.get(self.pane_number)
        if pane is not None:
            pane.go_to_section(by)

    def fit(self, size: Size) -> None:
        """Take the layout that fits a terminal of this size."""
        tiny, small = size.width < 60 or size.height < 16, size.width < 80 or size.height < 24
        self.set_class(tiny, "-tiny")
        self.set_class(small and not tiny, "-small")
        self.set_class(size.width >= 110 and size.height >= 32, "-wide")

    def on_resize(self, event: Resize) -> None:
        """Lay the page out for another size; Textual tells the first one several times."""
        before, self._laid_out_for = self._laid_out_for, event.size
        if event.size == before:
            return
        self.fit(event.size)
        for pane in self._panes.values():
            pane.fold_to(pane.current)
        footer.draw_too_small(self, event.size.width, event.size.height)
        if before is not None:
            # For the first size the first frame is still to be drawn.
            self.call_after_refresh(self._after_resize)

    def _after_resize(self) -> None:
        if self.focused is None:
            # A section that was hidden while the terminal was too small has lost the focus.
            self.enter_pane()
        self.redraw()

    def action_back(self) -> None:
        """One level back, losing nothing."""
        pane = self._panes.get(self.pane_number)
        if pane is None or not pane.up_one_level():
            self.clear_message()


def _whole(problem: WorkbenchError, room: int) -> str:
    """Return all that an error says; of a value's, where it stands is left out for it to fit: the field shows that."""
    short = problem.fitting(room)
    said = isinstance(problem, ValueProblem) and problem.title in short and problem.hint in short
    return short if said else problem.brief
