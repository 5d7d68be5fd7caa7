"""Updates that send only the cells that changed, and their codes once.

Textual 8.2.8 crops the line of a partial update at its right end alone (`ChopsUpdate.render_segments` starts every span
at the left edge of its widget), so a change in column 70 sends columns 0 to 70, once for each changed run of the line.
"""

from __future__ import annotations

from typing import Any

from rich.color import ColorSystem
from rich.console import COLOR_SYSTEMS, Console, RenderableType
from rich.control import Control
from textual._compositor import ChopsUpdate, Compositor, LayoutUpdate
from textual.screen import Screen

from workbench.tui.widgets.anchored import anchored
from workbench.tui.widgets.pen import Pen


class ExactUpdate(ChopsUpdate):
    """An update that starts at the first cell of a span, not at the widget's."""

    def render_segments(self, console: Console) -> str:
        """Return what to write to the terminal."""
        pen = _pen(console)
        written: list[str] = []
        for y, x1, x2 in self.spans:
            for end, (x, strip) in zip(self.chop_ends[y], self.chops[y].items(), strict=True):
                first, last = max(x, x1), min(end, x2)
                if strip is None or first >= last:
                    continue
                piece = strip if (first, last) == (x, end) else strip.crop(first - x, last - x)
                written.append(Control.move_to(first, y).segment.text)
                written.append(anchored(pen.write(piece), first, y))
        return "".join([*written, pen.lift()])


class WholeUpdate(LayoutUpdate):
    """An update of the whole screen, its codes written once and not for every run."""

    def render_segments(self, console: Console) -> str:
        """Return what to write to the terminal."""
        pen = _pen(console)
        written: list[str] = []
        for y, line in enumerate(self.strips, self.region.y):
            written.append(Control.move_to(self.region.x, y).segment.text)
            written.append(anchored("".join([pen.write(strip) for strip in line]), self.region.x, y))
        return "".join([*written, pen.lift()])


def _pen(console: Console) -> Pen:
    return Pen(COLOR_SYSTEMS[console.color_system] if console.color_system is not None else ColorSystem.TRUECOLOR)


class ExactCompositor(Compositor):
    """Textual's compositor, its partial updates exact.

    While it is `held` nothing is drawn, and nothing of what has to be drawn is forgotten.
    """

    held = False

    def render_update(
        self, full: bool = False, screen_stack: list[Screen[Any]] | None = None, simplify: bool = False
    ) -> RenderableType | None:
        """Return the update for what is dirty, or None."""
        return None if self.held else super().render_update(full, screen_stack, simplify)

    def render_full_update(self, simplify: bool = False) -> LayoutUpdate:
        """Return the update for all there is."""
        update = super().render_full_update(simplify)
        return update if simplify else WholeUpdate(update.strips, update.region)

    def render_partial_update(self) -> ChopsUpdate | None:
        """Return the update for what is dirty, or None."""
        update = super().render_partial_update()
        return update and ExactUpdate(update.chops, update.spans, update.chop_ends)


def send_exactly(screen: Screen[Any]) -> None:
    """Make a screen send only changed cells; call it in the screen's ``__init__``, after Textual's own."""
    screen._compositor = ExactCompositor()


def hold(screen: Screen[Any], held: bool) -> None:
    """Send nothing of a screen until it is let go: a page that is still empty is not worth its bytes over SSH."""
    if isinstance(screen._compositor, ExactCompositor) and screen._compositor.held is not held:
        screen._compositor.held = held
        if not held:
            # Not `refresh`: where the page has still to be laid out as well, it would be sent twice.
            screen._dirty_widgets.add(screen)
            screen.check_idle()


def is_exact(screen: Screen[Any]) -> bool:
    """Return whether a screen sends exactly what is refreshed, so that several runs of a line are worth it."""
    return isinstance(screen._compositor, ExactCompositor)
