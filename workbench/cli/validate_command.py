"""``workbench validate``: what is wrong with the saved files."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace, RawDescriptionHelpFormatter
from pathlib import Path
from typing import TYPE_CHECKING

from workbench.cli.common import file_named, hanging, is_file_name, named_folder, print_json
from workbench.cli.progress import Progress
from workbench.core.text import clean_line
from workbench.errors import FileProblem

if TYPE_CHECKING:
    from workbench.store.findings import Finding

EXAMPLE = "example: workbench validate saved/20260615-review-sentiment-7b93.toml"

_HELP_WIDTH = 80
_CODE = 13


def arguments(parser: ArgumentParser) -> None:
    """Declare the arguments."""
    from workbench.store.findings import CODES

    parser.add_argument("file", nargs="*", metavar="FILE", help="only these files or ids; all of saved/ when left out")
    parser.add_argument("--json", action="store_true", help="answer as JSON")
    parser.formatter_class = RawDescriptionHelpFormatter
    codes = "\n".join(
        line for code, told in CODES.items() for line in hanging(f"  {code:<{_CODE}} ", told, _HELP_WIDTH)
    )
    told = "Exit code 0: nothing but notes, 1: an error, 2: something is unreadable."
    parser.epilog = f"codes:\n{codes}\n\n{told}\n{EXAMPLE}"


def run(options: Namespace) -> int:
    """Print every finding; 1 when one of them is an error, 2 when a file cannot be read."""
    from workbench.store.validate import findings

    chosen = [_chosen(name, options.saved) for name in options.file]
    found: list[Finding] = []
    for folder in dict.fromkeys([path.parent for path in chosen] or [named_folder(options.saved)]):
        ids = {clean_line(path.stem) for path in chosen if path.parent == folder}
        with Progress() as progress:
            inside = findings(folder, progress.at)
        found += [one for one in inside if not ids or _is_about(one, ids)]
    if options.json:
        names = ("code", "severity", "path", "line", "message", "mend")
        print_json({"findings": [{name: _text(getattr(one, name)) for name in names} for one in found]})
    else:
        for one in found:
            where = clean_line(str(one.path)) + (f":{one.line}" if one.line else "")
            print(f"{one.severity} {one.code} {where}: {clean_line(one.message)}\n  {clean_line(one.mend)}")
        if not found:
            print("nothing to mend")
    if any(one.code in {"unreadable", "conflict"} for one in found):
        return 2
    return 1 if any(one.severity == "error" for one in found) else 0


def _chosen(name: str, saved: str | None) -> Path:
    if not is_file_name(name):
        return file_named(name, saved)
    path = Path(name)
    if not path.is_symlink() and not path.exists():
        raise FileProblem("no such file", "", "check the path", clean_line(name))
    return path


def _is_about(one: Finding, ids: set[str]) -> bool:
    path = Path(one.path)
    return path.stem in ids or path.name in ids or path.parent.name in ids


def _text(value: object) -> object:
    return clean_line(str(value)) if isinstance(value, str | Path) else value
