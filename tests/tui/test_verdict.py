"""The Verdict section: a cursor on its sentences, enter to where each comes from."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.tui.conftest import Hand, Opener
from tests.tui.test_questions import TRIAGE, triage  # noqa: F401
from workbench.tui.panes.verdict import VerdictSection
from workbench.tui.panes.verdict_rows import Told

SAVED = Path(__file__).parents[2] / "saved"
REVIEWS = SAVED / "20260615-review-sentiment-7b93.toml"


async def to_verdict(hand: Hand) -> VerdictSection:
    await hand.keys("4", "v")
    verdict = hand.screen.query_one("#verdict", VerdictSection)
    assert verdict.has_focus
    return verdict


async def go_to(hand: Hand, verdict: VerdictSection, text: str) -> None:
    if " all" in hand.text("verdict").splitlines()[0]:
        await hand.keys("a")
    verdict._go(0)
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
        last = len(verdict.sources) - 1
        for index in range(last + 1):
            assert verdict.cursor == verdict.sources[index]
            shown = hand.text("verdict").splitlines()
            (marked,) = [line for line in shown if "▌" in line]
            assert verdict.cursor.reason.text.split()[0] in marked
            assert verdict.cursor.reason.place in shown[0]
            await hand.keys("down")
        assert "Flips" in hand.text("verdict")
        for _ in range(last):
            await hand.keys("up")
        assert "◆ Fine-tune" in hand.text("verdict")


async def test_a_verdict_without_a_sentence_has_no_cursor(open_app: Opener) -> None:
    async with open_app() as hand:
        verdict = await to_verdict(hand)
        verdict.tell(Told((), (), False), "")
        await hand.keys("down", "up", "enter")
        assert verdict.cursor is None and hand.screen.pane_number == 4


async def test_a_click_puts_the_cursor_and_a_second_one_goes_there(open_app: Opener) -> None:
    async with open_app(size=(120, 40), file=REVIEWS) as hand:
        await hand.keys("4")
        verdict = hand.screen.query_one("#verdict", VerdictSection)
        source = next(s for s in verdict.sources if s.reason.place == "Costs" and s.row > 6)
        at = (4, verdict.line_of(source.row))
        await hand.pilot.click(verdict, offset=at)
        await hand.settled()
        assert hand.screen.pane_number == 4 and verdict.cursor == source
        await hand.pilot.click(verdict, offset=at)
        await hand.settled()
        assert hand.screen.pane_number == 2


GLANCE = ("Because", "Against", "Vetoes", "Missing", "Flips")
CASES = sorted((Path(__file__).parents[1] / "cases").glob("*.toml"))


@pytest.mark.parametrize("file", [*sorted(SAVED.glob("2*.toml")), *CASES], ids=lambda file: file.stem[-20:])
@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_the_first_screenful_says_what_why_what_against_and_what_would_change_it(
    open_app: Opener, tmp_path: Path, file: Path, size: tuple[int, int]
) -> None:
    copy = tmp_path / file.name
    lines = file.read_text().split("\n")
    if "[case]" in lines:
        # What an engineer would advise stands over the record's own tables.
        rest = lines[lines.index("[case]") + 1 :]
        lines = rest[next(i for i, line in enumerate(rest) if line.startswith("[")) :]
    copy.write_text("\n".join(lines))
    async with open_app(size=size, file=copy) as hand:
        await hand.keys("4")
        verdict = hand.screen.query_one("#verdict", VerdictSection)
        shown = hand.text("verdict")
        told = hand.screen.view.verdict
        assert told.headline in shown
        named = GLANCE if told.decided else ("Vetoes", "Missing")
        for name in named:
            assert name in shown or ((name, size[0]) == ("Flips", 120) and "What would change it" in shown), name
        for reasons in (told.because, told.against):
            assert not reasons or reasons[0].text[:20] in shown
        assert verdict.offset_row == 0 and len(verdict._laid.rows) <= verdict.room


async def test_a_change_that_a_figure_decides_stands_beside_its_value_now(open_app: Opener) -> None:
    async with open_app(file=REVIEWS) as hand:
        await hand.keys("4")
        assert "Flips     under 10,000 a month, now 100,000" in hand.text("verdict")
    async with open_app(size=(120, 40), file=REVIEWS) as hand:
        await hand.keys("4")
        (row,) = [line for line in hand.text("verdict").splitlines() if "requests a month" in line]
        assert "under 10,000" in row and row.rstrip().endswith("now 100,000")


async def test_a_cut_sentence_is_whole_under_the_cursor(open_app: Opener) -> None:
    async with open_app(file=REVIEWS) as hand:
        await hand.keys("4")
        assert "earn training back: 100,0…" in hand.text("verdict")
        await hand.keys("v", "down", "down", "down")
        assert "earn training back:" in hand.text("verdict") and "    100,000 a month" in hand.text("verdict")


async def test_all_sentences_are_a_key_away_and_fold_again(open_app: Opener) -> None:
    async with open_app(file=REVIEWS) as hand:
        await hand.keys("4", "v")
        verdict = hand.screen.query_one("#verdict", VerdictSection)
        told = hand.screen.view.verdict
        assert len([s for s in verdict.sources if s.reason in told.because]) < len(told.because)
        await hand.keys("a")
        assert [s.reason for s in verdict.sources][: len(told.because)] == list(told.because)
        await hand.keys("a")
        assert "more" in hand.text("verdict")


@pytest.mark.parametrize("key", ["v", "shift+tab"])
async def test_the_verdict_is_reached_from_any_trigger(open_app: Opener, key: str) -> None:
    async with open_app(file=SAVED / "20260316-customer-service-chatbot-a17c.toml") as hand:
        await hand.keys("4", "down", "right", "down", "right", "down")
        await hand.keys(*([key] if key == "v" else [key, key]))
        assert hand.screen.query_one("#verdict").has_focus


async def test_the_verdict_starts_at_its_top_when_another_decision_or_answer_comes(open_app: Opener) -> None:
    async with open_app(file=REVIEWS) as hand:
        await hand.keys("4", "v", "a", *["down"] * 9)
        verdict = hand.screen.query_one("#verdict", VerdictSection)
        assert verdict.offset_row > 0
        await hand.keys("1", "left", "n", "4")
        assert verdict.offset_row == 0 and hand.screen.view.verdict.headline in hand.text("verdict")


async def test_the_next_decision_is_shown_from_its_first_rows(open_app: Opener) -> None:
    async with open_app(file=REVIEWS) as hand:
        await hand.keys("4", "v", "a", *["down"] * 9, "tab", *["down"] * 4)
        hand.screen.action_new()
        await hand.settled()
        await hand.keys("4")
        assert "◇ Undecided" in hand.text("verdict")
        assert "none yet" in hand.text("why")


@pytest.mark.parametrize(("size", "rows"), [((80, 24), 4), ((120, 40), 7)])
async def test_the_triggers_take_as_many_rows_as_they_have_up_to_a_limit(
    open_app: Opener, size: tuple[int, int], rows: int
) -> None:
    async with open_app(size=size, file=SAVED / "20260504-risky-contract-clauses-5e20.toml") as hand:
        await hand.keys("4")
        shown = hand.text("triggers").splitlines()[1:]
        assert len([line for line in shown if "[" in line]) == rows
        assert len(shown) == rows + (size[0] == 120)


async def test_what_no_longer_fits_the_approach_is_marked_and_stays(open_app: Opener) -> None:
    async with open_app(size=(120, 40), file=REVIEWS) as hand:
        await hand.keys("4", "r", "right", "enter", *"prompting", "enter")
        assert hand.screen.view.decision.approach == "prompting"
        (row,) = [line for line in hand.text("triggers").splitlines() if "requests_per_month < 10000" in line]
        assert "! that is the approach" in row and "[x]" in row
        assert "! that is the approach" in hand.text("why")


async def test_a_tab_is_never_cut_by_a_long_title(open_app: Opener) -> None:
    for width in (60, 80, 120):
        async with open_app(size=(width, 24), file=SAVED / "20260316-customer-service-chatbot-a17c.toml") as hand:
            assert hand.text("tabs").startswith("  1 Questions  2 Costs  3 Evidence  4 Decision  5 Log ")


async def test_on_a_narrow_line_the_money_is_said_shorter_before_what_flips_it_is_left_out(open_app: Opener) -> None:
    async with open_app(file=SAVED / "20260504-risky-contract-clauses-5e20.toml") as hand:
        left, right = hand.line("verdict-line").split("   ", 1)
        assert (left, right.strip()) == ("◆ Fine-tune with LoRA · pays in 12.1 months", "flips < 10,000")
    async with open_app(size=(120, 40), file=SAVED / "20260504-risky-contract-clauses-5e20.toml") as hand:
        assert "pays after 241,483 requests, 12.1 months" in hand.line("verdict-line")
        assert hand.line("verdict-line").endswith("flips under 10,000 a month")
