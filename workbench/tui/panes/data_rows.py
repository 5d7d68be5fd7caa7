"""The data report as rows: one for the summary, the section below it, a finding's lines. Pure: no widget, no file."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date

from workbench.core.evidence.dataset.kept import kept
from workbench.core.evidence.dataset.readiness import TASKS
from workbench.core.evidence.dataset.report import Finding, Report
from workbench.core.evidence.dataset.showing import Block, Piece
from workbench.core.text import clean_line, clip, columns, counted, pad, wrap
from workbench.plot.rows import Row, Span
from workbench.tui.bound import key_of
from workbench.tui.lines import fit, paragraph, span, spread
from workbench.tui.panes.card import heading

_SIGNS = {"ready": "✓", "mend first": "!", "too few": "!", "unreadable": "×"}
_ROLES = {"ready": "good", "mend first": "warn", "too few": "warn", "unreadable": "bad"}
_LABEL = 13
_LINES, _LABELS = 4, 4
_DAY = date.min
Figures = Mapping[str, object]

_MARKED = re.compile(r"(\[-.*?-\]|\{\+.*?\+\})")
_WHERE = 24
_MOST_ROWS = 8
"""Rows of a line that are shown: enough to know it by."""


def summary(figures: Figures) -> tuple[str, str, str]:
    """Return (sign, text, says) for the row above: ``!``, ``612 rows, 5 of them to mend``, ``mend first``."""
    rows, verdict = _count(figures, "rows"), str(figures.get("verdict", ""))
    if not rows and not verdict:
        return "–", f"none yet, {key_of('evidence.load')} loads a file", ""
    bad = _count(figures, "to_mend")
    todo = "look at" if verdict == "ready" else "mend"
    text = counted(rows, "row") + (f", {bad:,} of them to {todo}" if bad else "")
    return _SIGNS.get(verdict, "?"), text, clean_line(verdict)


def detail(shown: Report | Figures, width: int, wide: bool = False) -> list[Row]:
    """Return the section's rows, under one strong sentence: the lists below it may be long.

    Args:
        shown: The report, or what was kept of one in a decision.
        width: Columns.
        wide: Whether there is room for a blank row between parts.
    """
    report = shown if isinstance(shown, Report) else None
    figures: Figures = kept(shown, shown.sha256, _DAY) if isinstance(shown, Report) else shown
    gap: list[Row] = [()] if wide else []
    rows = [*gap, *_sentence(figures, width), (), *_figures(figures, report, width)]
    told = finding_rows(report, width) if report is not None else _kept_reasons(figures, width)
    if told:
        rows += [*gap, heading("Findings", width, _note(report)), *told]
    for note in report.notes if report is not None else ():
        rows += paragraph(note, width - 2, "muted", 2)
    return rows


def half_read(report: Report, kept: Figures, width: int) -> list[Row]:
    """Return what is said above a report that was stopped: that it is shown alone, and what the decision keeps."""
    told = f"{report.file}, its first {counted(report.rows, 'row')}: shown, not kept."
    if kept:
        told += f" The decision keeps {clean_line(str(kept.get('file', '')))}, {counted(_count(kept, 'rows'), 'row')}."
    return paragraph(told, width - 2, "warn", 2)


def finding_rows(report: Report, width: int) -> list[Row]:
    """Return one row for each of a report's findings, in their order: sign, sentence, lines concerned."""
    return [_finding(finding, width) for finding in report.findings]


def block_rows(finding: Finding, blocks: Sequence[Block], width: int) -> list[Row]:
    """Return the rows of a file that a finding is about, those that are alike together, below its sentence.

    Args:
        finding: The finding.
        blocks: What is shown of it.
        width: Columns.
    """
    rows = [fit([span(f"  {finding.says}", "strong")], width)]
    for block in blocks:
        rows += [()] if len(block.entries) > 1 else []
        room = min(max(columns(entry.where) for entry in block.entries), _WHERE)
        for entry in block.entries:
            first = clip(entry.where, room)
            for text in entry.texts:
                rows += _text_rows(first, text, room, width)
                first = ""
    more = len(finding.lines) - sum(block.lines for block in blocks)
    if more > 0:
        rows += [
            (),
            *paragraph(f"{more:,} more: workbench data FILE --show {finding.kind} --lines all", width - 2, "muted", 2),
        ]
    return rows


def _text_rows(where: str, text: Sequence[Piece], room: int, width: int) -> list[Row]:
    """Return a text wrapped behind where it stands; of a long one the first rows."""
    wrapped = wrap("".join(piece.marked for piece in text), max(20, width - room - 5))[:_MOST_ROWS] or [""]
    return [
        fit([span(f"  {pad(where if not at else '', room, right=True)}", "muted"), span("  "), *_marked(line)], width)
        for at, line in enumerate(wrapped)
    ]


def _marked(line: str) -> list[Span]:
    """Return a line with what differs in other roles; the marks say it where there are no colours."""
    spans = []
    for part in _MARKED.split(line):
        role = "bad" if part.startswith("[-") else "good" if part.startswith("{+") else "text"
        spans.append(span(part, role))
    return spans


