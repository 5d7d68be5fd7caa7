"""The training-data report: read in the background and stoppable, its findings with their lines, its costs."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path as FilePath
from typing import TYPE_CHECKING

from workbench.core.approaches import trained
from workbench.core.editing.fields import field_text
from workbench.core.evidence.dataset.kept import kept, with_training
from workbench.core.evidence.dataset.readiness import TASKS
from workbench.core.evidence.dataset.report import Finding, Report
from workbench.core.evidence.dataset.showing import Block, blocks, groups_of, some_of
from workbench.core.text import counted
from workbench.errors import ValueProblem, WorkbenchError
from workbench.store.dataset_files import Progress, read_dataset, read_rows
from workbench.store.encodings import DEFAULT, ENCODINGS
from workbench.tui.bound import key_of
from workbench.tui.panes.data_asked import DataAsked
from workbench.tui.panes.data_rows import block_rows
from workbench.tui.panes.evidence import EvidencePane
from workbench.tui.screens.background import Telling, in_background
from workbench.tui.screens.evidencing import evidence_pane, keep, paths_in
from workbench.tui.widgets.picker import Item, Picker
from workbench.tui.widgets.prompt import Prompt
from workbench.tui.widgets.read_sheet import ReadSheet

if TYPE_CHECKING:
    from workbench.tui.screens.main import Workbench

_LINES = 1_000
"""Lines of a finding that are shown; more of them would not be read one by one, and the command has them all."""


def load(screen: Workbench, text: str) -> str:
    """Read a file of examples, and a held-out one beside it; return what is wrong with what is typed."""
    try:
        found = paths_in(text)
    except WorkbenchError as problem:
        return problem.fitting(screen.size.width - 4)
    if len(found) not in {1, 2}:
        return "one file of examples is read: train.jsonl; a second is the held-out file to check against"
    screen.app.call_later(_pick_task, screen, found[0], found[1] if len(found) == 2 else None)
    return ""


def _pick_task(screen: Workbench, path: FilePath, against: FilePath | None) -> None:
    """Ask how many examples are enough: for what."""
    items = [Item("", "let it guess", "from the answers", "g")]
    items += [
        Item(task.name, task.label, f"{task.least:,} to {task.good:,}: {task.sources}") for task in TASKS.values()
    ]
    # The next file is counted as the last one was.
    before = evidence_pane(screen).data_asked or DataAsked(path)

    def picked(task: str) -> None:
        _start(screen, replace(before, path=path, against=against, task=task or None))

    screen.open_sheet(Picker("What is trained", items, picked))


def ask_tokens(screen: Workbench, _: str) -> None:
    """Ask for the limit of a row's tokens and their encoding; the file is read once more."""
    asked = evidence_pane(screen).data_asked
    if asked is None:
        screen.tell(f"no file was read in this sitting: {key_of('evidence.load')} reads one")
        return

    def done(text: str) -> str:
        try:
            _start(screen, asked.counted(text))
        except ValueProblem as problem:
            return problem.fitting(screen.size.width - 4)
        return ""

    label = f"limit, encoding or both: 4096 {ENCODINGS[-1]}; empty: no limit, {DEFAULT}"
    screen.open_sheet(Prompt("Tokens of a row", label, done, asked.counting))


def _start(screen: Workbench, asked: DataAsked) -> None:
    pane = evidence_pane(screen)
    pane.reading = True
    in_background(
        screen,
        lambda: _read(asked, _watch(screen, pane)),
        partial(_done, screen, pane, asked),
        group="files",
        failed=partial(_failed, screen, pane),
    )


def _read(asked: DataAsked, watch: Callable[[Progress], bool]) -> Report:
    return read_dataset(asked.path, asked.against, asked.task, asked.max_tokens, asked.encoding, watch=watch)


def _watch(screen: Workbench, pane: EvidencePane) -> Callable[[Progress], bool]:
    """Return what the reader calls to say how far it is; made within the work."""
    telling = Telling(screen)

    def watch(progress: Progress) -> bool:
        found = progress.gathered
        share = f"{100 * progress.done // progress.total} %" if progress.total else "comparing"
        told = f"{share}, {counted(found.rows, 'row')}, {len(found.malformed):,} malformed so far"
        telling.tell(share, f"{told}; {key_of('back')} stops")
        return pane.reading and telling.waited_for

    return watch


