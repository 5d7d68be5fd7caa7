"""``--into FILE_OR_ID``: what an instrument found, kept in a decision."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

from workbench.cli.common import is_file_name, saved_folder
from workbench.core.decision import Decision


def keep_in(into: str, saved: str | None, change: Callable[[Decision], Decision]) -> tuple[Path, Decision]:
    """Change a saved decision, and return its file and what is in it now.

    Args:
        into: A file, or an id or as much of its start as is unique.
        saved: The folder of saved decisions as given on the command line.
        change: Puts what was found into the decision.

    Raises:
        WorkbenchError: It cannot be read or written, or what changes is frozen.
    """
    from workbench.store.decisions import find, open_decision
    from workbench.store.saving import save

    folder = saved_folder(saved)
    path = Path(into).expanduser() if is_file_name(into) else find(folder, into)
    opened = open_decision(path)
    return path, save(opened, change(opened.decision), folder, date.today()).decision
