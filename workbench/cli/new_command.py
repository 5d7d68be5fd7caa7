"""``workbench new``: a new decision file."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from datetime import date
from pathlib import Path

from workbench.cli.common import committed, declare_commit, print_json, saved_folder
from workbench.core.editing.fields import set_field
from workbench.core.editing.session import dated
from workbench.core.record.decision import Decision
from workbench.core.text import clean_line
from workbench.errors import UsageProblem

EXAMPLE = 'example: workbench new --title "Ticket triage" --approach prompting --author support-team'


def arguments(parser: ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("--title", required=True, help="what is being decided")
    parser.add_argument("--approach", help="prompting, caching, other-model, rag, fine-tuning, ...")
    parser.add_argument("--author", action="append", default=[], metavar="N", help="who decides; may be repeated")
    parser.add_argument("--from", dest="source", metavar="FILE", help="take answers, costs and the rest from this file")
    parser.add_argument("--json", action="store_true", help="answer the decision as JSON")
    declare_commit(parser)


def run(options: Namespace) -> int:
    """Write the file and print its id."""
    from workbench.store.commit import decision_message
    from workbench.store.decisions import open_to_write
    from workbench.store.layout import file_data
    from workbench.store.saving import save, save_as_new

    source = open_to_write(Path(options.source)) if options.source is not None else None
    decision = source.decision if source is not None else Decision()
    title = clean_line(options.title.strip())
    if not title:
        raise UsageProblem("a title is needed", "--title is empty", 'write --title "Ticket triage"')
    fresh = {"title": title, "status": "draft", "decided": None, "supersedes": ()}
    decision = decision.model_copy(update=fresh)
    if options.approach is not None:
        decision = set_field(decision, ("approach",), options.approach)
    if options.author:
        authors = tuple(clean_line(author.strip()) for author in options.author)
        decision = decision.model_copy(update={"authors": authors})
    decision = dated(decision, date.today())
    saved = saved_folder(options.saved)
    if source is None:
        opened = save(None, decision, saved, date.today())
    else:
        opened = save_as_new(source, decision, saved, date.today())
    if options.json:
        print_json(file_data(opened.decision))
    else:
        print(opened.decision.id)
    return committed(options, opened.path, decision_message(opened.decision))
