"""The card of a question: the keys that answer it, its note, the moves to other questions."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from textual import events

from workbench.core.flows.flowchart import Question
from workbench.tui.bound import bind
from workbench.tui.widgets.cell_input import NoteInput
from workbench.tui.widgets.form import Form

if TYPE_CHECKING:
    from workbench.tui.panes.questions import QuestionsPane


class Card(Form):
    """The question and its answers: a letter answers at once, enter answers with the one under the cursor."""

    BINDINGS = [
        bind("questions.answer", "answer", "answer"),
        bind("questions.back", "back", "back"),
        bind("questions.ahead", "ahead", "look ahead"),
        bind("questions.note", "edit", "note"),
        bind("list.up", "choose(-1)"),
        bind("list.down", "choose(1)"),
        bind("cell.next", "next_cell"),
        bind("questions.kind", "kind"),
        bind("list.page-up", "scroll(-8)"),
        bind("list.page-down", "scroll(8)"),
        bind("questions.figure", "figure"),
    ]

    shows_cursor = False
    field = NoteInput

    @property
    def question(self) -> Question | None:
        """The question on the card; None at an outcome."""
        view = pane(self).view
        return pane(self).walk_to(view).question if view is not None else None

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """A figure is typed where one is asked for; the kind of training is asked where training is the outcome."""
        if action == "figure":
            return self.question is not None and self.question.kind == "number"
        return action != "kind" or pane(self).trains

    async def open_field(self) -> None:
        """Edit the note in one row; its other rows make room for nothing else meanwhile."""
        await super().open_field()
        pane(self).redraw()

    @property
    def is_edited(self) -> bool:
        """Whether the note is being typed."""
        return self.editor is not None and not self.editor.left

    def action_answer(self) -> None:
        """Give the answer under the cursor."""
        pane(self).answer()

    def action_back(self) -> None:
        """To the question before."""
        pane(self).back()

    def action_ahead(self) -> None:
        """To the next answered question, or show where the answer under the cursor leads."""
        pane(self).ahead()

    def action_kind(self) -> None:
        """At an outcome that trains: ask which kind of training, or go back from there."""
        pane(self).kind()

    def action_figure(self) -> None:
        """Type the figure that a question asks for."""
        pane(self).figure()

    def action_choose(self, by: int) -> None:
        """Move between the answers; at an outcome move the card under the window."""
        if self.question is None:
            self.scroll_rows(by)
        else:
            pane(self).choose(by)

    def on_key(self, event: events.Key) -> None:
        """A letter of an answer gives it, whatever else the letter does elsewhere."""
        if self.editor is None and event.character and pane(self).answer_by_key(event.character):
            event.stop()
            event.prevent_default()
        elif self.editor is None and self.question is None and event.key not in self.screen.active_bindings:
            pane(self).tell_outcome(event.character or "")


def pane(card: Card) -> QuestionsPane:
    """Return the pane a card stands in."""
    return cast("QuestionsPane", card.parent)
