"""Saving from the screen: what was written is told, what was refused is a question, and nothing typed is lost."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from workbench.core.advice.misfits import misfits
from workbench.core.changes.change_rows import field_label
from workbench.core.editing.session import Session
from workbench.core.record.lifecycle import WAS_ACCEPTED, thawed
from workbench.core.text import clean_line, clip
from workbench.errors import Conflict, Frozen, NotThereYet, WorkbenchError
from workbench.store.decisions import Opened
from workbench.tui.bound import key_of
from workbench.tui.screens.panes import LOG
from workbench.tui.widgets.picker import Item, Picker

if TYPE_CHECKING:
    from workbench.core.changes.merge import Choices
    from workbench.tui.screens.main import Workbench


def save(
    screen: Workbench, as_new: bool = False, choices: Choices | None = None, seen: str = "", sure: bool = False
) -> None:
    """Write the decision to its file, or to a new one; `choices` and `seen` as for `Desk.save`.

    What is accepted although some of it no longer fits is asked about first, unless that was answered: `sure`.
    """
    if not sure and (odd := _odd(screen.session)):
        _ask_odd(screen, odd, lambda: save(screen, as_new, choices, seen, sure=True))
        return
    try:
        session = screen.desk.save(screen.session, screen.today, as_new, choices, seen)
    except Conflict as problem:
        from workbench.tui.screens.conflicts import ask

        ask(screen, problem)
    except Frozen as problem:
        _offer_superseding(screen, problem)
    except WorkbenchError as problem:
        _not_saved(screen, problem)
    else:
        _saved(screen, session)


def _odd(session: Session) -> Sequence[str]:
    """Return what no longer fits in a decision that is about to be accepted; nothing of one that was already."""
    decision = session.committed
    if decision.status != "accepted" or session.stored.status in WAS_ACCEPTED:
        return ()
    return [misfit.text for misfit in misfits(decision, decision.approach)]


def _ask_odd(screen: Workbench, odd: Sequence[str], accept: Callable[[], None]) -> None:
    items = [
        Item("stay", "go back and mend it", "what was accepted is frozen", "b"),
        Item("accept", "accept it as it is", key="a"),
    ]

    def picked(what: str) -> None:
        if what == "accept":
            screen.app.call_later(accept)

    screen.open_sheet(Picker("Accept what does not fit?", items, picked, lines=odd[:3]))


def _not_saved(screen: Workbench, problem: WorkbenchError) -> None:
    """Say what is wrong, and where what was typed is: on the screen at least."""
    kept = "the draft is kept" if screen.keep_draft() else "nor is the draft, all stays open here"
    screen.tell(f"not saved, {kept}: {problem.brief}", bad=True)


def save_beside(screen: Workbench) -> None:
    """Write the decision as a new one; where the file on disk is accepted, as the one that takes its place."""
    if screen.desk.is_accepted_on_disk:
        supersede(screen)
    else:
        save(screen, as_new=True)


def supersede(screen: Workbench) -> None:
    """Write the decision as one that takes the open one's place."""
    if screen.desk.opened is None:
        screen.tell("not saved yet: there is nothing to supersede", bad=True)
        return
    try:
        session = screen.desk.supersede(screen.session, screen.today)
    except WorkbenchError as problem:
        _not_saved(screen, problem)
    else:
        _saved(screen, session, "superseding draft saved")


def _saved(screen: Workbench, session: Session, what: str = "") -> None:
    screen.update(session)
    half = _half_typed(session)
    brought = screen.desk.brought
    # What matters comes first: the end of a long line is cut.
    told = f"{what or 'saved'} to {screen.desk.file_name}"
    if brought:
        told = f"saved with changes of another: {brought}; to {screen.desk.file_name}"
    if waits := _waiting(session):
        told = f"{told}; {waits}"
    screen.tell(f"saved, but half typed and only in the draft: {half}" if half else told, bad=bool(half))
    if screen.workbench.settings.commits and screen.desk.opened is not None:
        _commit(screen, screen.desk.opened, f" with changes of another: {brought}" if brought else "")
    elif screen.pane(LOG) is not None:
        screen.load_log()


