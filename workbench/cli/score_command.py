"""``workbench score``: the scorecard of a decision."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from datetime import date
from decimal import Decimal

from workbench.cli.common import print_json, saved_folder, table
from workbench.cli.reading import read_decision_file, read_flow
from workbench.core.advice.advised import given
from workbench.core.advice.scorecard import Scorecard, flip_text, known_elsewhere, margin_text, scorecard
from workbench.core.advice.vetoes import vetoes
from workbench.core.costs.comparison import compare
from workbench.core.figures import grouped, plain
from workbench.core.flows.flowchart import walk
from workbench.errors import UsageProblem

EXAMPLE = "example: workbench score saved/20260615-review-sentiment-7b93.toml"


def arguments(parser: ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("file", metavar="FILE or ID", help="a decision, or a file with just its [score]")
    parser.add_argument("--json", action="store_true", help="answer as JSON")


def run(options: Namespace) -> int:
    """Print the scorecard; exit code 0 whatever it recommends."""
    decision = read_decision_file(options.file, options.saved)
    today = date.today()
    flow = read_flow(decision, saved_folder(options.saved))
    path = walk(flow, given(decision)) if flow is not None else None
    comparison = compare(decision.costs, today)
    ruled = vetoes(decision, path, comparison, today)
    card = scorecard(decision.score, ruled, known_elsewhere(decision, comparison))
    if not card.known:
        raise UsageProblem("no score", options.file, "write a [score] table: prompt_accuracy, labelled_examples, ...")
    print_json(_as_json(card)) if options.json else print(score_text(card))
    return 0


def _as_json(card: Scorecard) -> dict[str, object]:
    flip = card.flip
    return {
        "points": {line.factor.name: line.points for line in card.lines},
        "total": card.total,
        "margin": card.margin,
        "vetoes": [veto.text for veto in card.vetoes],
        "recommendation": card.recommendation,
        "missing": [factor.name for factor in card.missing],
        "smallest_flip": None
        if flip is None
        else {
            "factor": flip.factor.name,
            "from": flip.now,
            "to": flip.to,
            "below": flip.below,
            "total": flip.total,
            "recommendation": flip.recommendation,
        },
    }


def score_text(card: Scorecard) -> str:
    """Return the card as lines of text: a factor a row with its figure, its cut and its points."""
    rows = [("", "value", "cut", "points")]
    rows += [
        (line.factor.label, _value(line.value), _value(line.factor.cut, none=""), _points(line.points))
        for line in card.lines
    ]
    rows.append(("Total", "", "", _points(card.total)))
    lines = [table(rows), ""]
    lines += [f"Veto: {veto.text}" for veto in card.vetoes]
    lines.append(f"Recommends {card.recommendation}, {margin_text(card)}")
    if card.flip is not None:
        lines.append(f"Smallest flip: {flip_text(card.flip)}, then {card.flip.recommendation}")
    if card.missing:
        lines.append(f"Not known, counted as 0: {', '.join(factor.label.lower() for factor in card.missing)}")
    lines += [f"{line.factor.label}: {line.source}" for line in card.lines if line.source]
    return "\n".join(lines)


def _value(value: Decimal | bool | None, none: str = "-") -> str:
    if value is None:
        return none
    return ("yes" if value else "no") if isinstance(value, bool) else grouped(value, 0)


def _points(points: Decimal | None) -> str:
    return "-" if points is None else f"+{plain(points)}" if points > 0 else plain(points)
