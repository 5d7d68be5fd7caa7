"""``workbench export``: decisions for readers and programs that do not have the workbench."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from workbench.cli.common import file_named, named_folder, problem_text
from workbench.cli.export_files import Target, write_all
from workbench.core.text import clean_line, free_name
from workbench.errors import FileProblem, UsageProblem
from workbench.export.exported import Exported, Folder, exported
from workbench.export.formats import FORMATS, file_name
from workbench.store.decisions import Entry, decision_paths, scan
from workbench.store.flows import Wordings

EXAMPLE = "example: workbench export --all --format html --output decisions.html"


def arguments(parser: ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument(
        "id",
        nargs="?",
        metavar="ID",
        help="id of the decision, as much of its start as is unique, or its last 4 digits",
    )
    parser.add_argument("--all", action="store_true", help="every saved decision")
    parser.add_argument("--format", required=True, choices=FORMATS, help="what to write")
    parser.add_argument(
        "--output",
        metavar="FILE or DIR",
        help="where to; standard output when left out; md, madr, nygard of --all a DIR",
    )
    parser.add_argument("--force", action="store_true", help="write over files that no export has written")


def run(options: Namespace) -> int:
    """Export, and return 2 where something could not be read, which hides no other decision."""
    if bool(options.id) == options.all:
        raise UsageProblem("which decision?", "", "name an ID, or write --all")
    if options.all and FORMATS[options.format].all is None and options.output is None:
        raise UsageProblem(f"{options.format} is a file for each decision", "", "name a folder with --output DIR")
    items, problems = _found(options)
    if not items and not problems:
        print(f"No decisions in {clean_line(str(named_folder(options.saved)))}.", file=sys.stderr)
    targets = _targets(options, items)
    if options.output is None:
        sys.stdout.write("".join(target.text for target in targets))
    else:
        write_all(
            targets,
            options.force,
            Path(options.output) if options.all and FORMATS[options.format].all is None else None,
        )
    for problem in problems:
        print(problem_text(problem), file=sys.stderr)
    return 2 if problems else 0


def _found(options: Namespace) -> tuple[list[Exported], list[FileProblem]]:
    """Return the decisions asked for, in the order of their dates, and what could not be read."""
    if options.all:
        saved = named_folder(options.saved)
        # A folder that cannot be read is told as that, not as an empty one.
        decision_paths(saved)
    else:
        path = file_named(options.id, options.saved)
        saved = path.parent
    entries = list(scan(saved))
    folder = Folder.of(
        [entry.decision for entry in entries if entry.decision is not None],
        [entry.id for entry in entries if entry.decision is None],
    )
    asked = entries if options.all else [_alone(entries, path)]
    problems = [entry.problem for entry in asked if entry.problem is not None]
    problems += [problem for entry in asked for problem in entry.journal.problems]
    wordings = Wordings(saved)
    items = [_ready(entry, folder, wordings, options.all) for entry in asked if entry.decision is not None]
    return sorted(items, key=lambda one: one.itself.number), problems


def _alone(entries: Sequence[Entry], path: Path) -> Entry:
    """Return the entry of a file; one whose name a folder's list leaves out is read on its own."""
    from workbench.store.decisions import open_decision
    from workbench.store.journal import read_journal

    found = next((entry for entry in entries if entry.path == path), None)
    if found is not None and found.problem is not None:
        raise found.problem
    return found or Entry(path, clean_line(path.stem), open_decision(path).decision, None, read_journal(path))


def _ready(entry: Entry, folder: Folder, wordings: Wordings, together: bool) -> Exported:
    from workbench.store.layout import file_data

    assert entry.decision is not None
    return exported(
        entry.decision,
        entry.journal.entries,
        date.today(),
        folder,
        wordings.of(entry.decision),
        file_data(entry.decision),
        together,
    )


def _targets(options: Namespace, items: Sequence[Exported]) -> list[Target]:
    """Return the texts to write, each with its file."""
    format = FORMATS[options.format]
    output = Path(options.output or "")
    if not options.all:
        (one,) = items
        return [Target(output / file_name(options.format, one) if output.is_dir() else output, format.one(one))]
    if format.all is not None:
        path = output / f"decisions{format.ending}" if output.is_dir() else output
        return [Target(path, format.all(items))]
    names: list[str] = []
    for one in items:
        # Names that differ in hidden characters alone look the same once cleaned.
        stem = file_name(options.format, one).removesuffix(format.ending)
        names.append(f"{free_name(stem, {name.removesuffix(format.ending) for name in names})}{format.ending}")
    return [Target(output / name, format.one(one)) for name, one in zip(names, items, strict=True)]
