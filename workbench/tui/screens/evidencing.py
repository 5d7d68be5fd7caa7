"""What the Evidence pane asks for: files read in the background, figures kept in the decision, answers taken."""

from __future__ import annotations

import shlex
from collections.abc import Callable
from pathlib import Path as FilePath
from typing import TYPE_CHECKING

from workbench.core.evidence.sources import Source, State, sources
from workbench.core.evidence.versions import imported
from workbench.core.known.compared import comparison_kept
from workbench.core.record.decision import Decision, with_value
from workbench.core.sizing.report import kept as kept_size
from workbench.core.text import clean_line, clip
from workbench.errors import WorkbenchError
from workbench.tui.bound import key_of
from workbench.tui.panes.evidence import EvidencePane
from workbench.tui.panes.evidence_rows import lines
from workbench.tui.panes.size_form import typed_of
from workbench.tui.screens.background import Telling, in_background
from workbench.tui.screens.panes import EVIDENCE
from workbench.tui.widgets.prompt import Prompt

if TYPE_CHECKING:
    from workbench.tui.screens.main import Workbench


def evidence_pane(screen: Workbench) -> EvidencePane:
    """Return the pane, which is in sight."""
    pane = screen.pane(EVIDENCE)
    assert isinstance(pane, EvidencePane)
    return pane


def keep(screen: Workbench, name: str, figures: dict[str, object], told: str) -> None:
    """Keep the figures of an instrument in the decision, as an edit that can be undone."""
    found = {key: value for key, value in figures.items() if value is not None}
    committed = screen.session.committed
    evidence = {**committed.evidence, name: found}
    screen.update(screen.session.changed(with_value(committed, ("evidence",), evidence)))
    screen.tell(told)


def load(screen: Workbench, instrument: str, text: str = "", problem: str = "") -> None:
    """Ask for the file or the files of an instrument.

    Args:
        text: What stands there already: the paths that could not be read.
        problem: Why they could not.
    """
    title, label, done = _LOADS[instrument]

    def typed(text: str) -> str:
        return done(screen, text)

    screen.open_sheet(Prompt(title, label, typed, text, problem=problem))


def paths_in(text: str) -> list[FilePath]:
    """Return the files a line names, quoted where a name has blanks.

    Raises:
        WorkbenchError: One is not there.
    """
    try:
        names = shlex.split(text)
    except ValueError:
        raise WorkbenchError("a quote is not closed", "", "write 'a name with blanks.jsonl'") from None
    paths = [FilePath(name).expanduser() for name in names]
    for path in paths:
        if not path.exists():
            raise WorkbenchError(
                "there is no such file", clean_line(str(path)), "paths count from the folder you started in"
            )
    return paths


def look_for_files(screen: Workbench, _: str) -> None:
    """See in the background whether the files that the kept evidence was read from are what they were."""
    from workbench.store.source_files import states, usual_places

    pane = evidence_pane(screen)
    wanted = sources(screen.session.committed.evidence)
    read = [pane.data_asked.path] if pane.data_asked is not None else []
    read += [pane.compared.base, pane.compared.candidate] if pane.compared is not None else []

    def shown(found: list[tuple[Source, State]]) -> None:
        pane.files = found
        pane.redraw()

    in_background(screen, lambda: states(wanted, usual_places(screen.desk.saved), read), shown, group="sources")


def _load_versions(screen: Workbench, text: str) -> str:
    from workbench.store.version_files import read_version_file

    try:
        (path,) = paths_in(text)
        changed, told = imported(screen.session.committed, read_version_file(path))
    except WorkbenchError as problem:
        return problem.fitting(screen.size.width - 4)
    except ValueError:
        return "one file is read: CSV or JSONL with name, value, cases, kind"
    screen.update(screen.session.changed(changed))
    screen.app.call_later(screen.tell, f"versions: {told}; {key_of('undo')} takes it back")
    return ""


def _load_evaluation(screen: Workbench, text: str) -> str:
    from workbench.tui.screens.comparing import load as load_evaluation

    return load_evaluation(screen, text)


def stop_reading(screen: Workbench, _: str) -> None:
    """Stop what is being read; what was found until now is shown."""
    evidence_pane(screen).reading = False
    screen.tell("stopping …")


def progress_of(screen: Workbench, doing: str) -> Callable[[int, int], bool]:
    """Return what a reader calls to say how far it is; made within the work, and it stops with that."""
    pane, telling = evidence_pane(screen), Telling(screen)

    def report(done: int, of: int) -> bool:
        share = f"{100 * done // max(1, of)} %"
        telling.tell(share, f"{doing}: {share}; {key_of('back')} stops")
        return pane.reading and telling.waited_for

    return report


