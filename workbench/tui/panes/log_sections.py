"""The sections of the Log pane: the list, and the preview of the decision under its cursor."""

from __future__ import annotations

from typing import Protocol, runtime_checkable

from workbench.tui.bound import bind
from workbench.tui.widgets.scrolled import Scrolled
from workbench.tui.widgets.section import Section


@runtime_checkable
class Log(Protocol):
    """The pane, as its sections know it."""

    def open(self) -> None:
        """Open the decision under the cursor."""

    def move(self, by: int) -> None:
        """Move the cursor by rows."""


def log(section: Section) -> Log:
    """Return the pane a section stands in."""
    return next(node for node in section.ancestors if isinstance(node, Log))


class LogList(Section):
    """The list; arrows move, enter opens."""

    BINDINGS = [
        bind("log.open", "open", "open"),
        bind("list.up", "move(-1)"),
        bind("list.down", "move(1)"),
        bind("list.first", "move(-100000)"),
        bind("list.last", "move(100000)"),
        bind("list.page-up", "move(-10)"),
        bind("list.page-down", "move(10)"),
    ]

    def action_open(self) -> None:
        """Open the decision under the cursor."""
        log(self).open()

    def action_move(self, by: int) -> None:
        """Move the cursor."""
        log(self).move(by)


class Preview(Scrolled):
    """What the decision under the cursor says."""

    BINDINGS = [bind("log.open", "open", "open")]

    def action_open(self) -> None:
        """Open the decision shown."""
        log(self).open()
