"""Ways to every pane, its sections and every sheet, by the usual keys: for tests that look at all of them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

from textual.widgets import Input, TextArea

from tests.tui.conftest import Hand

SAVED = Path(__file__).parents[2] / "saved"
FILE = SAVED / "20260615-review-sentiment-7b93.toml"

PANES = {
    "questions": ["1"],
    "scorecard": ["1", "s"],
    "costs": ["2"],
    "evidence": ["3"],
    "evaluation": ["3", "down", "down", "enter"],
    "decision": ["4"],
    "verdict": ["4", "v"],
    "log": ["5"],
}
SHEETS = {
    "flow": ["1", "f"],
    "reference": ["1", "r"],
    "options": ["2", "o"],
    "add an option": ["2", "o", "a"],
    "name an option": ["2", "o", "a", "e"],
    "rename an option": ["2", "down", "o", "r"],
    "presets": ["2", "p"],
    "prices": ["2", "m"],
    "usage": ["2", "i"],
    "tokens": ["2", "down", "down", "t"],
    "version": ["3", "a"],
    "load": ["3", "o"],
    "trigger": ["4", "t"],
    "metric": ["4", "m"],
    "status": ["4", "r", *["up"] * 8, "left", "right", "enter"],
    "views": ["5", "v"],
    "review": ["5", "r"],
    "review queue": ["5", "R"],
    "changes": ["5", "d"],
    "markdown": ["5", "y"],
    "open a file": ["5", "o"],
    "jump": ["ctrl+o"],
    "tour": ["T"],
}
FIELDS = {
    "note": ["1", "e"],
    "cost": ["2", "enter"],
    "rationale": ["4", "e"],
    "trigger field": ["4", "enter"],
    "title": ["4", "r", *["up"] * 8, "left", "enter"],
    "filter": ["5", "slash"],
    "review note": ["5", "r", "k"],
}
"""Fields that text is typed in."""


async def start_again(hand: Hand) -> None:
    """Close what is open and go to the first pane."""
    await hand.keys("escape")
    while hand.screen.sheet is not None or isinstance(hand.app.focused, (Input, TextArea)):
        await hand.keys("escape")
    await hand.keys("1")
    assert hand.screen.sheet is None


async def every_place(hand: Hand, *, steps: int = 5, sheets: bool = True) -> AsyncIterator[str]:
    """Go to every pane, every section of it by tab, every sheet and every field; yield what it is called."""
    for name, keys in PANES.items():
        await hand.keys(*keys)
        first = hand.app.focused
        for step in range(steps):
            yield f"{name}, after {step} tabs"
            await hand.keys("tab")
            if hand.app.focused is first:
                break
        await start_again(hand)
    for name, keys in {**SHEETS, **FIELDS}.items() if sheets else ():
        await hand.keys(*keys)
        assert (hand.screen.sheet is not None) == (name in SHEETS or name == "review note"), name
        yield name
        await start_again(hand)
