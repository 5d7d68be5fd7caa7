"""The console script: one table of commands, each in a module of its own, imported when it is chosen."""

from __future__ import annotations

import atexit
import gc
import os
import sys
from argparse import Action, ArgumentParser, Namespace
from collections.abc import Callable, Sequence
from importlib import import_module
from types import ModuleType
from typing import Any, NoReturn

from workbench import __version__
from workbench.errors import WorkbenchError

COMMANDS = {
    "ask": "the questionnaire in plain text, or at once with --answer",
    "advise": "the verdict on a decision: because, against, missing, what would change it",
    "score": "the scorecard: points, vetoes, margin, the smallest flip",
    "check": "triggers and review dates of the decisions in force; made for CI",
    "review": "one entry in a decision's journal: keep, reopen, approve, comment, readings",
    "plateau": "the accuracy of versions: plateau, rising or unclear, and how many cases would tell",
    "compare": "base against candidate on the same cases: improved, regressed, or how many cases are needed",
    "cost": "what each option costs, and when it breaks even",
    "size": "adapter parameters, file size and memory of full training, LoRA and QLoRA",
    "data": "training data: what to mend, duplicates, contradictions, tokens, whether it is enough",
    "reference": "trade-offs, the prompt ladder, methods, limits, how many examples, a tour",
    "price": "exact model ids with their prices, source and date",
    "new": "a new decision file; prints its id",
    "show": "one decision in plain text",
    "diff": "what changed in a decision since a commit or a day, or between two",
    "list": "the saved decisions",
    "validate": "what is wrong with the saved files, and how to mend it",
    "status": "what a decision is, and the next step: proposed, accepted, rejected, retired, ...",
    "export": "decisions as Markdown, MADR, Nygard ADR, HTML, CSV or JSON",
    "migrate": "files of an older version rewritten as today's",
    "resolve": "finish a merge of decisions that git left unfinished, field by field",
    "supersede": "a new decision that takes the place of an older one",
    "schema": "JSON Schema of a decision file, for editors",
    "keys": "the keys of the screens, which of them the settings change, and the plain command beside each",
    "themes": "the themes found, and what is wrong with others",
    "doctor": "the terminal, the folders and the versions as they are here",
}
USAGE = "workbench [FILE] [--saved DIR] [--theme NAME]   or   workbench COMMAND ..."


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command, or open the screens; return the exit code (0 good, 1 finding, 2 wrong use, 130 interrupted)."""
    if argv is None:
        _start_quickly()
    arguments = list(sys.argv[1:] if argv is None else argv)
    for stream in (sys.stdout, sys.stderr):
        # A locale that is not UTF-8, or a name that is not text, must not end in a traceback.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    try:
        return _run(arguments)
    except WorkbenchError as problem:
        complain(problem)
        return 2
    except BrokenPipeError:
        # The reader has gone (| head); nothing more can be written to it.
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        return 0
    except KeyboardInterrupt:
        return 130
    except SystemExit as left:
        return left.code if isinstance(left.code, int) else 2


class _NoPlugins(ModuleType):
    """Stands in the place of what looks for pydantic's plugins, and has found none."""

    name = "pydantic.plugin._loader"
    get_plugins = tuple

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        # Another version of pydantic takes more from it than this one is known to.
        sys.modules.pop(self.name, None)
        return getattr(import_module(self.name), name)


def _start_quickly() -> None:
    """Leave out what a short process has nothing of: a tenth of a start goes into it."""
    # Whoever installed a plugin for pydantic did not mean this program; looking for one reads every package installed.
    if os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__") == "__all__":
        # Told to look for none, it still imports all that reads packages.
        sys.modules.setdefault(_NoPlugins.name, _NoPlugins(_NoPlugins.name))
    # What is imported stays, and all of it goes at once: neither need be searched for garbage again and again.
    gc.set_threshold(50_000, 10, 10)
    atexit.register(gc.freeze)


def complain(problem: WorkbenchError) -> None:
    """Write what is wrong, where, and how to mend it to standard error."""
    from workbench.core.text import clean_line

    print(f"workbench: {clean_line(str(problem))}", file=sys.stderr)
    if problem.hint:
        print(f"  {clean_line(problem.hint)}", file=sys.stderr)


class _Parser(ArgumentParser):
    """Arguments may hold other people's text too: what it complains of is cleaned."""

    def error(self, message: str) -> NoReturn:
        """Say what is wrong with the arguments, and leave with 2."""
        from workbench.core.text import clean_line

        super().error(clean_line(message))

    def _get_values(self, action: Action, arg_strings: list[str]) -> Any:
        if action.option_strings and arg_strings == ["--"]:
            # The value of --set=-- is taken for the mark before plain arguments: a list would come in place of a text.
            self.error(f"argument {'/'.join(action.option_strings)}: expected one argument")
        return super()._get_values(action, arg_strings)


def _run(arguments: list[str]) -> int:
    first = arguments[0] if arguments else ""
    if first == "--version":
        print(f"workbench {__version__}")
        return 0
    if first in {"-h", "--help"}:
        print(_help())
        return 0
    if first in COMMANDS:
        module = import_module(f"workbench.cli.{first}_command")
        parser = _Parser(prog=f"workbench {first}", description=COMMANDS[first], epilog=module.EXAMPLE)
        module.arguments(parser)
        parser.add_argument("--saved", metavar="DIR", help="folder of saved decisions")
        run: Callable[[Namespace], int] = module.run
        return run(parser.parse_args(arguments[1:]))
    return _open(arguments)


def _open(arguments: list[str]) -> int:
    from workbench.cli import start
    from workbench.core.text import clean_line
    from workbench.errors import UsageProblem

    parser = _Parser(prog="workbench", usage=USAGE, add_help=False)
    parser.add_argument("file", nargs="?")
    parser.add_argument("--saved")
    parser.add_argument("--theme")
    options = parser.parse_args(arguments)
    if options.file is not None and not (options.file.endswith(".toml") or "/" in options.file):
        import difflib

        if options.file in COMMANDS:
            raise UsageProblem("a command comes first", options.file, f"workbench {options.file} --saved DIR")
        near = difflib.get_close_matches(options.file, COMMANDS, 1)
        hint = f"did you mean {near[0]}?" if near else "workbench --help lists the commands; a FILE ends in .toml"
        raise UsageProblem("no such command", clean_line(options.file)[:80], hint)
    return start.start(options.file, options.saved, options.theme)


def _help() -> str:
    rows = "\n".join(f"  {name:<10} {told}" for name, told in COMMANDS.items())
    return (
        f"usage: {USAGE}\n\nWithout a command the screens open, on FILE if one is given.\n\ncommands:\n{rows}\n\n"
        "Every command takes --saved DIR after its name, most take --json; workbench COMMAND --help tells more."
    )
