"""The five panes by number, each made when it is first shown."""

from __future__ import annotations

from workbench.tui.panes.base import Pane
from workbench.tui.widgets.frame import PANES

QUESTIONS, COSTS, EVIDENCE, DECISION, LOG = range(1, len(PANES) + 1)
"""The panes by their numbers, which are their usual keys."""


def make_pane(number: int) -> Pane:
    """Make a pane when it is first shown: a start pays for one of them."""
    if number == QUESTIONS:
        from workbench.tui.panes.questions import QuestionsPane

        return QuestionsPane()
    if number == COSTS:
        from workbench.tui.panes.costs import CostsPane

        return CostsPane()
    if number == EVIDENCE:
        from workbench.tui.panes.evidence import EvidencePane

        return EvidencePane()
    if number == DECISION:
        from workbench.tui.panes.decision import DecisionPane

        return DecisionPane()
    from workbench.tui.panes.log import LogPane

    return LogPane()
