"""The rows and cells of the Decision pane."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from workbench.core.decision import Path, get_value
from workbench.core.fields import choices, field_text, kind_of
from workbench.core.figures import number
from workbench.core.text import clip, columns, pad
from workbench.plot.rows import Row
from workbench.tui.lines import fit, paragraph, selected, span
from workbench.tui.view import View
from workbench.tui.widgets.form import Cell

_NAME = 19
Laid = tuple[list[Row], list[list[Cell]]]


@dataclass(frozen=True, slots=True)
class TriggerLine:
    """A trigger as listed: taken into the record, or only proposed."""

    id: str
    when: str
    then: str
    because: str
    taken: bool
    unit: str = ""


def why_form(view: View, width: int, wide: bool) -> Laid:
    """Return rationale, alternatives with why they were not taken, and tracked metrics."""
    rows: list[Row] = [()] if wide else []
    text = view.decision.rationale
    cells = [[Cell(("rationale",), len(rows), 1, width - 3, text, "why, for whoever reads it in a year", False)]]
    if text:
        rows += paragraph(text, width - 1, indent=1)
    else:
        rows.append(fit([span(" none yet, ", "muted"), span("e", "key"), span(" writes one", "muted")], width))
    rows += [(), _small_heading("Instead of", width)]
    for name in alternatives(view):
        path = ("alternative", name, "rejected_because")
        cells.append([_row(view, rows, path, name, width)])
    rows += [(), _small_heading("Tracked", width)]
    for name in tracked(view):
        path = ("metric", name, "target")
        cells.append([_row(view, rows, path, name, width, "target ")])
    return rows, cells


def _small_heading(title: str, width: int) -> Row:
    return fit([span(f" {title} ", "label"), span("─" * max(0, width - columns(title) - 4), "rule")], width)


def _row(view: View, rows: list[Row], path: Path, label: str, width: int, before: str = "") -> Cell:
    raw = view.pending.get(path)
    text = raw if raw is not None else field_text(path, get_value(view.decision, path))
    room = max(6, width - _NAME - 2)
    shown = f"{before}{text}" if text else ("why not?" if path[0] == "alternative" else "no target")
    role = "bad" if raw is not None else "text" if text else "muted"
    value = ""
    if path[0] == "metric" and path[1] in view.values:
        value = f"now {number(view.values[path[1]])}"  # type: ignore[arg-type]
    if not before:
        value = ""
    parts = [
        span(f" {pad(clip(label, _NAME - 2), _NAME - 1)}", "text"),
        span(pad(shown, room - columns(value)), role),
        span(value, "muted"),
    ]
    rows.append(fit(parts, width))
    help = "why it was not taken" if path[0] == "alternative" else "what is aimed at"
    return Cell(path, len(rows) - 1, _NAME, room, text, help, False)


def alternatives(view: View) -> list[str]:
    """Return what was not taken: as recorded, else the approaches of the other options, else the usual ones."""
    recorded = list(view.decision.alternative)
    approach = view.verdict.approach
    options = [o.approach for o in view.decision.costs.option.values()]
    usual = ["prompting", "rag", "fine-tuning"]
    offered = [name for name in dict.fromkeys([*options, *usual]) if name not in {approach, "undecided"}]
    return list(dict.fromkeys([*recorded, *offered]))


def tracked(view: View) -> list[str]:
    """Return the metrics that are tracked, and those the triggers ask about."""
    asked = [line.when.split()[0] for line in trigger_rows(view) if line.taken and any(op in line.when for op in "<>")]
    return list(dict.fromkeys([*view.decision.metric, *asked]))


def trigger_rows(view: View) -> list[TriggerLine]:
    """Return the triggers taken, then those left out again, then those proposed and not taken."""
    kept, left = view.decision.trigger, view.session.left
    taken = [TriggerLine(id, t.when, t.then, t.because, True) for id, t in kept.items()]
    taken += [TriggerLine(id, t.when, t.then, t.because, False) for id, t in left.items() if id not in kept]
    whens, ids = {line.when for line in taken}, {line.id for line in taken}
    offered = [
        TriggerLine(p.id, p.when, p.then, p.because, False, p.unit)
        for p in view.proposals
        if p.when not in whens and p.id not in ids
    ]
    return [*taken, *offered]


def trigger_table(view: View, lines: Sequence[TriggerLine], width: int, wide: bool, at: Cell | None) -> Laid:
    """Return the triggers, one a row: taken or not, condition, what then, why."""
    if not lines:
        told = "Triggers are proposed when the questions or the costs are answered."
        return [
            fit([span(f" {told}", "muted")], width),
            fit([span(" t", "key"), span(" writes one of your own.", "muted")], width),
        ], []
    when, then = (34, 18) if wide else (29, 13)
    rows: list[Row] = [()] if wide else []
    grid = []
    for line in lines:
        role = "text" if line.taken else "muted"
        x, cells = 6, []
        parts = [span("  "), span("[x] " if line.taken else "[ ] ", "key" if line.taken else "muted")]
        for field, room in (("when", when), ("then", then), ("because", width - 6 - when - then - 3)):
            path = ("trigger", line.id, field)
            raw = view.pending.get(path)
            text = raw if raw is not None else getattr(line, field)
            mark = span("▷ ", "muted") if field == "then" else span("")
            parts += [
                mark,
                span(pad(text, room - columns(mark.text) - 1), "bad" if raw is not None else role),
                span(" "),
            ]
            cells.append(
                Cell(path, len(rows), x + columns(mark.text), room - columns(mark.text) - 1, text, _HELP[field], False)
            )
            x += room
        row = fit(parts, width)
        rows.append(selected(row) if at is not None and at.path[:2] == ("trigger", line.id) else row)
        grid.append(cells)
    return rows, grid


_HELP = {
    "when": "metric < value (or <=, >, >=), on 2027-01-14, or after 180 days",
    "then": "reopen, or the approach to switch to",
    "because": "why this limit",
}
_FIELDS = (
    (("title", "Title"), ("approach", "Approach")),
    (("authors", "Authors"), ("status", "Status")),
    (("tags", "Tags"), ("decided", "Decided")),
    (("method", "Method"), ("review_by", "Review by")),
    (("constraints.budget", "Budget"), ("constraints.ship_by", "Live by")),
    (("constraints.latency_ms", "Latency"),),
)


def record_form(view: View, width: int, wide: bool) -> Laid:
    """Return the record's fields, two a row."""
    left, right = 10, 11
    half = width - right - 20 if not wide else width - right - 30
    rows: list[Row] = []
    grid = []
    for line in _FIELDS:
        parts, cells, x = [], [], 0
        for index, (name, label) in enumerate(line):
            lead, room = (left, half - left - 2) if index == 0 else (right, width - half - right - 2)
            path = tuple(name.split("."))
            raw = view.pending.get(path)
            text = raw if raw is not None else field_text(path, get_value(view.decision, path))
            shown, role = (text, "bad" if raw is not None else "strong" if name == "title" else "text")
            if not shown:
                shown, role = ("needed" if name == "title" else "–"), "warn" if name == "title" else "muted"
            parts += [span(pad(f" {label}", lead), "muted"), span(pad(shown, room), role), span("  ")]
            help = _help(path)
            cells.append(Cell(path, len(rows), x + lead, room, text, help, False))
            x += lead + room + 2
        rows.append(fit(parts, width))
        grid.append(cells)
    return rows, grid


def _help(path: Path) -> str:
    if kind_of(path) == "choice":
        return " | ".join(choices(path))
    return {
        "title": "what is being decided; names the file",
        "authors": "who decided, with commas between",
        "tags": "words to find it by, with commas between",
        "decided": "a day, like 2026-11-23",
        "review_by": "look again at the latest on this day, like 2027-02-01",
        "budget": "money until it is live, in the costs' currency",
        "ship_by": "the day it must be live, like 2026-12-15",
        "latency_ms": "milliseconds that are allowed, 95th percentile",
        "method": "how it is fine-tuned: lora, qlora, full, hosted, ...",
    }.get(path[-1], "")
