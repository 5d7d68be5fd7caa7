"""Every action of the screens that has a key: its id, its keys, where it applies, what it does, and without screens."""

from __future__ import annotations

from typing import NamedTuple

SCREENS_ONLY = "screens only"
"""Stands for a plain command where an action moves about, or shows what a command prints anyway."""


class Action(NamedTuple):
    """One action.

    Args:
        id: What the settings call it.
        keys: The usual keys, the first one shown.
        where: The place it applies in, one of `PLACES`.
        does: What it does, in a few words.
        command: The plain command that does the same.
        other: The id of the action in the other direction, shown with it.
    """

    id: str
    keys: tuple[str, ...]
    where: str
    does: str
    command: str = SCREENS_ONLY
    other: str = ""


PLACES = {
    "everywhere": "everywhere",
    "typing": "while text is typed",
    "cells": "tables and forms",
    "list": "lists and pages",
    "questions": "Questions",
    "costs": "Costs",
    "evidence": "Evidence",
    "decision": "Decision",
    "log": "Log",
    "sheet": "sheets",
    "review": "the review sheet",
}
"""Where actions apply, and what that is called."""


ONLY_PLAIN = {
    "evidence": "data --masked, --lines; compare --costs, --options, --check; plateau --threshold; size --models"
}
"""What commands of a place take that it has no key for."""


def _made(where: str, *rows: tuple[str, ...]) -> list[Action]:
    """Return the actions of one place from rows of id, keys, what it does, and what follows."""
    return [Action(id, tuple(keys.split()), where, *rest) for id, keys, *rest in rows]


