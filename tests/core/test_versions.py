"""Versions of the accuracy history from outside: typed shares, rows of an export, a comparison."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.core.evidence.evaluating import evaluation
from workbench.core.evidence.pairing import Pairing
from workbench.core.evidence.versions import imported, kind_of_name, measured_as, read_share, read_versions, replaced
from workbench.core.record.decision import Accuracy, Decision
from workbench.errors import ValueProblem

D = Decimal


@pytest.mark.parametrize(
    ("text", "value", "cases"),
    [
        ("0.78", "0.78", None),
        (".5", "0.5", None),
        ("1", "1", None),
        ("78 %", "0.78", None),
        ("78.5%", "0.785", None),
        ("71/100", "0.71", 100),
        ("2 / 3", "0.666667", 3),
        ("0/5", "0", 5),
    ],
)
def test_a_share_is_read_as_people_write_it(text: str, value: str, cases: int | None) -> None:
    assert read_share(text) == (D(value), cases)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("0,78", "write 0.78"),
        ("78,5 %", "write 78.5 %"),
        ("0.7,0.8", "blanks between"),
        ("78", "write 78 %"),
        ("101 %", "more than the whole"),
        ("-0.1", "below zero"),
        ("5/3", "5 of 3 cases"),
        ("1/0", "1 of 0 cases"),
        ("nan", "not a number"),
        ("0.5..0.6", "one measured share"),
        ("", "not a number"),
        ("\x1b[31m0.5", "not a number"),
    ],
)
def test_what_is_no_share_says_how_to_write_one(text: str, told: str) -> None:
    with pytest.raises(ValueProblem) as raised:
        read_share(text)
    assert told in raised.value.brief and "\x1b" not in raised.value.brief


@given(st.integers(0, 10**6), st.integers(1, 10**6))
def test_a_fraction_is_the_share_it_says(right: int, cases: int) -> None:
    if right > cases:
        right, cases = cases, right
    value, counted = read_share(f"{right}/{cases}")
    assert counted == cases and 0 <= value <= 1 and abs(value - D(right) / cases) <= D("0.0000005")


def test_rows_become_versions_in_their_order() -> None:
    found = read_versions(
        [
            (2, {"Name": "prompt v1", "value": "0.70", "cases": "100", "kind": ""}),
            (3, {"name": "prompt v2", "right": 75, "cases": 100}),
            (4, {"version": "tuned v1", "accuracy": D("0.92"), "n": "1_200", "kind": "Fine_Tuned"}),
            (5, {"name": "LoRA r8", "value": "92 %"}),
            (6, {"name": "prompt v3", "value": "71/90"}),
        ]
    )
    assert found.skipped == ()
    assert [(name, e.value, e.cases, e.kind) for name, e in found.entries.items()] == [
        ("prompt v1", D("0.70"), 100, "prompt"),
        ("prompt v2", D("0.75"), 100, "prompt"),
        ("tuned v1", D("0.92"), 1200, "fine-tuned"),
        ("LoRA r8", D("0.92"), None, "fine-tuned"),
        ("prompt v3", D("0.788889"), 90, "prompt"),
    ]


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("text", "not an object"),
        ({"value": "0.7"}, "no name: there are value"),
        ({"name": "a"}, "no accuracy: there are name"),
        ({"name": "a", "right": "7"}, "no accuracy"),
        ({"name": "a", "right": "7", "cases": "x"}, "cases is no whole number"),
        ({"name": "a", "right": "7.5", "cases": "10"}, "right is no whole number"),
        ({"name": "a", "right": "11", "cases": "10"}, "11 of 10 cases"),
        ({"name": "a", "value": "0,7"}, "write 0.7"),
        ({"name": "a", "value": "0.7", "cases": "0"}, "no cases"),
        ({"name": "a", "value": True}, "no accuracy"),
        ({"name": "a", "value": "0.7", "kind": "rag"}, "prompt or fine-tuned"),
        ({"name": "first", "value": "0.7"}, "named twice: first"),
    ],
)
def test_a_row_that_is_no_version_is_left_out_and_said(row: object, told: str) -> None:
    found = read_versions([(2, {"name": "first", "value": "0.5"}), (3, row)])
    assert list(found.entries) == ["first"]
    assert found.skipped[0][0] == 3 and told in found.skipped[0][1]


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("prompt v3", "prompt"),
        ("few-shot", "prompt"),
        ("tuned_v1", "fine-tuned"),
        ("fine-tuned", "fine-tuned"),
        ("qlora-r16", "fine-tuned"),
        ("ft2", "fine-tuned"),
        ("soft prompt", "prompt"),
        ("attuned", "prompt"),
        ("tuned prompt v2", "prompt"),
        ("Fine-tune 3", "fine-tuned"),
        ("finetuning_v1", "fine-tuned"),
    ],
)
def test_a_name_says_whether_it_is_tuned(name: str, kind: str) -> None:
    assert kind_of_name(name) == kind


def test_both_sides_of_a_comparison_are_versions_and_a_known_kind_stays() -> None:
    pairing = Pairing()
    for side, answers in enumerate(("yny", "yyy")):
        for at, output in enumerate(answers):
            pairing.add(side, at, {"id": at, "expected": "y", "output": output})
    report = evaluation(pairing, ("a", "b"))
    before = {"tuned v1": Accuracy(value=D("0.9"), kind="prompt")}
    assert measured_as(before, ("prompt v3", "tuned v1"), report) == {
        "prompt v3": Accuracy(value=D("0.666667"), cases=3, kind="prompt"),
        "tuned v1": Accuracy(value=D(1), cases=3, kind="prompt"),
    }


def test_a_version_that_is_overwritten_is_told_with_what_it_was() -> None:
    before = {"schema": Accuracy(value=D("0.785"), cases=200), "same": Accuracy(value=D(1)), "empty": Accuracy()}
    added = {"schema": Accuracy(value=D("0.766667"), cases=1200), "new": Accuracy(value=D("0.5"))}
    assert replaced(before, added) == "schema was 0.785 of 200, now 0.7667 of 1,200"
    assert replaced(before, {"same": Accuracy(value=D(1)), "empty": Accuracy(value=D(1), cases=3)}) == ""
    assert replaced({"a": Accuracy(cases=9)}, {"a": Accuracy(value=D("0.5"))}) == "a was not measured of 9, now 0.50"


def test_versions_from_outside_join_the_history_and_say_what_changed() -> None:
    before = Decision(accuracy={"v1": Accuracy(value=D("0.7")), "v2": Accuracy(value=D("0.75"))})
    rows = [
        {"name": name, "value": value} for name, value in (("v3", "0.8"), ("v2", "0.76"), ("v1", "0.7"), ("v4", "x"))
    ]
    after, told = imported(before, read_versions(enumerate(rows, start=2)))
    assert [(name, entry.value) for name, entry in after.accuracy.items()] == [
        ("v1", D("0.7")),
        ("v2", D("0.76")),
        ("v3", D("0.8")),
    ]
    assert told.startswith("1 added, 1 changed, 1 as before, 1 left out (line 5: not a number")
