"""A case as it is argued: everything a verdict is made from, and one sentence of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from workbench.core.advice.scorecard import Scorecard
from workbench.core.advice.vetoes import Place, Veto
from workbench.core.costs.comparison import Comparison, Figures
from workbench.core.flows.flowchart import Walk
from workbench.core.known.facts import Fact
from workbench.core.record.decision import Decision


class Reason(NamedTuple):
    """One sentence of the verdict, without its full stop, and what it comes from; an answer names its `question`."""

    text: str
    place: Place
    question: str = ""


class Case(NamedTuple):
    """Everything a verdict is argued from.

    Args:
        approach: What is argued for: as recorded, where nothing rules it out, else as advised.
        option: The cost option that stands for it; None where there is none.
        today: The day it is looked at.
    """

    decision: Decision
    path: Walk
    comparison: Comparison
    facts: Mapping[str, Fact]
    card: Scorecard
    ruled: tuple[Veto, ...]
    approach: str
    option: Figures | None
    today: date

    @property
    def day(self) -> date:
        """The day deadlines are counted from: of the decision, else today."""
        return self.decision.decided or self.today

    @property
    def examples(self) -> Decimal | None:
        """Labelled examples, where known."""
        fact = self.facts.get("labelled_examples")
        return None if fact is None else fact.value

    @property
    def leads_elsewhere(self) -> bool:
        """Whether the answers lead to another approach than the one argued for."""
        return self.path.outcome is not None and self.path.outcome.approach != self.approach
