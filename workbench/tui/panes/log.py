"""The Log pane: saved decisions, those that need a look first; a live preview; a filter; what can be done with one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from textual.app import ComposeResult
from textual.widgets import Input

from workbench.core.log.events import Event
from workbench.core.log.lines import Listed, fits, toggled
from workbench.core.record.lifecycle import successors
from workbench.plot.rows import Row
from workbench.store.decisions import Entry
from workbench.store.handed_down import past_of
from workbench.tui.bound import bind, key_of
from workbench.tui.lines import span
from workbench.tui.panes.base import Pane
from workbench.tui.panes.log_preview import Kin, Line, preview_rows
from workbench.tui.panes.log_rows import empty_rows, heading_row, list_row, nothing_fits, quoted
from workbench.tui.panes.log_sections import LogList, Preview
from workbench.tui.view import View
from workbench.tui.widgets.fleeting import Line as SearchLine
from workbench.tui.widgets.section import Section
from workbench.tui.widgets.seen_rows import SeenRows

_LIST, _PREVIEW = 13, 8
"""Shares of the list and of the preview under it, as in the style sheet."""


def _past(entry: Entry, today: date) -> Sequence[Event]:
    return [] if entry.decision is None else past_of(entry.path, entry.decision, entry.journal.entries, today)


class LogPane(Pane):
    """List above, preview below; side by side on wide terminals."""

    BINDINGS = [
        bind("log.filter", "filter", "filter"),
        bind("log.views", "ask('log-view')", "views"),
        bind("log.review", "ask('review')", "review"),
        bind("log.review-all", "ask('review-queue')", "review all", show=False),
        bind("log.new", "ask('new')", "new"),
        bind("log.supersede", "ask('supersede')", "supersede"),
        bind("log.changed", "ask('versions')", "what changed", show=False),
        bind("log.copy", "ask('markdown')", "copy as Markdown", show=False),
        bind("log.edit", "ask('edit-file')", "edit the file", show=False),
        bind("log.example", "ask('example')", "example", show=False),
        bind("log.open-file", "ask('open-file')", "open a file", show=False),
    ]
    first = "log-list"

    def __init__(self) -> None:
        super().__init__(id="log")
        self._lines: list[Listed] = []
        self._shown: list[Listed] = []
        self._read: Callable[[str], Entry | None] = lambda id: None
        self._known: dict[str, Listed] = {}
        self._entry: Entry | None = None
        self._past: Sequence[Event] | None = None
        self._progress = ""
        self._replaced_by: dict[str, list[str]] = {}
        self._index = 0
        self._uncommitted: frozenset[str] = frozenset()
        self.typed = ""
        """What the list is narrowed by."""
        self.loaded = False
        self.stamp: tuple[int, ...] = ()
        """How the repository stood when it was read."""

    def on_mount(self) -> None:
        """Look whether somebody has committed whenever the terminal is come back to; not by the clock."""
        self.watch(self.app, "app_focus", self.look, init=False)

    def on_key(self) -> None:
        """Look with every key too: not every terminal tells that it is come back to."""
        self.look()

    def look(self) -> None:
        """Have it read again where the repository has changed, while it is in sight."""
        if self.display:
            self.ask("look-again")

    def compose(self) -> ComposeResult:
        yield LogList("Decisions", id="log-list")
        yield Preview("Preview", id="preview")
        search = SearchLine(placeholder="words, or status:accepted, tag:…, state:…", compact=True, id="log-filter")
        search.display = False
        yield search

    def take(self, lines: Sequence[Listed], read: Callable[[str], Entry | None], done: int, of: int) -> None:
        """Show other lines, or the first of them while the others are read; the cursor stays on its decision.

        Args:
            read: Returns a decision with its journal by its id, or None where it is gone.
            done: How many files are read.
            of: How many there are.
        """
        self._progress = f"{done:,} of {of:,} read" if done < of else ""
        if self._progress and self._lines:
            # What is there already stands until all is read: rows do not jump about under the cursor.
            self.redraw()
            return
        at = self.line.id if self.line else None
        self.loaded, self._read, self._entry = True, read, None
        self._lines = sorted(lines, key=lambda line: line.rank)
        self._known = {line.id: line for line in lines}
        self._replaced_by = successors(lines)
        self._narrow()
        self.go_to(at)
        self.redraw()

    def mark(self, uncommitted: frozenset[str]) -> None:
        """Mark what is not committed to git."""
        if uncommitted != self._uncommitted:
            self._uncommitted = uncommitted
            self.redraw()

    @property
    def lines(self) -> Sequence[Listed]:
        """Every line, whatever is typed."""
        return self._lines

    @property
    def waiting(self) -> list[str]:
        """Ids of what waits for a review, the most pressing first."""
        return [line.id for line in self._lines if line.waits]

    @property
    def line(self) -> Listed | None:
        """The line under the cursor."""
        return self._shown[self._index] if self._shown else None

    @property
    def entry(self) -> Entry | None:
        """The decision under the cursor with its journal."""
        if self.line is None:
            return None
        if self._entry is None or self._entry.id != self.line.id:
            self._entry, self._past = self._read(self.line.id), None
        return self._entry

    def entry_of(self, id: str) -> Entry | None:
        """Return a decision with its journal; None where it is gone."""
        return self._read(id)

    def replaced_by(self, id: str) -> Sequence[str]:
        """Return the ids of the decisions that took the place of one."""
        return self._replaced_by.get(id, ())

    def _narrow(self) -> None:
        self._shown = [line for line in self._lines if fits(line, self.typed)]
        self._index = max(0, min(self._index, len(self._shown) - 1))

    def go_to(self, id: str | None) -> None:
        """Put the cursor on a decision, where it is shown."""
        self._index = next((index for index, line in enumerate(self._shown) if line.id == id), self._index)
        self.redraw()

    def draw(self, view: View) -> None:
        """Draw list and preview."""
        section, preview = self.query_one("#log-list", LogList), self.query_one("#preview", Section)
        preview.edge = self.wide
        self._share_height(section)
        if not self._shown:
            none = nothing_fits(self.typed, section.inner_width) if self._lines else empty_rows(section.inner_width)
            section.fill(none if self.loaded else [()], note=f"0 of {len(self._lines)}" if self._lines else "")
            preview.fill([], title="Preview", note="")
            return
        width, wide, shown, at = section.inner_width, self.wide, self._shown, self._index
        rows = SeenRows(
            [heading_row(width, wide)],
            len(shown),
            lambda index: list_row(
                shown[index],
                view.today,
                width,
                wide,
                index == at,
                shown[index].id in self._uncommitted,
                bool(view.file_name) and shown[index].file == view.file_name,
            ),
        )
        note = self._progress or f"{len(shown):,} of {len(self._lines):,} · {quoted(self.typed) or 'all'} · by state"
        section.fill(rows, note=[span(note, "muted")], keep=at + 1, pinned=1)
        self._draw_preview(preview, view)

    def _share_height(self, section: LogList) -> None:
        """Make the list as tall as its rows, up to its share, where the preview stands under it: that has the rest."""
        if self.wide or self.screen.has_class("-small") or not self._shown:
            section.styles.height = None
        else:
            share = max(_LIST, self.size.height * _LIST // (_LIST + _PREVIEW))
            section.styles.height = min(share, len(self._shown) + 2)

    def _draw_preview(self, preview: Section, view: View) -> None:
        line, entry = self.line, self.entry
        body: Sequence[Row] = []
        if line is not None and entry is not None:
            if self._past is None:
                self._past = _past(entry, view.today)
            body = preview_rows(entry, self._line_of(entry), view.today, preview.inner_width, self.wide, self._past)
        title = (line.title or line.id) if line is not None else "Preview"
        short = line.id if line is not None and self.wide else f"{key_of('section.next')} moves here"
        if line is not None and line.id in self._uncommitted:
            short = f"uncommitted, {short}"
        preview.fill(body, title=title or "untitled", note=short)

    def _line_of(self, entry: Entry) -> Line:
        replaces = entry.decision.supersedes if entry.decision is not None else ()
        kin = {id: self._kin(id) for id in replaces}
        found = {id: self._kin(id) for id in self.replaced_by(entry.id)}
        return Line(kin, {id: one for id, one in found.items() if one is not None})

    def _kin(self, id: str) -> Kin | None:
        line = self._known.get(id)
        return None if line is None else Kin(line.title or line.id, line.approach, line.decided)

    def move(self, by: int) -> None:
        """Move the cursor by rows; the preview starts at its top again."""
        if self._shown:
            self._index = max(0, min(self._index + by, len(self._shown) - 1))
            self.query_one("#preview", Section).offset_row = 0
            self.redraw()

    def open(self) -> None:
        """Open the decision under the cursor."""
        if self.line is not None:
            self.ask("open-id", self.line.id)

    def action_filter(self) -> None:
        """Type words to narrow the list; enter keeps them, escape clears them."""
        search = self.query_one("#log-filter", Input)
        search.display = True
        search.focus()

    def narrow_to(self, view: str) -> None:
        """Narrow the list to a view, or let it go."""
        search = self.query_one("#log-filter", Input)
        search.value = toggled(self.typed, view) if view else ""
        search.display = bool(search.value)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Narrow the list with every key."""
        event.stop()
        self.typed = event.value
        self._narrow()
        self.redraw()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Back to the list, narrowed."""
        event.stop()
        self._close_filter()

    def _close_filter(self) -> None:
        self.query_one("#log-list").focus()
        self.query_one("#log-filter").display = bool(self.typed)

    def up_one_level(self) -> bool:
        """Clear the filter; False when there was none."""
        search = self.query_one("#log-filter", Input)
        if not search.display:
            return False
        search.value = ""
        self.typed = ""
        self._narrow()
        self._close_filter()
        self.redraw()
        return True

    def on_section_clicked(self, message: Section.Clicked) -> None:
        """A click moves the cursor, a second one opens."""
        if message.section.id == "log-list" and message.row >= 1:
            at = message.row - 1
            if at == self._index:
                self.open()
            elif at < len(self._shown):
                self.move(at - self._index)
