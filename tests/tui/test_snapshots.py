"""What the screens look like, as text: a few pictures that a reviewer can read in a diff.

``UPDATE_SNAPSHOTS=1`` writes them anew.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.tui.conftest import Opener

HERE = Path(__file__).parent / "snapshots"
SAVED = Path(__file__).parents[2] / "saved"
SHOTS = {
    "questions": (None, ["y", "y"]),
    "outcome": (None, ["y", "n"]),
    "costs": (None, ["y", "y", "y", "y", "2", "p", "down", "down", "down", "enter", "down", "right"]),
    "never": (None, ["2", "p", "down", "down", "down", "down", "down", "enter", "down"]),
    "evidence": ("20260615-review-sentiment-7b93.toml", ["3"]),
    "decision": ("20260615-review-sentiment-7b93.toml", ["4"]),
    "log": (None, ["5"]),
}


@pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=["80x24", "120x40"])
@pytest.mark.parametrize("name", SHOTS)
async def test_looks_as_it_did(open_app: Opener, name: str, size: tuple[int, int]) -> None:
    file, keys = SHOTS[name]
    async with open_app(size=size, file=SAVED / file if file else None, saved=SAVED) as hand:
        await hand.keys(*keys)
        shown = screen_text(hand.app)
    path = HERE / f"{name}-{size[0]}x{size[1]}.txt"
    if os.environ.get("UPDATE_SNAPSHOTS"):
        HERE.mkdir(exist_ok=True)
        path.write_text(shown, encoding="utf-8")
    assert shown == path.read_text(encoding="utf-8")


def screen_text(app) -> str:  # type: ignore[no-untyped-def]
    """Return every cell of the screen, as it is composed for the terminal."""
    lines = app.screen._compositor.render_strips()
    return "\n".join("".join(segment.text for segment in line).rstrip() for line in lines) + "\n"
