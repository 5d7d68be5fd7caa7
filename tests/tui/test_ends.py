"""What comes after the last cell, of a note that is edited, and of a sheet that is left."""

from __future__ import annotations

import pytest

from tests.tui.conftest import Hand, Opener
from tests.tui.test_snapshots import screen_text
from workbench.tui.widgets.form import Form


def last_cell(hand: Hand, id: str) -> Form:
    form = hand.screen.query_one(f"#{id}", Form)
    form.go_to(form.cells[-1].path)
    return form


@pytest.mark.parametrize("key", ["tab", "down"])
@pytest.mark.parametrize(("pane", "id"), [("2", "inputs"), ("3", "versions")])
async def test_past_the_last_cell_digits_are_still_text(open_app: Opener, pane: str, id: str, key: str) -> None:
    async with open_app() as hand:
        await hand.keys(pane)
        if pane == "3":
            await hand.keys("enter")
        form = last_cell(hand, id)
        await hand.keys("enter", "9", "0", key, "1", "2", "0")
        assert hand.screen.pane_number == int(pane)
        assert form.editor is not None
        assert form.editor.value == "90120"
        await hand.keys("escape")
        assert form.editor is None
        assert not hand.screen.session.unsaved


async def test_before_the_first_cell_too(open_app: Opener) -> None:
    async with open_app() as hand:
        await hand.keys("2", "enter", "shift+tab", "3")
        assert hand.screen.pane_number == 2
        assert hand.screen.query_one("#inputs", Form).editor is not None


async def test_a_note_of_several_rows_is_there_once_while_it_is_edited(open_app: Opener) -> None:
    async with open_app() as hand:
        await hand.keys("y", "left", "e")
        note = "we have counted the labelled tickets twice and want this one to be long enough to wrap"
        await hand.type(note)
        await hand.keys("enter")
        assert "counted the labelled" in hand.text("card")
        await hand.keys("e")
        assert "counted the labelled" not in screen_text(hand.app)
        await hand.keys("end", "!")
        assert "counted the labelled" not in screen_text(hand.app)
        await hand.keys("tab", "4")
        assert hand.screen.pane_number == 4
        assert hand.screen.session.committed.flow.answer["examples"].note == note + "!"


async def test_the_log_is_left_for_the_costs_once_an_example_is_picked(open_app: Opener) -> None:
    async with open_app() as hand:
        await hand.keys("5", "p")
        assert "Load an example" in hand.text("sheet-list")
        assert hand.screen.pane_number == 5
        await hand.keys("escape")
        assert hand.screen.pane_number == 5
        await hand.keys("p", "enter")
        assert hand.screen.pane_number == 2
        assert hand.screen.session.committed.costs.option
        assert hand.screen._message
