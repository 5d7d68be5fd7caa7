"""The findings as they can be shared: numbers and lines, texts as shapes."""

from __future__ import annotations

from collections.abc import Mapping

from workbench.core.evidence.dataset.checks import masked
from workbench.core.evidence.dataset.report import Report

_SHAPE = 160


def masked_report(report: Report, lines: Mapping[int, str]) -> dict[str, object]:
    """Return the findings with their line numbers, and the shape of the lines that are given; no text of a row.

    Args:
        report: The report.
        lines: Lines of the file, cleaned, by their number.
    """
    return {
        "rows": report.rows,
        "usable": report.usable,
        "to_mend": report.mend,
        "verdict": report.verdict,
        "reasons": list(report.reasons),
        "complete": report.complete,
        "malformed": [{"line": line, "reason": _bare(reason)} for line, reason in report.malformed],
        "label_variants": [[masked(name) for name in group] for group in report.label_variants],
        "personal_data": [{"line": line, "kind": kind} for line, kind in report.personal_data],
        "findings": [
            {
                "kind": finding.kind,
                "weight": finding.weight,
                "count": finding.count,
                "says": finding.says,
                "lines": list(finding.lines),
                "shapes": {str(line): masked(lines[line])[:_SHAPE] for line in finding.lines if line in lines},
            }
            for finding in report.findings
        ],
    }


def _bare(reason: str) -> str:
    """Return why a line is malformed, without what it quotes of it."""
    return reason.partition(":")[0].partition("'")[0].rstrip(" ,").removesuffix(", but")
