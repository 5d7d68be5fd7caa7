"""The data report as rows: one for the summary, the section below it, a finding's lines. Pure: no widget, no file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from workbench.core.evidence.dataset.kept import kept
from workbench.core.evidence.dataset.readiness import TASKS
from workbench.core.evidence.dataset.report import Finding, Report
from workbench.core.text import clean_line, clip, pad, wrap
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

_MOST_ROWS = 8
"""Rows of a line that are shown: enough to know it by."""


def summary(figures: Figures) -> tuple[str, str, str]:
    """Return (sign, text, says) for the row above: ``!``, ``612 rows, 5 of them to mend``, ``mend first``."""
    rows, verdict = _count(figures, "rows"), str(figures.get("verdict", ""))
    if not rows and not verdict:
        return "–", f"none yet, {key_of('evidence.load')} loads a file", ""
    bad = _count(figures, "to_mend")
    text = f"{rows:,} row{'' if rows == 1 else 's'}" + (f", {bad:,} of them to mend" if bad else "")
    return _SIGNS.get(verdict, "?"), text, clean_line(verdict)


def detail(shown: Report | Figures, width: int, wide: bool = False) -> list[Row]:
    """Return the section's rows, ending in one strong sentence.

    Args:
        shown: The report, or what was kept of one in a decision.
        width: Columns.
        wide: Whether there is room for a blank row between parts.
    """
    report = shown if isinstance(shown, Report) else None
    figures: Figures = kept(shown, shown.sha256, _DAY) if isinstance(shown, Report) else shown
    gap: list[Row] = [()] if wide else []
    rows = [*gap, *_figures(figures, report, width)]
    told = finding_rows(report, width) if report is not None else _kept_reasons(figures, width)
    if told:
        rows += [*gap, heading("Findings", width, _note(report)), *told]
    for note in report.notes if report is not None else ():
        rows += paragraph(note, width - 2, "muted", 2)
    return [*rows, (), *_sentence(figures, width)]


def finding_rows(report: Report, width: int) -> list[Row]:
    """Return one row for each of a report's findings, in their order: sign, sentence, lines concerned."""
    return [_finding(finding, width) for finding in report.findings]


def line_rows(finding: Finding, lines: Mapping[int, str], width: int) -> list[Row]:
    """Return the lines concerned by a finding as rows, below its sentence.

    Args:
        finding: The finding.
        lines: Texts of lines by number, cleaned, as `store.dataset_files.read_lines` gives them.
        width: Columns.
    """
    rows = [fit([span(f"  {finding.says}", "strong")], width)]
    room = len(f"{max(lines, default=0)}")
    for number in sorted(lines):
        first, *following = wrap(lines[number] or "(nothing)", max(20, width - room - 5))[:_MOST_ROWS] or [""]
        rows.append(fit([span(f"  {number:>{room}}", "muted"), span("  "), span(first)], width))
        rows += [fit([span(" " * (room + 4)), span(text)], width) for text in following]
    more = len(finding.lines) - len(lines)
    return [*rows, fit([span(f"  and {more:,} more", "muted")], width)] if more > 0 else rows


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
        an_epoch = f"{about}{_count(figures, 'training_tokens'):,} an epoch, {_count(figures, 'epochs')} epochs by rule"
        rows.append(_row("tokens", about + "  ".join(spread_of), an_epoch, width))
    if "held_out" in figures:
        held = clip(clean_line(str(figures["held_out"])), 30)
        rows.append(_row("held out", f"{_count(figures, 'overlap'):,} rows in both", held, width))
    return rows


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
    sign = span("  ! ", "warn") if finding.weight == "mend" else span("  · ", "muted")
    told = ", ".join(str(line) for line in finding.lines[:_LINES])
    more = len(finding.lines) - _LINES
    where = f"line {told}{f' and {more:,} more' if more > 0 else ''} " if told else ""
    return spread([sign, span(finding.says)], [span(where, "muted")], width)


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
        "ready": f"Nothing to mend, and {usable:,} examples are enough to try.",
        "mend first": f"Mend {bad:,} row{'' if bad == 1 else 's'} before training; {usable:,} are usable.",
        "too few": f"Too few: {usable:,} usable examples, {least:,} are the least for this task.",
        "unreadable": "No row of it can be read.",
    }
    if verdict not in words:
        return paragraph(f"No data report yet: {key_of('evidence.load')} loads a file.", width - 2, "strong", 2)
    lines = paragraph(f"{_SIGNS[verdict]} {words[verdict]}", width - 2, "strong", 2)
    first = lines[0]
    sign = Span(first[1].text[:1], _ROLES[verdict])  # type: ignore[arg-type]
    return [(first[0], sign, Span(first[1].text[1:], first[1].role), *first[2:]), *lines[1:]]


def _count(figures: Figures, name: str) -> int:
    value = figures.get(name)
    return value if isinstance(value, int) and not isinstance(value, bool) else 0
