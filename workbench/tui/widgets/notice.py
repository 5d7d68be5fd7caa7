"""A message that is longer than the last row: whole, over the last rows of the pane, as long as it is told."""

from __future__ import annotations

from workbench.core.text import clip, columns, wrap
from workbench.tui.lines import fit, span, spread
from workbench.tui.widgets.frame import help_hint
from workbench.tui.widgets.rows import Rows

MOST = 4
"""Rows of a message; of a longer one the middle is left out: its start says what, its end how to mend it."""
_BESIDE = 10
"""Columns of what stands beside a message in the last row."""


class Notice(Rows):
    """Lies over the page and moves nothing of it."""

    DEFAULT_CSS = "Notice { display: none; layer: notice; position: absolute; width: 100%; }"

    def tell(self, message: str, bad: bool, width: int, height: int) -> None:
        """Show a message on a screen of `width` columns and `height` rows; a `bad` one in its colour."""
        lines = lines_of(message, width)
        self.styles.height = len(lines) + 1
        self.styles.offset = (0, height - len(lines) - 1)
        self.display = True
        role = "bad" if bad else "good"
        rows = [fit([span(" "), span(line, role)], width) for line in lines]
        rows[-1] = spread([span(" "), span(lines[-1], role)], help_hint(), width)
        self.show([fit([span("─" * width, "rule")], width), *rows])


def is_long(message: str, width: int) -> bool:
    """Whether a message does not fit the last row."""
    return columns(message) > width - _BESIDE


def rows_over(message: str, width: int) -> int:
    """Return the rows at the end of the screen that a message takes, with the rule over it."""
    return len(lines_of(message, width)) + 1


def lines_of(message: str, width: int) -> list[str]:
    """Return a message wrapped to at most `MOST` lines that leave room for what stands beside the last one."""
    room = max(8, width - _BESIDE)
    lines = wrap(message, room)
    if len(lines) <= MOST:
        return lines
    first, last = lines[: MOST // 2], lines[-(MOST - MOST // 2) :]
    first[-1] = f"{clip(first[-1], room - 2).removesuffix('…').rstrip()} …"
    return [*first, *last]
