"""A session that stays open over midnight: all is as of today, and nothing is drawn while it is the same day."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

from tests.store.made import TODAY, example
from tests.tui.conftest import Opener
from workbench.core.record.decision import Trigger, with_value
from workbench.store.saving import save


async def test_the_day_after_counts_everywhere(open_app: Opener, tmp_path: Path) -> None:
    tomorrow = TODAY + timedelta(days=1)
    due = with_value(example(), ("trigger", "due"), Trigger(when=f"on {tomorrow}"))
    save(None, with_value(due, ("status",), "proposed"), tmp_path / "saved", TODAY, lambda: "0001")
    async with open_app() as hand:
        await hand.keys("5")
        assert "! fired" not in hand.text("log-list")
        hand.screen.clock = lambda: tomorrow
        hand.screen.look_at_day()
        await hand.settled()
        assert "! fired" in hand.text("log-list")
        assert hand.screen.view.today == hand.screen.today == tomorrow
        assert str(tomorrow) in hand.line("keys")


async def test_nothing_is_drawn_on_the_same_day_and_no_message_is_taken_away(open_app: Opener) -> None:
    async with open_app() as hand:
        days = [TODAY]
        hand.screen.clock = lambda: days[-1]
        view = hand.screen.view
        hand.screen.look_at_day()
        assert hand.screen.view is view
        hand.screen.tell("something else")
        days.append(date(2027, 1, 1))
        hand.screen.look_at_day()
        assert hand.screen.view.today == date(2027, 1, 1)
        assert "something else" in hand.line("keys")


async def test_a_decision_saved_after_midnight_is_of_that_day(open_app: Opener) -> None:
    async with open_app() as hand:
        hand.screen.clock = lambda: date(2027, 1, 1)
        hand.screen.look_at_day()
        hand.screen.confirm(("title",), "Late")
        hand.screen.confirm(("approach",), "prompting")
        await hand.keys("ctrl+s")
        assert hand.screen.session.stored.decided == date(2027, 1, 1)
        assert hand.screen.desk.file_name.startswith("20270101-late-")
