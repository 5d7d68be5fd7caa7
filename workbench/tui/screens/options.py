"""The options of the costs: added, copied, renamed, said what they are, made the baseline, removed."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from workbench.core.costs.option_kinds import KINDS, made
from workbench.core.inputs import APPROACHES
from workbench.core.record.decision import Decision, get_value, with_value
from workbench.core.text import clean_line, free_name
from workbench.tui import edits
from workbench.tui.bound import key_of
from workbench.tui.panes.cost_table import option_at
from workbench.tui.screens.asking import change
from workbench.tui.widgets.form import Form
from workbench.tui.widgets.picker import Item, Picker
from workbench.tui.widgets.prompt import Prompt

if TYPE_CHECKING:
    from workbench.tui.screens.main import Workbench


def ask_option(screen: Workbench, _: str) -> None:
    """Offer what can be done with the option under the cursor, and another one."""
    form = screen.query_one("#inputs", Form)
    name = option_at(form.cursor.path) if form.cursor else None
    items = [Item("add", "add an option", key="a")]
    if name is not None:
        items += [
            Item("copy", f"copy {name}", "to change one thing about it", "c"),
            Item("rename", f"rename {name}", key="r"),
            Item(
                "kind",
                f"say what {name} is",
                get_value(screen.session.committed, ("costs", "option", name, "approach")),
                "k",
            ),
            Item("baseline", f"compare with {name}", "makes it the baseline", "b"),
            Item("remove", f"remove {name}", f"{key_of('undo')} brings it back", "x"),
        ]

    def picked(what: str) -> None:
        _option_edit(screen, what, name or "")

    screen.open_sheet(Picker("Options", items, picked))


def _option_edit(screen: Workbench, what: str, name: str) -> None:
    if what == "add":
        _add_option(screen)
    elif what == "copy":
        _copy(screen, name)
    elif what == "rename":
        _rename(screen, name)
    elif what == "kind":
        _ask_kind(screen, name)
    elif what == "baseline":
        change(screen, lambda decision: with_value(decision, ("costs", "baseline"), name))
    else:
        change(screen, lambda decision: edits.remove_option(decision, name))


def _ask_kind(screen: Workbench, name: str) -> None:
    """Offer the approaches that an option may be."""

    def picked(approach: str) -> None:
        change(screen, lambda decision: with_value(decision, ("costs", "option", name, "approach"), approach))

    screen.open_sheet(Picker(f"What is {name}?", [Item(approach, approach) for approach in APPROACHES], picked))


def _add_option(screen: Workbench) -> None:
    """Offer the usual ways to build it, each beside the baseline; or an empty option of any name."""
    items = [Item(kind.name, kind.label, kind.hint, kind.key) for kind in KINDS]
    items.append(Item("something else", "something else", "an empty column, its name to be typed", "e"))

    def picked(name: str) -> None:
        kind = next((kind for kind in KINDS if kind.name == name), None)
        if kind is None:
            screen.asked("new-option")
            return
        costs = screen.session.committed.costs
        free = free_name(kind.name, costs.option)
        base = costs.option.get(costs.baseline_name or "")
        if not change(screen, lambda d: with_value(d, ("costs", "option", free), made(kind, base))):
            screen.query_one("#inputs", Form).go_to(("costs", "option", free, kind.first))
            screen.tell(f"{free}: {kind.hint} to type; {key_of('cell.edit')} edits")

    screen.open_sheet(Picker("Add an option", items, picked))


def _rename(screen: Workbench, name: str) -> None:
    _name_option(screen, f"Rename {name}", "another name", name, lambda d, text: edits.rename_option(d, name, text))


def _copy(screen: Workbench, name: str) -> None:
    label = "its name; cached, batch, rag or tuned in it says what it is"
    free = free_name(name, screen.session.committed.costs.option)
    _name_option(screen, f"Copy {name}", label, free, lambda d, text: edits.copy_option(d, name, text))


def _name_option(
    screen: Workbench, title: str, label: str, text: str, made: Callable[[Decision, str], Decision]
) -> None:
    """Ask for an option's name, make the change, and go to the same field of the option with that name."""
    form = screen.query_one("#inputs", Form)
    field = form.cursor.path[-1] if form.cursor else "input_tokens"

    def done(name: str) -> str:
        return change(screen, lambda decision: made(decision, name))

    def after(name: str) -> None:
        form.go_to(("costs", "option", clean_line(name.strip()), field))

    screen.open_sheet(Prompt(title, label, done, text, after))
