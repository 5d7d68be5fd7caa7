"""``workbench doctor``: the terminal, the folders and the versions as they are here, and what to mend."""

from __future__ import annotations

import locale
import os
import shutil
import sys
from argparse import ArgumentParser, Namespace
from importlib import metadata
from pathlib import Path

from workbench import __version__
from workbench.cli.common import print_json, saved_folder, table
from workbench.core.text import clean_line

EXAMPLE = "example: workbench doctor"
_OPTIONAL = {"bpe-openai": "not there: tokens are estimated, pip install bpe-openai counts them exactly"}
_PACKAGES = ("textual", "pydantic", "plotext", "tomlkit", "tomli-w")


def arguments(parser: ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("--json", action="store_true", help="answer as JSON")


def run(options: Namespace) -> int:
    """Print what is found; 1 when something is to be mended."""
    facts = {
        name: clean_line(str(value))
        for name, value in {**_terminal(), **_folders(options.saved), **_versions()}.items()
    }
    mend = _mend(facts)
    if options.json:
        print_json({"facts": facts, "mend": mend})
    else:
        print(table([[name, value] for name, value in facts.items()], left=2))
        print("\n" + ("\n".join(f"! {line}" for line in mend) if mend else "nothing to mend"))
    return 1 if mend else 0


def _terminal() -> dict[str, object]:
    size = shutil.get_terminal_size((0, 0))
    term, depth = os.environ.get("TERM", ""), os.environ.get("COLORTERM", "")
    colours = (
        "none (NO_COLOR)" if "NO_COLOR" in os.environ else "true colour" if depth in {"truecolor", "24bit"} else ""
    )
    colours = colours or ("256" if "256" in term or "direct" in term else "16")
    return {
        "terminal": f"{term or 'TERM is not set'}, {'a terminal' if sys.stdout.isatty() else 'output is piped'}",
        "size": f"{size.columns}x{size.lines}",
        "colours": colours,
        "encoding": locale.getpreferredencoding(False),
        "ssh": "yes" if os.environ.get("SSH_CONNECTION") else "no",
        "tmux": "yes" if os.environ.get("TMUX") else "no",
    }


def _folders(option: str | None) -> dict[str, object]:
    from workbench.store.places import drafts_folder
    from workbench.store.settings import load_settings, settings_file
    from workbench.store.themes import find_themes

    saved = saved_folder(option)
    there = saved if saved.exists() else next((p for p in saved.absolute().parents if p.exists()), Path("/"))
    writable = "writable" if os.access(there, os.W_OK) else "not writable"
    _, problem = load_settings()
    found, bad = find_themes()
    repository = any(os.path.lexists(p / ".git") for p in (saved.absolute(), *saved.absolute().parents))
    return {
        "saved": f"{saved} ({'there' if saved.exists() else 'made at the first save'}, {writable})",
        "git": "in a repository" if repository else "not in a repository",
        "drafts": f"{len(list(drafts_folder().glob('*.toml')))} in {drafts_folder()}",
        "settings": settings_file() if problem is None else f"{problem}; {problem.hint}",
        "themes": f"{len(found)} found" + (f", {len(bad)} bad: {bad[0]}" if bad else ""),
    }


def _versions() -> dict[str, object]:
    found: dict[str, object] = {"workbench": __version__, "python": sys.version.split()[0]}
    for name in _PACKAGES:
        try:
            found[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            found[name] = "missing"
    for name, without in _OPTIONAL.items():
        try:
            found[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            found[name] = without
    return found


def _mend(facts: dict[str, str]) -> list[str]:
    mend = []
    if "not writable" in facts["saved"]:
        mend.append("the saved folder cannot be written: choose another with --saved or WORKBENCH_SAVED")
    if facts["encoding"].lower().replace("-", "") != "utf8":
        mend.append("the locale is not UTF-8: set LANG=C.UTF-8, or the lines of the screens are question marks")
    if ", 1 bad" in facts["themes"] or "bad:" in facts["themes"]:
        mend.append("a theme file is bad: workbench themes says why")
    mend += [f"{name} is missing: pip install {name}" for name in _PACKAGES if facts[name] == "missing"]
    return mend