def _load_config(screen: Workbench, text: str) -> str:
    from workbench.store.model_config import read_model_config

    pane = evidence_pane(screen)
    try:
        (path,) = paths_in(text)
        config = read_model_config(path)
        typed = pane.typed or typed_of(screen.session.committed.evidence.get("size"))
        report = pane.sized(typed, config.shape)
    except WorkbenchError as problem:
        return problem.brief
    except ValueError:
        return "one file is read: a model's config.json"
    pane.typed = None
    figures = kept_size(report, config.file, config.sha256, screen.today)
    keep(screen, "size", figures, f"{config.shape.name}; {key_of('undo')} takes it back")
    return ""


def _load_data(screen: Workbench, text: str) -> str:
    from workbench.tui.screens.data_report import load as load_data

    return load_data(screen, text)


_LOADS: dict[str, tuple[str, str, Callable[[Workbench, str], str]]] = {
    "accuracy": ("Load versions", "a CSV or JSONL file: name, value, cases, kind", _load_versions),
    "dataset": ("Read training data", "train.jsonl; behind a blank, a held-out file to check it against", _load_data),
    "evaluation": (
        "Compare answers",
        "base.jsonl candidate.jsonl, and behind another blank a training file to check",
        _load_evaluation,
    ),
    "size": ("Load a model's shape", "path of its config.json", _load_config),
}


def keep_size(screen: Workbench, _: str) -> None:
    """Keep what the size form comes to."""
    pane = evidence_pane(screen)
    if pane.typed is None:
        return
    try:
        report = pane.sized(pane.typed)
    except WorkbenchError as problem:
        screen.tell(problem, bad=True)
        return
    before = screen.session.committed.evidence.get("size", {})
    same = before.get("model") == report.shape.name
    file, digest = (before.get("file"), before.get("sha256")) if same else (None, None)
    pane.typed = None
    keep(screen, "size", kept_size(report, file, digest, screen.today), "the size is kept in the decision")


def take_answer(screen: Workbench, instrument: str) -> None:
    """Give the answer that an instrument's figures imply."""
    line = next((line for line in lines(screen.view) if line.id == instrument), None)
    answer = line.answer if line is not None else None
    if answer is None:
        screen.tell(_answers_nothing(screen, instrument))
    elif answer.taken:
        screen.tell(f"answered already: {answer.text}")
    else:
        screen.asked("answer", f"{answer.question}={answer.choice}")
        screen.tell(f"answered: {answer.text}{_from_kept(screen, instrument)}; {key_of('undo')} takes it back")


def _answers_nothing(screen: Workbench, instrument: str) -> str:
    """Return why an instrument gives no answer, and what would."""
    found = comparison_kept(screen.session.committed) if instrument == "evaluation" else None
    if found is not None and not found.known:
        return f"which side is the prompt is not recorded: {key_of('evidence.versions')} names both as versions"
    if found is not None and {found.base.name, found.candidate.name} & screen.session.committed.accuracy.keys():
        return "its sides are versions now: the row Accuracy answers for them"
    return "it bears on no question that is answered or asked now"


def _from_kept(screen: Workbench, instrument: str) -> str:
    """Return from which file an answer is, where another one is shown that was stopped half way."""
    shown = evidence_pane(screen).data
    if instrument != "dataset" or shown is None or shown.complete:
        return ""
    return f" from {clip(clean_line(str(screen.session.committed.evidence.get('dataset', {}).get('file', ''))), 30)}"


def change_kind(screen: Workbench, name: str) -> None:
    """Make a version a prompt's or a fine-tuned one's."""

    def changed(decision: Decision) -> Decision:
        kind = "fine-tuned" if decision.accuracy[name].kind == "prompt" else "prompt"
        return with_value(decision, ("accuracy", name, "kind"), kind)

    if name in screen.session.committed.accuracy:
        screen.update(screen.session.changed(changed(screen.session.committed)))


def say_kind(screen: Workbench, name: str) -> None:
    """Say of which kind a version is that was just typed, and how to make it one of the other."""
    entry = screen.session.committed.accuracy.get(name)
    if entry is None or entry.value is None:
        return
    own, other = ("a prompt", "fine-tuned") if entry.kind == "prompt" else ("fine-tuned", "a prompt")
    screen.tell(f"{clip(name, 30)} counts as {own}; {key_of('evidence.kind')} makes it {other}")


def show_cases(screen: Workbench, section: str) -> None:
    """Show the cases that only one side had right; of the data, the findings with their lines."""
    if section == "dataset":
        from workbench.tui.screens.data_report import show_findings

        show_findings(screen)
        return
    from workbench.tui.screens.comparing import show_cases as show_compared

    show_compared(screen)