def _failed(screen: Workbench, pane: EvidencePane, problem: WorkbenchError) -> None:
    pane.reading = False
    screen.tell(problem, bad=True)


def _done(screen: Workbench, pane: EvidencePane, asked: DataAsked, report: Report) -> None:
    pane.reading, pane.data, pane.data_asked = False, report, asked
    if report.complete:
        keep(
            screen,
            "dataset",
            kept(report, report.sha256, screen.today),
            f"{report.verdict}; {key_of('undo')} takes it back",
        )
    else:
        # Half a file's figures are looked at, and are no evidence.
        pane.redraw()
        screen.tell(f"stopped after {counted(report.rows, 'row')}: shown, but not kept")


def show_findings(screen: Workbench, at: str = "") -> None:
    """Offer the findings; the rows of the one that is picked are shown, and behind them stands this list again.

    Args:
        at: The one under the cursor.
    """
    pane = evidence_pane(screen)
    report, asked = pane.data, pane.data_asked
    if report is None or asked is None:
        screen.tell(f"the lines are not kept with a decision: {key_of('evidence.load')} reads the file again")
        return
    found = [finding for finding in report.findings if finding.lines]
    if not found:
        screen.tell("nothing was found that stands on a line")
        return
    items = [Item(str(at), one.says, counted(len(one.lines), "line")) for at, one in enumerate(found)]

    def picked(at: str) -> None:
        finding = found[int(at)]
        groups = groups_of(report, finding)
        shown = some_of(groups, _LINES)
        in_background(
            screen,
            lambda: read_rows(asked.path, (line for group in shown for line in group)),
            lambda rows: _show(screen, finding, list(blocks(report, finding, shown, rows)), at),
        )

    screen.open_sheet(Picker("Findings", items, picked, at=at))


def _show(screen: Workbench, finding: Finding, found: list[Block], at: str) -> None:
    back = partial(show_findings, screen, at)
    screen.open_sheet(ReadSheet("Lines", lambda width: block_rows(finding, found, width), closed=back))


def into_costs(screen: Workbench, _: str) -> None:
    """Put the training tokens and rows of the report into an option of the costs."""
    report = evidence_pane(screen).data
    if report is None or not report.complete:
        screen.tell(f"no whole report was read in this sitting: {key_of('evidence.load')} reads a file")
        return
    options = screen.session.committed.costs.option
    names = [name for name, option in options.items() if trained(option)] or list(options)
    if len(names) == 1:
        _into(screen, report, names[0])
    else:
        items = [Item(name, name, options[name].approach) for name in names]
        screen.open_sheet(Picker("Into which option?", items, lambda name: _into(screen, report, name)))


def _into(screen: Workbench, report: Report, name: str) -> None:
    """Put them in; where other figures stand there, ask which stay."""
    option = screen.session.committed.costs.option[name]
    fresh = {"training_tokens": report.training_tokens, "training_rows": report.trainable}
    before = {field: getattr(option, field) for field in fresh}
    other = [field for field, value in fresh.items() if before[field] not in {None, value}]
    if not other:
        _put(screen, report, name)
        return
    items = [
        Item("keep", "keep what is there", _listed(before, other), "k"),
        Item("take", "take the report's", _listed(fresh, other), "t"),
    ]

    def picked(which: str) -> None:
        if which == "take":
            _put(screen, report, name)

    screen.open_sheet(Picker(f"{name} has training figures", items, picked))


def _listed(figures: Mapping[str, object], fields: Sequence[str]) -> str:
    texts = (field_text(("costs", "option", "any", field), figures[field], "USD") for field in fields)
    return ", ".join(f"{field.replace('_', ' ')} {text}" for field, text in zip(fields, texts, strict=True))


def _put(screen: Workbench, report: Report, name: str) -> None:
    screen.update(screen.session.changed(with_training(screen.session.committed, name, report)))
    # What is to be taken out is still sent, and billed, as long as it stands in the file.
    rest = f", {report.usable:,} of them usable" if report.usable != report.trainable else ""
    told = f"{name}: {report.training_tokens:,} training tokens an epoch, {counted(report.trainable, 'row')}{rest}"
    screen.tell(f"{told}; {key_of('undo')} takes it back")
