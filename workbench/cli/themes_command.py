"""``workbench themes``: the themes found."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from workbench.cli.common import print_json, problem_text, table
from workbench.core.text import clean_line

EXAMPLE = "example: workbench --theme okabe-ito"


def arguments(parser: ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("--json", action="store_true", help="answer as JSON")


def run(options: Namespace) -> int:
    """Print the themes; 1 when a file is bad."""
    from workbench.store.themes import find_themes, own_folder

    found, problems = find_themes()
    if options.json:
        themes = [
            {"name": t.name, "dark": t.dark, "shipped": t.shipped, "file": clean_line(str(t.path))} for t in found
        ]
        print_json({"themes": themes, "problems": [clean_line(str(problem)) for problem in problems]})
    else:
        rows = [
            [t.name, "terminal's own" if t.ansi else "dark" if t.dark else "light", _whose(t.shipped)] for t in found
        ]
        print(table(rows, left=3))
        for problem in problems:
            print(problem_text(problem))
        print(f"\nYour own go into {clean_line(str(own_folder()))}")
    return 1 if problems else 0


def _whose(shipped: bool) -> str:
    return "shipped" if shipped else "your own"
