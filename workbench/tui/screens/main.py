"""The one screen: the session and its fields, and what keys and commands do with it."""

from __future__ import annotations

import gc
from collections.abc import Callable
from pathlib import Path as FilePath
from types import ModuleType
from typing import TYPE_CHECKING

from workbench.core.editing.session import Session
from workbench.core.record.status import Status
from workbench.errors import WorkbenchError
from workbench.tui.bound import bind
from workbench.tui.screens.editing import Editing
from workbench.tui.screens.panes import DECISION, LOG, QUESTIONS
from workbench.tui.view import MoneyBefore
from workbench.tui.widgets.exact import hold
from workbench.tui.widgets.sheets import Sheet

if TYPE_CHECKING:
    from workbench.tui.app import WorkbenchApp

_NOT_UNDER_A_SHEET = frozenset({"save", "undo", "tour", "save_as_new", "supersede", "pane", "section", "back"})
_UNREADABLE = "a draft cannot be read and is left where it is: {}"


class Workbench(Editing):
    """Does what a key or a command asks: saves, opens, raises sheets, leaves."""

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

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Under a sheet nothing is saved or undone: its keys are its own."""
        return action not in _NOT_UNDER_A_SHEET or not self.query(Sheet)

    async def on_mount(self) -> None:
        """Show the questions, and offer what an earlier sitting left behind."""
        # Somebody who has written a review knows the way; that a folder holds decisions says nothing about a person.
        settings = self.workbench.settings
        self.offers_tour = not settings.toured and not settings.author
        self.view = self.view_of(self.session, self.view.flow)
        await self.show_pane(QUESTIONS, wait=False)
        self.call_after_refresh(self._start)
        drafts, problems = self.desk.drafts()
        if drafts:
            _sheets().offer_drafts(self, drafts)
        elif problems:
            self.tell(_UNREADABLE.format(problems[0].brief), bad=True)
        elif held := self.desk.open_elsewhere():
            # A connection that is gone may hold its session for hours.
            self.tell(f"Another session has unsaved work: kill -HUP {held[0]}, then start again.")

    def _start(self) -> None:
        """Every section has its size: draw the first frame."""
        self.redraw()
        hold(self, False)
        self.watch_day()
        if not gc.isenabled():
            # What was made so far stays, and is not looked through for garbage with every key.
            gc.freeze()
            gc.enable()

    def pane_shown(self, number: int) -> None:
        """Read the saved decisions when the log comes into sight."""
        if number == LOG:
            self.load_log()

    def another_day(self) -> None:
        """The log says where its triggers stand today."""
        if self.pane(LOG) is not None:
            self.load_log()

    def load_log(self) -> None:
        """Read the saved decisions beside the screen, and show them as they come."""
        from workbench.tui.screens.log_loading import load

        load(self)

    def asked(self, what: str, argument: str = "") -> None:
        """A pane asks for a sheet or an edit."""
        _asking().ask(self, what, argument)

    async def action_save(self) -> None:
        """Save; a new decision needs a title first."""
        if self.session.decision.title:
            _saving().save(self)
            return
        self.save_after_title = True
        await self.edit_title()

    async def edit_title(self) -> None:
        """Have the title typed, in its field of the record."""
        await self.show_pane(DECISION)
        await self._panes[DECISION].edit_title()  # type: ignore[attr-defined]

    def titled(self) -> None:
        """Save what waited for its title."""
        _saving().save(self)

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
        self.show_session(session, DECISION)
        if self.desk.read_only is not None:
            self.app.call_later(self.tell, self.desk.read_only, True)

    def show_session(self, session: Session, number: int) -> None:
        """Show another decision from the start."""
        from workbench.tui.screens.background import give_up_for_another

        give_up_for_another(self)
        self.was = MoneyBefore()
        for pane in self._panes.values():
            pane.forget()
        flow, problem = self.flow_named(session.decision.flow.name)
        self.view = self.view_of(session, flow)
        self.update(session)
        self.go_to_pane(number)
        if problem:
            self.app.call_later(self.tell, problem, True)

    def action_status(self, status: Status) -> None:
        """Take a step in the decision's life."""
        _asking().ask(self, "status", status)

    def action_new(self) -> None:
        """Start a new decision."""
        self.leave_then(lambda: self.show_session(self.desk.start(), QUESTIONS))

    def action_open_file(self) -> None:
        """Open a decision by its path."""
        _asking().ask(self, "open-file", "")

    def action_drafts(self) -> None:
        """Offer again what earlier sittings left unsaved."""
        drafts, problems = self.desk.drafts()
        if drafts:
            _sheets().offer_drafts(self, drafts)
        elif problems:
            self.tell(_UNREADABLE.format(problems[0].brief), bad=True)
        else:
            self.tell("no draft was kept")

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
