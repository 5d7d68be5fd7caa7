"""Temporary files that a killed save left behind: nothing lists them, and a later save removes them after a day."""

from __future__ import annotations

import os
import time
from contextlib import suppress
from pathlib import Path

from workbench.store.writing import TEMPORARY

KEPT_SECONDS = 86_400


def sweep(folder: Path) -> None:
    """Remove what is left in a folder from saves that were killed over a day ago; what cannot be removed stays."""
    oldest = time.time() - KEPT_SECONDS
    with suppress(OSError), os.scandir(folder) as found:
        for one in found:
            if TEMPORARY.fullmatch(one.name):
                with suppress(OSError):
                    if one.stat(follow_symlinks=False).st_mtime < oldest:
                        Path(one.path).unlink()
