"""A decision as Markdown: to the clipboard of whoever sits at the other end of the line, or to a file."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from workbench.core.text import clean_line, counted
from workbench.errors import WorkbenchError
from workbench.export.exported import Folder, exported
from workbench.export.markdown import as_markdown
from workbench.store.decisions import scan
from workbench.store.flows import Wordings
from workbench.store.writing import create_new
from workbench.tui.screens.background import in_background
from workbench.tui.screens.log_actions import readable
from workbench.tui.widgets.picker import Item, Picker
from workbench.tui.widgets.prompt import Prompt

if TYPE_CHECKING:
    from workbench.store.decisions import Entry
    from workbench.tui.screens.main import Workbench

_MOST = 60_000
"""Characters that terminals and tmux still take in one OSC 52."""


def copy_markdown(screen: Workbench, _: str) -> None:
    """Offer the decision under the cursor as Markdown."""
    entry = readable(screen)
    if entry is not None:
        in_background(screen, lambda: _markdown(screen, entry), lambda text: _offer(screen, entry.id, text))


def _markdown(screen: Workbench, entry: Entry) -> str:
    assert entry.decision is not None
    decisions = [other.decision for other in scan(screen.desk.saved) if other.decision is not None]
    flows = Wordings(screen.desk.saved).of(entry.decision)
    return as_markdown(exported(entry.decision, entry.journal.entries, screen.today, Folder.of(decisions), flows))


def _offer(screen: Workbench, id: str, text: str) -> None:
    items = [
        Item("clipboard", "copy to the clipboard", "by OSC 52; in tmux: set-clipboard on", "c"),
        Item("file", "write a file", "Markdown, for a wiki or a pull request", "f"),
    ]

    def picked(where: str) -> None:
        if where == "file":
            screen.app.call_later(_ask_file, screen, id, text)
        elif len(text) > _MOST:
            screen.tell(f"{len(text):,} characters are more than terminals take; write a file", bad=True)
        else:
            screen.app.copy_to_clipboard(text)
            screen.tell(f"{counted(len(text), 'character')} sent to your terminal's clipboard")

    screen.open_sheet(Picker("As Markdown", items, picked))


def _ask_file(screen: Workbench, id: str, text: str) -> None:
    def done(typed: str) -> str:
        path = Path(os.path.expandvars(typed.strip())).expanduser()
        try:
            return "" if create_new(path, text) else f"{clean_line(path.name)} is there already; write another name"
        except WorkbenchError as problem:
            return problem.fitting(screen.size.width - 4)

    def after(typed: str) -> None:
        screen.tell(f"written to {typed.strip()}")

    screen.open_sheet(Prompt("Write Markdown to", "path of a new file", done, f"{id}.md", after))
