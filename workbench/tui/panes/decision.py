"""The Decision pane: the verdict with its reasons, the rationale, the triggers to take or leave, the record."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Container

from workbench.core.editing.fields import field_name, kind_of
from workbench.tui.bound import bind, key_span
from workbench.tui.lines import span
from workbench.tui.panes.base import Pane, ask
from workbench.tui.panes.record import record_form, trigger_rows, trigger_table, why_form
from workbench.tui.panes.verdict import VerdictSection
from workbench.tui.panes.verdict_rows import answered_text, score_text, verdict_told
from workbench.tui.view import View
from workbench.tui.widgets.block_editor import BlockEditor
from workbench.tui.widgets.form import Form
from workbench.tui.widgets.section import Section

_ROWS = 21
"""Rows of the pane on the smallest terminal that shows all of it."""
_FIELDS = 6
_LEAST, _MOST = 4, 8
"""Triggers in sight on a small and on a large terminal."""


class WhyForm(Form):
    """Rationale, alternatives and tracked metrics."""

    async def action_edit(self) -> None:
        """Open the text editor for the rationale, the edit field for everything else."""
        cell = self.cursor
        if cell is not None and cell.path == ("rationale",):
            await self.open_block()
        else:
            await super().action_edit()

    async def open_block(self) -> None:
        """Edit the rationale over the section's body."""
        if self.query(BlockEditor):
            return
        text = self.cells[0].text
        editor = BlockEditor(("rationale",), text, self._leave_block)
        self._lay_over(editor)
        await self.mount(editor)
        self.screen.set_focus(editor, scroll_visible=False)

    def _lay_over(self, editor: BlockEditor) -> None:
        editor.styles.offset = (1 if self.edge else 0, 1)
        editor.styles.width, editor.styles.height = self.inner_width, max(3, self.room)

    def on_resize(self) -> None:
        """The editor follows the section's size."""
        super().on_resize()
        for editor in self.query(BlockEditor):
            self._lay_over(editor)

    def on_block_editor_typed(self, message: BlockEditor.Typed) -> None:
        """Pass typing on as the form's."""
        message.stop()
        self.post_message(self.Typed(message.path, message.text))

    async def _leave_block(self, editor: BlockEditor, how: str) -> None:
        """Close the editor; nothing typed is lost, escape included."""
        self.post_message(self.Confirmed(editor.path, editor.text))
        if how != "blur":
            self.screen.set_focus(self, scroll_visible=False)
        await editor.remove()


class TriggerForm(Form):
    """Triggers, taken and proposed."""

    BINDINGS = [
        bind("decision.take", "take", "take"),
        bind("section.next", "section(1)"),
        bind("section.previous", "section(-1)"),
    ]

    def action_section(self, by: int) -> None:
        """To the section after or before: from a list of many triggers too, one key."""
        if isinstance(pane := self.parent, Pane):
            pane.go_to_section(by)

    def draw_again(self) -> None:
        """The row under the cursor is seen only with the focus."""
        if isinstance(pane := self.parent, Pane):
            pane.redraw()

    def action_take(self) -> None:
        """Take the trigger under the cursor into the record, or leave it out."""
        cell = self.cursor
        if cell is not None:
            ask(self, "trigger", cell.path[1])

    def on_section_clicked(self, message: Section.Clicked) -> None:
        """A click on the box before a trigger takes it, or leaves it out."""
        cell = next((cell for cell in self.cells if cell.row == message.row), None)
        if cell is not None and message.x < cell.x:
            message.stop()
            self.go_to(cell.path)
            self.action_take()


class RecordForm(Form):
    """The record's fields; one with a few choices offers them."""

    async def action_edit(self) -> None:
        """Offer the choices of a field that has some, open the edit field for every other."""
        cell = self.cursor
        if cell is not None and kind_of(cell.path) == "choice":
            ask(self, "choice", field_name(cell.path))
        else:
            await super().action_edit()


