"""A file opened in the editor that a person has chosen."""

from __future__ import annotations

import os
import shlex
import subprocess
from pathlib import Path

from workbench.core.text import clean_line
from workbench.errors import UsageProblem


def edit_file(path: Path) -> None:
    """Open a file in ``$VISUAL``, else ``$EDITOR``, else vi, and wait until that has ended.

    Raises:
        UsageProblem: There is no such editor, or it says that something went wrong.
    """
    command = os.environ.get("VISUAL") or os.environ.get("EDITOR") or "vi"
    try:
        # The path is an argument of its own, which no shell reads, and absolute: no editor takes it for an option.
        code = subprocess.run([*shlex.split(command), str(path.absolute())], check=False).returncode
    except (OSError, ValueError) as error:
        told = error.strerror if isinstance(error, OSError) else "it is not written as a command"
        raise UsageProblem(f"{clean_line(command)} cannot be run", told or "", "set EDITOR") from None
    if code:
        raise UsageProblem(f"{clean_line(command)} ended with {code}", "", "try again, or set EDITOR to another one")
