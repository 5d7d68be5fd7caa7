"""The app: themes, signals, the one screen."""

from __future__ import annotations

import asyncio
import os
import sys
from contextlib import suppress
from dataclasses import replace
from datetime import date
from pathlib import Path

from textual.css.query import NoMatches
from textual.driver import Driver
from textual.widget import MountError

from workbench.core.session import Session
from workbench.errors import FileProblem, WorkbenchError
from workbench.store.keymap import load_keymap, problem_of_keys
from workbench.store.settings import load_settings, save_settings
from workbench.store.themes import ThemeFile, find_themes
from workbench.tui.bound import bind, key_of, textual_keymap, use
from workbench.tui.desk import Desk
from workbench.tui.keys import OrderedKeys
from workbench.tui.leaving import told_at_the_end, watched
from workbench.tui.roles import Roles, to_textual
from workbench.tui.screens.main import Workbench

_PLAIN = "sixteen"
_LAST_KEYS_WITHIN = 0.5


class WorkbenchApp(OrderedKeys[None]):
    """Holds the themes and the screen; what it shows is the screen's business."""

    CSS_PATH = "app.tcss"
    ENABLE_COMMAND_PALETTE = False
    # Textual's own ctrl+q leaves at once; ours stands in its place, and asks.
    BINDINGS = [bind("quit-while-typing", "leave", "quit", show=False, priority=True)]
    TITLE = "workbench"

    def __init__(self, desk: Desk, session: Session, theme: str | None, today: date, message: str = "") -> None:
        monochrome = "NO_COLOR" in os.environ
        # With NO_COLOR an ANSI theme paints black on black unless native colours are asked for at construction.
        super().__init__(ansi_color=True if monochrome else None)
        self.monochrome = monochrome
        self._told = False
        # A locale that is not UTF-8: every sign of ours has one ASCII character in its place.
        self.ascii_only = not (sys.stdout.encoding or "utf-8").lower().replace("-", "").startswith("utf")
        self.themes_found: list[ThemeFile] = []
        self.theme_problems: list[FileProblem] = []
        self._load_themes()
        self.settings, problem = load_settings()
        keymap, key_problems = load_keymap()
        use(keymap)
        self.set_keymap(textual_keymap(keymap))
        wanted = _PLAIN if monochrome else theme or self.settings.theme or _usual_theme()
        if wanted not in self.available_themes:
            message, wanted = f"there is no theme {wanted}; the dark one is shown", "dark"
        self.roles = Roles(self.available_themes[wanted], monochrome)
        self.theme = wanted
        if os.environ.get("SSH_CONNECTION"):
            self.animation_level = "none"
        told = (
            message
            or (problem.brief if problem else "")
            or problem_of_keys(key_problems)
            or (self.theme_problems[0].brief if self.theme_problems else "")
        )
        self._first = Workbench(desk, session, today, told)

    def get_driver_class(self) -> type[Driver]:
        """Return our own, which stops and goes on in an orderly way."""
        from workbench.tui.driver import TerminalDriver

        return TerminalDriver

    def _load_themes(self) -> None:
        for name in list(self.available_themes):
            self.unregister_theme(name)
        self.themes_found, self.theme_problems = find_themes()
        for file in self.themes_found:
            self.register_theme(to_textual(file))

    def _watch_theme(self, theme_name: str) -> None:
        self.roles = Roles(self.available_themes[theme_name], self.monochrome)
        super()._watch_theme(theme_name)

    def remember_theme(self, name: str) -> None:
        """Keep the theme for the next start.

        Raises:
            WorkbenchError: The settings cannot be written.
        """
        self.settings = replace(self.settings, theme=name)
        save_settings(self.settings)

    def remember_commits(self) -> bool:
        """Turn committing what is saved on or off; return whether it is on now.

        Raises:
            WorkbenchError: The settings cannot be written.
        """
        self.settings = replace(self.settings, commit="no" if self.settings.commits else "yes")
        save_settings(self.settings)
        return self.settings.commits

    def remember_author(self, name: str) -> None:
        """Keep who reviews for the next time; where that cannot be written it is asked again."""
        self.settings = replace(self.settings, author=name)
        with suppress(WorkbenchError):
            save_settings(self.settings)

    def remember_tour(self) -> None:
        """Offer the tour no more; where that cannot be written it is offered again."""
        self.settings = replace(self.settings, toured="yes")
        with suppress(WorkbenchError):
            save_settings(self.settings)

    def refresh_css(self, animate: bool = True) -> None:
        """Read the styles anew; before the first screen there are none to read, they take the theme's colours alone."""
        if self.screen_stack:
            super().refresh_css(animate)
        else:
            self.stylesheet.set_variables(self.get_css_variables())

    def get_default_screen(self) -> Workbench:
        """Return the one screen, laid out for the size there is."""
        self._first.fit(self.size)
        return self._first

    async def before_next_key(self) -> None:
        """Wait for a sheet that rises or closes."""
        await self._first.sheet_settled()

    def _handle_exception(self, error: Exception) -> None:
        # Screens that are taken down while they are still put up miss this and that: no news to who told them to go,
        # by a signal or by typing q before they were up.
        if not self._told and not (self._exit and isinstance(error, MountError | NoMatches)):
            super()._handle_exception(error)

    def action_leave(self) -> None:
        """Quit, also out of a field; ask when something is unsaved."""
        self._first.action_leave()

    def action_help_quit(self) -> None:
        """Say how to quit to somebody who interrupts."""
        self._first.tell(f"{key_of('quit')} quits")

    def leave(self, number: int) -> None:
        """Write the draft and leave the terminal as it was; for a signal, from any thread and at any time."""
        self._told = True
        if self._loop is None:
            # Not started, or at its end: it leaves by itself.
            self.exit(return_code=128 + number)
            return
        with suppress(RuntimeError):
            self._loop.call_soon_threadsafe(self._leave, number)

    def _leave(self, number: int) -> None:
        self._first.keep_draft()
        self._leaving = asyncio.create_task(self._leave_last(number))

    async def _leave_last(self, number: int) -> None:
        # The last keys may stand on the screen and not yet in the session. What hangs is not waited for for long.
        with suppress(TimeoutError):
            await asyncio.wait_for(self.keys_taken(), _LAST_KEYS_WITHIN)
        self._first.keep_draft()
        self.exit(return_code=128 + number)

    def keep_draft(self) -> None:
        """Write the draft without telling anything; from any thread."""
        with suppress(WorkbenchError):
            self._first.desk.keep_draft(self._first.session)

    @property
    def draft_problem(self) -> WorkbenchError | None:
        """Why what is unsaved is not in a draft."""
        return self._first.draft_problem


def _usual_theme() -> str:
    """Return the theme for a first start: the terminal's own colours where it has only 16."""
    term, depth = os.environ.get("TERM", ""), os.environ.get("COLORTERM", "")
    return "dark" if depth or "256" in term or "direct" in term else _PLAIN


def run(file: Path | None, saved: Path, theme: str | None) -> int:
    """Open the screens; return the exit code."""
    desk, message = Desk(saved), ""
    try:
        session = desk.open(file) if file is not None else desk.start()
    except WorkbenchError as problem:
        print(f"workbench: {problem}\n  {problem.hint}", file=sys.stderr)
        return 2
    message = message or (desk.read_only.brief if desk.read_only is not None else "")
    app = WorkbenchApp(desk, session, theme, date.today(), message)
    with watched(app.leave, app.keep_draft) as leaving:
        app.run()
    with suppress(OSError):
        # The terminal may have gone.
        print(*told_at_the_end(leaving.told, desk.kept, app.draft_problem), sep="\n", end="", file=sys.stderr)
    return app.return_code or 0
