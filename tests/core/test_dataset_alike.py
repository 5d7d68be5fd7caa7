"""What counts as nearly the same, folded, a label's variant, a refusal, personal data; and what does not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.core.evidence.dataset.alike import Text, near, same, swap
from workbench.core.evidence.dataset.checks import has_card, has_email, masked, refuses
from workbench.core.evidence.dataset.folding import digits, fold, short_windows, windows
from workbench.core.evidence.dataset.labels import evenness, same_label, variants
from workbench.core.evidence.dataset.spread import percentile


def pieces(folded: bytes) -> list[bytes]:
    return [*windows(folded), *short_windows(folded)]


BASE = "My parcel 4711 has not arrived at the office yet, please tell me where it is"


@pytest.mark.parametrize(
    "other",
    [
        "my parcel 4711 has NOT arrived at the office yet -- please tell me where it is!",
        "My parcel 4711 hasn't arrived at the office yet, please tell me where it is",
        "My parcel 4711 has not arived at the office yet, please tell me where it is",
        "Hi, my parcel 4711 has not arrived at the office yet, please tell me where it is",
        "My parcel 4711 has not arrived at the office yet, kindly tell me where it is",
    ],
)
def test_case_points_misspellings_and_courtesy_make_no_difference(other: str) -> None:
    assert near(Text(BASE), Text(other)) and near(Text(other), Text(BASE))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (BASE, BASE.replace("4711", "4712")),
        (BASE, BASE.replace("has not", "has")),
        (f"{BASE}, ABC-X", f"{BASE}, ABC-Y"),
        (f"{BASE}, or write to a@b.example", f"{BASE}, or write to c@b.example"),
        (f"{BASE} if it goes to Berlin", f"{BASE} if it goes to Munich"),
        ("Set max_size to the limit of the file", "Set min_size to the limit of the file"),
        ("2.5 plus 3", "25 plus 3"),
        ("It is -5 degrees", "It is 5 degrees"),
        ("😀", "😢"),
        ("c++", "c"),
        ("", "a"),
        ("!", "..."),
        (":(", ":)"),
    ],
)  # fmt: skip
def test_digits_identifiers_names_and_negations_do(one: str, other: str) -> None:
    assert not near(Text(one), Text(other)) and not near(Text(other), Text(one))


def test_a_swap_names_what_stays_and_what_changed() -> None:
    change = swap(Text("I bought a kettle here"), Text("I bought a carpet here"))
    assert change is not None and change.one == ("kettle",) and change.other == ("carpet",)
    assert swap(Text("I bought a kettle here"), Text("I bought a kettle here today")) is None
    assert swap(Text("I bought a kettle"), Text("I bought a ketle")) is None


@given(st.text())
def test_a_text_is_near_itself_and_its_folded_form_has_no_space(text: str) -> None:
    assert near(Text(text), Text(text)) and same(Text(text), Text(text))
    assert b" " not in fold(text) and not digits(fold(text)).strip(b"0123456789")
    assert all(window in fold(text) for window in pieces(fold(text)))


@given(st.text(alphabet=st.characters(codec="ascii")), st.text(alphabet=st.characters(codec="ascii")))
def test_near_goes_both_ways(one: str, other: str) -> None:
    assert near(Text(one), Text(other)) == near(Text(other), Text(one))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("посылка не пришла, подскажите где она", "посылка так и не пришла, подскажите где она"),
        ("我的包裹还没有到，请告诉我现在在哪里", "我的包裹还没有收到，请告诉我现在在哪里"),
        ("where is the parcel that i ordered", "so where is the parcel that i ordered"),
    ],
)  # fmt: skip
def test_texts_of_any_script_share_a_window_after_a_change(one: str, other: str) -> None:
    assert set(pieces(fold(one))) & set(pieces(fold(other)))


@given(st.text(alphabet="abc XYZ.,"), st.integers(0, 20), st.sampled_from("defg"))
def test_one_change_in_a_long_text_leaves_a_window(noise: str, place: int, letter: str) -> None:
    text = fold("the quick brown fox jumps over the lazy dog while the band plays on and on until dawn" + noise)
    changed = text[: 4 * place] + letter.encode() + text[4 * place :]
    assert set(windows(text)) & set(windows(changed))


@pytest.mark.parametrize(
    ("one", "other"),
    [("neg", "negative"), ("Negative ", "negative"), ("negative", "negatve"), ("not-spam", "not spam"), ("y", "Yes"),
     ("complaint", "complaints"), ("shipping delay", "shiping delay")],
)  # fmt: skip
def test_variants_of_a_label(one: str, other: str) -> None:
    assert same_label(one, other) and same_label(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [("positive", "negative"), ("relevant", "irrelevant"), ("helpful", "unhelpful"), ("class a", "class b"),
     ("priority 1", "priority 2"), ("-1", "1"), ("+", "-"), ("order", "order status"), ("neutral", "negative"),
     ("spam", "ham"), ("increase", "decrease")],
)  # fmt: skip
def test_other_labels_are_no_variants(one: str, other: str) -> None:
    assert not same_label(one, other) and not same_label(other, one)


def test_variants_name_the_most_frequent_spelling_first() -> None:
    found = variants({"neg": [3, 1], "negative": [90, 2], "Negative ": [1, 3], "positive": [80, 4]})
    assert found == [["negative", "neg", "Negative "]]


def test_evenness_is_one_for_even_labels_and_none_for_one() -> None:
    assert evenness([5, 5, 5]) == pytest.approx(1) and evenness([9]) is None and evenness([99, 1]) < 0.1  # type: ignore[operator]


@pytest.mark.parametrize(
    "answer",
    [
        "I'm sorry, but I can't help with that.",
        "I’m sorry, but I can’t assist with that request.",
        "I cannot provide legal advice.",
        "As an AI language model, I have no opinion.",
        "Unfortunately, I am unable to answer this question.",
        "I must decline to do that.",
        "Es tut mir leid, aber ich kann dir dabei nicht helfen.",
        "Je ne peux pas vous aider avec cela.",
        "Lo siento, no puedo ayudar con eso.",
        "Sorry, I am unable to determine the sentiment.",
        "Das kann ich leider nicht beantworten.",
        "I cannot complete this request.",
    ],
)
def test_refusals(answer: str) -> None:
    assert refuses(answer)


@pytest.mark.parametrize(
    "answer",
    [
        "billing",
        "I'm sorry your order is late; it comes tomorrow.",
        "The parcel cannot be delivered without a number.",
        "You can't cancel after it has shipped.",
        "I can't wait to hear from you! The code is SAVE10.",
        "If you are unable to answer the door, we leave it with neighbours.",
        'The minister said "I won\'t discuss it" and left.',
        "We are sorry. We cannot complete your call as dialed.",
        "I will not say that it is new.",
    ],
)
def test_answers_that_say_no_to_something_else(answer: str) -> None:
    assert not refuses(answer)


def test_e_mail_and_card_numbers_are_told_by_kind_and_checksum() -> None:
    assert has_email("write to anna.berg+x@mail.example.com, thanks") and not has_email("meet @ noon, a@b, @name")
    assert has_email("anna@example.com") and has_email("not user@example.com but a.b@shop.test")
    assert not any(map(has_email, ("user@example.com", "write to your.name@example.org", "User@Domain.com")))
    for card in ("4111111111111111", "4111 1111 1111 1111", "3782-822463-10005", "5555 5555 5555 4444"):
        assert has_card(f"my card {card}.")
    for other in (
        "4111111111111112",
        "1234567812345670",
        "41111111111111111111",
        "0000 0000 0000 0000",
        "12.4111111111111111",
    ):
        assert not has_card(f"my number {other}.")


def test_a_masked_text_keeps_its_shape_and_nothing_else() -> None:
    assert masked("Anna, 12 May: a.b@c.example, 4111 1111 1111 1111!") == "Xxxx, 00 Xxx: <email>, <card>!"


@given(st.text())
def test_masking_leaves_no_letter_and_no_digit(text: str) -> None:
    rest = masked(text).replace("<email>", "").replace("<card>", "")
    assert not any(char.isalpha() and char not in "xX" for char in rest)
    assert not any(char.isnumeric() and char != "0" for char in rest)


@given(st.lists(st.integers(0, 1000), min_size=1))
def test_percentiles_interpolate_linearly(values: list[int]) -> None:
    ordered = sorted(values)
    assert percentile(ordered, 0) == ordered[0] and percentile(ordered, 1) == ordered[-1]
    assert (
        ordered[0] <= percentile(ordered, 0.05) <= percentile(ordered, 0.5) <= percentile(ordered, 0.95) <= ordered[-1]
    )


def test_a_percentile_lies_between_its_neighbours() -> None:
    assert percentile([10, 20, 30, 40], 0.5) == 25 and percentile([0, 100], 0.05) == pytest.approx(5)
