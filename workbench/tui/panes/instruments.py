"""The sections of the Evidence pane: the list of the instruments, and what is done in each."""

from __future__ import annotations

from typing import Protocol, runtime_checkable

from textual.message import Message

from workbench.core.editing.fields import set_field
from workbench.core.record.decision import Decision, Path
from workbench.errors import ValueProblem
from workbench.tui.bound import bind
from workbench.tui.widgets.form import Form
from workbench.tui.widgets.scrolled import Scrolled
from workbench.tui.widgets.section import Section

SECTIONS = {"accuracy": "versions", "dataset": "dataset", "evaluation": "evaluation", "size": "size"}
"""Instrument to the section that shows it."""


@runtime_checkable
class Instruments(Protocol):
    """The pane, as its sections know it."""

    def choose(self, by: int) -> None:
        """Open another instrument below; at either end there is none."""

    def pick(self, row: int) -> None:
        """Open the instrument of a row of the list, or go into it."""

    def enter_chosen(self) -> None:
        """Give the focus to what is open below."""

    def ask(self, what: str, argument: str = "") -> None:
        """Ask the screen."""


def pane_of(section: Section) -> Instruments:
    """Return the pane a section stands in."""
    return next(node for node in section.ancestors if isinstance(node, Instruments))


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

    class Entered(Message):
        """The last field of a version was typed."""

        def __init__(self, name: str) -> None:
            super().__init__()
            self.name = name

    def needed_after(self, path: Path, text: str) -> Path | None:
        """From a version's value on to its cases, and from these to the value, where that is empty."""
        if path[0] != "accuracy" or not text.strip():
            return None
        try:
            set_field(Decision(), path, text)
        except ValueProblem:
            return None
        others = [cell for cell in self.cells if cell.path[:2] == path[:2] and cell.path != path and not cell.text]
        if not others:
            self.post_message(self.Entered(path[1]))
        return others[0].path if others else None

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
        bind("evidence.tokens", "tokens", "tokens"),
        bind("evidence.costs", "into_costs", "into the costs"),
    ]

    def action_findings(self) -> None:
        """Show the findings with their lines."""
        pane_of(self).ask("cases", "dataset")

    def action_tokens(self) -> None:
        """Count its tokens in another way, or against a limit."""
        pane_of(self).ask("data-tokens")

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
