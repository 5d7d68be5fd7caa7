"""The answer of ``compare`` as lines of text: one sentence, the figures, the cases that changed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from workbench.cli.common import draws, hanging, height, table, width
from workbench.core.evidence.evaluation import LEAST_RANKED, Evaluation, Side
from workbench.core.evidence.evaluation_kept import (
    Summary,
    accuracy_text,
    change_text,
    other_told,
    p_text,
    sentence,
    span_text,
    summary_of,
)
from workbench.core.evidence.evaluation_words import held_out_told, worst_told
from workbench.core.evidence.success_cost import SuccessCost, SuccessCosts
from workbench.core.figures import money
from workbench.core.text import clip, columns, counted, pad, wrap

_NAMED = 5
_SLICES = 12
_MANY = 20
"""One case in so many left out is told beside the verdict."""


def as_text(report: Evaluation, costs: SuccessCosts | None, show: str | None) -> str:
    """Return the whole answer."""
    summary = summary_of(report)
    first = "\n".join(wrap(sentence(summary), width()))
    parts = [
        "\n".join([first, *_beforehand(report, summary)]),
        _figures(report, costs),
        _told(report),
        _slices(report),
        _held_out(report),
    ]
    for name, ids in (("gained", report.gained), ("lost", report.lost)):
        if show in {name, "both"}:
            parts.append(_beside(report, name, ids))
        elif show is None:
            parts.append(_listed(report, name, ids))
    if show is None and (report.gained or report.lost):
        which = "lost" if report.lost else "gained"
        parts.append(f"--show {which} shows each of them whole, both answers side by side")
    parts.append("\n".join(line for told in report.findings for line in hanging("! ", told, width())))
    told = "\n\n".join(part for part in parts if part)
    room = height()
    # What has scrolled off the top of a terminal is said once more where the eye is.
    return told if room is None or told.count("\n") + 2 <= room else f"{told}\n\n{first}"


def _beforehand(report: Evaluation, summary: Summary) -> list[str]:
    """Return what the verdict must not be read without."""
    lines: list[str] = []
    if report.other is not None:
        lines += hanging("! ", f"{other_told(summary)} --match {report.other.match} judges so", width())
    if report.left_out * _MANY > report.pairs.n + report.left_out:
        cases = f"{report.left_out:,} of {report.pairs.n + report.left_out:,} cases"
        lines += hanging("! ", f"{cases} are not compared; why stands below", width())
    return lines


def _figures(report: Evaluation, costs: SuccessCosts | None) -> str:
    sides = (report.base, report.candidate)
    n = report.pairs.n
    heading = ["", "right", "accuracy", "95 % interval", "similarity"]
    rows = [[*row(word, side, n)] for word, side in zip(("base", "candidate"), sides, strict=True)]
    change = report.candidate.right - report.base.right
    near = [side.similarity for side in sides if side.similarity is not None]
    difference = [
        "difference",
        f"{change:+,}",
        change_text(report.pairs.difference, 2 if n < 1000 else 3),
        span_text(*report.interval),
        change_text(near[1] - near[0]) if len(near) == 2 else "-",
    ]
    if costs is not None:
        heading.append("a right answer")
        for line, side in zip(rows, (costs.base, costs.candidate), strict=True):
            line.append(_cost(side, costs.currency))
        difference.append("")
    return table([heading, *rows, difference])


def row(word: str, side: Side, n: int) -> Iterator[str]:
    """Yield one side's cells."""
    yield word
    yield f"{side.right:,}/{n:,}"
    yield accuracy_text(side.right, n)
    yield span_text(*side.interval)
    yield "-" if side.similarity is None else f"{side.similarity:.2f}"


def _cost(side: SuccessCost, currency: str) -> str:
    if side.per_success is not None:
        return money(side.per_success, currency)
    return "no price" if side.per_request is None else "none is right"


