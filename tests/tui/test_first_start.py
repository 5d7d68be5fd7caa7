"""What a first start says: the tour, what the classic flow leaves out, and the words of empty sections and lists."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.tui.conftest import Opener
from tests.tui.test_snapshots import SAVED
from workbench.core.evidence.dataset.readiness import TASKS
from workbench.tui.widgets.picker import Item, Picker
from workbench.tui.widgets.section import Section


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_the_classic_flow_says_what_guided_asks_besides(open_app: Opener, size: tuple[int, int]) -> None:
    async with open_app(size=size, saved=SAVED) as hand:
        shown = " ".join(hand.text("flow").split())
        assert "f guided asks about RAG, caching, other models too, and takes “don't know”" in shown
        assert "T takes a tour" in shown
        await hand.keys("f", "down", "enter")
        assert hand.screen.view.asked.name == "guided"
        assert "guided asks about" not in " ".join(hand.text("flow").split())


async def test_the_tour_is_the_first_page_and_speaks_of_both_flows(open_app: Opener) -> None:
    async with open_app(size=(120, 40)) as hand:
        await hand.keys("T")
        text = " ".join(hand.text("sheet-list").replace("┃", " ").replace("│", " ").split())
        assert "1 of 6" in text
        assert "d for don't know where the flowchart takes that" in text


async def test_help_has_the_letters_of_the_answers(open_app: Opener) -> None:
    async with open_app() as hand:
        await hand.keys("question_mark")
        assert "y n" in hand.text("sheet-list")
        assert "answers at once: yes, no" in hand.text("sheet-list")


async def test_a_long_list_is_paged_and_has_ends(open_app: Opener) -> None:
    picked: list[str] = []
    async with open_app() as hand:
        hand.screen.open_sheet(Picker("Many", [Item(str(n), f"number {n}") for n in range(60)], picked.append))
        await hand.settled()
        await hand.keys("pagedown", "pagedown")
        assert "number 16" in hand.text("sheet-list")
        await hand.keys("end")
        assert "number 59" in hand.text("sheet-list")
        await hand.keys("pagedown", "pageup", "home", "pageup", "end", "enter")
    assert picked == ["59"]


@pytest.mark.parametrize("task", list(TASKS))
async def test_how_many_examples_are_enough_is_said_whole_and_in_words(
    open_app: Opener, tmp_path: Path, task: str
) -> None:
    file = tmp_path / "train.jsonl"
    file.write_text('{"prompt": "a", "completion": "b"}\n')
    async with open_app() as hand:
        await hand.keys("3", "down", "o")
        await hand.type(str(file))
        await hand.keys("enter")
        rows = hand.text("sheet-list").splitlines()
        (row,) = [row for row in rows if TASKS[task].label in row]
        assert TASKS[task].sources in row
        assert "…" not in row


async def test_no_triggers_say_what_they_wait_for(open_app: Opener) -> None:
    async with open_app() as hand:
        await hand.keys("4")
        assert "decide on an approach" in hand.text("triggers")
        await hand.keys("2", "p", "enter", "4")
        assert hand.screen.view.verdict.approach == "undecided"
        assert "decide on an approach" in hand.text("triggers")


async def test_the_verdict_starts_at_its_headline_once_it_is_left(open_app: Opener) -> None:
    async with open_app(file=SAVED / "20260615-review-sentiment-7b93.toml", saved=SAVED) as hand:
        await hand.keys("4", "v")
        top = hand.text("verdict").splitlines()[1]
        await hand.keys("a", "pagedown", "pagedown")
        section = hand.screen.query_one("#verdict", Section)
        assert section.offset_row > 0
        await hand.keys("escape")
        assert hand.text("verdict").splitlines()[1].strip("▌┃│ ") == top.strip("▌┃│ ")
