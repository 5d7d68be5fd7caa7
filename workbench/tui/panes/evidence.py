"""The Evidence pane: four instruments in a row each, the chosen one below; all four at once on wide terminals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from textual.app import ComposeResult
from textual.containers import Container

from workbench.core.evidence.dataset.report import Report as Data
from workbench.core.evidence.evaluation import Evaluation
from workbench.core.evidence.sources import Source, State, sources
from workbench.core.sizing.form import Typed
from workbench.core.sizing.report import Report as Size
from workbench.core.sizing.shape import Shape
from workbench.tui.bound import bind
from workbench.tui.panes.accuracy_rows import accuracy_form
from workbench.tui.panes.base import Pane
from workbench.tui.panes.compared import Compared
from workbench.tui.panes.data_asked import DataAsked
from workbench.tui.panes.evidence_rows import Line, heading_note, lines, summary_rows
from workbench.tui.panes.instrument_rows import both_told, dataset_told, evaluation_told, files_told, taken_told
from workbench.tui.panes.instruments import SECTIONS, Comparison, DataReport, EvidenceList, Versions
from workbench.tui.panes.size_form import SIZE, size_form, sized, typed_of
from workbench.tui.view import View
from workbench.tui.widgets.form import Form
from workbench.tui.widgets.section import Section

_NARROWEST = 20
_AT_THE_RIGHT = {"dataset", "size"}


class EvidencePane(Pane):
    """What was measured: accuracies, data, evaluation, size."""

    BINDINGS = [
        bind("evidence.add", "ask('version')", "add version"),
        bind("evidence.load", "load", "load file"),
        bind("evidence.take", "take", "take answer"),
        # What the last row offers after a file was read works from the list, too.
        bind("evidence.costs", "ask('data-costs')", "into the costs", show=False),
        bind("evidence.match", "ask('match')", "match", show=False),
        bind("evidence.tokens", "ask('data-tokens')", "tokens", show=False),
        bind("evidence.groups", "ask('groups')", "by a field", show=False),
        bind("evidence.versions", "ask('as-versions')", "as versions", show=False),
    ]

    def __init__(self) -> None:
        super().__init__(id="evidence")
        self._at = 0
        self.evaluation: Evaluation | None = None
        """The comparison read in this sitting, with its cases; a decision keeps the figures."""
        self.compared: Compared | None = None
        """The files it was read from."""
        self.data: Data | None = None
        """The data report read in this sitting, and what was asked for it."""
        self.data_asked: DataAsked | None = None
        self.files: Sequence[tuple[Source, State]] = ()
        """How the files stand that the kept evidence was read from; looked up beside the screen."""
        self._looked_for: list[Source] = []
        self.reading = False
        """Whether a file is being read; made False, the reading stops."""
        self.typed: Typed | None = None
        """What stands in the size form while it is not what the decision keeps."""
        self.shape: Shape | None = None
        """Read from a config in this sitting."""

    def compose(self) -> ComposeResult:
        yield EvidenceList("Evidence", id="evidence-list")
        with Container(id="evidence-top"):
            yield Versions("Accuracy", id="versions")
            yield DataReport("Training data", id="dataset")
        with Container(id="evidence-below"):
            yield Comparison("Evaluation", id="evaluation")
            yield Form("Size", id="size")

    @property
    def first(self) -> str:  # type: ignore[override]
        """The list; on wide terminals, where it is not needed, the one that is open."""
        return SECTIONS[list(SECTIONS)[self._at]] if self.wide else "evidence-list"

    @property
    def sections(self) -> list[Section]:
        """The sections in the order of tab: all four, or the list and what is open below it."""
        ids = list(SECTIONS.values()) if self.wide else ["evidence-list", SECTIONS[list(SECTIONS)[self._at]]]
        return [self.query_one(f"#{id}", Section) for id in ids]

    def fold_to(self, current: Section | None) -> None:
        """Keep what is open; on a small terminal show the list, or what is open, alone."""
        self._arrange(current)

    @property
    def chosen(self) -> str:
        """The instrument that is open, or that has the focus on a wide terminal."""
        focused = self.current
        if self.wide and focused is not None:
            return next((name for name, id in SECTIONS.items() if id == focused.id), "accuracy")
        return list(SECTIONS)[self._at]

    def choose(self, by: int) -> None:
        """Open another instrument below; at either end there is none."""
        at = max(0, min(self._at + by, len(SECTIONS) - 1))
        if at != self._at:
            self._at = at
            self.redraw()

    def open_one(self, instrument: str) -> None:
        """Open an instrument below, and give it the focus once it is in sight."""
        self._at = list(SECTIONS).index(instrument)
        section = self.query_one(f"#{SECTIONS[instrument]}", Section)
        self.fold_to(section)
        self.redraw()
        self.screen.set_focus(section, scroll_visible=False)

    def pick(self, row: int) -> None:
        """Open the instrument of a row of the list, or go into it when it is open."""
        if row == self._at:
            self.enter_chosen()
        else:
            self.choose(row - self._at)

    def enter(self) -> None:
        """Take the focus; files may have changed while another pane was shown."""
        super().enter()
        self._looked_for = []

    def enter_chosen(self) -> None:
        """Give the focus to what is open below."""
        self.screen.set_focus(self.query_one(f"#{SECTIONS[self.chosen]}"), scroll_visible=False)

    def up_one_level(self) -> bool:
        """Stop what is being read; else back to the list."""
        if self.reading:
            self.ask("stop-reading")
            return True
        section = self.query_one("#evidence-list", EvidenceList)
        if self.wide or section.has_focus:
            return False
        self.screen.set_focus(section, scroll_visible=False)
        return True

    def forget(self) -> None:
        """Another decision is shown: what was read for the last one goes."""
        super().forget()
        self.evaluation = self.compared = self.data = self.data_asked = self.typed = self.shape = None
        self.reading = False

    def sized(self, typed: Typed, shape: Shape | None = None) -> Size:
        """Return what the size form comes to, with a shape that was just read if there is one.

        Raises:
            ValueProblem: One text means nothing; names the field.
        """
        if shape is not None:
            self.shape, typed = shape, replace(typed, model=shape.name)
        return sized(typed, self.shape)

    def draw(self, view: View) -> None:
        """Lay the list and what is open below it; everything on a wide terminal."""
        wanted = sources(view.decision.evidence)
        if wanted != self._looked_for:
            self._looked_for = wanted
            self.files = [entry for entry in self.files if entry[0] in wanted]
            if wanted:
                self.ask("look-for-files")
        found = lines(view, self.files)
        self._arrange(self.current)
        section = self.query_one("#evidence-list", EvidenceList)
        if section.display:
            section.fill(
                summary_rows(found, section.inner_width, self._at), note=heading_note(found, section.inner_width)
            )
        for line in found:
            self._draw_one(view, line)

    def _arrange(self, current: Section | None) -> None:
        """Show the list and the chosen section, or all four in pairs; draw what comes into sight once it has a size."""
        small, listed = self.screen.has_class("-small"), current is None or current.id == "evidence-list"
        wanted = {"evidence-list": not self.wide and (not small or listed)}
        for index, id in enumerate(SECTIONS.values()):
            wanted[id] = self.wide or (index == self._at and not (small and listed))
        fresh = False
        for id, shown in wanted.items():
            section = self.query_one(f"#{id}", Section)
            section.edge = self.wide and id in _AT_THE_RIGHT
            section.crossed = section.edge and id == "size"
            fresh = fresh or (shown and not section.display)
            section.display = shown
        for box in self.query(Container):
            box.display = any(section.display for section in box.query(Section))
        if fresh:
            self.call_after_refresh(self.redraw)

    def _draw_one(self, view: View, line: Line) -> None:
        section = self.query_one(f"#{SECTIONS[line.id]}", Section)
        if not section.display or section.inner_width < _NARROWEST:
            # It has no size yet; what comes into sight is drawn once more.
            return
        note = both_told(line, section) if self.wide else taken_told(line)
        if line.id == "accuracy" and isinstance(section, Form):
            rows, cells = accuracy_form(view, section.inner_width, self.wide)
            section.lay(rows, cells, note)
        elif line.id == "size" and isinstance(section, Form):
            typed = self.typed or typed_of(view.decision.evidence.get("size"))
            rows, cells = size_form(view, typed, self.shape, section.inner_width, self.wide)
            before, after = files_told(self.files, "size", section.inner_width)
            rows += [*before, *after]
            section.lay(rows, cells, note if line.kept else "an example, what you type is kept")
        else:
            width, kept = section.inner_width, view.decision.evidence.get(line.id)
            if line.id == "dataset":
                rows = dataset_told(kept, self.data, width, self.wide)
            else:
                rows = evaluation_told(kept, self.evaluation, width, self.wide)
            before, after = files_told(self.files, line.id, width)
            section.fill([*before, *rows, *after], note=note)

    def on_form_typed(self, message: Form.Typed) -> None:
        """A key in the size form: its figures follow; other fields are the screen's."""
        if message.path[0] == SIZE:
            message.stop()
            self._take_size(message.path[1], message.text)

    def on_form_confirmed(self, message: Form.Confirmed) -> None:
        """A field of the size form was left: the decision keeps its figures."""
        if message.path[0] == SIZE:
            message.stop()
            self._take_size(message.path[1], message.text)
            self.ask("keep-size")

    def on_versions_entered(self, message: Versions.Entered) -> None:
        """A version is typed in full: the screen says of which kind it is."""
        message.stop()
        # Behind the field's own message, which the screen takes first.
        self.screen.call_later(self.ask, "version-entered", message.name)

    def on_form_restored(self, message: Form.Restored) -> None:
        """A field of the size form was left with escape."""
        if message.path[0] == SIZE:
            message.stop()
            self.typed = None
            self.redraw()

    def _take_size(self, field: str, text: str) -> None:
        kept = self.view.decision.evidence.get("size") if self.view is not None else None
        self.typed = replace(self.typed or typed_of(kept), **{field: text})
        self.redraw()

    def action_kind(self) -> None:
        """Make the version under the cursor a prompt's or a fine-tuned one's."""
        self.query_one(Versions).action_kind()

    def action_load(self) -> None:
        """Load a file into what is open."""
        self.ask("load-evidence", self.chosen)

    def action_take(self) -> None:
        """Take the answer that what is open gives."""
        self.ask("take-answer", self.chosen)
