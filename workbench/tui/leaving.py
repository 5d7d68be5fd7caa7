"""Told from outside to leave: by a signal, or by a terminal that has gone without one.

Nothing here waits for the screens. A line that takes no more bytes blocks the loop that draws on it, and with it
whatever the loop was to do about a signal; so a thread of its own sees to it that the draft is written and that the
process ends.
"""

from __future__ import annotations

import os
import select
import signal
import sys
import termios
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import FrameType
from typing import Any

from workbench.core.text import clean_line
from workbench.errors import WorkbenchError

SIGNALS = (signal.SIGHUP, signal.SIGINT, signal.SIGTERM)
_PATIENCE = 1.0
"""Seconds in which the screens may write the draft themselves."""
_LEAVES_WITHIN = 5.0
"""Seconds after which the process ends, whatever hangs."""
_RESTORED_WITHIN = 0.3
_USUAL_SCREEN = b"\x1b[?2004l\x1b[?7h\x1b[?1000l\x1b[?1003l\x1b[?1015l\x1b[?1006l\x1b[<u\x1b[?1049l\x1b[?25h\x1b[?1004l"
"""No pasting or mouse marked, lines wrap, usual keys, the main screen, a cursor, no news of the focus."""


class Leaving:
    """Watches the terminal and the signals from the moment it is made.

    Args:
        leave: Asks the screens to leave; called from another thread with the signal's number.
        keep_draft: Writes the draft; called from another thread where the screens have not done so.
    """

    def __init__(self, leave: Callable[[int], None], keep_draft: Callable[[], None]) -> None:
        self.told: int | None = None
        """The signal that told to leave, if one did."""
        self._leave, self._keep_draft = leave, keep_draft
        self._terminal = sys.stdin.fileno()
        self._attributes = _attributes(self._terminal)
        self._woken, self._wake = os.pipe()
        os.set_blocking(self._wake, False)
        # Started now: a thread cannot be started safely from within a signal.
        threading.Thread(target=self._watch, name="leaving", daemon=True).start()

    def signalled(self, number: int, _: FrameType | None = None) -> None:
        """Take a signal; it only wakes the thread."""
        self.told = self.told or number
        # The system sends SIGCONT after a hang-up, on which Textual would start the terminal that is gone anew.
        for late in (signal.SIGCONT, signal.SIGTSTP):
            signal.signal(late, _nothing)
        with suppress(OSError):
            os.write(self._wake, b".")

    def _watch(self) -> None:
        watched = select.poll()
        watched.register(self._woken, select.POLLIN)
        # Asked for nothing, it tells when the terminal is hung up.
        watched.register(self._terminal, 0)
        if all(handle != self._woken for handle, _ in watched.poll()):
            # Not every shell passes a hang-up on; without one the terminal would be read at its end for ever.
            os.kill(os.getpid(), signal.SIGHUP)
        end = time.monotonic() + _LEAVES_WITHIN
        number = self.told or signal.SIGHUP
        self._leave(number)
        time.sleep(_PATIENCE)
        self._keep_draft()
        time.sleep(max(0.0, end - time.monotonic()))
        self._restore()
        os._exit(128 + number)

    def _restore(self) -> None:
        """Leave the terminal as it was, unless it takes nothing."""
        restoring = threading.Thread(target=self._write_usual, daemon=True)
        restoring.start()
        restoring.join(_RESTORED_WITHIN)

    def _write_usual(self) -> None:
        with suppress(OSError, termios.error):
            if self._attributes is not None:
                termios.tcsetattr(self._terminal, termios.TCSANOW, self._attributes)
            os.write(sys.__stderr__.fileno() if sys.__stderr__ else 2, _USUAL_SCREEN)


@contextmanager
def watched(leave: Callable[[int], None], keep_draft: Callable[[], None]) -> Iterator[Leaving]:
    """Mind signals and the terminal while the screens are open; both arguments as for `Leaving`."""
    leaving = Leaving(leave, keep_draft)
    before = {number: signal.signal(number, leaving.signalled) for number in SIGNALS}
    try:
        yield leaving
    finally:
        # From here on a hang-up ends the process as it does any other.
        for number, handler in before.items():
            signal.signal(number, handler)


def told_at_the_end(signalled: int | None, draft: Path | None, problem: WorkbenchError | None) -> list[str]:
    """Return the lines for the terminal after the screens have gone; none after a usual end that left nothing unsaved.

    Args:
        signalled: The signal that told to leave, if one did.
        draft: Where what is unsaved is kept, if anything is.
        problem: Why it could not be kept.
    """
    lines = [f"workbench: told to leave by {signal.Signals(signalled).name}"] if signalled else []
    if problem is not None:
        lines.append(f"workbench: what was unsaved is lost: {problem.brief}")
    elif draft is not None:
        lines.append(f"workbench: unsaved work is kept in {clean_line(str(draft))}, and is offered at the next start")
    return [*lines, ""] if lines else []


def _nothing(number: int, frame: FrameType | None) -> None:
    """Not SIG_IGN: a signal that is under way already would be told as an error."""


def _attributes(terminal: int) -> list[Any] | None:
    try:
        return termios.tcgetattr(terminal)
    except termios.error:
        return None