class DecisionPane(Pane):
    """Verdict and rationale side by side, triggers and the record below."""

    BINDINGS = [
        bind("decision.verdict", "verdict", "verdict"),
        bind("decision.rationale", "rationale", "rationale"),
        bind("decision.trigger", "ask('own-trigger')", "add"),
        bind("decision.metric", "ask('metric')", "metric", show=False),
        bind("decision.record", "record", "record"),
    ]
    first = "triggers"

    def __init__(self) -> None:
        super().__init__(id="decision")

    def compose(self) -> ComposeResult:
        with Container(id="decision-top"):
            yield VerdictSection("Verdict", id="verdict")
            yield WhyForm("Rationale", id="why", edge=True)
        yield TriggerForm("Triggers", id="triggers")
        yield RecordForm("Record", id="record")

    def draw(self, view: View) -> None:
        """Lay the four sections."""
        verdict, why = self.query_one("#verdict", VerdictSection), self.query_one("#why", Form)
        told = verdict_told(view, verdict.inner_width, self.wide)
        verdict.tell(told, score_text(view) if self.wide else answered_text(view))
        body, cells = why_form(view, why.inner_width, self.wide)
        why.lay(body, cells, [key_span("decision.rationale"), span(" edits", "muted")])
        triggers = self.query_one("#triggers", TriggerForm)
        lines = trigger_rows(view)
        self._share(triggers, len(lines))
        taken = sum(line.taken for line in lines)
        at = triggers.cursor if triggers.has_heavy_rule else None
        body, cells = trigger_table(view, lines, triggers.inner_width, self.wide, at)
        if cells and at is None and triggers.has_heavy_rule:
            # Drawn for the first time with the focus on it already.
            body, cells = trigger_table(view, lines, triggers.inner_width, self.wide, cells[0][0])
        triggers.joints = {} if verdict.size.height == 0 else {verdict.size.width: "┴"}
        triggers.lay(body, cells, f"{taken} of {len(lines)} taken" if lines else "")
        record = self.query_one("#record", Form)
        body, cells = record_form(view, record.inner_width, self.wide)
        record.lay(body, cells, [span(f"saves to {view.file_name}" if view.file_name else "not saved yet", "muted")])

    def _share(self, triggers: Section, count: int) -> None:
        """Give the triggers as many rows as they have, up to a limit, and the record its first ones."""
        record = self.query_one("#record", Section)
        if self.screen.has_class("-small"):
            triggers.styles.height = record.styles.height = None
            return
        blank, spare = (1, 8) if self.wide else (0, max(0, self.size.height - _ROWS))
        fields = _FIELDS if self.wide else min(_FIELDS, 2 + spare)
        most = _MOST if self.wide else _LEAST + max(0, spare - _FIELDS)
        wanted = 1 + blank + (min(count, most) if count else 2)
        if record.styles.height is None or record.size.height != 1 + fields:
            record.styles.height = 1 + fields
        if triggers.styles.height is None or triggers.size.height != wanted:
            triggers.styles.height = wanted

    def up_one_level(self) -> bool:
        """From the verdict's sentences back to the triggers."""
        if self.screen.focused is not self.query_one("#verdict"):
            return False
        triggers = self.query_one("#triggers", Section)
        self.fold_to(triggers)
        self.screen.set_focus(triggers, scroll_visible=False)
        return True

    def action_verdict(self) -> None:
        """To the verdict's sentences."""
        verdict = self.query_one("#verdict", Section)
        self.fold_to(verdict)
        self.screen.set_focus(verdict, scroll_visible=False)

    def on_form_moved(self) -> None:
        """The row under the cursor is shown selected."""
        self.redraw()

    async def action_rationale(self) -> None:
        """Edit the rationale."""
        why = self.query_one("#why", WhyForm)
        self.fold_to(why)
        self.screen.set_focus(why)
        why.go_to(("rationale",))
        await why.open_block()

    def action_record(self) -> None:
        """To the record's fields."""
        record = self.query_one("#record", Form)
        self.fold_to(record)
        self.screen.set_focus(record)

    async def edit_title(self) -> None:
        """Ask for the title in its field."""
        record = self.query_one("#record", Form)
        self.fold_to(record)
        self.screen.set_focus(record)
        record.go_to(("title",))
        await record.action_edit()
