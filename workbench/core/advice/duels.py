"""Which of two approaches was measured to be better, by more than chance; where training lost, it is not advised."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from workbench.core.advice.measured import best
from workbench.core.approaches import TRAINING
from workbench.core.costs.comparison import Comparison
from workbench.core.evidence.accuracy import Measured, difference
from workbench.core.flows.flowchart import Walk
from workbench.core.known.compared import KINDS, Compared, comparison_kept
from workbench.core.known.facts import measured, target
from workbench.core.record.decision import Decision

_PROMPTS = KINDS["prompt"]


class Duel(NamedTuple):
    """One measured better than the other.

    Args:
        better, worse: What they are called.
        better_for, worse_for: The approaches that they stand for; none stands on both sides.
        by, span: How far they are apart, and the interval of that, 95 %: ``0.14`` and ``0.08..0.20``.
    """

    better: str
    worse: str
    better_for: frozenset[str]
    worse_for: frozenset[str]
    by: str
    span: str

    @property
    def won(self) -> str:
        """The sentence, from the better one on."""
        return f"{self.better} is {self.by} better than {self.worse}, {self.span}"

    @property
    def lost(self) -> str:
        """The same from the worse one on."""
        return f"{self.worse} is {self.by} worse than {self.better}, {self.span}"


def duels(decision: Decision, today: date) -> tuple[Duel, ...]:
    """Return what was measured: the comparison that is kept, then a training under the prompt in the history."""
    kept = comparison_kept(decision, today)
    relied_on = kept if kept is not None and kept.known and not kept.doubts else None
    found = [duel for duel in (_kept(relied_on), _history(decision, relied_on)) if duel is not None]
    return tuple(found)


def _kept(found: Compared | None) -> Duel | None:
    better, worse = (found.better, found.worse) if found is not None else (None, None)
    if found is None or better is None or worse is None or better.approaches & worse.approaches:
        return None
    return Duel(better.name, worse.name, better.approaches, worse.approaches, *found.apart)


def _history(decision: Decision, kept: Compared | None) -> Duel | None:
    """Return the best prompt against the best training, where their intervals tell that the training is worse."""
    prompts, trained = ([v for v in measured(decision, kind) if v.cases is not None] for kind in KINDS)
    if not prompts or not trained:
        return None
    prompt, tuned = max(prompts, key=_value), max(trained, key=_value)
    if kept is not None and {kept.base.name, kept.candidate.name} == {prompt.name, tuned.name}:
        # On the same cases more can be told than by two intervals.
        return None
    low, high = difference(tuned.value, tuned.cases or 1, prompt.value, prompt.cases or 1)
    if low <= 0:
        return None
    from workbench.core.evidence.evaluation_kept import change_text, span_text

    by = change_text(float(prompt.value - tuned.value))[1:]
    return Duel(prompt.name, tuned.name, _PROMPTS, TRAINING, by, span_text(low, high))


def _value(version: Measured) -> tuple[object, int]:
    return version.value, version.cases or 0


def beaten(decision: Decision, path: Walk, approach: str, comparison: Comparison, today: date) -> Duel | None:
    """Return what shows that an approach that trains is worse than the same without training; None where nothing does.

    Where training is looked at for its cost alone it may be worse, as long as it reaches the target.
    """
    if approach not in TRAINING:
        return None
    aim = target(decision)
    if any(step.choice.aim == "cost" for step in path.steps):
        own = best(decision, comparison, approach)
        if aim is None or own is None or own.reaches(aim):
            return None
    return next((duel for duel in duels(decision, today) if _settles(decision, duel, approach)), None)


def _settles(decision: Decision, duel: Duel, approach: str) -> bool:
    """Whether a duel was lost by an approach, and no other training has done as well as the prompt since."""
    without = _PROMPTS | {"rag"} if approach == "rag+fine-tuning" else _PROMPTS
    if approach not in duel.worse_for or not duel.better_for & without:
        return False
    prompts = [version.value for version in measured(decision, "prompt")]
    others = [version for version in measured(decision, "fine-tuned") if version.name != duel.worse]
    return not prompts or all(version.value < max(prompts) for version in others)


def neither(decision: Decision, today: date, approach: str) -> Iterator[str]:
    """Yield what the comparison that is kept says where that speaks neither for nor against an approach."""
    found = comparison_kept(decision, today)
    if found is None or found.doubts or found.better is None or found.worse is None:
        return
    by, span = found.apart
    told = f"{found.better.name} is {by} better than {found.worse.name}, {span}"
    if not found.known:
        yield f"{told}; which approaches they are is not recorded: compare --as or --options says it"
    elif found.better.approaches & found.worse.approaches:
        yield f"{told}; both are the same approach"
    elif approach not in found.better.approaches | found.worse.approaches:
        yield told
