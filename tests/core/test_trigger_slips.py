"""A text that is no trigger is told with what is wrong with it, and the trigger that was meant."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.core.trigger_slips import slip
from workbench.core.triggers import condition_of, parse_trigger
from workbench.errors import ValueProblem


@pytest.mark.parametrize(
    ("typed", "told", "hint"),
    [
        ("error rate > 5%", "has a blank in the name and a %", "write error_rate > 0.05"),
        ("error rate > 5", "has a blank in the name", "write error_rate > 5"),
        ("latency > 2s", "has a unit, s", "write latency > 2"),
        ("latency >= 800 ms for 3 readings", "has a unit, ms", "write latency >= 800 for 3 readings"),
        ("cost_per_month > $500", "has a unit, $", "write cost_per_month > 500"),
        ("cost_per_month > 1,000", "has a comma in the number", "write cost_per_month > 1000"),
        ("accuracy < 0,9", "has a comma in the number", "write accuracy < 0.9"),
        ("requests_per_month > 100k", "has k for 1,000", "write requests_per_month > 100000"),
        ("accuracy ≤ 0.9", "has ≤ for <=", "write accuracy <= 0.9"),
        ("accuracy < 78 % for 2 readings", "has a %", "write accuracy < 0.78 for 2 readings"),
        ("after 3 months", "is not in days", "write after 90 days"),
        ("after 2 weeks", "is not in days", "write after 14 days"),
        ("in 1 year", "is not in days", "write after 365 days"),
        ("180 days", "does not say after", "write after 180 days"),
        ("on 14.01.2027", "is no day as it is written here", "write on 2027-01-14"),
        ("on 1/14/2027", "is no day as it is written here", "write on 2027-01-14"),
        ("2027-01-14", "is no day as it is written here", "write on 2027-01-14"),
        ("on 2027/1/4", "is no day as it is written here", "write on 2027-01-04"),
        ("on 3/4/2027", "", "write the day like on 2027-01-14"),
        ("on 14 January", "", "write the day like on 2027-01-14"),
        ("on 31.02.2027", "", "write the day like on 2027-01-14"),
    ],
)
def test_what_is_wrong_is_told_with_what_was_meant(typed: str, told: str, hint: str) -> None:
    with pytest.raises(ValueProblem) as refused:
        parse_trigger(typed, "trigger.x.when")
    problem = refused.value
    assert (problem.title, problem.field) == ("not a trigger", "trigger.x.when")
    assert problem.message == f"“{typed}” {told}".rstrip() and problem.hint == hint


@given(st.text("ab_ -<>=≤≥%$€0159.,/kMsmonthdyearf ", max_size=40))
def test_what_is_offered_is_a_trigger_and_not_what_was_typed(typed: str) -> None:
    try:
        parse_trigger(typed)
    except ValueProblem as problem:
        found = slip(typed.strip())
        if found is not None and problem.hint == f"write {found.meant}":
            assert condition_of(found.meant) is not None and found.meant != typed.strip()
