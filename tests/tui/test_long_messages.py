"""Messages that are longer than the last row: read whole, and no layout moves for them."""

from __future__ import annotations

import pytest

from tests.tui.conftest import Hand, Opener
from tests.tui.test_snapshots import screen_text
from workbench.errors import FileProblem, WorkbenchError
from workbench.tui.widgets.notice import MOST

LONG = (
    "not saved, the draft is kept: 20261125-read-only-test-b19d.toml: cannot write here, the folder is read-only; "
    "chmod u+w saved, or start with --saved another folder"
)


def regions(hand: Hand) -> list[object]:
    return [(widget.id, widget.region) for widget in hand.screen.query("Section, KeyLine, Tabs, VerdictLine")]


def shown(hand: Hand) -> str:
    """The last rows as the terminal shows them, without what stands at their right edge."""
    lines = [line.replace("? help", "") for line in screen_text(hand.app).splitlines()[-MOST:]]
    return " ".join(" ".join(lines).split())


@pytest.mark.parametrize("size", [(60, 16), (80, 24), (120, 40)])
@pytest.mark.parametrize("pane", "12345")
async def test_a_long_message_is_read_whole_and_goes_without_a_trace(
    open_app: Opener, size: tuple[int, int], pane: str
) -> None:
    async with open_app(size=size) as hand:
        await hand.keys(pane)
        hand.screen.clear_message()
        await hand.settled()
        before, places = screen_text(hand.app), regions(hand)
        hand.screen.tell(LONG, bad=True)
        await hand.settled()
        assert LONG in shown(hand)
        assert "? help" in screen_text(hand.app).splitlines()[-1]
        assert regions(hand) == places
        hand.screen.clear_message()
        await hand.settled()
        assert screen_text(hand.app) == before


async def test_a_short_message_stays_on_its_row(open_app: Opener) -> None:
    async with open_app() as hand:
        hand.screen.tell("saved")
        await hand.settled()
        assert not hand.screen.query_one("#notice").display
        assert "saved" in hand.line("keys")


async def test_an_error_says_where_and_how_to_mend_it(open_app: Opener) -> None:
    problem = FileProblem("cannot make the folder", "saved/20261125-ro-test-b19d, it is read-only", "chmod u+w saved")
    async with open_app() as hand:
        hand.screen.tell(problem, bad=True)
        await hand.settled()
        assert problem.brief in shown(hand)


async def test_what_is_longer_than_all_rows_keeps_its_end(open_app: Opener) -> None:
    async with open_app() as hand:
        hand.screen.tell(f"cannot write: {'a long path/' * 60}x.toml; mend it so", bad=True)
        await hand.settled()
        told = shown(hand)
        assert told.startswith("cannot write: a long path/")
        assert told.endswith("x.toml; mend it so")
        assert " … " in told


async def test_the_cell_that_is_typed_in_is_not_covered(open_app: Opener) -> None:
    async with open_app() as hand:
        await hand.keys("4", "r", "down", "enter")
        field = hand.app.focused
        assert field is not None
        hand.screen.tell(WorkbenchError("a problem", "m" * 90, "mend it"), bad=True)
        await hand.settled()
        notice = hand.screen.query_one("#notice")
        assert not notice.display or not notice.region.overlaps(field.region)
        assert "mend it" in hand.text("keys") or notice.display


async def test_it_goes_when_a_sheet_rises_and_fits_another_width(open_app: Opener) -> None:
    async with open_app() as hand:
        hand.screen.tell(LONG, bad=True)
        await hand.pilot.resize_terminal(120, 40)
        await hand.settled()
        assert LONG in shown(hand)
        await hand.keys("question_mark")
        assert not hand.screen.query_one("#notice").display
