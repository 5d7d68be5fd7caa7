"""The rows of the Log pane."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from workbench.core.costs import compare
from workbench.core.decision import Decision
from workbench.core.figures import money, number
from workbench.core.metrics import chosen
from workbench.core.standing import decision_state, standing
from workbench.core.text import clean_line, pad
from workbench.plot.rows import Row
from workbench.store.decisions import Entry
from workbench.tui.lines import fit, paragraph, selected, span, spread, underlined
from workbench.tui.panes.card import heading

SIGNS = {
    "fired": ("! fired", "bad"),
    "overdue": ("! overdue", "bad"),
    "near": ("~ near", "warn"),
    "stale": ("~ stale", "warn"),
    "holds": ("✓ holds", "good"),
    "no-reading": ("? no reading", "muted"),
}
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def short_date(day: date | None, today: date) -> str:
    """Return a day as lists show it: ``23 Nov``, in other years ``Nov 2025``."""
    if day is None:
        return "–"
    month = _MONTHS[day.month - 1]
    return f"{day.day} {month}" if day.year == today.year else f"{month} {day.year}"


def empty_rows(width: int) -> list[Row]:
    """Return what an empty log says."""
    keys = (("n", "new decision"), ("p", "try an example"), ("o", "open a file"))
    told: list[Row] = [(), fit([span("  No decisions in saved/ yet.", "strong")], width), ()]
    return told + [fit([span(f"  {key}", "key"), span(f"  {word}", "muted")], width) for key, word in keys]


def list_rows(
    entries: Sequence[Entry], superseded: set[str], today: date, width: int, wide: bool, at: int
) -> list[Row]:
    """Return the header and one row a decision."""
    room = width - 15 - 18 - 9 - (0 if wide else 9)
    dates = ["review"] if wide else ["decided", "review"]
    head = [
        span("  "),
        span(pad("  state", 13), "muted"),
        span(pad("title", room), "muted"),
        span("  "),
        span(pad("approach", 16), "muted"),
    ]
    head += [span(pad(name, 9, right=True), "muted") for name in dates]
    rows = [underlined(fit(head, width))]
    for index, entry in enumerate(entries):
        row = _entry_row(entry, entry.id in superseded, today, width, room, wide)
        rows.append(selected(row) if index == at else row)
    return rows


def _entry_row(entry: Entry, superseded: bool, today: date, width: int, room: int, wide: bool) -> Row:
    decision = entry.decision
    if decision is None:
        problem = entry.problem
        line = f"line {problem.line}: " if problem and problem.line else ""
        told = f"{entry.path.name}  {line}{problem.title if problem else 'unreadable'}"
        return fit([span("  "), span(pad("× unreadable", 13), "bad"), span(told_safe(told), "bad")], width)
    state = decision_state(decision, today, entry.journal.entries)
    over = superseded or decision.status in {"superseded", "retired", "rejected"}
    if over or state is None:
        word = "superseded" if superseded and decision.status not in {"retired", "rejected"} else decision.status
        sign, role = f"  {word}", "muted"
    else:
        sign, role = SIGNS[state]
    plain = "muted" if over else "text"
    late = decision.review_by is not None and decision.review_by <= today and not over
    parts = [span("  "), span(pad(sign, 13), role), span(pad(decision.title or "untitled", room), plain), span("  ")]
    parts.append(span(pad(decision.approach, 16), plain))
    if not wide:
        parts.append(span(pad(short_date(decision.decided, today), 9, right=True), "muted"))
    review = "–" if over else short_date(decision.review_by, today)
    parts.append(span(pad(review, 9, right=True), "warn" if late else "muted"))
    return fit(parts, width)


def told_safe(text: str) -> str:
    """Return text of a file name or an error on one line."""
    return clean_line(text)


def preview_rows(entry: Entry, entries: Sequence[Entry], today: date, width: int, wide: bool) -> list[Row]:
    """Return what a decision says, or what is wrong with its file."""
    if entry.decision is None:
        return _problem_rows(entry, width)
    decision = entry.decision
    rows: list[Row] = [()] if wide else []
    method = f" with {decision.method}" if decision.method else ""
    when = short_date(decision.decided, today) if decision.decided else ""
    who = ", ".join(decision.authors)
    right = ", ".join(part for part in (f"{decision.status} {when}".strip(), who) if part)
    rows.append(
        spread(
            [span("  "), span(decision.approach, "accent+bold"), span(method)], [span(right, "muted"), span(" ")], width
        )
    )
    rows += [()] if wide else []
    text = paragraph(decision.rationale, width - 2, indent=2) if decision.rationale else []
    rows += text if wide or len(text) <= 3 else [*text[:2], _cut(text[2], width)]
    rows += _money(decision, today, width, wide)
    rows += _triggers(entry, decision, today, width, wide)
    rows += _replaces(entry, entries, today, width, wide)
    return rows


def _cut(row: Row, width: int) -> Row:
    text = "".join(part.text for part in row).rstrip()
    return fit([span(pad(text, width - 3)), span("…")], width)


def _money(decision: Decision, today: date, width: int, wide: bool) -> list[Row]:
    comparison = compare(decision.costs, today)
    option = chosen(decision, comparison)
    if option is None or option.monthly is None:
        return []
    parts = [span("  cost  ", "muted"), span(f"{money(option.monthly, comparison.currency)} a month", "strong")]
    if option.versus is not None:
        parts.append(span(f"   {option.versus.reason}", "muted"))
    return [*([()] if wide else []), fit(parts, width)]


def _triggers(entry: Entry, decision: Decision, today: date, width: int, wide: bool) -> list[Row]:
    if not decision.trigger:
        return []
    rows: list[Row] = [(), heading("Triggers", width)] if wide else []
    for trigger in standing(decision, entry.journal.entries, today).triggers:
        sign, role = SIGNS[trigger.state]
        value = number(trigger.value) if trigger.value is not None else ""
        kept = "  kept" if trigger.acknowledged else ""
        left = [span("  "), span(pad(sign, 14), role), span(trigger.when), span(f"  ▷ {trigger.then}{kept}", "muted")]
        rows.append(spread(left, [span(value, "strong"), span("  ")], width))
    return rows


def _replaces(entry: Entry, entries: Sequence[Entry], today: date, width: int, wide: bool) -> list[Row]:
    assert entry.decision is not None
    titles = {other.id: other.decision for other in entries if other.decision is not None}
    lines = [("replaces", old) for old in entry.decision.supersedes]
    lines += [
        ("replaced by", other.id) for other in entries if other.decision and entry.id in other.decision.supersedes
    ]
    rows: list[Row] = [(), heading("Line", width)] if wide and lines else []
    for word, id in lines:
        other = titles.get(id)
        told = f"{other.title}, {other.approach}" if other else id
        when = short_date(other.decided, today) if other and other.decided else ""
        rows.append(spread([span(f"  {word:<12}", "muted"), span(told)], [span(when, "muted"), span(" ")], width))
    return rows


def _problem_rows(entry: Entry, width: int) -> list[Row]:
    problem = entry.problem
    if problem is None:
        return []
    where = told_safe(entry.path.name) + (f", line {problem.line}" if problem.line else "")
    rows: list[Row] = [(), fit([span("  × ", "bad"), span(where, "strong")], width)]
    rows += paragraph(told_safe(f"{problem.title}. {problem.message}".strip()), width - 2, "bad", 4)
    if problem.hint:
        rows += paragraph(told_safe(problem.hint), width - 2, "muted", 4)
    return [
        *rows,
        (),
        *paragraph("The file is left as it is; the other decisions are not affected.", width - 2, "muted", 4),
    ]
