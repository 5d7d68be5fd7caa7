"""Two sittings at one file."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.store.made import TODAY, example
from tests.tui.conftest import Opener
from workbench.core.record.decision import with_value
from workbench.store.decisions import open_decision
from workbench.store.saving import save


@pytest.fixture
def file(tmp_path: Path, open_app: Opener) -> Path:
    return save(None, example(), tmp_path / "saved", TODAY, lambda: "0001").path


async def test_what_another_saved_meanwhile_is_told_and_undo_leaves_it(open_app: Opener, file: Path) -> None:
    async with open_app(size=(120, 40), file=file) as hand:
        session = hand.screen.session
        hand.screen.update(session.changed(with_value(session.committed, ("title",), "Mine")))
        theirs = open_decision(file)
        save(theirs, with_value(theirs.decision, ("status",), "accepted"), file.parent, TODAY)
        await hand.keys("ctrl+s")
        assert "saved with changes of another: status; to 2" in hand.line("keys")
        found = open_decision(file).decision
        assert (found.title, found.status) == ("Mine", "accepted")
        await hand.keys("u")
        assert hand.screen.session.decision.title == "Ticket triage"
        await hand.keys("ctrl+s")
        found = open_decision(file).decision
        assert (found.title, found.status) == ("Ticket triage", "accepted")


async def test_what_both_changed_is_named_and_not_gone_over(open_app: Opener, file: Path) -> None:
    async with open_app(size=(120, 40), file=file) as hand:
        session = hand.screen.session
        hand.screen.update(session.changed(with_value(session.committed, ("title",), "Mine")))
        theirs = open_decision(file)
        save(theirs, with_value(theirs.decision, ("title",), "Theirs"), file.parent, TODAY)
        await hand.keys("ctrl+s")
        assert "Changed twice: title" in hand.text("sheet-list")
        assert open_decision(file).decision.title == "Theirs"


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_what_is_saved_beside_an_accepted_one_supersedes_it(
    open_app: Opener, file: Path, size: tuple[int, int]
) -> None:
    async with open_app(size=size, file=file) as hand:
        session = hand.screen.session
        hand.screen.update(session.changed(with_value(session.committed, ("rationale",), "Mine")))
        theirs = open_decision(file)
        save(theirs, with_value(theirs.decision, ("status",), "accepted"), file.parent, TODAY)
        await hand.keys("ctrl+s")
        # The whole reason is there, and what the key does.
        told = " ".join(hand.text("sheet-list").split())
        assert "accepted on one side, rationale changed on the other; nothing was written" in told
        assert "supersedes this one" in told
        await hand.keys("n")
        new = hand.screen.session.stored
    assert (new.status, new.supersedes, new.rationale) == ("draft", (file.stem,), "Mine")
    assert open_decision(file).decision.status == "accepted"


async def test_what_is_saved_beside_a_draft_supersedes_nothing(open_app: Opener, file: Path) -> None:
    async with open_app(file=file) as hand:
        session = hand.screen.session
        hand.screen.update(session.changed(with_value(session.committed, ("title",), "Mine")))
        theirs = open_decision(file)
        save(theirs, with_value(theirs.decision, ("title",), "Theirs"), file.parent, TODAY)
        await hand.keys("ctrl+s", "n")
        assert hand.screen.session.stored.supersedes == ()
