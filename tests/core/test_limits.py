"""What a person types as a trigger or a target is held against the unit of its metric."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.made import D
from workbench.core.editing.fields import set_field
from workbench.core.record.decision import Decision, Metric, Trigger, from_data
from workbench.core.record.limits import typed_trigger
from workbench.errors import ValueProblem

TRACKED = Decision(
    metric={"kept": Metric(unit="ratio"), "grade": Metric(unit="%"), "accuracy": Metric()},
    trigger={"t": Trigger(when="on 2027-01-14")},
)
WHEN, TARGET = ("trigger", "t", "when"), ("metric", "accuracy", "target")


@pytest.mark.parametrize(
    ("typed", "hint"),
    [
        ("accuracy < 88", "write accuracy < 0.88"),
        ("kept <= 1.5 for 3 readings", "write kept <= 0.015 for 3 readings"),
        ("accuracy < 880", "write a share, like accuracy < 0.88"),
        ("accuracy < -0.1", "write accuracy < and a limit of 0 or more"),
        ("requests_per_month > -5", "write requests_per_month > and a limit of 0 or more"),
    ],
)
def test_a_limit_beyond_the_unit_of_its_metric_is_refused_with_what_was_meant(typed: str, hint: str) -> None:
    with pytest.raises(ValueProblem) as refused:
        set_field(TRACKED, WHEN, typed)
    assert refused.value.field == "trigger.t.when"
    assert refused.value.hint == hint


@given(st.integers(0, 100), st.sampled_from(["", " "]), st.sampled_from(["", " for 3 readings"]))
def test_a_percentage_that_is_typed_is_the_share_it_says(per_cent: int, blank: str, tail: str) -> None:
    for name in ("accuracy", "kept"):
        typed = set_field(TRACKED, WHEN, f"{name} < {per_cent}{blank}%{tail}").trigger["t"].when
        assert typed == str(typed_trigger(TRACKED, f"{name} < {D(per_cent) / 100}{tail}"))


def test_a_percentage_of_what_is_no_share_is_refused() -> None:
    for typed in ("grade < 88 %", "never_heard_of > 5 %", "requests_per_month > 5 %"):
        with pytest.raises(ValueProblem, match="%"):
            set_field(TRACKED, WHEN, typed)


def test_what_is_within_its_unit_is_taken() -> None:
    for typed in ("accuracy < 1", "grade < 88", "never_heard_of > 88", "days_to_retirement < -5", "after 88 days"):
        assert set_field(TRACKED, WHEN, typed).trigger["t"].when == typed


@pytest.mark.parametrize("typed", ["90", "200", "0.9..1.1"])
def test_a_target_beyond_its_unit_is_refused(typed: str) -> None:
    with pytest.raises(ValueProblem, match="accuracy is a share") as refused:
        set_field(TRACKED, TARGET, typed)
    assert "%" in refused.value.hint and refused.value.field == "metric.accuracy.target"


def test_a_target_within_its_unit_is_taken() -> None:
    for typed in ("90 %", "0.9", "0.8..0.9"):
        assert set_field(TRACKED, TARGET, typed).metric["accuracy"].target is not None
    assert set_field(TRACKED, ("metric", "grade", "target"), "90").metric["grade"].target == 90


def test_a_file_that_holds_a_limit_beyond_is_read() -> None:
    read = from_data({"trigger": {"t": {"when": "accuracy < 88"}}, "metric": {"accuracy": {"target": D(90)}}})
    assert read.trigger["t"].when == "accuracy < 88" and read.metric["accuracy"].target == 90
