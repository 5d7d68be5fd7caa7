"""The charts of the Costs pane: one key switches between them, each with its figures; options are copied."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from tests.tui.conftest import Opener
from tests.tui.test_snapshots import SAVED
from workbench.tui.widgets.form import Form
from workbench.tui.widgets.section import Section


def title(hand: object) -> str:
    return hand.screen.query_one("#cost-chart").title  # type: ignore[attr-defined, no-any-return]


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_c_goes_through_the_charts_and_round_again(open_app: Opener, size: tuple[int, int]) -> None:
    async with open_app(size=size) as hand:
        await hand.keys("2", "p", "enter")
        seen = [title(hand)]
        for _ in range(5):
            await hand.keys("c")
            seen.append(title(hand))
        assert seen[1] == "A month, by volume"
        assert seen[2].startswith("What moves")
        assert seen[3].startswith("Cost by part")
        assert seen[4] == "What would change it"
        assert seen[5] == seen[0] == "Cost so far"


async def test_a_range_typed_in_a_cell_moves_the_tornado(open_app: Opener) -> None:
    async with open_app(size=(80, 24)) as hand:
        await hand.keys("2", "p", "enter", "c", "c")
        assert "No input is a range yet" in hand.text("cost-chart")
        await hand.keys("enter")
        await hand.type("80k..150k")
        await hand.keys("enter")
        shown = hand.text("cost-chart")
        assert "requests a month" in shown and "━" in shown
        assert "P10, P50, P90" in shown
        assert "80k..150k" in hand.text("inputs")


async def test_an_option_is_copied_beside_itself_and_undone(open_app: Opener) -> None:
    async with open_app(size=(120, 40)) as hand:
        await hand.keys("2", "p", "enter", "down", "down", "down", "down", "o", "c")
        await hand.type("batch cached")
        await hand.keys("enter")
        options = hand.screen.session.committed.costs.option
        first, copy, *_ = options
        assert copy == "batch cached" and options[copy].approach == "caching"
        assert options[copy].input_tokens == options[first].input_tokens
        await hand.keys("u")
        assert "batch cached" not in hand.screen.session.committed.costs.option


async def test_a_price_trigger_that_is_taken_tracks_its_price(open_app: Opener, tmp_path) -> None:  # type: ignore[no-untyped-def]
    file = tmp_path / "near.toml"
    file.write_text(NEAR, encoding="utf-8")
    async with open_app(size=(120, 40), file=file) as hand:
        lines = {proposal.id: proposal for proposal in hand.screen.view.proposals}
        assert "tuned-output-price" in lines
        hand.screen.asked("trigger", "tuned-output-price")
        await hand.settled()
        decision = hand.screen.session.committed
        assert decision.trigger["tuned-output-price"].when.startswith("tuned_output_price > ")
        assert decision.metric["tuned_output_price"].unit == "USD per 1M tokens"
        assert hand.screen.view.values["tuned_output_price"] == 60


NEAR = """schema = 1
id = "near"
title = "Near"
approach = "fine-tuning"
[costs]
requests_per_month = 100000
[costs.option.prompt]
approach = "prompting"
input_tokens = 500
output_tokens = 200
input_price = 30
output_price = 60
[costs.option.tuned]
approach = "fine-tuning"
input_tokens = 100
output_tokens = 200
input_price = 12
output_price = 60
other_upfront = 9060
"""


async def test_a_usual_option_stands_beside_the_baseline_with_the_cursor_on_its_difference(open_app: Opener) -> None:
    async with open_app(file=SAVED / "20260615-review-sentiment-7b93.toml") as hand:
        await hand.keys("2", "o", "a", "h", "enter")
        await hand.type("2.5")
        await hand.keys("enter")
        own = hand.screen.session.committed.costs.option["own-hardware"]
        assert (own.hosting_per_hour, own.input_tokens, own.input_price) == (Decimal("2.5"), 500, 0)
        await hand.keys("o", "a", "c", "o", "a", "c")
        assert list(hand.screen.session.committed.costs.option)[3:] == ["cached", "cached-2"]
        await hand.keys("u", "u", "u", "u")
        assert list(hand.screen.session.committed.costs.option) == ["prompt", "tuned"]


THREE = """schema = 1
id = "three"
title = "Three"
[costs]
requests_per_month = 100000
baseline = "prompt"
[costs.option.prompt]
input_tokens = 500
output_tokens = 200
input_price = 30
output_price = 60
[costs.option.rag]
approach = "rag"
input_tokens = 300
output_tokens = 200
input_price = 30
output_price = 60
other_upfront = 900
[costs.option.tuned]
approach = "fine-tuning"
input_tokens = 100
output_tokens = 200
input_price = 12
output_price = 12
training_tokens = 2500000
epochs = 1
training_price = 8
"""


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_the_chart_says_which_options_it_compares(
    open_app: Opener, tmp_path: Path, size: tuple[int, int]
) -> None:
    file = tmp_path / "three.toml"
    file.write_text(THREE, encoding="utf-8")
    async with open_app(size=size, file=file) as hand:
        await hand.keys("2")
        form = hand.screen.query_one("#inputs", Form)
        for name in ("rag", "tuned"):
            form.go_to(("costs", "option", name, "input_tokens"))
            await hand.settled()
            assert f"{name} against prompt" in hand.text("cost-chart")
        form.go_to(("costs", "requests_per_month"))
        await hand.settled()
        assert "against prompt" in hand.text("cost-chart")
        await hand.keys("c", "c", "c")
        assert "against" not in hand.text("cost-chart")


async def test_what_is_under_a_list_of_changes_is_reached(open_app: Opener, tmp_path: Path) -> None:
    file = tmp_path / "three.toml"
    file.write_text(THREE, encoding="utf-8")
    async with open_app(file=file) as hand:
        await hand.keys("2", "c", "c", "c", "c")
        chart = hand.screen.query_one("#cost-chart", Section)
        total, seen = len(chart._body), set()
        assert total > chart.room
        for _ in range(total):
            seen |= {*hand.text("cost-chart").splitlines()[2:]}
            await hand.keys("pagedown")
        rows = {line.rstrip(" │┃") for line in seen}
        made = {"".join(part.text for part in row).rstrip() for row in chart._body[1:]}
        assert {row for row in made if row} <= rows
        # Its heading stays, and tab and the jump reach it too.
        assert "cheapest" in hand.text("cost-chart").splitlines()[1]
        assert chart.can_focus
        await hand.keys("c")
        assert chart.offset_row == 0 and not chart.can_focus


async def test_the_figures_under_a_chart_are_whole_or_left_out(open_app: Opener) -> None:
    async with open_app(size=(80, 24)) as hand:
        await hand.keys("2", "p", "enter", "c", "c", "enter")
        await hand.type("80k..150k")
        await hand.keys("enter")
        assert "…" not in hand.text("cost-chart")
        assert "pays within the horizon" in hand.text("cost-chart")
