"""Every command of the screens by name: for the palette, and for keys that are not on the footer."""

from __future__ import annotations

from dataclasses import dataclass

from workbench.core.status import Status


@dataclass(frozen=True, slots=True)
class Command:
    """One command: what it is called, its key, the pane it belongs to (0: any), the action it runs there.

    One that gives the open decision a `status` is offered where that may follow the one it has.
    """

    name: str
    key: str
    pane: int
    action: str
    status: Status | None = None


COMMANDS = (
    Command("Questions", "1", 0, "pane(1)"),
    Command("Costs", "2", 0, "pane(2)"),
    Command("Evidence", "3", 0, "pane(3)"),
    Command("Decision", "4", 0, "pane(4)"),
    Command("Log", "5", 0, "pane(5)"),
    Command("Save", "^s", 0, "save"),
    Command("Save as a new decision", "", 0, "save_as_new"),
    Command("Save as a decision that supersedes this one", "", 0, "supersede"),
    Command("Propose the decision", "", 0, "status('proposed')", "proposed"),
    Command("Accept the decision", "", 0, "status('accepted')", "accepted"),
    Command("Reject the decision", "", 0, "status('rejected')", "rejected"),
    Command("Retire the decision", "", 0, "status('retired')", "retired"),
    Command("Make the decision a draft again", "", 0, "status('draft')", "draft"),
    Command("Commit to git with each save and review, on or off", "", 0, "commits"),
    Command("Undo", "u", 0, "undo"),
    Command("New decision", "", 0, "new"),
    Command("Open a file", "", 0, "open_file"),
    Command("Pick a theme", "", 0, "themes"),
    Command("Pick a flowchart", "f", 1, "ask('flow')"),
    Command("Scorecard, or the flowchart again", "s", 1, "score"),
    Command("Reference: trade-offs, ladder, methods, limits, examples", "r", 1, "ask('reference')"),
    Command("Load a cost example", "p", 2, "ask('preset')"),
    Command("Options: add, copy, rename, remove, baseline", "o", 2, "ask('option')"),
    Command("Prices of a model, from the catalogue", "m", 2, "ask('prices')"),
    Command("Import usage: volume, growth, tokens from an export", "i", 2, "ask('usage')"),
    Command("Count the tokens of a prompt or file into the cell", "t", 2, "ask('tokens')"),
    Command("Show all cost rows, or fold zeros", "a", 2, "all_rows"),
    Command("Next cost chart: by month, by volume, tornado, by part", "c", 2, "chart"),
    Command("Zoom the cost chart", "z", 2, "zoom"),
    Command("Add an accuracy", "a", 3, "ask('version')"),
    Command("Load a file: versions, data, two files of answers, a config", "o", 3, "load"),
    Command("Judge the answers that are compared in another way", "m", 3, "ask('match')"),
    Command("Group the cases that are compared by a field", "f", 3, "ask('groups')"),
    Command("Both sides of the comparison as accuracy versions", "v", 3, "ask('as-versions')"),
    Command("Take the answer that the evidence gives", "t", 3, "take"),
    Command("Training tokens of the data report into the costs", "c", 3, "ask('data-costs')"),
    Command("Prompt or fine-tuned: the version under the cursor", "k", 3, "kind"),
    Command("Read the verdict, and go where a reason comes from", "v", 4, "verdict"),
    Command("Write the rationale", "e", 4, "rationale"),
    Command("Write a trigger of your own", "t", 4, "ask('own-trigger')"),
    Command("Track a metric", "m", 4, "ask('metric')"),
    Command("Filter the log", "/", 5, "filter"),
    Command("Views of the log: by state, status, approach, tag, author", "v", 5, "ask('log-view')"),
    Command("Review the decision under the cursor, or write a reading", "r", 5, "ask('review')"),
    Command("Review what waits, one after the other", "R", 5, "ask('review-queue')"),
    Command("Supersede the decision under the cursor", "s", 5, "ask('supersede')"),
    Command("What changed in it since a version, or since what it replaces", "d", 5, "ask('versions')"),
    Command("Copy it as Markdown, or write that to a file", "y", 5, "ask('markdown')"),
    Command("Open the file in your editor, and check it", "e", 5, "ask('edit-file')"),
    Command("Tour", "T", 0, "tour"),
    Command("Help", "?", 0, "help"),
    Command("Quit", "q", 0, "leave"),
)
