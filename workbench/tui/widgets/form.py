"""A section with cells to type in: a cursor, an edit field over the cell, and the moves between cells."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, Protocol, runtime_checkable

from textual import events
from textual.message import Message

from workbench.core.record.decision import Path
from workbench.plot.rows import Row, Span
from workbench.tui.bound import bind
from workbench.tui.lines import span
from workbench.tui.widgets.cell_input import CellInput
from workbench.tui.widgets.section import Section


class Cell(NamedTuple):
    """A field on the page: where it stands in the body, what its text is when edited, what it is for."""

    path: Path
    row: int
    x: int
    width: int
    text: str
    help: str
    right: bool = True


@runtime_checkable
class Judges(Protocol):
    """A screen that knows what its fields can hold."""

    def refuses(self, path: Path, text: str) -> bool:
        """Whether a text is no value of a field."""
        ...


Laid = tuple[list[Row], list[list[Cell]]]
"""Rows of a body and the cells in them, line by line."""


class Form(Section):
    """Cells in a body. Enter edits with the old value selected; tab and arrows commit and open the next cell."""

    BINDINGS = [
        bind("cell.edit", "edit", "edit"),
        bind("cell.next", "next_cell", "next", show=False),
        bind("cell.previous", "previous_cell"),
        bind("cell.up", "move(0, -1)"),
        bind("cell.down", "move(0, 1)"),
        bind("cell.left", "move(-1, 0)"),
        bind("cell.right", "move(1, 0)"),
    ]
    DEFAULT_CSS = "Form { layers: default edit; }"
    shows_cursor = True
    """Whether the cursor is seen (and kept in sight) while nothing is edited."""

    field: type[CellInput] = CellInput
    """What a cell is edited in."""

    class Typed(Message):
        """A key was typed in a field."""

        def __init__(self, path: Path, text: str) -> None:
            super().__init__()
            self.path, self.text = path, text

    class Confirmed(Message):
        """A field was left, its text to be kept."""

        def __init__(self, path: Path, text: str) -> None:
            super().__init__()
            self.path, self.text = path, text

    class Restored(Message):
        """A field was left, its old value to be kept."""

        def __init__(self, path: Path) -> None:
            super().__init__()
            self.path = path

    class Moved(Message):
        """The cursor stands on another cell."""

        def __init__(self, form: Form, path: Path) -> None:
            super().__init__()
            self.form, self.path = form, path

    def __init__(self, title: str, *, id: str, edge: bool = False) -> None:
        super().__init__(title, id=id, edge=edge)
        self._grid: Sequence[Sequence[Cell]] = ()
        self._at: Path | None = None
        self._plain: Sequence[Row] = ()
        self._note: str | Sequence[Span] = ""

    @property
    def cells(self) -> list[Cell]:
        """All cells, in reading order."""
        return [cell for line in self._grid for cell in line]

    @property
    def cursor(self) -> Cell | None:
        """The cell the cursor stands on."""
        cells = self.cells
        return next((cell for cell in cells if cell.path == self._at), cells[0] if cells else None)

    @property
    def wanted(self) -> Path | None:
        """The field the cursor was put on, whether it has a cell or not yet."""
        return self._at

    @property
    def editor(self) -> CellInput | None:
        """The edit field, while one is open."""
        return next(iter(self.query(CellInput)), None)

    def lay(
        self,
        body: Sequence[Row],
        grid: Sequence[Sequence[Cell]],
        note: str | Sequence[Span] = "",
        pinned: int = 0,
        title: str | None = None,
    ) -> None:
        """Show a body with its cells, line by line."""
        self._plain, self._grid, self._note = body, [line for line in grid if line], note
        self._pinned = pinned
        self.title = self.title if title is None else title
        self._draw_cells()

    def _draw_cells(self) -> None:
        cell = self.cursor
        body = list(self._plain)
        seen = cell is not None and (self.shows_cursor or self.editor is not None)
        if cell is not None and seen and cell.row < len(body) and self.has_heavy_rule:
            body[cell.row] = _restyled(body[cell.row], cell)
        self.fill(body, note=self._note, keep=cell.row if cell and seen else None, pinned=self._pinned)
        if (editor := self.editor) is not None and cell is not None:
            self._place(editor, cell)

    def _place(self, editor: CellInput, cell: Cell) -> None:
        y = self.line_of(cell.row)
        x = cell.x + (1 if self.edge else 0)
        if (editor.styles.offset.x.value, editor.styles.offset.y.value) != (x, y):
            editor.styles.offset = (x, y)
        width = cell.width + (1 if cell.right else 0)
        if editor.styles.width is None or editor.styles.width.value != width:
            editor.styles.width = width

    def draw_again(self) -> None:
        """Show or hide the cursor with the focus."""
        self._draw_cells()

    def to_top(self) -> None:
        """Forget the cursor too."""
        super().to_top()
        self._at = None

    def on_descendant_focus(self) -> None:
        """The rule stays heavy while a cell is edited."""
        self._draw_cells()

    @property
    def has_heavy_rule(self) -> bool:
        """Whether the section or its edit field has the focus."""
        return self.has_focus or self.editor is not None

    def on_resize(self) -> None:
        """Close the edit field's old place; the pane lays the body anew."""
        super().on_resize()
        self._draw_cells()

    def go_to(self, path: Path) -> None:
        """Put the cursor on a field."""
        self._at = path
        self._draw_cells()
        self.post_message(self.Moved(self, path))

    async def action_edit(self) -> None:
        """Edit the cell."""
        await self.open_field()

    async def open_field(self) -> None:
        """Open the edit field over the cell, its old value selected."""
        cell = self.cursor
        if cell is None or self.editor is not None:
            return
        self._at = cell.path
        editor = self.field(cell.path, cell.text, right=cell.right, leave=self.leave_cell)
        self._place(editor, cell)
        await self.mount(editor)
        self.screen.set_focus(editor, scroll_visible=False)
        self._draw_cells()

    def on_cell_input_typed(self, message: CellInput.Typed) -> None:
        """Pass typing on as the form's."""
        message.stop()
        self.post_message(self.Typed(message.path, message.text))

    async def leave_cell(self, editor: CellInput, how: str) -> None:
        """Close the field; tab and arrows open the next one, enter one that the row cannot do without.

        At either end there is none, and the field stays open: what is typed next is text, and presses no key. So it
        does on enter over a text that is no value, selected for the next text to take its place.
        """
        moves = {"next": (1, 0), "previous": (-1, 0), "down": (0, 1), "up": (0, -1)}
        along, down = moves.get(how, (0, 0))
        if (along and self._beside(along) is None) or (down and self._towards(0, down) is None):
            editor.left = False
            return
        if how == "enter" and self.refuses(editor.path, editor.text):
            self.post_message(self.Confirmed(editor.path, editor.text))
            editor.select_all()
            editor.left = False
            return
        if how == "escape":
            self.post_message(self.Restored(editor.path))
        else:
            self.post_message(self.Confirmed(editor.path, editor.text))
        if how != "blur":
            self.screen.set_focus(self, scroll_visible=False)
        await editor.remove()
        if (along and self._step(along)) or (down and self._across(0, down)):
            await self.open_field()
        elif how == "enter" and (needed := self.needed_after(editor.path, editor.text)) is not None:
            self.go_to(needed)
            await self.open_field()
        else:
            self._draw_cells()

    def refuses(self, path: Path, text: str) -> bool:
        """Whether enter stays in a field with such a text."""
        return isinstance(self.screen, Judges) and self.screen.refuses(path, text)

    def needed_after(self, path: Path, text: str) -> Path | None:
        """Return the field that enter goes on to from one that was left with a text; None closes it."""
        return None

    def action_next_cell(self) -> None:
        """To the next cell; past the last one to the next section."""
        if not self._step(1):
            self.screen.focus_next()

    def action_previous_cell(self) -> None:
        """To the cell before; before the first one to the section before."""
        if not self._step(-1):
            self.screen.focus_previous()

    def action_move(self, x: int, y: int) -> None:
        """Move the cursor one cell in a direction."""
        self._across(x, y)

    def _step(self, by: int) -> bool:
        return self._go(self._beside(by))

    def _across(self, x: int, y: int) -> bool:
        return self._go(self._towards(x, y))

    def _go(self, cell: Cell | None) -> bool:
        if cell is not None:
            self.go_to(cell.path)
        return cell is not None

    def _beside(self, by: int) -> Cell | None:
        """Return the cell so many after the cursor's, in reading order; None past either end."""
        cells, cell = self.cells, self.cursor
        at = cells.index(cell) + by if cell is not None else -1
        return cells[at] if 0 <= at < len(cells) else None

    def _towards(self, x: int, y: int) -> Cell | None:
        """Return the next cell in a direction; None where there is none."""
        cell = self.cursor
        if cell is None:
            return None
        line = next(index for index, cells in enumerate(self._grid) if cell in cells)
        column = list(self._grid[line]).index(cell)
        if x:
            target = self._grid[line][max(0, min(column + x, len(self._grid[line]) - 1))]
        else:
            cells = self._grid[max(0, min(line + y, len(self._grid) - 1))]
            target = min(cells, key=lambda other: abs(other.x + other.width - cell.x - cell.width))
        return None if target is cell else target

    def on_section_clicked(self, message: Section.Clicked) -> None:
        """A click puts the cursor on a cell, a second one edits it."""
        x = message.x - (1 if self.edge else 0)
        for cell in self.cells:
            if cell.row == message.row and cell.x <= x <= cell.x + cell.width:
                again = cell == self.cursor and self.has_focus
                self.go_to(cell.path)
                if again:
                    self.call_next(self.action_edit)
                message.stop()

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """A click gives the focus."""
        self.focus()


def _restyled(row: Row, cell: Cell) -> Row:
    """Return a row with a cell reversed."""
    parts: list[Span] = []
    x = 0
    for part in row:
        end = x + len(part.text)
        before, after = max(0, min(cell.x - x, len(part.text))), max(0, min(cell.x + cell.width - x, len(part.text)))
        pieces = ((part.text[:before], ""), (part.text[before:after], "+cell"), (part.text[after:], ""))
        parts.extend(span(text, part.role + mark) for text, mark in pieces if text)
        x = end
    return tuple(parts)
