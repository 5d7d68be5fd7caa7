"""The rows of the question card."""

from __future__ import annotations

from workbench.core.amounts import number
from workbench.core.decision import get_value
from workbench.core.flow import Choice, Question, Walk, finding, way_on
from workbench.core.text import columns, wrap
from workbench.plot.rows import Row, Span
from workbench.tui.lines import fit, paragraph, selected, span, spread
from workbench.tui.view import View
from workbench.tui.widgets.form import Cell

_SOURCES = {
    "requests_per_month": "from Costs",
    "cost_per_month": "from Costs",
    "labelled_examples": "from the record",
    "accuracy": "from Evidence",
}
_UNITS = {"requests_per_month": "a month", "labelled_examples": "examples", "cost_per_month": "a month"}


def heading(title: str, width: int) -> Row:
    """Return a subsection: a bold muted word and a light rule."""
    return fit([span(f"  {title} ", "label"), span("─" * max(0, width - columns(title) - 4), "rule"), span(" ")], width)


def choice_rows(question: Question, width: int) -> list[int]:
    """Return the body rows on which the answers stand."""
    first = 2 + len(wrap(question.text, max(8, min(72, width - 3))))
    return list(range(first, first + len(question.choices)))


def card_rows(view: View, path: Walk, width: int, chosen: str | None, wide: bool) -> tuple[list[Row], list[list[Cell]]]:
    """Return the card of a question or of the outcome, and the cell of its note."""
    if path.question is None:
        return _outcome(view, path, width), []
    question = path.question
    rows: list[Row] = [()]
    rows += [fit([span(f"  {line}", "strong")], width) for line in wrap(question.text, max(8, min(72, width - 3)))]
    rows.append(())
    given = get_value(view.decision, ("flow", "answer", question.id, "answer"))
    for choice in question.choices.values():
        row = _choice(view, choice, width, choice.id == given)
        rows.append(selected(row) if choice.id == chosen else row)
    rows.append(())
    note = _note(view, question)
    cells = [[_note_cell(question, note, len(rows) + 1, width)]] if note else []
    rows += [heading("Your note", width), *paragraph(note, width - 1, indent=2), ()] if note else []
    rows += _evidence(view, question, width)
    if question.why:
        rows += [heading("Why it is asked", width), *paragraph(question.why, width - 1, indent=2), ()]
    rows += _stops(question, width)
    if wide:
        rows += _ahead(view, question, width)
    if not note:
        cells = [[_note_cell(question, note, len(rows) + 1, width)]]
        none = [span("  none yet, ", "muted"), span("e", "key"), span(" writes one", "muted")]
        rows += [heading("Your note", width), fit(none, width)]
    return rows, cells


def _choice(view: View, choice: Choice, width: int, given: bool) -> Row:
    target = view.flow.outcomes[choice.outcome].short if choice.outcome else view.flow.questions[choice.target].short
    left = [span("  "), span(f"{choice.key} ", "key"), span(choice.label, "strong" if given else "text")]
    if given:
        left.append(span(" ✓", "accent"))
    return spread(left, [span(" ▷ ", "muted"), span(target, "muted"), span(" ")], width)


def _evidence(view: View, question: Question, width: int) -> list[Row]:
    said = finding(question, view.values)  # type: ignore[arg-type]
    if said is None:
        return []
    given = get_value(view.decision, ("flow", "answer", question.id, "answer"))
    agrees = given in (None, said.answer)
    sign = span("  ✓ ", "good") if agrees else span("  ! ", "warn")
    figure = f"{number(said.value)} {_UNITS.get(said.metric, said.metric)}"
    told = f"{_SOURCES.get(said.metric, 'from the record')}, says {said.answer}"
    return [
        heading("Evidence", width),
        fit([sign, span(figure, "strong")], width),
        fit([span(f"    {told}", "muted" if agrees else "warn")], width),
        (),
    ]


def _stops(question: Question, width: int) -> list[Row]:
    """What to watch when an answer ends the path here."""
    ends = [choice for choice in question.choices.values() if choice.outcome and choice.trigger]
    if not ends:
        return []
    rows = [heading("If you stop here", width)]
    for choice in ends:
        rows += paragraph(f"{choice.label.lower()}: watch {choice.trigger}", width - 1, indent=2)
    return [*rows, ()]


def _ahead(view: View, question: Question, width: int) -> list[Row]:
    rows = [heading("Looking ahead", width)]
    for choice in question.choices.values():
        if choice.outcome is not None:
            told = view.flow.outcomes[choice.outcome].headline
        else:
            steps = way_on(view.flow, view.flow.questions[choice.target])
            end = view.flow.outcomes[steps[-1].choice.target].headline
            told = f"{len(steps)} more question{'s' if len(steps) > 1 else ''}, then {end}"
        rows.append(fit([span(f"  {choice.label.lower():<12}", "muted"), span(told)], width))
    return [*rows, ()]


def _note(view: View, question: Question) -> str:
    path = ("flow", "answer", question.id, "note")
    return view.pending.get(path) or get_value(view.decision, path) or ""


def _note_cell(question: Question, note: str, row: int, width: int) -> Cell:
    path = ("flow", "answer", question.id, "note")
    return Cell(path, row, 2, max(8, width - 4), note, "what the answer rests on", right=False)


def _outcome(view: View, path: Walk, width: int) -> list[Row]:
    outcome = path.outcome
    if outcome is None:
        return []
    rows: list[Row] = [(), *([fit([span("  ◆ ", "good"), span(outcome.headline, "strong")], width)]), ()]
    rows += paragraph(outcome.text, width - 1, indent=2)
    rows += [(), heading("What you answered", width)]
    for step in path.steps:
        rows.append(
            spread([span(f"  {step.question.short}", "muted")], [span(f" {step.choice.label.lower()} ")], width)
        )
        note = view.decision.flow.answer[step.question.id].note
        rows += paragraph(note, width - 1, "muted", 4) if note else []
    watched: list[Span] = []
    for proposal in view.proposals:
        if proposal.id not in {"cost", "retirement"}:
            watched.append(span(proposal.when))
    if watched:
        rows += [(), heading("What would change it", width)]
        rows += [fit([span("  "), part], width) for part in watched]
    rows += [
        (),
        fit(
            [
                span("  ←", "key"),
                span(" another answer   ", "muted"),
                span("enter", "key"),
                span(" Costs", "muted"),
            ],
            width,
        ),
    ]
    return rows
