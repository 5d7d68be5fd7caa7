"""Every field a person can type into: its text gives its value back, and a wrong text is refused by name."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any, get_args, get_origin

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel

from workbench.core.amounts import Range
from workbench.core.editing.fields import (
    amount_kind,
    choices,
    field_name,
    field_path,
    field_text,
    kind_of,
    read_field,
    set_field,
)
from workbench.core.inputs import APPROACHES, Costs, Option, inputs
from workbench.core.record.decision import (
    Accuracy,
    Alternative,
    Answer,
    Decision,
    Flow,
    Metric,
    Path,
    Trigger,
    from_data,
    get_value,
)
from workbench.core.record.status import STATUSES
from workbench.core.text import clean_block
from workbench.errors import NotThereYet, ValueProblem

D = Decimal
ENTRY = "my v1.0"
BLANK = Decision(
    alternative={ENTRY: Alternative()},
    flow=Flow(answer={ENTRY: Answer(answer="yes")}),
    costs=Costs(option={ENTRY: Option()}),
    accuracy={ENTRY: Accuracy()},
    metric={ENTRY: Metric()},
    trigger={ENTRY: Trigger(when="on 2027-01-14")},
)
REQUIRED = {("trigger", ENTRY, "when"), ("flow", "answer", ENTRY, "answer")}
GRAMMAR = "write accuracy < 0.90, on 2027-01-14 or after 180 days"
OPTION: Path = ("costs", "option", ENTRY)


def leaves(model: type[BaseModel] = Decision, above: Path = ()) -> Iterator[Path]:
    """The path of every declared field, those of keyed tables in one entry."""
    for name, info in model.model_fields.items():
        inner: Any = info.annotation
        path: Path = (*above, name)
        if get_origin(inner) is dict:
            inner, path = get_args(inner)[1], (*path, ENTRY)
        if isinstance(inner, type) and issubclass(inner, BaseModel):
            yield from leaves(inner, path)
        elif path[-1] != ENTRY:
            yield path


PATHS = list(leaves())
SAMPLES: dict[str, list[str]] = {
    "points": ["2", "-1", "0"],
    "tokens": ["500", "1.5M", "80k..150k"],
    "count": ["0", "100k", "80k..100k..150k"],
    "money": ["$50", "0.0001", "1k..2k"],
    "price": ["30", "$0.03/1K", "0.075..0.3"],
    "share": ["0", "12 %", "0.125", "10 %..20 %"],
    "rate": ["-5 %", "0.05", "150 %"],
    "ratio": ["0.78", "78 %", "0.7..0.9"],
    "months": ["0", "12", "6..12"],
    "horizon": ["1", "12 months", "6..12"],
    "hours": ["1.5", "40h"],
    "ms": ["800 ms", "200..800"],
    "number": ["3", "12.5"],
    "date": ["2027-02-01", "2028-02-29"],
    "list": ["zoe", "zoe, adam", ""],
    "whole": ["1", "1,000"],
    "flag": ["yes", "no"],
    "text": ["x", "a, b [bold] “c”", "日本 e\u0301"],
    "block": ["one line", "two\n\nparagraphs", "- a\n  - b"],
    "trigger": ["accuracy < 0.9", "accuracy < 0.9 for 3 readings", "on 2027-01-14", "after 180 days"],
}


def samples(path: Path) -> list[str]:
    kind = kind_of(path)
    return list(choices(path)) if kind == "choice" else SAMPLES[amount_kind(path) or kind]


def test_every_field_is_found() -> None:
    assert len(PATHS) == len(set(PATHS)) > 70
    assert {path[0] for path in PATHS} == set(Decision.model_fields) - {"evidence"}
    kinds = {kind_of(path) for path in PATHS}
    assert kinds == {"amount", "date", "list", "choice", "whole", "flag", "text", "block", "trigger"}


@pytest.mark.parametrize("path", PATHS, ids=field_name)
def test_the_text_of_a_field_gives_its_value_back(path: Path) -> None:
    for typed in samples(path):
        decision = set_field(BLANK, path, typed)
        value = get_value(decision, path)
        assert value == read_field(path, typed)
        text = field_text(path, value)
        assert read_field(path, text) == value
        assert field_text(path, read_field(path, text)) == text
        assert set_field(decision, path, text) == decision
        if kind_of(path) != "block":
            assert set_field(BLANK, path, f"  {typed}\n") == decision


@pytest.mark.parametrize("path", sorted(set(PATHS) - REQUIRED), ids=field_name)
def test_empty_text_unsets_a_field(path: Path) -> None:
    assert set_field(BLANK, path, "") == BLANK
    filled = set_field(BLANK, path, samples(path)[-1] or "x")
    assert set_field(filled, path, "  ") == BLANK


@pytest.mark.parametrize("path", sorted(REQUIRED), ids=field_name)
def test_a_required_field_cannot_be_emptied(path: Path) -> None:
    for blank in ("", "  "):
        with pytest.raises(ValueProblem, match="it cannot be empty") as refused:
            set_field(BLANK, path, blank)
        assert refused.value.field == field_name(path)


@pytest.mark.parametrize("path", [("colour",), ("costs", "colour"), (*OPTION, "colour"), ("colour", "red")])
def test_an_unknown_field_is_refused(path: Path) -> None:
    with pytest.raises(ValueProblem) as refused:
        set_field(BLANK, path, "red")
    assert refused.value.field == field_name(path)


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        (("title",), "text"),
        (("status",), "choice"),
        (("approach",), "choice"),
        (("decided",), "date"),
        (("authors",), "list"),
        (("rationale",), "block"),
        (("alternative", "rag", "rejected_because"), "block"),
        (("flow", "answer", "examples", "note"), "block"),
        (("flow", "answer", "examples", "source"), "choice"),
        (("constraints", "budget"), "amount"),
        (("score", "exact_format"), "flag"),
        (("costs", "horizon_months"), "amount"),
        (("costs", "baseline"), "text"),
        ((*OPTION, "available_until"), "date"),
        ((*OPTION, "input_price"), "amount"),
        (("accuracy", "v1", "cases"), "whole"),
        (("accuracy", "v1", "kind"), "choice"),
        (("trigger", "volume", "when"), "trigger"),
    ],
)
def test_how_a_field_is_read(path: Path, kind: str) -> None:
    assert kind_of(path) == kind


def test_declared_inputs_have_their_kind() -> None:
    assert amount_kind((*OPTION, "input_price")) == "price"
    assert amount_kind(("costs", "growth_per_month")) == "rate"
    assert amount_kind(("accuracy", "v1", "value")) == "ratio"
    assert amount_kind(("title",)) is None
    assert all(inputs(Accuracy)[name].kind for name in inputs(Accuracy))


def test_what_a_choice_may_hold() -> None:
    assert choices(("approach",)) == APPROACHES
    assert choices(("status",)) == STATUSES
    assert choices(("flow", "answer", "examples", "source")) == ("person", "costs", "accuracy", "dataset")


@pytest.mark.parametrize(
    ("path", "text", "value"),
    [
        (("approach",), "RAG", "rag"),
        (("approach",), "rag", "rag"),
        (("approach",), "rag+", "rag+fine-tuning"),
        (("approach",), "fine", "fine-tuning"),
        (("status",), "acc", "accepted"),
        (("score", "exact_format"), "Y", True),
        (("score", "exact_format"), "true", True),
        (("score", "exact_format"), "No", False),
        (("accuracy", "v1", "cases"), "1_000", 1000),
        (("accuracy", "v1", "cases"), "1", 1),
        (("accuracy", "v1", "cases"), "2k", 2000),
        (("accuracy", "v1", "cases"), "9" * 12, 10**12 - 1),
        (("authors",), "zoe, adam,, zoe ,", ("zoe", "adam")),
        (("authors",), "\x1bzoe", ("␛zoe",)),
        (("title",), "a\tb\x1b", "a␉b␛"),
        (("rationale",), "a\r\nb\x1b", "a\nb␛"),
        (("trigger", "v", "when"), "accuracy<0.90", "accuracy < 0.9"),
        (("decided",), "2026-11-23", date(2026, 11, 23)),
    ],
)
def test_what_people_type(path: Path, text: str, value: object) -> None:
    assert read_field(path, text) == value


@pytest.mark.parametrize(
    ("path", "text", "title", "hint"),
    [
        (("decided",), "tomorrow", "not a day", "write it like 2027-02-01"),
        (("decided",), "2027-02-30", "not a day", "write it like 2027-02-01"),
        (("decided",), "23.11.2026", "not a day", "write it like 2027-02-01"),
        (("approach",), "ra", "not one of the choices", f"one of {', '.join(APPROACHES)}"),
        (("approach",), "magic", "not one of the choices", f"one of {', '.join(APPROACHES)}"),
        (("accuracy", "v1", "cases"), "0", "not a whole number", "write 1 or more, like 200"),
        (("accuracy", "v1", "cases"), "-5", "not a whole number", "write 1 or more, like 200"),
        (("accuracy", "v1", "cases"), "1.5", "not a whole number", "write 1 or more, like 200"),
        (("accuracy", "v1", "cases"), "²", "not a whole number", "write 1 or more, like 200"),
        (("accuracy", "v1", "cases"), "9" * 13, "not a whole number", "write 1 or more, like 200"),
        (("score", "exact_format"), "maybe", "yes or no?", "write yes or no"),
        (("score", "exact_format"), "1", "yes or no?", "write yes or no"),
        ((*OPTION, "input_price"), "cheap", "not a number", "write it like 30 (per 1M tokens) or $0.03/1K"),
        ((*OPTION, "input_price"), "-1", "negative", "write 0 or more"),
        (("accuracy", "v1", "value"), "120 %", "over 100 %", "write it like 0.78 or 78 %"),
        (("trigger", ENTRY, "when"), "accuracy == 1", "not a trigger", GRAMMAR),
    ],
)  # fmt: skip
def test_a_refusal_names_the_field_and_says_how_to_mend_it(path: Path, text: str, title: str, hint: str) -> None:
    with pytest.raises(ValueProblem) as refused:
        set_field(BLANK, path, text)
    assert (refused.value.title, refused.value.hint, refused.value.field) == (title, hint, field_name(path))
    with pytest.raises(ValueProblem) as hostile:
        set_field(BLANK, path, f"{text}\x1b[2J\u202e")
    assert not set(hostile.value.brief) & set("\x1b\u202e")


def test_a_value_that_does_not_go_with_another_is_refused() -> None:
    decision = set_field(BLANK, (*OPTION, "input_tokens"), "500")
    with pytest.raises(ValueProblem, match="more cached than sent") as refused:
        set_field(decision, (*OPTION, "cached_tokens"), "501")
    assert refused.value.field == f"costs.option.{ENTRY}.cached_tokens"
    assert get_value(set_field(decision, (*OPTION, "cached_tokens"), "500"), (*OPTION, "cached_tokens")) == 500


def test_an_entry_appears_with_its_first_field_and_not_for_an_empty_one() -> None:
    assert set_field(Decision(), ("accuracy", "v1", "value"), "0.7").accuracy == {"v1": Accuracy(value=D("0.7"))}
    assert set_field(Decision(), ("accuracy", "v1", "value"), "").accuracy == {}
    assert set_field(Decision(), ("metric", "accuracy", "unit"), "ratio").metric["accuracy"].unit == "ratio"


@pytest.mark.parametrize("path", [("flow", "answer", "examples", "note"), ("trigger", "volume", "because")])
def test_what_belongs_to_something_not_yet_given_waits_for_it(path: Path) -> None:
    with pytest.raises(NotThereYet) as refused:
        set_field(Decision(), path, "612 tickets")
    assert refused.value.field == field_name(path)
    assert set_field(Decision(), path, "") == Decision()


@pytest.mark.parametrize(
    ("path", "value", "edited", "shown"),
    [
        (("title",), None, "", ""),
        (("title",), "Ticket triage", "Ticket triage", "Ticket triage"),
        (("decided",), date(2026, 11, 23), "2026-11-23", "2026-11-23"),
        (("authors",), ("zoe", "adam"), "zoe, adam", "zoe, adam"),
        (("authors",), (), "", ""),
        (("score", "exact_format"), True, "yes", "yes"),
        (("score", "exact_format"), False, "no", "no"),
        (("accuracy", "v1", "cases"), 1530, "1530", "1,530"),
        (("accuracy", "v1", "value"), D("0.7"), "0.7", "0.70"),
        (("costs", "requests_per_month"), D(100_000), "100000", "100,000"),
        (("costs", "requests_per_month"), Range(D(80_000), D(150_000)), "80000..150000", "80k..150k"),
        (("costs", "growth_per_month"), D("0.05"), "5 %", "5 %"),
        ((*OPTION, "input_price"), D(30), "30", "€30"),
        ((*OPTION, "training_tokens"), D(2_500_000), "2500000", "2.5M"),
        ((*OPTION, "batch_discount"), D("0.5"), "50 %", "50 %"),
        (("rationale",), "a\nb", "a\nb", "a\nb"),
        (("trigger", "v", "when"), "accuracy < 0.9", "accuracy < 0.9", "accuracy < 0.9"),
    ],
)
def test_the_text_of_a_value(path: Path, value: object, edited: str, shown: str) -> None:
    assert field_text(path, value) == edited
    assert field_text(path, value, "EUR") == shown


def entered_and_left(data: dict[str, object], path: Path) -> tuple[object, object]:
    """A field's value in a file, and after a person went into the field and out again."""
    decision = from_data(data)
    value = get_value(decision, path)
    return value, get_value(set_field(decision, path, field_text(path, value)), path)


