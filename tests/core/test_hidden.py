"""Characters that show nothing: visible, unless they stand where a script or a picture is written with them."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.hostile import FORBIDDEN
from workbench.core.json_text import json_text
from workbench.core.text import clean_block, clean_line, clean_paste

HIDING = st.sampled_from(
    "\u200c\u200d\ufe00\ufe0e\ufe0f\U000e0100\U000e01ef\U000e0041\u034f\u3164\uffa0\u115f\u180b\x1b\x9b\u202e\ud83d\ue000"
    "a1#é日👩❤\u20e3\u0301\u0627 \n\t"
)
texts = st.text(st.one_of(HIDING, st.characters(exclude_categories=[])), max_size=20)


@pytest.mark.parametrize(
    "text",
    [
        "👩\u200d💻",
        "❤\ufe0f",
        "🏳\ufe0f\u200d🌈",
        "1\ufe0f\u20e3",
        "نمی\u200cخواهم",
        "क्\u200dष",
        "葛\U000e0100城",
        "☎\ufe0e",
    ],
)
def test_what_a_script_or_a_picture_is_written_with_stays(text: str) -> None:
    assert clean_line(text) == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\u200db", "a<U+200D>b"),
        ("pass\u200c\u200dword", "pass<U+200C><U+200D>word"),
        ("👩\u200d\u200d💻", "👩\u200d<U+200D>💻"),
        ("a\ufe0f1\ufe0f", "a<U+FE0F>1<U+FE0F>"),
        ("x\U000e0100\U000e0101", "x<U+E0100><U+E0101>"),
        ("❤\ufe0f\ufe0f", "❤\ufe0f<U+FE0F>"),
        ("a\u3164b\u115f\u034f", "a<U+3164>b<U+115F><U+034F>"),
        ("\ufe0f", "<U+FE0F>"),
        ("\U000e0001\U000e0fff", "<U+E0001><U+E0FFF>"),
    ],
)
def test_what_could_carry_text_that_nobody_sees_is_shown(text: str, shown: str) -> None:
    assert clean_line(text) == shown


@given(texts)
def test_cleaning_again_changes_nothing(text: str) -> None:
    for clean in (clean_line, clean_block, clean_paste):
        once = clean(text)
        assert clean(once) == once
        assert not FORBIDDEN.search(once.replace("\n", "").replace("\t", "").replace("\r", "").translate(SELECTORS))


SELECTORS = dict.fromkeys((*range(65024, 65040), *range(917760, 918000)))


@given(texts)
def test_a_paste_keeps_its_lines_and_tabs(text: str) -> None:
    pasted = clean_paste(text)
    assert [pasted.count(mark) for mark in "\n\t\r"] == [text.count(mark) for mark in "\n\t\r"]


@given(st.dictionaries(texts, st.one_of(texts, st.lists(texts, max_size=2)), max_size=3))
def test_json_escapes_what_hides_and_reads_back_the_same(data: dict[str, object]) -> None:
    told = json_text(data)
    assert not FORBIDDEN.search(told.replace("\n", "").translate(SELECTORS))
    told.encode("utf-8")
    assert json.loads(told) == data
