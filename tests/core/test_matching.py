"""When an answer is the expected one, and what text there is in it."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.core.evidence.folding import fold, fold_label
from workbench.core.evidence.matching import exact, read_json, same_json, same_label, similarity, text_of

DEEP = "[" * 100_000 + "]" * 100_000


@pytest.mark.parametrize(
    ("expected", "output", "right"),
    [
        ("yes", " yes\n", True),
        ("yes", "Yes", False),
        ("", None, True),
        ("1", 1, True),
        (1, "1", True),
        (True, "true", True),
        (True, 1, False),
        (Decimal("0.5"), "0.5", True),
        ({"a": 1, "b": [2]}, '{"b": [2.0], "a": 1}', True),
        ('{"a": 1}', {"a": 1}, True),
        ({"a": 1}, "a: 1", False),
        ("Paris", [{"type": "text", "text": "Par"}, {"type": "text", "text": "is"}], True),
        ("Paris", {"role": "assistant", "content": "Paris"}, True),
        ("Paris", {"city": "Paris"}, False),
        (["a"], ["a"], True),
        (["a"], ["a", "b"], False),
        ({"a": 1}, '```json\n{"a": 1}\n```', False),
    ],
)
def test_exact_is_equal_after_trimming_and_data_is_compared_as_data(
    expected: object, output: object, right: bool
) -> None:
    assert exact(expected, output) is right


@pytest.mark.parametrize(
    ("expected", "output", "right"),
    [
        ('{"a": 1, "b": true}', '{"b":true,"a":1.00}', True),
        ('{"a": 1}', '{"a": true}', False),
        ("[1, 2]", "[2, 1]", False),
        ("null", "null", True),
        ("1", "1.0", True),
        ("true", "1", False),
        ("NaN", "NaN", False),
        ('{"a": 1}', "Here it is: {}", False),
        ("yes", "yes", False),
        ('{"a": "1"}', '{"a": 1}', False),
        (DEEP, DEEP, False),
        ("1e999999", "1e999999", True),
        ("1e99999999999999999999", "1", False),
        ('{"a": 1}', '```json\n{"a": 1}\n```', True),
        ('{"a": 1}', ' ```\n{"a":\n 1}```\n', True),
        ('{"a": 1}', '```JSON {"a": 1}```', True),
        ('{"a": 1}', 'Here it is:\n```json\n{"a": 1}\n```', False),
        ('{"a": 1}', '```json\n{"a": 1}\n```\n```json\n{"a": 1}\n```', False),
        ('{"a": 1}', "```", False),
        ("7", "```", False),
    ],
)
def test_json_is_equal_by_what_it_says(expected: str, output: str, right: bool) -> None:
    assert same_json(expected, output) is right


@pytest.mark.parametrize(
    ("expected", "output", "right"),
    [
        ("Negative", " negative. ", True),
        ("not spam", "Not  Spam", True),
        ("STRASSE", "straße", True),
        ("neg", "negative", False),
        ("-1", "1", False),
        ("+", "-", False),
        ("?", "!", False),
        ("की", "का", False),
    ],
)
def test_a_label_is_the_same_without_case_blanks_and_outer_punctuation(expected: str, output: str, right: bool) -> None:
    assert same_label(expected, output) is right


def test_folding_leaves_case_punctuation_and_blanks_aside_and_keeps_signs_of_other_scripts() -> None:
    assert fold("  Where's my ORDER?!\n") == fold("where s my order")
    assert fold("की") != fold("का")
    assert fold("?!") == "?!" and fold("   ") == ""


@given(st.text(max_size=40))
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    assert fold_label(fold_label(text)) == fold_label(text)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**6), 10**6) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=8,
)


@given(json_values)
def test_every_answer_is_its_own_match_and_perfectly_similar(value: object) -> None:
    assert exact(value, value) and same_label(value, value)
    assert similarity(value, value) == 1.0


@given(st.text(max_size=30), st.text(max_size=30))
def test_similarity_is_a_share_and_the_same_from_either_side(one: str, other: str) -> None:
    found = similarity(one, other)
    assert 0 <= found <= 1 and found == similarity(other, one)
    assert (found == 1) == (one.strip() == other.strip())


def test_numbers_keep_their_digits_and_what_is_no_number_is_refused() -> None:
    assert read_json('{"a": 0.10, "b": 12345678901234567890}') == {"a": Decimal("0.10"), "b": 12345678901234567890}
    for text in ('{"a": NaN}', "[Infinity]", DEEP, '{"a": 1e99999999999999999999}', "{'a': 1}"):
        with pytest.raises(ValueError):
            read_json(text)
    assert text_of(Decimal("1e999999")) == "Infinity"
