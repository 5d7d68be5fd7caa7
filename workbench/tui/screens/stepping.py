"""A step in the life of the open decision: an edit like any other, written with the next save."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.core.record.decision import with_value
from workbench.core.record.lifecycle import WAS_ACCEPTED, check_life, next_steps, successors
from workbench.errors import Frozen, ValueProblem, WorkbenchError
from workbench.tui.bound import key_of

if TYPE_CHECKING:
    from workbench.core.record.status import Status
    from workbench.tui.screens.main import Workbench


def why_not(screen: Workbench, status: str) -> ValueProblem | None:
    """Return why the open decision cannot take a status; None where it can."""
    committed = screen.session.committed
    try:
        check_life(screen.session.stored, with_value(committed, ("status",), status))
    except Frozen:
        # Saving asks what is to become of the changes.
        return None
    except ValueProblem as problem:
        return problem
    return None


def _replaced(screen: Workbench, status: str) -> ValueProblem | None:
    """Return why a decision is not taken up again: another one is in force in its place."""
    stored = screen.session.stored
    if status != "accepted" or stored.status not in WAS_ACCEPTED or not stored.id:
        return None
    from workbench.store.summaries import summaries

    try:
        rows = [row for part in summaries(screen.desk.saved, screen.today) for row in part.rows]
    except WorkbenchError:
        return None
    found = successors(row.summary for row in rows if row.summary is not None).get(stored.id)
    told = f"it was superseded by {', '.join(found or ())}"
    return ValueProblem("another took its place", told, "supersede that one in its turn", "status") if found else None


def offered(screen: Workbench, status: Status, again: bool) -> bool:
    """Whether a status may follow the one at hand, as a first step or as one back to it."""
    back = status == "accepted" and screen.session.stored.status in WAS_ACCEPTED
    return back == again and status in next_steps(screen.session.stored, screen.session.committed.status)


def take(screen: Workbench, status: str) -> None:
    """Give the open decision a status, or say why not."""
    problem = why_not(screen, status) or _replaced(screen, status)
    if problem is not None:
        screen.tell(problem, bad=True)
        return
    screen.confirm(("status",), status)
    if screen.session.committed.status == status:
        screen.tell(f"{status}, not saved yet: {key_of('save')} saves it, {key_of('undo')} takes it back")
