"""What a comparison says of its groups and of a training file, in sentences."""

from __future__ import annotations

from workbench.core.evidence.evaluation import LEAST_RANKED, Evaluation
from workbench.core.evidence.evaluation_kept import change_text, p_text, span_text
from workbench.core.text import counted

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
    small = sum(one.pairs.n < LEAST_RANKED for one in report.slices)
    if small == groups:
        return (
            f"{report.by} makes {groups:,} groups of {n:,} cases, "
            f"none of {LEAST_RANKED} or more: too fine to say anything."
        )
    return f"{_worst(report, groups - small)}{_unranked(small)}"


def _unranked(small: int) -> str:
    if not small:
        return ""
    groups = "1 group" if small == 1 else f"{small:,} groups"
    return f" {groups} of fewer than {LEAST_RANKED} cases {'is' if small == 1 else 'are'} not ranked."


def _worst(report: Evaluation, groups: int) -> str:
    worst = report.slices[0]
    low, high = worst.interval
    name = worst.name or "(none)"
    word = "Worst" if groups > 1 else "Ranked alone"
    told = f"{word}: {name}, {change_text(worst.pairs.difference)} on {worst.pairs.n:,} cases, {span_text(low, high)}"
    if worst.pairs.n < _SMALL:
        return f"{told}; so few cases say little."
    if low <= 0 <= high:
        return f"{told}; that may be chance."
    if high < 0 and groups == 1:
        return f"{told}; look at its cases."
    if high < 0:
        return f"{told}; one of {groups:,} groups may come out so by chance, look at its cases."
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
        clean = f"None of the cases stands in {found.name} ({counted(found.rows, 'row')})."
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
    return counted(count, "case")
