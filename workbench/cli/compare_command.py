"""``workbench compare``: base against candidate on the same cases."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from workbench.cli.common import committed, declare_commit, file_named, print_json
from workbench.core.evidence.matching import MATCHES
from workbench.core.record.decision import Decision
from workbench.errors import Frozen, UsageProblem

if TYPE_CHECKING:
    from workbench.core.evidence.evaluation import Evaluation
    from workbench.core.evidence.success_cost import SuccessCosts
    from workbench.store.decisions import Opened

EXAMPLE = (
    "example: workbench compare prompt.jsonl tuned.jsonl --show lost. "
    'A row is {"id": 1, "input": "...", "expected": "...", "output": "..."}, one a line; it may say "correct": true; '
    "expected may stand in one of the two files alone. "
    "Exit codes: 0 compared, 2 not possible; with --check 1 for a regression and 3 for what is inconclusive."
)
_SHOWN = ("gained", "lost", "both")


def arguments(parser: ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("base", metavar="BASE.jsonl", help="answers of what there is, one JSON object a line")
    parser.add_argument("candidate", metavar="CANDIDATE.jsonl", help="answers of what may take its place")
    parser.add_argument(
        "--match",
        choices=MATCHES,
        help="what is right: equal after trimming (exact), the same JSON (a ``` fence round it is taken off, "
        "and told), the same label; "
        "left out, a row's own correct counts, else exact",
    )
    parser.add_argument(
        "--by",
        default="",
        metavar="FIELD",
        help="group the cases by a field of the rows; groups of 10 cases or more are ranked",
    )
    parser.add_argument("--train", metavar="TRAIN.jsonl", help="name cases that stand in the training file")
    parser.add_argument("--show", choices=_SHOWN, help="show these cases with both answers side by side")
    parser.add_argument("--costs", metavar="FILE or ID", help="a decision whose costs give the cost of a right answer")
    parser.add_argument(
        "--options", metavar="BASE,CANDIDATE", help="which of its options the two are, kept with --into"
    )
    parser.add_argument("--into", metavar="FILE or ID", help="keep the figures in this decision")
    parser.add_argument(
        "--as", dest="names", metavar="BASE,CANDIDATE", help="with --into: also as versions of its accuracy history"
    )
    parser.add_argument("--check", action="store_true", help="exit 1 when it regressed, 3 when it is inconclusive")
    parser.add_argument("--json", action="store_true", help="answer as JSON")
    declare_commit(parser)


def run(options: Namespace) -> int:
    """Compare, tell, and keep the figures where that is asked for."""
    if options.names is not None and options.into is None:
        raise UsageProblem("--as names versions of a decision", "", "say which with --into FILE or ID")
    into = _opened(options.into, options.saved) if options.into is not None else None
    priced = _opened(options.costs, options.saved) if options.costs is not None else into
    report = _report(options)
    costs = _costs(options, priced.decision, report) if priced is not None else None
    if options.json:
        from workbench.cli.compare_json import as_json

        print_json(as_json(report, costs))
    else:
        from workbench.cli.compare_text import as_text

        print(as_text(report, costs, options.show))
    code = _keep(options, into, report) if into is not None else 0
    return code or (_code(report) if options.check else 0)


def _report(options: Namespace) -> Evaluation:
    from workbench.store.case_files import evaluate

    train = Path(options.train) if options.train is not None else None
    return evaluate(Path(options.base), Path(options.candidate), options.match, options.by, train)


def _opened(file_or_id: str, saved: str | None) -> Opened:
    from workbench.store.decisions import open_decision

    return open_decision(file_named(file_or_id, saved))


def _costs(options: Namespace, decision: Decision, report: Evaluation) -> SuccessCosts | None:
    """Return what a right answer costs on either side; None where nothing says which options the two are."""
    from workbench.core.evidence.success_cost import success_costs, the_two

    if options.options is not None:
        names = _two(options.options, "--options")
    elif options.costs is None and len(decision.costs.option) != 2:
        return None
    else:
        names = the_two(decision.costs)
    return success_costs(decision.costs, names, report, date.today())


def _two(text: str, flag: str) -> tuple[str, str]:
    from workbench.core.text import clean_line

    one, comma, other = text.partition(",")
    names = clean_line(one.strip()), clean_line(other.strip())
    if not comma or not all(names) or "," in other or names[0] == names[1]:
        raise UsageProblem(f"{flag} takes two names", clean_line(text)[:80], f"write {flag} BASE,CANDIDATE")
    return names


def _keep(options: Namespace, into: Opened, report: Evaluation) -> int:
    """Write the figures into the decision, and say on standard error what was written."""
    import sys

    from workbench.core.evidence.evaluation_kept import kept
    from workbench.core.evidence.versions import measured_as
    from workbench.store.commit import decision_message
    from workbench.store.saving import save

    decision = into.decision
    names = _two(options.names, "--as") if options.names is not None else None
    priced = _two(options.options, "--options") if options.options is not None and options.costs is None else None
    evidence = {**decision.evidence, "evaluation": kept(report, date.today(), names, priced)}
    decision = decision.model_copy(update={"evidence": evidence})
    told = "kept as [evidence.evaluation]"
    if names is not None:
        added = measured_as(decision.accuracy, names, report)
        decision = decision.model_copy(update={"accuracy": {**decision.accuracy, **added}})
        told += ", " + " and ".join(f"[accuracy.{name}] ({entry.kind})" for name, entry in added.items())
    try:
        after = save(into, decision, into.path.parent, date.today())
    except Frozen as problem:
        raise Frozen(problem.title, problem.message, "leave out --as, or supersede it", problem.fields) from None
    print(f"{after.decision.id}: {told}", file=sys.stderr)
    return committed(options, after.path, decision_message(after.decision))


def _code(report: Evaluation) -> int:
    return {"improved": 0, "regressed": 1, "inconclusive": 3}[report.verdict]
