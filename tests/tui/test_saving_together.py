"""Two sittings at one file."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.store.made import TODAY, example
from tests.tui.conftest import Opener
from workbench.core.decision import with_value
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
        assert "with changes of another: status" in hand.line("keys")
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
