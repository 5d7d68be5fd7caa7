"""The data report as JSON; names and forms: DESIGN section 4."""

from __future__ import annotations

from dataclasses import asdict

from workbench.core.evidence.dataset.report import Report
from workbench.core.text import clean_line


def as_json(report: Report) -> dict[str, object]:
    """Return the report as the command answers it.

    `missing_*` and `over_limit` are counts, `overlap` is [[line, held-out line]] or null; the lines of everything are
    in `findings`. `not_compared` is what many questions begin or end with.
    """
    return {
        "file": report.file,
        "sha256": report.sha256 or None,
        "complete": report.complete,
        "rows": report.rows,
        "usable": report.usable,
        "malformed": [{"line": line, "reason": reason} for line, reason in report.malformed],
        "forms": dict(report.forms),
        **{f"missing_{name}": count for name, count in report.missing.items()},
        "duplicates": [list(pair) for pair in report.duplicates],
        "near_duplicates": [list(group) for group in report.near_duplicates],
        "contradictions": [list(pair) for pair in report.contradictions],
        "refusals": {"count": len(report.refusals), "share": report.refusal_share, "lines": list(report.refusals)},
        "label_variants": [[clean_line(name) for name in group] for group in report.label_variants],
        "labels": None if report.labels is None else {clean_line(name): n for name, n in report.labels.items()},
        "rare_labels": [clean_line(name) for name in report.rare_labels],
        "balance": report.evenness,
        "distinct_inputs": report.distinct_inputs,
        "systems": report.systems,
        "not_compared": [clean_line(text) for text in report.shared],
        "max_tokens": report.max_tokens,
        "over_limit": report.over_limit,
        "tokens": None if report.tokens is None else asdict(report.tokens),
        "epochs": report.epochs,
        "training_tokens": report.training_tokens,
        "overlap": None if report.overlap is None else [list(pair) for pair in report.overlap],
        "held_out": report.held_out,
        "held_out_rows": report.held_rows,
        "personal_data": [{"line": line, "kind": kind} for line, kind in report.personal_data],
        "findings": [
            {name: getattr(finding, name) for name in ("kind", "weight", "count", "says", "lines")}
            for finding in report.findings
        ],
        "to_mend": report.mend,
        "to_take_out": report.rows - report.usable,
        "to_look_at": report.look,
        "task": report.task,
        "task_assumed": report.assumed_task,
        "verdict": report.verdict,
        "reasons": list(report.reasons),
        "notes": list(report.notes),
    }
