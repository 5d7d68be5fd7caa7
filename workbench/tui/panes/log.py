"""The Log pane: saved decisions, a live preview, and a filter."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from textual.app import ComposeResult
from textual.binding import Binding
from textual.widgets import Input

from workbench.core.standing import decision_state
from workbench.plot.rows import Row
from workbench.store.decisions import Entry
from workbench.tui.lines import fit, span
from workbench.tui.panes.base import Pane
from workbench.tui.panes.log_rows import empty_rows, list_rows, preview_rows
from workbench.tui.view import View
from workbench.tui.widgets.section import Section

_ORDER = ("fired", "overdue", "near", "stale", "holds", "no-reading")


class LogList(Section):
    """The list; arrows move, enter opens."""

    BINDINGS = [
        Binding("enter", "open", "open"),
        Binding("up", "move(-1)", show=False),
        Binding("down", "move(1)", show=False),
        Binding("home", "move(-100000)", show=False),
        Binding("end", "move(100000)", show=False),
        Binding("pageup", "move(-10)", show=False),
        Binding("pagedown", "move(10)", show=False),
    ]

    def action_open(self) -> None:
        """Open the decision under the cursor."""
        log(self).open()

    def action_move(self, by: int) -> None:
        """Move the cursor."""
        log(self).move(by)


def log(section: Section) -> LogPane:
    """Return the pane a section stands in."""
    parent = section.parent
    assert isinstance(parent, LogPane)
    return parent


class LogPane(Pane):
    """List above, preview below; side by side on wide terminals."""

    BINDINGS = [
        Binding("slash", "filter", "filter", key_display="/"),
        Binding("n", "ask('new')", "new"),
        Binding("p", "ask('example')", "example", show=False),
        Binding("o", "ask('open-file')", "open a file"),
    ]
    first = "log-list"

    def __init__(self) -> None:
        super().__init__(id="log")
        self._entries: list[Entry] = []
        self._shown: list[Entry] = []
        self._superseded: set[str] = set()
        self._index = 0
        self._words = ""
        self.loaded = False

    def compose(self) -> ComposeResult:
        yield LogList("Decisions", id="log-list")
        yield Section("Preview", id="preview")
        search = Input(placeholder="title, tags, rationale, authors", compact=True, id="log-filter")
        search.display = False
        search.cursor_blink = False
        yield search

    def take(self, entries: Sequence[Entry], today: date) -> None:
        """Show other entries; the cursor stays on its decision."""
        at = self.entry.id if self.entry else None
        self.loaded = True
        self._superseded = {old for e in entries if e.decision is not None for old in e.decision.supersedes}
        self._entries = sorted(entries, key=lambda entry: self._rank(entry, today))
        self._narrow()
        self._index = next((i for i, entry in enumerate(self._shown) if entry.id == at), self._index)
        self.redraw()

    def _rank(self, entry: Entry, today: date) -> tuple[int, int, str]:
        decision = entry.decision
        if decision is None:
            return (7, 0, entry.id)
        state = decision_state(decision, today, entry.journal.entries)
        if entry.id in self._superseded or decision.status in {"superseded", "retired", "rejected"}:
            place = 9
        elif state is not None:
            place = _ORDER.index(state)
        else:
            place = 6
        newest = -decision.decided.toordinal() if decision.decided else 0
        return (place, newest, entry.id)

    def _narrow(self) -> None:
        words = self._words.lower().split()
        self._shown = [entry for entry in self._entries if all(word in _haystack(entry) for word in words)]
        self._index = max(0, min(self._index, len(self._shown) - 1))

    @property
    def entry(self) -> Entry | None:
        """The entry under the cursor."""
        return self._shown[self._index] if self._shown else None

    def draw(self, view: View) -> None:
        """Draw list and preview."""
        section, preview = self.query_one("#log-list", LogList), self.query_one("#preview", Section)
        preview.edge = self.wide
        if not self._entries:
            told = empty_rows(section.inner_width) if self.loaded else [()]
            section.fill(told, note="")
            preview.fill([], title="Preview")
            return
        if not self._shown:
            none = [
                span(" No decision has ", "text"),
                span(clip_words(self._words), "strong"),
                span(" in it; ", "text"),
            ]
            row = fit([*none, span("esc", "key"), span(" shows all.", "text")], section.inner_width)
            section.fill([row], note=f"0 of {len(self._entries)}")
            preview.fill([], title="Preview")
            return
        rows = list_rows(self._shown, self._superseded, view.today, section.inner_width, self.wide, self._index)
        note = f"{len(self._shown)} of {len(self._entries)} · {clip_words(self._words) or 'all'} · by state"
        section.fill(rows, note=[span(note, "muted")], keep=self._index + 1, pinned=1)
        body: Sequence[Row] = []
        title = "Preview"
        if self.entry is not None:
            title = self.entry.decision.title if self.entry.decision else self.entry.id
            body = preview_rows(self.entry, self._entries, view.today, preview.inner_width, self.wide)
        preview.fill(body, title=title or "untitled", note="tab moves here" if not self.wide else "")

    def move(self, by: int) -> None:
        """Move the cursor by rows."""
        if self._shown:
            self._index = max(0, min(self._index + by, len(self._shown) - 1))
            self.redraw()

    def open(self) -> None:
        """Open the decision under the cursor."""
        if self.entry is not None:
            self.ask("open", str(self.entry.path))

    def action_filter(self) -> None:
        """Type words to narrow the list; enter keeps them, escape clears them."""
        search = self.query_one("#log-filter", Input)
        search.display = True
        search.focus()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Narrow the list with every key."""
        event.stop()
        self._words = event.value
        self._narrow()
        self.redraw()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Back to the list, narrowed."""
        event.stop()
        self._close_filter()

    def _close_filter(self) -> None:
        self.query_one("#log-list").focus()
        self.query_one("#log-filter").display = bool(self._words)

    def up_one_level(self) -> bool:
        """Clear the filter; False when there was none."""
        search = self.query_one("#log-filter", Input)
        if not search.display:
            return False
        search.value = ""
        self._words = ""
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

    def action_ask(self, what: str) -> None:
        """Let the screen do it."""
        self.ask(what)


def clip_words(words: str) -> str:
    """Return the filter as the rule shows it."""
    return f"“{words[:20]}”" if words else ""


def _haystack(entry: Entry) -> str:
    decision = entry.decision
    if decision is None:
        return entry.id.lower()
    parts = [entry.id, decision.title, decision.rationale, decision.approach, decision.status]
    return " ".join([*parts, *decision.tags, *decision.authors]).lower()
