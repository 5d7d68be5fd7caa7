"""The sheet on which one decision is reviewed: the verdict on a key, a note, and readings held against their limits."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding
from textual.widget import Widget

from workbench.core.amounts import parse, point
from workbench.core.decision import Decision
from workbench.core.standing import Standing
from workbench.core.triggers import OnMetric, parse_trigger
from workbench.core.words import distance
from workbench.errors import ValueProblem, WorkbenchError
from workbench.plot.rows import Row
from workbench.tui.lines import fit, span
from workbench.tui.panes.states import SIGNS
from workbench.tui.widgets.form import Cell, Form
from workbench.tui.widgets.sheets import TALLEST, Raises, Sheet

VERDICTS = {"k": "keep", "r": "reopen", "a": "approve", "m": "comment"}
_X = 11
_NAME = 27
_FIGURE = 13
_ANYWAY = 6
"""Rows of the sheet beside its readings: the rule, verdict, by, note, the day, a heading."""


@dataclass(frozen=True)
class Written:
    """What stands on the sheet.

    Args:
        verdict: keep, reopen, approve or comment; empty where none was picked.
        by, note, review_by: As typed.
        readings: Metric to what is typed.
    """

    verdict: str = ""
    by: str = ""
    note: str = ""
    review_by: str = ""
    readings: Mapping[str, str] = field(default_factory=dict)

    def as_text(self) -> str:
        """Return it as text that `from_text` reads again; empty where nothing is typed."""
        typed = {name: text for name, text in self.readings.items() if text}
        if not (self.verdict or self.note or self.review_by or typed):
            return ""
        return json.dumps([self.verdict, self.note, self.review_by, typed])

    @classmethod
    def from_text(cls, text: str, by: str) -> Written:
        """Return what `as_text` wrote, with who reviews; nothing of an empty text."""
        if not text:
            return cls(by=by)
        verdict, note, review_by, readings = json.loads(text)
        return cls(verdict, by, note, review_by, readings)

    @property
    def figures(self) -> dict[str, Decimal]:
        """The readings typed.

        Raises:
            ValueProblem: One of them is no number.
        """
        return {name: point(parse(text, "number", name)) for name, text in self.readings.items() if text.strip()}

    @property
    def day(self) -> date | None:
        """The day to look again; None where none is typed.

        Raises:
            ValueProblem: It is no day.
        """
        if not self.review_by.strip():
            return None
        try:
            return date.fromisoformat(self.review_by.strip())
        except ValueError:
            raise ValueProblem("not a day", self.review_by, "write it like 2027-02-01", "review_by") from None


@dataclass(frozen=True, slots=True)
class Review:
    """One decision to be reviewed.

    Args:
        decision: As it was read; an approval is bound to it.
        held: Returns where it stands with readings that are typed.
        today: The day; a reading typed here is of today.
        place: Where it stands in the queue, for instance ``2 of 5``; empty outside of one.
        since: What has changed since it was decided, a sentence each.
    """

    decision: Decision
    held: Callable[[Mapping[str, Decimal]], Standing]
    today: date
    place: str = ""
    since: Sequence[str] = ()


class ReviewForm(Form):
    """The fields; a letter picks the verdict whenever no text cursor is shown."""

    BINDINGS = [Binding("ctrl+s", "write", "write the entry", key_display="^s")]

    def action_next_cell(self) -> None:
        """To the next cell; past the last one to the first: what is under the sheet keeps its own."""
        if not self._step(1) and self.cells:
            self.go_to(self.cells[0].path)

    def action_previous_cell(self) -> None:
        """To the cell before; before the first one to the last."""
        if not self._step(-1) and self.cells:
            self.go_to(self.cells[-1].path)

    def on_key(self, event: events.Key) -> None:
        """Pick the verdict, and go on to the note."""
        verdict = VERDICTS.get(event.character or "")
        sheet = self.parent
        if verdict is not None and self.editor is None and isinstance(sheet, ReviewSheet):
            event.stop()
            event.prevent_default()
            sheet.pick(verdict)

    def action_write(self) -> None:
        """Write what stands here."""
        sheet = self.parent
        if isinstance(sheet, ReviewSheet):
            sheet.write()


class ReviewSheet(Sheet):
    """Args:
    review: What is reviewed.
    start: What stands on it first.
    done: Called with what was written; returns what is wrong with it, or an empty string.
    skipped: Goes on to the next decision of a queue; None outside of one.
    """

    BINDINGS = [Binding("x", "skip", "skip")]

    def __init__(
        self,
        review: Review,
        start: Written,
        done: Callable[[Written], str],
        skipped: Callable[[], None] | None = None,
    ) -> None:
        super().__init__()
        self._review, self._done, self._skipped = review, done, skipped
        self.written = start
        self._problem, self._handed_over = "", False
        self._asked = asked_metrics(review.decision)
        rows = _ANYWAY + max(1, len(self._asked)) + min(2, len(review.since))
        self.styles.height = min(TALLEST, rows)

    @property
    def title(self) -> str:
        """Set into the rule; what is typed and closed stands under it the next time."""
        return f"Review {self._review.decision.title or self._review.decision.id}"

    def compose(self) -> ComposeResult:
        yield ReviewForm(self.title, id="sheet-list")

    @property
    def _form(self) -> ReviewForm:
        return self.query_one("#sheet-list", ReviewForm)

    @property
    def first_focus(self) -> Widget:
        """The form."""
        return self._form

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Only a queue has something to skip to."""
        return action != "skip" or self._skipped is not None

    def pick(self, verdict: str) -> None:
        """Take a verdict; the cursor goes to the note."""
        self.written = replace(self.written, verdict=verdict)
        self._problem = ""
        self.draw()
        self._form.go_to(("note",))
        self.call_next(self._form.action_edit)

    def on_form_typed(self, message: Form.Typed) -> None:
        """Every key shows what a reading would mean."""
        message.stop()
        self._take(message.path, message.text)

    def on_form_confirmed(self, message: Form.Confirmed) -> None:
        """A field was left."""
        message.stop()
        self._take(message.path, message.text)

    def on_form_restored(self, message: Form.Restored) -> None:
        """A field was left with escape: what stood there first."""
        message.stop()
        cell = next((cell for cell in self._form.cells if cell.path == message.path), None)
        self._take(message.path, cell.text if cell is not None else "")

    def on_form_moved(self, message: Form.Moved) -> None:
        """The cursor moved within the sheet: nothing to tell the screen."""
        message.stop()

    def _take(self, path: tuple[str, ...], text: str) -> None:
        self._problem = ""
        if path[0] == "reading":
            self.written = replace(self.written, readings={**self.written.readings, path[1]: text})
        else:
            self.written = _with_text(self.written, path[0], text)
        self.draw()

    def draw(self) -> None:
        """Lay the fields, and where each trigger stands with what is typed."""
        form = self._form
        rows, cells = review_rows(self._review, self.written, self._asked, self._problem, form.inner_width)
        place = f"{self._review.place}, " if self._review.place else ""
        # What is being typed is not to be laid under the cursor as the old value.
        editing = form.editor.path if form.editor is not None and not form.editor.left else None
        kept = {cell.path: cell.text for cell in form.cells}
        grid = [[replace(c, text=kept.get(c.path, c.text)) if c.path == editing else c for c in line] for line in cells]
        form.lay(rows, grid, f"{place}esc closes, nothing is lost")

    def write(self) -> None:
        """Hand over what stands here; stay open when something is wrong with it."""
        self._problem = self._wrong() or self._done(self.written)
        if self._problem:
            self.draw()
        else:
            self._handed_over = True
            self.leave()

    def _wrong(self) -> str:
        try:
            figures, _ = self.written.figures, self.written.day
        except WorkbenchError as problem:
            return problem.brief
        if not self.written.verdict and not figures:
            return "a verdict is needed: k keep, r reopen, a approve, m comment; or a reading"
        return ""

    def keep(self) -> None:
        """What was typed stands there again the next time."""
        if isinstance(self.screen, Raises) and not self._handed_over:
            self.screen.unfinished[self.title] = self.written.as_text()

    def action_skip(self) -> None:
        """To the next decision of the queue, without an entry."""
        self.leave(self._skipped)


