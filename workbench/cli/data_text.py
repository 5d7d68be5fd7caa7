"""The data report as plain text."""

from __future__ import annotations

from collections.abc import Sequence

from workbench.cli.common import table, width
from workbench.core.evidence.dataset.readiness import TASKS
from workbench.core.evidence.dataset.report import Finding, Report
from workbench.core.text import clean_line, clip, wrap

_LABELS, _LINES, _REASONS = 8, 6, 5


def as_text(report: Report) -> str:
    """Return the report: verdict with its reasons, figures, findings with the lines concerned."""
    room = width()
    partly = "" if report.complete else ", as far as it was looked at"
    rows = f"{report.rows:,} row{'' if report.rows == 1 else 's'}"
    lines = [f"{report.verdict.capitalize()}{partly}: {report.file}, {rows}"]
    for reason in report.reasons[:_REASONS]:
        lines += [f"  {line}" for line in wrap(reason, room - 2)]
    lines += ["", *(clip(line, room) for line in table(_figures(report), left=2).split("\n"))]
    if report.findings:
        lines += ["", *_table(report.findings, room)]
    for line, reason in report.malformed[:_LINES]:
        lines.append(clip(f"  line {line}: {reason}", room))
    lines += [*_variants(report), *(f"! {note}" for note in report.notes)]
    if report.findings:
        lines += ["", f"workbench data FILE --show {report.findings[0].kind} prints the lines of one kind"]
    return "\n".join(lines)


def _figures(report: Report) -> list[list[str]]:
    task = TASKS[report.task]
    rows = [
        ["rows", f"{report.rows:,}"],
        ["usable", f"{report.usable:,}"],
        ["to mend", f"{report.mend:,}"],
        ["task" + (", assumed" if report.assumed_task else ""), f"{task.name}: {task.least:,} to {task.good:,}"],
        ["  sources differ", task.sources],
        ["different questions", f"{report.distinct_inputs:,}"],
    ]
    if report.missing["system"]:
        rows.append(["without a system turn", f"{report.missing['system']:,}"])
    if report.systems:
        rows.append(["system texts", f"{report.systems:,}"])
    if report.labels:
        shown = [f"{clip(clean_line(name.strip()), 20)} {count:,}" for name, count in report.labels.items()]
        more = f" and {len(shown) - _LABELS:,} more" if len(shown) > _LABELS else ""
        rows.append(["labels", ", ".join(shown[:_LABELS]) + more])
        rows.append(["  evenness", "–" if report.evenness is None else f"{report.evenness:.2f} of 1"])
    return rows + _token_rows(report)


def _token_rows(report: Report) -> list[list[str]]:
    tokens = report.tokens
    if tokens is None:
        return []
    sign = "" if tokens.exact else "about "
    spread = (("min", tokens.min), ("5 %", tokens.p5), ("median", tokens.median), ("mean", tokens.mean),
              ("95 %", tokens.p95), ("max", tokens.max))  # fmt: skip
    rows = [
        ["tokens of a row", sign + "  ".join(f"{name} {value:,.0f}" for name, value in spread)],
        ["  counted", tokens.how],
        ["tokens of an epoch", f"{sign}{tokens.billable:,}"],
        ["epochs", f"{report.epochs} by the published rule, {sign}{tokens.billable * report.epochs:,} tokens billed"],
    ]
    if report.max_tokens is not None:
        rows.append([f"over {report.max_tokens:,} tokens", f"{report.over_limit:,}"])
    return rows


def _table(findings: Sequence[Finding], room: int) -> list[str]:
    rows = []
    for finding in findings:
        told = ", ".join(f"{line}" for line in finding.lines[:_LINES])
        more = f" and {len(finding.lines) - _LINES:,} more" if len(finding.lines) > _LINES else ""
        rows.append(
            [
                {"mend": "!", "look": "?", "note": "·"}[finding.weight],
                finding.says,
                f"line {told}{more}" if told else "",
            ]
        )
    return [clip(line, room) for line in table(rows, left=3).split("\n")]


def _variants(report: Report) -> list[str]:
    return ["  " + " = ".join(repr(clean_line(name)) for name in group) for group in report.label_variants[:_LINES]]
