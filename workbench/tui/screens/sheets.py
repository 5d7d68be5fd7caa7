"""The screen's own sheets: drafts, quitting, conflicts, help, palette, jump, themes; and what the key line shows."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from textual.binding import Binding

from workbench.errors import WorkbenchError
from workbench.store.drafts import Draft, discard
from workbench.tui.commands import COMMANDS
from workbench.tui.lines import fit, span
from workbench.tui.panes.base import Pane
from workbench.tui.panes.questions import Card
from workbench.tui.widgets.form import Form
from workbench.tui.widgets.frame import PANES
from workbench.tui.widgets.rows import Rows
from workbench.tui.widgets.sheets import Item, Picker

if TYPE_CHECKING:
    from workbench.tui.screens.main import Workbench

_SHOWN_KEYS = {"escape": "esc", "slash": "/", "question_mark": "?", "up": "↑", "down": "↓", "left": "←", "right": "→"}


def _own_bindings(screen: Workbench) -> list[Binding]:
    """Return the bindings that work now, those of the focused widget first."""
    active = list(screen.active_bindings.values())
    depth = {node: index for index, node in enumerate(screen.focused.ancestors_with_self)} if screen.focused else {}
    ours = [entry for entry in active if entry.node.__module__.startswith("workbench.")]
    ours.sort(key=lambda entry: depth.get(entry.node, len(depth)))
    return [entry.binding for entry in ours if entry.enabled]


def shown_key(binding: Binding) -> str:
    """Return a key as it is written: ``enter``, ``^s``, ``/``."""
    return binding.key_display or _SHOWN_KEYS.get(binding.key) or binding.key.replace("ctrl+", "^")


def footer_keys(screen: Workbench) -> list[tuple[str, str]]:
    """Return the keys of the last row, most useful first, seven at most."""
    keys = [(shown_key(b), b.description) for b in _own_bindings(screen) if b.show and b.description]
    focused = screen.focused
    question = screen.view.path.question
    if isinstance(focused, Card) and question is not None:
        letters = " ".join(choice.key for choice in question.choices.values())
        keys.insert(1, (letters, "at once"))
    return list(dict.fromkeys(keys))[:7]


def show_help(screen: Workbench) -> None:
    """Show every key that works where the focus is, and what the field under the cursor is for."""
    focused = screen.focused
    lines = []
    if isinstance(focused, Form) and focused.cursor is not None and focused.cursor.help:
        lines.append(f"This field: {focused.cursor.help}")
    seen: dict[str, str] = {}
    for binding in _own_bindings(screen):
        told = binding.description or _TOLD.get(binding.action, "")
        if told:
            seen.setdefault(shown_key(binding), told)
    seen["1 2 3 4 5"] = "Questions, Costs, Evidence, Decision, Log"
    items = [Item(key, f"{key:<10}", told) for key, told in seen.items()]
    screen.open_sheet(Picker("Keys here", items, lambda _: None, lines=lines))


_TOLD = {
    "section(1)": "next section",
    "section(-1)": "previous section",
    "back": "one level back, losing nothing",
    "next_cell": "next field",
    "previous_cell": "previous field",
    "move(0, -1)": "field above",
    "move(0, 1)": "field below",
    "move(-1, 0)": "field at the left",
    "move(1, 0)": "field at the right",
    "choose(-1)": "answer above",
    "choose(1)": "answer below",
    "move(-1)": "row above",
    "move(1)": "row below",
}


def show_palette(screen: Workbench) -> None:
    """Show every command; typing narrows the list."""
    items = []
    for index, command in enumerate(COMMANDS):
        where = PANES[command.pane - 1] if command.pane else ""
        items.append(Item(str(index), command.name, "  ".join(part for part in (command.key, where) if part)))

    def picked(index: str) -> None:
        command = COMMANDS[int(index)]
        screen.call_after_refresh(_run, screen, command.pane, command.action)

    screen.open_sheet(Picker("Commands", items, picked, search=True))


async def _run(screen: Workbench, number: int, action: str) -> None:
    if number and number != screen.pane_number:
        await screen._show_pane(number)
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
    lines = [f"× {problem}" for problem in app.theme_problems[:3]]

    def preview(name: str) -> None:
        app.theme = name

    def picked(name: str) -> None:
        app.theme = name
        try:
            app.remember_theme(name)
        except WorkbenchError as problem:
            screen.tell(f"the theme is not remembered: {problem}", bad=True)

    screen.open_sheet(
        Picker("Theme", items, picked, moved=preview, closed=lambda: preview(before), at=before, lines=lines)
    )


def _kind(dark: bool, ansi: bool) -> str:
    return "the terminal's own colours" if ansi else "dark" if dark else "light"


def offer_draft(screen: Workbench, draft: Draft) -> None:
    """Offer what an earlier sitting left unsaved."""
    title = draft.decision.title or "a decision without a title"
    when = draft.saved_at.astimezone().strftime("%d %b, %H:%M")
    items = [
        Item("take", "go on with it", key="g"),
        Item("later", "not now", "it is offered again", key="l"),
        Item("discard", "discard it", "for good", key="d"),
    ]

    def picked(what: str) -> None:
        if what == "take":
            screen.show_session(screen.desk.take_up(draft), 4)
        elif what == "discard":
            discard(draft)

    lines = [f"Unsaved: {title}, last typed {when}."]
    screen.open_sheet(Picker("A draft was kept", items, picked, lines=lines))


def ask_unsaved(screen: Workbench, go_on: Callable[[], None]) -> None:
    """Something unsaved would be left: save it, keep it as a draft, or stay."""
    items = [
        Item("save", "save it first", key="s"),
        Item("draft", "leave it as a draft", "it is offered at the next start", "d"),
        Item("stay", "stay here", key="h"),
    ]

    def picked(what: str) -> None:
        if what == "save":
            screen.app.call_later(_save_then, screen, go_on)
        elif what == "draft":
            screen.keep_draft()
            screen.desk.new_draft()
            go_on()

    screen.open_sheet(Picker("Something is unsaved", items, picked))


async def _save_then(screen: Workbench, go_on: Callable[[], None]) -> None:
    await screen.action_save()
    if not screen.session.unsaved:
        go_on()


def offer_save_as_new(screen: Workbench, problem: WorkbenchError) -> None:
    """The file changed underneath: nothing was written, saving as new is offered."""
    items = [
        Item("new", "save as a new decision", "under another id, the file stays as it is", "n"),
        Item("stay", "go back", "the draft is kept", "b"),
    ]

    def picked(what: str) -> None:
        if what == "new":
            screen.action_save_as_new()

    screen.open_sheet(Picker("Not saved", items, picked, lines=[str(problem), problem.hint]))


def draw_too_small(screen: Workbench, width: int, height: int) -> None:
    """Say which size is needed."""
    rows = screen.query_one("#too-small", Rows)
    told = f"{width}x{height} is too small; the workbench needs 60x16."
    lines = [told] if len(told) < width else [f"{width}x{height} is", "too small; 60x16", "is needed."]
    screen.call_after_refresh(rows.show, [fit([span(f" {line}", "strong")], width) for line in lines])
