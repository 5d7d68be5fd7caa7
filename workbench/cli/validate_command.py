"""``workbench validate``: what is wrong with the saved files."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path

from workbench.cli.common import print_json, saved_folder
from workbench.core.text import clean_line
from workbench.errors import FileProblem

EXAMPLE = "example: workbench validate saved/20260615-review-sentiment-7b93.toml"


def arguments(parser: ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("file", nargs="*", metavar="FILE", help="only these files; all of saved/ when left out")
    parser.add_argument("--json", action="store_true", help="answer as JSON")


def run(options: Namespace) -> int:
    """Print every finding; 1 when one of them is an error, 2 when a file cannot be read."""
    from workbench.store.validate import Finding, findings

    chosen = [Path(name) for name in options.file]
    for path in chosen:
        if not path.is_file():
            raise FileProblem("no such file", "", "check the path", clean_line(str(path)))
    found: list[Finding] = []
    for folder in dict.fromkeys([path.parent for path in chosen] or [saved_folder(options.saved)]):
        wanted = {path.name for path in chosen if path.parent == folder}
        found += [one for one in findings(folder) if not wanted or Path(one.path).name in wanted]
    if options.json:
        names = ("code", "severity", "path", "line", "message", "mend")
        print_json({"findings": [{name: _text(getattr(one, name)) for name in names} for one in found]})
    else:
        for one in found:
            where = clean_line(str(one.path)) + (f":{one.line}" if one.line else "")
            print(f"{one.severity} {one.code} {where}: {clean_line(one.message)}\n  {clean_line(one.mend)}")
        if not found:
            print("nothing to mend")
    if any(one.code == "unreadable" for one in found):
        return 2
    return 1 if any(one.severity == "error" for one in found) else 0


def _text(value: object) -> object:
    return clean_line(str(value)) if isinstance(value, str | Path) else value
