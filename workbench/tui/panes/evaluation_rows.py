"""A comparison as rows: in one line, in full, and the cases that only one side had right."""

from __future__ import annotations

from collections.abc import Mapping
from math import ceil, floor

from workbench.core.charts.specs import Interval, IntervalSpec
from workbench.core.evidence.evaluation import LEAST_RANKED, Evaluation
from workbench.core.evidence.evaluation_kept import (
    Summary,
    accuracy_text,
    change_text,
    headline,
    needed_text,
    other_told,
    p_text,
    span_text,
    summary_from,
    summary_of,
)
from workbench.core.evidence.evaluation_words import held_out_told, worst_told
from workbench.core.text import clip, counted, pad
from workbench.plot.beside import beside
from workbench.plot.intervals import draw_intervals
from workbench.plot.rows import Row
from workbench.tui.bound import key_of
from workbench.tui.lines import fit, paragraph, span
from workbench.tui.panes.card import heading

_SIGNS = {"improved": ("✓", "good"), "regressed": ("!", "bad"), "inconclusive": ("?", "warn")}
_LABEL = 14
_GROUPS, _WITH_SHARES = 8, 76
_MATCHES = {
    "exact": "equal after trimming",
    "json": "the same JSON",
    "label": "the same label",
    "own": "as each row says",
}
_BROKEN = "its figures cannot be read"


def summary(kept: Mapping[str, object] | None) -> tuple[str, str, str]:
    """Return (sign, text, what it says) of the comparison a decision keeps."""
    if not kept:
        return "–", f"none yet, {key_of('evidence.load')} loads two files", ""
    found = summary_from(kept)
    if found is None:
        return "!", _BROKEN, "load again"
    return "!" if other_told(found) else _SIGNS[found.verdict][0], headline(found), found.verdict


def detail(shown: Evaluation | Mapping[str, object], width: int, wide: bool = False) -> list[Row]:
    """Return a comparison in full: both accuracies, the difference, what to know, one strong sentence.

    Args:
        shown: The report, or what a decision keeps of it.
        wide: Leave a blank row between its parts, for which 80 x 24 has no room.
    """
    report = shown if isinstance(shown, Evaluation) else None
    found = summary_of(shown) if isinstance(shown, Evaluation) else summary_from(shown)
    if found is None:
        return paragraph(f"! {_BROKEN[0].upper()}{_BROKEN[1:]}: load the two files again.", width, "strong", 2)
    rows = [*draw_intervals(_spec(found), width - 2), *([()] if wide else [])]
    rows += [_pair(label, text, width) for label, text in _facts(found, report)]
    # The answer stands above what may be long: under it, it would be out of sight.
    rows += [(), *_sentence(found, width)]
    return [*rows, *(_notes(report, width) if report is not None else [])]


def _spec(found: Summary) -> IntervalSpec:
    rows = tuple(
        Interval(
            name, value, low, high, 1, f"{accuracy_text(round(value * found.n), found.n):<5} {low:.2f}..{high:.2f}"
        )
        for name, value, (low, high) in zip(("base", "candidate"), found.accuracies, found.intervals, strict=True)
    )
    low = max(0.0, floor(min(low for low, _ in found.intervals) * 10) / 10)
    high = min(1.0, ceil(max(high for _, high in found.intervals) * 10) / 10)
    return IntervalSpec(rows, low, max(high, low + 0.1))


def _facts(found: Summary, report: Evaluation | None) -> list[tuple[str, str]]:
    difference = f"{change_text(found.difference)}, {span_text(*found.interval)}"
    told = [
        ("difference", f"{difference} on the same {counted(found.n, 'case')}"),
        ("changed", f"{found.gained:,} gained, {found.lost:,} lost; {p_text(found.p)}"),
    ]
    before, after = found.similarities
    if before is not None and after is not None:
        nearer = (
            ""
            if report is None or report.nearer is None
            else f"; {counted(report.nearer[0], 'case')} nearer, {report.nearer[1]:,} farther"
        )
        told.append(("similarity", f"{before:.2f} to {after:.2f}{nearer}"))
    told.append(("right is", _MATCHES.get(found.match, found.match)))
    day = f", {found.day}" if found.day is not None else ""
    told.append(("files", f"{clip(found.base, 28)}, {clip(found.candidate, 28)}{day}"))
    return told


def _pair(label: str, text: str, width: int) -> Row:
    return fit([span(pad(f"  {label}", _LABEL), "muted"), span(text)], width)


def _notes(report: Evaluation, width: int) -> list[Row]:
    rows: list[Row] = []
    for sign, told in [*held_out_told(report), *(("!", finding) for finding in report.findings)]:
        rows += paragraph(f"{sign} {told}", width, "warn" if sign == "!" else "text", 2)
    worst = worst_told(report)
    if worst:
        rows += [*_groups(report, width), *paragraph(worst, width, "text", 2)]
    return [(), *rows] if rows else []


def _groups(report: Evaluation, width: int) -> list[Row]:
    """Return the groups that are ranked, the worst first."""
    ranked = [one for one in report.slices if one.pairs.n >= LEAST_RANKED][:_GROUPS]
    rows = []
    for one in ranked:
        n = one.pairs.n
        shares = ", then ".join(accuracy_text(right, n) for right in (one.pairs.base_right, one.pairs.candidate_right))
        figures = f"{change_text(one.pairs.difference):>6}  {span_text(*one.interval):<12}  {n:>6,} cases"
        figures += f"  {shares}" if width >= _WITH_SHARES else ""
        rows.append(
            fit(
                [span(pad(f"  {one.name or '(none)'}", 24 if width >= _WITH_SHARES else 20), "muted"), span(figures)],
                width,
            )
        )
    return [heading(f"By {clip(report.by, 30)}", width), *rows] if ranked else []


def _sentence(found: Summary, width: int) -> list[Row]:
    sign, role = _SIGNS[found.verdict]
    text = {
        "improved": "The candidate is better, and that is more than chance.",
        "regressed": "The candidate is worse, and that is more than chance.",
        "inconclusive": "These cases do not tell the two apart.",
    }[found.verdict]
    rows = [fit([span(f"  {sign} ", role), span(text, "strong")], width)]
    if found.verdict == "inconclusive":
        rows += paragraph(needed_text(found), width, "muted", 4)
    other = other_told(found)
    return (
        [*rows, *paragraph(f"! {other} {key_of('evidence.match')} judges otherwise.", width, "warn", 2)]
        if other
        else rows
    )


def cases(report: Evaluation, which: str, width: int) -> list[Row]:
    """Return the cases ``gained`` or ``lost``: id, input, expected answer, and both answers side by side."""
    ids = report.gained if which == "gained" else report.lost
    if not ids:
        return [fit([span(f"  No case was {which}.", "strong")], width)]
    rows: list[Row] = []
    for id in ids:
        told = report.texts.get(id)
        rows += [()] if rows else []
        if told is None:
            rows.append(
                fit([span(f"  {clip(str(id), 40)}", "label"), span("  not kept, there are too many", "muted")], width)
            )
            continue
        rows.append(fit([span(f"  {clip(str(id), 40)}", "label"), span(f"  line {told.line}", "muted")], width))
        for label, text in (("input", told.input), ("expected", told.expected)):
            if text.strip():
                rows.append(_pair(label, clip(" ".join(text.split()), max(8, width - _LABEL - 1)), width))
        rows += beside(told.base, told.candidate, width)
    return rows
