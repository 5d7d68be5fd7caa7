"""Whether there are enough examples: a range for each kind of task, and where the sources differ. DOMAIN section 2."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Task:
    """A kind of task.

    Args:
        name: As the command takes it.
        label: In words.
        least: Examples from which on it is worth a try.
        good: Examples that the sources call enough.
        sources: Where the articles A to E differ.
    """

    name: str
    label: str
    least: int
    good: int
    sources: str


TASKS = {
    task.name: task
    for task in (
        Task("tone", "tone or format of one kind", 50, 100, "A says 100, B 50 to 100"),
        Task("labels", "labels, a few classes", 100, 500, "A tries from 100, C starts at 500"),
        Task(
            "narrow",
            "a narrow task",
            500,
            1_000,
            "B calls 500 and more best, D 500 to 1,000, E a few hundred good ones",
        ),
        Task("complex", "a complex or open task", 2_000, 5_000, "D says several thousand, E a few hundred good ones"),
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
