"""Slow work in the background: what it finds is taken on the screen, unless nobody waits for it any more."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from textual.worker import get_current_worker

from workbench.errors import WorkbenchError

if TYPE_CHECKING:
    from workbench.tui.screens.main import Workbench

T = TypeVar("T")
_OF_THE_DECISION = ("files", "sources", "usage")
"""Groups of work whose answer belongs to the decision that was open when it was asked for."""


def in_background(
    screen: Workbench,
    work: Callable[[], T],
    then: Callable[[T], None],
    *,
    group: str = "sheet",
    failed: Callable[[WorkbenchError], None] | None = None,
    all_count: bool = False,
) -> None:
    """Do something slow in a thread, such as asking git, and go on with what it gives.

    Args:
        work: Done in the thread.
        then: Called on the screen with what it gave.
        group: What is asked for again takes the place of what was asked for before in its group.
        failed: Called on the screen with what is wrong; it is told on the last row when left out.
        all_count: Take what every call gives, not the last one's alone: something was written.
    """

    def run() -> None:
        worker, call = get_current_worker(), screen.app.call_from_thread

        def go_on(after: Callable[[], None]) -> None:
            # Asked here and not in the thread: between the two it may be given up.
            if not worker.is_cancelled:
                after()

        try:
            found = work()
        except WorkbenchError as problem:
            wrong = problem
            call(go_on, partial(failed, wrong) if failed is not None else partial(screen.tell, wrong, True))
        else:
            call(go_on, partial(then, found))

    screen.run_worker(run, thread=True, exclusive=not all_count, group="kept" if all_count else group)


class Telling:
    """Says from within the work how far it is; made there."""

    def __init__(self, screen: Workbench) -> None:
        self._screen, self._worker, self._last = screen, get_current_worker(), ""

    @property
    def waited_for(self) -> bool:
        """Whether somebody still waits for the work."""
        return not self._worker.is_cancelled

    def tell(self, share: str, told: str) -> None:
        """Say how far it is, once for each `share`."""
        if share != self._last and self.waited_for:
            self._last = share
            self._screen.app.call_from_thread(self._show, told)

    def _show(self, told: str) -> None:
        if self.waited_for:
            self._screen.tell(told)


def give_up_for_another(screen: Workbench) -> None:
    """Another decision is opened: what is under way for the last one is for nobody."""
    for group in _OF_THE_DECISION:
        screen.workers.cancel_group(screen, group)
