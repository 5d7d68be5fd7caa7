"""What git knows of the decision under the log's cursor: its versions, and what changed since each."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from workbench.core.record.decision import Decision
from workbench.errors import WorkbenchError
from workbench.store.decisions import Entry, open_decision, read_text
from workbench.store.git_status import is_uncommitted
from workbench.store.history import Version, at_version, versions
from workbench.tui.panes.diff_rows import diff_rows
from workbench.tui.screens.background import in_background
from workbench.tui.screens.log_actions import log_of
from workbench.tui.widgets.picker import Item, Picker
from workbench.tui.widgets.read_sheet import ReadSheet

if TYPE_CHECKING:
    from workbench.tui.screens.main import Workbench

_MOST = 200


def show_versions(screen: Workbench, _: str) -> None:
    """Offer the versions of the decision under the cursor, and of what it replaces, to be held against it."""
    entry = log_of(screen).entry
    if entry is None or entry.decision is None:
        screen.tell("there is nothing to compare under the cursor", bad=True)
        return
    kin = [log_of(screen).entry_of(id) for id in entry.decision.supersedes]
    others = [other for other in kin if other is not None and other.decision is not None]

    def offer(found: tuple[Sequence[Version], bool | None, str]) -> None:
        _offer(screen, entry, others, *found)

    in_background(screen, lambda: _versions(entry.path), offer)


def _versions(path: Path) -> tuple[Sequence[Version], bool | None, str]:
    """Return the versions, whether the file differs from the last, and why git does not say where it does not."""
    try:
        return versions(path, most=_MOST), is_uncommitted(path), ""
    except WorkbenchError as problem:
        return (), None, problem.brief


def _offer(
    screen: Workbench,
    entry: Entry,
    others: Sequence[Entry],
    found: Sequence[Version],
    pending: bool | None,
    problem: str,
) -> None:
    items = [Item(f"kin:{at}", _title(other), "which it replaces") for at, other in enumerate(others)]
    for at, version in enumerate(found):
        day = f"{version.at:%Y-%m-%d}" if version.at is not None else "no day"
        now = "" if at else "; changed since" if pending else "; as it is"
        items.append(Item(f"at:{at}", f"{day}  {version.author or 'nobody'}", f"{version.subject}{now}"))
    if not items:
        screen.tell(problem or "git has no version of it yet: commit it", bad=bool(problem))
        return

    def picked(id: str) -> None:
        kind, _, number = id.partition(":")
        if kind == "kin":
            other = others[int(number)].decision
            assert other is not None
            _show(screen, entry.path, _title(others[int(number)]), other)
        else:
            version = found[int(number)]
            in_background(
                screen, lambda: _then(entry.path, version), lambda d: _show(screen, entry.path, version.told, d)
            )

    screen.open_sheet(Picker("Hold it against", items, picked))


def _title(entry: Entry) -> str:
    return entry.decision.title if entry.decision is not None and entry.decision.title else entry.id


def _then(path: Path, version: Version) -> Decision:
    past = at_version(path, version)
    if past is None:
        raise WorkbenchError("that commit removed it", version.told, "pick an earlier one")
    return read_text(past.text, Path(past.where))


def _show(screen: Workbench, path: Path, told: str, before: Decision) -> None:
    """Show what changed since a version, up to the file as it is."""
    try:
        after = open_decision(path).decision
    except WorkbenchError as problem:
        screen.tell(problem, bad=True)
        return
    screen.open_sheet(ReadSheet(f"Since {told}", lambda width: diff_rows(before, after, screen.today, width)))
