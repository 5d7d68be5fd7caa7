"""From a question to a saved decision, and back: state, not pictures."""

from __future__ import annotations

import tomllib
from decimal import Decimal
from pathlib import Path

from textual.events import Key

from tests.tui.conftest import Opener

OPTION = ("costs", "option")


async def test_answers_light_the_path_and_the_verdict_follows(open_app: Opener) -> None:
    async with open_app() as hand:
        assert "0 of 4 answered" in hand.line("verdict-line")
        await hand.keys("y", "y")
        assert "2 of 4 answered" in hand.line("verdict-line")
        assert "10,000 or more" in hand.text("card")
        await hand.keys("y", "y")
        assert hand.line("verdict-line").startswith("◆ Fine-tune")
        assert hand.screen.session.decision.approach == "fine-tuning"


async def test_going_back_and_changing_an_answer_keeps_the_later_ones(open_app: Opener) -> None:
    async with open_app() as hand:
        await hand.keys("y", "y", "y", "y", "left", "left", "left")
        assert "Is it critical" in hand.text("card")
        await hand.keys("n")
        assert "Prompting" in hand.line("verdict-line")
        assert hand.screen.view.path.unused == ("volume", "accuracy")
        await hand.keys("left", "y")
        assert hand.line("verdict-line").startswith("◆ Fine-tune")


async def test_a_note_stays_with_its_answer(open_app: Opener) -> None:
    async with open_app() as hand:
        await hand.keys("y", "left", "e")
        await hand.type("612 tickets")
        await hand.keys("enter", "n", "left", "y")
        assert hand.screen.session.decision.flow.answer["examples"].note == "612 tickets"


async def test_a_note_may_be_written_before_the_answer(open_app: Opener) -> None:
    async with open_app() as hand:
        await hand.keys("e")
        await hand.type("612 tickets")
        await hand.keys("enter", "y")
        assert hand.screen.session.decision.flow.answer["examples"].note == "612 tickets"
        assert not hand.screen.session.pending


async def test_typing_costs_gives_the_worked_figures(open_app: Opener) -> None:
    async with open_app() as hand:
        await hand.keys("2", "enter")
        shared = ("100k", "", "", "")
        rows = ("500", "100", "200", "200", "$.03/1K", "12", "60", "12", "", "2.5m", "", "8")
        for text in (*shared, *rows):
            await hand.type(text)
            await hand.keys("tab")
        prompt, tuned = hand.screen.view.comparison.options
        assert (prompt.per_request, tuned.per_request) == (Decimal("0.027"), Decimal("0.0036"))
        assert tuned.versus is not None
        assert tuned.versus.break_even_requests == 2565
        assert "2,565 req" in hand.text("result")
        assert "3 epochs assumed" in hand.text("result")
        assert "◆" in hand.text("cost-chart")


async def test_the_chart_follows_every_key_and_stays_while_a_field_is_wrong(open_app: Opener) -> None:
    async with open_app() as hand:
        await hand.keys("2", "p", "down", "down", "down", "enter")
        assert "855" in hand.text("cost-chart")
        await hand.keys("down", "right", "down", "enter")
        await hand.type("40")
        assert "776" not in hand.text("cost-chart")
        before = hand.text("cost-chart")
        await hand.type("x")
        assert hand.text("cost-chart") == before
        assert "not a number" in hand.line("keys")
        await hand.keys("enter")
        assert "40x" in hand.text("inputs")
        assert hand.screen.session.pending
        await hand.keys("enter", "escape")
        assert not hand.screen.session.pending
        assert "855" in hand.text("cost-chart")


async def test_a_key_shows_what_the_figure_was(open_app: Opener) -> None:
    async with open_app() as hand:
        await hand.keys("y", "y", "y", "y", "2", "p", "down", "down", "down", "enter", "down", "right", "down", "enter")
        await hand.type("0")
        await hand.keys("enter")
        assert "was 855" in hand.line("verdict-line")
        assert "776 requests" in hand.line("verdict-line")


async def test_the_figure_from_before_goes_with_the_next_change(open_app: Opener) -> None:
    async with open_app() as hand:
        await hand.keys("y", "y", "y", "y", "2", "p", "down", "down", "down", "enter", "down", "right", "down", "enter")
        await hand.type("0")
        await hand.keys("enter", "4", "1")
        assert "was 855" in hand.line("verdict-line")
        await hand.keys("left", "n")
        assert "was" not in hand.line("verdict-line")


async def test_a_first_figure_was_nothing_before(open_app: Opener) -> None:
    async with open_app() as hand:
        await hand.keys("y", "y", "y", "y", "2", "enter")
        for text in ("100k", "", "", "", "500", "100", "200", "200", "30", "12", "60"):
            await hand.type(text)
            await hand.keys("tab")
        await hand.type("12")
        await hand.keys("enter")
        assert hand.screen.view.money or hand.screen.view.comparison
        assert "was" not in hand.line("verdict-line")


async def test_undo_takes_back_one_committed_edit(open_app: Opener) -> None:
    async with open_app() as hand:
        await hand.keys("y", "2", "p", "down", "down", "down", "enter")
        assert hand.screen.view.comparison.options[0].monthly == 2700
        await hand.keys("u")
        assert hand.screen.view.comparison.options[0].monthly is None
        assert len(hand.screen.view.path.steps) == 1
        await hand.keys("u")
        assert len(hand.screen.view.path.steps) == 0


