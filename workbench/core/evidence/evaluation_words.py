"""What a comparison says of its groups and of a training file, in sentences."""

from __future__ import annotations

from workbench.core.evidence.evaluation import Evaluation
from workbench.core.evidence.evaluation_kept import change_text, p_text, span_text

_SMALL = 30
_NAMED = 5


def worst_told(report: Evaluation) -> str:
    """Return which group comes out worst, and how far that can be trusted; empty without groups."""
    if not report.slices:
        return ""
    groups, n = len(report.slices), report.pairs.n
    if groups == 1 and not report.slices[0].name:
        return f"No row has a value for {report.by}."
    if groups == 1:
        return f"All cases have the same {report.by}."
    if groups * 2 > n:
        return f"{report.by} makes {groups:,} groups of {n:,} cases: too fine to say anything."
    worst = report.slices[0]
    low, high = worst.interval
    name = worst.name or "(none)"
    told = f"Worst: {name}, {change_text(worst.pairs.difference)} on {worst.pairs.n:,} cases, {span_text(low, high)}"
    if worst.pairs.n < _SMALL:
        return f"{told}; so few cases say little."
    if low <= 0 <= high:
        return f"{told}; that may be chance."
    if high < 0:
        return f"{told}; one of {groups} groups may come out so by chance, look at its cases."
    return f"{told}; the candidate is better in it too."


def held_out_told(report: Evaluation) -> list[tuple[str, str]]:
    """Return what a training file says of the cases, each with a sign; nothing where none was given."""
    found = report.held_out
    if found is None:
        return []
    told = []
    n, count = report.pairs.n, len(found.ids)
    if found.without_input:
        told.append(("!", f"{_cases(found.without_input)} without an input could not be looked for in {found.name}."))
    if found.unread:
        told.append(("!", f"{found.unread:,} of {found.rows:,} rows of {found.name} could not be read."))
    if not count:
        clean = f"None of the cases stands in {found.name} ({found.rows:,} rows)."
        return [*told, ("✓", clean)] if n > found.without_input else told
    named = ", ".join(str(id)[:30] for id in found.ids[:_NAMED]) + (", …" if count > _NAMED else ".")
    stands = "stands" if count == 1 else "stand"
    learnt = "the candidate may have learnt the answer"
    rest = "No case is left without them: these are no held-out cases."
    if found.rest is not None and found.rest_p is not None:
        change = change_text(found.rest.difference)
        rest = f"Without them: {change} on {_cases(found.rest.n)}, {p_text(found.rest_p)}."
    return [*told, ("!", f"{count:,} of {_cases(n)} {stands} in {found.name}, {learnt}: {named} {rest}")]


def _cases(count: int) -> str:
    return f"{count:,} case{'' if count == 1 else 's'}"
