"""What panes ask the screen for: sheets to pick from, one-line prompts, edits."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from pathlib import Path as FilePath
from typing import TYPE_CHECKING

from workbench.core.editing.fields import choices, field_path
from workbench.core.editing.session import Session
from workbench.core.presets import PRESETS, load_preset
from workbench.core.record.decision import Decision, Path, get_value, without
from workbench.core.text import clean_line
from workbench.errors import WorkbenchError
from workbench.tui import edits
from workbench.tui.bound import key_of
from workbench.tui.keys import laid_out
from workbench.tui.panes.record import trigger_rows
from workbench.tui.screens import flows
from workbench.tui.screens.panes import COSTS, EVIDENCE, QUESTIONS
from workbench.tui.view import View
from workbench.tui.widgets.form import Form
from workbench.tui.widgets.picker import Item, Picker
from workbench.tui.widgets.prompt import Prompt

if TYPE_CHECKING:
    from workbench.tui.screens.main import Workbench


def ask(screen: Workbench, what: str, argument: str) -> None:
    """Do what a pane asked for."""
    _ASKED[what](screen, argument)


def _answer(screen: Workbench, argument: str) -> None:
    question, _, choice = argument.partition("=")
    view, committed = screen.view, screen.session.committed
    session = screen.session.changed(edits.answer(committed, view.asked, view.facts, question, choice))
    note = ("flow", "answer", question, "note")
    if note in session.pending:
        session = session.confirmed(note, session.pending[note])
    screen.update(session)


def change(screen: Workbench, made: Callable[[Decision], Decision]) -> str:
    """Apply an edit; return what is wrong with it."""
    try:
        screen.update(screen.session.changed(made(screen.session.committed)))
    except WorkbenchError as problem:
        return problem.brief
    return ""


def _trigger(screen: Workbench, id: str) -> None:
    line = next((line for line in trigger_rows(screen.view) if line.id == id), None)
    if line is not None:
        screen.update(edits.toggled(screen.session, line))


def take_if_changed(view: View, path: Path, text: str) -> Session:
    """Return the session in which a proposed trigger is taken, if one of its fields was changed."""
    line = next((line for line in trigger_rows(view) if line.id == path[1]), None)
    if line is None or line.taken:
        return view.session
    if text.strip() == getattr(line, path[-1]):
        return view.session.restored(path)
    return view.session.restored(path).changed(edits.toggle_trigger(view.session.committed, line))


def _own_trigger(screen: Workbench, _: str) -> None:
    before = screen.session.committed
    screen.open_sheet(
        Prompt(
            "A trigger of your own",
            "metric < value (or <=, >, >=), on 2027-01-14, or after 180 days",
            lambda text: change(screen, lambda decision: edits.own_trigger(decision, text)),
            after=lambda _: screen.tell(edits.new_metric(before, screen.session.committed)),
        )
    )


def _choice(screen: Workbench, name: str) -> None:
    """Offer what a field may hold."""
    path = field_path(name)
    now = str(get_value(screen.session.decision, path) or "")
    items = [
        Item(choice, choice, "as it is" if choice == now else _why_not(screen, path, choice))
        for choice in choices(path)
    ]

    def picked(choice: str) -> None:
        screen.confirm(path, choice)

    screen.open_sheet(Picker(path[-1].capitalize(), items, picked, search=True, at=now))


def _why_not(screen: Workbench, path: Path, choice: str) -> str:
    """Return why a field cannot take a choice: a status may not follow another."""
    problem = screen.session.typed(path, choice).problems.get(path)
    return f"{problem.title}: {problem.message}" if problem is not None else ""


def _named(table: str, title: str, label: str, base: str) -> Callable[[Workbench, str], None]:
    def prompt(screen: Workbench, _: str) -> None:
        taken = get_value(screen.session.committed, ("costs", "option") if table == "option" else (table,))
        number = len(taken) + 1
        text = base.format(number)
        while text in taken:
            number += 1
            text = base.format(number)

        def done(name: str) -> str:
            return change(screen, lambda decision: edits.add_named(decision, table, name))

        def after(name: str) -> None:
            if table == "accuracy":
                _show_versions(screen, clean_line(name.strip()))

        screen.open_sheet(Prompt(title, label, done, text, after))

    return prompt


def _show_versions(screen: Workbench, name: str) -> None:
    """Bring the accuracies into sight, whatever was open, and type the value of one."""
    from workbench.tui.screens.evidencing import evidence_pane

    done = screen.hold_keys()

    async def edit() -> None:
        try:
            await laid_out(screen)
            form = screen.query_one("#versions", Form)
            form.go_to(("accuracy", name, "value"))
            await form.open_field()
        finally:
            done.set()

    evidence_pane(screen).open_one("accuracy")
    screen.run_worker(edit(), group="edit")


def _preset(screen: Workbench, _: str) -> None:
    items = [Item(name, name, load_preset(name).title) for name in PRESETS]

    def load(name: str) -> None:
        if change(screen, lambda decision: edits.load_example(decision, name)):
            return
        if screen.pane_number != COSTS:
            screen.go_to_pane(COSTS)
        screen.app.call_later(screen.tell, load_preset(name).note)

    def picked(name: str) -> None:
        if not edits.costs_typed(screen.session):
            load(name)
            return
        which = [
            Item("keep", "keep what is typed", "", "k"),
            Item("take", "take the example's", f"{key_of('undo')} brings your costs back", "t"),
        ]
        screen.open_sheet(Picker("Costs are typed", which, lambda taken: load(name) if taken == "take" else None))

    screen.open_sheet(Picker("Load an example", items, picked))


def _open(screen: Workbench, path: str) -> None:
    screen.leave_then(lambda: screen.open_path(FilePath(path)))


def _open_file(screen: Workbench, _: str) -> None:
    def done(text: str) -> str:
        path = FilePath(text.strip()).expanduser()
        if not path.is_file():
            return f"there is no file {text.strip()}"
        return ""

    def after(text: str) -> None:
        _open(screen, str(FilePath(text.strip()).expanduser()))

    screen.open_sheet(Prompt("Open a file", "path of a decision, *.toml", done, after=after))


def _source(screen: Workbench, argument: str) -> None:
    """Go to where a sentence of the verdict comes from: a pane, the scorecard, a question, the record's fields."""
    from workbench.tui.panes.decision import DecisionPane
    from workbench.tui.panes.questions import QuestionsPane

    place, _, question = argument.partition("=")
    if place == "Record":
        screen.query_one(DecisionPane).action_record()
        return
    screen.go_to_pane(_PANES[place])
    if place in {"Questions", "Scorecard"}:
        screen.app.call_later(lambda: screen.query_one(QuestionsPane).show_source(question, place == "Scorecard"))


