"""What commands read: a decision or a file with just some of its tables, and the flowchart it was asked with."""

from __future__ import annotations

import sys
from pathlib import Path

from workbench.cli.common import file_named, tell_newer
from workbench.core.flows.flowchart import Flowchart
from workbench.core.record.decision import Decision
from workbench.errors import WorkbenchError
from workbench.store.flows import load_named_flow


def read_decision_file(file: str, saved: str | None = None) -> Decision:
    """Return the decision in a file or of an id, or one made of the tables the file has.

    Raises:
        WorkbenchError: It cannot be read.
    """
    from workbench.store.decisions import open_decision

    opened = open_decision(file_named(file, saved))
    tell_newer(opened.read_only)
    return opened.decision


def read_flow(decision: Decision, saved: Path) -> Flowchart | None:
    """Return the flowchart of a decision; where it cannot be had that is said, and the answers are left out."""
    try:
        return load_named_flow(decision.flow.name, saved)
    except WorkbenchError as problem:
        if decision.flow.answer:
            print(f"the answers are left out: {problem.brief}", file=sys.stderr)
        return None
