"""Sheets that meet: two that rise at the same time, and two of the same title."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.tui.conftest import Opener
from tests.tui.test_log import put
from workbench.tui.widgets.picker import Item, Picker
from workbench.tui.widgets.prompt import Prompt
from workbench.tui.widgets.sheets import Sheet
from workbench.tui.widgets.text_sheet import TextSheet

TYPED: tuple[Callable[[], Sheet], ...] = (
    lambda: Prompt("First", "a line", lambda _: ""),
    lambda: TextSheet("First", "a text", str, lambda _: ""),
)


@pytest.mark.parametrize("first", TYPED)
async def test_a_sheet_that_still_rises_makes_room_for_the_next(open_app: Opener, first: Callable[[], Sheet]) -> None:
    async with open_app() as hand:
        # Attached at once, and what is in it a moment later: then the answer of a reader may raise another one.
        mounting = hand.screen.mount(first())
        hand.screen.open_sheet(Picker("Second", [Item("a", "a")], lambda _: None))
        await mounting
        await hand.settled()
        assert "Second" in hand.text("sheet-list")
        await hand.keys("escape", "2")
        assert hand.screen.sheet is None and hand.screen.pane_number == 2


async def test_a_review_that_was_closed_stands_on_the_sheet_of_its_own_decision(
    open_app: Opener, tmp_path: Path
) -> None:
    for _ in range(2):
        put(tmp_path / "saved", "Ticket triage")
    async with open_app() as hand:
        await hand.keys("5", "r", "r")
        await hand.type("of the first")
        await hand.keys("enter", "escape", "down", "r")
        assert "of the first" not in hand.text("sheet-list")
        await hand.keys("escape", "up", "r")
        assert "of the first" in hand.text("sheet-list")
