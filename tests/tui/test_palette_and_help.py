"""What has a key is in the palette and in help, in the place where it applies."""

from __future__ import annotations

from argparse import ArgumentParser
from importlib import import_module
from pathlib import Path

import pytest

from tests.tui.conftest import Hand, Opener
from tests.tui.places import FILE, PANES, SAVED, every_place, start_again
from workbench.core.keys.actions import BY_ID, ONLY_PLAIN
from workbench.tui.commands import COMMANDS
from workbench.tui.screens.footer import own_actions
from workbench.tui.screens.sheets import help_items, palette_items

PANE_KEYS = {id for id in BY_ID if id.startswith("pane.")}


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_help_lists_what_works_where_the_focus_is_and_nothing_else_and_the_palette_has_it_too(
    open_app: Opener, size: tuple[int, int]
) -> None:
    seen: set[str] = set()
    async with open_app(size=size, file=FILE, saved=SAVED) as hand:
        async for place in every_place(hand, sheets=size[0] == 80):
            works = {entry.binding.id for entry in own_actions(hand.screen)}
            seen |= {id for id in works if id}
            listed = {item.id for item in help_items(hand.screen)}
            assert (listed - {"pane"} | PANE_KEYS if "pane" in listed else listed) == works, place
            offered = {item.id for item in palette_items(hand.screen)[0]}
            assert works <= {id if id in BY_ID else COMMANDS[int(id)].id for id in offered}, place
    # An action that no place offers could not be reached; a figure is asked for by few questions.
    assert size[0] > 80 or set(BY_ID) - seen == {"questions.figure"}


def test_every_command_of_the_palette_names_an_action_that_is_there() -> None:
    from workbench.tui.panes.costs import CostsPane
    from workbench.tui.panes.decision import DecisionPane
    from workbench.tui.panes.evidence import EvidencePane
    from workbench.tui.panes.log import LogPane
    from workbench.tui.panes.questions import QuestionsPane
    from workbench.tui.screens.main import Workbench

    owners = (Workbench, QuestionsPane, CostsPane, EvidencePane, DecisionPane, LogPane)
    for command in COMMANDS:
        assert hasattr(owners[command.pane], f"action_{command.action.partition('(')[0]}"), command.name
        assert command.id in {"", *BY_ID}


async def from_palette(hand: Hand, words: str) -> None:
    await hand.keys("ctrl+p")
    await hand.type(words)
    await hand.keys("enter")


async def test_help_and_the_palette_go_and_the_focus_comes_back(open_app: Opener) -> None:
    async with open_app(file=FILE, saved=SAVED) as hand:
        for keys in (["1"], ["2"], ["3"], ["4"], ["5"], ["T"], ["5", "R"], ["ctrl+o"]):
            await hand.keys(*keys)
            focused, sheet = hand.app.focused, hand.screen.sheet
            for key in ("question_mark", "ctrl+p"):
                await hand.keys(key)
                assert hand.screen.sheet is not sheet
                await hand.keys("escape")
                assert (hand.screen.sheet, hand.app.focused) == (sheet, focused)
            await start_again(hand)


async def test_an_action_of_a_section_runs_from_the_palette(open_app: Opener) -> None:
    async with open_app() as hand:
        await from_palette(hand, "a note to the answer")
        assert hand.app.focused is hand.screen.query_one("#card").editor  # type: ignore[attr-defined]
        await hand.type("612")
        await hand.keys("enter", "3", "a", "enter")
        await hand.type("0.9")
        await hand.keys("enter")
        assert list(hand.screen.session.decision.accuracy) == ["prompt v1"]
        await from_palette(hand, "the version under the cursor")
        assert hand.screen.session.decision.accuracy["prompt v1"].kind == "fine-tuned"
        await from_palette(hand, "remove the version")
        assert not hand.screen.session.decision.accuracy


async def test_a_sheet_stays_under_help_and_the_palette_and_its_actions_run_from_there(
    open_app: Opener, tmp_path: Path
) -> None:
    saved = tmp_path / "saved"
    saved.mkdir()
    (saved / FILE.name).write_bytes(FILE.read_bytes())
    async with open_app(saved=saved) as hand:
        await hand.keys("5", "r", "k")
        await hand.type("still right")
        await hand.keys("enter", "question_mark")
        assert "Keys here" in hand.text("sheet-list") or hand.screen.sheet is not None
        await hand.keys("escape")
        assert "still right" in hand.text("sheet-list")
        await from_palette(hand, "take what stands on it")
        assert hand.screen.sheet is None
    (entry,) = (saved / FILE.stem).glob("*.toml")
    assert "still right" in entry.read_text()


async def test_a_command_of_another_pane_closes_the_sheet_and_loses_nothing(open_app: Opener) -> None:
    async with open_app() as hand:
        await hand.keys("4", "t")
        await hand.type("accuracy")
        await from_palette(hand, "load a cost example")
        assert hand.screen.pane_number == 2
        assert "c-printed" in hand.text("sheet-list")
        await hand.keys("escape", "4", "t")
        assert hand.app.focused.value == "accuracy"  # type: ignore[union-attr]


async def test_a_theme_seen_live_is_let_go_when_another_command_is_picked(open_app: Opener) -> None:
    async with open_app() as hand:
        await from_palette(hand, "pick a theme")
        await hand.keys("down")
        assert hand.app.theme != "dark"
        await from_palette(hand, "load a cost example")
        assert hand.app.theme == "dark"


async def test_ctrl_q_asks_when_something_is_unsaved_and_ctrl_c_says_how_to_quit(open_app: Opener) -> None:
    async with open_app() as hand:
        await hand.keys("ctrl+c")
        assert "q quits" in hand.line("keys")
        await hand.keys("2", "enter")
        await hand.type("12")
        await hand.keys("ctrl+q")
        assert hand.screen.sheet is not None
        assert "Unsaved" in hand.text("sheet-list") or "unsaved" in hand.text("sheet-list")


def test_places_reach_every_pane() -> None:
    assert {keys[0] for keys in PANES.values()} == set("12345")


IN_THE_PANE = {
    "data": {"--against", "--task", "--show", "--option", "--max-tokens", "--encoding"},
    "compare": {"--match", "--by", "--train", "--show", "--as"},
    "plateau": {"--cases"},
    "size": {"--config", "--method", "--rank", "--targets", "--seq", "--batch", "--card"},
}
"""What a key, a cell or a line of the Evidence pane is for."""


@pytest.mark.parametrize("name", IN_THE_PANE)
def test_what_an_evidence_command_takes_has_its_way_in_the_pane_or_is_said_to_have_none(name: str) -> None:
    parser = ArgumentParser()
    import_module(f"workbench.cli.{name}_command").arguments(parser)
    takes = {option for action in parser._actions for option in action.option_strings if option.startswith("--")}
    everywhere = {"--help", "--json", "--into", "--commit", "--no-commit", "--saved"}
    plain = dict(part.split(" ", 1) for part in ONLY_PLAIN["evidence"].split("; "))
    assert takes - everywhere == IN_THE_PANE[name] | set(plain[name].split(", "))


async def test_help_in_evidence_says_what_only_commands_take(open_app: Opener) -> None:
    async with open_app() as hand:
        await hand.keys("3", "question_mark")
        assert "As commands alone: data --masked, --lines;" in hand.text("sheet-list")
        await hand.keys("escape", "2", "question_mark")
        assert "As commands alone" not in hand.text("sheet-list")
