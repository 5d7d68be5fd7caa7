"""``workbench status``: what a decision's status is and may become, or the next step in its life."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from datetime import date
from pathlib import Path

from workbench.cli.common import committed, declare_commit, is_file_name, print_json, saved_folder
from workbench.core.decision import STATUSES, Decision
from workbench.core.lifecycle import MOVES, WAS_ACCEPTED
from workbench.core.session import dated

EXAMPLE = "example: workbench status 20260615-review-sentiment-7b93 accepted"


def arguments(parser: ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("id", metavar="ID", help="id of the decision, or as much of its start as is unique")
    parser.add_argument("status", nargs="?", choices=STATUSES, metavar="STATUS", help=", ".join(STATUSES))
    parser.add_argument("--json", action="store_true", help="answer as JSON")
    declare_commit(parser)


def run(options: Namespace) -> int:
    """Tell the status, after taking the step when one is asked for."""
    from workbench.store.commit import decision_message
    from workbench.store.decisions import find, open_to_write
    from workbench.store.saving import save

    saved = saved_folder(options.saved)
    path = Path(options.id) if is_file_name(options.id) else find(saved, options.id)
    opened = open_to_write(path)
    if options.status is not None and options.status != opened.decision.status:
        after = opened.decision.model_copy(update={"status": options.status})
        if opened.decision.status not in WAS_ACCEPTED:
            after = dated(after, date.today())
        opened = save(opened, after, saved, date.today())
        _tell(opened.decision, options.json)
        return committed(options, path, decision_message(opened.decision))
    _tell(opened.decision, options.json)
    return 0


def _tell(decision: Decision, json: bool) -> None:
    following = MOVES[decision.status]
    if json:
        print_json({"id": decision.id, "status": decision.status, "decided": decision.decided, "next": following})
    else:
        print(f"{decision.id}: {decision.status}\nmay become {', '.join(following)}")
