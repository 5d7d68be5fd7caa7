"""``workbench ask``: the questionnaire, question by question or at once."""

from __future__ import annotations

import shlex
from argparse import ArgumentParser, Namespace
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from workbench.cli.ask_dialogue import dialogue
from workbench.cli.common import hanging, print_json, saved_folder, width
from workbench.cli.keep_evidence import file_kept_in
from workbench.core.advice.advised import given
from workbench.core.advice.proposals import flow_proposals
from workbench.core.advice.verdict import answered_as_advised
from workbench.core.flows.flow_check import QUOTED, listed
from workbench.core.flows.flowchart import METHOD, Flowchart, Walk, leftovers, walk
from workbench.core.record.decision import Answer, Decision
from workbench.core.text import clean_line, clip, counted, wrap
from workbench.errors import FileProblem, UsageProblem
from workbench.store.answers import answers_file, flow_left, keep, read_kept
from workbench.store.flows import NO_SUCH_FLOW, load_named_flow, remarks

EXAMPLE = "example: workbench ask --answer examples=yes --answer consistency=no"


def arguments(parser: ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument(
        "--flow",
        metavar="NAME or FILE",
        help="classic (when left out and none was asked before), guided, method, or your own",
    )
    parser.add_argument("--answer", action="append", default=[], metavar="id=value", help="an answer; may be repeated")
    parser.add_argument(
        "--into", metavar="FILE_OR_ID", help="keep the answers in a decision, or in a file of their own"
    )
    parser.add_argument("--resume", action="store_true", help="go on with the answers kept from an earlier time")
    parser.add_argument("--check", action="store_true", help="only check the flowchart")
    parser.add_argument("--json", action="store_true", help="answer as JSON; never reads standard input")


def run(options: Namespace) -> int:
    """Ask, and say where the answers lead."""
    options.into = None if options.into is None else str(file_kept_in(options.into, options.saved))
    kept = _kept(options.into)
    name = options.flow or _flow_of(kept, options.resume) or "classic"
    flow = load_named_flow(name, saved_folder(options.saved)) if options.flow else _found_again(name, options)
    if options.check:
        return _check(flow, name, saved_folder(options.saved))
    file = Path(options.into) if options.into else answers_file(flow.name)
    talks = not options.json and not options.answer
    if talks:
        answers = dialogue(flow, file, options.resume or bool(options.into), _how_to_go_on(options, name))
    else:
        answers = dict(_answer(flow, text) for text in options.answer)
        if options.into or options.resume:
            answers = _into(file, flow, answers)
    path = walk(flow, answers)
    if options.json:
        print_json(_as_json(flow, path))
        return 0
    for step in path.steps:
        print(f"{step.question.short} {step.choice.said}")
    _tell(flow, path, answers)
    if options.into and flow.name != METHOD:
        _tell_recorded(path, read_kept(file), options.into)
    if talks and path.outcome is not None and not options.into:
        print(f'\nTo record it: workbench new --title "..." --from {shlex.quote(clean_line(str(file)))}')
    return 0


def _found_again(name: str, options: Namespace) -> Flowchart:
    """Return the flowchart that was asked before.

    Raises:
        WorkbenchError: It is not found, which is so where it is a file that was named by its path.
    """
    try:
        return load_named_flow(name, saved_folder(options.saved))
    except FileProblem as problem:
        if problem.title != NO_SUCH_FLOW:
            raise
        told = f"the answers kept are to {clip(clean_line(name), QUOTED)}, which is none of this folder's"
        raise UsageProblem("no such flowchart", told, "name its file again: --flow FILE") from None


def _check(flow: Flowchart, name: str, saved: Path) -> int:
    """Say how large a sound flowchart is, and what in its file says nothing; 1 where there is such a thing."""
    found = remarks(name, saved)
    for remark in found:
        print(f"{remark}\n  {remark.hint}")
    sizes = [(len(flow.questions), "question"), (len(flow.outcomes), "outcome")]
    told = ", ".join(counted(count, word) for count, word in sizes)
    print(f"{flow.name}: {told}, all of them reached")
    return 1 if found else 0


def _how_to_go_on(options: Namespace, name: str) -> str:
    """Return the command that goes on with the answers another time."""
    if options.into:
        return f"workbench ask --into {shlex.quote(clean_line(options.into))}"
    return f"workbench ask --flow {shlex.quote(clean_line(name))} --resume"


def _flow_of(kept: Decision | None, resume: bool) -> str | None:
    """Return the flowchart that was asked before; None where none was, or where it is not gone on with."""
    if kept is not None:
        return kept.flow.name
    return flow_left() if resume else None


def _kept(into: str | None) -> Decision | None:
    if into is None:
        return None
    return read_kept(Path(into))


def _into(file: Path, flow: Flowchart, answers: Mapping[str, str]) -> dict[str, str]:
    """Keep the answers in a file, and return all that are in it then."""
    decision = read_kept(file)
    for id, answer in answers.items():
        decision = answered_as_advised(decision, flow, id, Answer(answer=answer, source="person"), date.today())
    if answers:
        keep(file, decision)
    return given(decision)


def _answer(flow: Flowchart, text: str) -> tuple[str, str]:
    id, sign, value = text.partition("=")
    id, value = clean_line(id.strip()), clean_line(value.strip())
    if not sign:
        told = clip(clean_line(text), QUOTED)
        raise UsageProblem(
            "not an answer", told, f"write --answer {flow.start}={next(iter(flow.questions[flow.start].choices))}"
        )
    if id not in flow.questions:
        raise UsageProblem("no such question", clip(id, QUOTED), f"one of {listed(flow.questions)}")
    question = flow.questions[id]
    if question.choice(value) is None:
        figure = "a figure, or " if question.kind == "number" else ""
        raise UsageProblem(
            "no such answer", clip(f"{id}={value}", QUOTED), f"{figure}one of {listed(question.choices)}"
        )
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


def _tell(flow: Flowchart, path: Walk, answers: Mapping[str, str]) -> None:
    for left in leftovers(flow, path, answers):
        _say(f"Not used: {left.question}={left.answer}, {left.why}")
    if path.outcome is None:
        if path.question is not None:
            print()
            _say(f"Next question: {path.question.id}: {path.question.text}")
        return
    print()
    _say(f"Outcome: {path.outcome.headline} ({path.outcome.approach})")
    print("\n".join(wrap(path.outcome.text, 72)))
    for proposal in flow_proposals(flow, path):
        because = " ".join(proposal.because.split())
        _say(f"Trigger: {proposal.when}, then {proposal.then}: {because}")


def _tell_recorded(path: Walk, decision: Decision, into: str) -> None:
    """Say what the record takes, where that is not what the answers lead to."""
    if path.outcome is not None and decision.approach != path.outcome.approach:
        print(f"Recorded: {decision.approach}. To see why:\n  workbench advise {shlex.quote(clean_line(into))}")


def _say(text: str) -> None:
    """Print a text wrapped at words, its further lines set in."""
    print("\n".join(hanging("", text, width(), 2)))
