"""The rows of the question card."""

from __future__ import annotations

from workbench.core.advice.advised import given as given_answers
from workbench.core.advice.answer_reasons import contradictions, evidence, said_by, unclear_evidence
from workbench.core.figures import grouped
from workbench.core.flows.flips import flips
from workbench.core.flows.flowchart import UNKNOWN, Choice, Question, Walk, cut_text, figure, leftovers, way_on
from workbench.core.record.decision import get_value
from workbench.core.text import clip, columns, counted, pad, wrap
from workbench.plot.rows import Row
from workbench.tui.bound import key_span
from workbench.tui.lines import fit, paragraph, selected, size, span, spread
from workbench.tui.view import View
from workbench.tui.widgets.form import Cell

_ARROW = 6
"""Columns under which the name of where an answer leads says nothing."""


def heading(title: str, width: int, note: str = "") -> Row:
    """Return a subsection: a bold muted word and a light rule, a note at its end."""
    told = f" {note} " if note else ""
    rule = "─" * max(0, width - columns(title) - columns(told) - 4)
    return fit([span(f"  {title} ", "label"), span(rule, "rule"), span(told, "muted"), span(" ")], width)


def choice_rows(question: Question, width: int) -> list[int]:
    """Return the body rows on which the answers stand."""
    first = 2 + len(wrap(question.text, max(8, min(72, width - 3))))
    return list(range(first, first + len(question.choices)))


def card_rows(
    view: View, path: Walk, width: int, chosen: str | None, wide: bool, edited: bool = False
) -> tuple[list[Row], list[list[Cell]]]:
    """Return the card of a question or of the outcome, and the cell of its note; its rows are blank while `edited`."""
    if path.question is None:
        return _outcome(view, path, width), []
    question = path.question
    rows: list[Row] = [()]
    rows += [fit([span(f"  {line}", "strong")], width) for line in wrap(question.text, max(8, min(72, width - 3)))]
    rows.append(())
    given = get_value(view.decision, ("flow", "answer", question.id, "answer"))
    taken = question.choice(given) if given is not None else None
    for choice in question.choices.values():
        row = _choice(view, question, choice, width, given if taken is choice else None)
        rows.append(selected(row) if choice.id == chosen else row)
    if question.kind == "number":
        rows.append(
            fit(
                [key_span("questions.figure", "  "), span(f" your figure, {question.unit}".rstrip(", "), "muted")],
                width,
            )
        )
    if given is not None and taken is None:
        rows.append(fit([span("  ! ", "warn"), span(f"was “{clip(given, 12)}”: not offered now", "warn")], width))
    rows.append(())
    note = _note(view, question)
    cells = [[_note_cell(question, note, len(rows) + 1, width)]] if note else []
    if note:
        stored = get_value(view.session.committed, ("flow", "answer", question.id, "note")) or ""
        shown = paragraph(note, width - 1, indent=2)
        blank: list[Row] = [()] * len(paragraph(stored, width - 1, indent=2))
        # One row is typed in: the text as it stood, wrapped under it, would be there twice.
        rows += [heading("Your note", width), *(blank if edited else shown), ()]
    rows += _evidence(view, question, taken, width)
    if question.why:
        rows += [heading("Why it is asked", width), *paragraph(question.why, width - 1, indent=2), ()]
    rows += _stops(question, width)
    if wide:
        rows += _ahead(view, question, width)
    if not note:
        cells = [[_note_cell(question, note, len(rows) + 1, width)]]
        none = [span("  none yet, ", "muted"), key_span("questions.note"), span(" writes one", "muted")]
        rows += [heading("Your note", width), fit(none, width)]
    return rows, cells


def _choice(view: View, question: Question, choice: Choice, width: int, given: str | None) -> Row:
    """Return an answer and where it leads, which is cut where both do not fit."""
    flow = view.asked
    target = flow.outcomes[choice.outcome].short if choice.outcome else flow.questions[choice.target].short
    left = [span("  "), span(f"{choice.key} ", "key"), span(choice.label, "strong" if given is not None else "text")]
    mark = []
    if given is not None:
        typed = figure(given) if given != choice.id else None
        mark = [span(" ✓" if typed is None else f" ✓ {grouped(typed, 0)}", "accent")]
    cut = f", {told}" if (told := cut_text(question, choice)) else ""
    if size([*left, *mark]) + columns(cut) < width:
        left.append(span(cut, "muted"))
    left += mark
    room = width - size(left) - 5
    # The figures that choose an answer are not said elsewhere; where it leads is, in the flowchart.
    end = (
        [span(" ▷ ", "muted"), span(clip(target, max(1, room)), "muted"), span(" ")] if not cut or room > _ARROW else []
    )
    return spread(left, end, width)


