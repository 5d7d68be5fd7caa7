"""Whether a file can be trained on: how many examples a kind of task takes (DOMAIN section 2), what holds it up."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING

from workbench.core.evidence.dataset.report import Finding, Kind, Weight

if TYPE_CHECKING:
    from workbench.core.evidence.dataset.findings import Found

ALWAYS: frozenset[Kind] = frozenset(
    {"malformed", "mixed_forms", "missing_user", "missing_assistant", "no_last_answer", "duplicate_keys", "surrogates",
     "empty", "overlap", "email", "card"}
)  # fmt: skip
"""What is mended first however few rows have it: trainers stop at it, results cannot be trusted, or it is personal."""
LET_PASS = Decimal("0.005")
"""Share of the rows up to which everything else together is to be looked at, and holds up nothing."""
TAKEN_OUT: frozenset[Kind] = frozenset(
    {"malformed", "missing_assistant", "no_last_answer", "empty", "refusals", "duplicates", "near_duplicates",
     "contradictions", "overlap"}
)  # fmt: skip
"""What rows are taken out for; for the other kinds they are changed and stay."""
OPEN_TASKS = frozenset({"tone", "complex"})
MANY_ANSWERS, OPEN_SHARE = 5, Decimal("0.05")
"""Answers from which on a question is an open one, and the share of rows that such questions have at least."""
_ORDER: tuple[Weight, ...] = ("mend", "look", "note")


@dataclass(frozen=True, slots=True)
class Task:
    """A kind of task.

    Args:
        name: As the command takes it.
        label: In words.
        least: Examples from which on it is worth a try.
        good: Examples that the sources call enough.
        sources: Where one of the sources differs.
    """

    name: str
    label: str
    least: int
    good: int
    sources: str


TASKS = {
    task.name: task
    for task in (
        Task("tone", "tone or format of one kind", 50, 100, "one source says 100"),
        Task("labels", "labels, a few classes", 100, 500, "one source starts at 500"),
        Task(
            "narrow",
            "a narrow task",
            500,
            1_000,
            "one says a few hundred good ones",
        ),
        Task("complex", "a complex or open task", 2_000, 5_000, "one says a few hundred good ones"),
    )
}


def stand(usable: int, task: Task) -> str:
    """Return how so many usable examples stand to the task's range, in words."""
    span = f"{task.least:,} to {task.good:,} for {task.label}"
    if usable < task.least:
        return f"{usable:,} usable, under {span}: {task.least - usable:,} more to try it"
    if usable < task.good:
        return f"{usable:,} usable, within {span}: enough to try, {task.good - usable:,} more would be surer"
    return f"{usable:,} usable, over {span}"


def open_ended(task: Task, found: Found) -> bool:
    """Return whether a question may have several answers: by the task, or as most questions that repeat have many."""
    if task.name in OPEN_TASKS:
        return True
    many = [question for question in found.contradicting if len(question) >= MANY_ANSWERS]
    rows = sum(len(answer) for question in many for answer in question)
    return found.spellings is None and 2 * len(many) > found.repeated and rows >= OPEN_SHARE * max(1, len(found.lines))


def weighed(told: Sequence[Finding], rows: int) -> tuple[Finding, ...]:
    """Return findings by their weight, once it is known whether what is not always mended is in enough rows."""
    others = [finding for finding in told if finding.kind not in ALWAYS]
    if len(concerned(others)) <= LET_PASS * rows:
        told = [
            replace(finding, weight="look") if finding.weight == "mend" and finding.kind not in ALWAYS else finding
            for finding in told
        ]
    return tuple(sorted(told, key=lambda finding: _ORDER.index(finding.weight)))


def concerned(told: Iterable[Finding], *weights: Weight) -> set[int]:
    """Return the lines to do something about; of rows that are alike the first one stays as it is."""
    return {line for finding in told if finding.weight in (weights or ("mend", "look")) for line in finding.mend}


def taken_out(told: Iterable[Finding]) -> set[int]:
    """Return the lines of rows to take out."""
    return concerned(finding for finding in told if finding.kind in TAKEN_OUT)
