"""Widgets that come and go while the page under them stays."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.geometry import Region
from textual.reactive import Reactive
from textual.strip import Strip
from textual.widgets import Input

if TYPE_CHECKING:
    from textual.widget import Widget as _Base
else:
    # Textual takes styles and keys from the first base that is a widget: this one must not be it.
    _Base = object


class Fleeting(_Base):
    """A mixin for a field that is removed while its neighbours are painted; its cursor does not blink.

    Textual 8.2.8 drops a removed widget's component styles before the next layout takes it off the page; a repaint in
    between asks the widget for its lines, and an input or text area then raises KeyError.
    """

    cursor_blink = Reactive(False)
    """A blinking cursor sends bytes over SSH for as long as someone thinks."""

    def render_lines(self, crop: Region) -> list[Strip]:
        """Return the lines, blank once removed."""
        if not self.is_attached:
            return [Strip.blank(crop.width)] * crop.height
        return super().render_lines(crop)


class Line(Fleeting, Input):
    """A line of text to type into, on a sheet."""
