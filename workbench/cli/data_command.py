"""``workbench data``: what is in a file of training examples, what to mend, and whether it is enough."""

from __future__ import annotations

import signal
import sys
import time
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from workbench.cli.common import committed, declare_commit, print_json
from workbench.core.evidence.dataset.readiness import TASKS
from workbench.core.text import clean_line, counted
from workbench.errors import UsageProblem

if TYPE_CHECKING:
    from workbench.core.evidence.dataset.report import Report
    from workbench.store.dataset_files import Progress

EXAMPLE = "example: workbench data train.jsonl --against heldout.jsonl --max-tokens 4096 --task labels"
INTERRUPTED = 130
_EVERY = 0.1
_SHOWN = 20


def arguments(parser: ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("file", metavar="FILE.jsonl", help="chat messages, or prompt and completion, one row a line")
    parser.add_argument("--against", metavar="HELDOUT.jsonl", help="held-out rows, which must not be trained on")
    parser.add_argument("--max-tokens", type=int, metavar="N", help="limit of a row; what is over it is not trained on")
    parser.add_argument("--encoding", default="cl100k_base", metavar="NAME", help="cl100k_base or o200k_base")
    parser.add_argument("--task", choices=TASKS, metavar="KIND", help=f"kind of task: {', '.join(TASKS)}")
    parser.add_argument("--show", metavar="KIND", help="print the rows of one kind of finding, alike ones together")
    parser.add_argument(
        "--lines",
        type=_lines,
        default=_SHOWN,
        metavar="N",
        help=f"with --show: of so many lines, or all; {_SHOWN} else",
    )
    parser.add_argument("--masked", metavar="OUT", help="write the findings as JSON that can be shared, texts masked")
    parser.add_argument("--into", metavar="FILE_OR_ID", help="keep the figures in a decision")
    parser.add_argument(
        "--option", metavar="NAME", help="with --into: training tokens and rows into this option's costs"
    )
    parser.add_argument("--json", action="store_true", help="answer as JSON")
    declare_commit(parser)


def run(options: Namespace) -> int:
    """Print the report; 0 ready, 1 to mend or too few, 2 unreadable, 130 stopped."""
    from workbench.store.dataset_files import read_dataset

    if options.option and not options.into:
        raise UsageProblem("an option of which decision", "--option goes with --into", "add --into FILE_OR_ID")
    _check_targets(options)
    path = Path(options.file).expanduser()
    against = Path(options.against).expanduser() if options.against else None
    with _watching() as watch:
        report = read_dataset(path, against, options.task, options.max_tokens, options.encoding, watch)
    if options.show:
        _show(report, path, options.show, options.lines)
    elif options.json:
        from workbench.cli.data_json import as_json

        print_json(as_json(report))
    else:
        from workbench.cli.data_text import as_text

        print(as_text(report))
    if options.masked:
        _write_masked(report, path, Path(options.masked).expanduser())
    if not report.complete:
        kept = "; nothing is kept in the decision" if options.into else ""
        print(f"workbench: stopped after {counted(report.rows, 'row')}{kept}", file=sys.stderr)
        return INTERRUPTED
    done = _keep(report, options) if options.into else 0
    return {"ready": done, "unreadable": 2}.get(report.verdict, 1)


@contextmanager
def _watching() -> Iterator[_Watch]:
    """Show the progress, and turn the first ^C into a request to stop; the second one ends at once."""
    watch = _Watch(sys.stderr.isatty())
    before = signal.getsignal(signal.SIGINT)

    def stop(*_: object) -> None:
        watch.stopped = True
        signal.signal(signal.SIGINT, signal.default_int_handler)

    signal.signal(signal.SIGINT, stop)
    try:
        yield watch
    finally:
        signal.signal(signal.SIGINT, before)
        watch.clear()


class _Watch:
    """A line on standard error that says how far it is and what was found, ten times a second at most."""

    def __init__(self, shown: bool) -> None:
        self.shown, self.stopped = shown, False
        self._last = 0.0

    def __call__(self, progress: Progress) -> bool:
        now = time.monotonic()
        if self.shown and now - self._last >= _EVERY:
            self._last = now
            print(f"\r\x1b[K{progress_line(progress)}", end="", file=sys.stderr, flush=True)
        return not self.stopped

    def clear(self) -> None:
        if self.shown and self._last:
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)


