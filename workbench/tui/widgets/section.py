"""One ruled section of a page: its title set into a rule, rows under it, a scrollbar where they do not fit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from textual import events
from textual.message import Message

from workbench.core.text import clip
from workbench.plot.rows import Row, Span
from workbench.tui.lines import fit, size, span
from workbench.tui.widgets.rows import Rows


class Section(Rows, can_focus=True):
    """A rule with a title, and a body under it.

    Args:
        title: Set into the rule, bold.
        edge: Draws the line that parts it from the section at its left, joined to the rule.
        focusable: Whether tab stops here.
    """

    class Clicked(Message):
        """A row of the body was clicked; `row` counts from the body's first, `x` from the section's left."""

        def __init__(self, section: Section, row: int, x: int) -> None:
            super().__init__()
            self.section, self.row, self.x = section, row, x

    class GotRoom(Message):
        """A body that was made while the section had no width has room now: it is to be made again."""

    def __init__(self, title: str, *, id: str, edge: bool = False, focusable: bool = True) -> None:
        super().__init__(id=id)
        self.title = title
        self.note: Sequence[Span] = ()
        self.edge = edge
        self.can_focus = self.stops = focusable
        self.crossed = False
        """Whether the line at its left goes on above its rule."""
        self.offset_row = 0
        self._body: Sequence[Row] = ()
        self._keep: int | None = None
        self.joints: Mapping[int, str] = {}
        """Where a line from above meets the rule: its column and the light joint."""
        self._pinned = 0
        self._without_room = False

    @property
    def room(self) -> int:
        """Rows of body that fit."""
        return max(0, self.size.height - 1)

    @property
    def has_heavy_rule(self) -> bool:
        """Whether the rule shows the focus."""
        return self.has_focus

    @property
    def inner_width(self) -> int:
        """Columns of a body row: without the left edge and the scrollbar's column."""
        return max(0, self.size.width - (2 if self.edge else 1))

    def fill(
        self,
        body: Sequence[Row],
        *,
        note: str | Sequence[Span] = "",
        title: str | None = None,
        keep: int | None = None,
        pinned: int = 0,
    ) -> None:
        """Show a body.

        Args:
            body: Rows under the rule.
            note: What stands at the right end of the rule.
            title: Another title.
            keep: The row to scroll into sight.
            pinned: First rows that stay when the others scroll.
        """
        self.title = self.title if title is None else title
        self.note = [span(note, "muted")] if isinstance(note, str) else note
        self._body, self._keep = body, keep
        self._pinned = pinned
        self._without_room = not self.size.width
        self._draw()

    def _draw(self) -> None:
        if not self.size.width:
            return
        room, pinned = self.room, min(self._pinned, self.room)
        most = max(0, len(self._body) - room)
        if self._keep is not None and self._keep >= pinned:
            self.offset_row = max(self._keep - room + 1, min(self.offset_row, self._keep - pinned))
        self.offset_row = max(0, min(self.offset_row, most))
        start = self.offset_row + pinned
        visible = [*self._body[:pinned], *self._body[start : start + room - pinned]]
        visible += [()] * (room - len(visible))
        bar = self._scrollbar(room)
        edge = (span("│", "rule"),) if self.edge else ()
        width = self.inner_width
        rows = [(*edge, *fit(row, width), bar[y]) for y, row in enumerate(visible)]
        self.show([self._rule(), *rows])

    def _scrollbar(self, room: int) -> list[Span]:
        total = len(self._body)
        if total <= room or not room:
            return [span(" ")] * room
        length = max(1, room * room // total)
        start = round((room - length) * self.offset_row / (total - room))
        return [span("┃", "muted") if start <= y < start + length else span("│", "rule") for y in range(room)]

    def line_of(self, row: int) -> int:
        """Return the line of the widget on which a row of the body stands."""
        return 1 + (row if row < self._pinned else row - self.offset_row)

    def row_at(self, y: int) -> int:
        """Return the row of the body on a line of the widget."""
        return y - 1 if y - 1 < self._pinned else y - 1 + self.offset_row

    def _rule(self) -> Row:
        heavy = self.has_heavy_rule
        line, role = ("━", "accent") if heavy else ("─", "rule")
        width = self.size.width
        head = [span(self._corner(heavy), role)] if self.edge else []
        head += [span(line, role), span(" "), span(clip(self.title, width - 6), "strong"), span(" ")]
        note = [part for part in self.note if part.text]
        tail = [span(" "), *note, span(" "), span(line, role)] if note else []
        gap = width - size(head) - size(tail)
        if gap < 1:
            tail, gap = [], width - size(head)
        return self._joined([*head, span(line * max(0, gap), role), *tail])

    def _corner(self, heavy: bool) -> str:
        if self.crossed:
            return "┾" if heavy else "┼"
        return "┮" if heavy else "┬"

    def _joined(self, rule: list[Span]) -> Row:
        if not self.joints:
            return tuple(rule)
        cells = [(char, part.role) for part in rule for char in part.text]
        for x, char in self.joints.items():
            if 0 <= x < len(cells) and cells[x][0] in "─━":
                heavy = {"┴": "┷", "┬": "┯"} if cells[x][0] == "━" else {}
                cells[x] = (heavy.get(char, char), cells[x][1])
        return tuple(span(char, role) for char, role in cells)

    def on_resize(self) -> None:
        """Draw for the new size."""
        super().on_resize()
        if self._without_room and self.size.width:
            self._without_room = False
            self.post_message(self.GotRoom())
        self._draw()

    def on_focus(self, event: events.Focus) -> None:
        """Take the focus; Textual's own way sends the whole section anew, of which only the rule changes."""
        event.prevent_default()
        self.has_focus = True
        self._tell_parent(events.DescendantFocus(self))

    def on_blur(self, event: events.Blur) -> None:
        """Lose the focus, likewise."""
        event.prevent_default()
        self.has_focus = False
        self._tell_parent(events.DescendantBlur(self))

    def _tell_parent(self, message: Message) -> None:
        if self.parent is not None:
            self.parent.post_message(message)

    def watch_has_focus(self, has_focus: bool) -> None:
        """The rule becomes heavy or light."""
        super().watch_has_focus(has_focus)
        self.draw_again()

    def draw_again(self) -> None:
        """Draw what is shown once more, for another focus."""
        self._draw()

    def on_click(self, event: events.Click) -> None:
        """Report which row was meant."""
        if event.y >= 1:
            self.post_message(self.Clicked(self, self.row_at(event.y), event.x))

    def on_mouse_scroll_down(self) -> None:
        """Scroll the body down."""
        self.scroll_rows(2)

    def on_mouse_scroll_up(self) -> None:
        """Scroll the body up."""
        self.scroll_rows(-2)

    def reveal(self, row: int) -> None:
        """Scroll a row of the body into sight, once."""
        self._keep = row
        self._draw()
        self._keep = None

    def to_top(self) -> None:
        """Forget where the body was scrolled to: something else is shown."""
        self._keep, self.offset_row = None, 0

    def action_scroll(self, by: int) -> None:
        """Move the body under the window with a key."""
        self.scroll_rows(by)

    def scroll_rows(self, rows: int) -> None:
        """Move the body under the window."""
        self._keep = None
        self.offset_row += rows
        self._draw()
