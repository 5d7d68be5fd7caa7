"""A sheet with a list to pick from."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from textual import events
from textual.app import ComposeResult
from textual.widget import Widget
from textual.widgets import Input

from workbench.core.text import clip, columns
from workbench.plot.rows import Row
from workbench.tui.bound import bind, key_of
from workbench.tui.lines import fit, paragraph, selected, span
from workbench.tui.widgets.fleeting import Line
from workbench.tui.widgets.section import Section
from workbench.tui.widgets.seen_rows import SeenRows
from workbench.tui.widgets.sheets import TALLEST, Sheet


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to pick: its id, its label, what stands beside it, and a letter that picks it at once."""

    id: str
    label: str
    hint: str = ""
    key: str = ""


class Picker(Sheet):
    """A list to pick from; typing filters it where it is long.

    Args:
        title: Set into the rule.
        items: What can be picked.
        picked: Called with the id of the item picked.
        moved: Called with the id under the cursor, for previews.
        closed: Called when the sheet is closed without a choice.
        search: Whether a line to type in narrows the list.
        narrow: Returns the items that fit what was typed; else those that hold every word of it.
        at: Id of the item under the cursor first.
        lines: What stands above the list.
    """

    BINDINGS = [
        bind("sheet.up", "move(-1)", priority=True),
        bind("sheet.down", "move(1)", priority=True),
        bind("sheet.done", "pick", "pick", priority=True),
        bind("list.page-up", "page(-8)"),
        bind("list.page-down", "page(8)"),
        bind("list.first", "page(-100000)"),
        bind("list.last", "page(100000)"),
    ]

    def __init__(
        self,
        title: str,
        items: Sequence[Item],
        picked: Callable[[str], None],
        *,
        moved: Callable[[str], None] | None = None,
        closed: Callable[[], None] | None = None,
        search: bool = False,
        narrow: Callable[[str], Sequence[Item]] | None = None,
        at: str = "",
        lines: Sequence[str] = (),
    ) -> None:
        super().__init__()
        self._narrow = narrow or self._holding
        self._title, self._items, self._picked = title, list(items), picked
        self._moved, self._on_closed, self._search, self._lines = moved, closed, search, list(lines)
        self._shown = list(items)
        self._index = next((index for index, item in enumerate(items) if item.id == at), 0)
        self._above = len(self._lines)
        """Rows that the lines take, wrapped."""
        self.styles.height = min(TALLEST, len(items) + self._above + 1 + search)

    def compose(self) -> ComposeResult:
        yield Section(self._title, id="sheet-list", focusable=not self._search)
        if self._search:
            yield Line(placeholder="type to narrow", compact=True, id="sheet-search")

    @property
    def first_focus(self) -> Widget:
        """The line to type in, else the list."""
        return self.query_one("#sheet-search" if self._search else "#sheet-list")

    def draw(self) -> None:
        """Fill the sheet."""
        section = next(iter(self.query("#sheet-list").results(Section)), None)
        if section is None:
            # It is being taken away.
            return
        width = section.inner_width or self.screen.size.width - 1
        rows: list[Row] = [row for line in self._lines for row in paragraph(line, width - 2, indent=2)]
        self._above = len(rows)
        self.styles.height = min(TALLEST, len(self._items) + self._above + 1 + self._search)
        if not self._shown:
            rows.append(fit([span(f"  nothing fits{self._unknown()}", "muted")], width))
        near = self._shown[max(0, self._index - TALLEST) : self._index + TALLEST]
        label = _label_width(near, width)
        many = f"{len(self._shown):,} of {len(self._items):,}  " if len(self._items) > 4 * TALLEST else ""
        section.fill(
            SeenRows(rows, len(self._shown), lambda index: self._row(index, label, width)),
            note=f"{many}{key_of('sheet.close')} closes, nothing is lost",
            keep=self._above + self._index,
        )

    def _unknown(self) -> str:
        """Return the words typed that nothing has, to be said after “nothing fits”."""
        words = self.query_one("#sheet-search", Input).value.split() if self._search else []
        odd = [word for word in words if not self._narrow(word)] if len(words) > 1 else []
        return f"; nothing has {' or '.join(f'“{clip(word, 20)}”' for word in odd[:2])} in it" if odd else ""

    def _row(self, index: int, label: int, width: int) -> Row:
        item = self._shown[index]
        key = [span(f"{item.key} ", "key")] if item.key else []
        before, at = 2 + 2 * bool(item.key), width
        if item.hint:
            # A label that is longer than the column takes what the hint leaves, then the hint is cut.
            taken = min(width, before + columns(item.label))
            at = max(taken, min(before + label, width - 3 - columns(item.hint)))
        row = fit([span("  "), *key, span(item.label, "text")], at)
        if item.hint:
            row = (*row, *fit([span("   "), span(item.hint, "muted")], width - at))
        return selected(row) if index == self._index else row

    def on_input_changed(self, event: Input.Changed) -> None:
        """Narrow the list."""
        event.stop()
        self._shown = list(self._narrow(event.value))
        self._index = 0
        self.draw()

    def _holding(self, text: str) -> Sequence[Item]:
        words = text.lower().split()
        return [item for item in self._items if all(word in f"{item.label} {item.hint}".lower() for word in words)]

    def on_key(self, event: events.Key) -> None:
        """A letter picks its item at once, where there is no line to type in."""
        if self._search:
            return
        for item in self._shown:
            if item.key and event.character == item.key:
                event.stop()
                event.prevent_default()
                self._finish(item)
                return

    def on_section_clicked(self, message: Section.Clicked) -> None:
        """A click picks."""
        message.stop()
        index = message.row - self._above
        if 0 <= index < len(self._shown):
            self._finish(self._shown[index])

    def action_move(self, by: int) -> None:
        """Move the cursor; past either end to the other one."""
        if self._shown:
            self._go((self._index + by) % len(self._shown))

    def action_page(self, by: int) -> None:
        """Move the cursor by rows, to either end at most."""
        if self._shown:
            self._go(max(0, min(self._index + by, len(self._shown) - 1)))

    def _go(self, index: int) -> None:
        self._index = index
        self.draw()
        if self._moved is not None:
            self._moved(self._shown[index].id)

    def action_pick(self) -> None:
        """Pick what the cursor stands on."""
        if self._shown:
            self._finish(self._shown[self._index])

    def _finish(self, item: Item) -> None:
        self.leave(lambda: self._picked(item.id))

    def action_close(self) -> None:
        """Close without a choice."""
        self.leave(self._on_closed)

    def give_way(self, then: Callable[[], None]) -> None:
        """Close without a choice, and do something else afterwards."""
        if self._on_closed is not None:
            self._on_closed()
        self.leave(then)


def _label_width(items: Sequence[Item], width: int) -> int:
    """Return the column of the labels: as wide as they are where the hints fit too, else half of the sheet at most."""
    label = max((columns(item.label) for item in items), default=0)
    room = width - 7 - max((columns(item.hint) for item in items), default=0)
    return label if label <= room else min(label, width // 2)