ACTIONS: tuple[Action, ...] = (
    *_made(
        "everywhere",
        ("pane.questions", "1", "the Questions pane", "ask"),
        ("pane.costs", "2", "the Costs pane", "cost"),
        ("pane.evidence", "3", "the Evidence pane", "data, compare, plateau, size"),
        ("pane.decision", "4", "the Decision pane", "advise, show"),
        ("pane.log", "5", "the Log pane", "list"),
        ("section.next", "tab", "the next section"),
        ("section.previous", "shift+tab", "the previous section"),
        ("back", "esc", "one level back, losing nothing"),
        ("save", "ctrl+s", "save; on a sheet, take what stands on it", "new, status, review"),
        ("undo", "u", "take the last edit back"),
        ("help", "?", "the keys that work here", "keys"),
        ("palette", "ctrl+p", "every command by name", "--help"),
        ("jump", "ctrl+o", "to a section or a pane by its letter"),
        ("tour", "T", "a short tour", "reference tour"),
        ("suspend", "ctrl+z", "stop and go to the shell; fg goes on"),
        ("quit", "q", "quit; asks when something is unsaved"),
        ("quit-while-typing", "ctrl+q", "quit, also while text is typed"),
    ),
    *_made(
        "typing",
        ("text.leave", "esc", "leave the field: a figure is restored, a note or a text kept"),
        ("text.done", "enter", "keep it"),
        ("text.next", "tab", "keep it and type in the next field"),
        ("text.previous", "shift+tab", "keep it and type in the field before"),
        ("text.up", "up", "keep it and type in the field above"),
        ("text.down", "down", "keep it and type in the field below"),
    ),
    *_made(
        "cells",
        ("cell.edit", "enter", "edit the field", "cost --set, new --from, validate"),
        ("cell.next", "tab", "the next field"),
        ("cell.previous", "shift+tab", "the previous field"),
        ("cell.up", "up", "the field above", SCREENS_ONLY, "cell.down"),
        ("cell.down", "down", "the field below"),
        ("cell.left", "left", "the field at the left"),
        ("cell.right", "right", "the field at the right"),
    ),
    *_made(
        "list",
        ("list.up", "up", "up a row", SCREENS_ONLY, "list.down"),
        ("list.down", "down", "down a row"),
        ("list.page-up", "pageup b", "up a page"),
        ("list.page-down", "pagedown space", "down a page"),
        ("list.first", "home", "to the first row"),
        ("list.last", "end", "to the last row"),
    ),
    *_made(
        "questions",
        ("questions.answer", "enter", "give the answer under the cursor", "ask --answer"),
        ("questions.back", "left", "to the question before", "ask"),
        ("questions.ahead", "right", "to the next answer, or show where this one leads"),
        ("questions.note", "e", "a note to the answer", "new --from"),
        ("questions.figure", "v", "type the figure that is asked for", "ask --answer"),
        ("questions.kind", "k", "which kind of training, or back from there", "ask --flow method"),
        ("questions.flow", "f", "another flowchart", "ask --flow"),
        ("questions.score", "s", "the scorecard, or the flowchart again", "score"),
        ("questions.reference", "r", "the reference", "reference"),
    ),
    *_made(
        "costs",
        ("costs.option", "o", "options: add, copy, rename, remove, baseline", "cost --set, new --from"),
        ("costs.prices", "m", "prices of a model from the catalogue", "price"),
        ("costs.chart", "c", "the next chart", "cost"),
        ("costs.zoom", "z", "zoom the chart"),
        ("costs.example", "p", "load an example", "cost --preset"),
        ("costs.usage", "i", "import a provider's usage export", "cost --usage"),
        ("costs.tokens", "t", "count the tokens of a text into the cell", "data"),
        ("costs.all-rows", "a", "all rows, or fold zeros"),
    ),
    *_made(
        "evidence",
        ("evidence.open", "enter", "into what is shown below"),
        ("evidence.add", "a", "add an accuracy", "plateau"),
        ("evidence.load", "o", "load a file", "data, compare, plateau, size"),
        ("evidence.take", "t", "take the answer that the evidence gives", "ask --answer"),
        ("evidence.costs", "c", "training tokens of the data report into the costs", "data, cost --set"),
        ("evidence.tokens", "l", "limit of a row's tokens, and their encoding", "data --max-tokens, --encoding"),
        ("evidence.kind", "k", "prompt or fine-tuned: the version under the cursor", "plateau"),
        ("evidence.remove", "x", "remove the version under the cursor", "plateau"),
        ("evidence.match", "m", "judge the answers in another way", "compare --match"),
        ("evidence.groups", "f", "group the cases by a field", "compare --by"),
        ("evidence.versions", "v", "both sides of the comparison as accuracy versions", "plateau"),
        ("evidence.cases", "enter", "the cases, or the findings with their lines", "compare, data"),
    ),
    *_made(
        "decision",
        ("decision.verdict", "v", "read the verdict", "advise"),
        ("decision.rationale", "e", "write the rationale", "new --from"),
        ("decision.trigger", "t", "write a trigger of your own", "new --from"),
        ("decision.metric", "m", "track a metric", "new --from"),
        ("decision.record", "r", "to the record's fields", "status, new"),
        ("decision.take", "space", "take the trigger, or leave it out", "new --from"),
        ("decision.source", "enter", "go where the sentence comes from"),
        ("decision.all", "a", "all sentences, or as many as fit", "advise"),
    ),
    *_made(
        "log",
        ("log.open", "enter", "open the decision", "show"),
        ("log.filter", "/", "narrow the list by words", "list --text"),
        ("log.views", "v", "views: by state, status, approach, tag, author", "list --status, --tag"),
        ("log.review", "r", "review, or write a reading", "review"),
        ("log.review-all", "R", "review what waits, one after the other", "check, review"),
        ("log.new", "n", "a new decision", "new"),
        ("log.supersede", "s", "supersede it", "supersede"),
        ("log.changed", "d", "what changed in it", "diff"),
        ("log.copy", "y", "copy it as Markdown", "export"),
        ("log.edit", "e", "open its file in your editor", "show"),
        ("log.example", "p", "try an example", "cost --preset"),
        ("log.open-file", "o", "open a file", "workbench FILE"),
    ),
    *_made(
        "sheet",
        ("sheet.close", "esc", "close, nothing is lost"),
        ("sheet.up", "up", "the item above", SCREENS_ONLY, "sheet.down"),
        ("sheet.down", "down", "the item below"),
        ("sheet.done", "enter", "pick the item, or take the line"),
        ("sheet.page-before", "left", "the page before", "reference"),
        ("sheet.page-after", "right", "the next page", "reference"),
    ),
    *_made("review", ("review.skip", "x", "skip it, without an entry", "review")),
)

BY_ID = {action.id: action for action in ACTIONS}

WHILE_TYPING = frozenset(
    {"back", "save", "quit-while-typing", "sheet.close", "sheet.up", "sheet.down", "sheet.done"}
    | {action.id for action in ACTIONS if action.where == "typing"}
)
"""Ids of what works while text is typed, too: no character may be their key."""

_PANES = frozenset({"questions", "costs", "evidence", "decision", "log"})
_MEETS: dict[str, frozenset[str]] = {
    "everywhere": frozenset(PLACES) - {"typing"},
    "cells": _PANES | {"list", "review"},
    "list": _PANES | {"cells", "sheet"},
    "sheet": frozenset({"everywhere", "list", "review"}),
}


def meet(one: str, other: str) -> bool:
    """Return whether actions of two places can be offered at the same time."""
    return one == other or other in _MEETS.get(one, ()) or one in _MEETS.get(other, ())