def _figures(figures: Figures, report: Report | None, width: int) -> list[Row]:
    task = TASKS.get(str(figures.get("task")))
    name = clip(clean_line(str(figures.get("file", ""))), 30)
    told = f"{_count(figures, 'rows'):,}, {_count(figures, 'usable'):,} usable"
    rows = [_row("rows", told, f"{name}, {figures['date']}" if report is None and "date" in figures else name, width)]
    if task is not None:
        span_of = f"{task.label}: {task.least:,} to {task.good:,}"
        rows.append(_row("task", span_of, task.sources, width))
        if not _fits(span_of, task.sources, width):
            rows += paragraph(task.sources, width - 1, "muted", _LABEL)
    if report is not None and report.labels:
        rows.append(_row("labels", _labels(report), "", width))
    elif "labels" in figures:
        rows.append(_row("labels", f"{_count(figures, 'labels'):,}", "", width))
    if "tokens_median" in figures:
        about = "" if figures.get("tokens_exact") else "about "
        spread_of = (f"{word} {figures[f'tokens_{key}']:,}" for word, key in _TOKENS)
        an_epoch = f"{about}{_count(figures, 'training_tokens'):,} an epoch, {_epochs(figures)} by rule"
        rows.append(_row("tokens", about + "  ".join(spread_of), an_epoch, width))
    if "held_out" in figures:
        held = clip(clean_line(str(figures["held_out"])), 30)
        of = f" of {counted(_count(figures, 'held_rows'), 'held-out one')}" if "held_rows" in figures else ""
        rows.append(_row("held out", f"{counted(_count(figures, 'overlap'), 'row')} in both{of}", held, width))
    return rows


def _epochs(figures: Figures) -> str:
    return counted(_count(figures, "epochs"), "epoch")


_TOKENS = (("median", "median"), ("95 %", "p95"), ("max", "max"))


def _row(label: str, text: str, note: str, width: int) -> Row:
    left: Sequence[Span] = [span(pad(f"  {label}", _LABEL), "muted"), span(text)]
    right = [span(f"{note} ", "muted")] if note and _fits(text, note, width) else []
    return spread(left, right, width)


def _fits(text: str, note: str, width: int) -> bool:
    return _LABEL + len(text) + len(note) + 3 <= width


def _labels(report: Report) -> str:
    labels = report.labels or {}
    shown = [f"{clip(clean_line(name.strip()), 16)} {count:,}" for name, count in list(labels.items())[:_LABELS]]
    return "  ".join(shown) + (f"  and {len(labels) - _LABELS:,} more" if len(labels) > _LABELS else "")


def _note(report: Report | None) -> str:
    return f"{key_of('evidence.cases')} shows the lines" if report is not None else "as they were kept"


def _finding(finding: Finding, width: int) -> Row:
    sign = span(*{"mend": ("  ! ", "warn"), "look": ("  ? ", "warn"), "note": ("  · ", "muted")}[finding.weight])
    where = _where(finding.lines, width - 6 - columns(finding.says))
    return spread([sign, span(finding.says)], [span(where, "muted")], width)


def _where(lines: Sequence[int], room: int) -> str:
    """Return as many line numbers as there is room for beside the sentence, none cut."""
    for count in range(min(_LINES, len(lines)), 0, -1):
        more = len(lines) - count
        told = f"line {', '.join(map(str, lines[:count]))}{f' and {more:,} more' if more else ''} "
        if columns(told) <= room:
            return told
    return ""


def _kept_reasons(figures: Figures, width: int) -> list[Row]:
    reasons = figures.get("reasons")
    told = [clean_line(str(reason)) for reason in reasons] if isinstance(reasons, list | tuple) else []
    # The one on their number is the sentence at the end.
    return [fit([span("  ! ", "warn"), span(text)], width) for text in told if " usable, " not in text]


def _sentence(figures: Figures, width: int) -> list[Row]:
    verdict = str(figures.get("verdict", ""))
    bad, usable = _count(figures, "to_mend"), _count(figures, "usable")
    task = TASKS.get(str(figures.get("task")))
    least = task.least if task is not None else 0
    words = {
        "ready": _ready(usable, bad),
        "mend first": f"Mend {counted(bad, 'row')} before training; {usable:,} {_are(usable)} usable.",
        "too few": f"Too few: {counted(usable, 'usable example')}, {least:,} are the least for this task.",
        "unreadable": "No row of it can be read.",
    }
    if verdict not in words:
        return paragraph(f"No data report yet: {key_of('evidence.load')} loads a file.", width - 2, "strong", 2)
    lines = paragraph(f"{_SIGNS[verdict]} {words[verdict]}", width - 2, "strong", 2)
    first = lines[0]
    sign = Span(first[1].text[:1], _ROLES[verdict])  # type: ignore[arg-type]
    return [(first[0], sign, Span(first[1].text[1:], first[1].role), *first[2:]), *lines[1:]]


def _are(count: int) -> str:
    return "is" if count == 1 else "are"


def _ready(usable: int, look: int) -> str:
    if not look:
        return f"Nothing to mend, and {usable:,} examples are enough to try."
    return f"{usable:,} examples are enough to try; {counted(look, 'row')} to look at."


def _count(figures: Figures, name: str) -> int:
    value = figures.get(name)
    return value if isinstance(value, int) and not isinstance(value, bool) else 0