def _with_text(written: Written, name: str, text: str) -> Written:
    match name:
        case "by":
            return replace(written, by=text)
        case "note":
            return replace(written, note=text)
        case _:
            return replace(written, review_by=text)


def asked_metrics(decision: Decision) -> list[str]:
    """Return the metrics that a decision's triggers ask about, then the others it tracks."""
    asked = []
    for trigger in decision.trigger.values():
        try:
            condition = parse_trigger(trigger.when)
        except ValueProblem:
            continue
        if isinstance(condition, OnMetric):
            asked.append(condition.metric)
    return list(dict.fromkeys([*asked, *decision.metric]))


def review_rows(
    review: Review, written: Written, asked: Sequence[str], problem: str, width: int
) -> tuple[list[Row], list[list[Cell]]]:
    """Return the rows of the sheet and its cells."""
    rows: list[Row] = [_verdicts(written, width)]
    cells: list[list[Cell]] = []
    room = max(10, width - _X - 2)
    for name, label, text, help in (
        ("by", "by", written.by, "who reviews"),
        ("note", "note", written.note, "why, in a line"),
        ("review_by", "again by", written.review_by, "the day to look again, like 2027-02-01"),
    ):
        shown, role = (text, "text") if text else (help, "muted")
        rows.append(fit([span(f"  {label:<{_X - 2}}", "muted"), span(shown, role)], width))
        cells.append([Cell((name,), len(rows) - 1, _X, room, text, help, False)])
    rows += [fit([span(f"  {line}", "text")], width) for line in review.since[:2]]
    told = [span(f"  {problem}", "bad")] if problem else [span("  Readings in this review", "label")]
    rows.append(fit(told, width))
    if not asked:
        rows.append(fit([span("  no trigger asks for a figure", "muted")], width))
    standings = _standings(review, written)
    for metric in asked:
        text = written.readings.get(metric, "")
        rows.append(_reading_row(metric, text, standings, review.today, width))
        cells.append([Cell(("reading", metric), len(rows) - 1, _NAME, _FIGURE, text, f"{metric}, read today")])
    return rows, cells


