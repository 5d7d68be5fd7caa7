"""``workbench advise``: the verdict on a decision, with what speaks for and against it."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from workbench.cli.common import day, file_named, hanging, print_json, saved_folder
from workbench.cli.reading import read_decision_file
from workbench.core.advice.advised import given
from workbench.core.advice.case import Reason
from workbench.core.advice.cost_flips import Turn, turns
from workbench.core.advice.proposals import Proposal, propose
from workbench.core.advice.verdict import Verdict, advise
from workbench.core.approaches import ACTIONS
from workbench.core.costs.comparison import Comparison, compare
from workbench.core.costs.input_texts import input_label, limit_text
from workbench.core.costs.tipping_points import TippingPoint, tipping_points
from workbench.core.evidence.sources import changed_told, missing_told, sources
from workbench.core.flows.flowchart import Flowchart, Leftover, leftovers, walk
from workbench.core.record.decision import Decision, with_value
from workbench.store.flows import load_named_flow

EXAMPLE = "example: workbench advise saved/20260615-review-sentiment-7b93.toml"

_MOST = 6
"""Lines of answers, and of figures, that would change it."""


def arguments(parser: ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("file", metavar="FILE or ID", help="a decision, or a file with just some of its tables")
    parser.add_argument("--flow", metavar="NAME or FILE", help="ask the answers of another flowchart than the file's")
    parser.add_argument("--as-of", metavar="DATE", type=day, help="the day it is looked at, today")
    parser.add_argument("--json", action="store_true", help="answer as JSON")


def run(options: Namespace) -> int:
    """Say what everything in the file advises."""
    decision = read_decision_file(options.file, options.saved)
    flow = load_named_flow(options.flow or decision.flow.name, saved_folder(options.saved))
    if options.flow:
        decision = with_value(decision, ("flow", "name"), flow.name)
    today = options.as_of or date.today()
    comparison = compare(decision.costs, today)
    verdict = _with_files(_argued(decision, flow, comparison, today), decision, file_named(options.file, options.saved))
    turned = turns(decision, flow, comparison, today)
    tips = tipping_points(decision.costs, comparison)
    proposals = propose(decision, flow, comparison, today)
    if options.json:
        print_json(_as_json(decision, verdict, turned, tips, proposals))
    else:
        print("\n".join(advice_lines(decision, flow, verdict, comparison, turned, tips, proposals)))
    return 0


def _argued(decision: Decision, flow: Flowchart, comparison: Comparison, today: date) -> Verdict:
    """Return the verdict with the reasons for what is advised, also where the record says something else."""
    verdict = advise(decision, flow, comparison, today)
    if verdict.advised in {verdict.approach, "undecided"}:
        return verdict
    as_advised = advise(with_value(decision, ("approach",), verdict.advised), flow, comparison, today)
    return as_advised._replace(misfits=verdict.misfits)


def _with_files(verdict: Verdict, decision: Decision, path: Path) -> Verdict:
    """Return the verdict with what has become of the files that the evidence was read from."""
    wanted = sources(decision.evidence)
    if not wanted:
        return verdict
    from workbench.store.source_files import states, usual_places

    found = states(wanted, usual_places(path.parent))
    changed = (Reason(changed_told(source, decision.id), "Evidence") for source, state in found if state == "changed")
    gone = (Reason(missing_told(source), "Evidence") for source, state in found if state == "missing")
    return verdict._replace(missing=(*verdict.missing, *changed), notes=(*verdict.notes, *gone))


def _as_json(
    decision: Decision,
    verdict: Verdict,
    turned: Iterable[Turn],
    tips: Iterable[TippingPoint],
    proposals: Iterable[Proposal],
) -> dict[str, object]:
    answers = [
        {"input": f"answer.{tip.question}", "now": tip.now.lower(), "at": tip.answer, "then": tip.then}
        for tip in verdict.tips
    ]
    asking = [
        {"input": f"answer.{tip.question}", "now": tip.now.lower(), "at": tip.answer, "asks": tip.asks}
        for tip in verdict.reopens
    ]
    return {
        "approach": verdict.advised,
        "headline": verdict.advice,
        "recorded": None if decision.approach == "undecided" else decision.approach,
        "because": [reason.text for reason in verdict.because],
        "against": [reason.text for reason in verdict.against],
        "vetoes": [veto.text for veto in verdict.vetoes],
        "missing": [reason.text for reason in verdict.missing],
        "notes": [reason.text for reason in verdict.notes],
        "tipping_points": [*answers, *({**_place(turn.tip), "then": turn.then} for turn in turned)],
        "reopening": asking,
        "flips": verdict.flips or None,
        "cheapest_changes": [{**_place(tip), "cheapest": tip.then} for tip in tips],
        "proposed_triggers": [{"id": p.id, "when": p.when, "then": p.then, "because": p.because} for p in proposals],
        "misfits": [{"field": ".".join(misfit.path), "says": misfit.text} for misfit in verdict.misfits],
    }


def _place(tip: TippingPoint) -> dict[str, object]:
    return {"input": tip.input, "now": tip.now, "at": tip.at, "side": "over" if tip.rises else "under"}


def advice_lines(
    decision: Decision,
    flow: Flowchart,
    verdict: Verdict,
    comparison: Comparison,
    turned: Iterable[Turn],
    tips: Iterable[TippingPoint],
    proposals: Iterable[Proposal],
) -> list[str]:
    """Return the verdict as text: one line, then what speaks for it, against it, and what would change it."""
    open_yet = verdict.advised == "undecided"
    head = "Not enough evidence yet" if open_yet and verdict.advice == "Undecided" else verdict.advice
    lines = [head if open_yet and head != verdict.advice else f"{head} ({verdict.advised})"]
    if decision.approach not in {"undecided", verdict.advised}:
        lines.append(f"The record says {decision.approach}.")
    unused = [f"{left.question}={left.answer}: {left.why}" for left in _leftovers(decision, flow)]
    answers = [f"{tip.short} {tip.label.lower()}: {tip.headline} ({tip.then})" for tip in verdict.tips]
    answers += [f"{tip.short} {tip.label.lower()}: {tip.headline}" for tip in verdict.reopens]
    figures = [f"{_at(turn.tip, comparison)}: {ACTIONS[turn.then]} ({turn.then})" for turn in turned]
    cheapest = [f"{_at(tip, comparison)}: then {tip.then} is the cheapest" for tip in tips]
    for title, told in (
        ("Vetoes", [veto.text for veto in verdict.vetoes]),
        ("Because", [reason.text for reason in verdict.because]),
        ("Against", [reason.text for reason in verdict.against]),
        ("Missing", [reason.text for reason in verdict.missing]),
        ("What would change it", [*_soonest(verdict), *_first(answers, "answers"), *_first(figures, "figures")]),
        ("What would change the cheapest option", _first(cheapest, "figures")),
        ("Kept, not used", unused),
        ("Triggers to watch", [f"{p.when}, then {p.then}: {p.because}" for p in proposals]),
        ("In the record, and does not fit any more", [misfit.text for misfit in verdict.misfits]),
        ("Notes", [reason.text for reason in verdict.notes]),
    ):
        lines += _part(title, told)
    return lines


def _soonest(verdict: Verdict) -> list[str]:
    """Return the figure that flips it soonest, with where it stands; nothing where it is an answer that does."""
    turn = verdict.turning
    if turn is None or not turn.now or turn.then == "undecided":
        return []
    return [f"{turn.long.removeprefix('flips ')}, {turn.now}: {ACTIONS[turn.then]} ({turn.then})"]


def _at(tip: TippingPoint, comparison: Comparison) -> str:
    return f"{input_label(tip.input)} {limit_text(tip, comparison.currency)}"


def _first(told: list[str], what: str) -> list[str]:
    """Return the first of many lines, and how many more there are."""
    more = len(told) - _MOST + 1
    return told if more < 2 else [*told[: _MOST - 1], f"{more} more {what}, which --json lists"]


def _leftovers(decision: Decision, flow: Flowchart) -> list[Leftover]:
    answers = given(decision)
    return leftovers(flow, walk(flow, answers), answers)


def _part(title: str, told: Iterable[str]) -> list[str]:
    rows = [line for text in told for line in hanging("  - ", text, 78)]
    return ["", title, *rows] if rows else []
