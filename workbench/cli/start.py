"""Opening the screens: the one place where the commands know the tui, and only when it is opened."""

from __future__ import annotations

import gc
import os
import sys
from pathlib import Path

from workbench.errors import UsageProblem
from workbench.store.places import find_saved, working_folder


def start(file: str | None, saved: str | None, theme: str | None) -> int:
    """Open the screens.

    Raises:
        UsageProblem: This is not a terminal they can be shown on.
    """
    # Textual draws on standard error.
    streams = (sys.stdin, sys.stdout, sys.stderr)
    if os.environ.get("TERM", "dumb") in {"", "dumb"} or not all(stream.isatty() for stream in streams):
        raise UsageProblem(
            "not a terminal for screens",
            "the screens need a terminal on standard input, output and error, and TERM other than dumb",
            "use the plain commands: ask, cost, new, list, show, validate; workbench --help",
        )
    # Half the wait between a key and what it changes; nothing is drawn, and nothing sent, while nothing changes.
    os.environ.setdefault("TEXTUAL_FPS", "120")
    # Until the first frame stands everything made is kept; the screen turns it on again.
    gc.disable()
    from workbench.tui.app import run

    return run(Path(file) if file is not None else None, find_saved(saved, os.environ, working_folder()), theme)
