"""``workbench plateau``: whether the prompt still improves, from the accuracy of its versions."""

from __future__ import annotations

import re
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

from workbench.cli.common import file_named, is_file_name, print_json, table, width
from workbench.core.evidence.accuracy import THRESHOLD, History, Measured, history, signed, wilson
from workbench.core.figures import ratio
from workbench.core.text import clean_line, clip, wrap
from workbench.errors import UsageProblem, ValueProblem

EXAMPLE = "example: workbench plateau 0.70 0.75 0.78 --cases 100"
_FRACTION = re.compile(r"\d+/\d+")
_WORDS = {
    "plateau": "Plateau",
    "rising": "Rising",
    "unclear": "Unclear",
    None: "Too few versions",
}


def arguments(parser: ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument(
        "given",
        nargs="+",
        metavar="FILE, ID or 0.70",
        help="a decision, a file with just its [accuracy.*], CSV or JSON of versions; or shares: 0.78, '78 %%', 71/100",
    )
    parser.add_argument("--cases", metavar="N", help="cases each was measured on, where that is not said")
    parser.add_argument(
        "--threshold", default=str(THRESHOLD), metavar="SHARE", help="a step of at most this (%(default)s)"
    )
    parser.add_argument("--json", action="store_true", help="answer as JSON")


def run(options: Namespace) -> int:
    """Tell what the versions show; 3 where there are too few of them to see a step."""
    threshold = _threshold(options.threshold)
    prompts, tuned, aim = _read(options.given, options.saved)
    named = len(options.given) == 1
    cases = _cases(options.cases)
    if cases is not None:
        prompts, tuned = ([v._replace(cases=v.cases or cases) for v in series] for series in (prompts, tuned))
    found, beside = history(prompts, threshold), history(tuned, threshold) if tuned else None
    if options.json:
        answer = _as_json(prompts, found, named) | {"threshold": threshold}
        print_json(answer | {"fine_tuned": None if beside is None else _as_json(tuned, beside, named)})
    else:
        parts = ["\n".join(wrap(_sentence(prompts, found, aim), width())), _table(prompts, found)]
        if beside is not None:
            parts += [
                "\n".join(wrap(f"Fine-tuned, a series of its own: {_said(beside)}", width())),
                _table(tuned, beside),
            ]
        print("\n\n".join(part for part in parts if part))
    return 3 if found.verdict is None else 0


def _read(given: Sequence[str], saved: str | None) -> tuple[list[Measured], list[Measured], Decimal | None]:
    """Return prompt versions, fine-tuned ones, and the accuracy aimed at."""
    if len(given) == 1 and not _FRACTION.fullmatch(given[0]) and (is_file_name(given[0]) or _is_export(given[0])):
        return _from_file(Path(given[0]))
    files = [text for text in given if is_file_name(text) and not _FRACTION.fullmatch(text)]
    if files:
        raise UsageProblem("a file among others", clean_line(files[0])[:80], "give one FILE, or shares")
    from workbench.core.evidence.versions import read_share

    if len(given) == 1 and (file := _of_id(given[0], saved)) is not None:
        return _from_file(file)
    versions = [Measured(text, *read_share(text)) for text in given]
    if len(versions) < 2:
        raise UsageProblem("two versions are needed to see a step", clean_line(given[0])[:80], EXAMPLE)
    return versions, [], None


def _of_id(text: str, saved: str | None) -> Path | None:
    """Return the file of an id, or of the start of one; None for a figure that is none.

    Raises:
        WorkbenchError: It is neither.
    """
    from workbench.errors import FileProblem

    try:
        return file_named(text, saved)
    except FileProblem:
        if any(char.isalpha() for char in text):
            raise
        return None


def _is_export(text: str) -> bool:
    return text.lower().endswith((".csv", ".tsv", ".jsonl", ".json"))


def _from_file(path: Path) -> tuple[list[Measured], list[Measured], Decimal | None]:
    from workbench.cli.reading import read_decision_file
    from workbench.core.known.facts import measured, target
    from workbench.core.record.decision import Decision

    if _is_export(path.name):
        import sys

        from workbench.store.version_files import read_version_file

        found = read_version_file(path)
        for line, why in found.skipped:
            print(f"{clean_line(path.name)}:{line}: left out, {why}", file=sys.stderr)
        decision = Decision(accuracy=dict(found.entries))
    else:
        decision = read_decision_file(str(path))
    prompts, tuned = measured(decision, "prompt"), measured(decision, "fine-tuned")
    if not prompts and not tuned:
        raise UsageProblem("no accuracy", clean_line(str(path)), "write [accuracy.NAME] tables with value and cases")
    return prompts, tuned, target(decision)


def _threshold(text: str) -> Decimal:
    from workbench.core.evidence.versions import read_share

    try:
        return read_share(text)[0]
    except ValueProblem as problem:
        raise ValueProblem(f"--threshold: {problem.title}", problem.message, problem.hint) from None


def _cases(text: str | None) -> int | None:
    if text is None:
        return None
    plain = text.replace(",", "").replace("_", "")
    if not (plain.isascii() and plain.isdecimal()) or len(plain) > 12 or int(plain) < 1:
        raise UsageProblem("--cases is no whole number", clean_line(text)[:40], "write 1 or more, like 200")
    return int(plain)


def _as_json(versions: Sequence[Measured], found: History, named: bool) -> dict[str, object]:
    """Return a series as data; versions without a name are told by their accuracy."""
    steps = []
    for (before, after), step in zip(pairwise(versions), found.steps, strict=True):
        ends = (before.name, after.name) if named else (before.value, after.value)
        interval = None if step.interval is None else list(step.interval)
        steps.append(
            {
                "from": ends[0],
                "to": ends[1],
                "change": step.change,
                "interval": interval,
                "from_value": before.value,
                "to_value": after.value,
            }
        )
    return {"verdict": found.verdict, "reason": found.reason, "cases_needed": found.needed, "steps": steps}


def _said(found: History) -> str:
    return f"{_WORDS[found.verdict].lower()}, {found.reason}."


def _sentence(prompts: Sequence[Measured], found: History, aim: Decimal | None) -> str:
    told = f"{_WORDS[found.verdict]}: {found.reason}"
    if aim is None or not prompts:
        return f"{told}."
    best = max(version.value for version in prompts)
    short = (
        f"{ratio(aim - best)} short of the target {ratio(aim)}" if best < aim else f"the target {ratio(aim)} is reached"
    )
    return f"{told}; {short}."


def _table(versions: Sequence[Measured], found: History) -> str:
    if not versions:
        return ""
    counted = any(version.cases for version in versions)
    rows = [
        ["version", "accuracy", *(["cases", "95 % interval"] if counted else []), "step", *(["its interval"] * counted)]
    ]
    for at, version in enumerate(versions):
        step = found.steps[at - 1] if at else None
        interval = _span(wilson(version.value, version.cases)) if version.cases else "-"
        between = _span(step.interval) if step is not None and step.interval is not None else "-" if step else ""
        cells = [f"{version.cases:,}" if version.cases else "-", interval] if counted else []
        rows.append(
            [
                clip(version.name, 30),
                ratio(version.value),
                *cells,
                signed(step.change) if step else "",
                *([between] * counted),
            ]
        )
    return table(rows)


def _span(interval: tuple[float, float]) -> str:
    return f"{interval[0]:.2f}..{interval[1]:.2f}"
