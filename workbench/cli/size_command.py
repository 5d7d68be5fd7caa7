"""``workbench size``: adapter parameters, file size, memory of full training, LoRA and QLoRA, and cards for it."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from workbench.cli.common import committed, declare_commit, file_named, print_json, saved_folder
from workbench.cli.size_text import as_json, as_text, models_told
from workbench.core.sizing.cards import holds
from workbench.core.sizing.form import Typed, read_inputs
from workbench.core.sizing.known import find
from workbench.core.sizing.memory import GB, METHODS
from workbench.core.sizing.report import Report, kept, size
from workbench.core.text import clean_line
from workbench.errors import UsageProblem, ValueProblem

EXAMPLE = "example: workbench size Llama-3.1-8B --rank 16 --targets all --seq 4096 --card 24"
_FIELDS = {"sequence": "--seq", "rank": "--rank", "targets": "--targets", "batch": "--batch", "card": "--card"}


def arguments(parser: ArgumentParser) -> None:
    """Declare the arguments."""
    usual = Typed()
    parser.add_argument("model", nargs="?", metavar="MODEL", help="a well-known model, by name or repository")
    parser.add_argument("--config", metavar="FILE", help="any model's config.json, or the folder it lies in")
    parser.add_argument("--models", action="store_true", help="list the models that are known by name")
    parser.add_argument("--method", choices=tuple(METHODS), help="the one to answer for first; lora when left out")
    parser.add_argument("--rank", default=usual.rank, metavar="N", help="rank of the adapter (%(default)s)")
    parser.add_argument(
        "--targets", default=usual.targets, metavar="q,v", help="q,k,v,o,gate,up,down or all (%(default)s)"
    )
    parser.add_argument("--seq", default="2048", metavar="N", help="tokens of the longest row (%(default)s)")
    parser.add_argument("--batch", default=usual.batch, metavar="N", help="rows at once on a card (%(default)s)")
    parser.add_argument("--card", default="", metavar="GB or NAME", help="the card at hand: 24, or RTX 4090")
    parser.add_argument("--json", action="store_true", help="answer as JSON")
    parser.add_argument("--into", metavar="FILE or ID", help="keep the figures in this decision, [evidence.size]")
    declare_commit(parser)


def run(options: Namespace) -> int:
    """Answer; 1 where the card that was named does not hold it even as expected."""
    if options.models:
        print(models_told())
        return 0
    report, file, sha256 = _report(options, options.method or "lora")
    record = None
    if options.into is not None:
        report, record = _keep(options, report, file, sha256)
    if options.json:
        print_json(as_json(report))
    else:
        print(as_text(report, record.method if record is not None else None))
    done = committed(options, record.path, record.message) if record is not None else 0
    card = report.inputs.card
    return 1 if card is not None and holds(report.band, card * GB) == "no" else done


def _report(options: Namespace, method: str) -> tuple[Report, str | None, str | None]:
    if (options.model is None) == (options.config is None):
        told = "a MODEL or --config FILE is needed" if options.model is None else "a MODEL and --config were given"
        raise UsageProblem(told, "", "give one of them; workbench size --models lists the models known by name")
    file = sha256 = None
    if options.config is not None:
        from workbench.store.model_config import read_model_config

        config = read_model_config(Path(options.config))
        shape, file, sha256 = config.shape, config.file, config.sha256
    else:
        shape = find(options.model)
    typed = Typed("", method, options.rank, options.targets, options.seq, options.batch, options.card)
    try:
        return size(shape, read_inputs(typed)), file, sha256
    except ValueProblem as problem:
        option = _FIELDS.get(problem.field)
        title = f"{option}: {problem.title}" if option else problem.title
        raise ValueProblem(title, problem.message, problem.hint, problem.field) from None


@dataclass(frozen=True, slots=True)
class _Record:
    """The decision that the figures were kept in: its file, its method, and what a commit of it would say."""

    path: Path
    method: str | None
    message: str


def _keep(options: Namespace, report: Report, file: str | None, sha256: str | None) -> tuple[Report, _Record]:
    """Keep the figures in a decision; its own method is the one answered for, unless another was asked for."""
    from workbench.store.commit import decision_message
    from workbench.store.decisions import open_decision
    from workbench.store.saving import save

    saved = saved_folder(options.saved)
    path = file_named(options.into, options.saved)
    opened = open_decision(path)
    own = (opened.decision.method or "").lower()
    if options.method is None and own in METHODS:
        report = size(report.shape, replace(report.inputs, method=own))
    evidence = {**opened.decision.evidence, "size": kept(report, file, sha256, date.today())}
    after = save(opened, opened.decision.model_copy(update={"evidence": evidence}), saved, date.today())
    print(f"{after.decision.id}: kept as [evidence.size]", file=sys.stderr)
    method = clean_line(opened.decision.method) if opened.decision.method else None
    return report, _Record(path, method, decision_message(after.decision))
