"""The picker of prices in the Costs pane: it narrows, fills what is empty, and asks before a typed price goes."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from textual import events

from tests.tui.conftest import Hand, Opener
from workbench.core.inputs import Option
from workbench.store.catalogue import catalogue

TODAY = date(2026, 11, 23)


def option(hand: Hand, name: str) -> Option:
    found: Option = hand.screen.session.committed.costs.option[name]
    return found


async def pick(hand: Hand, words: str) -> None:
    await hand.keys("m")
    await hand.type(words)
    await hand.keys("enter")


async def test_a_model_fills_the_empty_prices_of_the_option_under_the_cursor(open_app: Opener) -> None:
    known = catalogue(TODAY).models["openai:gpt-4o"].rates
    async with open_app() as hand:
        await hand.keys("2", "down", "right")
        await pick(hand, "openai:gpt-4o")
        tuned = option(hand, "tuned")
        assert (tuned.model, tuned.input_price, tuned.output_price) == (
            "openai:gpt-4o", known["input_price"].base, known["output_price"].base,
        )  # fmt: skip
        assert option(hand, "prompt") == Option(approach="prompting")
        assert "openai:gpt-4o: genai-prices" in hand.text("keys")
        await hand.keys("down", "down")
        assert "genai-prices" in hand.text("inputs"), "on a price the rule says where it is from"
        await hand.keys("u")
        assert option(hand, "tuned").model is None


async def test_a_typed_price_goes_only_when_the_person_says_so(open_app: Opener) -> None:
    async with open_app() as hand:
        await hand.keys("2", "down", "down", "down", "enter")
        await hand.type("12")
        await hand.keys("enter")
        await pick(hand, "openai:gpt-4o")
        assert "prompt has typed prices" in hand.text("sheet-list")
        await hand.keys("escape")
        assert option(hand, "prompt").model is None
        await pick(hand, "openai:gpt-4o")
        await hand.keys("k")
        assert option(hand, "prompt").input_price == Decimal(12)
        assert option(hand, "prompt").output_price == Decimal(10)
        await pick(hand, "openai:gpt-4o")
        await hand.keys("t")
        assert option(hand, "prompt").input_price == Decimal("2.5")


async def test_every_model_can_be_reached_and_only_what_is_seen_is_drawn(open_app: Opener) -> None:
    async with open_app() as hand:
        await hand.keys("2", "down", "m", "up")
        assert len(hand.text("sheet-list").splitlines()) < 16
        await hand.keys("enter")
        last = list(catalogue(TODAY).models)[-1]
        assert option(hand, "prompt").model == last


async def test_on_a_shared_field_the_picker_asks_which_option(open_app: Opener) -> None:
    async with open_app() as hand:
        await hand.keys("2", "m")
        assert "Prices for which option?" in hand.text("sheet-list")
        await hand.keys("down", "enter")
        assert "Prices for tuned" in hand.text("sheet-list")


async def test_costs_in_another_currency_are_not_priced_in_dollars(open_app: Opener, tmp_path) -> None:  # type: ignore[no-untyped-def]
    file = tmp_path / "euro.toml"
    file.write_text("schema = 1\nid = 'euro'\ntitle = 'x'\n[costs]\ncurrency = 'EUR'\n[costs.option.a]\n", "utf-8")
    async with open_app(file=file) as hand:
        await hand.keys("2", "down", "m")
        assert "no conversion" in hand.text("keys") or "USD" in hand.text("keys")
        assert not hand.screen.query("#sheet-list")


async def test_the_tokens_of_a_pasted_prompt_go_into_the_cell(open_app: Opener) -> None:
    async with open_app() as hand:
        await hand.keys("2", "down", "down", "t")
        assert "Tokens for prompt, output tokens" in hand.text("sheet-list")
        hand.app.post_message(events.Paste("You are a support agent.\nAnswer in one word: billing, login or other.\n"))
        await hand.settled()
        assert "tokens" in hand.text("sheet-list")
        await hand.keys("ctrl+s")
        assert 12 <= int(option(hand, "prompt").output_tokens) <= 22
        assert "prompt, output tokens:" in hand.text("keys")
        await hand.keys("u")
        assert option(hand, "prompt").output_tokens is None


async def test_the_tokens_of_a_file_go_into_the_cell_and_a_closed_sheet_keeps_its_text(
    open_app: Opener, tmp_path: Path
) -> None:
    file = tmp_path / "prompt.txt"
    file.write_text("hello world", encoding="utf-8")
    async with open_app() as hand:
        await hand.keys("2", "down", "t")
        hand.app.post_message(events.Paste(str(file)))
        await hand.settled()
        assert "2 tokens" in hand.text("sheet-list")
        await hand.keys("escape", "t", "ctrl+s")
        assert option(hand, "prompt").input_tokens == 2


async def test_a_text_left_on_the_sheet_is_selected_and_the_next_one_takes_its_place(open_app: Opener) -> None:
    async with open_app() as hand:
        await hand.keys("2", "down", "t")
        hand.app.post_message(events.Paste("one two three four five"))
        await hand.settled()
        assert "from before" not in hand.text("sheet-list")
        await hand.keys("escape", "t")
        assert "from before, typing replaces it" in hand.text("sheet-list")
        hand.app.post_message(events.Paste("six"))
        await hand.settled()
        assert "from before" not in hand.text("sheet-list")
        await hand.keys("ctrl+s")
        assert option(hand, "prompt").input_tokens == 1


@pytest.mark.parametrize("typed", ["promt.txt", "@train.jsonl", "prompts/v2", "~/my prompt.md", "./v2"])
async def test_a_path_that_is_no_file_is_not_counted_as_a_prompt(open_app: Opener, typed: str) -> None:
    async with open_app() as hand:
        await hand.keys("2", "down", "t")
        hand.app.post_message(events.Paste(typed))
        await hand.settled()
        assert "there is no such file" in hand.text("sheet-list")
        await hand.keys("ctrl+s")
        assert "counts it as text" in " ".join(hand.text("sheet-list").split())
        assert option(hand, "prompt").input_tokens is None
        # Enter is what one types after a path: it alone must not put three tokens into the costs.
        await hand.keys("enter", "ctrl+s")
        assert option(hand, "prompt").input_tokens is None
        await hand.keys("enter", "ctrl+s")
        assert int(option(hand, "prompt").input_tokens) > 0


@pytest.mark.parametrize("typed", ["Answer yes/no.", "Hello", "You are an agent. Use version 3.5", "What is it?"])
async def test_a_prompt_of_one_line_is_counted(open_app: Opener, typed: str) -> None:
    async with open_app() as hand:
        await hand.keys("2", "down", "t")
        hand.app.post_message(events.Paste(typed))
        await hand.settled()
        await hand.keys("ctrl+s")
        assert int(option(hand, "prompt").input_tokens) > 0


async def test_a_file_may_be_named_as_the_command_does(open_app: Opener, tmp_path: Path) -> None:
    file = tmp_path / "prompt.txt"
    file.write_text("hello world", encoding="utf-8")
    async with open_app() as hand:
        await hand.keys("2", "down", "t")
        hand.app.post_message(events.Paste(f"@{file}"))
        await hand.settled()
        await hand.keys("ctrl+s")
        assert option(hand, "prompt").input_tokens == 2


async def test_tokens_need_an_option_and_a_text(open_app: Opener) -> None:
    async with open_app() as hand:
        await hand.keys("2", "t")
        assert "put the cursor on an option's tokens" in hand.text("keys")
        await hand.keys("down", "t", "ctrl+s")
        assert "nothing to count yet" in hand.text("sheet-list")


USAGE = "date,count,input_tokens,output_tokens\n2026-10-10,1000,500000,200000\n"


async def test_an_export_fills_volume_and_tokens_with_one_undo(open_app: Opener, tmp_path: Path) -> None:
    file = tmp_path / "my usage.csv"
    file.write_text(USAGE.replace("count", "requests"), encoding="utf-8")
    async with open_app() as hand:
        await hand.keys("2", "down", "right", "i")
        hand.app.post_message(events.Paste(str(file)))
        await hand.keys("enter")
        await hand.settled()
        costs = hand.screen.session.committed.costs
        assert costs.requests_per_month == 30_000
        assert (option(hand, "tuned").input_tokens, option(hand, "tuned").output_tokens) == (500, 200)
        assert "my usage.csv: 1,000 requests from 2026-10-10" in hand.text("keys")
        await hand.keys("u")
        assert hand.screen.session.committed.costs.requests_per_month is None


async def test_a_column_is_chosen_behind_the_path(open_app: Opener, tmp_path: Path) -> None:
    file = tmp_path / "usage.csv"
    file.write_text(USAGE, encoding="utf-8")
    async with open_app(size=(120, 40)) as hand:
        await hand.keys("2", "i")
        hand.app.post_message(events.Paste(str(file)))
        await hand.keys("enter")
        await hand.settled()
        assert "no count of requests" in hand.text("keys")
        await hand.keys("i")
        hand.app.post_message(events.Paste(f"{file} requests=count"))
        await hand.keys("enter")
        await hand.settled()
        assert hand.screen.session.committed.costs.requests_per_month == 30_000
        await hand.keys("i")
        await hand.type("nowhere")
        await hand.keys("enter")
        assert "there is no file nowhere" in hand.text("sheet-list")


async def test_a_word_that_no_model_has_is_named(open_app: Opener) -> None:
    async with open_app() as hand:
        await hand.keys("2", "down", "right", "m")
        await hand.type("zzz gpt-4.1")
        assert "nothing fits; nothing has “zzz” in it" in hand.text("sheet-list")
