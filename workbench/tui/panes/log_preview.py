"""The preview beside the log: what a decision says, where its triggers stand, its readings, its journal, its line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from workbench.core.charts.trend import trend_chart
from workbench.core.costs.comparison import compare
from workbench.core.costs.words import distance
from workbench.core.figures import money, number
from workbench.core.known.metrics import chosen
from workbench.core.log.events import Event
from workbench.core.log.journal import Entry as Journalled
from workbench.core.log.since import consequences
from workbench.core.log.standing import BEFORE, Point, Standing, TriggerStanding, readings, standing
from workbench.core.record.decision import Decision
from workbench.core.record.text_hash import text_hash
from workbench.core.text import clean_line, columns, counted, pad, wrap
from workbench.core.triggers import STATES
from workbench.plot.rows import Row
from workbench.plot.spark import spark
from workbench.store.decisions import Entry
from workbench.tui.lines import fit, paragraph, size, span, spread
from workbench.tui.panes.card import heading
from workbench.tui.panes.states import SIGNS, short_date

_BARS = 12
_TREND_ROWS = 7
_MOST_LINES = 6
"""Rows of one entry of the journal; `workbench show` has all of it."""


@dataclass(frozen=True, slots=True)
class Kin:
    """Another decision in the same line: what it is called, what it chose, when."""

    title: str
    approach: str
    decided: date | None


@dataclass(frozen=True, slots=True)
class Line:
    """What a decision replaces and what replaced it, by id."""

    replaces: Mapping[str, Kin | None]
    replaced_by: Mapping[str, Kin]


@dataclass(frozen=True, slots=True)
class _Page:
    """Everything a preview is drawn from, worked out once."""

    entry: Entry
    decision: Decision
    today: date
    width: int
    wide: bool
    held: Standing
    points: Mapping[str, Sequence[Point]]


def preview_rows(
    entry: Entry, line: Line, today: date, width: int, wide: bool, past: Sequence[Event] = ()
) -> list[Row]:
    """Return what a decision says, or what is wrong with its file.

    Args:
        past: Readings that are handed down to it.
    """
    if entry.decision is None:
        return _problem_rows(entry, width)
    journal = [*entry.journal.entries, *past]
    page = _Page(
        entry, entry.decision, today, width, wide, standing(entry.decision, journal, today),
        readings(entry.decision, journal, today),
    )  # fmt: skip
    rows = _head(page)
    for title, note, body in (
        ("Triggers", "", _triggers(page)),
        ("Since it was decided", "", _since(page)),
        ("Journal", "newest first", _journal(page)),
        ("Line", "", _line(page, line)),
    ):
        if body:
            rows += [(), heading(title, width, note)] if wide else [heading(title, width, note)] if note else []
            rows += body
    return rows


def _head(page: _Page) -> list[Row]:
    decision, width, wide = page.decision, page.width, page.wide
    gap: list[Row] = [()] if wide else []
    method = f" with {decision.method}" if decision.method else ""
    when = short_date(decision.decided, page.today) if decision.decided else ""
    right = ", ".join(part for part in (f"{decision.status} {when}".strip(), ", ".join(decision.authors)) if part)
    left = [span("  "), span(decision.approach, "accent+bold"), span(method)]
    text = paragraph(decision.rationale, width - 2, indent=2) if decision.rationale else []
    return [
        *gap,
        spread(left, [span(right, "muted"), span(" ")], width),
        *gap,
        *(text if wide or len(text) <= 3 else [*text[:2], _cut(text[2], width)]),
        *_money(page),
    ]


def _cut(row: Row, width: int) -> Row:
    text = "".join(part.text for part in row).rstrip()
    return fit([span(pad(text, width - 3)), span("…")], width)


def _money(page: _Page) -> list[Row]:
    comparison = compare(page.decision.costs, page.today)
    option = chosen(page.decision, comparison)
    if option is None or option.monthly is None:
        return []
    parts = [span("  cost  ", "muted"), span(f"{money(option.monthly, comparison.currency)} a month", "strong")]
    if option.versus is not None:
        parts.append(span(f"   {option.versus.reason}", "muted"))
    return [*([()] if page.wide else []), fit(parts, page.width)]


def _triggers(page: _Page) -> list[Row]:
    rows: list[Row] = []
    drawn = _to_draw(page) if page.wide else None
    for trigger in page.held.triggers:
        rows += _trigger(page, trigger, _read(page, trigger), trigger is drawn)
        if trigger is drawn:
            rows += _trend(page, _metric(trigger), _read(page, trigger), trigger)
    if page.held.overdue:
        told = [span("  "), span(pad(SIGNS["overdue"][0], 13), "bad"), span(f"look again by {page.held.review_by}")]
        rows.append(fit(told, page.width))
    return rows


def _metric(trigger: TriggerStanding) -> str:
    return trigger.when.split()[0] if trigger.value is not None else ""


def _read(page: _Page, trigger: TriggerStanding) -> Sequence[Point]:
    return page.points.get(_metric(trigger), ())


def _to_draw(page: _Page) -> TriggerStanding | None:
    """Return the trigger that needs a look most, of those with readings of more than a day."""
    found = [t for t in page.held.triggers if len({point.at.date() for point in _read(page, t)}) > 1]
    return min(found, key=lambda trigger: STATES.index(trigger.state), default=None)


def _far(value: Decimal, limit: Decimal) -> str:
    """Return how far a reading is from its limit, which stands beside it: ``0.02 under``, ``far above``."""
    told = distance(value, limit).rsplit(" ", 1)[0]
    if "%" in told and abs(value - limit) > 10 * abs(limit):
        return f"far {told.rsplit(' ', 1)[1]}"
    return told


def _trigger(page: _Page, trigger: TriggerStanding, row: Sequence[Point], drawn: bool) -> list[Row]:
    sign, role = SIGNS[trigger.state]
    left = [span("  "), span(pad(sign, 13), role), span(trigger.when)]
    if trigger.acknowledged:
        left.append(span("  kept", "muted"))
    before = ""
    if trigger.source.endswith(BEFORE) and trigger.read_on is not None:
        before = f"on {short_date(trigger.read_on, page.today)}, read {BEFORE}"
    value = number(trigger.value, 4) if trigger.value is not None else ""
    far = ""
    if trigger.value is not None and trigger.limit is not None:
        far = _far(trigger.value, trigger.limit)
    bars = f"{spark([float(point.value) for point in row], _BARS)} " if len(row) > 1 and not drawn else ""
    right = [span(bars, "series1"), span(value, "strong")]
    if page.wide:
        told = " · ".join(part for part in (f"▷ {trigger.then}", far, before, trigger.because) if part)
        return [spread(left, [*right, span(" ")], page.width), *paragraph(told, page.width - 2, "muted", 15)]
    more = paragraph(before, page.width - 2, "muted", 15) if before else []
    return [spread(left, [*right, span(f"  {far:>10} ", "muted")], page.width), *more]


def _trend(page: _Page, metric: str, points: Sequence[Point], trigger: TriggerStanding) -> list[Row]:
    from workbench.plot.chart import draw

    chart = draw(trend_chart(metric, points, trigger.limit, page.today), page.width - 2, _TREND_ROWS)
    told = f"{counted(len(points), 'reading')} since {short_date(points[0].at.date(), page.today)}"
    return [(), heading(metric, page.width, told), *((span("  "), *row) for row in chart)]


def _since(page: _Page) -> list[Row]:
    """What the readings make of the figures; which were read stands beside the triggers already."""
    rows: list[Row] = []
    for text in consequences(page.decision, page.points, page.today):
        first, *more = wrap(text, max(8, min(72, page.width - 6))) or [""]
        rows.append(fit([span("  · ", "muted"), span(first)], page.width))
        rows += [fit([span(f"    {line}")], page.width) for line in more]
    return rows


def _journal(page: _Page) -> list[Row]:
    entries = sorted(page.entry.journal.entries, key=lambda entry: entry.at, reverse=True)
    names = min(14, max((columns(entry.by) for entry in entries), default=0))
    current = text_hash(page.decision) if any(entry.verdict == "approve" for entry in entries) else ""
    rows = [row for entry in entries for row in _journal_row(page, entry, names, current)]
    for problem in page.entry.journal.problems:
        told = clean_line(f"{problem.path.rpartition('/')[2]}: {problem.title} {problem.message}")
        rows.append(fit([span("  × ", "bad"), span(told, "bad")], page.width))
    return rows


def _journal_row(page: _Page, entry: Journalled, names: int, current: str) -> list[Row]:
    """Return an entry: what was judged and why, then what was read; only what was judged has more rows than one."""
    read = ", ".join(f"{name} {number(value, 4)}" for name, value in entry.reading.items())
    verdict: str = entry.verdict or ""
    if entry.verdict == "approve" and entry.text_hash != current:
        verdict = "approve, of an earlier text"
    said = ": ".join(part for part in (verdict, clean_line(entry.note)) if part)
    when = f"{short_date(entry.at.date(), page.today):>8}"
    head = [span(f"{when}  ", "muted"), span(pad(entry.by or "–", names)), span("  ")]
    room = max(8, page.width - size(head) - 1)
    told = " · ".join(part for part in (said, read) if part)
    lines = (
        [told]
        if not said or columns(told) <= room
        else [line for part in (said, read) if part for line in wrap(part, room)]
    )
    first, *more = lines[:_MOST_LINES]
    return [
        fit([*head, span(first)], page.width),
        *(fit([span(" " * size(head)), span(line)], page.width) for line in more),
    ]


def _line(page: _Page, line: Line) -> list[Row]:
    lines = [("replaces", id, kin) for id, kin in line.replaces.items()]
    lines += [("replaced by", id, kin) for id, kin in line.replaced_by.items()]
    rows = []
    for word, id, kin in lines:
        told = f"{kin.title}, {kin.approach}" if kin else f"{id}, which is not here"
        when = short_date(kin.decided, page.today) if kin and kin.decided else ""
        rows.append(spread([span(f"  {word:<12}", "muted"), span(told)], [span(when, "muted"), span(" ")], page.width))
    return rows


def _problem_rows(entry: Entry, width: int) -> list[Row]:
    problem = entry.problem
    if problem is None:
        return []
    where = clean_line(entry.path.name) + (f", line {problem.line}" if problem.line else "")
    rows: list[Row] = [(), fit([span("  × ", "bad"), span(where, "strong")], width)]
    rows += paragraph(clean_line(f"{problem.title}. {problem.message}".strip()), width - 2, "bad", 4)
    if problem.hint:
        rows += paragraph(clean_line(problem.hint), width - 2, "muted", 4)
    return [
        *rows,
        (),
        *paragraph("The file is left as it is; the other decisions are not affected.", width - 2, "muted", 4),
    ]
