"""Which flowchart is asked: the decision's own, another, or the kind of training besides; figures and the reference."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.core.figures import plain
from workbench.core.flows.flowchart import METHOD, SHIPPED, figure
from workbench.core.text import clean_line, wrap
from workbench.errors import WorkbenchError
from workbench.store.flows import own_flows
from workbench.tui.widgets.picker import Item, Picker
from workbench.tui.widgets.prompt import Prompt
from workbench.tui.widgets.reader import Reader
from workbench.tui.widgets.sheets import TALLEST

if TYPE_CHECKING:
    from workbench.tui.screens.main import Workbench


def pick_flow(screen: Workbench, _: str) -> None:
    """Pick a flowchart: one that ships, or one of the repository."""
    own = {name: _problem(screen, name) for name in own_flows(screen.desk.saved)}
    told = {
        "classic": "four questions",
        "guided": "every branch",
        METHOD: "which kind of training",
    }
    hints = {name: f"{told[name]}, ships with the workbench" for name in SHIPPED}
    folder = clean_line(str(screen.desk.saved.parent / "flows"))
    for name, problem in own.items():
        hints[name] = f"× {problem.title.removeprefix(f'{folder}/')}" if problem else "of this repository"
    items = [Item(name, name, hint) for name, hint in hints.items()]

    def picked(name: str) -> None:
        if (problem := own.get(name)) is not None:
            _show_problem(screen, name, problem)
        elif name != METHOD:
            use_flow(screen, name)
        elif screen.view.beside is None:
            ask_beside(screen, "")

    screen.open_sheet(Picker("Flowchart", items, picked))


def _problem(screen: Workbench, name: str) -> WorkbenchError | None:
    """Return why a flowchart of the repository cannot be asked."""
    try:
        screen.desk.flow(name)
    except WorkbenchError as problem:
        return problem
    return None


def _show_problem(screen: Workbench, name: str, problem: WorkbenchError) -> None:
    """Say what is wrong with a flowchart, where and how to mend it, and go back to the others."""
    width = max(20, screen.size.width - 6)
    lines = [line for text in (str(problem), problem.hint) if text for line in wrap(text, width)]
    items = [Item("back", "pick another flowchart", key="p"), Item("leave", "leave it", key="l")]

    def picked(what: str) -> None:
        if what == "back":
            pick_flow(screen, "")

    screen.open_sheet(Picker(f"{name} cannot be asked", items, picked, lines=lines[: TALLEST - 4]))


def use_flow(screen: Workbench, name: str) -> None:
    """Ask another flowchart; answers stay where their questions are in it."""
    try:
        flow = screen.desk.flow(name)
    except WorkbenchError as problem:
        screen.tell(problem.brief, bad=True)
        return
    screen.view = screen.view_of(screen.session, flow)
    decision = screen.session.committed
    named = decision.flow.model_copy(update={"name": name})
    screen.update(screen.session.changed(decision.model_copy(update={"flow": named})))


def ask_beside(screen: Workbench, _: str) -> None:
    """Ask which kind of training besides the decision's own flowchart, or go back to that."""
    try:
        beside = None if screen.view.beside is not None else screen.desk.flow(METHOD)
    except WorkbenchError as problem:
        # The repository may have a flowchart of that name, and it may be broken.
        screen.tell(problem.brief, bad=True)
        return
    screen.view = screen.view_of(screen.session, screen.view.flow, screen.view.was, beside)
    screen.redraw()


def ask_figure(screen: Workbench, id: str) -> None:
    """Ask for the figure that a question is about."""
    question = screen.view.asked.questions[id]

    def done(text: str) -> str:
        value = figure(text)
        if value is None:
            return "write a number, like 24 or 1.5k"
        screen.asked("answer", f"{id}={plain(value)}")
        return ""

    screen.open_sheet(Prompt(question.text, f"a figure{f', {question.unit}' if question.unit else ''}", done))


def show_reference(screen: Workbench, topic: str) -> None:
    """Open the reference at a topic."""
    screen.open_sheet(Reader(topic or "tradeoffs"))


def take_tour(screen: Workbench, _: str) -> None:
    """Show the tour, and offer it no more."""
    screen.offers_tour = False
    screen.workbench.remember_tour()
    screen.view = screen.view_of(screen.session, screen.view.flow, screen.view.was, screen.view.beside)
    screen.redraw()
    show_reference(screen, "tour")
