"""What the five panes share: sections in order, one of them current, drawn from a view."""

from __future__ import annotations

from typing import Protocol, runtime_checkable

from textual.containers import Container
from textual.widget import Widget

from workbench.tui.view import View
from workbench.tui.widgets.section import Section


@runtime_checkable
class Asks(Protocol):
    """The screen, as panes know it: it does what they ask before the next key is handled."""

    def asked(self, what: str, argument: str = "") -> None:
        """Open a sheet, apply an edit, switch panes."""


def ask(widget: Widget, what: str, argument: str = "") -> None:
    """Ask the screen a widget is on."""
    screen = widget.screen
    if isinstance(screen, Asks):
        screen.asked(what, argument)


class Pane(Container):
    """A page of sections; `draw` is called with every new view while the pane is in sight."""

    view: View | None = None
    first = ""
    """Id of the section that takes the focus first."""

    @property
    def wide(self) -> bool:
        """Whether pairs of sections stand side by side."""
        return self.screen.has_class("-wide")

    @property
    def sections(self) -> list[Section]:
        """The sections, in the order of tab."""
        return [section for section in self.query(Section) if section.can_focus]

    def show(self, view: View) -> None:
        """Take a new view and draw it."""
        self.view = view
        if self.display and self.size.width:
            self.draw(view)

    def draw(self, view: View) -> None:
        """Fill the sections."""

    def on_resize(self) -> None:
        """Draw for the new size, once the sections have theirs."""
        self.call_after_refresh(self.redraw)

    def on_section_got_room(self) -> None:
        """A section was filled before the page was laid out."""
        self.redraw()

    def redraw(self) -> None:
        """Draw the last view again."""
        if self.view is not None and self.display:
            self.draw(self.view)

    @property
    def current(self) -> Section | None:
        """The section with the focus, else the one that takes it first."""
        focused = self.screen.focused
        for section in self.sections:
            if focused is section or (focused is not None and section in focused.ancestors):
                return section
        return next((section for section in self.sections if section.id == self.first), None)

    def enter(self) -> None:
        """Give the focus to the section that had it last."""
        section = self.current
        if section is not None:
            self.screen.set_focus(section, scroll_visible=False)

    def go_to_section(self, by: int) -> None:
        """Give the focus to the next or the previous section."""
        sections = self.sections
        current = self.current
        if current in sections:
            target = sections[(sections.index(current) + by) % len(sections)]
            self.fold_to(target)
            self.screen.set_focus(target, scroll_visible=False)

    def ask(self, what: str, argument: str = "") -> None:
        """Ask the screen."""
        ask(self, what, argument)

    def action_ask(self, what: str) -> None:
        """Let the screen do what a key stands for."""
        self.ask(what)

    def forget(self) -> None:
        """Another decision is shown: what the pane holds of the last one goes, cursors and scrolling too."""
        for section in self.query(Section):
            section.to_top()

    def up_one_level(self) -> bool:
        """Go one level back inside the pane; False when there is none."""
        return False

    def fold_to(self, current: Section | None) -> None:
        """On a small terminal show only the section with the focus."""
        small = self.screen.has_class("-small")
        for section in self.query(Section):
            # Shown one at a time, every section is a stop of tab, else its figures were out of reach.
            section.can_focus = small or section.stops
            section.display = not small or section is current
        for box in self.query(Container):
            box.display = not small or any(section.display for section in box.query(Section))
        if small:
            # What was hidden had no size to be drawn for.
            self.call_after_refresh(self.redraw)
