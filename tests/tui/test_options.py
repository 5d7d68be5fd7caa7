"""Options of the costs: what removing and renaming one does to the others."""

from __future__ import annotations

import pytest

from tests.tui.conftest import Opener


@pytest.mark.parametrize(("keys", "names", "baseline"), [("x", ["cached", "fine-tuned"], None), ("r", None, "other")])
async def test_the_baseline_follows_an_option_that_is_removed_or_renamed(
    open_app: Opener, keys: str, names: list[str] | None, baseline: str | None
) -> None:
    async with open_app() as hand:
        hand.screen.asked("preset")
        await hand.settled()
        await hand.keys("enter", "2", "down", "o", keys)
        if keys == "r":
            await hand.type("other")
            await hand.keys("enter")
        costs = hand.screen.session.committed.costs
        assert names is None or list(costs.option) == names
        assert costs.baseline == baseline and costs.baseline_name in costs.option
        assert "no option is named" not in hand.text("result")
