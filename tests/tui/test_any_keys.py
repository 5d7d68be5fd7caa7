"""Whatever is typed in whatever order, nothing breaks and the files stay readable."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

import pytest

from tests.tui.conftest import Opener
from workbench.store.decisions import scan

SAVED = Path(__file__).parents[2] / "saved"
_NAMED = (
    "enter", "escape", "tab", "shift+tab", "up", "down", "left", "right", "space", "backspace", "ctrl+s", "ctrl+o",
    "ctrl+u", "question_mark", "slash", "percent_sign", "full_stop",
)  # fmt: skip
KEYS = (*"12345yneoapztmrufk09xbdl", *_NAMED)


@pytest.mark.parametrize(("seed", "size"), [(1, (80, 24)), (2, (120, 40)), (3, (60, 16))])
async def test_any_keys_in_any_order(open_app: Opener, tmp_path: Path, seed: int, size: tuple[int, int]) -> None:
    saved = tmp_path / "saved"
    shutil.copytree(SAVED, saved)
    chosen = random.Random(seed)
    async with open_app(saved=saved, size=size) as hand:
        for _ in range(80):
            await hand.pilot.press(chosen.choice(KEYS))
        await hand.settled()
        assert hand.app.is_running
    assert not [entry.problem for entry in scan(saved) if entry.problem is not None]
