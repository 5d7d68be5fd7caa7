"""The rows and cells of the Decision pane."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from workbench.core.editing.fields import choices, kind_of
from workbench.core.figures import number
from workbench.core.record.decision import Path
from workbench.core.text import columns, pad, wrap
from workbench.plot.rows import Row, Span
from workbench.tui.bound import key_span
from workbench.tui.lines import fit, paragraph, selected, span
from workbench.tui.view import View
from workbench.tui.widgets.form import Cell, Laid

_NAME = 19


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
        rows.append(
            fit([span(" none yet, ", "muted"), key_span("decision.rationale"), span(" writes one", "muted")], width)
        )
    rows += [(), _small_heading("Instead of", width)]
    names = alternatives(view)
    for name in names:
        path = ("alternative", name, "rejected_because")
        cells.append([_row(view, rows, path, name, _label_width(names, width), width)])
    rows += [(), _small_heading("Tracked", width)]
    names = tracked(view)
    for name in names:
        path = ("metric", name, "target")
        cells.append([_row(view, rows, path, name, _label_width(names, width), width)])
    return rows, cells


def _small_heading(title: str, width: int) -> Row:
    return fit([span(f" {title} ", "label"), span("─" * max(0, width - columns(title) - 4), "rule")], width)


def _label_width(names: Sequence[str], width: int) -> int:
    """Return the columns that names take, at most half of what there is."""
    return min(max((columns(name) + 2 for name in names), default=0), _NAME, width // 2)


def _row(view: View, rows: list[Row], path: Path, label: str, name: int, width: int) -> Cell:
    """Add the rows of an alternative or a metric, and return its cell; a long text goes under its name."""
    text = view.edited(path)
    is_metric = path[0] == "metric"
    shown = (f"target {text}" if is_metric else text) if text else "no target" if is_metric else "why not?"
    role = "bad" if path in view.pending else "text" if text else "muted"
    now = f"now {number(view.values[path[1]], 4)}" if is_metric and path[1] in view.values else ""  # type: ignore[arg-type]
    help = "what is aimed at" if is_metric else "why it was not taken"
    room = width - name - 2
    if not is_metric and (misfit := _misfit(view, path[:2])):
        # Written before the approach was changed: it is the person's, and stays.
        shown, role = f"! {misfit}; {shown}", "warn"
    told = f"{shown}, {now}" if now else shown
    if columns(label) <= name - 1 and columns(told) <= room:
        parts = [span(f" {pad(label, name)}"), span(pad(shown, room - columns(now)), role), span(now, "muted")]
        rows.append(fit(parts, width))
        return Cell(path, len(rows) - 1, 1 + name, room, text, help, False)
    rows.append(fit([span(f" {label}")], width))
    first, *more = wrap(told, max(8, width - 4))
    rows.append(fit([span(f"   {first}", role)], width))
    rows += [fit([span(f"   {line}", role)], width) for line in more]
    return Cell(path, len(rows) - 1 - len(more), 3, width - 4, text, help, False)


def _misfit(view: View, path: Path) -> str:
    """Return why an entry of the record no longer fits; empty where it does."""
    return next((misfit.short for misfit in view.verdict.misfits if misfit.path == path), "")


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
        undecided = view.verdict.approach == "undecided"
        told = "Triggers are proposed once the answers, or you, decide on an approach."
        return [
            fit([span(f" {told if undecided else 'Nothing that is known so far would turn it.'}", "muted")], width),
            fit([key_span("decision.trigger", " "), span(" writes one of your own.", "muted")], width),
        ], []
    when = min(34 if wide else 29, max(columns(line.when) for line in lines) + 2)
    then = min(19, max(columns(line.then) for line in lines) + 4)
    rows: list[Row] = [()] if wide else []
    grid = []
    for line in lines:
        parts, cells = _trigger(view, line, len(rows), (when, then, width - 6 - when - then - 1))
        row = fit(parts, width)
        rows.append(selected(row) if at is not None and at.path[:2] == ("trigger", line.id) else row)
        grid.append(cells)
    return rows, grid


def _trigger(view: View, line: TriggerLine, row: int, rooms: tuple[int, int, int]) -> tuple[list[Span], list[Cell]]:
    """Return the spans of a trigger and its cells."""
    misfit = _misfit(view, ("trigger", line.id)) if line.taken else ""
    role = "warn" if misfit else "text" if line.taken else "muted"
    near = view.misspelt.get(line.id, "") if line.taken else ""
    parts = [span("  "), span("[x] " if line.taken else "[ ] ", "key" if line.taken else "muted")]
    x, cells = 6, []
    for field, room in zip(("when", "then", "because"), rooms, strict=True):
        path = ("trigger", line.id, field)
        raw = view.pending.get(path)
        text = raw if raw is not None else getattr(line, field)
        lead = columns("▷ ") if field == "then" else 0
        shown = f"! {misfit}; {text}" if misfit and field == "because" else text
        cell_role = "bad" if raw is not None else role
        if near and not misfit and field == "because" and raw is None:
            shown, cell_role = "; ".join(filter(None, (f"did you mean {near}?", text))), "muted"
        parts += [span("▷ " if lead else "", "muted"), span(pad(shown, room - lead - 1), cell_role), span(" ")]
        cells.append(Cell(path, row, x + lead, room - lead - 1, text, _HELP[field], False))
        x += room
    return parts, cells


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
            text, typing = view.edited(path), path in view.pending
            shown, role = text, "bad" if typing else "strong" if name == "title" else "text"
            if not typing and (wrong := _wrong(view, path)):
                shown, role = f"{text}  ! {wrong}", "warn"
            if not shown:
                shown, role = ("needed" if name == "title" else "–"), "warn" if name == "title" else "muted"
            parts += [span(pad(f" {label}", lead), "muted"), span(pad(shown, room), role), span("  ")]
            help = _help(path)
            cells.append(Cell(path, len(rows), x + lead, room, text, help, False))
            x += lead + room + 2
        rows.append(fit(parts, width))
        grid.append(cells)
    return rows, grid


def _wrong(view: View, path: Path) -> str:
    """Return why the value of a field no longer fits; empty where it does."""
    if path == ("approach",) and view.verdict.sign == "vetoed":
        return "ruled out"
    return _misfit(view, path)


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
