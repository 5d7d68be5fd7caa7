"""What earlier sittings left unsaved, offered at the start; sheets whose sentences are longer than a row."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from tests.store.made import TODAY, example
from tests.tui.conftest import Opener
from workbench.core.text import columns
from workbench.store.drafts import Draft
from workbench.store.saving import save
from workbench.tui.screens.sheets import offer_drafts
from workbench.tui.widgets.sheets import Item, Picker


async def test_drafts_of_one_title_are_told_apart(open_app: Opener, tmp_path: Path) -> None:
    saved, at = tmp_path / "saved", datetime(2026, 11, 22, 9, tzinfo=UTC)
    opened = save(None, example(id="", status="draft"), saved, TODAY, lambda: "7b93")
    drafts = [
        Draft(opened.decision, saved, at, path=opened.path),
        Draft(example(id="", approach="rag"), saved, at),
    ]
    async with open_app(saved=saved) as hand:
        offer_drafts(hand.screen, drafts)
        await hand.settled()
        rows = hand.text("sheet-list").split("\n")
        assert any("Ticket triage" in row and "triage-7b93" in row for row in rows)
        assert any("Ticket triage" in row and "rag, new" in row for row in rows)


async def test_a_sentence_over_a_list_is_wrapped_and_a_label_takes_what_is_free(open_app: Opener) -> None:
    items = [
        Item("a", "save it as a new decision that supersedes this one", "", "s"),
        Item("b", "take back the rationale, save the rest", "u brings it back, as often as you like it to", "t"),
        Item("c", "go back", "the draft is kept", "b"),
    ]
    picked: list[str] = []
    line = "Changed meanwhile: accepted on one side, rationale and costs changed on the other; nothing was written."
    async with open_app() as hand:
        hand.screen.open_sheet(Picker("Not saved", items, picked.append, lines=[line]))
        await hand.settled()
        text = hand.text("sheet-list")
        assert line in " ".join(text.split())
        for item in items:
            assert item.label in text
        assert "u brings it back" in text
        # A click counts from the first row under the sentence.
        await hand.pilot.click("#sheet-list", offset=(5, 5))
        await hand.settled()
    assert picked == ["c"]


WORDS = st.text("ab 宽", max_size=90)


@given(st.lists(st.tuples(WORDS, WORDS), min_size=1, max_size=4), st.integers(20, 120))
def test_every_row_of_a_list_is_as_wide_as_the_sheet(pairs: list[tuple[str, str]], width: int) -> None:
    items = [Item(str(at), label, hint, "x" * (at % 2)) for at, (label, hint) in enumerate(pairs)]
    picker = Picker("Any", items, lambda _: None)
    for index in range(len(items)):
        row = picker._row(index, 30, width)
        assert sum(columns(part.text) for part in row) == width
