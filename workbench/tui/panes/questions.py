"""The Questions pane: the flowchart drawn, the question, its answers, why it is asked, what evidence says."""

from __future__ import annotations

from textual.app import ComposeResult

from workbench.core.advice.advised import given
from workbench.core.advice.answer_reasons import contradictions, evidence
from workbench.core.flows.flowchart import Question, Walk
from workbench.core.text import wrap
from workbench.plot.flowchart import draw_flow
from workbench.plot.rows import Row, Span
from workbench.tui.bound import bind, key_of, key_span
from workbench.tui.lines import fit, size, span
from workbench.tui.panes.base import Pane
from workbench.tui.panes.card import card_rows, choice_rows
from workbench.tui.panes.question_card import Card
from workbench.tui.panes.score import score_rows
from workbench.tui.view import View
from workbench.tui.widgets.form import Form
from workbench.tui.widgets.section import Section


def _flow_note(view: View) -> list[Span]:
    """The keys in the flowchart's rule; at somebody's first start the tour among them."""
    tour = [key_span("tour"), span(" takes a tour   ", "muted")] if view.offers_tour else []
    return [*tour, key_span("questions.flow"), span(" changes", "muted")]


CLASSIC = "classic"
_BOX = 3
"""Rows of a question's box, and of the outcome's."""


def _besides(view: View, path: Walk, flow: Section) -> list[Row]:
    """Return what the classic flow leaves out, for the last rows under its boxes; nothing where these need the room."""
    if view.asked.name != CLASSIC or path.outcome is not None:
        return []
    told = "guided asks about RAG, caching, other models too, and takes “don't know”"
    key, width = key_span("questions.flow", "  "), flow.inner_width - 1
    lead = size([key]) + 1
    lines = wrap(told, max(8, min(72, width) - lead))
    words = [fit([key, span(f" {lines[0]}", "muted")], width)]
    words += [fit([span(" " * lead), span(line, "muted")], width) for line in lines[1:]]
    return words if _BOX * (len(view.asked.questions) + 1) + len(words) <= flow.room else []


