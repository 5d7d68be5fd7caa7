"""The verdict with what speaks for and against it; each sentence leads to where it comes from."""

from __future__ import annotations

from collections.abc import Sequence

from workbench.core.text import columns
from workbench.plot.rows import Row, Span
from workbench.tui.bound import bind, key_span
from workbench.tui.lines import selected, span
from workbench.tui.panes.base import ask
from workbench.tui.panes.verdict_rows import Laid, Source, Told, lay
from workbench.tui.widgets.section import Section


class VerdictSection(Section):
    """The verdict; arrows go from sentence to sentence, enter to where the one under the cursor comes from."""

    BINDINGS = [
        bind("list.up", "move(-1)", "move"),
        bind("list.down", "move(1)"),
        bind("decision.source", "source", "source"),
        bind("decision.all", "all", "all"),
        bind("list.page-up", "scroll(-8)"),
        bind("list.page-down", "scroll(8)"),
    ]

    def __init__(self, title: str, *, id: str) -> None:
        super().__init__(title, id=id)
        self._told: Told | None = None
        self._laid = Laid([], [], False)
        self._note = ""
        self._at = 0
        self._whole = False
        self._wanted: int | None = None

    def tell(self, told: Told, note: str) -> None:
        """Show a verdict, from its first row where it is another one; the `note` stands in the rule without a focus."""
        if self._told is None or told.parts != self._told.parts:
            self.to_top()
        self._told, self._note = told, note
        self.draw_again()

    def to_top(self) -> None:
        """Forget the cursor and where the body was scrolled to, and what was unfolded."""
        super().to_top()
        self._at, self._wanted, self._whole = 0, None, False

    @property
    def sources(self) -> Sequence[Source]:
        """The sentences shown, and where they stand."""
        return self._laid.sources

    @property
    def cursor(self) -> Source | None:
        """The sentence under the cursor; None while another section has the focus."""
        return self.sources[self._at] if self.has_focus and self.sources else None

    def draw_again(self) -> None:
        """Show or hide the cursor with the focus."""
        if self._told is None or not self.size.width:
            return
        at = self._at if self.has_focus else None
        self._laid = lay(self._told, self.inner_width, self.room, self._whole, at)
        self._at = max(0, min(self._at, len(self.sources) - 1))
        body: list[Row] = list(self._laid.rows)
        cursor = self.cursor
        if cursor is not None:
            for row in range(cursor.row, cursor.row + cursor.height):
                body[row] = selected(body[row], bar=row == cursor.row)
        # Without the focus its first row is what is wanted; nobody sees where it was read to.
        keep = self._wanted if cursor is not None else None if self._whole and self.has_focus else 0
        self.fill(body, note=self._in_rule(cursor), keep=keep)

    def _in_rule(self, cursor: Source | None) -> Sequence[Span]:
        """What stands in the rule: the place of the sentence under the cursor, and how to see all of them."""
        if cursor is None:
            told = self._note
            if self._laid.folded and self.size.width < columns(self.title + told) + 18:
                told = told.partition(",")[0]
            keys = (
                [span("   ", "muted"), key_span("decision.verdict"), span(" reads", "muted")]
                if self._laid.folded
                else []
            )
            return [span(told, "muted"), *keys]
        note = (
            []
            if self._told is None or self._told.wide
            else [key_span("decision.source"), span(f" {cursor.reason.place}", "muted")]
        )
        if self._laid.folded or self._whole:
            note += [
                span("   " if note else "", "muted"),
                key_span("decision.all"),
                span(" fewer" if self._whole else " all", "muted"),
            ]
        return note

    def on_resize(self) -> None:
        """Choose anew what is in sight."""
        super().on_resize()
        self.draw_again()

    def _go(self, to: int) -> None:
        """Put the cursor on a sentence, all its rows in sight; at either end what stands before and after it too."""
        down = to > self._at
        self._at, self._wanted = to, None
        self.draw_again()
        at = self.sources[to]
        first, last = at.row, at.row + at.height - 1
        if to == 0 and last < self.room:
            first = 0
        if to == len(self.sources) - 1 and len(self._laid.rows) - first <= self.room:
            last = len(self._laid.rows) - 1
        self._wanted = last if down else first
        self.draw_again()

    def action_all(self) -> None:
        """Show every sentence, or as many as are in sight."""
        at = self.cursor
        self._whole = not self._whole
        self.draw_again()
        reasons = [source.reason for source in self.sources]
        if at is not None:
            self._go(reasons.index(at.reason) if at.reason in reasons else 0)

    def action_move(self, by: int) -> None:
        """To the next sentence; where there is none, move the verdict under the window."""
        if self.sources:
            self._go(max(0, min(self._at + by, len(self.sources) - 1)))
        else:
            self.scroll_rows(by)

    def action_scroll(self, by: int) -> None:
        """Move the verdict under the window."""
        self._wanted = None
        self.scroll_rows(by)

    def action_source(self) -> None:
        """Go to where the sentence under the cursor comes from."""
        if (at := self.cursor) is not None:
            ask(self, "source", f"{at.reason.place}={at.reason.question}")

    def on_section_clicked(self, message: Section.Clicked) -> None:
        """A click puts the cursor on a sentence, a second one goes where it comes from."""
        message.stop()
        for index, source in enumerate(self.sources):
            if source.row <= message.row < source.row + source.height:
                if index == self._at and self.has_focus:
                    self.action_source()
                else:
                    self._go(index)
