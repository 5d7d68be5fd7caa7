"""Whose name goes on what is written: as the settings, git and the account say."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from workbench.core.text import clean_line
from workbench.store.settings import account, load_settings


def author(folder: Path, env: Mapping[str, str] = os.environ) -> str:
    """Return the name of whoever works in a folder: the settings' author, else git's user.name, else the account's."""
    return load_settings(env)[0].author or clean_line(env.get("GIT_AUTHOR_NAME", "")) or _git_name(folder) or account()


def _git_name(folder: Path) -> str:
    from workbench.store.git import GitProblem, git

    # Before the first save the folder is not there yet.
    there = next((near for near in (folder, *folder.absolute().parents) if near.is_dir()), folder)
    try:
        return clean_line(git(there, "config", "--get", "user.name").decode("utf-8", "replace").strip())
    except GitProblem:
        return ""
