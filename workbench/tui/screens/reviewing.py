"""Reviewing from the log: one decision, or one after the other of those that need a look."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from workbench.core.log.events import Event, tried
from workbench.core.log.journal import check_review_day
from workbench.core.log.review_entry import check_in_force, review_entry
from workbench.core.log.since import consequences
from workbench.core.log.standing import Standing, readings, standing
from workbench.core.record.decision import Decision
from workbench.errors import WorkbenchError
from workbench.store.commit import commit, entry_message
from workbench.store.decisions import Entry
from workbench.store.handed_down import past_of
from workbench.store.people import author
from workbench.tui.bound import key_of
from workbench.tui.panes.review_rows import Review, Written
from workbench.tui.screens.background import in_background
from workbench.tui.screens.log_actions import log_of
from workbench.tui.screens.log_loading import load_then
from workbench.tui.widgets.review_sheet import ReviewSheet, unfinished_as

if TYPE_CHECKING:
    from workbench.tui.screens.main import Workbench


def review(screen: Workbench, _: str) -> None:
    """Review the decision under the log's cursor, as it is now."""
    line = log_of(screen).line
    load_then(screen, lambda: _review(screen, line.id if line is not None else ""))


def _review(screen: Workbench, id: str) -> None:
    entry = log_of(screen).entry
    if entry is not None and entry.id != id:
        screen.tell("it is not there any more; another one is under the cursor", bad=True)
    elif entry is None or entry.decision is None:
        screen.tell("it cannot be read: mend it, then review it" if entry else "there is nothing to review", bad=True)
    elif entry.read_only is not None:
        screen.tell(entry.read_only, bad=True)
    else:
        _raise(screen, entry, ())


def review_queue(screen: Workbench, _: str) -> None:
    """Review what needs a look, one after the other, as it is now."""
    load_then(screen, lambda: _review_queue(screen))


def _review_queue(screen: Workbench) -> None:
    waiting = log_of(screen).waiting
    if waiting:
        _next(screen, waiting, 0)
    else:
        screen.tell("nothing fired, is overdue, near or unknown: nothing waits for a review")


def _next(screen: Workbench, queue: Sequence[str], at: int) -> None:
    """Go on to the next of the queue that is still there."""
    log = log_of(screen)
    for place in range(at, len(queue)):
        entry = log.entry_of(queue[place])
        if entry is not None and entry.decision is not None:
            log.go_to(entry.id)
            _raise(screen, entry, queue, place)
            return
    screen.tell("that was the last one")


def _raise(screen: Workbench, entry: Entry, queue: Sequence[str], at: int = 0) -> None:
    decision = entry.decision
    assert decision is not None
    written_down = entry.journal.entries
    journal: list[Event] = [*written_down, *past_of(entry.path, decision, written_down, screen.today)]

    def held(figures: Mapping[str, Decimal]) -> Standing:
        return standing(decision, tried(journal, figures, screen.today), screen.today)

    def written(on_sheet: Written) -> str:
        try:
            _write(screen, entry, decision, on_sheet)
        except WorkbenchError as problem:
            return problem.brief
        if queue:
            screen.app.call_later(_next, screen, queue, at + 1)
        return ""

    place = f"{at + 1} of {len(queue)}" if queue else ""
    told = consequences(decision, readings(decision, journal, screen.today), screen.today)
    sheet = ReviewSheet(
        Review(decision, held, screen.today, place, told),
        _started(screen, decision),
        written,
        (lambda: _next(screen, queue, at + 1)) if queue else None,
    )
    screen.open_sheet(sheet)


def _started(screen: Workbench, decision: Decision) -> Written:
    """Return a sheet as it was left, with who reviews on it."""
    by = author(screen.desk.saved)
    left = screen.unfinished.pop(unfinished_as(decision), "")
    return Written.from_text(left, by, decision.metric)


def _write(screen: Workbench, entry: Entry, decision: Decision, on_sheet: Written) -> None:
    """Write the entry, and say what it means.

    Raises:
        WorkbenchError: It cannot be written.
    """
    from workbench.store.journal import after, read_journal, told_ahead, write_entry

    if entry.read_only is not None:
        raise entry.read_only
    check_review_day(on_sheet.day, screen.today)
    verdict = on_sheet.verdict or None
    check_in_force(decision, log_of(screen).replaced_by(entry.id), verdict)
    written = review_entry(
        decision,
        at=after(read_journal(entry.path).entries),
        by=on_sheet.by,
        verdict=verdict,
        note=on_sheet.note,
        readings=on_sheet.figures,
        review_by=on_sheet.day,
    )
    file = write_entry(entry.path, written)
    screen.workbench.remember_author(written.by)
    if screen.workbench.settings.commits:
        message = entry_message(decision, written)

        def done(told: str) -> None:
            screen.tell(f"{verdict or 'reading'} {told}")

        in_background(screen, lambda: commit([file], message), done, all_count=True)
    screen.load_log()
    told = f"{verdict or 'reading'} written to {file.name}"
    if verdict == "reopen":
        told = f"reopen written; {key_of('log.supersede')} starts the decision that supersedes it; {file.name}"
    screen.app.call_later(screen.tell, told_ahead(written.at) or told)
