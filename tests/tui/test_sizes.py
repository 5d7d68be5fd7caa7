"""Every pane at every size from 40x10 to 300x80, also while something is being typed."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.tui.conftest import Hand, Opener
from tests.tui.test_snapshots import screen_text

SAVED = Path(__file__).parents[2] / "saved"
FILE = SAVED / "20260615-review-sentiment-7b93.toml"
SIZES = [
    (80, 24), (40, 10), (60, 16), (59, 80), (300, 16), (79, 23), (81, 25), (100, 30), (109, 32), (110, 31),
    (110, 32), (120, 40), (200, 50), (300, 80), (60, 16),
]  # fmt: skip


async def resized(hand: Hand, size: tuple[int, int]) -> list[str]:
    await hand.pilot.resize_terminal(*size)
    await hand.settled()
    strips = hand.app.screen._compositor.render_strips()
    assert len(strips) == size[1]
    assert {strip.cell_length for strip in strips} == {size[0]}
    return screen_text(hand.app).splitlines()


@pytest.mark.parametrize("pane", "12345")
async def test_a_pane_fills_every_size_and_keeps_its_first_lines(open_app: Opener, pane: str) -> None:
    async with open_app(file=FILE, saved=SAVED) as hand:
        await hand.keys(pane)
        for size in SIZES:
            lines = await resized(hand, size)
            if size[0] < 60 or size[1] < 16:
                assert "60x16" in "\n".join(lines), size
                continue
            assert "Costs" in lines[0], size
            assert lines[-1].strip(), size
            # Something of the pane itself stands between the verdict line and the keys.
            assert sum(bool(line.strip()) for line in lines[3:-1]) >= 3, (size, lines)


@pytest.mark.parametrize("size", [(60, 16), (80, 24), (110, 32), (300, 80)])
async def test_every_section_shows_where_the_focus_is(open_app: Opener, size: tuple[int, int]) -> None:
    async with open_app(size=size, file=FILE, saved=SAVED) as hand:
        for pane in "12345":
            await hand.keys(pane)
            for _ in range(len(hand.screen.pane(int(pane)).query("Section"))):
                await hand.keys("tab")
                focused = hand.app.focused
                assert focused is not None and focused.display and focused.size.height > 0, (pane, focused)
                assert hand.app.screen.region.contains_region(focused.region), (pane, focused, focused.region)


async def test_a_cell_being_typed_in_survives_every_size(open_app: Opener) -> None:
    async with open_app() as hand:
        await hand.keys("2", "enter")
        for digit, size in zip("123456789012345", SIZES, strict=True):
            await hand.type(digit)
            await resized(hand, size)
        await hand.keys("enter")
        assert hand.screen.session.decision.costs.requests_per_month == 123456789012345


async def test_a_rationale_being_typed_survives_every_size(open_app: Opener) -> None:
    async with open_app() as hand:
        await hand.keys("4", "e")
        for size in SIZES:
            await hand.type("word ")
            await resized(hand, size)
        await hand.keys("escape")
        assert hand.screen.session.decision.rationale.split() == ["word"] * len(SIZES)
