"""The screen's own sheets: drafts, help, palette, jump, themes."""

from __future__ import annotations

from collections.abc import Coroutine, Sequence
from typing import TYPE_CHECKING

from textual.binding import ActiveBinding
from textual.widget import Widget

from workbench.core.keys.actions import BY_ID, ONLY_PLAIN
from workbench.core.text import clean_line
from workbench.errors import WorkbenchError
from workbench.store.drafts import Draft, discard
from workbench.tui.bound import all_keys_of, key_of
from workbench.tui.commands import COMMANDS
from workbench.tui.panes.base import Pane
from workbench.tui.panes.question_card import Card
from workbench.tui.screens.footer import own_actions, own_bindings, problem_here
from workbench.tui.screens.panes import DECISION
from workbench.tui.screens.stepping import offered, why_not
from workbench.tui.widgets.form import Form
from workbench.tui.widgets.frame import PANES
from workbench.tui.widgets.picker import Item, Picker

if TYPE_CHECKING:
    from workbench.tui.screens.main import Workbench


def show_help(screen: Workbench) -> None:
    """Show every key that works where the focus is, and what the field under the cursor is for."""
    focused = screen.focused
    lines = []
    if isinstance(focused, Form) and focused.shows_cursor and focused.cursor is not None and focused.cursor.help:
        lines.append(f"This field: {focused.cursor.help}")
        if (problem := problem_here(screen)) is not None:
            lines.append(f"What stands in it: {problem.brief}")
    if (plain := ONLY_PLAIN.get(PANES[screen.pane_number - 1].lower())) is not None:
        lines.append(f"As commands alone: {plain}")
    screen.open_sheet(_over(Picker("Keys here", help_items(screen), lambda _: None, lines=lines)), over=True)


def help_items(screen: Workbench) -> list[Item]:
    """Return the keys that work where the focus is, each action with what it does; the panes in one item."""
    found = {binding.id or "": binding for binding in own_bindings(screen)}
    items = [Item(id, all_keys_of(id), BY_ID[id].does) for id in found if id not in _PANES]
    if isinstance(screen.focused, Card) and (question := screen.focused.question) is not None:
        answers = question.choices.values()
        told = ", ".join(choice.said for choice in answers)
        items.insert(0, Item("letters", " ".join(choice.key for choice in answers), f"answers at once: {told}"))
    if all(id in found for id in _PANES):
        items.append(Item("pane", " ".join(map(key_of, _PANES)), ", ".join(PANES)))
    return items


_PANES = tuple(f"pane.{name.lower()}" for name in PANES)


def _over(sheet: Picker) -> Picker:
    """Mark a sheet that may stand over any other one, and goes when the next one rises."""
    sheet.passing = True
    return sheet


def palette_items(screen: Workbench) -> tuple[list[Item], dict[str, ActiveBinding]]:
    """Return every command by its number, then what else the focus offers by its id, and what that runs."""
    items = []
    for index, command in enumerate(COMMANDS):
        if command.status is not None and not offered(screen, command.status, command.again):
            continue
        where = PANES[command.pane - 1] if command.pane else ""
        problem = why_not(screen, command.status) if command.status is not None else None
        told = problem.message if problem is not None else ""
        key = key_of(command.id) if command.id else ""
        items.append(Item(str(index), command.name, "  ".join(part for part in (key, where, told) if part)))
    # On a sheet saving means to take what stands on it.
    named = {command.id for command in COMMANDS} - ({"save"} if screen.sheet else set())
    here = {entry.binding.id or "": entry for entry in own_actions(screen) if entry.binding.id not in named}
    return [*items, *(Item(id, BY_ID[id].does.capitalize(), f"{key_of(id)}  here") for id in here)], here


def show_palette(screen: Workbench) -> None:
    """Show every command; typing narrows the list."""
    items, here = palette_items(screen)

    def picked(id: str) -> None:
        if id in here:
            _begin(screen, _run_here(here[id]))
            return
        command, below = COMMANDS[int(id)], screen.sheet
        if below is None:
            _begin(screen, _run(screen, command.pane, command.action))
        else:
            below.give_way(lambda: _begin(screen, _run(screen, command.pane, command.action)))

    screen.open_sheet(_over(Picker("Commands", items, picked, search=True)), over=True)


def _begin(screen: Workbench, running: Coroutine[None, None, None]) -> None:
    """Run a command beside the screen, which may be waited for there; the next key comes after it."""
    done = screen.hold_keys()

    async def run() -> None:
        try:
            await running
        finally:
            done.set()

    screen.run_worker(run())