_TYPED = 24
"""Characters of what is half typed that are told."""
_COLUMNS = {"when": "the condition of a trigger", "then": "what a trigger does then", "because": "why a trigger is"}


def _half_typed(session: Session) -> str:
    """Return the fields that are not valid yet, as the screen calls them, each with what stands in it."""
    told = [
        (_COLUMNS[path[-1]] if path[0] == "trigger" else field_label(path), text)
        for path, text in session.pending.items()
        if not isinstance(session.problems.get(path), NotThereYet)
    ]
    return "; ".join(f"{label}, “{clip(clean_line(text), _TYPED)}”" for label, text in told)


def _waiting(session: Session) -> str:
    """Return what is whole and in the draft alone until there is what it belongs to: notes that wait for an answer."""
    waiting = [path for path, problem in session.problems.items() if isinstance(problem, NotThereYet)]
    notes = [path[2] if path[0] == "flow" else field_label(path) for path in waiting]
    if not notes:
        return ""
    told = "a note waits in the draft for its answer" if len(notes) == 1 else "notes wait in the draft for answers"
    return f"{told}: {', '.join(notes)}"


def _commit(screen: Workbench, opened: Opened, brought: str) -> None:
    """Commit what was saved, in the background: a team's hooks may take a while."""
    from workbench.store.commit import commit, decision_message
    from workbench.tui.screens.background import in_background

    def done(told: str) -> None:
        screen.tell(f"saved{brought}, {told}; {clean_line(opened.path.name)}")
        if screen.pane(LOG) is not None:
            screen.load_log()

    in_background(screen, lambda: commit([opened.path], decision_message(opened.decision)), done, all_count=True)


def toggle_commits(screen: Workbench) -> None:
    """Turn committing what is saved on or off, for this account."""
    try:
        on = screen.workbench.remember_commits()
    except WorkbenchError as problem:
        screen.tell(f"not remembered: {problem.brief}", bad=True)
    else:
        told = "each save and review is committed to git from now on, and never pushed"
        screen.tell(told if on else "nothing is committed by itself any more")


def _offer_superseding(screen: Workbench, problem: Frozen) -> None:
    """It was accepted, and what it rested on was changed: a new decision takes its place, or the change goes."""
    changed = ", ".join(problem.fields)
    items = [
        Item("supersede", "save it as a new decision that supersedes this one", "", "s"),
        Item("take-back", f"take back {changed}, save the rest", f"{key_of('undo')} brings it back", "t"),
        Item("stay", "go back", "the draft is kept", "b"),
    ]
    stored = screen.session.stored

    def picked(what: str) -> None:
        if what == "supersede":
            supersede(screen)
        elif what == "take-back":
            screen.update(screen.session.changed(thawed(stored, screen.session.committed)))
            save(screen)

    lines = [f"Not saved: it is {stored.status}, and {changed} stays as it was."]
    screen.open_sheet(Picker("What a decision rested on is frozen", items, picked, lines=lines))


def ask_unsaved(screen: Workbench, go_on: Callable[[], None]) -> None:
    """Something unsaved would be left: save it, keep it as a draft, or stay."""
    items = [
        Item("save", "save it first", key="s"),
        Item("draft", "leave it as a draft", "it is offered at the next start", "d"),
        Item("discard", "throw it away", "for good; what is saved stays as it is", "x"),
        Item("stay", "stay here", key="h"),
    ]

    def picked(what: str) -> None:
        if what == "save":
            screen.app.call_later(_save_then, screen, go_on)
        elif what == "discard":
            screen.desk.discard(screen.session)
            go_on()
        elif what == "draft" and screen.keep_draft():
            screen.desk.leave_draft()
            go_on()

    screen.open_sheet(Picker("Something is unsaved", items, picked))


async def _save_then(screen: Workbench, go_on: Callable[[], None]) -> None:
    await screen.action_save()
    if not screen.session.unsaved:
        go_on()
    elif screen.session.pending:
        half = _half_typed(screen.session)
        told = f"mend or leave as a draft what is half typed: {half}" if half else _waiting(screen.session)
        screen.tell(f"saved; {told}", bad=bool(half))
