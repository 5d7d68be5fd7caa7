"""What earlier sittings left unsaved, offered at the start; sheets whose sentences are longer than a row."""

from __future__ import annotations

import errno
import os
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.store.made import TODAY, example
from tests.tui.conftest import Opener
from tests.tui.test_palette_and_help import from_palette
from workbench.core.text import columns
from workbench.store.drafts import Draft
from workbench.store.files import os_problem
from workbench.store.saving import save
from workbench.tui.screens.sheets import offer_drafts
from workbench.tui.widgets.picker import Item, Picker


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


async def test_a_draft_that_was_put_off_is_reached_from_the_palette(open_app: Opener) -> None:
    async with open_app() as hand:
        await from_palette(hand, "drafts that were kept")
        assert hand.line("keys").startswith("no draft was kept")
        hand.screen.confirm(("title",), "Ticket triage")
        await hand.settled()
        await hand.keys("5", "n", "d")
        assert not hand.screen.session.decision.title
        await from_palette(hand, "drafts that were kept")
        assert "Unsaved: Ticket triage" in hand.text("sheet-list")
        await hand.keys("escape")
        # What is open and unsaved is not lost for it.
        hand.screen.confirm(("title",), "Another")
        await hand.settled()
        await from_palette(hand, "drafts that were kept")
        await hand.keys("g")
        assert "Something is unsaved" in hand.text("sheet-list")
        await hand.keys("d")
        assert hand.screen.session.decision.title == "Ticket triage"
        await from_palette(hand, "drafts that were kept")
        assert "Unsaved: Another" in hand.text("sheet-list")


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


async def test_a_draft_that_cannot_be_rewritten_stays_and_is_taken_up(
    open_app: Opener, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "one.toml"
    file.write_text("kept", "utf-8")
    draft = Draft(example(id="", approach="rag"), tmp_path / "saved", datetime(2026, 11, 22, 9, tzinfo=UTC), file=file)

    def refuse(path: Path, text: str, mode: int | None = None) -> None:
        raise os_problem(OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)), "write", path)

    async with open_app() as hand:
        with monkeypatch.context() as full:
            full.setattr("workbench.store.drafts.write_atomic", refuse)
            offer_drafts(hand.screen, [draft])
            await hand.settled()
            await hand.keys("g")
            assert hand.screen.session.decision.approach == "rag"
            assert not hand.screen.keep_draft()
            await hand.keys("q", "d")
            # It would be lost: no leaving by way of a draft.
            assert hand.app.is_running and hand.screen.draft_problem is not None
            assert "No space left" in str(hand.screen._message)
        assert hand.screen.keep_draft() and hand.screen.draft_problem is None
    assert file.read_text("utf-8") == "kept"


@pytest.mark.parametrize(("over_ssh", "level"), [("192.0.2.1 50000 192.0.2.2 22", "none"), ("", "full")])
async def test_over_ssh_nothing_is_animated(
    open_app: Opener, monkeypatch: pytest.MonkeyPatch, over_ssh: str, level: str
) -> None:
    monkeypatch.setenv("SSH_CONNECTION", over_ssh)
    async with open_app() as hand:
        assert hand.app.animation_level == level
