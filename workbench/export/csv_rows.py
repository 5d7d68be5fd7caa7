"""Decisions as CSV (RFC 4180), one a row, for a spreadsheet that must run nothing of what it reads."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal

from workbench.core.amounts import point
from workbench.core.costs.comparison import Figures
from workbench.core.costs.words import break_even
from workbench.core.figures import plain
from workbench.core.text import counted
from workbench.export.exported import Exported
from workbench.export.parts import answered, chosen_option

_RUNS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""A spreadsheet takes a cell that begins so for a formula; the wide forms are the same to some."""
_INSIDE = re.compile(r"""(?<=[;\t\r\n])(?=[ "]*(?:[=@＝＠]|[-+－＋](?:[^ ]|[^;\t\r\n]*[(|!])))""")


def as_csv(items: Sequence[Exported]) -> str:
    """Return a heading and a row for each decision, lines ended as RFC 4180 asks; money as plain figures."""
    written = io.StringIO()
    rows = csv.writer(written, lineterminator="\r\n")
    rows.writerow(_COLUMNS)
    for one in items:
        rows.writerow([harmless(tell(one)) for tell in _COLUMNS.values()])
    return written.getvalue()


def as_row(one: Exported) -> str:
    """Return one decision under the heading."""
    return as_csv([one])


def is_heading(line: str) -> bool:
    """Whether a line is the heading of an export: CSV has no comments to mark a file with."""
    return line.rstrip("\r\n") == ",".join(_COLUMNS)


def harmless(text: str) -> str:
    """Return a cell that no spreadsheet takes for a formula: an apostrophe stands before one that could be.

    Where the separator is a semicolon or a tab, as in many countries, what follows one inside a cell begins a cell of
    its own, and so does a line: there an apostrophe stands before what would run, but not before the dash of a list.
    """
    text = _INSIDE.sub("'", text)
    return f"'{text}" if text.startswith(_RUNS) else text


def _number(value: Decimal | None) -> str:
    return "" if value is None else plain(value)


def _of_option(tell: Callable[[Figures], str]) -> Callable[[Exported], str]:
    def told(one: Exported) -> str:
        option = chosen_option(one)
        return "" if option is None else tell(option)

    return told


def _break_even(one: Exported) -> str:
    option = chosen_option(one)
    return "" if option is None else break_even(option, one.comparison)


def _cheapest(one: Exported) -> str:
    known = [figures for figures in one.comparison.options if figures.total is not None]
    return min(known, key=lambda figures: figures.total or Decimal(0)).name if known else ""


def _costs(one: Exported) -> str:
    """Return what every option costs, one a line, as the cost table of the other formats does."""
    lines = []
    for figures in one.comparison.options:
        amounts = (figures.per_request, figures.upfront, figures.monthly, figures.total)
        names = ("per_request", "upfront", "monthly", "total")
        told = [f"{name} {plain(value)}" for name, value in zip(names, amounts, strict=True) if value is not None]
        told.append(f"break-even {break_even(figures, one.comparison)}")
        lines.append(f"{figures.name}: {', '.join(told)}")
    return "\n".join(lines)


def _accuracy(one: Exported) -> str:
    found = [(name, entry) for name, entry in one.decision.accuracy.items() if entry.value is not None]
    return "\n".join(
        f"{name}: {plain(point(entry.value))}{' of ' + counted(entry.cases, 'case') if entry.cases else ''}"
        for name, entry in found
    )


def _triggers(one: Exported) -> str:
    lines = []
    for trigger in one.standing.triggers:
        read = "" if trigger.value is None else f", read {plain(trigger.value)} on {trigger.read_on}"
        lines.append(f"{trigger.id}: {trigger.state}, {trigger.when}{read}, then {trigger.then}")
    return "\n".join(lines)


def _readings(one: Exported) -> str:
    return "\n".join(
        f"{entry.at:%Y-%m-%d} {name} {plain(value)}" for entry in one.entries for name, value in entry.reading.items()
    )


def _reviews(one: Exported) -> str:
    lines = []
    for entry in one.entries:
        if entry.verdict is not None or entry.note:
            parts = (f"{entry.at:%Y-%m-%d} {entry.verdict or entry.kind}", f"by {entry.by}" if entry.by else "")
            lines.append("; ".join(part for part in (*parts, entry.note) if part))
    return "\n".join(lines)


_COLUMNS: Mapping[str, Callable[[Exported], str]] = {
    "id": lambda one: one.decision.id,
    "title": lambda one: one.decision.title,
    "status": lambda one: one.status,
    "state": lambda one: one.state,
    "approach": lambda one: one.decision.approach,
    "method": lambda one: one.decision.method or "",
    "decided": lambda one: str(one.decision.decided or ""),
    "review_by": lambda one: str(one.standing.review_by or ""),
    "overdue": lambda one: "yes" if one.standing.overdue and one.in_force else "no",
    "authors": lambda one: "; ".join(one.decision.authors),
    "tags": lambda one: "; ".join(one.decision.tags),
    "supersedes": lambda one: "; ".join(other.id for other in one.supersedes),
    "superseded_by": lambda one: "; ".join(other.id for other in one.superseded_by),
    "currency": lambda one: one.comparison.currency,
    "horizon_months": lambda one: str(one.comparison.horizon),
    "option": _of_option(lambda option: option.name),
    "per_request": _of_option(lambda option: _number(option.per_request)),
    "upfront": _of_option(lambda option: _number(option.upfront)),
    "monthly": _of_option(lambda option: _number(option.monthly)),
    "total": _of_option(lambda option: _number(option.total)),
    "break_even": _break_even,
    "cheapest": _cheapest,
    "rationale": lambda one: one.decision.rationale,
    "alternatives": lambda one: "\n".join(
        f"{name}: {other.rejected_because}" for name, other in one.decision.alternative.items()
    ),
    "answers": lambda one: "\n".join(f"{question} {answer}" for question, answer in answered(one)),
    "costs": _costs,
    "accuracy": _accuracy,
    "triggers": _triggers,
    "readings": _readings,
    "reviews": _reviews,
}
