"""Amounts: what people may type, what is refused and how, and what is shown again."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.core.amounts import Amount, Kind, Range, check, check_sign, edit_text, parse, point, show
from workbench.core.figures import money, months_text, number, plain, ratio, sign
from workbench.errors import ValueProblem

D = Decimal
MONTHS = "{} is not a whole number from 0 to 600"
COMMA = "a comma separates thousands, use a point: {}"
FAR = "{} is too large or too small to be meant"
KINDS: tuple[str, ...] = get_args(Kind)


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("100k", "count", 100_000),
        ("100K", "count", 100_000),
        ("1.5M", "tokens", 1_500_000),
        ("2bn", "tokens", 2_000_000_000),
        ("1.5M tokens", "tokens", 1_500_000),
        ("1,500", "tokens", 1500),
        ("1,500,000", "price", 1_500_000),
        ("1,234,567.5", "number", "1234567.5"),
        ("1_000", "count", 1000),
        ("2.5e3", "count", 2500),
        ("  42  ", "count", 42),
        (".5", "ratio", "0.5"),
        ("30", "price", 30),
        ("$30", "price", 30),
        ("$0.03/1K", "price", 30),
        ("$0.03 per 1K tokens", "price", 30),
        ("0.03/k", "price", 30),
        ("30/1M", "price", 30),
        ("30/M", "price", 30),
        ("$0.002/1K", "price", 2),
        ("0.00003/token", "price", 30),
        ("0.00003/1", "price", 30),
        ("$50", "money", 50),
        ("$ 50", "money", 50),
        ("50 €", "money", 50),
        ("£1.5k", "money", 1500),
        ("12%", "share", "0.12"),
        ("12 %", "share", "0.12"),
        ("0.12", "share", "0.12"),
        ("100 %", "share", 1),
        ("78 %", "ratio", "0.78"),
        ("5%", "rate", "0.05"),
        ("-5 %", "rate", "-0.05"),
        ("150 %", "rate", "1.5"),
        ("12", "months", 12),
        ("12 months", "months", 12),
        ("600", "months", 600),
        ("0", "months", 0),
        ("40h", "hours", 40),
        ("1.5 hours", "hours", "1.5"),
        ("800 ms", "ms", 800),
    ],
)
def test_what_people_type(text: str, kind: str, value: object) -> None:
    assert parse(text, kind) == D(str(value))


@pytest.mark.parametrize(
    ("text", "kind", "low", "likely", "high"),
    [
        ("80k..150k", "count", "80000", None, "150000"),
        ("80k .. 150k", "count", "80000", None, "150000"),
        ("80k..100k..150k", "count", "80000", "100000", "150000"),
        ("$0.01/1K..$0.03/1K", "price", "10", None, "30"),
        ("-5%..0%..5%", "rate", "-0.05", "0", "0.05"),
        ("6..12", "months", "6", None, "12"),
        ("3..3", "number", "3", None, "3"),
    ],
)
def test_ranges_people_type(text: str, kind: str, low: str, likely: str | None, high: str) -> None:
    assert parse(text, kind) == Range(D(low), D(high), None if likely is None else D(likely))


def test_the_point_of_a_range_is_likely_or_the_midpoint() -> None:
    assert point(D(7)) == 7
    assert point(Range(D(80), D(150))) == 115
    assert point(Range(D(80), D(150), D(100))) == 100


@pytest.mark.parametrize(
    ("text", "kind", "title", "message", "hint"),
    [
        ("abc", "count", "not a number", "“abc”", "write it like 100,000 or 100k"),
        ("", "price", "not a number", "“”", "write it like 30 (per 1M tokens) or $0.03/1K"),
        ("30/0", "price", "not a number", "“30/0”", "write it like 30 (per 1M tokens) or $0.03/1K"),
        ("12 %", "money", "not a number", "“12 %”", "write it like $50 or 1.5k"),
        ("1,50", "money", "not a number", "“1,50”", COMMA.format("1.50")),
        ("0,150", "price", "not a number", "“0,150”", COMMA.format("0.150")),
        ("$0,03/1K", "price", "not a number", "“$0,03/1K”", COMMA.format("$0.03/1K")),
        ("12,5 %", "share", "not a number", "“12,5 %”", COMMA.format("12.5 %")),
        ("0,1..0,150", "price", "not a number", "“0,1”", COMMA.format("0.1")),
        ("1,5,6", "price", "not a number", "“1,5,6”", "write it like 30 (per 1M tokens) or $0.03/1K"),
        ("1 000", "tokens", "not a number", "“1 000”", "write it like 500, 1,500 or 1.5M"),
        ("1..2..3..4", "hours", "not a number", "“1..2..3..4”", "write it like 40"),
        ("-5", "money", "negative", "-5 is below zero", "write 0 or more"),
        ("12", "share", "over 1", "“12” is more than the whole", "write 12 % or a share of 1"),
        ("1.5", "ratio", "over 1", "“1.5” is more than the whole", "write 1.5 % or a share of 1"),
        ("5", "rate", "percent or times?", "“5” could be percent", "write 5 %"),
        ("120 %", "ratio", "over 100 %", "1.2 is more than the whole", "write it like 0.78 or 78 %"),
        ("-100 %", "rate", "too low", "-100 % would leave less than nothing", "write it like 5 % or 0.05"),
        ("1.5", "months", "not a number of months", MONTHS.format("1.5"), "write it like 12"),
        ("601", "months", "not a number of months", MONTHS.format("601"), "write it like 12"),
        ("150..80", "count", "ends swapped", "a range goes from low to high", "write 80..150"),
        ("80..200..150", "ms", "ends swapped", "a range goes from low to high", "write 80..150..200"),
        ("1e19", "number", "out of reach", FAR.format("1E+19"), "write it like 12.5"),
        ("1e-16", "money", "out of reach", FAR.format("1E-16"), "write it like $50 or 1.5k"),
    ],
)  # fmt: skip
def test_a_refusal_says_what_and_how_to_mend(text: str, kind: str, title: str, message: str, hint: str) -> None:
    with pytest.raises(ValueProblem) as refused:
        parse(text, kind, "costs.here")
    problem = refused.value
    assert (problem.title, problem.message, problem.hint, problem.field) == (title, message, hint, "costs.here")


@pytest.mark.parametrize("value", [D("NaN"), D("Infinity"), D("-Infinity"), D("sNaN"), Range(D(1), D("Infinity"))])
@pytest.mark.parametrize("kind", KINDS)
def test_what_cannot_be_counted_is_refused(value: Amount, kind: str) -> None:
    with pytest.raises(ValueProblem, match="cannot be counted with") as refused:
        check(value, kind, "costs.here")
    assert refused.value.field == "costs.here"


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind not in {"rate", "points"}])
@pytest.mark.parametrize("value", [D("-0.01"), Range(D("-0.01"), D("0.5")), Range(D("-0.9"), D(1), D("-0.5"))])
def test_only_a_rate_may_be_negative(value: Amount, kind: str) -> None:
    assert check(value, "rate") == value
    with pytest.raises(ValueProblem, match="below zero"):
        check(value, kind)


HOSTILE = [
    "1e999", "-1e999", "1e-999", "9" * 60, "9" * 60_000, "1" + "0" * 60_000, "0." + "0" * 60_000 + "1", "1," * 30_000,
    "." * 60_000, "1.." * 20_000, " " * 60_000, "NaN", "nan", "sNaN", "Infinity", "-inf", "∞", "--5", "+-5", "5-", "1e",
    "1e+", "e5", "1e5000", "0x10", "2//3", "²", "½", "Ⅻ", "五", "1٫5", "1\u00a0000", "1 000", "   ", "", "..", "5..",
    "..5", "1...2", "1;2", "1\n2", "1\x00", "\x1b[31m5", "\u202e5", "$", "$$5", "%", "5%%", "k", "5kk", "5 k b",
    "1e5e5", "true", "None", "__import__('os')", "{5}", "5,", ",5", "1,00", "1,0000",
]  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
def test_hostile_text_is_refused(kind: str) -> None:
    for text in HOSTILE:
        try:
            amount = parse(text, kind, "costs.here")
        except ValueProblem as problem:
            assert problem.hint and problem.field == "costs.here"
            assert not re.search("[\x00-\x1f\x7f-\x9f\u202a-\u202e]", problem.brief)
        else:
            pytest.fail(f"{text[:40]!r} was read as {amount!r}")


@pytest.mark.parametrize(("text", "kind"), [("-1e999", "rate"), ("9" * 60, "share")])
def test_a_refusal_quotes_no_more_than_a_line_holds(text: str, kind: str) -> None:
    with pytest.raises(ValueProblem) as refused:
        parse(text, kind)
    assert len(refused.value.brief) <= 200


@pytest.mark.parametrize("text", ["30/0", "30/0K", "30/1B", "30/1e3", "30/-1", "30//1K", "/1K", "$/1K", "30/%"])
def test_a_price_for_no_amount_of_tokens_is_refused(text: str) -> None:
    with pytest.raises(ValueProblem, match="not a number"):
        parse(text, "price")


@pytest.mark.parametrize("text", ["30/", "$0.03 per", "30 / "])
def test_a_price_cut_short_is_refused(text: str) -> None:
    with pytest.raises(ValueProblem, match="not a number"):
        parse(text, "price")


@pytest.mark.parametrize("text", ["30/00", "30/0.0", "30/00K", "30 per 0.0M tokens"])
def test_a_price_per_zero_tokens_is_refused(text: str) -> None:
    with pytest.raises(ValueProblem, match="not a number"):
        parse(text, "price")


@pytest.mark.parametrize("text", ["١٢٣", "１２", "१२", "1２", "1e٣"])
@pytest.mark.parametrize("kind", ["count", "money", "price", "number"])
def test_digits_of_other_scripts_are_refused(text: str, kind: str) -> None:
    with pytest.raises(ValueProblem, match="not a number"):
        parse(text, kind)


@given(st.text(max_size=80), st.sampled_from(KINDS))
def test_any_text_is_an_amount_or_refused(text: str, kind: str) -> None:
    try:
        amount = parse(text, kind, "field")
    except ValueProblem as problem:
        assert problem.field == "field"
    else:
        assert check(amount, kind) == amount


@given(
    st.text("0123456789.,/$€%kKmMbBeE+-_ ", max_size=24), st.sampled_from([kind for kind in KINDS if kind != "price"])
)
def test_text_that_looks_like_an_amount_is_one_or_refused(text: str, kind: str) -> None:
    try:
        amount = parse(text, kind)
    except ValueProblem as problem:
        assert problem.hint
    else:
        assert parse(edit_text(amount, kind), kind) == amount


def one(kind: str) -> st.SearchStrategy[Decimal]:
    """Return amounts of one kind, from the smallest to the largest that may be typed."""
    if kind in {"months", "horizon"}:
        return st.integers(1, 600).map(Decimal)
    small = st.decimals("0", "1", places=15, allow_nan=False)
    if kind in {"share", "ratio"}:
        return small
    if kind == "points":
        return st.integers(-99, 99).map(Decimal)
    if kind == "rate":
        return st.one_of(small.map(lambda value: value - D("0.999999999999999")), st.decimals("0", "1e6", places=4))
    large = st.integers(0, 10**18).map(Decimal)
    return st.one_of(small, large, st.decimals("0", "1e9", places=6, allow_nan=False))


def amounts(kind: str) -> st.SearchStrategy[Amount]:
    ends = st.lists(one(kind), min_size=2, max_size=3).map(sorted)
    ranges = ends.map(lambda found: Range(found[0], found[-1], found[1] if len(found) == 3 else None))
    return st.one_of(one(kind), ranges)


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=40)
@given(data=st.data())
def test_an_edit_field_reads_back_the_same_amount(kind: str, data: st.DataObject) -> None:
    amount = data.draw(amounts(kind))
    text = edit_text(amount, kind)
    if len(text) <= 60:
        assert parse(text, kind) == amount
        assert edit_text(parse(text, kind), kind) == text


def test_a_range_with_long_ends_reads_back() -> None:
    amount = Range(D("0.00011111111111111111"), D("0.00033333333333333333"), D("0.00022222222222222222"))
    assert parse(edit_text(amount, "money"), "money") == amount


@given(st.one_of(*(one(kind).map(lambda value, kind=kind: (value, kind)) for kind in KINDS)))
def test_what_a_cell_shows_is_exact(amount: tuple[Decimal, str]) -> None:
    value, kind = amount
    text = show(value, kind)
    if kind in {"rate", "share"} or abs(value) < D("1e6"):
        assert parse(text, kind) == value
    assert not re.search("nan|inf|e[+-]", text, re.I)


@pytest.mark.parametrize(
    ("value", "kind", "text"),
    [
        ("30", "price", "$30"),
        ("0.5", "price", "$0.50"),
        ("1234.5", "money", "$1,234.50"),
        ("0.123456", "money", "$0.123456"),
        ("100000", "count", "100,000"),
        ("2500000", "tokens", "2.5M"),
        ("2500001", "tokens", "2,500,001"),
        ("1500", "tokens", "1,500"),
        ("0.12", "share", "12 %"),
        ("0.125", "rate", "12.5 %"),
        ("-0.05", "rate", "-5 %"),
        ("-0.005", "rate", "-0.5 %"),
        ("0.9", "ratio", "0.90"),
        ("1", "ratio", "1"),
        ("12", "months", "12"),
        ("1E+3", "count", "1,000"),
        ("-0", "count", "0"),
        ("0.0", "money", "$0"),
    ],
)
def test_what_a_cell_shows(value: str, kind: str, text: str) -> None:
    assert show(D(value), kind) == text


@pytest.mark.parametrize(
    ("amount", "kind", "text"),
    [
        (Range(D(80_000), D(150_000)), "count", "80k..150k"),
        (Range(D(80_000), D(150_000), D(100_000)), "count", "80k..100k..150k"),
        (Range(D(500), D(1_500_000)), "tokens", "500..1.5M"),
        (Range(D(1500), D(2000)), "money", "$1.5k..$2k"),
        (Range(D("0.05"), D("0.1")), "share", "5%..10%"),
        (Range(D(10), D(30)), "price", "$10..$30"),
    ],
)
def test_what_a_cell_shows_of_a_range(amount: Range, kind: str, text: str) -> None:
    assert show(amount, kind) == text
    assert parse(text, kind) == amount


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("0", "$0"),
        ("-0", "$0"),
        ("2700", "$2,700"),
        ("2700.49", "$2,700"),
        ("13.5", "$13.50"),
        ("13", "$13"),
        ("99.999", "$100"),
        ("1.005", "$1.01"),
        ("0.00445", "$0.0045"),
        ("0.48125", "$0.4813"),
        ("2.675", "$2.68"),
        ("100.5", "$101"),
        ("0.5", "$0.5000"),
        ("0.027", "$0.0270"),
        ("0.00055", "$0.00055"),
        ("0.000000123456", "$0.00000012"),
        ("-0.00095", "-$0.00095"),
        ("-1234.5", "-$1,235"),
        ("1e12", "$1,000,000,000,000"),
        ("1e30", "$1" + ",000" * 10),
    ],
)
def test_money_is_rounded_to_what_can_be_read(value: str, text: str) -> None:
    assert money(D(value)) == text


def test_every_figure_that_is_shown_rounds_a_half_up() -> None:
    assert (number(D("2.5"), 0), number(D("0.125")), number(D("-0.125"))) == ("3", "0.13", "-0.13")
    assert (ratio(D("0.90825")), ratio(D("0.91")), months_text(D("3.25"))) == ("0.9083", "0.91", "3.3 months")


def test_money_in_other_currencies() -> None:
    assert [money(D(5), code) for code in ("USD", "EUR", "GBP", "JPY", "CHF")] == ["$5", "€5", "£5", "¥5", "CHF 5"]
    assert money(D(-5), "CHF") == "-CHF 5"
    assert sign("SEK") == "SEK "


@pytest.mark.parametrize("value", ["1e-13", "1e-15", "-4e-14"])
def test_money_that_is_not_nothing_never_reads_as_nothing(value: str) -> None:
    assert re.search("[1-9]", money(D(value)))


@pytest.mark.parametrize(
    ("value", "places", "text"),
    [
        ("3.8717948", 2, "3.87"),
        ("4", 2, "4"),
        ("4.10", 2, "4.1"),
        ("1234567.891", 0, "1,234,568"),
        ("-0.001", 2, "0"),
        ("-0.5", 1, "-0.5"),
        ("-1234.5", 1, "-1,234.5"),
        ("1e20", 2, "100" + ",000" * 6),
        ("1e-20", 2, "0"),
    ],
)
def test_numbers_are_rounded_to_what_can_be_read(value: str, places: int, text: str) -> None:
    assert number(D(value), places) == text


@pytest.mark.parametrize("value", ["1e27", "-1e30", "123456789012345678901234567890.5"])
def test_a_number_of_any_size_can_be_shown(value: str) -> None:
    assert number(D(value)).replace(",", "").replace(".", "", 1).lstrip("-").isdigit()


@pytest.mark.parametrize(
    ("value", "text"),
    [("1E+3", "1000"), ("1.50", "1.5"), ("-0", "0"), ("0.0", "0"), ("0E+998", "0"), ("1E-7", "0.0000001")],
)
def test_plain_is_what_a_file_keeps(value: str, text: str) -> None:
    assert plain(D(value)) == text


@pytest.mark.parametrize(
    ("months", "text"), [("1", "1 month"), ("1.04", "1 month"), ("0.97", "1 month"), ("1.1", "1.1 months")]
)
def test_what_reads_as_one_month_is_one(months: str, text: str) -> None:
    assert months_text(Decimal(months)) == text


@pytest.mark.parametrize("kind", get_args(Kind))
def test_ends_in_the_wrong_order_are_told_as_they_can_be_typed_in_any_currency(kind: str) -> None:
    with pytest.raises(ValueProblem) as caught:
        check(Range(Decimal(1), Decimal("0.5") if kind in {"share", "rate", "ratio"} else Decimal(0)), kind)
    if caught.value.title == "ends swapped":
        mended = caught.value.hint.removeprefix("write ")
        check_sign(mended, "CHF")
        assert isinstance(parse(mended, kind), Range)
