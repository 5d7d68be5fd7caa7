"""Two files of answers on the screen: compared in the background, judged another way, grouped, named as versions."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from workbench.core.evidence.evaluation import Evaluation
from workbench.core.evidence.evaluation_kept import headline, kept, other_told, summary_of
from workbench.core.evidence.versions import measured_as, replaced
from workbench.core.record.decision import with_value
from workbench.core.text import clean_line
from workbench.errors import WorkbenchError
from workbench.tui.bound import key_of
from workbench.tui.panes.compared import Compared
from workbench.tui.panes.evaluation_rows import cases
from workbench.tui.screens.background import in_background
from workbench.tui.screens.evidencing import evidence_pane, keep, paths_in, progress_of
from workbench.tui.screens.evidencing import load as ask_for_files
from workbench.tui.widgets.picker import Item, Picker
from workbench.tui.widgets.prompt import Prompt
from workbench.tui.widgets.read_sheet import ReadSheet

if TYPE_CHECKING:
    from workbench.tui.screens.main import Workbench

_AGAIN = "the cases are not kept with a decision: o compares the two files again"


def load(screen: Workbench, text: str) -> str:
    """Compare the files a line names; return what is wrong with it."""
    try:
        paths = paths_in(text)
    except WorkbenchError as problem:
        return problem.brief
    if len(paths) not in {2, 3}:
        return "two files are compared: base.jsonl candidate.jsonl; a third is the training file to check against"
    _start(screen, Compared(paths[0], paths[1], paths[2] if len(paths) == 3 else None, text))
    return ""


def _start(screen: Workbench, asked: Compared) -> None:
    from workbench.store.case_files import evaluate

    def work() -> Evaluation:
        progress = progress_of(screen, "comparing")
        return evaluate(asked.base, asked.candidate, asked.match, asked.by, asked.train, progress)

    evidence_pane(screen).reading = True
    in_background(screen, work, partial(_done, screen, asked), group="files", failed=partial(_failed, screen, asked))


def _failed(screen: Workbench, asked: Compared, problem: WorkbenchError) -> None:
    """Ask again, with the paths as they were typed and why they cannot be compared."""
    evidence_pane(screen).reading = False
    ask_for_files(screen, "evaluation", asked.typed, problem.brief)


def _done(screen: Workbench, asked: Compared, report: Evaluation) -> None:
    pane = evidence_pane(screen)
    pane.reading, pane.evaluation, pane.compared = False, report, asked
    if report.stopped:
        # Half a file's figures are looked at, and are no evidence.
        pane.redraw()
        screen.tell(f"stopped after {report.pairs.n:,} cases: shown, but not kept")
        return
    summary = summary_of(report)
    found = headline(summary).rpartition(", ")[0]
    match, versions = key_of("evidence.match"), key_of("evidence.versions")
    then = f"{match} judges otherwise" if other_told(summary) else f"{versions} takes both as versions"
    figures = kept(report, screen.today)
    if figures == screen.session.committed.evidence.get("evaluation"):
        # Grouped otherwise, or read again: there is nothing to take back.
        pane.redraw()
        screen.tell(f"{found}; {then}")
    else:
        keep(screen, "evaluation", figures, f"{found}; {then}, {key_of('undo')} takes it back")


def pick_match(screen: Workbench, _: str) -> None:
    """Offer the ways to judge an answer, with how many each finds right; the files are read once more."""
    pane = evidence_pane(screen)
    report, asked = pane.evaluation, pane.compared
    if report is None or asked is None:
        screen.tell(_AGAIN)
        return
    before, after = report.base.matches or {}, report.candidate.matches or {}

    def hint(name: str, told: str) -> str:
        counts = f", {before[name]:,} and {after[name]:,} right" if name in before and name in after else ""
        return f"{told}{counts}{'; as it is' if report.match == name else ''}"

    items = [
        Item("exact", "text", hint("exact", "equal after trimming"), "t"),
        Item("json", "JSON", hint("json", "the same data, a fence taken off"), "j"),
        Item("label", "label", hint("label", "whatever its case, blanks and full stop"), "l"),
        Item("", "each row's own", hint("own", "its correct, else equal after trimming"), "o"),
    ]

    def picked(match: str) -> None:
        _start(screen, asked.judged(match))

    screen.open_sheet(Picker("What is right", items, picked, at=report.match))


def ask_groups(screen: Workbench, _: str) -> None:
    """Ask for a field to group the cases by."""
    asked = evidence_pane(screen).compared
    if asked is None:
        screen.tell(_AGAIN)
        return

    def done(text: str) -> str:
        _start(screen, asked.grouped(clean_line(text.strip())))
        return ""

    label = "a field of the rows, like topic or meta.lang; empty for no groups"
    screen.open_sheet(Prompt("Group the cases", label, done, asked.by))


def ask_versions(screen: Workbench, _: str) -> None:
    """Ask for the names under which both sides go into the accuracy history."""
    report = evidence_pane(screen).evaluation
    if report is None or report.stopped:
        screen.tell(_AGAIN)
        return

    def done(text: str) -> str:
        names = [clean_line(name.strip()) for name in text.split(",")]
        if len(names) != 2 or not all(names) or names[0] == names[1]:
            return "two names are needed, with a comma between them: prompt v3, tuned v1"
        committed = screen.session.committed
        added = measured_as(committed.accuracy, (names[0], names[1]), report)
        screen.update(screen.session.changed(with_value(committed, ("accuracy",), {**committed.accuracy, **added})))
        told = " and ".join(f"{name} ({entry.kind})" for name, entry in added.items())
        # What is lost is said first: the end of a long line is cut.
        told = replaced(committed.accuracy, added) or f"in the accuracy history: {told}"
        screen.app.call_later(screen.tell, f"{told}; {key_of('undo')} takes it back")
        return ""

    label = "base, candidate; “tuned” or “lora” in a name makes it fine-tuned"
    screen.open_sheet(Prompt("As versions of the accuracy history", label, done))


def show_cases(screen: Workbench) -> None:
    """Show the cases that only one side had right."""
    report = evidence_pane(screen).evaluation
    if report is None:
        screen.tell(_AGAIN)
        return
    items = [
        Item("lost", f"{len(report.lost):,} lost", "right before, wrong now", "l"),
        Item("gained", f"{len(report.gained):,} gained", "wrong before, right now", "g"),
    ]

    def picked(which: str) -> None:
        title = f"{len(report.lost if which == 'lost' else report.gained):,} {which}"
        screen.app.call_later(screen.open_sheet, ReadSheet(title, lambda width: cases(report, which, width)))

    screen.open_sheet(Picker("Cases", items, picked))
