"""What stands right of an emoji that terminals draw differently stays in its column."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from workbench.core.text import clip, columns, pad, pieces
from workbench.tui.widgets.anchored import anchored

FAMILY, THUMB, HEART, KEY = "👩\u200d👩\u200d👧", "👍🏽", "❤\ufe0f", "1\ufe0f\u20e3"
FIREMAN, RAINBOW = "👨🏽\u200d🚒", "🏳\ufe0f\u200d🌈"
JOINED = [FAMILY, THUMB, HEART, KEY, FIREMAN, RAINBOW]
TEXT = st.lists(st.sampled_from([*JOINED, "a", " ", "日", "é", "◆"]), max_size=10).map("".join)
MOVE = re.compile(r"\x1b\[(\d+);(\d+)H|\x1b\[[0-9;]*m|([^\x1b]+)")


def drawn(written: str, old: bool) -> dict[int, str]:
    """Return what a terminal has in the columns of line 3 where single characters begin.

    Args:
        old: It draws every part of what is joined for itself; a new one draws two columns.
    """
    cells: dict[int, str] = {}
    column = 4
    for match in MOVE.finditer(written):
        if match[1]:
            assert match[1] == "4"
            column = int(match[2]) - 1
        for piece in (match[3] if old else pieces(match[3])) if match[3] else ():
            size = columns(piece)
            cells.update(dict.fromkeys(range(column, column + size), ""))
            if size:
                cells[column] = piece
            column += size
    return cells


@pytest.mark.parametrize("old", [False, True])
@given(TEXT)
def test_characters_after_it_stand_where_they_are_counted_to_stand(old: bool, text: str) -> None:
    cells, at = drawn(anchored(f"\x1b[1m{text}\x1b[0m", 4, 3), old), 4
    for piece in pieces(text):
        if len(piece) == 1:
            assert cells[at] == piece
        at += columns(piece)


@given(st.text("ab日é◆ ", max_size=20))
def test_all_else_is_written_as_it_is(text: str) -> None:
    assert anchored(text, 4, 3) == text


@given(TEXT)
def test_it_is_counted_as_the_screens_count(text: str) -> None:
    assert columns(text) == cell_len(text)


@given(TEXT, st.integers(1, 12))
def test_nothing_is_cut_within_it(text: str, width: int) -> None:
    cut = list(pieces(clip(text, width).removesuffix("…")))
    assert list(pieces(text))[: len(cut)] == cut
    assert columns(pad(text, width)) == width


def test_joiners_of_a_script_are_no_emoji() -> None:
    text = "क्\u200dष"
    assert list(pieces(text)) == list(text)