def _told(report: Evaluation) -> str:
    rule = {
        "exact": "equal after trimming",
        "json": "the same JSON",
        "label": "the same label",
        "own": "each row's own correct",
    }[report.match]
    lines = [f"base is {report.base.name}, candidate {report.candidate.name}; right is {rule}"]
    if report.base.matches is not None and report.candidate.matches is not None:
        counts = [
            f"{name} {count:,} and {report.candidate.matches[name]:,}" for name, count in report.base.matches.items()
        ]
        lines.append(f"matches, base and candidate: {', '.join(counts)}")
    if report.nearer is not None:
        wins, losses, ties = report.nearer
        lines.append(f"the candidate is nearer in {counted(wins, 'case')}, farther in {losses:,}, as near in {ties:,}")
    lines.append(
        f"{p_text(report.p)} by McNemar's exact test; intervals of 95 %: Wilson's, Newcombe's for paired shares"
    )
    if report.verdict != "inconclusive" and report.needed is not None:
        lines.append(f"about {report.needed:,} cases show such a difference four times out of five")
    return "\n".join(line for told in lines for line in wrap(told, width()))


def _slices(report: Evaluation) -> str:
    if not report.slices:
        return ""
    rows = [[clip(report.by, 24), "cases", "base", "candidate", "difference", "95 % interval"]]
    ranked = [one for one in report.slices if one.pairs.n >= LEAST_RANKED]
    for one in ranked[:_SLICES]:
        n = one.pairs.n
        accuracies = [accuracy_text(right, n) for right in (one.pairs.base_right, one.pairs.candidate_right)]
        change = change_text(one.pairs.difference)
        rows.append([clip(one.name or "(none)", 24), f"{n:,}", *accuracies, change, span_text(*one.interval)])
    rest = len(ranked) - _SLICES
    more = f"\nand {rest:,} more" if rest > 0 else ""
    told = "\n".join(wrap(worst_told(report), width()))
    return f"{table(rows)}{more}\n{told}" if ranked else told


def _held_out(report: Evaluation) -> str:
    return "\n".join(line for sign, told in held_out_told(report) for line in hanging(f"{sign} ", told, width()))


def _listed(report: Evaluation, name: str, ids: Sequence[str | int]) -> str:
    """Return the first cases that only one side had right, a line each."""
    if not ids:
        return ""
    id_room = min(16, max(len("id"), *(columns(str(id)) for id in ids[:_NAMED])))
    room = (width() - id_room - 8) // 3
    lines = [f"{name.capitalize()}, {len(ids):,}" + (f", the first {_NAMED}:" if len(ids) > _NAMED else ":")]
    lines.append(f"  {pad('id', id_room)}  {pad('expected', room)}  {pad('base', room)}  candidate")
    for id in ids[:_NAMED]:
        told = report.texts.get(id)
        cells = [told.expected, told.base, told.candidate] if told is not None else ["", "", ""]
        texts = [pad(text, room) for text in _where_they_differ([" ".join(text.split()) for text in cells], room)]
        lines.append(f"  {pad(str(id), id_room)}  {'  '.join(texts)}".rstrip())
    return "\n".join(lines)


def _where_they_differ(texts: Sequence[str], room: int) -> list[str]:
    """Return the texts, from shortly before they part where that would be cut off."""
    same = next((at for at, letters in enumerate(zip(*filter(None, texts), strict=False)) if len({*letters}) > 1), 0)
    if same < room // 2 or all(columns(text) <= room for text in texts):
        return list(texts)
    return [f"…{text[same - room // 4 :]}" if text else "" for text in texts]


def _beside(report: Evaluation, name: str, ids: Sequence[str | int]) -> str:
    """Return every case that only one side had right, both answers side by side."""
    from workbench.plot.beside import beside
    from workbench.plot.rows import plain

    if not ids:
        return f"No case was {name}."
    order = "base on the left, candidate on the right" if draws() else "base first, then candidate"
    parts = [f"{name.capitalize()}, {len(ids):,}: {order}"]
    for id in ids:
        told = report.texts.get(id)
        if told is None:
            parts.append(f"{clip(str(id), 60)}: its texts were not kept, there are too many")
            continue
        head = [f"{clip(str(id), 60)}  (line {told.line})"]
        for word, text in (("input", told.input), ("expected", told.expected)):
            if text.strip():
                head.append(f"  {word:<8}  {clip(' '.join(text.split()), width() - 12)}")
        if not draws():
            for word, text in (("base", told.base), ("candidate", told.candidate)):
                head += [f"  {word}:", *(f"    {line}" for line in wrap(text, width() - 4))]
            parts.append("\n".join(head))
            continue
        parts.append("\n".join([*head, plain(beside(told.base, told.candidate, width()))]))
    return "\n\n".join(parts)
