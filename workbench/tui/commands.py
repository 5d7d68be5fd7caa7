"""Every command of the screens by name: for the palette, and for keys that are not on the footer."""

from __future__ import annotations

from dataclasses import dataclass

from workbench.core.record.status import Status


@dataclass(frozen=True, slots=True)
class Command:
    """One command: what it is called, the id of its key, the pane it belongs to (0: any), the action it runs there.

    One that gives the open decision a `status` is offered where that may follow the one it has; one that gives it that
    `again` only where it had it once.
    """

    name: str
    id: str
    pane: int
    action: str
    status: Status | None = None
    again: bool = False


COMMANDS = (
    Command("Questions", "pane.questions", 0, "pane(1)"),
    Command("Costs", "pane.costs", 0, "pane(2)"),
    Command("Evidence", "pane.evidence", 0, "pane(3)"),
    Command("Decision", "pane.decision", 0, "pane(4)"),
    Command("Log", "pane.log", 0, "pane(5)"),
    Command("Save", "save", 0, "save"),
    Command("Save as a new decision", "", 0, "save_as_new"),
    Command("Save as a decision that supersedes this one", "", 0, "supersede"),
    Command("Propose the decision", "", 0, "status('proposed')", "proposed"),
    Command("Accept the decision", "", 0, "status('accepted')", "accepted"),
    Command("Accept the decision again", "", 0, "status('accepted')", "accepted", again=True),
    Command("Reject the decision", "", 0, "status('rejected')", "rejected"),
    Command("Retire the decision", "", 0, "status('retired')", "retired"),
    Command("Make the decision a draft again", "", 0, "status('draft')", "draft"),
    Command("Commit to git with each save and review, on or off", "", 0, "commits"),
    Command("Undo", "undo", 0, "undo"),
    Command("New decision", "log.new", 0, "new"),
    Command("Open a file", "log.open-file", 0, "open_file"),
    Command("Drafts that were kept", "", 0, "drafts"),
    Command("Pick a theme", "", 0, "themes"),
    Command("Pick a flowchart", "questions.flow", 1, "ask('flow')"),
    Command("Scorecard, or the flowchart again", "questions.score", 1, "score"),
    Command("Reference: trade-offs, ladder, methods, limits, examples", "questions.reference", 1, "ask('reference')"),
    Command("Load a cost example", "costs.example", 2, "ask('preset')"),
    Command("Options: add, copy, rename, remove, baseline", "costs.option", 2, "ask('option')"),
    Command("Prices of a model, from the catalogue", "costs.prices", 2, "ask('prices')"),
    Command("Import usage: volume, growth, tokens from an export", "costs.usage", 2, "ask('usage')"),
    Command("Count the tokens of a prompt or file into the cell", "costs.tokens", 2, "ask('tokens')"),
    Command("Show all cost rows, or fold zeros", "costs.all-rows", 2, "all_rows"),
    Command("Next cost chart: by month, by volume, tornado, by part", "costs.chart", 2, "chart"),
    Command("Zoom the cost chart", "costs.zoom", 2, "zoom"),
    Command("Add an accuracy", "evidence.add", 3, "ask('version')"),
    Command("Load a file: versions, data, two files of answers, a config", "evidence.load", 3, "load"),
    Command("Tokens of the training data: a row's limit, the encoding", "evidence.tokens", 3, "ask('data-tokens')"),
    Command("Judge the answers that are compared in another way", "evidence.match", 3, "ask('match')"),
    Command("Group the cases that are compared by a field", "evidence.groups", 3, "ask('groups')"),
    Command("Both sides of the comparison as accuracy versions", "evidence.versions", 3, "ask('as-versions')"),
    Command("Take the answer that the evidence gives", "evidence.take", 3, "take"),
    Command("Training tokens of the data report into the costs", "evidence.costs", 3, "ask('data-costs')"),
    Command("Prompt or fine-tuned: the version under the cursor", "evidence.kind", 3, "kind"),
    Command("Read the verdict, and go where a reason comes from", "decision.verdict", 4, "verdict"),
    Command("Write the rationale", "decision.rationale", 4, "rationale"),
    Command("Write a trigger of your own", "decision.trigger", 4, "ask('own-trigger')"),
    Command("Track a metric", "decision.metric", 4, "ask('metric')"),
    Command("To the record's fields", "decision.record", 4, "record"),
    Command("Filter the log", "log.filter", 5, "filter"),
    Command("Views of the log: by state, status, approach, tag, author", "log.views", 5, "ask('log-view')"),
    Command("Review the decision under the cursor, or write a reading", "log.review", 5, "ask('review')"),
    Command("Review what waits, one after the other", "log.review-all", 5, "ask('review-queue')"),
    Command("Supersede the decision under the cursor", "log.supersede", 5, "ask('supersede')"),
    Command("What changed in it since a version, or since what it replaces", "log.changed", 5, "ask('versions')"),
    Command("Copy it as Markdown, or write that to a file", "log.copy", 5, "ask('markdown')"),
    Command("Open the file in your editor, and check it", "log.edit", 5, "ask('edit-file')"),
    Command("Jump to a section by its letter", "jump", 0, "jump"),
    Command("Tour", "tour", 0, "tour"),
    Command("Help", "help", 0, "help"),
    Command("Quit", "quit", 0, "leave"),
)
