"""Text of other people in every field: it stays in its row, moves nothing, and comes back as it was."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.tui.conftest import Hand, Opener
from workbench.plot.rows import Row

HOSTILE = "\\u001b]52;c;aGk=\\u0007\\u009b31m\\u202e[/][@click=app.quit]"
LINES = "one\\ntwo"
CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")

FLOW = f"""
name = "theirs"
title = "{HOSTILE}"
start = "a"
[question.a]
text = "{HOSTILE}"
why = "{LINES}{HOSTILE}"
[question.a.answer.yes]
label = "{HOSTILE}"
reason = "{LINES}"
trigger = "labelled_examples >= 500"
then = "{HOSTILE}"
because = "{LINES}"
outcome = "go"
[question.a.answer.no]
outcome = "go"
[outcome.go]
approach = "rag"
headline = "{HOSTILE}"
text = "{LINES}{HOSTILE}"
"""
DECISION = f"""
schema = 1
title = "{HOSTILE}"
approach = "rag"
[alternative.prompting]
rejected_because = "{LINES}"
[flow]
name = "ours"
[flow.answer.a]
answer = "yes"
note = "{LINES}"
[trigger.own]
when = "{HOSTILE}"
then = "{HOSTILE}"
because = "{LINES}"
"""


def written(tmp_path: Path) -> Path:
    (tmp_path / "flows").mkdir()
    (tmp_path / "flows" / "ours.toml").write_text(FLOW, encoding="utf-8")
    (tmp_path / "saved").mkdir()
    file = tmp_path / "saved" / "20261123-x-0001.toml"
    file.write_text(DECISION, encoding="utf-8")
    return file


def rows_shown(hand: Hand) -> list[Row]:
    shown = [widget for widget in hand.screen.query("*") if hasattr(widget, "rows") and widget.size.width]
    return [row for widget in shown for row in widget.rows]


async def test_a_text_of_several_lines_stays_in_its_row_on_every_pane(open_app: Opener, tmp_path: Path) -> None:
    async with open_app(file=written(tmp_path)) as hand:
        for key in ("1", "left", "s", "s", "f", "escape", "4", "tab", "r", "5", "1"):
            await hand.keys(key)
            broken = [row for row in rows_shown(hand) if any(CONTROL.search(span.text) for span in row)]
            assert not broken, key


async def test_a_text_of_several_lines_is_edited_in_one_row_and_keeps_its_lines(
    open_app: Opener, tmp_path: Path
) -> None:
    async with open_app(file=written(tmp_path)) as hand:
        await hand.keys("1", "left", "e")
        editor = hand.screen.query_one("CellInput")
        assert editor.value == "one␊two"  # type: ignore[attr-defined]
        await hand.keys("enter")
        assert hand.screen.session.decision.flow.answer["a"].note == "one\ntwo"
        await hand.keys("e", "end", "x", "enter")
        assert hand.screen.session.decision.flow.answer["a"].note == "one\ntwox"


async def test_a_trigger_that_is_no_condition_is_left_and_taken_again(open_app: Opener, tmp_path: Path) -> None:
    async with open_app(file=written(tmp_path)) as hand:
        await hand.keys("4", "space")
        assert not hand.screen.session.decision.trigger
        await hand.keys("space")
        assert hand.screen.session.decision.trigger["own"].because == "one\ntwo"


async def test_a_flow_is_known_by_its_file_whatever_name_stands_inside(open_app: Opener, tmp_path: Path) -> None:
    file = written(tmp_path)
    async with open_app(file=file) as hand:
        await hand.keys("1", "left", "n", "ctrl+s")
        assert hand.screen.session.decision.flow.name == "ours"
    assert 'name = "ours"' in file.read_text(encoding="utf-8")


async def test_a_flow_whose_name_has_hidden_characters_is_not_offered(open_app: Opener, tmp_path: Path) -> None:
    file = written(tmp_path)
    (tmp_path / "flows" / "\x1b]0;owned\x07.toml").write_text(FLOW, encoding="utf-8")
    (tmp_path / "flows" / "classic.toml").write_text(FLOW, encoding="utf-8")
    async with open_app(file=file) as hand:
        await hand.keys("1", "f")
        told = hand.text("sheet-list")
    assert "ours      of this repository" in told and "owned" not in told and "\x1b" not in told
    assert "classic   of this repository" in told


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (60, 16)])
async def test_in_a_wide_fan_the_answer_under_the_cursor_is_in_sight(
    open_app: Opener, tmp_path: Path, size: tuple[int, int]
) -> None:
    answers = [f'[question.a.answer.way{n}]\nkey = "{chr(0x4E00 + n)}"\noutcome = "go"\n' for n in range(60)]
    file = written(tmp_path)
    head = 'name = "fan"\nstart = "a"\n[question.a]\ntext = "Which?"\n'
    end = '[outcome.go]\napproach = "rag"\nheadline = "Go"\n'
    (tmp_path / "flows" / "ours.toml").write_text(head + "".join(answers) + end, encoding="utf-8")
    file.write_text('title = "x"\n[flow]\nname = "ours"\n', encoding="utf-8")
    async with open_app(size=size, file=file) as hand:
        assert "Which?" in hand.text("card") and "look ahead" in hand.text("keys")
        for moves, way in ((45, "Way45"), (20, "Way5"), (58, "Way3"), (1, "Way4")):
            await hand.keys(*["down"] * moves)
            (line,) = [line for line in hand.text("card").splitlines() if "▌" in line]
            assert way in line
        await hand.keys("up", "up", "up", "up")
        assert "Which?" in hand.text("card")
