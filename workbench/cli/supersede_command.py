"""``workbench supersede``: a new decision that takes the place of an older one, which stays as it is."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from datetime import date

from workbench.cli.common import committed, declare_commit, file_named, print_json, saved_folder
from workbench.cli.replaced import replaced_by
from workbench.core.editing.fields import set_field
from workbench.core.record.lifecycle import pointless_triggers, successor, superseding_note
from workbench.core.text import clean_line
from workbench.errors import UsageProblem

EXAMPLE = "example: workbench supersede 20260615-review-sentiment-7b93 --title 'Review sentiment, cheaper model'"


def arguments(parser: ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("id", metavar="ID", help="the decision to be replaced, or as much of its id as is unique")
    parser.add_argument("--title", metavar="T", help="what is being decided now; the old title when left out")
    parser.add_argument("--approach", metavar="A", help="what is decided for now; the old approach when left out")
    parser.add_argument("--json", action="store_true", help="answer the new decision as JSON")
    declare_commit(parser)


def run(options: Namespace) -> int:
    """Write the new file, a draft with everything the old one holds, and print its id."""
    from workbench.store.commit import decision_message
    from workbench.store.decisions import open_to_write
    from workbench.store.layout import file_data
    from workbench.store.saving import save_as_new

    saved = saved_folder(options.saved)
    path = file_named(options.id, options.saved)
    old = open_to_write(path)
    title = clean_line((options.title if options.title is not None else old.decision.title).strip())
    if not title:
        raise UsageProblem("a title is needed", old.decision.id, 'write --title "Ticket triage"')
    note = superseding_note(old.decision, replaced_by(path))
    today, changed = date.today(), old.decision
    if options.approach is not None:
        changed = set_field(changed, ("approach",), options.approach)
    opened = save_as_new(old, successor(old.decision, changed, title, today), saved, today)
    dropped = pointless_triggers(changed)
    told = f"left out, as {changed.approach} is the approach now: trigger {', '.join(dropped)}" if dropped else ""
    for line in filter(None, (note, told)):
        print(f"note: {clean_line(line)}", file=sys.stderr)
    if options.json:
        print_json(file_data(opened.decision))
    else:
        print(opened.decision.id)
    return committed(options, opened.path, decision_message(opened.decision))
