"""The session on the screen: every change of a field makes the next view, and is in a draft soon after."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from textual.timer import Timer

from workbench.core.advice.advised import followed
from workbench.core.editing.session import Session
from workbench.core.flows.flowchart import Flowchart
from workbench.core.record.decision import Decision, Path
from workbench.errors import NotThereYet, WorkbenchError
from workbench.tui.bound import key_of
from workbench.tui.desk import Desk
from workbench.tui.screens.panes import COSTS, DECISION, EVIDENCE, QUESTIONS
from workbench.tui.screens.stage import Stage
from workbench.tui.view import MoneyBefore, View
from workbench.tui.widgets.form import Form
from workbench.tui.widgets.frame import PANES

_PANE_OF = {"flow": QUESTIONS, "score": QUESTIONS, "costs": COSTS, "accuracy": EVIDENCE, "evidence": EVIDENCE}
"""The pane on which a table of the record is seen; all else is on the Decision pane."""
_DRAFT_AFTER = 0.4
_DRAFT_AGAIN = 1.0
_DAY_AGAIN = 30.0
"""Seconds between looks at the day: no timer until midnight, the clock may be set and the machine sleep."""


class Editing(Stage):
    """Holds the session; every change makes the next view.

    Args:
        desk: The files.
        session: What is opened first.
        today: The day it is at the start; `clock` says which it is later, where there is one.
    """

    def __init__(self, desk: Desk, session: Session, today: date, message: str | WorkbenchError = "") -> None:
        self.desk = desk
        self.session = session
        self.today = today
        self.clock: Callable[[], date] | None = None
        self.was = MoneyBefore()
        self.save_after_title = False
        """Whether a save waits for the title to be typed."""
        self.draft_problem: WorkbenchError | None = None
        self.offers_tour = False
        self._draft_timer: Timer | None = None
        flow, problem = self.flow_named(session.decision.flow.name)
        super().__init__(View(session, flow, today, desk.file_name), message or problem)

    def view_of(self, session: Session, flow: Flowchart, was: str = "", beside: Flowchart | None = None) -> View:
        """Return what the panes show of a session."""
        measured = self.desk.measured
        return View(session, flow, self.today, self.desk.file_name, was, beside, self.offers_tour, measured)

    def watch_day(self) -> None:
        """Look now and then whether another day has begun: a session may stay open in tmux for weeks."""
        if self.clock is not None:
            self.set_interval(_DAY_AGAIN, self.look_at_day)

    def look_at_day(self) -> None:
        """Show everything as of today; as long as that is the same day nothing is drawn."""
        if self.clock is None or (today := self.clock()) == self.today:
            return
        self.today, before = today, self.view
        self.view = self.view_of(self.session, before.flow, before.was, before.beside)
        self.redraw()
        self.another_day()
        if not self._message:
            self.tell(f"it is {today} now: states and costs are as of today")

    def another_day(self) -> None:
        """Called when another day has begun."""

    def flow_named(self, name: str) -> tuple[Flowchart, str]:
        """Return a flowchart, or the classic one and why."""
        try:
            return self.desk.flow(name), ""
        except WorkbenchError as problem:
            return self.desk.flow("classic"), f"{problem.brief}; the classic flow is shown"

    def update(self, session: Session, typing: bool = False, back: bool = False) -> None:
        """Take the next session and show it everywhere.

        Args:
            typing: A field is still being typed in: what its figure was before the first key is kept.
            back: It is an earlier one, to be shown as it was.
        """
        before = self.view
        flow, problem, name = before.flow, "", session.decision.flow.name
        if name not in {before.decision.flow.name, flow.name}:
            flow, problem = self.flow_named(name)
        session = self.session = session if back else followed(self.session, session, flow, self.today)
        beside = before.beside if flow is before.flow else None
        view = self.view_of(session, flow, "", beside)
        self.view = view.with_was(self.was.after(before, view, typing))
        # What is at risk is said until it is not, unless there is something else to say.
        problem = problem or self._at_risk
        self._message, self._bad = problem, bool(problem)
        if self.view.frozen and not before.frozen:
            self._message = (
                f"It is {session.stored.status}: {key_of('save')} saves this change as a decision that supersedes it."
            )
        self.redraw()
        if self._draft_timer is None:
            self._draft_timer = self.set_timer(_DRAFT_AFTER, self.keep_draft)

    def on_form_typed(self, message: Form.Typed) -> None:
        """A key in a field: everything follows, or the field says why not."""
        self.update(self.session.typed(message.path, message.text), typing=True)
        self._tell_problem(message.path)

    def _tell_problem(self, path: Path) -> None:
        """Say why a field is not valid; a note or a trigger may come before what it belongs to."""
        problem = self.session.problems.get(path)
        if problem is not None and not isinstance(problem, NotThereYet):
            self.tell(problem, bad=True)

    def on_form_confirmed(self, message: Form.Confirmed) -> None:
        """A field was left: an undo step."""
        self.confirm(message.path, message.text)
        if self.save_after_title and message.path == ("title",) and self.session.decision.title:
            self.save_after_title = False
            self.titled()

    def refuses(self, path: Path, text: str) -> bool:
        """Whether a text is no value of a field of the record; one that waits for another field is."""
        if path[0] not in Decision.model_fields:
            return False
        problem = self.session.typed(path, text).problems.get(path)
        return problem is not None and not isinstance(problem, NotThereYet)

    def titled(self) -> None:
        """Called when the title that a save waited for is there."""

    def confirm(self, path: Path, text: str) -> None:
        """Take the text of a field, or say why not."""
        if path[0] == "trigger":
            self._confirm_trigger(path, text)
            return
        self.update(self.session.confirmed(path, text))
        self._tell_problem(path)

    def _confirm_trigger(self, path: Path, text: str) -> None:
        """Take a trigger's text: a proposed one is taken by it, and its metric is tracked."""
        from workbench.tui import edits
        from workbench.tui.screens.asking import take_if_changed

        session = take_if_changed(self.view, path, text)
        before, session = session.committed, session.confirmed(path, text)
        session = edits.tracking(before, session, path)
        self.update(session)
        self._tell_problem(path)
        if told := edits.new_metric(before, session.committed):
            self.tell(told)

    def on_form_restored(self, message: Form.Restored) -> None:
        """A field was left with escape."""
        self.save_after_title = False
        self.update(self.session.restored(message.path))

    def on_form_moved(self, message: Form.Moved) -> None:
        """The cursor stands on another field: its problem, or the keys, go to the last row."""
        if self.save_after_title and message.path == ("title",):
            self.tell(f"A title is needed, it names the file; {key_of('text.done')} saves.")
        else:
            self.field_left()

    @property
    def _at_risk(self) -> str:
        problem = self.draft_problem
        return f"the draft is not kept: {problem.message or problem.title}" if problem is not None else ""

    def keep_draft(self) -> bool:
        """Write what is typed to the draft; return whether that went well."""
        self._draft_timer = None
        try:
            self.desk.keep_draft(self.session)
        except WorkbenchError as problem:
            new, self.draft_problem = self.draft_problem is None, problem
            if (new or not self._message) and not self.save_after_title:
                self.tell(self._at_risk, bad=True)
            # There may be room again before the next key.
            self._draft_timer = self.set_timer(_DRAFT_AGAIN, self.keep_draft)
            return False
        if self.draft_problem is not None:
            self.draft_problem = None
            self.tell("the draft is kept again")
        return True

    def action_undo(self) -> None:
        """Take the last edit back."""
        session = self.session.undone()
        if session is self.session:
            held = session.held
            self.tell("nothing to undo" if held is None else f"undo stops here: {held.title}, {held.message}")
        else:
            from workbench.tui.undone import undone, undone_at

            questions = {id: question.short for id, question in self.view.asked.questions.items()}
            told, path = undone(self.session, session, questions), undone_at(self.session, session)
            self.update(session, back=True)
            pane = _PANE_OF.get(path[0], DECISION) if path else self.pane_number
            # What changes on a page that is not in sight would go unseen.
            where = f", on {key_of(f'pane.{PANES[pane - 1].lower()}')} {PANES[pane - 1]}"
            self.tell(told if pane == self.pane_number else told + where)
