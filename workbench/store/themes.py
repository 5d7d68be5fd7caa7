"""Theme files: the shipped ones and the person's own. A bad file is named with its reason and never stops the start."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import workbench
from workbench.core.text import clean_line
from workbench.errors import FileProblem
from workbench.store.files import decode, read_limited
from workbench.store.places import config_folder
from workbench.store.toml_text import parse_toml

COLOURS = (
    "primary", "secondary", "accent", "foreground", "background", "surface", "panel", "success", "warning", "error",
)  # fmt: skip
ROLES = ("strong", "muted", "rule")
_ANSI = ("black", "red", "green", "yellow", "blue", "magenta", "cyan", "white")
_VALUE = re.compile(rf"#[0-9a-fA-F]{{6}}|ansi_default|ansi_(?:bright_)?(?:{'|'.join(_ANSI)})")


class ThemeFile(NamedTuple):
    """One theme.

    Args:
        colors: Textual's theme fields (see `COLOURS`), ``#rrggbb`` or ``ansi_*``.
        roles: Further colour roles: strong, muted, rule.
        series: Chart colours in the order of the options.
        ansi: Uses the terminal's own colours and page.
    """

    name: str
    dark: bool
    ansi: bool
    colors: Mapping[str, str]
    roles: Mapping[str, str]
    series: tuple[str, ...]
    path: Path
    shipped: bool


def shipped_folder() -> Path:
    """Return the folder of the themes that travel with the program: inside the wheel, or beside it in a checkout."""
    package = Path(workbench.__file__).resolve().parent
    inside = package / "themes"
    return inside if inside.is_dir() else package.parent / "themes"


def own_folder(env: Mapping[str, str] = os.environ) -> Path:
    """Return the folder of the person's own themes."""
    return config_folder(env) / "themes"


def find_themes(env: Mapping[str, str] = os.environ) -> tuple[list[ThemeFile], list[FileProblem]]:
    """Return the usable themes, an own one replacing a shipped one of the same name, and what is wrong with others."""
    found: dict[str, ThemeFile] = {}
    problems: list[FileProblem] = []
    for folder, shipped in ((shipped_folder(), True), (own_folder(env), False)):
        try:
            paths = sorted(folder.glob("*.toml"))
        except OSError:
            continue
        for path in paths:
            try:
                theme = read_theme(path, shipped)
            except FileProblem as problem:
                problems.append(problem)
            else:
                found[theme.name] = theme
    return list(found.values()), problems


def read_theme(path: Path, shipped: bool = False) -> ThemeFile:
    """Return one theme.

    Raises:
        FileProblem: It cannot be read or a value is not a colour.
    """
    shown = clean_line(str(path))
    data = parse_toml(decode(read_limited(path), path), path)
    name = data.get("name")
    if not isinstance(name, str) or not re.fullmatch(r"[\w-]{1,40}", name):
        raise FileProblem("a theme needs a name", "letters, digits and dashes", 'write name = "mine"', shown)
    chart, roles = data.get("chart", {}), data.get("roles", {})
    if not isinstance(chart, dict) or not isinstance(roles, dict):
        raise FileProblem("chart and roles are tables", "", "write [chart] on a line of its own", shown)
    colors = {key: _colour(data[key], key, shown) for key in COLOURS if key in data}
    if "primary" not in colors:
        raise FileProblem("a theme needs a primary colour", "", 'write primary = "#5fd7d7"', shown)
    series = chart.get("series", [])
    if not isinstance(series, list) or len(series) > 24:
        raise FileProblem("series is a list of colours", "", 'write series = ["#ffaf5f", "#5fd7d7"]', shown)
    return ThemeFile(
        name,
        bool(data.get("dark", True)),
        bool(data.get("ansi", False)),
        colors,
        {key: _colour(roles[key], key, shown) for key in ROLES if key in roles},
        tuple(_colour(value, "series", shown) for value in series),
        path,
        shipped,
    )


def _colour(value: object, key: str, path: str) -> str:
    if not isinstance(value, str) or not _VALUE.fullmatch(value):
        told = clean_line(str(value))[:40]
        raise FileProblem("not a colour", f"{key} is “{told}”", 'write it like "#5fd7d7" or "ansi_cyan"', path)
    return value
