"""A section to read: arrows and pages move it under its window."""

from __future__ import annotations

from workbench.tui.bound import bind
from workbench.tui.widgets.section import Section


class Scrolled(Section):
    """Something longer than its window."""

    BINDINGS = [
        bind("list.up", "scroll(-1)", "scroll"),
        bind("list.down", "scroll(1)"),
        bind("list.page-up", "scroll(-8)"),
        bind("list.page-down", "scroll(8)"),
        bind("list.first", "scroll(-100000)"),
        bind("list.last", "scroll(100000)"),
    ]
