"""Figures taken from what there is: the tokens of a prompt, and the usage a provider exported."""

from __future__ import annotations

from pathlib import Path as FilePath
from typing import TYPE_CHECKING

from workbench.core.decision import Path
from workbench.core.fields import amount_kind, set_field
from workbench.core.inputs import Option, inputs
from workbench.errors import WorkbenchError
from workbench.tui.panes.cost_table import option_at
from workbench.tui.widgets.form import Form
from workbench.tui.widgets.text_sheet import TextSheet

if TYPE_CHECKING:
    from workbench.store.token_count import TokenCount
    from workbench.tui.screens.main import Workbench

_LONGEST_NAME = 1000


def count_into_cell(screen: Workbench) -> None:
    """Raise a sheet that counts the tokens of a text, or of a file that is named, into the cell under the cursor."""
    form = screen.query_one("#inputs", Form)
    path = form.cursor.path if form.cursor else None
    name = option_at(path) if path is not None else None
    if path is None or name is None:
        screen.tell("put the cursor on an option's tokens first")
        return
    if amount_kind(path) != "tokens":
        path = (*path[:-1], "input_tokens")
    label = inputs(Option)[path[-1]].label.strip().lower()
    model = screen.session.committed.costs.option[name].model

    def said(text: str) -> str:
        try:
            return str(_count(text, model))
        except WorkbenchError as problem:
            return problem.fitting(screen.size.width - 4)

    def done(text: str) -> str:
        if not text.strip():
            return "nothing to count yet"
        try:
            found = _count(text, model)
            _set(screen, path, found)
        except WorkbenchError as problem:
            return problem.fitting(screen.size.width - 4)
        screen.app.call_later(screen.tell, f"{name}, {label}: {found}")
        return ""

    screen.open_sheet(
        TextSheet(f"Tokens for {name}, {label}", "paste a prompt, or write the path of a file", said, done)
    )


def _count(text: str, model: str | None) -> TokenCount:
    """Return the tokens of a file, where the text is the path of one, else of the text."""
    from workbench.store.token_count import count_file, count_tokens

    line = text.strip()
    if "\n" not in line and len(line) < _LONGEST_NAME and ("/" in line or "." in line):
        file = FilePath(line).expanduser()
        try:
            if file.is_file():
                return count_file(file, model)
        except (OSError, ValueError):
            pass
    return count_tokens(text, model)


def _set(screen: Workbench, path: Path, found: TokenCount) -> None:
    screen.update(screen.session.changed(set_field(screen.session.committed, path, str(found.tokens))))
