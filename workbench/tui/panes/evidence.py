"""The Evidence pane: four instruments in a row each, the chosen one below; all four at once on wide terminals."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from textual.app import ComposeResult
from textual.containers import Container

from workbench.core.evidence.dataset.report import Report as Data
from workbench.core.evidence.evaluation import Evaluation
from workbench.core.evidence.matching import MATCHES, Match
from workbench.core.evidence.sources import Source, State, sources, state_told
from workbench.core.sizing.form import Typed
from workbench.core.sizing.report import Report as Size
from workbench.core.sizing.shape import Shape
from workbench.core.text import columns
from workbench.plot.rows import Row
from workbench.tui.bound import bind, key_of, key_span
from workbench.tui.lines import fit, paragraph, span
from workbench.tui.panes import data_rows, evaluation_rows
from workbench.tui.panes.accuracy_rows import accuracy_form
from workbench.tui.panes.base import Pane
from workbench.tui.panes.evidence_rows import Line, heading_note, lines, summary_rows
from workbench.tui.panes.size_form import SIZE, size_form, sized, typed_of
from workbench.tui.view import View
from workbench.tui.widgets.form import Form
from workbench.tui.widgets.scrolled import Scrolled
from workbench.tui.widgets.section import Section

SECTIONS = {"accuracy": "versions", "dataset": "dataset", "evaluation": "evaluation", "size": "size"}
"""Instrument to the section that shows it."""
_NARROWEST = 20
_AT_THE_RIGHT = {"dataset", "size"}


class EvidenceList(Section):
    """The instruments; arrows choose which one is open below."""

    BINDINGS = [
        bind("list.up", "choose(-1)", "section"),
        bind("list.down", "choose(1)"),
        bind("evidence.open", "enter_section", "open"),
    ]

    def action_choose(self, by: int) -> None:
        """Open another one below."""
        pane_of(self).choose(by)

    def on_section_clicked(self, message: Section.Clicked) -> None:
        """A click opens the instrument in its row below, on the open one it goes into it."""
        message.stop()
        if message.row < len(SECTIONS):
            pane_of(self).pick(message.row)

    def action_enter_section(self) -> None:
        """Go into what is open below."""
        pane_of(self).enter_chosen()


class Versions(Form):
    """The accuracies; what is done to a version is done to the one under the cursor."""

    BINDINGS = [
        bind("evidence.kind", "kind", "prompt or tuned"),
        bind("evidence.remove", "remove", "remove"),
    ]

    def action_remove(self) -> None:
        """Remove the version."""
        self._ask("remove-version")

    def action_kind(self) -> None:
        """Make it a prompt's or a fine-tuned one's."""
        self._ask("version-kind")

    def _ask(self, what: str) -> None:
        cell = self.cursor
        if cell is not None and cell.path[0] == "accuracy":
            pane_of(self).ask(what, cell.path[1])


class DataReport(Scrolled):
    """The report on training data."""

    BINDINGS = [
        bind("evidence.cases", "findings", "findings"),
        bind("evidence.costs", "into_costs", "into the costs"),
    ]

    def action_findings(self) -> None:
        """Show the findings with their lines."""
        pane_of(self).ask("cases", "dataset")

    def action_into_costs(self) -> None:
        """Put its training tokens into the costs."""
        pane_of(self).ask("data-costs")


class Comparison(Scrolled):
    """Base against candidate."""

    BINDINGS = [
        bind("evidence.cases", "ask('cases')", "cases"),
        bind("evidence.match", "ask('match')", "match"),
        bind("evidence.groups", "ask('groups')", "by a field"),
        bind("evidence.versions", "ask('as-versions')", "as versions"),
    ]

    def action_ask(self, what: str) -> None:
        """Show the cases; judge, group or name the two sides otherwise."""
        pane_of(self).ask(what, "evaluation")


@dataclass(frozen=True, slots=True)
class Compared:
    """Which files were compared, and how.

    Args:
        typed: The line that named them.
        match, by: As `store.case_files.evaluate` takes them.
    """

    base: Path
    candidate: Path
    train: Path | None
    typed: str = ""
    match: Match | None = None
    by: str = ""

    def judged(self, match: str) -> Compared:
        """Return the same, judged another way; an empty one leaves it to the rows."""
        return replace(self, match=next((name for name in MATCHES if name == match), None))

    def grouped(self, by: str) -> Compared:
        """Return the same, grouped by a field of the rows."""
        return replace(self, by=by)


def pane_of(section: Section) -> EvidencePane:
    """Return the pane a section stands in."""
    return next(node for node in section.ancestors if isinstance(node, EvidencePane))


class EvidencePane(Pane):
    """What was measured: accuracies, data, evaluation, size."""

    BINDINGS = [
        bind("evidence.add", "ask('version')", "add version"),
        bind("evidence.load", "load", "load file"),
        bind("evidence.take", "take", "take answer"),
        bind("evidence.costs", "ask('data-costs')", "into the costs", show=False),
    ]

    def __init__(self) -> None:
        super().__init__(id="evidence")
        self._at = 0
        self.evaluation: Evaluation | None = None
        """The comparison read in this sitting, with its cases; a decision keeps the figures."""
        self.compared: Compared | None = None
        """The files it was read from."""
        self.data: Data | None = None
        """The data report read in this sitting, and the file it was read from."""
        self.data_path: Path | None = None
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
        """Open another instrument below."""
        self._at = (self._at + by) % len(SECTIONS)
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
        self.evaluation = self.compared = self.data = self.data_path = self.typed = self.shape = None
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
            section.fill(summary_rows(found, section.inner_width, self._at), note=heading_note(found))
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
        note = _both(line, section) if self.wide else _taken(line)
        if line.id == "accuracy" and isinstance(section, Form):
            rows, cells = accuracy_form(view, section.inner_width, self.wide)
            section.lay(rows, cells, note)
        elif line.id == "size" and isinstance(section, Form):
            typed = self.typed or typed_of(view.decision.evidence.get("size"))
            rows, cells = size_form(view, typed, self.shape, section.inner_width, self.wide)
            before, after = self._stand("size", section.inner_width)
            rows += [*before, *after]
            section.lay(rows, cells, note if line.kept else "an example, what you type is kept")
        else:
            drawn = self._dataset if line.id == "dataset" else self._evaluation
            rows = drawn(view, section.inner_width)
            before, after = self._stand(line.id, section.inner_width)
            section.fill([*before, *rows, *after], note=note)

    def _stand(self, instrument: str, width: int) -> tuple[list[Row], list[Row]]:
        """Return which of its files changed, to stand first, and which are not found, to stand last."""
        changed, missing = list[Row](), list[Row]()
        for source, state in self.files:
            if source.instrument == instrument and state == "changed":
                told = f"! {source.name} has {state_told(state, source.day)}; {key_of('evidence.load')} reads it again"
                changed += paragraph(told, width - 2, "warn", 2)
            elif source.instrument == instrument and state == "missing":
                missing += paragraph(f"{source.name} is not found here", width - 2, "muted", 2)
        return changed, missing

    def _dataset(self, view: View, width: int) -> list[Row]:
        kept, report = view.decision.evidence.get("dataset"), self.data
        shown: Data | Mapping[str, object] | None = kept
        if report is not None and (not report.complete or (kept or {}).get("sha256") == report.sha256):
            shown = report
        if not shown:
            return _nothing("No training data was read yet.", " reads JSONL: messages, or prompt and completion", width)
        rows = data_rows.detail(shown, width, self.wide)
        if report is not None and not report.complete:
            return [*data_rows.half_read(report, kept or {}, width), *rows]
        return rows

    def _evaluation(self, view: View, width: int) -> list[Row]:
        kept, report = view.decision.evidence.get("evaluation"), self.evaluation
        shown: Evaluation | Mapping[str, object] | None = kept
        if report is not None:
            read = {
                "base_sha256": report.base.sha256,
                "candidate_sha256": report.candidate.sha256,
                "match": report.match,
            }
            same = all((kept or {}).get(name) == digest for name, digest in read.items())
            # What was undone, or read by another sitting since, is not what is kept.
            shown = report if same or report.stopped else kept
        if not shown:
            return _nothing("Nothing was compared yet.", " loads two files of answers: base, then candidate", width)
        return [*([()] if self.wide else []), *evaluation_rows.detail(shown, width, self.wide)]

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

    def action_ask(self, what: str) -> None:
        """Let the screen ask for a name."""
        self.ask(what)

    def action_kind(self) -> None:
        """Make the version under the cursor a prompt's or a fine-tuned one's."""
        self.query_one(Versions).action_kind()

    def action_load(self) -> None:
        """Load a file into what is open."""
        self.ask("load-evidence", self.chosen)

    def action_take(self) -> None:
        """Take the answer that what is open gives."""
        self.ask("take-answer", self.chosen)


def _nothing(said: str, keys: str, width: int) -> list[Row]:
    return [(), fit([span(f"  {said}", "strong")], width), fit([key_span("evidence.load", "  "), span(keys)], width)]


def _both(line: Line, section: Section) -> str:
    """What it says and answers, for a rule: that there is an answer too only where there is room for it."""
    both = ", ".join(text for text in (line.says, _taken(line)) if text)
    return both if columns(section.title) + columns(both) + 8 <= section.size.width else line.says


def _taken(line: Line) -> str:
    if line.answer is None:
        return ""
    return (
        f"answered {line.answer.text}" if line.answer.taken else f"{key_of('evidence.take')} answers {line.answer.text}"
    )