async def _run_here(entry: ActiveBinding) -> None:
    if isinstance(entry.node, Widget) and entry.node.is_attached:
        await entry.node.run_action(entry.binding.action)


async def _run(screen: Workbench, number: int, action: str) -> None:
    if number and number != screen.pane_number:
        await screen.show_pane(number)
    target: Workbench | Pane | None = screen.pane(number) if number else screen
    if target is not None:
        await target.run_action(action)


def show_jump(screen: Workbench) -> None:
    """Jump to a section of this pane, or to another pane, by a letter."""
    pane = screen.pane(screen.pane_number)
    letters = iter("asdfghjkl")
    items = [Item(section.id or "", section.title, "", next(letters)) for section in (pane.sections if pane else [])]
    items += [Item(str(n), name, "pane", name[0].lower()) for n, name in enumerate(PANES, 1) if n != screen.pane_number]
    used: set[str] = set()
    unique = []
    for item in items:
        key = item.key if item.key not in used else next(letter for letter in "wertyuiopzxcvbnm" if letter not in used)
        used.add(key)
        unique.append(Item(item.id, item.label, item.hint, key))

    def picked(id: str) -> None:
        if id.isdigit():
            screen.go_to_pane(int(id))
        else:
            screen.call_after_refresh(screen.query_one(f"#{id}").focus)

    screen.open_sheet(Picker("Jump", unique, picked))


def pick_theme(screen: Workbench) -> None:
    """Pick a theme; the one under the cursor is seen live, escape brings the old one back."""
    app = screen.workbench
    before = app.theme
    items = [Item(theme.name, theme.name, _kind(theme.dark, theme.ansi)) for theme in app.themes_found]
    lines = [f"× {problem.brief}" for problem in app.theme_problems[:3]]

    def preview(name: str) -> None:
        app.theme = name

    def picked(name: str) -> None:
        app.theme = name
        try:
            app.remember_theme(name)
        except WorkbenchError as problem:
            screen.tell(f"the theme is not remembered: {problem.brief}", bad=True)

    screen.open_sheet(
        Picker("Theme", items, picked, moved=preview, closed=lambda: preview(before), at=before, lines=lines)
    )


def _kind(dark: bool, ansi: bool) -> str:
    return "the terminal's own colours" if ansi else "dark" if dark else "light"


def offer_drafts(screen: Workbench, drafts: Sequence[Draft]) -> None:
    """Offer what earlier sittings left unsaved; of several, each by its title."""
    if len(drafts) == 1:
        _offer_draft(screen, drafts[0])
        return

    def picked(index: str) -> None:
        if index:
            _offer_draft(screen, drafts[int(index)])

    items = [
        Item(str(index), draft.decision.title or "without a title", f"{_when(draft)}  {_which(draft)}")
        for index, draft in enumerate(drafts)
    ]
    later = Item("", "not now", "they are offered again", "l")
    screen.open_sheet(Picker(f"{len(drafts)} drafts were kept", [*items, later], picked))


def _when(draft: Draft) -> str:
    return draft.saved_at.astimezone().strftime("%d %b, %H:%M")


def _which(draft: Draft) -> str:
    """Return what tells a draft apart: its approach, and the end of its file's name, where its id stands."""
    name = clean_line(draft.path.stem) if draft.path is not None else "new"
    return f"{draft.decision.approach}, {name if len(name) <= _NAME else f'…{name[-_NAME:]}'}"


_NAME = 18


def _offer_draft(screen: Workbench, draft: Draft) -> None:
    title = draft.decision.title or "a decision without a title"
    items = [
        Item("take", "go on with it", key="g"),
        Item("later", "not now", "it is offered again", key="l"),
        Item("discard", "discard it", "for good", key="d"),
    ]

    def picked(what: str) -> None:
        if what == "take":
            screen.leave_then(lambda: screen.show_session(screen.desk.take_up(draft), DECISION))
        elif what == "discard":
            try:
                discard(draft)
            except WorkbenchError as problem:
                screen.tell(problem, bad=True)

    name = clean_line(draft.path.name) if draft.path is not None else "a new decision"
    lines = [f"Unsaved: {title}, {draft.decision.approach}, last typed {_when(draft)}; {name}."]
    screen.open_sheet(Picker("A draft was kept", items, picked, lines=lines))
