"""The Evidence pane: four instruments in a row each, the chosen one below; all four at once on wide terminals."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Container

from workbench.core.evidence.dataset.report import Report as Data
from workbench.core.evidence.evaluation import Evaluation
from workbench.core.sizing.form import Typed
from workbench.core.sizing.report import Report as Size
from workbench.core.sizing.shape import Shape
from workbench.plot.rows import Row
from workbench.tui.lines import fit, span
from workbench.tui.panes import data_rows, evaluation_rows
from workbench.tui.panes.accuracy_rows import accuracy_form
from workbench.tui.panes.base import Pane
from workbench.tui.panes.evidence_rows import Line, heading_note, lines, summary_rows
from workbench.tui.panes.size_form import SIZE, size_form, sized, typed_of
from workbench.tui.view import View
from workbench.tui.widgets.form import Form
from workbench.tui.widgets.section import Section

R = TypeVar("R")
SECTIONS = {"accuracy": "versions", "dataset": "dataset", "evaluation": "evaluation", "size": "size"}
"""Instrument to the section that shows it."""
_NARROWEST = 20
_AT_THE_RIGHT = {"dataset", "size"}


class EvidenceList(Section):
    """The instruments; arrows choose which one is open below."""

    BINDINGS = [
        Binding("up", "choose(-1)", "section", key_display="↑↓"),
        Binding("down", "choose(1)", show=False),
        Binding("enter", "enter_section", "open"),
    ]

    def action_choose(self, by: int) -> None:
        """Open another one below."""
        pane_of(self).choose(by)

    def action_enter_section(self) -> None:
        """Go into what is open below."""
        pane_of(self).enter_chosen()


class Report(Section):
    """A report to read; arrows move it under the window, enter shows the cases."""

    BINDINGS = [
        Binding("enter", "cases", "cases"),
        Binding("up", "scroll(-1)", show=False),
        Binding("down", "scroll(1)", show=False),
        Binding("pageup", "scroll(-8)", show=False),
        Binding("pagedown", "scroll(8)", show=False),
    ]

    def action_scroll(self, by: int) -> None:
        """Move the report under the window."""
        self.scroll_rows(by)

    def action_cases(self) -> None:
        """Show what the figures were counted from."""
        pane_of(self).ask("cases", self.id or "")


def pane_of(section: Section) -> EvidencePane:
    """Return the pane a section stands in."""
    return next(node for node in section.ancestors if isinstance(node, EvidencePane))


class EvidencePane(Pane):
    """What was measured: accuracies, data, evaluation, size."""

    BINDINGS = [
        Binding("a", "ask('version')", "add version"),
        Binding("o", "load", "load file"),
        Binding("t", "take", "take answer"),
        Binding("x", "remove", "remove", show=False),
        Binding("k", "kind", "kind", show=False),
        Binding("c", "ask('data-costs')", "into the costs", show=False),
    ]

    def __init__(self) -> None:
        super().__init__(id="evidence")
        self._at = 0
        self.evaluation: Evaluation | None = None
        """The comparison read in this sitting, with its cases; a decision keeps the figures."""
        self.data: Data | None = None
        """The data report read in this sitting, and the file it was read from."""
        self.data_path: Path | None = None
        self.reading = False
        """Whether a file is being read; made False, the reading stops."""
        self.typed: Typed | None = None
        """What stands in the size form while it is not what the decision keeps."""
        self.shape: Shape | None = None
        """Read from a config in this sitting."""

    def compose(self) -> ComposeResult:
        yield EvidenceList("Evidence", id="evidence-list")
        with Container(id="evidence-top"):
            yield Form("Accuracy", id="versions")
            yield Report("Training data", id="dataset")
        with Container(id="evidence-below"):
            yield Report("Evaluation", id="evaluation")
            yield Form("Size", id="size")

    @property
    def first(self) -> str:  # type: ignore[override]
        """The list; on wide terminals, where it is not needed, the first of the four."""
        return "versions" if self.wide else "evidence-list"

    @property
    def sections(self) -> list[Section]:
        """The sections that are in sight, in the order of tab."""
        return [section for section in super().sections if section.display]

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
        self.evaluation = self.data = self.data_path = self.typed = self.shape = None
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
        found = lines(view)
        self._arrange()
        section = self.query_one("#evidence-list", EvidenceList)
        if section.display:
            section.fill(summary_rows(found, section.inner_width, self._at), note=heading_note())
        for line in found:
            self._draw_one(view, line)

    def _arrange(self) -> None:
        """Show the list and the chosen section, or all four in pairs; draw what comes into sight once it has a size."""
        small = self.screen.has_class("-small")
        wanted = {"evidence-list": not self.wide and (not small or self.first_is_current)}
        for index, id in enumerate(SECTIONS.values()):
            wanted[id] = self.wide or (index == self._at and (not small or not self.first_is_current))
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

    @property
    def first_is_current(self) -> bool:
        """Whether the list has the focus, or nothing below it has."""
        focused = self.screen.focused
        below = [self.query_one(f"#{id}") for id in SECTIONS.values()]
        return not any(focused is one or (focused is not None and one in focused.ancestors) for one in below)

    def _draw_one(self, view: View, line: Line) -> None:
        section = self.query_one(f"#{SECTIONS[line.id]}", Section)
        if not section.display or section.inner_width < _NARROWEST:
            # It has no size yet; what comes into sight is drawn once more.
            return
        note = line.says if self.wide else _taken(line)
        if line.id == "accuracy" and isinstance(section, Form):
            rows, cells = accuracy_form(view, section.inner_width, self.wide)
            section.lay(rows, cells, note)
        elif line.id == "size" and isinstance(section, Form):
            typed = self.typed or typed_of(view.decision.evidence.get("size"))
            rows, cells = size_form(view, typed, self.shape, section.inner_width, self.wide)
            section.lay(rows, cells, note if line.kept else "an example, what you type is kept")
        else:
            drawn = self._dataset if line.id == "dataset" else self._evaluation
            section.fill(drawn(view, section.inner_width), note=note)

    def _dataset(self, view: View, width: int) -> list[Row]:
        shown = _latest(self.data, self.data is not None and self.data.complete, view.decision.evidence.get("dataset"))
        if shown is None:
            return _nothing(
                "No training data was read yet.", " reads JSONL: chat messages, or prompt and completion", width
            )
        return data_rows.detail(shown, width, self.wide)

    def _evaluation(self, view: View, width: int) -> list[Row]:
        whole = self.evaluation is not None and not self.evaluation.stopped
        shown = _latest(self.evaluation, whole, view.decision.evidence.get("evaluation"))
        if shown is None:
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

    def action_load(self) -> None:
        """Load a file into what is open."""
        self.ask("load-evidence", self.chosen)

    def action_take(self) -> None:
        """Take the answer that what is open gives."""
        self.ask("take-answer", self.chosen)

    def action_remove(self) -> None:
        """Remove the version under the cursor."""
        name = self._version()
        if name:
            self.ask("remove-version", name)

    def action_kind(self) -> None:
        """Make the version under the cursor a prompt's or a fine-tuned one's."""
        name = self._version()
        if name:
            self.ask("version-kind", name)

    def _version(self) -> str:
        cell = self.query_one("#versions", Form).cursor
        return cell.path[1] if cell is not None and cell.path[0] == "accuracy" else ""


def _latest(report: R | None, whole: bool, kept: Mapping[str, object] | None) -> R | Mapping[str, object] | None:
    """Return what is shown: the report of this sitting while the decision keeps it, or while it is half a one."""
    if report is not None and (kept or not whole):
        return report
    return kept or None


def _nothing(said: str, keys: str, width: int) -> list[Row]:
    return [(), fit([span(f"  {said}", "strong")], width), fit([span("  o", "key"), span(keys)], width)]


def _taken(line: Line) -> str:
    if line.answer is None:
        return ""
    told = f"{line.answer.question} {line.answer.label.lower()}"
    return f"answered {told}" if line.answer.given == line.answer.choice else f"t answers {told}"
