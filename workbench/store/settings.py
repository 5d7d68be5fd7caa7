"""The person's settings: few, machine-written, and never overwritten when they cannot be read."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from workbench.core.text import clean_line
from workbench.errors import FileProblem
from workbench.store.files import decode, os_problem, read_limited
from workbench.store.places import config_folder
from workbench.store.toml_text import parse_toml
from workbench.store.writing import write_atomic


class Settings(NamedTuple):
    """What is remembered from one session to the next; empty means never chosen."""

    theme: str = ""
    flow: str = ""
    author: str = ""
    toured: str = ""
    commit: str = ""

    @property
    def commits(self) -> bool:
        """Whether what is saved is committed, too."""
        return self.commit == "yes"


def settings_file(env: Mapping[str, str] = os.environ) -> Path:
    """Return where the settings are kept."""
    return config_folder(env) / "settings.toml"


def load_settings(env: Mapping[str, str] = os.environ) -> tuple[Settings, FileProblem | None]:
    """Return the settings, and what is wrong with their file; a key that is wrong has its default."""
    file = settings_file(env)
    try:
        data = read_settings(file)
    except FileProblem as problem:
        return Settings(), problem
    good: dict[str, str] = {}
    wrong: FileProblem | None = None
    where = clean_line(str(file))
    for name in Settings._fields:
        value = data.get(name, "")
        if isinstance(value, str):
            good[name] = clean_line(value)
            if name == "commit" and value not in {"", "yes", "no"}:
                wrong = FileProblem("wrong setting", "commit is neither yes nor no", 'write commit = "yes"', where)
        else:
            wrong = FileProblem("wrong setting", f"{name} is not text", f'write {name} = "…"', where)
    return Settings(**good), wrong


def save_settings(settings: Settings, env: Mapping[str, str] = os.environ) -> None:
    """Write the settings; keys this version does not know stay, and so do comments and the table of keys.

    Raises:
        FileProblem: The file there cannot be read (it is left alone), or cannot be written.
    """
    import tomlkit

    file = settings_file(env)
    data = read_settings(file)
    wanted = {name: value for name, value in settings._asdict().items() if value or name in data}
    changed = {name: value for name, value in wanted.items() if data.get(name) != value}
    if not changed:
        return
    document = tomlkit.parse(decode(read_limited(file), file) if os.path.lexists(file) else "")
    document.update(changed)
    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise os_problem(error, "make the folder", file.parent) from None
    write_atomic(file, tomlkit.dumps(document))


def read_settings(file: Path) -> dict[str, Any]:
    """Return what the settings' file holds; nothing where there is none.

    Raises:
        FileProblem: It cannot be read.
    """
    if not os.path.lexists(file):
        return {}
    return parse_toml(decode(read_limited(file), file), file)


def account() -> str:
    """Return the name of whoever runs this, as the system knows it; empty where it does not."""
    import getpass

    try:
        return clean_line(getpass.getuser())
    except (OSError, KeyError, ImportError):
        return ""
