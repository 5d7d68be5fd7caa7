"""Leaving with something unsaved: one draft, or none."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.tui.conftest import Opener


def drafts(tmp_path: Path) -> list[Path]:
    return sorted((tmp_path / "state").rglob("drafts/*.toml"))


@pytest.mark.parametrize("typing", [False, True], ids=["answered", "in a cell"])
async def test_a_draft_that_is_left_at_the_end_is_one(open_app: Opener, tmp_path: Path, typing: bool) -> None:
    async with open_app() as hand:
        await hand.keys("y")
        if typing:
            await hand.keys("2", "enter", "1", "0", "ctrl+q")
        else:
            await hand.keys("q")
        await hand.keys("d")
    assert len(drafts(tmp_path)) == 1


async def test_a_draft_is_left_for_another_decision_and_that_one_leaves_its_own(
    open_app: Opener, tmp_path: Path
) -> None:
    async with open_app() as hand:
        await hand.keys("y", "5", "n", "d", "n", "q", "d")
    assert len(drafts(tmp_path)) == 2


async def test_what_is_unsaved_can_be_thrown_away(open_app: Opener, tmp_path: Path) -> None:
    async with open_app() as hand:
        await hand.keys("y", "q")
        assert "throw it away" in hand.text("sheet-list")
        hand.screen.keep_draft()
        assert len(drafts(tmp_path)) == 1
        await hand.keys("x")
    assert not drafts(tmp_path)


async def test_what_is_thrown_away_for_another_decision_does_not_come_back(open_app: Opener, tmp_path: Path) -> None:
    async with open_app() as hand:
        await hand.keys("y", "5", "n", "x")
        assert not hand.screen.session.unsaved
        hand.screen.keep_draft()
    assert not drafts(tmp_path)


async def test_what_is_half_typed_is_named_as_the_screen_shows_it(open_app: Opener) -> None:
    async with open_app() as hand:
        await hand.keys("4", "t")
        await hand.type("accuracy < 0.9")
        await hand.keys("enter", "enter")
        await hand.type("accuracy <")
        await hand.keys("enter", "ctrl+s")
        await hand.type("A title")
        await hand.keys("enter")
        told = " ".join(hand.text("notice").split())
        assert "condition of a trigger, “accuracy <”" in told, told
        assert ": when" not in told
