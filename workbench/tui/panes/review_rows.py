"""What stands on the sheet of a review: the fields as typed, and the rows they are laid in."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from workbench.core.amounts import parse, point
from workbench.core.costs.words import distance
from workbench.core.figures import number
from workbench.core.log.standing import Standing
from workbench.core.record.decision import Decision, Metric
from workbench.core.record.reading import check_reading
from workbench.core.triggers import OnMetric, parse_trigger
from workbench.errors import ValueProblem
from workbench.plot.rows import Row
from workbench.tui.lines import fit, span
from workbench.tui.panes.states import SIGNS
from workbench.tui.widgets.form import Cell

VERDICTS = {"k": "keep", "r": "reopen", "a": "approve", "m": "comment"}
_X = 11
_NAME = 27
_FIGURE = 13


@dataclass(frozen=True)
class Written:
    """What stands on the sheet.

    Args:
        verdict: keep, reopen, approve or comment; empty where none was picked.
        by, note, review_by: As typed.
        readings: Metric to what is typed.
        tracked: The decision's metrics, with their units.
    """

    verdict: str = ""
    by: str = ""
    note: str = ""
    review_by: str = ""
    readings: Mapping[str, str] = field(default_factory=dict)
    tracked: Mapping[str, Metric] = field(default_factory=dict)

    def with_text(self, name: str, text: str) -> Written:
        """Return it with another text in a field: ``by``, ``note`` or ``review_by``."""
        match name:
            case "by":
                return replace(self, by=text)
            case "note":
                return replace(self, note=text)
            case _:
                return replace(self, review_by=text)

    def as_text(self) -> str:
        """Return it as text that `from_text` reads again; empty where nothing is typed."""
        typed = {name: text for name, text in self.readings.items() if text}
        if not (self.verdict or self.note or self.review_by or typed):
            return ""
        return json.dumps([self.verdict, self.note, self.review_by, typed])

    @classmethod
    def from_text(cls, text: str, by: str, tracked: Mapping[str, Metric]) -> Written:
        """Return what `as_text` wrote, with who reviews; nothing of an empty text."""
        if not text:
            return cls(by=by, tracked=tracked)
        verdict, note, review_by, readings = json.loads(text)
        return cls(verdict, by, note, review_by, readings, tracked)

    @property
    def figures(self) -> dict[str, Decimal]:
        """The readings typed.

        Raises:
            ValueProblem: One of them is no number, or beyond its metric's unit.
        """
        return {name: self._figure(name, text) for name, text in self.readings.items() if text.strip()}

    def _figure(self, metric: str, text: str) -> Decimal:
        value = point(parse(text, "number", metric))
        check_reading(self.tracked, metric, value, text.rstrip().endswith("%"))
        return value

    def wrong_with(self, metric: str) -> str:
        """Return what is wrong with the reading typed for a metric, in a few words; empty where nothing is."""
        try:
            replace(self, readings={metric: self.readings.get(metric, "")}).figures  # noqa: B018
        except ValueProblem as problem:
            return problem.title
        return ""

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
    # The first row stays in sight, wherever the field is that it is about.
    rows: list[Row] = [fit([span(f"  {problem}", "bad")], width)] if problem else []
    rows.append(_verdicts(written, width))
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
    rows.append(fit([span("  Readings in this review", "label")], width))
    if not asked:
        rows.append(fit([span("  no trigger asks for a figure", "muted")], width))
    standings = _standings(review, written)
    for metric in asked:
        text = written.readings.get(metric, "")
        rows.append(_reading_row(metric, text, written.wrong_with(metric), standings, review.today, width))
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
        if not written.wrong_with(name):
            good |= replace(written, readings={name: text}).figures
    return review.held(good)


def _ago(days: int) -> str:
    return "today" if days <= 0 else "yesterday" if days == 1 else f"{days} days ago"


def _reading_row(metric: str, text: str, wrong: str, held: Standing, today: date, width: int) -> Row:
    own = [t for t in held.triggers if t.when.split()[0] == metric]
    found = next((t for t in own if t.value is not None), own[0] if own else None)
    state, role = SIGNS[found.state] if found is not None else ("not asked by a trigger", "muted")
    told = ""
    if wrong:
        state, role = wrong, "bad"
    elif found is not None and found.value is not None:
        apart = f", {distance(found.value, found.limit)}" if found.limit is not None else ""
        when = f", {_ago((today - found.read_on).days)}" if found.read_on is not None else ""
        told = apart if text.strip() else f", last {number(found.value, 4)}{when}{apart}"
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
