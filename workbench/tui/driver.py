"""The terminal's driver: Textual's own, but for what it reads, and for being stopped and going on.

Text comes by way of `Arrivals`, bytes that are no UTF-8 are replaced, and a terminal that has gone is not read on.

Textual stops from within the signal, whatever the program is doing then, and with SIGSTOP, which stops a process that
nobody is left to continue. Here the loop does it, and with the signal that the system discards in that case. Going on
after a plain SIGSTOP sets the terminal up once, not a second time beside the first.
"""

from __future__ import annotations

import os
import selectors
import signal
import time
from codecs import getincrementaldecoder
from contextlib import suppress

from textual import constants
from textual._xterm_parser import XTermParser
from textual.drivers.linux_driver import LinuxDriver

from workbench.tui.arrivals import Arrivals

_TICK = 0.1
_REST_COMES_WITHIN = 2.0
"""Seconds in which the rest of a control sequence may come over a slow line."""
_MOST = 65_536


class TerminalDriver(LinuxDriver):
    """Stops and goes on from the loop."""

    _stops_itself = False

    def run_input_thread(self) -> None:
        """Read until told to stop."""
        parser, arrivals = XTermParser(self._debug), Arrivals(self._in_text)
        decode = getincrementaldecoder("utf-8")("replace").decode
        came = passed = 0.0
        waits = False
        with selectors.SelectSelector() as selector:
            selector.register(self.fileno, selectors.EVENT_READ)
            while not self.exit_event.is_set():
                if selector.select(_TICK):
                    if data := self._bytes():
                        came = time.monotonic()
                        self._pass_on(parser, arrivals.feed(decode(data)))
                    else:
                        # The end of a terminal that has gone can be read for ever.
                        self.exit_event.wait(_TICK)
                since = time.monotonic() - came
                if since > constants.ESCAPE_DELAY:
                    self._pass_on(parser, arrivals.waited())
                if arrivals.is_pasting and came != passed and since > _REST_COMES_WITHIN:
                    passed = came
                    self._pass_on(parser, arrivals.silent())
                if waits != arrivals.waits_for_end:
                    waits = arrivals.waits_for_end
                    self._tell_of_paste(waits)
                if not arrivals.is_begun or since > _REST_COMES_WITHIN:
                    for message in parser.tick():
                        self.process_message(message)

    def _enable_mouse_support(self) -> None:
        # GNU screen keeps the escape key until another one is pressed while a program listens to the mouse.
        if not os.environ.get("STY") or os.environ.get("TMUX"):
            super()._enable_mouse_support()

    def _pass_on(self, parser: XTermParser, text: str) -> None:
        # An empty text would end the parser.
        for message in parser.feed(text) if text else ():
            self.process_message(message)

    def _in_text(self) -> bool:
        """Whether a text is typed in; asked from beside the loop."""
        return bool(getattr(self._app, "types_text", True))

    def _tell_of_paste(self, waits: bool) -> None:
        if (tell := getattr(self._app, "paste_waits", None)) is not None:
            self._soon(lambda: self._app.call_later(tell, waits))

    def _bytes(self) -> bytes:
        try:
            return os.read(self.fileno, _MOST)
        except OSError:
            return b""

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
