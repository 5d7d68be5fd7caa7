"""Differences as rows: labels, texts, what follows; and prose word by word."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from tests.store.made import decisions, example
from workbench.core.amounts import Range
from workbench.core.changes.change_rows import NOTHING, consequences, described
from workbench.core.changes.differences import changes
from workbench.core.inputs import Costs, Option
from workbench.core.record.decision import Answer, Decision, with_value
from workbench.core.word_changes import word_changes

TODAY = date(2026, 11, 24)


def rows(path: tuple[str, ...], value: object, decision: Decision | None = None) -> list[tuple[str, str, str]]:
    before = decision or example()
    return [(row.label, row.before, row.after) for row in described(before, with_value(before, path, value))]


def option(**amounts: object) -> Option:
    return Option(**{name: Decimal(str(value)) for name, value in amounts.items()})


def with_training(epochs: int) -> Decision:
    """The published example: the prompt against a fine-tuned model, output tokens counted."""
    tuned = option(
        input_tokens=100, output_tokens=200, input_price=12, output_price=12, training_tokens=2_500_000,
        training_price=8, epochs=epochs,
    )  # fmt: skip
    prompt = option(input_tokens=500, output_tokens=200, input_price=30, output_price=60)
    tuned = tuned.model_copy(update={"approach": "fine-tuning"})
    return Decision(
        approach="fine-tuning",
        costs=Costs(requests_per_month=Decimal(100_000), option={"prompt": prompt, "tuned": tuned}),
    )


def test_values_read_as_they_are_shown_elsewhere() -> None:
    tuned = ("costs", "option", "tuned 4.1")
    assert rows(("status",), "accepted") == [("status", "proposed", "accepted")]
    assert rows(("review_by",), TODAY) == [("review by", NOTHING, "2026-11-24")]
    assert rows(("tags",), ("beta",)) == [("tags", "beta, alpha", "beta")]
    assert rows(("costs", "requests_per_month"), Decimal(120_000)) == [("requests a month", "80k..150k", "120,000")]
    assert rows(("costs", "growth_per_month"), Decimal("0.05")) == [("growth a month", "0 %", "5 %")]
    assert rows((*tuned, "input_price"), Decimal(3)) == [("tuned 4.1, input price, 1M", "$0.00055", "$3")]
    assert rows((*tuned, "cached_tokens"), Decimal(50)) == [("tuned 4.1, cached tokens", NOTHING, "50")]
    assert rows((*tuned, "latency_ms"), Decimal(800)) == [("tuned 4.1, latency", NOTHING, "800 ms")]
    assert rows((*tuned, "model"), "a:b") == [("tuned 4.1, model", NOTHING, "a:b")]
    assert rows(("score", "exact_format"), False) == [("score, exact format", "yes", "no")]
    assert rows(("accuracy", "v2", "value"), Decimal("0.9")) == [("accuracy of v2", "0.70", "0.90")]
    assert rows(("accuracy", "v2", "cases"), 1200) == [("accuracy of v2, cases", "100", "1,200")]
    assert rows(("constraints", "budget"), Decimal(5000)) == [("budget", NOTHING, "$5,000")]
    assert rows(("constraints", "ship_by"), TODAY) == [("live by", NOTHING, "2026-11-24")]
    assert rows(("trigger", "volume", "when"), "requests_per_month < 5000") == [
        ("trigger volume", "requests_per_month < 10000", "requests_per_month < 5000")
    ]
    assert rows(("metric", "accuracy", "target"), Decimal("0.95")) == [("tracked accuracy, target", "0.92", "0.95")]
    assert rows(("flow", "answer", "examples"), Answer(answer="no", note="612", source="dataset")) == [
        ("answer examples", "yes", "no")
    ]
    assert rows(("alternative", "rag", "rejected_because"), "no facts") == [
        ("instead of rag", NOTHING, "no facts"),
        ("instead of rag", "nothing in it", NOTHING),
    ]


def test_each_side_is_in_its_own_currency() -> None:
    before = Decision(costs=Costs(option={"a": option(input_price=3)}))
    after = Decision(costs=Costs(currency="EUR", option={"a": option(input_price=4)}))
    assert [(row.before, row.after) for row in described(before, after)] == [("USD", "EUR"), ("$3", "€4")]


def test_a_title_of_any_word_is_a_text() -> None:
    assert rows(("title",), "named") == [("title", "Ticket triage", "named")]


def test_what_follows_names_break_even_and_cost() -> None:
    follows = {row.label: (row.before, row.after) for row in consequences(with_training(1), with_training(3), TODAY)}
    assert follows == {
        "tuned, upfront": ("$20", "$60"),
        "tuned, 12 months": ("$4,340", "$4,380"),
        "tuned, break-even": ("855 requests", "2,565 requests"),
    }


def test_what_follows_from_another_approach_is_its_cost() -> None:
    before = with_value(with_training(1), ("approach",), "prompting")
    before = with_value(before, ("costs", "option", "prompt", "approach"), "prompting")
    after = with_value(before, ("approach",), "fine-tuning")
    (row,) = consequences(before, after, TODAY)
    assert (row.label, row.before, row.after) == ("what was decided, a month", "$2,700", "$360")


def test_nothing_follows_from_words() -> None:
    before = with_training(1)
    assert consequences(before, with_value(before, ("title",), "Other"), TODAY) == []


def test_an_option_that_came_or_went_has_one_side() -> None:
    before, after = with_training(1), with_training(1)
    after = with_value(after, ("costs", "option"), {"prompt": before.costs.option["prompt"]})
    follows = {row.label: (row.before, row.after) for row in consequences(before, after, TODAY)}
    assert follows["tuned, break-even"] == ("855 requests", NOTHING)
    assert follows["tuned, 12 months"] == ("$4,340", NOTHING)


@given(before=decisions, after=decisions)
def test_any_two_decisions_have_rows_that_differ(before: Decision, after: Decision) -> None:
    found = described(before, after)
    assert [row.path for row in found] == [change.path for change in changes(before, after)]
    assert all(row.label and isinstance(row.before, str) and isinstance(row.after, str) for row in found)
    for row in consequences(before, after, TODAY):
        assert row.before != row.after


@given(decision=decisions)
def test_a_decision_does_not_differ_from_itself(decision: Decision) -> None:
    copy = Decision.model_validate(decision.model_dump(by_alias=True))
    assert changes(decision, copy) == []
    assert consequences(decision, copy, TODAY) == []


def test_not_a_number_is_itself() -> None:
    one, other = (with_value(Decision(), ("evidence",), {"size": {"mean": Decimal("nan")}}) for _ in range(2))
    assert changes(one, other) == []


def test_thirty_is_thirty_however_written() -> None:
    one = with_value(Decision(), ("evidence",), {"size": {"mean": 30}})
    other = with_value(Decision(), ("evidence",), {"size": {"mean": Decimal("30.0")}})
    assert changes(one, other) == []


def test_a_range_and_its_ends() -> None:
    before = Range(Decimal(80000), Decimal(150000))
    assert rows(("costs", "requests_per_month"), Range(Decimal(80000), Decimal(150000), Decimal(100000))) == [
        ("requests a month", "80k..150k", "80k..100k..150k")
    ]
    assert rows(("costs", "requests_per_month"), before) == []


def told(before: str, after: str, around: int = 8) -> str:
    marks = {"gone": "[-{}-]", "new": "{{+{}+}}", "same": "{}", "left-out": "{}"}
    return " ".join(marks[piece.kind].format(piece.text.strip("\n")) for piece in word_changes(before, after, around))


def test_one_word_in_a_sentence_is_one_change() -> None:
    assert told("it pays after 855 requests", "it pays after 1,200 requests") == (
        "it pays after [-855-] {+1,200+} requests"
    )


def test_what_is_far_from_a_change_is_left_out() -> None:
    text = " ".join(f"word{n}" for n in range(40))
    assert told(text, text.replace("word20", "other"), 2) == ("… word18 word19 [-word20-] {+other+} word21 word22 …")


def test_texts_with_little_in_common_are_told_whole() -> None:
    assert [piece.kind for piece in word_changes("start with a prompt", "we train a model on tickets")] == [
        "gone",
        "new",
    ]


words = st.lists(st.sampled_from(["a", "b", "it", "pays", "\n", "\n\n"]), max_size=30).map(" ".join)


@given(before=words, after=words)
def test_what_is_kept_and_gone_is_the_earlier_text_and_what_is_kept_and_new_the_later(before: str, after: str) -> None:
    pieces = word_changes(before, after, around=1000)
    for text, own in ((before, "gone"), (after, "new")):
        found = [word for piece in pieces if piece.kind in {"same", own} for word in piece.words if word != "\n"]
        assert found == text.split()


def test_two_large_texts_that_differ_everywhere_are_told_whole() -> None:
    before = "\n".join(f"a b {n % 7}" * 3 for n in range(30_000))
    after = "\n".join(f"b a {n % 5}" * 3 for n in range(30_000))
    assert [piece.kind for piece in word_changes(before, after)] == ["gone", "new"]
