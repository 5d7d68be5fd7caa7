"""Figures taken from what there is: the tokens of a prompt, and the usage a provider exported."""

from __future__ import annotations

import re
from pathlib import Path as FilePath
from typing import TYPE_CHECKING

from workbench.core.editing.fields import amount_kind, set_field
from workbench.core.inputs import Option, inputs
from workbench.core.prices.usage import ROLES, Usage, told, with_usage
from workbench.core.record.decision import Path, check_decision, with_value
from workbench.core.text import clean_line, counted
from workbench.errors import ValueProblem, WorkbenchError
from workbench.tui.panes.cost_table import option_at
from workbench.tui.screens.background import in_background
from workbench.tui.widgets.form import Form
from workbench.tui.widgets.prompt import Prompt
from workbench.tui.widgets.text_sheet import TextSheet

if TYPE_CHECKING:
    from workbench.store.token_count import TokenCount
    from workbench.tui.screens.main import Workbench

_LONGEST_NAME = 1000
_PATH = re.compile(r"[@~/]\S.*|\.{1,2}/.*|[^\s/]*/\S*|.*\S\.[A-Za-z][A-Za-z0-9]{0,7}")
"""What a line looks like that is meant as a path: one of its usual starts, a slash in one word, or a suffix."""


def count_into_cell(screen: Workbench, _: str = "") -> None:
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
            return problem.brief

    def done(text: str) -> str:
        if not text.strip():
            return "nothing to count yet"
        try:
            found = _count(text, model)
            _set(screen, path, found)
        except WorkbenchError as problem:
            return problem.brief
        screen.app.call_later(screen.tell, f"{name}, {label}: {found}")
        return ""

    screen.open_sheet(
        TextSheet(f"Tokens for {name}, {label}", "paste a prompt, or write the path of a file", said, done)
    )


def _count(text: str, model: str | None) -> TokenCount:
    """Return the tokens of a file, where the text is the path of one, else of the text.

    Raises:
        WorkbenchError: It looks like a path and there is no such file, or that cannot be read.
    """
    from workbench.store.token_count import count_file, count_tokens

    line = text.strip()
    if "\n" in line or len(line) >= _LONGEST_NAME:
        return count_tokens(text, model)
    file = FilePath(line.removeprefix("@").strip()).expanduser()
    try:
        if file.is_file():
            return count_file(file, model)
        is_folder = file.is_dir()
    except (OSError, ValueError):
        is_folder = False
    if not _PATH.fullmatch(line):
        return count_tokens(text, model)
    if text.lstrip().endswith("\n\n"):
        # The empty line was typed to have it counted, and is none of the prompt's. Enter alone ends many a path.
        return count_tokens(line, model)
    title = "that is a folder" if is_folder else "there is no such file"
    raise ValueProblem(title, clean_line(str(file)), "an empty line after it counts it as text")


def _set(screen: Workbench, path: Path, found: TokenCount) -> None:
    screen.update(screen.session.changed(set_field(screen.session.committed, path, str(found.tokens))))


def import_usage(screen: Workbench, _: str = "") -> None:
    """Ask for a usage export, read it in the background, and take its figures into the costs."""
    form = screen.query_one("#inputs", Form)
    name = option_at(form.cursor.path) if form.cursor else None
    label = "path of a CSV or JSON export; then role=COLUMN where one is not recognised"

    def done(text: str) -> str:
        file, _ = _split(text)
        return "" if file.is_file() else f"there is no file {clean_line(str(file))}"

    def after(text: str) -> None:
        from workbench.store.usage_files import read_usage

        screen.tell("reading the export")
        in_background(
            screen, lambda: read_usage(*_split(text)), lambda usage: _take_usage(screen, name, usage), group="usage"
        )

    screen.open_sheet(Prompt("Usage from a provider's export", label, done, after=after))


def _split(text: str) -> tuple[FilePath, dict[str, str]]:
    """Return the file a person named, and the columns they chose behind it."""
    words, chosen = text.strip().split(" "), {}
    while len(words) > 1 and words[-1].partition("=")[0] in ROLES and "=" in words[-1]:
        role, _, column = words.pop().partition("=")
        chosen[role] = column
    return FilePath(" ".join(words)).expanduser(), chosen


def _take_usage(screen: Workbench, name: str | None, usage: Usage) -> None:
    decision = screen.session.committed
    option = name if name in decision.costs.option else None
    filled = with_value(decision, ("costs",), with_usage(decision.costs, usage, option))
    try:
        check_decision(filled)
    except WorkbenchError as problem:
        screen.tell(problem, bad=True)
        return
    screen.update(screen.session.changed(filled))
    skipped = f"; {counted(len(usage.skipped), 'row')} skipped" if usage.skipped else ""
    screen.tell(f"{told(usage)}{skipped}")
