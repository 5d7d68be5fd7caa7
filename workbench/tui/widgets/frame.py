"""The rows that stay: tabs, verdict line, keys."""

from __future__ import annotations

from collections.abc import Sequence

from textual import events
from textual.message import Message

from workbench.core.advice.verdict_line import Slot
from workbench.core.text import columns
from workbench.plot.rows import Span
from workbench.tui.bound import key_of, key_span
from workbench.tui.lines import fit, size, span, spread
from workbench.tui.view import View
from workbench.tui.widgets.rows import Rows

PANES = ("Questions", "Costs", "Evidence", "Decision", "Log")


class Tabs(Rows):
    """Row 1: the panes with their keys, and the decision's title."""

    DEFAULT_CSS = "Tabs { height: 1; }"

    class Picked(Message):
        """A tab was clicked; `number` counts from 1."""

        def __init__(self, number: int) -> None:
            super().__init__()
            self.number = number

    def draw(self, active: int, view: View) -> None:
        """Show the tabs, the `active` one (from 1) reversed."""
        wide = self.size.width >= 110
        left = [span(" ")]
        for number, name in enumerate(PANES, start=1):
            key = key_of(f"pane.{name.lower()}")
            if number == active:
                left.append(span(f" {key} {name} ", "strong+tab"))
            else:
                left += [span(f" {key}", "accent"), span(f" {name} ", "muted")]
        title = view.decision.title or "New decision"
        right = [span("● ", "warn")] if view.session.unsaved else []
        right.append(span(title, "strong" if view.decision.title else "muted"))
        if wide:
            status = view.decision.status + (", unsaved" if view.session.unsaved else "")
            right.append(span(f"  {status}", "muted"))
        # The tabs stand whole, the title gives way.
        room = self.size.width - size(left) - 4
        self.show([spread(left, [span("  "), *_cut(right, room), span(" ")], self.size.width)])

    def on_click(self, event: events.Click) -> None:
        """Switch to the tab under the mouse."""
        x = 1
        for number, name in enumerate(PANES, start=1):
            width = columns(f" {key_of(f'pane.{name.lower()}')} {name} ")
            if x <= event.x < x + width:
                self.post_message(self.Picked(number))
            x += width


SIGNS = {"decided": span("◆", "good"), "undecided": span("◇", "warn"), "vetoed": span("■", "bad")}


def was_told(requests: str) -> tuple[str, ...]:
    """Return what the break-even was before the last edit, the longest words first."""
    was = f"was {requests} request{'' if requests == '1' else 's'}"
    return f"break-even {was}", f"break-even was {requests}", f"was {requests} req"


class VerdictLine(Rows):
    """Row 2: what everything put in so far says; the same on every pane."""

    DEFAULT_CSS = "VerdictLine { height: 1; }"

    def draw(self, view: View) -> None:
        """Show the verdict; the first slot that does not fit ends the line, nothing is cut inside a word."""
        verdict, width = view.verdict, self.size.width
        sign = SIGNS[verdict.sign]
        sign = span(f" {sign.text} ", f"{sign.role}+bar")
        left = [sign, span(verdict.headline, "strong+bar")]
        first = verdict.slots[0] if verdict.slots else Slot("")
        ends = was_told(view.was) if view.was else (verdict.flips, verdict.flips_short)
        beside = size(left) + 3 + columns(first.text)
        right = next((end for end in ends if beside + columns(end) <= width), ends[-1])
        room = width - (columns(right) + 3 if right else 1)
        if size(left) + columns(first.short or first.text) + 3 > room:
            right, room = "", width - 1
        for slot in verdict.slots:
            text = slot.text if size(left) + 3 + columns(slot.text) <= room else slot.short
            if not text or size(left) + 3 + columns(text) > room:
                break
            left += [span(" · ", "muted+bar"), span(text, f"{slot.tone}+bar")]
        tail = [span(f"{right} ", "muted+bar")]
        self.show([(*fit(left, width - size(tail), "text+bar"), *fit(tail, size(tail)))])


def help_hint() -> list[Span]:
    """Return what stands at the right end of the last row."""
    return [key_span("help"), span(" help ", "muted")]


class KeyLine(Rows):
    """The last row: the keys that help now, most useful first; what does not fit is left out whole."""

    DEFAULT_CSS = "KeyLine { height: 1; }"

    class Pressed(Message):
        """A key was clicked; `key` is what stands there."""

        def __init__(self, key: str) -> None:
            super().__init__()
            self.key = key

    def __init__(self, *, id: str) -> None:
        super().__init__(id=id)
        self._places: list[tuple[int, int, str]] = []
        """Columns of each key and its word: the first, the one after the last, the key."""

    def on_click(self, event: events.Click) -> None:
        """Do what the key under the mouse does."""
        for start, end, key in self._places:
            if start <= event.x < end:
                self.post_message(self.Pressed(key))

    def draw(self, keys: Sequence[tuple[str, str]], message: str = "", bad: bool = False) -> None:
        """Show keys with their words, or a message in their place."""
        width = self.size.width
        helps = help_hint()
        self._places = [(width - size(helps), width, key_of("help"))]
        left: list[Span] = [span(" ")]
        if message:
            left.append(span(message, "bad" if bad else "good"))
            self.show([spread(left, helps, width)])
            return
        for key, word in keys:
            needed = columns(key) + 1 + columns(word)
            if size(left) + needed + 4 + size(helps) > width:
                break
            if len(left) > 1:
                left.append(span("   "))
            self._places.append((size(left), size(left) + needed, key))
            left += [span(key, "key"), span(f" {word}", "muted")]
        self.show([spread(left, helps, width)])


def _cut(spans: Sequence[Span], width: int) -> Sequence[Span]:
    return spans if size(spans) <= width else fit(spans, max(0, width))