_PANES = {"Questions": QUESTIONS, "Scorecard": QUESTIONS, "Costs": COSTS, "Evidence": EVIDENCE}


def _remove_version(screen: Workbench, name: str) -> None:
    change(screen, lambda decision: without(decision, ("accuracy", name)))


def _later(module: str, name: str) -> Callable[[Workbench, str], None]:
    """Return what asks a module that is imported when it is first needed."""

    def asked(screen: Workbench, argument: str) -> None:
        getattr(import_module(f"workbench.tui.screens.{module}"), name)(screen, argument)

    return asked


_ASKED: dict[str, Callable[[Workbench, str], None]] = {
    "answer": _answer,
    "reference": flows.show_reference,
    "tour": flows.take_tour,
    "choice": _choice,
    "status": _later("stepping", "take"),
    "figure": flows.ask_figure,
    "tell": lambda screen, message: screen.tell(message),
    "keys": lambda screen, _: screen.draw_keys(),
    "beside": flows.ask_beside,
    "trigger": _trigger,
    "own-trigger": _own_trigger,
    "version": _named(
        "accuracy", "Add a version", "its name; “tuned” or “lora” in it makes it fine-tuned", "prompt v{}"
    ),
    "metric": _named("metric", "Track a metric", "its name, like accuracy or tickets_reopened", "metric-{}"),
    "new-option": _named("option", "Add an option", "its name, like cached, rag or small-model", "option-{}"),
    "remove-version": _remove_version,
    "preset": _preset,
    "example": _preset,
    "option": _later("options", "ask_option"),
    "prices": _later("pricing", "pick_prices"),
    "tokens": _later("measuring", "count_into_cell"),
    "usage": _later("measuring", "import_usage"),
    "review": _later("reviewing", "review"),
    "review-queue": _later("reviewing", "review_queue"),
    "supersede": _later("log_actions", "supersede"),
    "look-again": _later("log_loading", "look"),
    "log-view": _later("log_actions", "pick_view"),
    "load-evidence": _later("evidencing", "load"),
    "look-for-files": _later("evidencing", "look_for_files"),
    "stop-reading": _later("evidencing", "stop_reading"),
    "data-tokens": _later("data_report", "ask_tokens"),
    "data-costs": _later("data_report", "into_costs"),
    "keep-size": _later("evidencing", "keep_size"),
    "take-answer": _later("evidencing", "take_answer"),
    "version-kind": _later("evidencing", "change_kind"),
    "version-entered": _later("evidencing", "say_kind"),
    "cases": _later("evidencing", "show_cases"),
    "match": _later("comparing", "pick_match"),
    "groups": _later("comparing", "ask_groups"),
    "as-versions": _later("comparing", "ask_versions"),
    "markdown": _later("copying", "copy_markdown"),
    "versions": _later("history", "show_versions"),
    "edit-file": _later("log_actions", "edit"),
    "open-id": _later("log_actions", "open_entry"),
    "flow": flows.pick_flow,
    "source": _source,
    "open": _open,
    "open-file": _open_file,
    "new": lambda screen, _: screen.action_new(),
    "pane": lambda screen, number: screen.go_to_pane(int(number)),
}
