"""The one screen: it holds the session, makes the next view of every change, and saves."""

from __future__ import annotations

import gc
from collections.abc import Callable
from datetime import date
from pathlib import Path as FilePath
from types import ModuleType
from typing import TYPE_CHECKING

from textual.timer import Timer

from workbench.core.advised import followed
from workbench.core.decision import Path
from workbench.core.flow import Flowchart
from workbench.core.session import Session, undone
from workbench.core.status import Status
from workbench.errors import NotThereYet, WorkbenchError
from workbench.tui.bound import bind, key_of
from workbench.tui.desk import Desk
from workbench.tui.screens.stage import LOG, Stage
from workbench.tui.view import MoneyBefore, View
from workbench.tui.widgets.exact import hold
from workbench.tui.widgets.form import Form
from workbench.tui.widgets.sheets import Sheet

if TYPE_CHECKING:
    from workbench.tui.app import WorkbenchApp

_DRAFT_AFTER = 0.4
_DRAFT_AGAIN = 1.0
_NOT_UNDER_A_SHEET = frozenset({"save", "undo", "tour", "save_as_new", "supersede", "pane", "section", "back"})


class Workbench(Stage):
    """Holds the session; every change makes the next view.

    Args:
        desk: The files.
        session: What is opened first.
        today: The day, asked once at the start.
    """

    BINDINGS = [
        bind("save", "save", "save"),
        bind("undo", "undo", "undo"),
        bind("help", "help", "help", show=False),
        bind("palette", "palette", "commands", show=False),
        bind("jump", "jump", "jump", show=False),
        bind("tour", "tour", "tour", show=False),
        bind("quit", "leave", "quit", show=False),
        bind("suspend", "app.suspend_process", "stop", show=False),
    ]

    def __init__(self, desk: Desk, session: Session, today: date, message: str = "") -> None:
        self.desk = desk
        self.session = session
        self.today = today
        self._was = MoneyBefore()
        self._save_after_title = False
        self._draft_timer: Timer | None = None
        self.draft_problem: WorkbenchError | None = None
        self.offers_tour = False
        flow, problem = self._flow(session.decision.flow.name)
        super().__init__(View(session, flow, today, desk.file_name), message or problem)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Under a sheet nothing is saved or undone: its keys are its own."""
        return action not in _NOT_UNDER_A_SHEET or not self.query(Sheet)

    def view_of(self, session: Session, flow: Flowchart, was: str = "", beside: Flowchart | None = None) -> View:
        """Return what the panes show of a session."""
        return View(session, flow, self.today, self.desk.file_name, was, beside, self.offers_tour)

    async def on_mount(self) -> None:
        """Show the questions, and offer what an earlier sitting left behind."""
        # Looked up once: the folder is not to be read again with every key.
        self.offers_tour = not self.workbench.settings.toured and not self.desk.has_decisions
        self.view = self.view_of(self.session, self.view.flow)
        await self._show_pane(1, wait=False)
        self.call_after_refresh(self._start)
        drafts, problems = self.desk.drafts()
        if drafts:
            _sheets().offer_drafts(self, drafts)
        elif problems:
            self.tell(f"a draft cannot be read and is left where it is: {problems[0].brief}", bad=True)
        elif held := self.desk.open_elsewhere():
            # A connection that is gone may hold its session for hours.
            self.tell(f"Another session has unsaved work: kill -HUP {held[0]}, then start again.")

    def _start(self) -> None:
        """Every section has its size: draw the first frame."""
        self.redraw()
        hold(self, False)
        if not gc.isenabled():
            # What was made so far stays, and is not looked through for garbage with every key.
            gc.freeze()
            gc.enable()

    def _flow(self, name: str) -> tuple[Flowchart, str]:
        """Return a flowchart, or the classic one and why."""
        try:
            return self.desk.flow(name), ""
        except WorkbenchError as problem:
            return self.desk.flow("classic"), f"{problem.brief}; the classic flow is shown"

    def pane_shown(self, number: int) -> None:
        """Read the saved decisions when the log comes into sight."""
        if number == LOG:
            self.load_log()

    def load_log(self) -> None:
        """Read the saved decisions beside the screen, and show them as they come."""
        from workbench.tui.screens.log_loading import load

        load(self)

    def update(self, session: Session, typing: bool = False) -> None:
        """Take the next session and show it everywhere.

        Args:
            typing: A field is still being typed in: what its figure was before the first key is kept.
        """
        before = self.view
        flow, problem, name = before.flow, "", session.decision.flow.name
        if name not in {before.decision.flow.name, flow.name}:
            flow, problem = self._flow(name)
        session = self.session = followed(self.session, session, flow, self.today)
        beside = before.beside if flow is before.flow else None
        view = self.view_of(session, flow, "", beside)
        self.view = view.with_was(self._was.after(before, view, typing))
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
        if self._save_after_title and message.path == ("title",) and self.session.decision.title:
            self._save_after_title = False
            _saving().save(self)

    def confirm(self, path: Path, text: str) -> None:
        """Take the text of a field, or say why not."""
        session = self.session
        if path[0] == "trigger":
            session = _asking().take_if_changed(self.view, path, text)
        before, session = session.committed, session.confirmed(path, text)
        if path[0] == "trigger":
            session = _asking().edits.tracking(before, session, path)
        self.update(session)
        self._tell_problem(path)
        if path[0] == "trigger" and (told := _asking().edits.new_metric(before, session.committed)):
            self.tell(told)

    def on_form_restored(self, message: Form.Restored) -> None:
        """A field was left with escape."""
        self._save_after_title = False
        self.update(self.session.restored(message.path))

    def on_form_moved(self, message: Form.Moved) -> None:
        """The cursor stands on another field: its problem or its help goes to the key line."""
        problem = self.session.problems.get(message.path)
        if problem is not None:
            self.tell(problem, bad=True)
        elif self._save_after_title and message.path == ("title",):
            self.tell(f"A title is needed, it names the file; {key_of('text.done')} saves.")
        else:
            self.clear_message()

    def asked(self, what: str, argument: str = "") -> None:
        """A pane asks for a sheet or an edit."""
        _asking().ask(self, what, argument)

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
            if (new or not self._message) and not self._save_after_title:
                self.tell(self._at_risk, bad=True)
            # There may be room again before the next key.
            self._draft_timer = self.set_timer(_DRAFT_AGAIN, self.keep_draft)
            return False
        if self.draft_problem is not None:
            self.draft_problem = None
            self.tell("the draft is kept again")
        return True

    async def action_save(self) -> None:
        """Save; a new decision needs a title first."""
        if self.session.decision.title:
            _saving().save(self)
            return
        self._save_after_title = True
        await self._show_pane(4)
        await self._panes[4].edit_title()  # type: ignore[attr-defined]

    def action_save_as_new(self) -> None:
        """Save under a new id; the old file stays as it is."""
        _saving().save(self, as_new=True)

    def action_supersede(self) -> None:
        """Save it as a new decision that takes this one's place."""
        _saving().supersede(self)

    def action_commits(self) -> None:
        """Commit what is saved, or leave it to the person."""
        _saving().toggle_commits(self)

    def leave_then(self, go_on: Callable[[], None]) -> None:
        """Do something that leaves the decision; ask first when something is unsaved."""
        if self.session.unsaved:
            _saving().ask_unsaved(self, go_on)
        else:
            go_on()

    def open_path(self, path: FilePath) -> None:
        """Open a saved decision."""
        try:
            session = self.desk.open(path)
        except WorkbenchError as problem:
            self.tell(problem, bad=True)
            return
        self.show_session(session, 4)
        if self.desk.read_only is not None:
            self.app.call_later(self.tell, self.desk.read_only, True)

    def show_session(self, session: Session, number: int) -> None:
        """Show another decision from the start."""
        self._was = MoneyBefore()
        for pane in self._panes.values():
            pane.forget()
        flow, problem = self._flow(session.decision.flow.name)
        self.view = self.view_of(session, flow)
        self.update(session)
        self.go_to_pane(number)
        if problem:
            self.app.call_later(self.tell, problem, True)

    def action_undo(self) -> None:
        """Take the last edit back."""
        session = self.session.undone()
        if session is self.session:
            held = session.held
            self.tell("nothing to undo" if held is None else f"undo stops here: {held.title}, {held.message}")
        else:
            told = undone(self.session, session)
            self.update(session)
            self.tell(told)

    def action_status(self, status: Status) -> None:
        """Take a step in the decision's life."""
        _asking().ask(self, "status", status)

    def action_new(self) -> None:
        """Start a new decision."""
        self.leave_then(lambda: self.show_session(self.desk.start(), 1))

    def action_open_file(self) -> None:
        """Open a decision by its path."""
        _asking().ask(self, "open-file", "")

    def action_tour(self) -> None:
        """Show the tour, and offer it no more."""
        _asking().ask(self, "tour", "")

    def action_help(self) -> None:
        """Show the keys that work here."""
        _sheets().show_help(self)

    def action_palette(self) -> None:
        """Show every command."""
        _sheets().show_palette(self)

    def action_jump(self) -> None:
        """Jump to a section by its letter."""
        _sheets().show_jump(self)

    def action_themes(self) -> None:
        """Pick a theme, seen live."""
        _sheets().pick_theme(self)

    def action_leave(self) -> None:
        """Quit; ask only when something is unsaved."""
        self.leave_then(self._exit)

    def _exit(self) -> None:
        self.keep_draft()
        self.app.exit()

    @property
    def workbench(self) -> WorkbenchApp:
        """The app, with its themes."""
        from workbench.tui.app import WorkbenchApp

        assert isinstance(self.app, WorkbenchApp)
        return self.app


def _sheets() -> ModuleType:
    """Sheets are imported when the first one is raised: a start need not pay for them."""
    from workbench.tui.screens import sheets

    return sheets


def _saving() -> ModuleType:
    from workbench.tui.screens import saving

    return saving


def _asking() -> ModuleType:
    from workbench.tui.screens import asking

    return asking
