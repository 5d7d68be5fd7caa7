"""``workbench migrate``: files of an older version rewritten as today's, comments and unknown keys kept."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from datetime import date
from pathlib import Path

from workbench.cli.common import file_named, print_json, problem_text, saved_folder
from workbench.core.text import clean_line
from workbench.errors import FileProblem, UsageProblem, WorkbenchError

EXAMPLE = "example: workbench migrate --all"


def arguments(parser: ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("id", nargs="*", metavar="ID", help="ids or files of decisions")
    parser.add_argument("--all", action="store_true", help="every decision in the saved folder")
    parser.add_argument("--json", action="store_true", help="answer as JSON")


def run(options: Namespace) -> int:
    """Rewrite what is of an older version; 2 when a file cannot be, and the others are rewritten all the same."""
    done: list[dict[str, object]] = []
    problems: list[FileProblem] = []
    for path in _paths(options):
        try:
            done += _migrated(path)
        except WorkbenchError as error:
            problems.append(_of_file(error, path))
    if options.json:
        print_json({"migrated": done, "problems": [str(problem) for problem in problems]})
    else:
        for one in done:
            print(f"{one['file']}: schema {one['from']} is now {one['to']}")
        if not done and not problems:
            print("nothing to migrate")
    for problem in problems:
        print(problem_text(problem), file=sys.stderr)
    return 2 if problems else 0


def _paths(options: Namespace) -> list[Path]:
    from workbench.store.decisions import decision_paths

    if options.all and options.id:
        raise UsageProblem("ids and --all were given", "", "give one of them")
    if options.all:
        return decision_paths(saved_folder(options.saved))
    if not options.id:
        raise UsageProblem("nothing was named", "", "name ids or files, or write --all")
    return [file_named(id, options.saved) for id in options.id]


def _migrated(path: Path) -> list[dict[str, object]]:
    """Rewrite a file; return what was done, nothing for a file of today's version."""
    from workbench.store.decisions import open_to_write
    from workbench.store.migrate import is_old, version
    from workbench.store.saving import save
    from workbench.store.toml_text import parse_toml

    opened = open_to_write(path)
    data = parse_toml(opened.text, path)
    if not is_old(data):
        return []
    again = save(opened, opened.decision, path.parent, date.today())
    told = {"id": again.decision.id, "file": clean_line(str(path))}
    return [{**told, "from": version(data), "to": again.decision.schema_}]


def _of_file(problem: WorkbenchError, path: Path) -> FileProblem:
    if isinstance(problem, FileProblem):
        return problem
    return FileProblem(problem.title, problem.message, problem.hint, clean_line(str(path)))