def _verdicts(written: Written, width: int) -> Row:
    parts = [span(f"  {'verdict':<{_X - 2}}", "muted")]
    for key, verdict in VERDICTS.items():
        if verdict == written.verdict:
            parts += [span("▌", "accent"), span(f"{key} ", "key+sel"), span(f"{verdict} ", "strong+sel"), span("  ")]
        else:
            parts += [span(" "), span(f"{key} ", "key"), span(f"{verdict} ", "text"), span("  ")]
    return fit(parts, width)


def _standings(review: Review, written: Written) -> Standing:
    good: dict[str, Decimal] = {}
    for name, text in written.readings.items():
        try:
            good |= Written(readings={name: text}).figures
        except ValueProblem:
            continue
    return review.held(good)


def _ago(days: int) -> str:
    return "today" if days <= 0 else "yesterday" if days == 1 else f"{days} days ago"


def _reading_row(metric: str, text: str, held: Standing, today: date, width: int) -> Row:
    own = [t for t in held.triggers if t.when.split()[0] == metric]
    found = next((t for t in own if t.value is not None), own[0] if own else None)
    state, role = SIGNS[found.state] if found is not None else ("not asked by a trigger", "muted")
    told = ""
    if found is not None and found.value is not None and found.limit is not None:
        told = f", {distance(found.value, found.limit)}"
        told += "" if text or found.read_on is None else f", {_ago((today - found.read_on).days)}"
    figure = text or "–"
    return fit(
        [
            span(f"  {metric:<{_NAME - 2}}"[:_NAME], "text"),
            span(f"{figure:>{_FIGURE}}", "strong" if text else "muted"),
            span("  "),
            span(state, role),
            span(told, "muted"),
        ],
        width,
    )
