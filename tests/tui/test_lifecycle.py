"""An accepted decision on the screens: what it rested on is frozen, and nothing typed is lost."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.store.made import example
from tests.tui.conftest import TODAY, Opener
from workbench.core.record.decision import Trigger
from workbench.store.decisions import Opened, open_decision
from workbench.store.saving import save


@pytest.fixture
def accepted(tmp_path: Path) -> Opened:
    return save(None, example(id="", status="accepted"), tmp_path / "saved", TODAY, lambda: "3f9a")


async def retype_rationale(hand: object, text: str) -> None:
    await hand.keys("4", "e", "ctrl+a")  # type: ignore[attr-defined]
    await hand.type(text)  # type: ignore[attr-defined]
    await hand.keys("escape")  # type: ignore[attr-defined]


async def test_a_frozen_change_is_said_at_once_and_saved_as_a_successor(open_app: Opener, accepted: Opened) -> None:
    async with open_app(file=accepted.path) as hand:
        await retype_rationale(hand, "newer reasons")
        assert hand.screen.view.frozen == ("rationale",)
        await hand.keys("ctrl+s")
        assert "rationale stays as it was" in hand.text("sheet-list")
        await hand.keys("s")
        assert "superseding draft saved to 2026" in hand.line("keys")
        new = hand.screen.session.stored
    assert (new.status, new.supersedes) == ("draft", (accepted.decision.id,))
    assert "newer reasons" in new.rationale
    assert accepted.path.read_text() == accepted.text


async def test_a_frozen_change_is_taken_back_and_the_rest_is_saved(open_app: Opener, accepted: Opened) -> None:
    async with open_app(file=accepted.path) as hand:
        await hand.keys("4", "space")  # a trigger left out: free
        await retype_rationale(hand, "newer reasons")
        await hand.keys("ctrl+s", "t")
        assert "saved to" in hand.line("keys")
        stored = open_decision(accepted.path).decision
        assert stored.rationale == accepted.decision.rationale
        assert stored.trigger == {}
        await hand.keys("u")
        assert "newer reasons" in hand.screen.session.decision.rationale


async def test_going_back_keeps_what_was_typed(open_app: Opener, accepted: Opened) -> None:
    async with open_app(file=accepted.path) as hand:
        await retype_rationale(hand, "newer reasons")
        await hand.keys("ctrl+s", "b")
        assert "newer reasons" in hand.screen.session.decision.rationale
        assert hand.screen.session.unsaved
    assert accepted.path.read_text() == accepted.text


async def test_a_day_is_not_added_to_what_was_accepted_without_one(open_app: Opener, tmp_path: Path) -> None:
    opened = save(None, example(id="", status="accepted", decided=None), tmp_path / "saved", TODAY)
    async with open_app(file=opened.path) as hand:
        await hand.keys("4", "space", "ctrl+s")
        assert "saved to" in hand.line("keys")
    assert open_decision(opened.path).decision.decided is None


async def test_a_step_that_makes_no_sense_is_said_where_the_steps_are_offered_and_when_it_is_taken(
    open_app: Opener, accepted: Opened
) -> None:
    async with open_app(file=accepted.path) as hand:
        await hand.keys("4", "r", "down", "right", "enter")
        await hand.type("draft")
        assert "accepted cannot become draft" in hand.text("sheet-list")
        await hand.keys("enter")
        assert "accepted cannot become draft" in hand.line("keys")
        assert hand.screen.session.decision.status == "accepted"
        await hand.keys("u")
        assert hand.screen.session.decision.status == "accepted"


async def test_undo_does_not_step_over_a_status_that_was_saved_and_says_why(open_app: Opener, tmp_path: Path) -> None:
    draft = save(None, example(id="", status="draft"), tmp_path / "saved", TODAY)
    async with open_app(file=draft.path) as hand:
        await hand.keys("4", "r", "down", "right", "enter")
        await hand.type("accepted")
        await hand.keys("enter", "ctrl+s")
        await hand.keys("u")
        assert hand.line("keys").startswith("undo stops here: accepted cannot become draft, what was accepted")
        assert hand.screen.session.decision.status == "accepted" and not hand.screen.session.unsaved


async def test_the_commands_give_the_steps_that_may_follow(open_app: Opener, tmp_path: Path) -> None:
    draft = save(None, example(id="", status="draft"), tmp_path / "saved", TODAY)

    async def steps() -> list[str]:
        await hand.keys("ctrl+p")
        await hand.type("the decision")
        lines = hand.text("sheet-list").split("\n")
        return [line.split("the decision")[0].strip(" ▌") for line in lines if "the decision" in line]

    async with open_app(file=draft.path) as hand:
        assert (await steps())[:3] == ["Propose", "Accept", "Reject"]
        await hand.keys("down", "enter")
        assert hand.screen.session.decision.status == "accepted"
        assert hand.line("keys").startswith("accepted, not saved yet: ^s saves it, u takes it back")
        assert (await steps())[:2] == ["Propose", "Reject"]
        await hand.keys("escape", "ctrl+s")
        assert open_decision(draft.path).decision.status == "accepted"
        assert (await steps())[:1] == ["Retire"]


async def test_a_command_for_what_is_undecided_says_why_it_is_not_accepted(open_app: Opener) -> None:
    async with open_app() as hand:
        await hand.keys("ctrl+p")
        await hand.type("accept")
        assert "its approach is undecided" in hand.text("sheet-list")
        await hand.keys("enter")
        assert "nothing is decided yet; write its approach, or answer the questions" in hand.line("keys")
        assert hand.screen.session.decision.status == "draft"


async def test_what_is_accepted_and_does_not_fit_is_asked_about_first(open_app: Opener, tmp_path: Path) -> None:
    decision = example(id="", status="draft")
    odd = Trigger(when="accuracy < 0.5", then=decision.approach)
    draft = save(None, decision.model_copy(update={"trigger": {"odd": odd}}), tmp_path / "saved", TODAY)
    async with open_app(file=draft.path) as hand:
        hand.screen.confirm(("status",), "accepted")
        await hand.keys("ctrl+s")
        assert "which is in force already" in hand.text("sheet-list")
        await hand.keys("b")
        assert open_decision(draft.path).decision.status == "draft"
        await hand.keys("ctrl+s", "a")
        assert open_decision(draft.path).decision.status == "accepted"


@pytest.mark.parametrize("status", ["retired", "superseded"])
async def test_what_was_in_force_is_accepted_again_by_a_command(open_app: Opener, tmp_path: Path, status: str) -> None:
    over = save(None, example(id="", status=status), tmp_path / "saved", TODAY)
    async with open_app(file=over.path) as hand:
        await hand.keys("ctrl+p")
        await hand.type("accept the decision")
        assert "Accept the decision again" in hand.text("sheet-list")
        await hand.keys("enter", "ctrl+s")
    assert open_decision(over.path).decision.status == "accepted"


async def test_what_another_one_replaces_is_not_accepted_again(open_app: Opener, tmp_path: Path) -> None:
    saved = tmp_path / "saved"
    over = save(None, example(id="", status="superseded"), saved, TODAY)
    save(None, example(id="", status="accepted", supersedes=(over.decision.id,)), saved, TODAY)
    async with open_app(file=over.path) as hand:
        await hand.keys("ctrl+p")
        await hand.type("accept the decision")
        await hand.keys("enter")
        assert "another took its place" in hand.line("keys")
        assert hand.screen.session.decision.status == "superseded"
