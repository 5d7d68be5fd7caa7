"""A reading is held against its metric's unit before it is believed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.made import D
from workbench.core.record.decision import Decision, Metric
from workbench.core.record.reading import check_reading
from workbench.errors import ValueProblem

RATIO = {"satisfied": Metric(unit="ratio"), "seconds": Metric(unit="s")}


@pytest.mark.parametrize(("name", "value"), [("accuracy", "5"), ("accuracy", "-0.1"), ("satisfied", "1.01")])
def test_a_share_beyond_nought_to_one_is_refused_with_how_to_write_it(name: str, value: str) -> None:
    for tracked in (Decision(metric=RATIO), RATIO):
        with pytest.raises(ValueProblem) as refused:
            check_reading(tracked, name, D(value))
        assert name in str(refused.value) and "%" in refused.value.hint and refused.value.field == name


@given(st.decimals(0, 1, places=4))
def test_every_share_within_is_taken(value: object) -> None:
    check_reading(RATIO, "accuracy", D(str(value)))
    check_reading(RATIO, "satisfied", D(str(value)))


def test_what_is_no_share_may_be_any_number() -> None:
    for name in ("seconds", "requests_per_month", "never_heard_of"):
        check_reading(RATIO, name, D(5))
    check_reading({"accuracy": Metric(unit="%")}, "accuracy", D(93))
