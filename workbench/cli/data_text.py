"""The data report as plain text."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence

from workbench.cli.common import hanging, height, width
from workbench.core.evidence.dataset.readiness import TASKS
from workbench.core.evidence.dataset.report import Finding, Report
from workbench.core.evidence.dataset.showing import Block
from workbench.core.text import clean_line, clip, columns, counted, pad

_LABELS, _LINES, _REASONS = 8, 6, 5
_PIPED = 100_000
"""Columns where nothing is wrapped: a pipe or a file has no edge."""
_SIGNS = {"mend": "!", "look": "?", "note": "·"}


def as_text(report: Report) -> str:
    """Return the report: verdict with its reasons, figures, findings with the lines concerned."""
    room = _room()
    first = _headline(report)
    lines = [first]
    for reason in report.reasons[:_REASONS]:
        lines += hanging("  ", reason, room)
    if len(report.reasons) > _REASONS:
        lines.append(f"  and {len(report.reasons) - _REASONS} more, below")
    lines += ["", *_figures(report, room)]
    if report.findings:
        lines += ["", *_table(report.findings, room)]
    lines += [*_malformed(report, room), *_variants(report)]
    for note in report.notes:
        lines += hanging("! ", note, room)
    if any(finding.lines for finding in report.findings):
        kind = next(finding.kind for finding in report.findings if finding.lines)
        lines += ["", *hanging("", f"workbench data FILE --show {kind} prints the rows of one kind", room)]
    seen = height()
    # What has scrolled off the top of a terminal is said once more where the eye is.
    return "\n".join(lines if seen is None or len(lines) < seen else [*lines, "", first])


def _room() -> int:
    return width() if sys.stdout.isatty() else _PIPED


def _headline(report: Report) -> str:
    partly = "" if report.complete else ", as far as it was looked at"
    rows = counted(report.rows, "row")
    look = f", {counted(report.look, 'row')} to look at" if report.verdict == "ready" else ""
    return f"{report.verdict.capitalize()}{look if report.look else ''}{partly}: {report.file}, {rows}"


def _figures(report: Report, room: int) -> list[str]:
    rows = _rows(report)
    label = max(columns(name) for name, _ in rows) + 2
    return [line.rstrip() for name, text in rows for line in hanging(pad(name, label), text, room)]


def _rows(report: Report) -> list[tuple[str, str]]:
    task = TASKS[report.task]
    out = report.rows - report.usable
    rows = [
        ("rows", f"{report.rows:,}"),
        ("usable", f"{report.usable:,}" + (f", all rows but the {out:,} to take out" if out else "")),
        ("to look at" if report.verdict == "ready" and report.look else "to mend", _to_mend(report.mend, out)),
        ("task" + (", assumed" if report.assumed_task else ""), f"{task.name}: {task.least:,} to {task.good:,}"),
        ("  sources differ", task.sources),
        ("different questions", f"{report.distinct_inputs:,}"),
    ]
    if report.shared:
        rows.append(("  not compared", f"what many share: “{clip(clean_line(report.shared[0].strip()), 60)}”"))
    if report.overlap is not None and report.held_rows is not None:
        both = len({other for _, other in report.overlap})
        rows.append(("held out", f"{both:,} of {report.held_rows:,} rows of {report.held_out} in both"))
    if report.missing["system"]:
        rows.append(("without a system turn", f"{report.missing['system']:,}"))
    if report.systems:
        rows.append(("system texts", f"{report.systems:,}"))
    if report.labels:
        shown = [f"{clip(clean_line(name.strip()), 20)} {count:,}" for name, count in report.labels.items()]
        more = f" and {len(shown) - _LABELS:,} more" if len(shown) > _LABELS else ""
        rows.append(("labels", ", ".join(shown[:_LABELS]) + more))
        rows.append(("  evenness", "–" if report.evenness is None else f"{report.evenness:.2f} of 1"))
    return rows + _token_rows(report)


def _to_mend(mend: int, out: int) -> str:
    """Return what is to be done: rows to take out, and those to change, which stay."""
    change = mend - out
    if not (out and change):
        return f"{mend:,}" + (", to take out" if out else ", to change" if change else "")
    return f"{mend:,}: {out:,} to take out, {change:,} to change"


def _token_rows(report: Report) -> list[tuple[str, str]]:
    tokens = report.tokens
    if tokens is None:
        return []
    sign = "" if tokens.exact else "about "
    spread = (("min", tokens.min), ("5 %", tokens.p5), ("median", tokens.median), ("mean", tokens.mean),
              ("95 %", tokens.p95), ("max", tokens.max))  # fmt: skip
    rows = [
        ("tokens of a row", sign + ", ".join(f"{name} {value:,.0f}" for name, value in spread)),
        ("  counted", tokens.how),
        ("tokens of an epoch", f"{sign}{tokens.billable:,}"),
        ("epochs", f"{report.epochs} by the published rule, {sign}{tokens.billable * report.epochs:,} tokens billed"),
    ]
    if report.max_tokens is not None:
        rows.append((f"over {counted(report.max_tokens, 'token')}", f"{report.over_limit:,}"))
    return rows


def _table(findings: Sequence[Finding], room: int) -> Iterator[str]:
    says = min(max(columns(finding.says) for finding in findings), room - 3)
    for finding in findings:
        sign = f"{_SIGNS[finding.weight]}  "
        where = _where(finding.lines, room - 5 - says)
        if where or not finding.lines:
            yield (pad(sign + finding.says, says + 5) + where).rstrip()
        else:
            yield from hanging(sign, finding.says, room)
            yield f"     {_where(finding.lines, room - 5) or f'line {finding.lines[0]}'}"


def _where(lines: Sequence[int], room: int) -> str:
    """Return as many line numbers as there is room for, none cut; empty where not even one fits."""
    for count in range(min(_LINES, len(lines)), 0, -1):
        more = f" and {len(lines) - count:,} more" if len(lines) > count else ""
        told = f"line {', '.join(map(str, lines[:count]))}{more}"
        if columns(told) <= room:
            return told
    return ""


def _malformed(report: Report, room: int) -> Iterator[str]:
    for line, reason in report.malformed[:_LINES]:
        yield from hanging("   ", f"line {line}: {reason}", room)
    more = len(report.malformed) - _LINES
    if more > 0:
        yield f"   and {more:,} more: --show malformed"


def _variants(report: Report) -> list[str]:
    return ["   " + " = ".join(repr(clean_line(name)) for name in group) for group in report.label_variants[:_LINES]]


def blocks_text(finding: Finding, blocks: Sequence[Block], more: int) -> str:
    """Return the rows of a finding, block by block.

    Args:
        finding: The finding.
        blocks: What is shown of it.
        more: Lines that are not.
    """
    room = _room()
    lines = [finding.says]
    for block in blocks:
        if len(block.entries) > 1:
            lines.append("")
        names = max(columns(entry.where) for entry in block.entries) + 2
        for entry in block.entries:
            where = entry.where
            for text in entry.texts:
                lines += hanging(pad(where, names), "".join(piece.marked for piece in text), room)
                where = ""
    if not blocks:
        lines.append("no row of its own")
    if more > 0:
        lines += ["", f"{counted(more, 'more line')}: --lines all prints them"]
    return "\n".join(line.rstrip() for line in lines)
