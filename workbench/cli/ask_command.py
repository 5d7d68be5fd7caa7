"""``workbench ask``: the questionnaire, question by question or at once."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace

from workbench.cli.common import print_json, saved_folder
from workbench.core.flow import Flowchart, Question, Walk, walk
from workbench.core.proposals import flow_proposals
from workbench.core.text import clean_line, wrap
from workbench.errors import UsageProblem
from workbench.store.flows import load_named_flow

EXAMPLE = "example: workbench ask --answer examples=yes --answer consistency=no"


def arguments(parser: ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument(
        "--flow", default="classic", metavar="NAME or FILE", help="which flowchart, classic when left out"
    )
    parser.add_argument("--answer", action="append", default=[], metavar="id=value", help="an answer; may be repeated")
    parser.add_argument("--check", action="store_true", help="only check the flowchart")
    parser.add_argument("--json", action="store_true", help="answer as JSON; never reads standard input")


def run(options: Namespace) -> int:
    """Ask, and say where the answers lead."""
    flow = load_named_flow(options.flow, saved_folder(options.saved))
    if options.check:
        print(f"{flow.name}: {len(flow.questions)} questions, {len(flow.outcomes)} outcomes, all of them reached")
        return 0
    answers = dict(_answer(flow, text) for text in options.answer)
    if options.json:
        print_json(_as_json(flow, walk(flow, answers)))
        return 0
    if not options.answer:
        _dialogue(flow, answers)
    path = walk(flow, answers)
    for step in path.steps:
        print(f"{step.question.short} {step.choice.label.lower()}")
    _tell(flow, path)
    return 0


def _answer(flow: Flowchart, text: str) -> tuple[str, str]:
    id, sign, value = text.partition("=")
    id, value = clean_line(id.strip()), clean_line(value.strip())
    if not sign:
        raise UsageProblem("not an answer", clean_line(text), "write --answer examples=yes")
    if id not in flow.questions:
        raise UsageProblem("no such question", id, f"one of {', '.join(flow.questions)}")
    choices = flow.questions[id].choices
    if value not in choices:
        raise UsageProblem("no such answer", f"{id}={value}", f"one of {', '.join(choices)}")
    return id, value


def _as_json(flow: Flowchart, path: Walk) -> dict[str, object]:
    outcome = path.outcome
    return {
        "path": [{"question": step.question.id, "answer": step.choice.id} for step in path.steps],
        "outcome": None
        if outcome is None
        else {"id": outcome.id, "approach": outcome.approach, "headline": outcome.headline},
        "next_question": path.question.id if path.question is not None else None,
        "unused": list(path.unused),
        "proposed_triggers": [
            {"id": p.id, "when": p.when, "then": p.then, "because": p.because} for p in flow_proposals(flow, path)
        ],
    }


def _tell(flow: Flowchart, path: Walk) -> None:
    for id in path.unused:
        print(f"Not used on this path: {id}")
    if path.outcome is None:
        if path.question is not None:
            print(f"\nNext question: {path.question.id}: {path.question.text}")
        return
    print(f"\nOutcome: {path.outcome.headline} ({path.outcome.approach})")
    print("\n".join(wrap(path.outcome.text, 72)))
    for proposal in flow_proposals(flow, path):
        print(f"Trigger: {proposal.when}, then {proposal.then}: {proposal.because}")


def _dialogue(flow: Flowchart, answers: dict[str, str]) -> None:
    """Ask one question after the other, plain lines only; ``b`` goes back, ``?`` tells why, ``q`` stops."""
    print(f"{flow.title}. Type an answer, b to go back, ? for why it is asked, q to stop.")
    while (question := walk(flow, answers).question) is not None:
        asked = walk(flow, answers).steps
        print(f"\nQuestion {len(asked) + 1}, {question.id}: {question.text}")
        typed = _read(" or ".join(choice.label.lower() for choice in question.choices.values()))
        if typed in {None, "q"}:
            print("Stopped; the answers so far:")
            return
        if typed == "b":
            if asked:
                answers.pop(asked[-1].question.id)
            else:
                print("This is the first question.")
        elif typed == "?":
            print("\n".join(wrap(question.why, 72)))
        elif (choice := _choice(question, typed or "")) is not None:
            answers[question.id] = choice
        else:
            print(f"Please type one of {', '.join(question.choices)}.")
    print()


def _read(prompt: str) -> str | None:
    print(f"{prompt}: ", end="", flush=True)
    line = sys.stdin.readline()
    return clean_line(line.strip()).lower() if line else None


def _choice(question: Question, typed: str) -> str | None:
    for choice in question.choices.values():
        if typed in {choice.id.lower(), choice.label.lower(), choice.key.lower()}:
            return choice.id
    return None
