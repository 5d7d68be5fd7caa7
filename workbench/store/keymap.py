"""The keys a person has changed: the table ``keys`` of the settings."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence

from workbench.core.keys.keymap import USUAL, Keymap
from workbench.core.text import clean_line
from workbench.errors import FileProblem
from workbench.store.settings import read_settings, settings_file


def load_keymap(env: Mapping[str, str] = os.environ) -> tuple[Keymap, list[FileProblem]]:
    """Return the keys in force, and what is wrong in the settings' table; what is wrong has its usual key.

    A file that cannot be read at all is `load_settings`' to tell.
    """
    try:
        table = read_settings(settings_file(env)).get("keys", {})
    except FileProblem:
        return USUAL, []
    if not table:
        return USUAL, []
    file = clean_line(str(settings_file(env)))
    if not isinstance(table, Mapping):
        return USUAL, [FileProblem("keys is not a table", "", 'write [keys], and under it save = "f2"', file)]
    from workbench.core.keys.keymap import read_keymap

    keymap, problems = read_keymap(table)
    lines = _lines(env) if problems else {}
    told = [
        FileProblem(
            f"keys.{problem.field}: {problem.title}", problem.message, problem.hint, file, lines.get(problem.field)
        )
        for problem in problems
    ]
    return keymap, told


def _lines(env: Mapping[str, str]) -> dict[str, int]:
    """Return the line on which each key of the table stands."""
    from workbench.store.files import decode, read_limited
    from workbench.store.spans import statements

    file = settings_file(env)
    text = decode(read_limited(file), file)
    found = [statement for statement in statements(text) if statement.path[:1] == ("keys",) and not statement.header]
    return {clean_line(".".join(statement.path[1:])): text.count("\n", 0, statement.name[0]) + 1 for statement in found}


def problem_of_keys(problems: Sequence[FileProblem]) -> str:
    """Return what is wrong with the keys in one line; empty when nothing is."""
    if not problems:
        return ""
    more = f" ({len(problems) - 1} more: workbench keys)" if len(problems) > 1 else ""
    return f"{problems[0].brief}{more}"
