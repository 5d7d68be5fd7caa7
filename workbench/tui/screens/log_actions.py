"""What the log does with the decision under its cursor: supersede it, narrow to its like, open it in an editor."""

from __future__ import annotations

from asyncio import Event
from pathlib import Path
from typing import TYPE_CHECKING

from textual.app import SuspendNotSupported

from workbench.core.log.lines import views
from workbench.core.record.lifecycle import superseding_note
from workbench.core.text import clean_line
from workbench.errors import WorkbenchError
from workbench.store.decisions import Entry, open_decision
from workbench.store.editor import edit_file
from workbench.tui.bound import key_of
from workbench.tui.panes.log import LogPane
from workbench.tui.screens.panes import DECISION, LOG
from workbench.tui.widgets.picker import Item, Picker

if TYPE_CHECKING:
    from workbench.tui.screens.main import Workbench


def log_of(screen: Workbench) -> LogPane:
    """Return the log, which is in sight."""
    pane = screen.pane(LOG)
    assert isinstance(pane, LogPane)
    return pane


def open_entry(screen: Workbench, id: str) -> None:
    """Open a decision by its id."""
    entry = log_of(screen).entry_of(id)
    if entry is not None:
        screen.leave_then(lambda: screen.open_path(entry.path))


def supersede(screen: Workbench, _: str) -> None:
    """Start a draft that takes the place of the decision under the cursor."""
    entry = readable(screen)
    if entry is None or entry.decision is None:
        return
    try:
        superseding_note(entry.decision, ())
    except WorkbenchError as problem:
        screen.tell(problem, bad=True)
    else:
        screen.leave_then(lambda: _start(screen, entry))


def _start(screen: Workbench, entry: Entry) -> None:
    assert entry.decision is not None
    screen.show_session(screen.desk.start_successor(entry.decision, screen.today), DECISION)
    # What is typed ahead is the title's, and no key of the pane.
    screen.app.call_later(_name, screen, entry.id, screen.hold_keys())


async def _name(screen: Workbench, replaced: str, named: Event) -> None:
    """Have the title typed that the draft is known by; as it stands, it is that of what it supersedes."""
    try:
        await screen.edit_title()
    finally:
        named.set()
    screen.tell(f"its title; {key_of('save')} saves the draft beside what it supersedes: {replaced}")


def readable(screen: Workbench) -> Entry | None:
    """Return the decision under the cursor; where there is none that can be read, say so."""
    entry = log_of(screen).entry
    if entry is None or entry.decision is None:
        screen.tell(
            f"it cannot be read: {key_of('log.edit')} opens it in your editor"
            if entry
            else "nothing is under the cursor",
            bad=True,
        )
        return None
    return entry


def pick_view(screen: Workbench, _: str) -> None:
    """Narrow the log to a state, status, approach, tag or author; what is picked stands in the filter."""
    pane = log_of(screen)
    now = pane.typed.split()
    items = [Item("", "all", f"{len(pane.lines):,}", "a")]
    items += [Item(view, f"{'× ' if view in now else ''}{view}", f"{count:,}") for view, count in views(pane.lines)]
    screen.open_sheet(Picker("Views", items, pane.narrow_to, search=len(items) > 8))


def edit(screen: Workbench, _: str) -> None:
    """Open the file under the cursor in ``$VISUAL`` or ``$EDITOR``, and say what is wrong with it afterwards."""
    entry = log_of(screen).entry
    if entry is None or not entry.path.is_file():
        screen.tell("there is no file under the cursor", bad=True)
        return
    problem = _edited(screen, entry.path)
    screen.load_log()
    if problem is None:
        screen.tell(f"{clean_line(entry.path.name)} reads well")
    else:
        screen.tell(problem, bad=True)


def _edited(screen: Workbench, path: Path) -> WorkbenchError | None:
    """Run an editor in the place of the screens; return what is wrong with that, or with what it left."""
    try:
        with screen.app.suspend():
            edit_file(path)
        open_decision(path)
    except SuspendNotSupported:
        return WorkbenchError("the screens cannot make room for an editor here")
    except WorkbenchError as problem:
        return problem
    return None
