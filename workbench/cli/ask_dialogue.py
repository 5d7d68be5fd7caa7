"""The questionnaire question by question, in plain lines: for screen readers and terminals without screens."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

from workbench.cli.common import width
from workbench.core.advice.advised import given
from workbench.core.advice.answer_reasons import evidence, said_by
from workbench.core.advice.verdict import answered_as_advised
from workbench.core.costs.comparison import compare
from workbench.core.flows.flowchart import Choice, Flowchart, Question, cut_text, walk
from workbench.core.known.facts import facts
from workbench.core.record.decision import Answer, Decision
from workbench.core.text import clean_line, counted, wrap
from workbench.errors import WorkbenchError
from workbench.store.answers import keep, read_kept

_COMMANDS = {
    "b": "back", "back": "back", "?": "why", "why": "why", "restart": "restart", "resume": "resume",
    "q": "quit", "quit": "quit",
}  # fmt: skip
"""What may be typed besides an answer; an answer's own letter comes first."""


def dialogue(flow: Flowchart, file: Path, resume: bool, again: str) -> dict[str, str]:
    """Ask one question after the other and keep every answer at once, so that another time can go on from here.

    Args:
        flow: The flowchart.
        file: Where the answers are kept.
        resume: Go on with the answers kept there.
        again: The command that goes on with them another time.

    Raises:
        KeyboardInterrupt: As the person asked; what is kept has been said.
    """
    kept = read_kept(file)
    decision = kept if resume else Decision.model_construct()
    print("\n".join(wrap(f"{flow.title}. Type an answer, back, ? for why it is asked, restart, or quit.", width())))
    if count := len(walk(flow, given(kept)).steps):
        told = "" if decision is kept else "; type resume to go on with them"
        print(f"{counted(count, 'answer')} kept from an earlier time{told}.")
    while (question := walk(flow, given(decision)).question) is not None:
        count = len(walk(flow, given(decision)).steps)
        try:
            typed = _ask(decision, question, count + 1)
        except KeyboardInterrupt:
            print(f"\n{_stopped(count, again)}")
            raise
        answer = None if typed is None else _choice(question, typed)
        if answer is not None:
            decision = answered_as_advised(
                decision, flow, question.id, Answer(answer=answer, source="person"), date.today()
            )
            _keep(file, decision)
            continue
        command = "quit" if typed is None else _COMMANDS.get(typed, "")
        if command == "quit":
            print(("\n" if typed is None else "") + _stopped(count, again) + ("\n\nSo far:" if count else ""))
            break
        decision = _obeyed(command, decision, kept, flow, question)
    else:
        print()
    return given(decision)


def _stopped(count: int, again: str) -> str:
    """Return that the answers are kept and how to go on, where there are any."""
    return f"Stopped; the answers are kept. To go on:\n  {again}" if count else "Stopped; nothing is answered yet."


def _obeyed(command: str, decision: Decision, kept: Decision, flow: Flowchart, question: Question) -> Decision:
    """Return the decision after a command that is no answer."""
    if command == "back":
        return _back(decision, flow)
    if command == "restart":
        return _emptied(decision, flow)
    if command == "resume":
        return kept
    if command == "why":
        print("\n".join(wrap(question.why or "The flowchart does not say.", 72)))
    else:
        print("\n".join(wrap(_offered(question), width())))
    return decision


def _keep(file: Path, decision: Decision) -> None:
    try:
        keep(file, decision)
    except WorkbenchError as problem:
        print(f"not kept: {problem.brief}", file=sys.stderr)


def _ask(decision: Decision, question: Question, number: int) -> str | None:
    print()
    print("\n".join(wrap(f"Question {number}, {question.id}: {question.text}", width())))
    known = facts(decision, date.today(), compare(decision.costs, date.today()))
    said = evidence(question, known)
    if said is not None:
        fact, answer = said
        print(
            "\n".join(
                wrap(f"Evidence: {fact.text} ({fact.place}) says {said_by(fact, question.choices[answer])}.", width())
            )
        )
    figure = f"a figure{f' ({question.unit})' if question.unit else ''}, " if question.kind == "number" else ""
    return _read(figure + " or ".join(_said(question, choice) for choice in question.choices.values()))


def _said(question: Question, choice: Choice) -> str:
    """Return an answer with the figures that choose it, where it is chosen by figures."""
    cut = cut_text(question, choice)
    return f"{choice.said} ({cut})" if cut else choice.said


def _back(decision: Decision, flow: Flowchart) -> Decision:
    steps = walk(flow, given(decision)).steps
    if not steps:
        print("This is the first question.")
        return decision
    return answered_as_advised(decision, flow, steps[-1].question.id, None, date.today())


def _emptied(decision: Decision, flow: Flowchart) -> Decision:
    for id in flow.questions:
        decision = answered_as_advised(decision, flow, id, None, date.today())
    return decision


def _read(prompt: str) -> str | None:
    print("\n".join(wrap(f"{prompt}:", width() - 2)), end=" ", flush=True)
    line = sys.stdin.readline()
    return clean_line(line.strip()).lower() if line else None


def _offered(question: Question) -> str:
    figure = "a figure, or " if question.kind == "number" else ""
    return f"Please type {figure}one of {', '.join(question.choices)}."


def _choice(question: Question, typed: str) -> str | None:
    """Return the answer that was typed, by its id, its label, its key or as a figure; None where it is none."""
    for choice in question.choices.values():
        if typed in {choice.id.lower(), choice.label.lower(), choice.key.lower()}:
            return choice.id
    return typed if question.choice(typed) is not None else None
