"""``workbench status``: what a decision's status is and may become, or the next step in its life."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from datetime import date

from workbench.cli.common import committed, declare_commit, file_named, print_json, saved_folder
from workbench.cli.replaced import replaced_by
from workbench.core.editing.session import dated
from workbench.core.record.decision import Decision
from workbench.core.record.lifecycle import MOVES, WAS_ACCEPTED
from workbench.core.record.status import STATUSES
from workbench.errors import UsageProblem

EXAMPLE = "example: workbench status 20260615-review-sentiment-7b93 accepted"


def arguments(parser: ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument(
        "id", metavar="ID", help="id of the decision, as much of its start as is unique, or its last 4 digits"
    )
    parser.add_argument("status", nargs="?", choices=STATUSES, metavar="STATUS", help=", ".join(STATUSES))
    parser.add_argument("--json", action="store_true", help="answer as JSON")
    declare_commit(parser)


def run(options: Namespace) -> int:
    """Tell the status, after taking the step when one is asked for."""
    from workbench.store.commit import decision_message
    from workbench.store.decisions import open_to_write
    from workbench.store.saving import save

    path = file_named(options.id, options.saved)
    saved = saved_folder(options.saved)
    opened = open_to_write(path)
    was, successors = opened.decision, replaced_by(path)
    if options.status == "accepted" and was.status in WAS_ACCEPTED and successors:
        hint = f"supersede {successors[-1]} in its turn, or take this id out of its supersedes"
        raise UsageProblem("another took its place", f"{was.id} was superseded by {', '.join(successors)}", hint)
    if options.status is not None and options.status != was.status:
        after = was.model_copy(update={"status": options.status})
        if was.status not in WAS_ACCEPTED:
            after = dated(after, date.today())
        opened = save(opened, after, saved, date.today())
        _tell(opened.decision, successors, options.json)
        if options.status == "accepted" and was.decided is not None and not options.json:
            print(f"decided {was.decided}, as the file said before")
        elif opened.decision.decided != was.decided and not options.json:
            print(f"decided {opened.decision.decided}, today")
        return committed(options, path, decision_message(opened.decision))
    _tell(was, successors, options.json)
    return 0


def _tell(decision: Decision, successors: Sequence[str], json: bool) -> None:
    following = MOVES[decision.status]
    if json:
        told = {"id": decision.id, "status": decision.status, "decided": decision.decided, "next": following}
        print_json(told | {"superseded_by": successors})
        return
    replaced = f", superseded by {', '.join(successors)}" if successors else ""
    print(f"{decision.id}: {decision.status}{replaced}\nmay become {', '.join(following)}")
