"""The log read beside the screen: its first rows at once, the others as they come."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from textual.worker import get_current_worker

from workbench.errors import WorkbenchError
from workbench.store.git_stamp import git_stamp
from workbench.tui.log_reader import LogPart, LogReader
from workbench.tui.panes.log import LogPane
from workbench.tui.screens.panes import LOG

if TYPE_CHECKING:
    from workbench.tui.screens.main import Workbench


def load(screen: Workbench) -> None:
    """Read the log in a thread of its own; one that is under way is given up."""
    pane = screen.pane(LOG)
    if isinstance(pane, LogPane):
        pane.stamp = git_stamp(screen.desk.saved)
    screen.run_worker(lambda: _read(screen), thread=True, exclusive=True, group="log")


def look(screen: Workbench, _: str = "") -> None:
    """Read the log again where somebody has committed, or pulled, since it was read."""
    pane = screen.pane(LOG)
    if isinstance(pane, LogPane) and pane.loaded and git_stamp(screen.desk.saved) != pane.stamp:
        load(screen)


def load_then(screen: Workbench, then: Callable[[], None]) -> None:
    """Read the log and go on once all of it is read: others write there too. The next key waits for that."""
    read = screen.hold_keys()

    def over(is_read: bool) -> None:
        if is_read:
            then()
        read.set()

    screen.run_worker(lambda: _read(screen, over), thread=True, exclusive=True, group="log")


def _read(screen: Workbench, over: Callable[[bool], None] = lambda _: None) -> None:
    worker, reader = get_current_worker(), LogReader(screen.desk.saved)
    call = screen.app.call_from_thread
    try:
        for part in reader.parts(screen.today):
            if worker.is_cancelled:
                call(over, False)
                return
            call(_take, screen, part, reader)
    except WorkbenchError as problem:
        call(screen.tell, problem, True)
        call(over, False)
    else:
        call(over, True)
    marks = reader.uncommitted()
    if marks is not None and not worker.is_cancelled:
        call(_mark, screen, marks)


def _take(screen: Workbench, part: LogPart, reader: LogReader) -> None:
    pane = screen.pane(LOG)
    if isinstance(pane, LogPane):
        pane.take(part.lines, reader.entry, part.done, part.of)


def _mark(screen: Workbench, uncommitted: frozenset[str]) -> None:
    pane = screen.pane(LOG)
    if isinstance(pane, LogPane):
        pane.mark(uncommitted)