async def test_saving_asks_for_a_title_and_writes_one_file(open_app: Opener, tmp_path: Path) -> None:
    async with open_app() as hand:
        await hand.keys("y", "y", "y", "y", "2", "p", "down", "down", "down", "enter", "4", "space", "ctrl+s")
        await hand.type("Ticket triage")
        await hand.keys("enter")
        assert "saved to 20261123-ticket-triage-" in hand.line("keys")
        assert not hand.screen.session.unsaved
    (file,) = (tmp_path / "saved").glob("2*.toml")
    data = tomllib.loads(file.read_text(), parse_float=Decimal)
    assert data["title"] == "Ticket triage"
    assert data["approach"] == "fine-tuning"
    assert data["decided"].isoformat() == "2026-11-23"
    assert data["trigger"]["volume"]["when"] == "requests_per_month < 10000"
    assert data["costs"]["option"]["fine-tuned"]["training_tokens"] == 2500000
    assert not list((tmp_path / "state").rglob("*.toml"))


async def test_opening_from_the_log_brings_everything_back_and_one_field_is_one_line(
    open_app: Opener, tmp_path: Path
) -> None:
    saved = tmp_path / "saved"
    saved.mkdir()
    source = Path(__file__).parents[2] / "saved" / "20260615-review-sentiment-7b93.toml"
    file = saved / source.name
    text = source.read_text().replace('status = "accepted"', 'status = "proposed"')
    file.write_text(text)
    async with open_app() as hand:
        await hand.keys("5")
        assert "Review sentiment" in hand.text("log-list")
        assert "requests_per_month < 10000" in hand.text("preview")
        await hand.keys("enter")
        assert hand.screen.session.decision.title == "Review sentiment"
        await hand.keys("2", "enter")
        await hand.type("120k")
        await hand.keys("enter", "ctrl+s")
        assert "saved to" in hand.line("keys")
    before, after = text.splitlines(), file.read_text().splitlines()
    changed = [(old, new) for old, new in zip(before, after, strict=True) if old != new]
    assert changed == [("requests_per_month = 100000", "requests_per_month = 120000")]


async def test_every_worked_decision_opens_and_saves_with_one_line_changed(open_app: Opener, tmp_path: Path) -> None:
    for number, source in enumerate(sorted((Path(__file__).parents[2] / "saved").glob("2*.toml"))):
        saved = tmp_path / str(number)
        saved.mkdir()
        file = saved / source.name
        file.write_bytes(source.read_bytes())
        async with open_app(file=file, saved=saved) as hand:
            await hand.keys("4", "r", "enter")
            await hand.type("Another title")
            await hand.keys("enter", "ctrl+s")
            assert "saved to" in hand.line("keys")
        before, after = source.read_text().splitlines(), file.read_text().splitlines()
        assert [new for old, new in zip(before, after, strict=True) if old != new] == ['title = "Another title"']


async def test_a_file_changed_underneath_is_not_overwritten(open_app: Opener, tmp_path: Path) -> None:
    source = Path(__file__).parents[2] / "saved" / "20260615-review-sentiment-7b93.toml"
    saved = tmp_path / "saved"
    saved.mkdir()
    file = saved / source.name
    file.write_bytes(source.read_bytes())
    async with open_app(file=file) as hand:
        file.write_text(source.read_text().replace("Review sentiment", "Changed elsewhere"))
        await hand.keys("4", "r", "enter")
        await hand.type("Mine")
        await hand.keys("enter", "ctrl+s")
        assert "Changed twice: title" in hand.text("sheet-list")
        assert "theirs: Changed elsewhere" in hand.text("sheet-list")
        assert "Changed elsewhere" in file.read_text()
        await hand.keys("n")
        assert not hand.screen.session.unsaved
    assert "Changed elsewhere" in file.read_text()
    assert len(list(saved.glob("2*.toml"))) == 2


async def test_what_two_people_changed_is_merged_and_asked_where_it_contradicts(
    open_app: Opener, tmp_path: Path
) -> None:
    source = Path(__file__).parents[2] / "saved" / "20260615-review-sentiment-7b93.toml"
    saved = tmp_path / "saved"
    saved.mkdir()
    file = saved / source.name
    file.write_bytes(source.read_bytes())
    async with open_app(file=file) as hand:
        theirs = source.read_text().replace('"Review sentiment"', '"Changed elsewhere"')
        file.write_text(theirs.replace("review_by = 2027-02-01", "review_by = 2027-03-01"))
        await hand.keys("4", "r", "enter")
        await hand.type("Mine")
        await hand.keys("enter", "ctrl+s", "m")
        assert "with changes of another" in hand.line("keys")
        assert not hand.screen.session.unsaved
    text = file.read_text()
    assert 'title = "Mine"' in text
    assert "review_by = 2027-03-01" in text
    assert len(list(saved.glob("2*.toml"))) == 1


async def test_keys_that_arrive_in_one_packet_are_handled_one_after_the_other(open_app: Opener) -> None:
    async with open_app() as hand:
        typed = ["y", "y", "y", "y", "2", "p", "down", "down", "down", "enter", "down", "right", "down", "enter", "4"]
        typed += ["0", "tab", "4", "tab", "escape", "5", "slash", "n", "o", "escape", "4", "space", "question_mark"]
        typed += ["down", "escape", "2"]
        for key in typed:
            hand.app.post_message(Key(key, {"slash": "/", "space": " "}.get(key, key if len(key) == 1 else None)))
        await hand.settled()
        assert hand.screen.pane_number == 2
        tuned = hand.screen.session.decision.costs.option["fine-tuned"]
        prompt = hand.screen.session.decision.costs.option["prompting"]
        assert (tuned.output_tokens, prompt.input_price, tuned.input_price) == (40, 4, 12)
        assert list(hand.screen.session.decision.trigger) == ["volume"]
        assert not hand.screen.query("Sheet")
