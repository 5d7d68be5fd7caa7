"""The terminal's driver: Textual's own, but for being stopped and going on.

Textual stops from within the signal, whatever the program is doing then, and with SIGSTOP, which stops a process that
nobody is left to continue. Here the loop does it, and with the signal that the system discards in that case. Going on
after a plain SIGSTOP sets the terminal up once, not a second time beside the first.
"""

from __future__ import annotations

import os
import signal
from contextlib import suppress

from textual.drivers.linux_driver import LinuxDriver


class TerminalDriver(LinuxDriver):
    """Stops and goes on from the loop."""

    _stops_itself = False

    def _sigtstp_application(self, *_: object) -> None:
        self._soon(self._stop_here)

    def _sigcont_application(self, *_: object) -> None:
        if not self._stops_itself:
            self._soon(self._go_on)

    def _soon(self, what: object) -> None:
        with suppress(RuntimeError):
            self._loop.call_soon_threadsafe(what)  # type: ignore[arg-type]

    def _stop_here(self) -> None:
        """Give the terminal back, stop, and take it again when told to go on."""
        if self._auto_restart:
            self.suspend_application_mode()
        self._stops_itself = True
        signal.signal(signal.SIGTSTP, signal.SIG_DFL)
        # To this very thread: what follows is done after the stop, or at once where nobody could end it.
        signal.raise_signal(signal.SIGTSTP)
        signal.signal(signal.SIGTSTP, self._sigtstp_application)
        self._stops_itself = False
        self._take()

    def _go_on(self) -> None:
        """Stopped without having been asked: the terminal may have been another's meanwhile."""
        if self._auto_restart:
            self.suspend_application_mode()
        self._take()

    def _take(self) -> None:
        """Set the terminal up, where it is still there, and have everything drawn."""
        if self._auto_restart and os.isatty(self.fileno):
            self._must_signal_resume = True
            self.resume_application_mode()
            self._app.call_later(self._app.refresh, layout=True)