def test_a_list_entry_with_a_comma_survives_a_visit() -> None:
    before, after = entered_and_left({"authors": ["Doe, Jane", "zoe"]}, ("authors",))
    assert after == before


def test_a_reason_of_two_lines_survives_a_visit() -> None:
    data = {"trigger": {"v": {"when": "accuracy < 0.9", "because": "one\ntwo"}}}
    before, after = entered_and_left(data, ("trigger", "v", "because"))
    assert after == before


@pytest.mark.parametrize("text", ["    code\n    more", "a\n"])
def test_a_block_survives_a_visit(text: str) -> None:
    before, after = entered_and_left({"rationale": text}, ("rationale",))
    assert after == before


names = st.lists(st.text(st.one_of(st.sampled_from(".\\ab"), st.characters(codec="utf-8")), max_size=6), min_size=1)


@given(names.map(tuple))
def test_a_path_as_a_name_and_back(path: Path) -> None:
    assert field_path(field_name(path)) == path


def test_names_of_paths() -> None:
    assert field_name(("costs", "option", "gpt 4.1", "input_price")) == r"costs.option.gpt 4\.1.input_price"
    assert field_path("a.b") == ("a", "b")


@given(st.sampled_from(PATHS), st.text(max_size=20))
def test_any_text_is_a_value_or_refused(path: Path, text: str) -> None:
    try:
        decision = set_field(BLANK, path, text)
    except ValueProblem as problem:
        assert problem.title
        return
    value = get_value(decision, path)
    shown = field_text(path, value)
    assert shown == clean_block(shown)
    if kind_of(path) != "list":
        assert set_field(decision, path, shown) == decision


@pytest.mark.parametrize(
    ("currency", "text", "taken"),
    [("USD", "$30", True), ("USD", "€30", False), ("EUR", "€30", True), ("EUR", "$0.03/1K", False),
     ("USD", "20..£30", False), ("CHF", "$30", False), ("CHF", "30", True)],
)  # fmt: skip
def test_a_sign_of_another_currency_is_refused(currency: str, text: str, taken: bool) -> None:
    decision = Decision(costs=Costs(currency=currency, option={"prompt": Option()}))
    path = ("costs", "option", "prompt", "input_price")
    if taken:
        assert set_field(decision, path, text).costs.option["prompt"].input_price == Decimal(30)
    else:
        with pytest.raises(ValueProblem, match="another currency") as told:
            set_field(decision, path, text)
        assert currency in str(told.value)