class QuestionsPane(Pane):
    """The flow at the left, the question at the right."""

    BINDINGS = [
        bind("questions.flow", "ask('flow')", "flow"),
        bind("questions.score", "score", "score"),
        bind("questions.reference", "ask('reference')", "reference"),
    ]
    first = "card"

    def __init__(self) -> None:
        super().__init__(id="questions")
        self._looked_at: str | None = None
        self._index: int | None = None
        self._revealed: tuple[str, int, int] | None = None
        self._ahead = False
        self._scoring = False

    def compose(self) -> ComposeResult:
        yield Section("Classic flow", id="flow", focusable=False)
        yield Form("Scorecard", id="score")
        yield Card("Question", id="card", edge=True)

    def walk_to(self, view: View) -> Walk:
        """Return the path up to the question looked at."""
        path = view.asked_path
        for index, step in enumerate(path.steps):
            if step.question.id == self._looked_at:
                return path._replace(steps=path.steps[:index], question=step.question, outcome=None)
        self._looked_at = None
        return path

    def draw(self, view: View) -> None:
        """Draw the flow and the card."""
        path = self.walk_to(view)
        chosen = None
        said = {id: evidence(question, view.facts) for id, question in view.asked.questions.items()}
        proposed = {id: found[1] for id, found in said.items() if found is not None}
        if path.question is not None:
            choices = list(path.question.choices)
            if self._index is None:
                self._index = choices.index(proposed[path.question.id]) if path.question.id in proposed else 0
            self._index = min(self._index, len(choices) - 1)
            chosen = choices[self._index]
        flow, card = self.query_one("#flow", Section), self.query_one("#card", Card)
        known = {id: answer for id, answer in given(view.decision).items() if id in view.asked.questions}
        look_ahead = chosen if self._ahead else None
        doubts = {step.question.id for step, _ in contradictions(path, view.facts)}
        words = _besides(view, path, flow)
        room = flow.room - len(words)
        drawing = draw_flow(view.asked, path, flow.inner_width, room, {**proposed, **known}, look_ahead, doubts)
        drawing = [*drawing, *[()] * (room - len(drawing)), *words]
        flow.fill(drawing, title=view.asked.title, note=_flow_note(view))
        if self._scoring:
            self._draw_score(view)
        rows, cells = card_rows(view, path, card.inner_width, chosen, self.wide, card.is_edited)
        whole = view.asked_path
        total = len(whole.steps) + view.asked.longest(whole.question.id if whole.question else "")
        if path.question is not None:
            title, note = f"Question {len(path.steps) + 1} of {max(total, len(path.steps) + 1)}", path.question.id
        else:
            title, note = "Outcome", path.outcome.id if path.outcome else ""
        card.lay(rows, cells, note, title=title)
        if path.question is not None:
            self._reveal(card, path.question)

    def _reveal(self, card: Card, question: Question) -> None:
        """Scroll the answer under the cursor into sight when it has moved; the first ones with their question."""
        at = (question.id, self._index or 0, card.room)
        if at != self._revealed and card.room:
            row = choice_rows(question, card.inner_width)[at[1]]
            card.reveal(row if row >= card.room else 0)
            self._revealed = at

    def _draw_score(self, view: View) -> None:
        form = self.query_one("#score", Form)
        body, grid = score_rows(view, form.inner_width)
        form.lay(body, grid, [key_span("questions.score"), span(" flow", "muted")])

    def action_score(self) -> None:
        """Show the scorecard in the flowchart's place, or the flowchart again."""
        self._scoring = not self._scoring
        target = self.query_one("#score" if self._scoring else "#card", Section)
        self.fold_to(target)
        self.screen.set_focus(target, scroll_visible=False)
        self.call_after_refresh(self.redraw)

    def show_source(self, question: str, scoring: bool) -> None:
        """Show the scorecard, or the flowchart with a question looked at where it is on the path."""
        if self._scoring != scoring:
            self.action_score()
        if self.view is not None and question in {step.question.id for step in self.view.asked_path.steps}:
            self._look_at(question)

    def fold_to(self, current: Section | None) -> None:
        """The scorecard and the flowchart share one place."""
        super().fold_to(current)
        if not self.screen.has_class("-small"):
            self.query_one("#score", Section).display = self._scoring
            self.query_one("#flow", Section).display = not self._scoring

    def on_mount(self) -> None:
        """The flowchart comes first."""
        self.query_one("#score", Section).display = False

    def forget(self) -> None:
        """The next decision has questions of its own to look at."""
        super().forget()
        self._looked_at, self._index, self._ahead = None, None, False

    def up_one_level(self) -> bool:
        """From the scorecard to the flowchart."""
        if self._scoring:
            self.action_score()
            return True
        return False

    def choose(self, by: int) -> None:
        """Move between the answers."""
        question = self.walk_to(self.view).question if self.view else None
        if question is not None:
            self._index = ((self._index or 0) + by) % len(question.choices)
            self.redraw()

    def answer(self) -> None:
        """Give the answer under the cursor; at an outcome go on to the costs."""
        if self.view is None:
            return
        question = self.walk_to(self.view).question
        if question is None:
            self.ask("pane", "2")
        else:
            self._give(question.id, list(question.choices)[self._index or 0])

    def answer_by_key(self, key: str) -> bool:
        """Give the answer that a letter stands for; False when it stands for none."""
        question = self.walk_to(self.view).question if self.view else None
        choice = next((c for c in question.choices.values() if c.key == key), None) if question else None
        if question is None or choice is None:
            return False
        self._give(question.id, choice.id)
        return True

    def tell_outcome(self, key: str) -> None:
        """Say how to come back to the questions to somebody who types an answer at the outcome."""
        if self.view is not None and any(
            choice.key == key for asked in self.view.asked.questions.values() for choice in asked.choices.values()
        ):
            self.ask("tell", f"this is the outcome: {key_of('questions.back')} goes back to the questions")

    def _give(self, question: str, answer: str) -> None:
        self._looked_at, self._index, self._ahead = None, None, False
        self.ask("answer", f"{question}={answer}")

    def back(self) -> None:
        """Look at the question before; its answer stays until another is given."""
        if self.view is None:
            return
        path = self.walk_to(self.view)
        if path.steps:
            self._look_at(path.steps[-1].question.id)

    def ahead(self) -> None:
        """Look at the next answered question; at the last one show where the answer under the cursor leads."""
        if self.view is None:
            return
        ids = [step.question.id for step in self.view.asked_path.steps]
        if self._looked_at in ids:
            at = ids.index(self._looked_at) + 1
            self._look_at(ids[at] if at < len(ids) else None)
        else:
            self._ahead = not self._ahead
            self.redraw()

    def _look_at(self, question: str | None) -> None:
        before = self._looked_at
        self._looked_at, self._ahead, self._index = question, False, None
        if self.view is not None and question is not None:
            asked = self.view.asked.questions[question]
            taken = asked.choice(self.view.decision.flow.answer[question].answer)
            self._index = list(asked.choices).index(taken.id) if taken is not None else None
        self.redraw()
        if before != question:
            # Other keys help at an outcome than at a question.
            self.ask("keys")

    def on_section_clicked(self, message: Section.Clicked) -> None:
        """A click on an answer moves to it, on the chosen one gives it."""
        if message.section.id == "card" and self.view is not None:
            question = self.walk_to(self.view).question
            if question is not None:
                for index, row in enumerate(choice_rows(question, message.section.inner_width)):
                    if row == message.row:
                        if index == self._index:
                            self.answer()
                        else:
                            self.choose(index - (self._index or 0))

    def figure(self) -> None:
        """Type the figure that the question asks for, where it asks for one."""
        question = self.walk_to(self.view).question if self.view is not None else None
        if question is not None and question.kind == "number":
            self._look_at(None)
            self.ask("figure", question.id)

    @property
    def trains(self) -> bool:
        """Whether training is the outcome, or its kind is asked."""
        view = self.view
        return view is not None and (view.beside is not None or "fine-tuning" in view.path_approach)

    def kind(self) -> None:
        """Ask which kind of training where training is the outcome, or go back to the decision's own flowchart."""
        if self.trains:
            self._look_at(None)
            self.ask("beside")
