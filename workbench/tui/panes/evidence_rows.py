"""The four instruments in a row each: what was found, what it says, which question it answers."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from workbench.core.advice.answer_reasons import evidence
from workbench.core.amounts import point
from workbench.core.evidence.sources import Source, State, state_told
from workbench.core.figures import ratio
from workbench.core.flows.flowchart import UNKNOWN, Question
from workbench.core.known.facts import Fact, measured
from workbench.core.record.decision import Decision
from workbench.core.text import clip, columns, pad
from workbench.plot.rows import Row, Span
from workbench.tui.bound import key_of
from workbench.tui.lines import selected, size, span, spread
from workbench.tui.panes import data_rows, evaluation_rows, size_rows
from workbench.tui.panes.accuracy_rows import trend_of
from workbench.tui.view import View

_NAME, _SAYS, _ANSWERS = 12, 12, 10
_LONGEST = 30
"""Columns of a question in short words and its answer, at most."""
_ROLES = {"✓": "good", "!": "warn", "?": "warn", "–": "muted"}
_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Answer:
    """A question of the flowchart that evidence bears on, and the answer it implies.

    Args:
        question, choice: Their ids.
        text: Both in the question's short words.
        brief: Both by the question's id, for where those do not fit beside what was found.
        taken: Whether that answer is given.
    """

    question: str
    choice: str
    text: str
    brief: str
    taken: bool


@dataclass(frozen=True, slots=True)
class Line:
    """One instrument: a sign, what was found, what it says, what it answers."""

    id: str
    name: str
    sign: str
    text: str
    says: str
    answer: Answer | None
    kept: bool = True
    changed: str = ""
    missing: str = ""


def lines(view: View, files: Sequence[tuple[Source, State]] = ()) -> list[Line]:
    """Return the instruments, in the order of the pane.

    Args:
        files: How the files stand that the evidence was read from, as far as that is known.
    """
    return [_standing(line, files) for line in _lines(view)]


def _standing(line: Line, files: Sequence[tuple[Source, State]]) -> Line:
    told = {state: state_told(state, source.day) for source, state in files if source.instrument == line.id}
    return replace(line, changed=told.get("changed", ""), missing=told.get("missing", ""))


def _lines(view: View) -> list[Line]:
    return [
        _line(view, "accuracy", "Accuracy", lambda _: _accuracy(view)),
        _line(view, "dataset", "Data", lambda kept: data_rows.summary(kept or {})),
        _line(view, "evaluation", "Evaluation", evaluation_rows.summary),
        _line(view, "size", "Size", size_rows.summary),
    ]


def _line(
    view: View, id: str, name: str, summary: Callable[[Mapping[str, object] | None], tuple[str, str, str]]
) -> Line:
    sign, text, says = summary(view.decision.evidence.get(id))
    return Line(id, name, sign, text, says, _answer(view, id), id in view.decision.evidence)


def _gives(id: str, fact: Fact) -> bool:
    """Whether an instrument is what a fact comes from."""
    return id == ("evaluation" if fact.compared else fact.source)


def _answer(view: View, id: str) -> Answer | None:
    """Return the answer an instrument gives to a question of the path, or to the one asked now.

    One that it contradicts comes first, then one that is open.
    """
    path = view.asked_path
    given = [(step.question, step.choice.id) for step in path.steps]
    if path.question is not None:
        given.append((path.question, UNKNOWN))
    found: list[tuple[int, Answer]] = []
    for question, choice in given:
        said = evidence(question, view.facts)
        if said is None or not _gives(id, said[0]):
            continue
        label = question.choices[said[1]].said if said[1] in question.choices else said[1]
        taken = choice == said[1]
        rank = 2 if taken else 1 if choice == UNKNOWN or said[0].hint else 0
        found.append((rank, Answer(question.id, said[1], f"{question.short} {label}", _brief(question, label), taken)))
    return min(found, key=lambda each: each[0])[1] if found else None


def _brief(question: Question, label: str) -> str:
    return f"{question.id.replace('_', ' ')} {label}"


def _accuracy(view: View) -> tuple[str, str, str]:
    prompts, tuned = _values(view.decision, "prompt"), _values(view.decision, "fine-tuned")
    if not prompts and not tuned and view.decision.accuracy:
        wrong = {name: view.wrong(("accuracy", name, "value")) for name in view.decision.accuracy}
        told = "; ".join(f"{name}: value {why}" for name, why in wrong.items() if why)
        needed = ", ".join(name for name, why in wrong.items() if not why)
        return "?", f"{told}{'; ' * bool(told and needed)}{needed}{': value needed' * bool(needed)}", ""
    if not prompts and not tuned:
        return "–", f"none yet, {key_of('evidence.add')} adds a version", ""
    text = "  ".join(prompts[-_SHOWN:])
    if tuned:
        text += f"{', then ' if text else ''}tuned {'  '.join(tuned[-2:])}"
    trend = trend_of(view)
    return "?" if trend.verdict in {None, "unclear"} else "✓", text, trend.verdict or "one version"


def _values(decision: Decision, kind: str) -> list[str]:
    return [ratio(point(one.value)) for one in measured(decision, kind)]


def heading_note(found: Sequence[Line], width: int) -> Row:
    """Return the names of the right columns, for the rule above them."""
    return (span(f"{'says':>{_SAYS}}{'answers':>{_room(_answered(found, width))}}", "muted"),)


def _answered(found: Sequence[Line], width: int) -> list[str]:
    """Return what each instrument answers: in the question's words where that cuts no row, else by its id."""
    texts = [clip(line.answer.text, _LONGEST) if line.answer is not None else "–" for line in found]
    room = width - _SAYS - _room(texts) - 1
    if all(size(_found(line)) < room for line in found):
        return texts
    return [clip(line.answer.brief, _LONGEST) if line.answer is not None else "–" for line in found]


def _room(texts: Sequence[str]) -> int:
    """Return the columns of what is answered: as wide as its longest text, with a gap before it."""
    return max(_ANSWERS, *(columns(text) + 2 for text in texts))


def _found(line: Line) -> list[Span]:
    """Return what stands at the left of a row: sign, name, what was found and what became of its files."""
    sign, role = ("!", "warn") if line.changed else (line.sign, _ROLES.get(line.sign, "text"))
    left = [span(f"  {sign} ", role), span(pad(line.name, _NAME))]
    left += [span(f"{line.changed}: ", "warn")] if line.changed else []
    return [*left, span(line.text, "muted"), span(f", {line.missing}" if line.missing else "", "muted")]


def summary_rows(found: Sequence[Line], width: int, at: int) -> list[Row]:
    """Return one row an instrument; the one that is open below is the selected one."""
    rows, answers = [], _answered(found, width)
    room = _room(answers)
    for index, (line, answer) in enumerate(zip(found, answers, strict=True)):
        role = "warn" if line.changed else _ROLES.get(line.sign, "text")
        taken = line.answer is not None and line.answer.taken
        right = [span(pad(line.says or "–", _SAYS, right=True), role)]
        right.append(span(pad(answer, room, right=True), "text" if taken else "muted"))
        row = spread(_found(line), [*right, span(" ")], width)
        rows.append(selected(row) if index == at else row)
    return rows
