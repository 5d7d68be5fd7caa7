"""What the sections of the Evidence pane show: of what was just read, or of what the decision keeps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from workbench.core.evidence.dataset.report import Report as Data
from workbench.core.evidence.evaluation import Evaluation
from workbench.core.evidence.sources import Source, State, state_told
from workbench.core.text import columns
from workbench.plot.rows import Row
from workbench.tui.bound import key_of, key_span
from workbench.tui.lines import fit, paragraph, span
from workbench.tui.panes import data_rows, evaluation_rows
from workbench.tui.panes.evidence_rows import Line
from workbench.tui.widgets.section import Section


def files_told(files: Sequence[tuple[Source, State]], instrument: str, width: int) -> tuple[list[Row], list[Row]]:
    """Return which of its files changed, to stand first, and which are not found, to stand last."""
    changed, missing = list[Row](), list[Row]()
    for source, state in files:
        if source.instrument == instrument and state == "changed":
            told = f"! {source.name} has {state_told(state, source.day)}; {key_of('evidence.load')} reads it again"
            changed += paragraph(told, width - 2, "warn", 2)
        elif source.instrument == instrument and state == "missing":
            missing += paragraph(f"{source.name} is not found here", width - 2, "muted", 2)
    return changed, missing


def dataset_told(kept: Mapping[str, object] | None, report: Data | None, width: int, wide: bool) -> list[Row]:
    """Return the data report: the one that was just read where it is what the decision keeps, or stopped half way."""
    shown: Data | Mapping[str, object] | None = kept
    if report is not None and (not report.complete or (kept or {}).get("sha256") == report.sha256):
        shown = report
    if not shown:
        return _nothing("No training data was read yet.", " reads JSONL: messages, or prompt and completion", width)
    rows = data_rows.detail(shown, width, wide)
    if report is not None and not report.complete:
        return [*data_rows.half_read(report, kept or {}, width), *rows]
    return rows


def evaluation_told(kept: Mapping[str, object] | None, report: Evaluation | None, width: int, wide: bool) -> list[Row]:
    """Return the comparison: the one that was just read where it is what the decision keeps, or stopped half way."""
    shown: Evaluation | Mapping[str, object] | None = kept
    if report is not None:
        read = {
            "base_sha256": report.base.sha256,
            "candidate_sha256": report.candidate.sha256,
            "match": report.match,
        }
        same = all((kept or {}).get(name) == digest for name, digest in read.items())
        # What was undone, or read by another sitting since, is not what is kept.
        shown = report if same or report.stopped else kept
    if not shown:
        return _nothing("Nothing was compared yet.", " loads two files of answers: base, then candidate", width)
    return [*([()] if wide else []), *evaluation_rows.detail(shown, width, wide)]


def _nothing(said: str, keys: str, width: int) -> list[Row]:
    return [(), fit([span(f"  {said}", "strong")], width), fit([key_span("evidence.load", "  "), span(keys)], width)]


def both_told(line: Line, section: Section) -> str:
    """Return what it says and answers, for a rule: that there is an answer too only where there is room for it."""
    both = ", ".join(text for text in (line.says, taken_told(line)) if text)
    return both if columns(section.title) + columns(both) + 8 <= section.size.width else line.says


def taken_told(line: Line) -> str:
    """Return which answer an instrument gives, and whether it was taken; empty where it gives none."""
    if line.answer is None:
        return ""
    return (
        f"answered {line.answer.text}" if line.answer.taken else f"{key_of('evidence.take')} answers {line.answer.text}"
    )