_WIDE = 20


def progress_line(progress: Progress) -> str:
    """Return how far the reading is and what was found until now, on 79 columns at most."""
    found = progress.gathered
    told = [counted(found.rows, "row")]
    counts = {"malformed": len(found.malformed), "refusals": found.count("refusal"), "empty": found.count("empty")}
    counts["personal"] = found.count("email") + found.count("card")
    told += [f"{count:,} {name}" for name, count in counts.items() if count]
    if not progress.total:
        return f"comparing  {'  '.join(told)}  ^C stops"[:79]
    share = min(1.0, progress.done / progress.total)
    bar = "#" * round(_WIDE * share)
    return f"[{bar:.<{_WIDE}}] {100 * share:3.0f} %  {'  '.join(told)}  ^C stops"[:79]


def _lines(text: str) -> int | None:
    """Return how many lines ``--lines`` asks for; None for all.

    Raises:
        ArgumentTypeError: It is neither a number from 1 nor ``all``.
    """
    if text == "all":
        return None
    if text.isascii() and text.isdecimal() and int(text):
        return int(text)
    raise ArgumentTypeError(f"not a number of lines: {text[:40]!r}; a whole number from 1, or all")


def _show(report: Report, path: Path, kind: str, most: int | None) -> None:
    from workbench.cli.data_text import blocks_text
    from workbench.core.evidence.dataset.showing import blocks, groups_of, some_of
    from workbench.store.dataset_files import read_rows

    finding = next((finding for finding in report.findings if finding.kind == kind), None)
    if finding is None:
        known = ", ".join(finding.kind for finding in report.findings)
        raise UsageProblem("nothing of that kind was found", clean_line(kind)[:80], known and f"there are {known}")
    groups = groups_of(report, finding)
    shown = some_of(groups, most)
    rows = read_rows(path, (line for group in shown for line in group))
    print(blocks_text(finding, list(blocks(report, finding, shown, rows)), sum(map(len, groups[len(shown) :]))))


def _check_targets(options: Namespace) -> None:
    """Refuse what is to be written before the file is read, which can take minutes.

    Raises:
        WorkbenchError: There is no such decision or option, or no folder for the masked copy.
    """
    if options.into:
        from workbench.cli.keep_evidence import opened_to_keep

        decision = opened_to_keep(options.into, options.saved)
        if options.option:
            from workbench.core.evidence.dataset.kept import option_of

            option_of(decision, options.option)
    if options.masked:
        folder = Path(options.masked).expanduser().parent
        if not folder.is_dir():
            raise UsageProblem("no such folder", clean_line(str(folder))[:80], "make it first, or write elsewhere")


def _write_masked(report: Report, path: Path, out: Path) -> None:
    import json

    from workbench.core.evidence.dataset.masked import masked_report
    from workbench.store.dataset_files import read_lines
    from workbench.store.writing import write_atomic

    wanted = {line for finding in report.findings for line in finding.lines[:20]}
    data = masked_report(report, read_lines(path, wanted))
    write_atomic(out, json.dumps(data, indent=1, ensure_ascii=False) + "\n")
    print(f"findings without their texts in {clean_line(str(out))}", file=sys.stderr)


def _keep(report: Report, options: Namespace) -> int:
    from workbench.cli.keep_evidence import keep_in
    from workbench.core.evidence.dataset.kept import kept, with_report, with_training
    from workbench.core.record.decision import Decision
    from workbench.store.commit import decision_message

    figures = kept(report, report.sha256, date.today())

    def change(decision: Decision) -> Decision:
        decision = with_report(decision, figures)
        return with_training(decision, options.option, report) if options.option else decision

    path, decision = keep_in(options.into, options.saved, change)
    print(f"kept in {clean_line(str(path))}", file=sys.stderr)
    return committed(options, path, decision_message(decision))
