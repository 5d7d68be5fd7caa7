"""What was measured of each approach, held against the target; hedged where the cases are too few to tell."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import NamedTuple

from workbench.core.advice.vetoes import Place
from workbench.core.amounts import point
from workbench.core.approaches import TRAINING
from workbench.core.costs.comparison import Comparison, Figures
from workbench.core.evidence.accuracy import Measured, wilson
from workbench.core.figures import ratio
from workbench.core.known.compared import comparison_kept
from workbench.core.known.facts import measured, target
from workbench.core.record.decision import Decision
from workbench.core.text import counted

_KINDS: Mapping[str, str] = {"prompting": "prompt", "caching": "prompt"} | dict.fromkeys(TRAINING, "fine-tuned")
"""Which versions of the accuracy history an approach is judged by: a cached prompt answers as the prompt does."""


class Best(NamedTuple):
    """The best that was measured of an approach, and where it stands."""

    version: Measured
    place: Place

    def reaches(self, aim: Decimal) -> bool:
        """Whether the target is reached, as far as the figure goes."""
        return self.version.value >= aim

    def against(self, aim: Decimal) -> str:
        """Return the figure beside the target, in words: ``tuned reaches 0.92, 0.90 is needed``."""
        version = self.version
        reached = f"{version.name} reaches {'' if self.reaches(aim) else 'only '}{ratio(version.value)}"
        if version.cases is not None:
            low, high = wilson(version.value, version.cases)
            if low < aim <= high:
                ends = "..".join(_ends(low, high, aim))
                doubt = "it may be under" if self.reaches(aim) else "it may yet reach"
                return f"{reached} on {counted(version.cases, 'case')}, {ends}: {doubt} {ratio(aim)}"
        return f"{reached}, {ratio(aim)} is needed"


def _ends(low: float, high: float, aim: Decimal) -> tuple[str, str]:
    """Return an interval's ends with the decimals it takes to show that the target lies between."""
    for places in range(2, 6):
        if Decimal(f"{low:.{places}f}") < aim < Decimal(f"{high:.{places}f}"):
            break
    return f"{low:.{places}f}", f"{high:.{places}f}"


def best(decision: Decision, comparison: Comparison, approach: str, option: Figures | None = None) -> Best | None:
    """Return the best that was measured of an approach: its own option's accuracy, else of its versions.

    A comparison that is kept counts where neither has a figure.

    Args:
        option: The cost option that stands for the approach; None looks at every option of it.
    """
    history = measured(decision, _KINDS[approach]) if approach in _KINDS else []
    options = [option] if option is not None else [f for f in comparison.options if f.option.approach == approach]
    compared = _compared(decision, approach)
    own = [Measured(f.name, point(f.option.accuracy)) for f in options if f.option.accuracy is not None]
    if own:
        found = max(own, key=lambda version: version.value)
        # The same figure in the history knows on how many cases.
        twin = next(
            (v for v in reversed([*compared, *history]) if v.value == found.value and v.cases is not None), None
        )
        return Best(found if twin is None else Measured(found.name, found.value, twin.cases), "Costs")
    if history:
        return Best(max(history, key=lambda version: (version.value, version.cases or 0)), "Evidence")
    if compared:
        return Best(compared[0], "Evidence")
    if approach == "prompting" and decision.score.prompt_accuracy is not None:
        return Best(Measured("the best prompt", point(decision.score.prompt_accuracy)), "Scorecard")
    return None


def _compared(decision: Decision, approach: str) -> list[Measured]:
    """Return what the comparison that is kept says of an approach, where it is relied on."""
    found = comparison_kept(decision)
    side = found.of(approach) if found is not None and not found.doubts else None
    return [Measured(side.name, side.accuracy, found.figures.n)] if side is not None and found is not None else []


def others_that_reach(decision: Decision, comparison: Comparison, approach: str) -> Iterator[tuple[str, Best]]:
    """Yield the other approaches of which something was measured that reaches the target."""
    aim = target(decision)
    options = [figures.option.approach for figures in comparison.options]
    trained = next((name for name in options if name in TRAINING), "fine-tuning")
    for other in dict.fromkeys(["prompting", trained, *options]):
        if aim is None or other in {approach, "undecided"} or {approach, other} <= TRAINING:
            continue
        found = best(decision, comparison, other)
        if found is not None and found.reaches(aim):
            yield other, found


def misses_target(decision: Decision, comparison: Comparison, approach: str) -> bool:
    """Whether what was measured of an approach falls short of the target."""
    aim, found = target(decision), best(decision, comparison, approach)
    return aim is not None and found is not None and not found.reaches(aim)
