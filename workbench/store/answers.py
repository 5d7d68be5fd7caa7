"""Answers of a dialogue kept from one time to the next: in a file of their own, or in a decision's file."""

from __future__ import annotations

import os
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from workbench.core.record.decision import Decision
from workbench.errors import WorkbenchError
from workbench.store.files import os_problem
from workbench.store.places import state_folder
from workbench.store.writing import write_atomic


def answers_file(flow: str, env: Mapping[str, str] = os.environ) -> Path:
    """Return where the answers to a flowchart are kept while they belong to no decision."""
    plain = "".join(char if char.isalnum() else "-" for char in flow)[:40]
    return state_folder(env) / f"answers-{plain}.toml"


def flow_left(env: Mapping[str, str] = os.environ) -> str | None:
    """Return the flowchart of the answers that were kept last while they belonged to no decision; None without any."""
    files = [path for path in state_folder(env).glob("answers-*.toml") if path.is_file()]
    for path in sorted(files, key=lambda path: path.stat().st_mtime_ns, reverse=True):
        try:
            flow = read_kept(path).flow
        except WorkbenchError:
            # It is told where its flowchart is asked for.
            continue
        if flow.answer:
            return flow.name
    return None


def read_kept(path: Path) -> Decision:
    """Return the decision in a file, or an empty one where there is no file yet.

    Raises:
        WorkbenchError: It cannot be read.
    """
    if not path.exists():
        # Known to be valid: a start need not build the validators for it.
        return Decision.model_construct()
    from workbench.store.decisions import open_to_write

    return open_to_write(path).decision


def keep(path: Path, decision: Decision) -> None:
    """Write the answers: into the decision's file, one line for each that changed, or into a file of their own.

    Raises:
        WorkbenchError: It cannot be written.
    """
    if path.exists():
        from workbench.store.decisions import open_to_write
        from workbench.store.saving import save

        save(open_to_write(path), decision, path.parent, date.min)
        return
    import tomli_w

    answers = {id: answer.model_dump(exclude_defaults=True) for id, answer in decision.flow.answer.items()}
    data = {"approach": decision.approach, "flow": {"name": decision.flow.name, "answer": answers}}
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise os_problem(error, "make the folder", path.parent) from None
    write_atomic(path, tomli_w.dumps(data))
