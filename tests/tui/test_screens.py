"""Themes, sizes, sheets, drafts and the log on the screens."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual import events
from textual._compositor import ChopsUpdate, LayoutUpdate
from textual.geometry import Region
from textual.widgets import Input, TextArea

from tests.tui.conftest import Opener
from workbench.tui.widgets.cell_input import CellInput
from workbench.tui.widgets.picker import Item, Picker
from workbench.tui.widgets.rows import Rows
from workbench.tui.widgets.section import Section

SAVED = Path(__file__).parents[2] / "saved"


async def test_picking_a_theme_shows_it_at_once_and_escape_brings_the_old_one_back(
    open_app: Opener, tmp_path: Path
) -> None:
    async with open_app() as hand:
        before = hand.screen.query_one("#tabs").render_line(0)  # type: ignore[attr-defined]
        await hand.keys("ctrl+p")
        await hand.type("theme")
        await hand.keys("enter", "down")
        shown = hand.app.theme
        assert shown != "dark"
        assert hand.screen.query_one("#tabs").render_line(0) != before  # type: ignore[attr-defined]
        await hand.keys("escape")
        assert hand.app.theme == "dark"
        assert hand.screen.query_one("#tabs").render_line(0) == before  # type: ignore[attr-defined]
        await hand.keys("ctrl+p")
        await hand.type("theme")
        await hand.keys("enter", "down", "enter")
        assert hand.app.theme == shown
    assert shown in (tmp_path / "config" / "tuning-workbench" / "settings.toml").read_text()


async def test_a_bad_theme_is_named_and_does_not_stop_the_start(open_app: Opener, tmp_path: Path) -> None:
    themes = tmp_path / "config" / "tuning-workbench" / "themes"
    themes.mkdir(parents=True)
    (themes / "bad.toml").write_text('name = "bad"\nprimary = "not a colour"\n')
    (themes / "mine.toml").write_text('name = "mine"\nprimary = "#87af00"\n')
    async with open_app(theme="mine") as hand:
        assert hand.app.theme == "mine"
        assert "bad.toml" in hand.line("keys")
        assert "not a colour" in hand.line("keys")


@pytest.mark.parametrize("theme", ["dark", "light", "contrast", "okabe-ito", "sixteen"])
async def test_every_theme_paints_every_pane(open_app: Opener, theme: str) -> None:
    async with open_app(theme=theme, saved=SAVED) as hand:
        for key in "12345":
            await hand.keys(key)
            assert hand.screen.pane_number == int(key)


@pytest.mark.parametrize("size", [(60, 16), (70, 20), (79, 23)])
async def test_a_small_terminal_shows_the_section_in_use(open_app: Opener, size: tuple[int, int]) -> None:
    async with open_app(size=size) as hand:
        await hand.keys("2")
        shown = [section.id for section in hand.screen.pane(2).query("Section") if section.display]  # type: ignore[union-attr]
        assert shown == ["inputs"]
        await hand.keys("4", "tab")
        assert len([s for s in hand.screen.pane(4).query("Section") if s.display]) == 1  # type: ignore[union-attr]


async def test_a_resize_while_editing_keeps_what_is_typed(open_app: Opener) -> None:
    async with open_app() as hand:
        await hand.keys("2", "enter")
        await hand.type("12")
        await hand.pilot.resize_terminal(120, 40)
        await hand.settled()
        await hand.type("3")
        await hand.keys("enter")
        assert hand.screen.session.decision.costs.requests_per_month == 123


async def test_help_names_the_field_and_its_keys(open_app: Opener) -> None:
    async with open_app() as hand:
        await hand.keys("2", "question_mark")
        told = hand.text("sheet-list")
        assert "requests in month 1" in told
        assert "edit" in told
        await hand.keys("escape")
        assert not hand.screen.query("Sheet")
        assert hand.app.focused is hand.screen.query_one("#inputs")


async def test_options_are_added_renamed_compared_with_and_removed(open_app: Opener) -> None:
    async with open_app() as hand:
        await hand.keys("2", "o", "a", "e")
        await hand.type("cached")
        await hand.keys("enter")
        assert list(hand.screen.session.decision.costs.option) == ["prompt", "tuned", "cached"]
        await hand.keys("down", "right", "right", "o", "r")
        await hand.type("cached prompt")
        await hand.keys("enter", "o", "b")
        costs = hand.screen.session.decision.costs
        assert (list(costs.option)[2], costs.baseline) == ("cached prompt", "cached prompt")
        await hand.keys("o", "x")
        assert list(hand.screen.session.decision.costs.option) == ["prompt", "tuned"]
        await hand.keys("u")
        assert "cached prompt" in hand.screen.session.decision.costs.option


async def test_a_version_and_its_interval(open_app: Opener) -> None:
    async with open_app() as hand:
        await hand.keys("3", "enter", "enter")
        await hand.type("90%")
        await hand.keys("enter")
        for value in ("0.70", "0.75", "0.78"):
            await hand.keys("a", "enter")
            await hand.type(value)
            await hand.keys("tab")
            await hand.type("100")
            await hand.keys("enter")
        decision = hand.screen.session.decision
        assert [entry.cases for entry in decision.accuracy.values()] == [100, 100, 100]
        assert decision.metric["accuracy"].target is not None
        assert "unclear" in hand.text("evidence-list")
        assert "0.69..0.85" in hand.text("versions")
        await hand.keys("pagedown")
        assert "1,532 cases" in " ".join(hand.text("versions").split())


async def test_triggers_are_taken_changed_and_left(open_app: Opener) -> None:
    async with open_app() as hand:
        await hand.keys("y", "y", "y", "y", "4", "space")
        assert hand.screen.session.decision.trigger["volume"].when == "requests_per_month < 10000"
        await hand.keys("enter")
        await hand.type("requests_per_month < 5000 for 2 readings")
        await hand.keys("enter")
        assert hand.screen.session.decision.trigger["volume"].when == "requests_per_month < 5000 for 2 readings"
        await hand.keys("enter")
        await hand.type("whenever")
        await hand.keys("enter")
        assert "not a trigger" in hand.line("keys")
        assert hand.screen.session.decision.trigger["volume"].when == "requests_per_month < 5000 for 2 readings"
        await hand.keys("enter", "escape", "space")
        assert "volume" not in hand.screen.session.decision.trigger
        await hand.keys("t")
        await hand.type("after 90 days")
        await hand.keys("enter")
        assert [trigger.when for trigger in hand.screen.session.decision.trigger.values()] == ["after 90 days"]


async def test_changing_a_proposed_trigger_takes_it(open_app: Opener) -> None:
    async with open_app() as hand:
        await hand.keys("y", "y", "y", "y", "4", "enter")
        await hand.type("requests_per_month < 7000")
        await hand.keys("enter")
        trigger = hand.screen.session.decision.trigger["volume"]
        assert (trigger.when, trigger.then) == ("requests_per_month < 7000", "prompting")


async def test_rationale_alternatives_and_metrics(open_app: Opener) -> None:
    async with open_app() as hand:
        await hand.keys("y", "y", "y", "y", "4", "e")
        await hand.type("Because of tickets.")
        await hand.keys("enter")
        await hand.type("Second line")
        await hand.keys("escape", "down", "enter")
        await hand.type("stuck at 0.78")
        await hand.keys("enter", "m")
        await hand.type("reopened")
        await hand.keys("enter")
        decision = hand.screen.session.decision
        assert decision.rationale == "Because of tickets.\nSecond line"
        assert decision.alternative["prompting"].rejected_because == "stuck at 0.78"
        assert "reopened" in decision.metric


async def test_the_log_filters_as_you_type(open_app: Opener) -> None:
    async with open_app(saved=SAVED) as hand:
        await hand.keys("5", "slash")
        await hand.type("contracts")
        assert "1 of 4" in hand.text("log-list")
        assert "Risky clauses" in hand.text("preview")
        await hand.keys("enter", "escape")
        assert "4 of 4" in hand.text("log-list")


async def test_a_broken_file_is_a_row_with_its_reason(open_app: Opener, tmp_path: Path) -> None:
    saved = tmp_path / "saved"
    saved.mkdir()
    (saved / "20260101-broken-0000.toml").write_text('title = "a"\ntitle = "b"\n')
    async with open_app() as hand:
        await hand.keys("5")
        assert "× unreadable" in hand.text("log-list")
        assert "line 2" in hand.text("preview")
        await hand.keys("enter")
        assert hand.screen.session.decision.title == ""
        assert "20260101-broken-0000.toml" in hand.line("keys")


async def test_leaving_something_unsaved_asks(open_app: Opener) -> None:
    async with open_app(saved=SAVED) as hand:
        await hand.keys("y", "5", "enter")
        assert "Something is unsaved" in hand.text("sheet-list")
        await hand.keys("escape")
        assert len(hand.screen.view.path.steps) == 1
        await hand.keys("5", "enter", "d")
        assert hand.screen.session.decision.title != ""


async def test_quitting_with_nothing_unsaved_asks_nothing(open_app: Opener) -> None:
    async with open_app() as hand:
        await hand.pilot.press("q")
        await hand.pilot.pause()
        assert hand.app._exit


@pytest.mark.parametrize(
    ("keys", "field"), [(("2", "enter"), "CellInput"), (("4", "e"), "BlockEditor"), (("2", "o", "a", "e"), "Line")]
)
async def test_a_field_that_was_removed_still_paints(open_app: Opener, keys: tuple[str, ...], field: str) -> None:
    async with open_app() as hand:
        await hand.keys(*keys)
        editor = hand.screen.query_one(field)
        await editor.remove()
        assert [strip.text for strip in editor.render_lines(Region(0, 0, 4, 1))] == ["    "]


async def test_a_taken_trigger_cannot_be_emptied(open_app: Opener) -> None:
    async with open_app() as hand:
        await hand.keys("n", "4", "space", "enter", "backspace")
        assert "accuracy < 0.90" in hand.line("keys")
        await hand.keys("escape")
        assert hand.screen.session.decision.trigger["examples"].when == "labelled_examples >= 500"


async def test_a_trigger_that_is_left_stays_listed_as_it_was_written(open_app: Opener) -> None:
    async with open_app() as hand:
        await hand.keys("4", "t")
        await hand.type("after 90 days")
        await hand.keys("enter", "space")
        assert not hand.screen.session.decision.trigger
        assert "[ ] after 90 days" in hand.text("triggers")
        await hand.keys("space")
        assert hand.screen.session.decision.trigger["date"].when == "after 90 days"


async def test_what_was_typed_on_a_sheet_stands_there_again(open_app: Opener) -> None:
    async with open_app() as hand:
        await hand.keys("4", "t")
        await hand.type("accuracy under 1")
        await hand.keys("enter", "tab", "escape", "t")
        assert hand.screen.query_one("#sheet-line", Input).value == "accuracy under 1"


async def test_undo_says_what_it_took_back_and_keeps_the_id(open_app: Opener, tmp_path: Path) -> None:
    async with open_app(saved=tmp_path) as hand:
        await hand.keys("4", "r", "enter")
        await hand.type("Triage")
        await hand.keys("enter", "ctrl+s")
        name = hand.screen.session.decision.id
        await hand.keys("u")
        assert hand.line("keys").startswith("undone: title")
        assert hand.screen.session.decision.id == name != ""


async def test_a_message_goes_with_the_pane_it_was_said_on(open_app: Opener) -> None:
    async with open_app() as hand:
        await hand.keys("2", "enter")
        await hand.type("2p")
        await hand.keys("enter")
        assert "not a number" in hand.line("keys")
        await hand.keys("5")
        assert "not a number" not in hand.line("keys")


async def test_results_are_in_reach_on_a_small_terminal(open_app: Opener) -> None:
    async with open_app(size=(60, 16)) as hand:
        await hand.keys("2", "p", "enter", "ctrl+o")
        assert "Result" in hand.text("sheet-list")
        await hand.keys("s")
        assert "Break-even" in hand.text("result")


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_every_pane_is_drawn_in_ascii_where_the_locale_is_not_utf_8(
    open_app: Opener, size: tuple[int, int]
) -> None:
    saved = Path(__file__).parents[2] / "saved"
    async with open_app(size=size, file=saved / "20260615-review-sentiment-7b93.toml", saved=saved) as hand:
        hand.app.ascii_only = True
        for pane in "12345":
            await hand.keys(pane)
            hand.screen.redraw()
            await hand.settled()
            shown = [row for widget in hand.screen.query(Rows) if widget.display for row in widget.rows]
            text = "\n".join("".join(span.text for span in row) for row in shown)
            assert text.isascii(), [char for char in text if not char.isascii()][:5]
            assert "Review sentiment" in text


async def test_a_sheet_that_goes_while_it_rises_breaks_nothing(open_app: Opener) -> None:
    class Gone(Picker):
        def on_mount(self) -> None:
            self.remove()

    async with open_app() as hand:
        hand.screen.open_sheet(Gone("gone", [Item("a", "A")], lambda _: None))
        await hand.settled()
        await hand.keys("2")
        assert hand.app.is_running and not hand.screen.query(Picker)
        assert hand.screen.pane_number == 2


def cells(update: object) -> int:
    """Return how many cells an update sends."""
    if isinstance(update, ChopsUpdate):
        return sum(end - start for _, start, end in update.spans)
    return update.region.area if isinstance(update, LayoutUpdate) else 0


async def test_no_page_is_sent_before_it_is_drawn(open_app: Opener, monkeypatch: pytest.MonkeyPatch) -> None:
    """Over SSH a page that is still empty costs as much as the page."""
    async with open_app() as hand:
        empty: list[str] = []
        sent: list[int] = []

        def seen(_screen: object, update: object) -> None:
            if cells(update):
                sent.append(cells(update))
                shown = [section for section in hand.screen.query(Section) if section.display and section.size]
                empty.extend(f"#{section.id}" for section in shown if not section.rows)

        monkeypatch.setattr(hand.app, "_display", seen)
        for key in ("2", "3", "4", "5", "1", "question_mark", "escape"):
            sent.clear()
            await hand.keys(key)
            assert sum(sent) >= 80 * 5 and not empty, key
        await hand.keys("4")
        for key in ("tab", "tab"):
            sent.clear()
            await hand.keys(key)
            assert 0 < sum(sent) < 80 * 12, f"{key}: the focus moves, most of the page stays"


async def test_nothing_is_drawn_while_nothing_happens(open_app: Opener) -> None:
    """No blinking, no clock, no second look: what is not running cannot send anything."""
    async with open_app() as hand:
        for key in ("2", "3", "4", "5", "1"):
            await hand.keys(key)
            for node in (hand.app, *hand.screen.walk_children(with_self=True)):
                assert not getattr(node, "auto_refresh", None)
                running = [timer for timer in node._timers if timer._active.is_set() and timer._repeat is None]
                assert not running, f"{key}: {node} {running}"


async def test_a_sheet_that_is_being_taken_away_is_not_drawn(open_app: Opener) -> None:
    async with open_app() as hand:
        await hand.keys("5", "v")
        sheet = hand.screen.query_one(Picker)
        await sheet.remove_children()
        sheet.draw()
        await hand.keys("down")
        assert hand.app.is_running


async def test_all_lines_of_what_is_pasted_into_a_cell_are_taken(open_app: Opener) -> None:
    async with open_app() as hand:
        await hand.keys("2", "enter")
        hand.app.post_message(events.Paste("1000\n2000\n"))
        await hand.settled()
        editor = hand.screen.query_one(CellInput)
        assert (editor.value, editor.text) == ("1000␊2000", "1000\n2000")


@pytest.mark.parametrize("keys", [["2", "enter"], ["4", "e"], ["ctrl+p"], ["2", "down", "t"]], ids=" ".join)
async def test_no_cursor_blinks(open_app: Opener, keys: list[str]) -> None:
    async with open_app() as hand:
        await hand.keys(*keys)
        assert isinstance(hand.screen.focused, Input | TextArea)
        assert not hand.screen.focused.cursor_blink
