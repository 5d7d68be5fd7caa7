"""The rows of the log's list."""

from __future__ import annotations

from datetime import date

from workbench.core.log.lines import Listed, no_such
from workbench.core.text import pad
from workbench.plot.rows import Row
from workbench.tui.bound import key_span
from workbench.tui.lines import fit, paragraph, selected, size, span, underlined
from workbench.tui.panes.states import SIGNS, short_date

_STATE, _APPROACH, _DAY = 13, 16, 9


def empty_rows(width: int) -> list[Row]:
    """Return what an empty log says."""
    keys = (("log.new", "new decision"), ("log.example", "try an example"), ("log.open-file", "open a file"))
    told: list[Row] = [(), fit([span("  No decisions in saved/ yet.", "strong")], width), ()]
    return told + [fit([key_span(id, "  "), span(f"  {word}", "muted")], width) for id, word in keys]


def nothing_fits(typed: str, width: int) -> list[Row]:
    """Return what is said where a filter leaves nothing, whole: it may name all that can be typed."""
    parts = [span(" No decision has ", "text"), span(quoted(typed), "strong"), span(" in it; ", "text")]
    if wrong := no_such(typed):
        parts = [span(f" {wrong}; ", "text")]
    whole = [*parts, key_span("back"), span(" shows all.", "text")]
    if size(whole) <= width:
        return [fit(whole, width)]
    told = paragraph(wrong, width - 1, indent=1) if wrong else [fit(parts[:-1], width)]
    return [*told, fit([key_span("back", " "), span(" shows all.", "text")], width)]


def quoted(typed: str) -> str:
    """Return a filter as the rule shows it."""
    return f"“{typed[:40]}”" if typed else ""


def heading_row(width: int, wide: bool) -> Row:
    """Return the names of the columns."""
    dates = ["decided", "review"] if _decided(width, wide) else ["review"]
    head = [span("  "), span(pad("  state", _STATE), "muted"), span(pad("title", _room(width, wide)), "muted")]
    head += [span("  "), span(pad("approach", _APPROACH), "muted")]
    return underlined(fit([*head, *(span(pad(name, _DAY, right=True), "muted") for name in dates)], width))


def list_row(
    line: Listed,
    today: date,
    width: int,
    wide: bool,
    under_cursor: bool,
    uncommitted: bool = False,
    is_open: bool = False,
) -> Row:
    """Return a decision's row: `◆` before the title of the open one, `●` behind one that is not committed to git."""
    row = _row(line, today, width, wide, uncommitted, is_open) if line.status else _broken(line, width)
    return selected(row) if under_cursor else row


def _decided(width: int, wide: bool) -> bool:
    """Whether the day of the decision has a column: where there is little room the title needs it more."""
    return not wide and width >= 76


def _room(width: int, wide: bool) -> int:
    return width - 2 - _STATE - 2 - _APPROACH - _DAY * (2 if _decided(width, wide) else 1)


def _broken(line: Listed, width: int) -> Row:
    told = f"{line.file}  {line.problem}"
    return fit([span("  "), span(pad("× unreadable", _STATE), "bad"), span(told, "bad")], width)


def _row(line: Listed, today: date, width: int, wide: bool, uncommitted: bool, is_open: bool) -> Row:
    sign, role = SIGNS[line.state] if line.state is not None else (f"  {line.status}", "muted")
    plain = "muted" if line.over else "text"
    mark = "◆ " if is_open else ""
    title = span(pad(f"{mark}{line.title or 'untitled'}", _room(width, wide)), "strong" if is_open else plain)
    parts = [span("  "), span(pad(sign, _STATE), role), title]
    parts += [span("● " if uncommitted else "  ", "warn"), span(pad(line.approach, _APPROACH), plain)]
    if _decided(width, wide):
        parts.append(span(pad(short_date(line.decided, today), _DAY, right=True), "muted"))
    late = line.review_by is not None and line.review_by <= today and not line.over
    review = "–" if line.over else short_date(line.review_by, today)
    if line.reopened:
        # It is being looked at: that counts more than when it was to be looked at next.
        review = "reopened"
    return fit([*parts, span(pad(review, _DAY, right=True), "warn" if late or line.reopened else "muted")], width)
