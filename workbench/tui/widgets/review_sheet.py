"""The sheet on which one decision is reviewed: the verdict on a key, a note, and readings held against their limits."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from textual import events
from textual.app import ComposeResult
from textual.widget import Widget

from workbench.core.record.decision import Decision, Path
from workbench.errors import ValueProblem
from workbench.tui.bound import bind, key_of
from workbench.tui.panes.review_rows import VERDICTS, Review, Written, asked_metrics, review_rows
from workbench.tui.widgets.form import Form
from workbench.tui.widgets.sheets import TALLEST, Raises, Sheet

_ANYWAY = 6
"""Rows of the sheet beside its readings: the rule, verdict, by, note, the day, a heading."""


def unfinished_as(decision: Decision) -> str:
    """Return under which name a review that was closed is kept: several decisions may have one title."""
    return f"review of {decision.id}"


class ReviewForm(Form):
    """The fields; a letter picks the verdict whenever no text cursor is shown."""

    BINDINGS = [bind("save", "write", "write the entry")]

    def refuses(self, path: Path, text: str) -> bool:
        """Nothing is: its fields are the sheet's, which says what is wrong when it is written."""
        return False

    def action_next_cell(self) -> None:
        """To the next cell; past the last one to the first: what is under the sheet keeps its own."""
        if not self._step(1) and self.cells:
            self.go_to(self.cells[0].path)

    def action_previous_cell(self) -> None:
        """To the cell before; before the first one to the last."""
        if not self._step(-1) and self.cells:
            self.go_to(self.cells[-1].path)

    def on_key(self, event: events.Key) -> None:
        """Pick the verdict, and go on to the note."""
        verdict = VERDICTS.get(event.character or "")
        sheet = self.parent
        if verdict is not None and self.editor is None and isinstance(sheet, ReviewSheet):
            event.stop()
            event.prevent_default()
            sheet.pick(verdict)

    def action_write(self) -> None:
        """Write what stands here."""
        sheet = self.parent
        if isinstance(sheet, ReviewSheet):
            sheet.write()


class ReviewSheet(Sheet):
    """Args:
    review: What is reviewed.
    start: What stands on it first.
    done: Called with what was written; returns what is wrong with it, or an empty string.
    skipped: Goes on to the next decision of a queue; None outside of one.
    """

    BINDINGS = [bind("review.skip", "skip", "skip")]

    def __init__(
        self,
        review: Review,
        start: Written,
        done: Callable[[Written], str],
        skipped: Callable[[], None] | None = None,
    ) -> None:
        super().__init__()
        self._review, self._done, self._skipped = review, done, skipped
        self.written = start
        self._problem, self._handed_over = "", False
        self._asked = asked_metrics(review.decision)
        rows = _ANYWAY + max(1, len(self._asked)) + min(2, len(review.since))
        self._rows = rows
        self.styles.height = min(TALLEST, rows)

    @property
    def title(self) -> str:
        """Set into the rule."""
        return f"Review {self._review.decision.title or self._review.decision.id}"

    def compose(self) -> ComposeResult:
        yield ReviewForm(self.title, id="sheet-list")

    @property
    def _form(self) -> ReviewForm:
        return self.query_one("#sheet-list", ReviewForm)

    @property
    def first_focus(self) -> Widget:
        """The form."""
        return self._form

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Only a queue has something to skip to."""
        return action != "skip" or self._skipped is not None

    def pick(self, verdict: str) -> None:
        """Take a verdict; the cursor goes to the note."""
        self.written = replace(self.written, verdict=verdict)
        self._problem = ""
        self.draw()
        self._form.go_to(("note",))
        self.call_next(self._form.action_edit)

    def on_form_typed(self, message: Form.Typed) -> None:
        """Every key shows what a reading would mean."""
        message.stop()
        self._take(message.path, message.text)

    def on_form_confirmed(self, message: Form.Confirmed) -> None:
        """A field was left."""
        message.stop()
        self._take(message.path, message.text)

    def on_form_restored(self, message: Form.Restored) -> None:
        """A field was left with escape: what stood there first."""
        message.stop()
        cell = next((cell for cell in self._form.cells if cell.path == message.path), None)
        self._take(message.path, cell.text if cell is not None else "")

    def on_form_moved(self, message: Form.Moved) -> None:
        """The cursor moved within the sheet: nothing to tell the screen."""
        message.stop()

    def _take(self, path: tuple[str, ...], text: str) -> None:
        before = self.written
        if path[0] == "reading":
            self.written = replace(self.written, readings={**self.written.readings, path[1]: text})
        else:
            self.written = self.written.with_text(path[0], text)
        if self.written != before:
            self._problem = ""
        self.draw()

    def draw(self) -> None:
        """Lay the fields, and where each trigger stands with what is typed."""
        form = self._form
        problem = self._problem
        self.styles.height = min(TALLEST, self._rows + bool(problem))
        rows, cells = review_rows(self._review, self.written, self._asked, problem, form.inner_width)
        place = f"{self._review.place}, " if self._review.place else ""
        # What is being typed is not to be laid under the cursor as the old value.
        editing = form.editor.path if form.editor is not None and not form.editor.left else None
        kept = {cell.path: cell.text for cell in form.cells}
        grid = [[c._replace(text=kept.get(c.path, c.text)) if c.path == editing else c for c in line] for line in cells]
        form.lay(rows, grid, f"{place}{key_of('sheet.close')} closes, nothing is lost", pinned=bool(problem))

    def write(self) -> None:
        """Hand over what stands here; stay open when something is wrong with it, at the field it is about."""
        self._problem, field = self._wrong()
        self._problem = self._problem or self._done(self.written)
        if self._problem:
            self.draw()
            if field:
                self.call_next(self._go_to, field)
        else:
            self._handed_over = True
            self.leave()

    async def _go_to(self, field: Path) -> None:
        """Put the cursor on a field, out of the one that is being edited."""
        editor = self._form.editor
        if editor is not None and editor.path != field:
            await self._form.leave_cell(editor, "enter")
        self._form.go_to(field)

    def _wrong(self) -> tuple[str, Path]:
        """Return what is wrong with what is typed, and the field; nothing where nothing is."""
        try:
            figures, _ = self.written.figures, self.written.day
        except ValueProblem as problem:
            if problem.field in self.written.readings:
                return f"{problem.field}: {problem.brief}", ("reading", problem.field)
            return f"again by: {problem.brief}", ("review_by",)
        if not self.written.verdict and not figures:
            return "a verdict is needed: k keep, r reopen, a approve, m comment; or a reading", ()
        return "", ()

    def keep(self) -> None:
        """What was typed stands there again the next time."""
        if isinstance(self.screen, Raises) and not self._handed_over:
            self.screen.unfinished[unfinished_as(self._review.decision)] = self.written.as_text()

    def action_skip(self) -> None:
        """To the next decision of the queue, without an entry."""
        self.leave(self._skipped)
