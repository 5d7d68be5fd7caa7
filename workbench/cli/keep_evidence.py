"""``--into FILE_OR_ID``: what an instrument found, kept in a decision."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

from workbench.cli.common import file_named, is_file_name, saved_folder
from workbench.core.record.decision import Decision
from workbench.core.text import clean_line
from workbench.errors import UsageProblem


def file_kept_in(into: str, saved: str | None) -> Path:
    """Return the file that ``--into`` names: one that is there, one to be made that ends in ``.toml``, or an id's.

    Raises:
        WorkbenchError: It is none of these.
    """
    path = Path(into).expanduser()
    if into.endswith(".toml") or path.is_file():
        return path
    if is_file_name(into):
        told = clean_line(into)[:80]
        raise UsageProblem("neither a file nor an id", f"“{told}”", "write an id, or a name that ends in .toml")
    return file_named(into, saved)


def opened_to_keep(into: str, saved: str | None) -> Decision:
    """Return the decision that ``--into`` names, before anything is measured for it.

    Raises:
        WorkbenchError: There is none, or it cannot be read.
    """
    from workbench.store.decisions import open_decision

    return open_decision(file_kept_in(into, saved)).decision


def keep_in(into: str, saved: str | None, change: Callable[[Decision], Decision]) -> tuple[Path, Decision]:
    """Change a saved decision, and return its file and what is in it now.

    Args:
        into: A file, or an id or as much of its start as is unique.
        saved: The folder of saved decisions as given on the command line.
        change: Puts what was found into the decision.

    Raises:
        WorkbenchError: It cannot be read or written, or what changes is frozen.
    """
    from workbench.store.decisions import open_decision
    from workbench.store.saving import save

    folder = saved_folder(saved)
    path = file_kept_in(into, saved)
    opened = open_decision(path)
    return path, save(opened, change(opened.decision), folder, date.today()).decision
