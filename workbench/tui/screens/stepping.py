"""A step in the life of the open decision: an edit like any other, written with the next save."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.core.decision import with_value
from workbench.core.lifecycle import check_life, next_steps
from workbench.errors import Frozen, ValueProblem
from workbench.tui.bound import key_of

if TYPE_CHECKING:
    from workbench.core.status import Status
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


def offered(screen: Workbench, status: Status) -> bool:
    """Whether a status may follow the one at hand."""
    return status in next_steps(screen.session.stored, screen.session.committed.status)


def take(screen: Workbench, status: str) -> None:
    """Give the open decision a status, or say why not."""
    problem = why_not(screen, status)
    if problem is not None:
        screen.tell(problem, bad=True)
        return
    screen.confirm(("status",), status)
    if screen.session.committed.status == status:
        screen.tell(f"{status}, not saved yet: {key_of('save')} saves it, {key_of('undo')} takes it back")
