"""Text that is no value yet: what is said of it, and what stays as it was beside it."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.tui.conftest import Opener
from workbench.core.presets import load_preset
from workbench.core.record.decision import Accuracy, with_value
from workbench.tui.panes.cost_results import result_note
from workbench.tui.widgets.form import Form
from workbench.tui.widgets.section import Section


@pytest.mark.parametrize("text", ["abc", "12 foo", "500 per request"])
@pytest.mark.parametrize("downs", [1, 3])
async def test_nonsense_in_a_cell_takes_no_needed_from_the_others(open_app: Opener, text: str, downs: int) -> None:
    async with open_app() as hand:
        await hand.keys("2", *["down"] * downs)
        before = hand.text("inputs").count("needed")
        await hand.keys("enter")
        await hand.type(text)
        assert hand.text("inputs").count("needed") == before - 1
        assert "11 inputs to go: 4 for prompt" in hand.text("result")
        await hand.keys("down")
        assert hand.text("inputs").count("needed") == before - 1
        assert "11 inputs to go: 4 for prompt" in hand.text("result")


async def test_a_column_that_is_not_counted_yet_is_not_said_to_count_no_answers(open_app: Opener) -> None:
    async with open_app() as hand:
        await hand.keys("2", "down", "down", "enter")
        await hand.type("200")
        await hand.keys("enter")
        assert "not like for like" not in hand.text("result")
        assert "10 inputs to go: 3 for prompt" in hand.text("result")


async def test_the_reason_is_told_wherever_the_cursor_stands_on_the_field(open_app: Opener) -> None:
    async with open_app() as hand:
        await hand.keys("2", "down", "down", "enter")
        await hand.type("abc")
        await hand.keys("enter")
        assert "not a number" in hand.line("keys")
        await hand.keys("up", "enter")
        assert "not a number" not in hand.line("keys")
        await hand.keys("down", "3", "2")
        assert "not a number" in hand.line("keys")
        await hand.keys("enter")
        assert "not a number" in hand.line("keys")
        await hand.keys("escape")
        assert "not a number" not in hand.line("keys")


async def test_enter_stays_in_a_field_whose_text_is_no_value_and_the_next_text_takes_its_place(
    open_app: Opener,
) -> None:
    async with open_app() as hand:
        await hand.keys("2", "enter")
        await hand.type("40kk")
        await hand.keys("enter")
        form = hand.screen.query_one("#inputs", Form)
        assert form.editor is not None and form.editor.text == "40kk"
        assert "not a number" in hand.line("keys")
        await hand.type("40k")
        await hand.keys("enter")
        assert form.editor is None and not hand.screen.session.pending
        assert hand.screen.session.committed.costs.requests_per_month == 40_000
        await hand.keys("enter")
        await hand.type("40kk")
        await hand.keys("enter", "escape")
        assert form.editor is None and not hand.screen.session.pending
        assert hand.screen.session.committed.costs.requests_per_month == 40_000


async def test_a_figure_retyped_after_a_refusal_switches_no_page(open_app: Opener) -> None:
    async with open_app() as hand:
        await hand.keys("3", "a", "enter")
        await hand.type("0.75")
        await hand.keys("tab")
        await hand.type("2OO")
        await hand.keys("enter")
        assert "not a whole number" in hand.line("keys")
        await hand.type("200")
        await hand.keys("enter")
        assert hand.screen.pane_number == 3
        assert hand.screen.session.committed.accuracy["prompt v1"].cases == 200


async def test_a_version_without_a_value_keeps_its_row(open_app: Opener) -> None:
    entries = {
        "one": Accuracy(value=Decimal("0.7")),
        "two": Accuracy(),
        "tuned": Accuracy(kind="fine-tuned"),
        "three": Accuracy(value=Decimal("0.8")),
        "tuned b": Accuracy(kind="fine-tuned", value=Decimal("0.9")),
    }
    async with open_app() as hand:
        session = hand.screen.session
        hand.screen.update(session.changed(with_value(session.committed, ("accuracy",), entries)))
        await hand.keys("3", "enter")
        form = hand.screen.query_one("#versions", Form)
        rows = {cell.path[1]: cell.row for cell in form.cells if cell.path[-1] == "value"}
        assert list(rows) == ["one", "two", "three", "tuned", "tuned b"]
        shown = hand.text("versions").splitlines()
        assert all(any(name in line for line in shown) for name in rows)
        assert [row - rows["one"] for row in rows.values()] == [0, 1, 2, 4, 5], "the two kinds stand apart"


async def test_help_says_what_the_field_is_for_and_why_its_text_is_no_value(open_app: Opener) -> None:
    async with open_app(size=(120, 40)) as hand:
        await hand.keys("2", *["down"] * 5, "enter")
        await hand.type("abc")
        await hand.keys("up", "enter", "down", "question_mark")
        told = hand.text("sheet-list")
        assert "This field: answer tokens of one request" in told
        assert "not a number: “abc”" in told


async def test_a_note_that_waits_for_its_answer_is_not_called_half_typed(open_app: Opener) -> None:
    async with open_app(size=(120, 40)) as hand:
        await hand.keys("e")
        await hand.type("612 tickets")
        await hand.keys("enter", "f", "down", "enter", "ctrl+s")
        await hand.type("Triage")
        await hand.keys("enter")
        assert "saved to" in hand.line("keys")
        assert "a note waits in the draft for its answer: examples" in hand.line("keys")
        assert "half typed" not in hand.line("keys")
        await hand.keys("q", "s")
        assert "a note waits in the draft for its answer: examples" in hand.line("keys")


async def test_undo_says_on_which_page_it_took_something_back(open_app: Opener) -> None:
    async with open_app() as hand:
        await hand.keys("2", "enter")
        await hand.type("100k")
        await hand.keys("enter", "u")
        assert hand.line("keys").startswith("undone: requests a month  ")
        await hand.keys("enter")
        await hand.type("100k")
        await hand.keys("enter", "1", "u")
        assert hand.line("keys").startswith("undone: requests a month, on 2 Costs")


async def test_an_example_asks_before_typed_costs_go_and_undo_brings_them_back(open_app: Opener) -> None:
    async with open_app() as hand:
        await hand.keys("2", "p", "enter", "p", "down", "enter")
        assert "brings your costs back" not in hand.line("keys"), "the costs of an example are nobody's"
        await hand.keys("home", "enter")
        await hand.type("1234")
        await hand.keys("enter")
        typed = hand.screen.session.committed.costs
        await hand.keys("p", "enter")
        assert "u brings your costs back" in hand.text("sheet-list")
        await hand.keys("k")
        assert hand.screen.session.committed.costs == typed
        await hand.keys("p", "enter", "t")
        assert hand.screen.session.committed.costs != typed
        await hand.keys("u")
        assert hand.screen.session.committed.costs == typed
        assert hand.line("keys").startswith("undone: the costs")


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_a_price_that_is_no_number_is_not_said_to_be_missing(open_app: Opener, size: tuple[int, int]) -> None:
    async with open_app(size=size) as hand:
        costs = load_preset("a-template").costs
        name = list(costs.option)[-1]
        session = hand.screen.session
        decision = with_value(session.committed, ("costs",), costs)
        path = ("costs", "option", name, "input_price")
        decision = with_value(decision, path, None)
        hand.screen.update(session.changed(decision))
        await hand.keys("2")
        section = hand.screen.query_one("#result", Section)

        def shown() -> str:
            return hand.text("result") + "".join(span.text for span in result_note(hand.screen.view, 80, {}))

        assert "needs input price" in shown()
        hand.screen.confirm(path, "0,30")
        await hand.settled()
        assert section.display and "needs input price" not in shown()
        assert f"{name}: input price is not a number" in shown()


async def test_an_accuracy_that_is_no_number_is_not_said_to_be_needed(open_app: Opener) -> None:
    async with open_app() as hand:
        await hand.keys("3", "a", "enter")
        await hand.type("abc")
        await hand.keys("enter")
        assert "prompt v1: value is not a number" in hand.text("evidence-list")
        await hand.keys("escape")
        assert "prompt v1: value needed" in hand.text("evidence-list")
