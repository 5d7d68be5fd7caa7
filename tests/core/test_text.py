"""Other people's text: made safe, measured, clipped, wrapped, and turned into a file name."""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.core.text import (
    clean_block,
    clean_data,
    clean_line,
    clip,
    columns,
    counted,
    free_name,
    is_narrow,
    pad,
    slug,
    wrap,
)

HIDDEN = re.compile("[\x00-\x1f\x7f-\x9f\xad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]")
any_text = st.text(st.characters(exclude_categories=[]), max_size=30)
letters = st.sampled_from(["a", "b", "é", "e\u0301", "日", "語", "한", "ｗ", "🎉", " ", " ", "-"])
mixed = st.lists(letters, max_size=40).map("".join)


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("plain text, 100 %", "plain text, 100 %"),
        ("Größe ñ 日本 🎉 שלום", "Größe ñ 日本 🎉 שלום"),
        ("[bold]markup[/] [@click=app.quit]stays[/]", "[bold]markup[/] [@click=app.quit]stays[/]"),
        ("\x1b[31mred", "␛[31mred"),
        ("\x1b]52;c;aGk=\x07", "␛]52;c;aGk=␇"),
        ("\x9b31m\x9d0;t\x9c", "<U+009B>31m<U+009D>0;t<U+009C>"),
        ("a\x00b\tc\nd\re\x7f", "a␀b␉c␊d␍e␡"),
        ("\x85\x8d", "<U+0085><U+008D>"),
        ("abc\u202egpj.exe", "abc<U+202E>gpj.exe"),
        ("\u2066a\u2069\u200e\u200f\u061c", "<U+2066>a<U+2069><U+200E><U+200F><U+061C>"),
        ("zero\u200bwidth\ufeff\u2060", "zero<U+200B>width<U+FEFF><U+2060>"),
        ("soft\xadhyphen", "soft<U+00AD>hyphen"),
        ("line\u2028para\u2029", "line<U+2028>para<U+2029>"),
        ("\ud800", "<U+D800>"),
        ("\U000e0041tag", "<U+E0041>tag"),
        ("نمی\u200cخواهم 👩\u200d💻", "نمی\u200cخواهم 👩\u200d💻"),
    ],
)
def test_hidden_characters_become_visible(raw: str, shown: str) -> None:
    assert clean_line(raw) == shown


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("a\nb\n", "a\nb\n"),
        ("a\r\nb\rc", "a\nb\nc"),
        ("\ta\tb", "    a   b"),
        ("a\n\x1b[2Jb\u202e", "a\n␛[2Jb<U+202E>"),
        ("a\x0bb\x0cc\x1cd\x85e\u2028f", "a␋b␌c␜d<U+0085>e<U+2028>f"),
    ],
)
def test_a_block_keeps_its_lines_and_nothing_else_hidden(raw: str, shown: str) -> None:
    assert clean_block(raw) == shown


@given(any_text)
def test_nothing_hidden_is_left_and_cleaning_again_changes_nothing(text: str) -> None:
    line, block = clean_line(text), clean_block(text)
    assert not HIDDEN.search(line)
    assert not HIDDEN.search(block.replace("\n", ""))
    assert (clean_line(line), clean_block(block)) == (line, block)
    assert all(unicodedata.category(char) not in {"Cc", "Cs", "Zl", "Zp"} for char in line)
    line.encode("utf-8")


@given(st.text(st.characters(min_codepoint=0x20, max_codepoint=0x7E)))
def test_ordinary_text_is_left_alone(text: str) -> None:
    assert clean_line(text) == text


def test_data_of_any_shape_is_cleaned_keys_too() -> None:
    raw = {"k\x1b": ["a\x1b", {"\u202eb": "c\r\nd"}], "n": 5, "t": True, "none": None}
    assert clean_data(raw) == {"k␛": ["a␛", {"<U+202E>b": "c\nd"}], "n": 5, "t": True, "none": None}


@pytest.mark.parametrize(
    ("text", "width"),
    [
        ("", 0),
        ("abc", 3),
        ("naïve", 5),
        ("nai\u0308ve", 5),
        ("日本語", 6),
        ("한국", 4),
        ("ｗｉｄｅ", 8),
        ("🎉", 2),
        ("a\u200cb", 2),
        ("…—“”", 4),
        ("שָׁלוֹם", 4),
    ],
)
def test_columns(text: str, width: int) -> None:
    assert columns(text) == width


@pytest.mark.parametrize(("text", "width"), [("ที่", 1), ("กำลัง", 4), ("❤\ufe0e", 1)])
def test_marks_without_a_combining_class_take_no_column(text: str, width: int) -> None:
    assert columns(text) == width


@pytest.mark.parametrize(
    ("text", "limit", "clipped"),
    [
        ("abcdef", 6, "abcdef"),
        ("abcdef", 5, "abcd…"),
        ("abcdef", 1, "…"),
        ("abcdef", 0, ""),
        ("abcdef", -3, ""),
        ("", 0, ""),
        ("日本語", 6, "日本語"),
        ("日本語", 5, "日本…"),
        ("日本語", 4, "日…"),
        ("日本語", 2, "…"),
        ("e\u0301e\u0301e\u0301", 3, "e\u0301e\u0301e\u0301"),
        ("e\u0301e\u0301e\u0301", 2, "e\u0301…"),
    ],
)
def test_clip(text: str, limit: int, clipped: str) -> None:
    assert clip(text, limit) == clipped


@pytest.mark.parametrize(
    ("text", "width", "right", "padded"),
    [
        ("abc", 5, False, "abc  "),
        ("abc", 5, True, "  abc"),
        ("abc", 3, True, "abc"),
        ("abcdef", 4, False, "abc…"),
        ("日本語", 4, False, "日… "),
        ("日本語", 4, True, " 日…"),
        ("e\u0301", 3, False, "e\u0301  "),
        ("abc", 0, False, ""),
    ],
)
def test_pad(text: str, width: int, right: bool, padded: str) -> None:
    assert pad(text, width, right) == padded


