"""The app: the one screen, its keys, signals."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from pathlib import Path

from textual.css.query import NoMatches
from textual.driver import Driver
from textual.widget import MountError

from workbench.core.editing.session import Session
from workbench.errors import WorkbenchError
from workbench.store.keymap import load_keymap, problem_of_keys
from workbench.tui.bound import bind, key_of, textual_keymap, use
from workbench.tui.desk import Desk
from workbench.tui.dressed import Dressed
from workbench.tui.leaving import told_at_the_end, watched
from workbench.tui.screens.main import Workbench

_LAST_KEYS_WITHIN = 0.5


class WorkbenchApp(Dressed):
    """Holds the one screen, and leaves when it is told to; what it shows is the screen's business."""

    CSS_PATH = "app.tcss"
    ENABLE_COMMAND_PALETTE = False
    # Textual's own ctrl+q leaves at once; ours stands in its place, and asks.
    BINDINGS = [bind("quit-while-typing", "leave", "quit", show=False, priority=True)]
    TITLE = "workbench"

    def __init__(
        self,
        desk: Desk,
        session: Session,
        theme: str | None,
        today: date,
        message: str = "",
        clock: Callable[[], date] | None = None,
    ) -> None:
        super().__init__(theme)
        self._told = False
        keymap, problems = load_keymap()
        use(keymap)
        self.set_keymap(textual_keymap(keymap))
        told = message or self.told_of_settings or problem_of_keys(problems) or self.told_of_themes
        self._first = Workbench(desk, session, today, told)
        self._first.clock = clock

    def get_driver_class(self) -> type[Driver]:
        """Return our own, which stops and goes on in an orderly way."""
        from workbench.tui.driver import TerminalDriver

        return TerminalDriver

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

    @property
    def types_text(self) -> bool:
        """Whether a text is typed in now; for the driver, from beside the loop."""
        return self._first.types_text

    def paste_waits(self, waits: bool) -> None:
        """Say so while a paste has not come to its end: until then no key is one."""
        self._first.paste_waits = waits
        self._first.draw_keys()

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


def run(file: Path | None, saved: Path, theme: str | None) -> int:
    """Open the screens; return the exit code.

    Raises:
        WorkbenchError: The file cannot be read or is not a decision.
    """
    desk = Desk(saved)
    session = desk.open(file) if file is not None else desk.start()
    message = desk.read_only.brief if desk.read_only is not None else ""
    app = WorkbenchApp(desk, session, theme, date.today(), message, date.today)
    with watched(app.leave, app.keep_draft) as leaving:
        app.run()
    with suppress(OSError):
        # The terminal may have gone.
        print(*told_at_the_end(leaving.told, desk.kept, app.draft_problem), sep="\n", end="", file=sys.stderr)
    return app.return_code or 0
