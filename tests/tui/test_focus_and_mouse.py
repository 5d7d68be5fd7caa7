"""The focus is seen in every place, in colours and without; whatever can be clicked does what its key does."""

from __future__ import annotations

import pytest
from rich.style import Style
from textual.geometry import Region
from textual.widget import Widget

from tests.tui.conftest import Hand, Opener
from tests.tui.places import FILE, SAVED, every_place
from workbench.tui.widgets.section import Section
from workbench.tui.widgets.sheets import Sheet

Look = list[list[tuple[str, tuple[object, ...]]]]


def look(hand: Hand, region: Region, colours: bool) -> Look:
    """Return what a region of the screen looks like, cell by cell."""
    lines = hand.app.screen._compositor.render_strips()[region.y : region.bottom]
    return [
        [
            (char, _seen(segment.style or Style(), colours))
            for segment in line.crop(region.x, region.right)
            for char in segment.text
        ]
        for line in lines
    ]


def _seen(style: Style, colours: bool) -> tuple[object, ...]:
    plain = (style.bold, style.reverse, style.underline, style.dim)
    return (*plain, str(style.color), str(style.bgcolor)) if colours else plain


def _around(widget: Widget) -> Region:
    """Return where a widget stands, with the section around it: a field is gone without the focus."""
    section = next((node for node in widget.ancestors_with_self if isinstance(node, (Section, Sheet))), widget)
    return section.region


@pytest.mark.parametrize("look_of", ["dark", "light", "NO_COLOR"])
async def test_the_focus_is_seen_wherever_it_is(
    open_app: Opener, monkeypatch: pytest.MonkeyPatch, look_of: str
) -> None:
    if look_of == "NO_COLOR":
        monkeypatch.setenv("NO_COLOR", "1")
    theme = "dark" if look_of == "NO_COLOR" else look_of
    async with open_app(theme=theme, file=FILE, saved=SAVED) as hand:
        async for place in every_place(hand, sheets=look_of != "light"):
            focused = hand.app.focused
            assert focused is not None, place
            region, colours = _around(focused), look_of != "NO_COLOR"
            assert region.size, place
            with_focus = look(hand, region, colours)
            hand.screen.set_focus(None)
            await hand.settled()
            assert look(hand, region, colours) != with_focus, place
            if focused.is_attached or hand.screen.sheet is not None:
                hand.screen.set_focus(focused if focused.is_attached else hand.screen.sheet.first_focus)
            else:
                pane = hand.screen.pane(hand.screen.pane_number)
                assert pane is not None
                pane.enter()
            await hand.settled()


async def test_sections_that_have_the_focus_in_turn_look_different_from_each_other(open_app: Opener) -> None:
    """Exactly one rule on a pane is heavy."""
    async with open_app(file=FILE, saved=SAVED) as hand:
        for number in "12345":
            await hand.keys(number)
            for _ in range(4):
                await hand.keys("tab")
                pane = hand.screen.pane(int(number))
                assert pane is not None
                heavy = [s.id for s in pane.query(Section) if s.display and s.rows and "━" in s.rows[0][0].text[:2]]
                assert len(heavy) <= 1
                assert len([s for s in pane.query(Section) if s.display and s.has_heavy_rule]) == 1


async def click(hand: Hand, selector: str, x: int, y: int) -> None:
    await hand.pilot.click(selector, offset=(x, y))
    await hand.settled()


def at(hand: Hand, id: str, text: str) -> tuple[int, int]:
    """Return where a text stands in a widget."""
    lines = hand.text(id).split("\n")
    y = next(index for index, line in enumerate(lines) if text in line)
    return lines[y].index(text), y


async def click_on(hand: Hand, id: str, text: str) -> None:
    x, y = at(hand, id, text)
    await click(hand, f"#{id}", x, y)


async def test_tabs_answers_and_keys_of_the_last_row_are_clicked(open_app: Opener) -> None:
    async with open_app() as hand:
        await click_on(hand, "card", "Yes")
        await click_on(hand, "card", "Yes")
        assert hand.screen.session.decision.flow.answer
        await click_on(hand, "keys", "back")
        assert "Question 2" in hand.text("card")
        await click_on(hand, "tabs", "Costs")
        assert hand.screen.pane_number == 2
        kind = hand.screen.pane(2).kind  # type: ignore[union-attr]
        await click_on(hand, "keys", "chart")
        assert hand.screen.pane(2).kind != kind  # type: ignore[union-attr]
        await click_on(hand, "keys", "help")
        assert "Keys here" in hand.text("sheet-list")


async def test_a_cell_is_clicked_and_clicked_again_to_edit_it(open_app: Opener) -> None:
    async with open_app(file=FILE, saved=SAVED) as hand:
        await hand.keys("2")
        await click_on(hand, "inputs", "$30")
        form = hand.screen.query_one("#inputs")
        assert form.cursor.path[-1] == "input_price"  # type: ignore[attr-defined]
        await click_on(hand, "inputs", "$30")
        assert form.editor is not None  # type: ignore[attr-defined]
        await click_on(hand, "tabs", "Decision")
        assert hand.screen.pane_number == 4
        await click_on(hand, "triggers", "cost_per_month")
        assert hand.screen.query_one("#triggers").cursor.path[1] == "cost"  # type: ignore[attr-defined]


async def test_rows_of_the_log_and_of_lists_are_clicked(open_app: Opener) -> None:
    async with open_app(saved=SAVED) as hand:
        await hand.keys("5")
        await click_on(hand, "log-list", "Customer-service")
        assert "Customer-service" in hand.text("preview")
        await click_on(hand, "log-list", "Customer-service")
        assert hand.screen.pane_number == 4
        assert hand.screen.session.decision.title == "Customer-service chatbot"
        await hand.keys("2", "p")
        await click_on(hand, "sheet-list", "c-printed")
        await click_on(hand, "sheet-list", "take the example's")
        assert hand.screen.sheet is None
        assert hand.screen.session.decision.costs.requests_per_month


async def test_evidence_is_clicked_and_what_is_under_the_mouse_has_the_focus(open_app: Opener) -> None:
    async with open_app(file=FILE, saved=SAVED) as hand:
        await hand.keys("3")
        await click_on(hand, "evidence-list", "Evaluation")
        assert hand.screen.pane(3).chosen == "evaluation"  # type: ignore[union-attr]
        await hand.keys("4")
        await click_on(hand, "verdict", "Because")
        assert hand.app.focused is hand.screen.query_one("#verdict")


@pytest.mark.parametrize(
    ("keys", "id"),
    [(["1"], "card"), (["2"], "inputs"), (["ctrl+p"], "sheet-list"), (["T"], "sheet-list"), (["?"], "sheet-list")],
)
async def test_the_wheel_moves_what_does_not_fit(open_app: Opener, keys: list[str], id: str) -> None:
    async with open_app(file=FILE, saved=SAVED) as hand:
        await hand.keys(*(key.replace("?", "question_mark") for key in keys))
        before = hand.text(id)
        widget = hand.screen.query_one(f"#{id}")
        await hand.pilot._post_mouse_events([_wheel()], widget)  # type: ignore[list-item]
        await hand.settled()
        assert hand.text(id) != before


def _wheel():  # type: ignore[no-untyped-def]
    from textual.events import MouseScrollDown

    return MouseScrollDown
