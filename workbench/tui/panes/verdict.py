"""The verdict with what speaks for and against it; each sentence leads to where it comes from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textual.binding import Binding

from workbench.core.reasons import Reason
from workbench.core.text import columns, wrap
from workbench.plot.rows import Row
from workbench.tui.lines import fit, selected, span, spread
from workbench.tui.panes.base import ask
from workbench.tui.panes.card import heading
from workbench.tui.view import View
from workbench.tui.widgets.frame import SIGNS
from workbench.tui.widgets.section import Section

_FIRST = 3


@dataclass(frozen=True, slots=True)
class Source:
    """A sentence of the verdict: the rows it stands on, and what it comes from."""

    row: int
    height: int
    reason: Reason


def verdict_rows(view: View, width: int, wide: bool) -> tuple[list[Row], list[Source]]:
    """Return the verdict with what speaks for and against it, and where its sentences stand."""
    verdict = view.verdict
    rows: list[Row] = [()] if wide else []
    sources: list[Source] = []
    sign = SIGNS[verdict.sign]
    answered = f"{len(view.path.steps)} answered" + (f", {verdict.founded} from evidence" if verdict.founded else "")
    rows.append(fit([span(f"  {sign.text} ", sign.role), span(verdict.headline, "strong")], width))
    rows.append(fit([span(f"    {answered}", "muted")], width))
    if verdict.advised not in {verdict.approach, "undecided"}:
        rows.append(fit([span("    advice: ", "warn"), span(verdict.advice, "strong")], width))
    for title, sign_, role, reasons in _parts(view, wide):
        if reasons:
            rows += [(), heading(title, width)] if wide else [fit([span(f"  {title}", "label")], width)]
        for reason in reasons:
            told = reason_rows(reason, sign_, role, width, wide and sign_ != "○")
            sources.append(Source(len(rows), len(told), reason))
            rows += told
    if verdict.flips:
        rows += [()] if wide else []
        label = "Flips" if verdict.flips.startswith("flips ") else "Next"
        rows.append(fit([span(f"  {label:<9}", "label"), span(verdict.flips.removeprefix("flips "), "warn")], width))
    return rows, sources


def _parts(view: View, wide: bool) -> list[tuple[str, str, str, Sequence[Reason]]]:
    """Return the verdict's parts: title, sign, the sign's role, sentences."""
    verdict = view.verdict
    vetoes = [Reason(veto.text, veto.place, veto.question) for veto in verdict.vetoes]
    # On a small screen what speaks against comes into sight before all that speaks for it.
    folds = not wide and len(verdict.because) > _FIRST + 1 and bool(verdict.against or verdict.missing)
    first = _FIRST if folds else len(verdict.because)
    turns = [Reason(f"{t.short} {t.label.lower()} ▷ {t.headline}", "Questions", t.question) for t in verdict.tips]
    return [
        ("Vetoes", "■", "bad", vetoes),
        ("Because", "+", "good", verdict.because[:first]),
        ("Against", "-", "bad", verdict.against),
        ("Missing", "?", "warn", verdict.missing),
        ("Because, too", "+", "good", verdict.because[first:]),
        ("What would change it", "○", "muted", turns if wide else []),
    ]


def reason_rows(reason: Reason, sign: str, role: str, width: int, wide: bool) -> list[Row]:
    """Return a reason wrapped beside its sign; on a wide screen with the pane it comes from at the right edge."""
    place = f" {reason.place} " if wide else ""
    first, *more = wrap(reason.text, max(8, min(72, width - 6 - columns(place)))) or [""]
    head = [span(f"  {sign} ", role), span(first)]
    rows = [spread(head, [span(place, "muted")], width) if place else fit(head, width)]
    return rows + [fit([span(f"    {line}")], width) for line in more]


class VerdictSection(Section):
    """The verdict; arrows go from sentence to sentence, enter to where the one under the cursor comes from."""

    BINDINGS = [
        Binding("up", "move(-1)", "move", key_display="↑↓"),
        Binding("down", "move(1)", show=False),
        Binding("enter", "source", "source"),
        Binding("pageup", "scroll(-8)", show=False),
        Binding("pagedown", "scroll(8)", show=False),
    ]

    def __init__(self, title: str, *, id: str) -> None:
        super().__init__(title, id=id)
        self._plain: Sequence[Row] = ()
        self._sources: Sequence[Source] = ()
        self._names_place = False
        self._at = 0
        self._wanted: int | None = None

    def lay(self, rows: Sequence[Row], sources: Sequence[Source], names_place: bool) -> None:
        """Show the verdict; `names_place` says the place of the sentence under the cursor in the rule."""
        self._plain, self._sources, self._names_place = rows, sources, names_place
        self._at = max(0, min(self._at, len(sources) - 1))
        self.draw_again()

    @property
    def cursor(self) -> Source | None:
        """The sentence under the cursor; None while another section has the focus."""
        return self._sources[self._at] if self.has_focus and self._sources else None

    def draw_again(self) -> None:
        """Show or hide the cursor with the focus."""
        body, at = list(self._plain), self.cursor
        note = []
        if at is not None:
            for row in range(at.row, at.row + at.height):
                body[row] = selected(body[row], bar=row == at.row)
            if self._names_place:
                note = [span("enter", "key"), span(f" {at.reason.place}", "muted")]
        self.fill(body, note=note, keep=self._wanted if at is not None else None)

    def _go(self, to: int) -> None:
        """Put the cursor on a sentence, all its rows in sight; at either end what stands before and after it too."""
        down = to > self._at
        self._at = to
        at = self._sources[to]
        first, last = at.row, at.row + at.height - 1
        if to == 0 and last < self.room:
            first = 0
        if to == len(self._sources) - 1 and len(self._plain) - first <= self.room:
            last = len(self._plain) - 1
        self._wanted = last if down else first
        self.draw_again()

    def action_move(self, by: int) -> None:
        """To the next sentence; where there is none, move the verdict under the window."""
        if self._sources:
            self._go(max(0, min(self._at + by, len(self._sources) - 1)))
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
        for index, source in enumerate(self._sources):
            if source.row <= message.row < source.row + source.height:
                if index == self._at and self.has_focus:
                    self.action_source()
                else:
                    self._go(index)