@given(mixed, st.integers(0, 50))
def test_clipped_text_fits_and_padded_text_fills(text: str, width: int) -> None:
    clipped = clip(text, width)
    assert columns(clipped) <= width
    assert clipped == text or text.startswith(clipped.removesuffix("…"))
    assert (clipped == text) == (columns(text) <= width)
    assert columns(pad(text, width)) == columns(pad(text, width, right=True)) == width
    assert pad(text, width).startswith(clipped)
    assert pad(text, width, right=True).endswith(clipped)


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("one two three", 7, ["one two", "three"]),
        ("one two three", 13, ["one two three"]),
        ("one two three", 12, ["one two", "three"]),
        ("one\n\ntwo three", 9, ["one", "", "two three"]),
        ("  one   two  ", 20, ["one two"]),
        ("", 5, [""]),
        ("日本 語学", 5, ["日本", "語学"]),
        ("日本 語学", 9, ["日本 語学"]),
        ("e\u0301e\u0301 e\u0301e\u0301", 5, ["e\u0301e\u0301 e\u0301e\u0301"]),
        ("a\n", 5, ["a", ""]),
        ("日本語", 2, ["日", "本", "語"]),
        ("abc", 1, ["a", "b", "c"]),
    ],
)
def test_wrap(text: str, width: int, lines: list[str]) -> None:
    assert wrap(text, width) == lines


@given(mixed, st.integers(4, 30))
def test_wrapped_lines_fit_and_nothing_is_lost(text: str, width: int) -> None:
    lines = wrap(text, width)
    assert all(columns(line) <= width for line in lines)
    assert re.sub(r"\s", "", "".join(lines)) == re.sub(r"\s", "", text)
    if all(columns(word) <= width for word in text.split()):
        assert " ".join(lines).split() == text.split()
        for line, following in pairwise(lines):
            assert columns(line) + 1 + columns(following.split()[0]) > width


@pytest.mark.parametrize("width", [10, 40])
def test_a_word_longer_than_the_line_is_cut_and_goes_on(width: int) -> None:
    word = "".join(chr(97 + at % 26) for at in range(300))
    lines = wrap(f"see {word} there", width)
    assert lines[0] == "see"
    assert "".join(lines).replace("see", "", 1).removesuffix("there").strip() == word
    assert all(width - 1 <= columns(line) <= width for line in lines[1:-2])


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Ticket triage", "ticket-triage"),
        ("  Ticket -- triage!  ", "ticket-triage"),
        ("Crème brûlée №2", "creme-brulee-no2"),
        ("ＦＵＬＬ width", "full-width"),
        ("日本語", "decision"),
        ("Привет, мир", "decision"),
        ("שלום 2026", "decision"),
        ("2026", "decision"),
        ("🎉", "decision"),
        ("", "decision"),
        ("2026 plan", "2026-plan"),
        ("../../etc/passwd", "etc-passwd"),
        ("a\x1b[31mb\x00c", "a-31mb-c"),
        ("one two three four five six seven eight nine ten", "one-two-three-four-five-six-seven-eight"),
        ("x" * 60, "x" * 40),
        (f"{'x' * 20} {'y' * 19}", f"{'x' * 20}-{'y' * 19}"),
        (f"{'x' * 20} {'y' * 20}", "x" * 20),
    ],
)
def test_slug(title: str, name: str) -> None:
    assert slug(title) == name


@given(any_text, st.integers(1, 60))
def test_a_slug_is_always_a_safe_file_name(title: str, limit: int) -> None:
    name = slug(title, limit)
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name)
    assert re.search("[a-z]", name)
    assert len(name) <= limit or name == "decision"


@pytest.mark.parametrize(
    ("taken", "name"), [(set(), "tuned"), ({"tuned"}, "tuned-2"), ({"tuned", "tuned-2", "tuned-4"}, "tuned-3")]
)
def test_a_name_that_is_not_taken(taken: set[str], name: str) -> None:
    assert free_name("tuned", taken) == name


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cs"])))
def test_what_is_known_to_be_narrow_takes_a_column_a_character(text: str) -> None:
    if is_narrow(text):
        assert sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text) == len(text)
        assert not any(unicodedata.category(char) in {"Mn", "Me", "Cf", "Cc"} for char in text)


@pytest.mark.parametrize("first", range(0, 0x3000, 0x400))
def test_every_narrow_character_is_one_column_by_the_unicode_tables(first: int) -> None:
    for char in map(chr, range(first, first + 0x400)):
        if is_narrow(char):
            assert unicodedata.east_asian_width(char) not in "WF"
            assert unicodedata.category(char) not in {"Mn", "Me", "Cf", "Cc"}


@pytest.mark.parametrize(
    ("count", "told"), [(0, "0 rows"), (1, "1 row"), (2, "2 rows"), (-1, "-1 rows"), (1234567, "1,234,567 rows")]
)
def test_a_count_agrees_with_its_word(count: int, told: str) -> None:
    assert counted(count, "row") == told


@pytest.mark.parametrize("drawn", ["❤️", "👩‍💻", "a👩‍👩‍👧", "1️⃣", "👍🏽"])
def test_a_long_word_of_joined_emoji_is_wrapped_between_them_and_within_the_width(drawn):
    lines = wrap(drawn * 20, 10)
    assert "".join(lines) == drawn * 20
    assert all(0 < columns(line) <= 10 for line in lines)
    assert all(line[0] not in "‍️⃣🏽" for line in lines)
