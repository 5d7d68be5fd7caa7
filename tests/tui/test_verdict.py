"""The Verdict section: a cursor on its sentences, enter to where each comes from."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.tui.conftest import Hand, Opener
from tests.tui.test_questions import TRIAGE, triage  # noqa: F401
from workbench.tui.panes.verdict import VerdictSection

SAVED = Path(__file__).parents[2] / "saved"
REVIEWS = SAVED / "20260615-review-sentiment-7b93.toml"


async def to_verdict(hand: Hand) -> VerdictSection:
    await hand.keys("4", "shift+tab", "shift+tab")
    verdict = hand.screen.query_one("#verdict", VerdictSection)
    for _ in range(8):
        if verdict.has_focus:
            break
        await hand.keys("shift+tab")
    assert verdict.has_focus
    return verdict


async def go_to(hand: Hand, verdict: VerdictSection, text: str) -> None:
    for _ in range(40):
        at = verdict.cursor
        if at is not None and text in at.reason.text:
            return
        await hand.keys("down")
    raise AssertionError(f"no sentence {text}")


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
@pytest.mark.parametrize(
    ("sentence", "pane", "section"),
    [
        ("pays after 855", 2, "inputs"),
        ("answers must be consistent", 1, "card"),
        ("labelled examples: 650", 1, "score"),
    ],
)
async def test_enter_on_a_reason_goes_where_it_comes_from(
    open_app: Opener, size: tuple[int, int], sentence: str, pane: int, section: str
) -> None:
    async with open_app(size=size, file=REVIEWS) as hand:
        verdict = await to_verdict(hand)
        await go_to(hand, verdict, sentence)
        await hand.keys("enter")
        assert hand.screen.pane_number == pane
        assert hand.screen.focused is hand.screen.query_one(f"#{section}")
        if section == "card":
            assert "consistency" in hand.text("card").splitlines()[0]


async def test_missing_figures_lead_to_the_evidence_and_constraints_to_the_record(
    open_app: Opener,
    triage: Path,  # noqa: F811
) -> None:
    triage.write_text(
        triage.read_text().replace("[score]", "[constraints]\nship_by = 2026-11-24\n[score]", 1)
        + '[flow.answer.examples]\nanswer = "yes"\n[flow.answer.stability]\nanswer = "no"\n'
        + '[flow.answer.trainable]\nanswer = "yes"\n'
    )
    async with open_app(file=triage) as hand:
        verdict = await to_verdict(hand)
        await go_to(hand, verdict, "to be live by")
        await hand.keys("enter")
        assert hand.screen.pane_number == 4 and hand.screen.focused is hand.screen.query_one("#record")
        await to_verdict(hand)
        await go_to(hand, verdict, "0.75, 0.78")
        await hand.keys("enter")
        assert hand.screen.pane_number == 3


async def test_the_cursor_is_seen_only_with_the_focus_and_keeps_its_sentence_in_sight(open_app: Opener) -> None:
    async with open_app(file=REVIEWS) as hand:
        await hand.keys("4")
        assert "▌" not in hand.text("verdict")
        verdict = await to_verdict(hand)
        last = len(verdict._sources) - 1
        for index in range(last + 1):
            assert verdict.cursor is verdict._sources[index]
            shown = hand.text("verdict").splitlines()
            (marked,) = [line for line in shown if "▌" in line]
            assert verdict.cursor.reason.text.split()[0] in marked
            assert verdict.cursor.reason.place in shown[0]
            await hand.keys("down")
        assert "Flips" in hand.text("verdict")
        for _ in range(last):
            await hand.keys("up")
        assert "answered" in hand.text("verdict")


async def test_a_verdict_without_a_sentence_has_no_cursor(open_app: Opener) -> None:
    async with open_app() as hand:
        verdict = await to_verdict(hand)
        verdict.lay(verdict._plain, [], True)
        await hand.keys("down", "up", "enter")
        assert verdict.cursor is None and hand.screen.pane_number == 4


async def test_a_click_puts_the_cursor_and_a_second_one_goes_there(open_app: Opener) -> None:
    async with open_app(size=(120, 40), file=REVIEWS) as hand:
        await hand.keys("4")
        verdict = hand.screen.query_one("#verdict", VerdictSection)
        source = next(s for s in verdict._sources if s.reason.place == "Costs" and s.row > 6)
        at = (4, verdict.line_of(source.row))
        await hand.pilot.click(verdict, offset=at)
        await hand.settled()
        assert hand.screen.pane_number == 4 and verdict.cursor is source
        await hand.pilot.click(verdict, offset=at)
        await hand.settled()
        assert hand.screen.pane_number == 2