def _evidence(view: View, question: Question, taken: Choice | None, width: int) -> list[Row]:
    """What the record's figures say; a contradiction stays in sight until it is solved."""
    said = evidence(question, view.facts)
    if said is None:
        told = unclear_evidence(question, view.decision)
        if not told:
            return []
        first, *more = paragraph(told, width - 5)
        rows = [heading("Evidence", width), fit([span("  ? ", "warn"), *first], width)]
        return [*rows, *(fit([span("    "), *line], width) for line in more), ()]
    fact, answer = said
    agrees = taken is None or bool(fact.hint) or taken.id in {answer, UNKNOWN}
    sign = span("  ✓ ", "good") if agrees else span("  ! ", "warn")
    lines = paragraph(fact.text, width - 5)
    rows = [heading("Evidence", width), fit([sign, *[span(part.text, "strong") for part in lines[0]]], width)]
    rows += [fit([span("    "), *[span(part.text, "strong") for part in line]], width) for line in lines[1:]]
    verb = "says" if agrees else "contradicts you:"
    told = f"{fact.place}, {verb} {said_by(fact, question.choices[answer])}"
    return [*rows, *(paragraph(told, width - 1, "muted" if agrees else "warn", 4)), ()]


def _stops(question: Question, width: int) -> list[Row]:
    """What to watch when an answer ends the path here."""
    ends = [choice for choice in question.choices.values() if choice.outcome and choice.trigger]
    if not ends:
        return []
    rows = [heading("If you stop here", width)]
    for choice in ends:
        rows += paragraph(f"if {choice.said}, trigger: {choice.trigger}", width - 1, indent=2)
    return [*rows, ()]


def _ahead(view: View, question: Question, width: int) -> list[Row]:
    rows = [heading("Looking ahead", width)]
    widest = max(columns(choice.said) for choice in question.choices.values())
    for choice in question.choices.values():
        if choice.outcome is not None:
            told = view.asked.outcomes[choice.outcome].headline
        else:
            steps = way_on(view.asked, view.asked.questions[choice.target])
            end = view.asked.outcomes[steps[-1].choice.target].headline
            told = f"{counted(len(steps), 'more question')}, then {end}"
        rows.append(fit([span(f"  {pad(choice.said, widest + 2)}", "muted"), span(told)], width))
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
    overruled = view.verdict.overruled if view.beside is None else None
    headline = outcome.headline if overruled is None else view.verdict.advice
    sign = span("  ◆ ", "good") if overruled is None or view.verdict.advised != "undecided" else span("  ◇ ", "warn")
    rows: list[Row] = [(), fit([sign, span(headline, "strong")], width), ()]
    if overruled is None:
        rows += paragraph(outcome.text, width - 1, indent=2)
    else:
        rows += paragraph(f"The answers lead to: {outcome.headline}. But {overruled.text}.", width - 1, indent=2)
    rows += [(), heading("What you answered", width)]
    doubts = {step.question.id for step, _ in contradictions(path, view.facts)}
    for step in path.steps:
        doubtful = step.question.id in doubts
        answer = f" ! {step.choice.said} " if doubtful else f" {step.choice.said} "
        rows.append(
            spread([span(f"  {step.question.short}", "muted")], [span(answer, "warn" if doubtful else "text")], width)
        )
        note = view.decision.flow.answer[step.question.id].note
        rows += paragraph(note, width - 1, "muted", 4) if note else []
    rows += _what_if(view, width)
    rows += _unused(view, path, width)
    keys = [
        key_span("questions.back", "  "),
        span(" another answer   ", "muted"),
        key_span("questions.answer"),
        span(" Costs", "muted"),
    ]
    if view.beside is not None:
        keys += [key_span("questions.kind", "   "), span(" back to the own flow", "muted")]
    elif "fine-tuning" in view.path_approach:
        keys += [key_span("questions.kind", "   "), span(" which kind", "muted")]
    return [*rows, (), fit(keys, width)]


def _what_if(view: View, width: int) -> list[Row]:
    """Which single answer would change the outcome, and which figures to watch."""
    flow = view.asked
    told = []
    for flip in flips(flow, given_answers(view.decision)):
        end = flip.outcome.short if flip.outcome is not None else f"asks: {flip.asks.short}" if flip.asks else ""
        told.append((f"{flip.question.short} {flip.choice.said}", end))
    rows: list[Row] = [(), heading("What would change it", width)] if told else []
    for left, right in sorted(told, key=lambda each: each[1].startswith("asks: ")):
        if columns(left) + columns(right) + 7 > width:
            rows += [fit([span(f"  {left}")], width), fit([span("    ▷ ", "muted"), span(right)], width)]
            continue
        room = max(8, width - columns(clip(right, 20)) - 6)
        end_ = [span(" ▷ ", "muted"), span(clip(right, 20)), span(" ")]
        rows.append(spread([span(f"  {clip(left, room)}")], end_, width))
    watched = [p.when for p in view.proposals if p.id not in {"cost", "retirement"}] if view.beside is None else []
    if watched:
        rows += [(), heading("What to watch", width), *(fit([span(f"  {when}")], width) for when in watched)]
    return rows


def _unused(view: View, path: Walk, width: int) -> list[Row]:
    """Answers that are kept although the path does not use them, and why."""
    left = leftovers(view.asked, path, given_answers(view.decision))
    if not left:
        return []
    rows: list[Row] = [(), heading("Kept, not used", width)]
    for found in left:
        rows += paragraph(f"{found.question} {found.answer}: {found.why}", width - 1, "muted", 2)
    return rows
