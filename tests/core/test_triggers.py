"""Switch triggers: what the grammar takes and refuses, and the state of each at its exact edge."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.core.triggers import (
    KNOWN_METRICS,
    OPERATORS,
    Condition,
    Known,
    OnAge,
    OnDate,
    OnMetric,
    Operator,
    State,
    condition_of,
    parse_trigger,
    state,
    worst,
)
from workbench.errors import ValueProblem

D = Decimal
TODAY = date(2026, 11, 23)
NEGATED: dict[Operator, Operator] = {"<": ">=", ">=": "<", ">": "<=", "<=": ">"}


@pytest.mark.parametrize(
    ("text", "condition"),
    [
        ("requests_per_month >= 50000", OnMetric("requests_per_month", ">=", D(50000))),
        ("accuracy < 0.90", OnMetric("accuracy", "<", D("0.9"))),
        ("accuracy<0.90", OnMetric("accuracy", "<", D("0.9"))),
        ("cost_per_month > 3000", OnMetric("cost_per_month", ">", D(3000))),
        ("drift <= -0.5", OnMetric("drift", "<=", D("-0.5"))),
        ("p95-latency > 800", OnMetric("p95-latency", ">", D(800))),
        ("accuracy < 0.9 for 3 readings", OnMetric("accuracy", "<", D("0.9"), 3)),
        ("accuracy < 0.9 for 1 reading", OnMetric("accuracy", "<", D("0.9"), 1)),
        ("accuracy < 0.9 for 999 readings", OnMetric("accuracy", "<", D("0.9"), 999)),
        ("  accuracy  <  0.9  for  2  readings  ", OnMetric("accuracy", "<", D("0.9"), 2)),
        ("x > 999999999999999999.999999999999", OnMetric("x", ">", D("999999999999999999.999999999999"))),
        ("on 2027-01-14", OnDate(date(2027, 1, 14))),
        ("on 2028-02-29", OnDate(date(2028, 2, 29))),
        ("after 180 days", OnAge(180)),
        ("after 1 day", OnAge(1)),
        ("after 99999 days", OnAge(99999)),
    ],
)
def test_the_grammar(text: str, condition: Condition) -> None:
    assert parse_trigger(text) == condition
    assert parse_trigger(str(condition)) == condition


@pytest.mark.parametrize(
    "text",
    [
        "", " ", "accuracy", "accuracy <", "< 0.9", "0.9 < accuracy", "accuracy 0.9", "accuracy < high",
        "accuracy == 0.9", "accuracy = 0.9", "accuracy != 0.9", "accuracy => 0.9", "accuracy =< 0.9", "accuracy <> 0.9",
        "accuracy ≥ 0.9", "accuracy << 0.9", "accuracy < = 0.9", "accuracy in 0.9",
        "accuracy < NaN", "accuracy < nan", "accuracy < Infinity", "accuracy < -inf", "accuracy < 1e5",
        "accuracy < .9", "accuracy < 9.", "accuracy < 1,000", "accuracy < +1", "accuracy < 1_0",
        "accuracy < 100k", "accuracy < --1", "accuracy < ٣", "accuracy < 0.9 0.8", "accuracy < " + "9" * 19,
        "accuracy < 0." + "1" * 13, "accuracy < 0.9 and cost_per_month > 1", "accuracy < 0.9; accuracy < 0.8",
        "accuracy < 0.9\naccuracy < 0.8", "accuracy < 0.9 for", "accuracy < 0.9 for 3", "accuracy < 0.9 for 0 readings",
        "accuracy < 0.9 for -1 readings", "accuracy < 0.9 for 1.5 readings", "accuracy < 0.9 for 1000 readings",
        "accuracy < 0.9 for three readings", "accuracy < 0.9 for 3 days", "accuracy < 0.9for 3 readings",
        "accuracy[0] < 1", "a.b < 1", "1a < 1", "_a < 1", "accüracy < 1", "acc uracy < 1",
        "__import__('os').system('id') < 1", "accuracy < __import__('os')", "accuracy < (1)", "accuracy < 1 or 1",
        "{accuracy} < 1", "lambda: 0", "os.system('id')", "\x1b[31maccuracy < 1", "accuracy\u202e < 1",
        "on", "on tomorrow", "on 2027-1-14", "on 14-01-2027", "on 20270114", "on 2027-02-29", "on 2027-13-01",
        "on 0000-01-01", "on 2027-01-14T10:00", "on 2027-01-14 for 3 readings", "on２０２７-01-14", "On 2027-01-14",
        "after", "after 0 days", "after -1 days", "after 1.5 days", "after 6 months", "after days", "after 100000 days",
        "after 07 days", "after 180", "before 180 days",
    ],
)  # fmt: skip
def test_all_else_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(ValueProblem) as refused:
        parse_trigger(text, "trigger.mine.when")
    problem = refused.value
    assert problem.field == "trigger.mine.when" and problem.title in {"not a trigger", "no such day"}
    # The trigger that was probably meant, else an example of each.
    assert "2027-01-14" in problem.hint or condition_of(problem.hint.removeprefix("write ")) is not None
    assert not set(problem.message) & set("\x1b\u202e\n")


def test_a_refusal_quotes_the_start_of_a_long_text() -> None:
    with pytest.raises(ValueProblem) as refused:
        parse_trigger("accuracy < " + "9" * 100_000)
    assert refused.value.message == f"“accuracy < {'9' * 49}”"
    assert parse_trigger("a" * 196 + " < 1").metric == "a" * 196
    with pytest.raises(ValueProblem):
        parse_trigger("a" * 197 + " < 1")


@pytest.mark.parametrize(
    ("condition", "text"),
    [
        (OnMetric("accuracy", "<", D("0.90")), "accuracy < 0.9"),
        (OnMetric("accuracy", "<", D("0.90"), 3), "accuracy < 0.9 for 3 readings"),
        (OnMetric("requests_per_month", ">=", D("1E+4")), "requests_per_month >= 10000"),
        (OnDate(date(2027, 1, 14)), "on 2027-01-14"),
        (OnAge(180), "after 180 days"),
    ],
)
def test_how_a_condition_is_written(condition: Condition, text: str) -> None:
    assert str(condition) == text


limits = st.decimals(D("-1e18") + 1, D("1e18") - 1, allow_nan=False, places=12)
metrics = st.from_regex(r"[A-Za-z][A-Za-z0-9_-]{0,20}", fullmatch=True)
conditions = st.one_of(
    st.builds(OnMetric, metrics, st.sampled_from(OPERATORS), limits, st.integers(1, 999)),
    st.builds(OnDate, st.dates()),
    st.builds(OnAge, st.integers(1, 99999)),
)


@given(conditions)
def test_a_condition_is_written_as_it_is_read(condition: Condition) -> None:
    text = str(condition)
    assert parse_trigger(text) == condition
    assert str(parse_trigger(text)) == text


@given(st.text(st.sampled_from("accuracy <>=0.9forreadings on 2027-01-14 after 180 days_%\n"), max_size=60))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        condition = parse_trigger(text)
    except ValueProblem:
        return
    assert parse_trigger(str(condition)) == condition


def at(when: str, value: str | None) -> State:
    condition = parse_trigger(when)
    values = {} if value is None else {"it": D(value)}
    return state(condition, Known(TODAY, values, None))


@pytest.mark.parametrize(
    ("when", "value", "expected"),
    [
        # At the limit itself.
        ("it >= 10000", "10000", "fired"),
        ("it > 10000", "10000", "near"),
        ("it <= 10000", "10000", "fired"),
        ("it < 10000", "10000", "near"),
        # One step past it.
        ("it >= 10000", "9999.99", "near"),
        ("it > 10000", "10000.01", "fired"),
        ("it <= 10000", "10000.01", "near"),
        ("it < 10000", "9999.99", "fired"),
        # Within 10 % of it.
        ("it >= 10000", "9000", "near"),
        ("it >= 10000", "8999.99", "holds"),
        ("it > 10000", "9000", "near"),
        ("it > 10000", "8999.99", "holds"),
        ("it < 10000", "11000", "near"),
        ("it < 10000", "11000.01", "holds"),
        ("it <= 10000", "11000", "near"),
        ("it <= 10000", "11000.01", "holds"),
        ("it > -100", "-110", "near"),
        ("it > -100", "-110.01", "holds"),
        ("it < -100", "-90", "near"),
        ("it < -100", "-89.99", "holds"),
        # Ratios: within 0.02.
        ("it < 0.90", "0.92", "near"),
        ("it < 0.90", "0.9201", "holds"),
        ("it < 0.90", "0.90", "near"),
        ("it < 0.90", "0.8999", "fired"),
        ("it >= 0.90", "0.88", "near"),
        ("it >= 0.90", "0.8799", "holds"),
        ("it >= 0.90", "0.90", "fired"),
        ("it < 0.05", "0.07", "near"),
        ("it < 0.05", "0.0701", "holds"),
        ("it >= 1", "0.98", "near"),
        ("it >= 1", "0.9799", "holds"),
        ("it <= 0", "0.02", "near"),
        ("it <= 0", "0.0201", "holds"),
        ("it < 0.95", "1", "holds"),
        ("it > 0.01", "0", "near"),
        # No ratio where either of the two is outside 0..1.
        ("it < 0.95", "1.04", "near"),
        ("it >= 1.05", "0.96", "near"),
        ("it > -0.1", "-0.105", "near"),
        # Nothing is near a limit of zero but zero itself, where the value is no ratio.
        ("it > 0", "-1", "holds"),
        ("it < 0", "0", "near"),
        ("it < 0", "2", "holds"),
        # No reading.
        ("it < 0.90", None, "no-reading"),
        ("other < 0.90", "0.5", "no-reading"),
        # One value cannot show several readings in a row.
        ("it < 0.90 for 2 readings", "0.5", "near"),
        ("it < 0.90 for 2 readings", "0.99", "holds"),
        ("it < 0.90 for 1 reading", "0.5", "fired"),
    ],
)
def test_the_state_of_a_metric_trigger(when: str, value: str | None, expected: State) -> None:
    assert at(when, value) == expected


@pytest.mark.parametrize(
    ("when", "since", "expected"),
    [
        ("on 2026-11-22", None, "fired"),
        ("on 2026-11-23", None, "fired"),
        ("on 2026-11-24", None, "holds"),
        ("after 180 days", TODAY - timedelta(181), "fired"),
        ("after 180 days", TODAY - timedelta(180), "fired"),
        ("after 180 days", TODAY - timedelta(179), "holds"),
        ("after 180 days", TODAY + timedelta(1), "holds"),
        ("after 180 days", None, "no-reading"),
    ],
)
def test_the_state_of_a_day_and_an_age(when: str, since: date | None, expected: State) -> None:
    assert state(parse_trigger(when), Known(TODAY, {}, since)) == expected


def test_an_age_that_ends_after_the_last_year_holds() -> None:
    assert state(OnAge(99999), Known(TODAY, {}, date(9990, 1, 1))) == "holds"


values = st.one_of(st.decimals(-2, 2, places=3), st.decimals(D("-1e9"), D("1e9"), places=3))


@given(st.sampled_from(OPERATORS), values, values)
def test_a_trigger_and_its_negation_are_never_both_fired(op: Operator, limit: Decimal, value: Decimal) -> None:
    known = Known(TODAY, {"it": value}, None)
    one, other = state(OnMetric("it", op, limit), known), state(OnMetric("it", NEGATED[op], limit), known)
    assert (one == "fired") != (other == "fired")


@given(st.sampled_from(OPERATORS), values, values, values)
def test_nearer_values_are_never_calmer(op: Operator, limit: Decimal, one: Decimal, other: Decimal) -> None:
    calm = ["fired", "near", "holds"]
    trigger = OnMetric("it", op, limit)
    nearer, farther = sorted((one, other), reverse=op in {">", ">="})
    if (0 <= nearer <= 1) != (0 <= farther <= 1):
        return
    levels = [calm.index(state(trigger, Known(TODAY, {"it": value}, None))) for value in (nearer, farther)]
    assert levels == sorted(levels)


ORDER: tuple[State, ...] = ("fired", "overdue", "near", "stale", "no-reading", "holds")


def test_the_state_that_needs_a_person_most_counts() -> None:
    assert worst([]) is None
    for one, other in permutations(ORDER, 2):
        assert worst([one, other]) == min(one, other, key=ORDER.index)


def test_the_known_metrics() -> None:
    assert set(KNOWN_METRICS) == {
        "requests_per_month", "cost_per_month", "labelled_examples", "accuracy", "days_to_retirement"
    }  # fmt: skip


def test_a_percentage_is_told_as_the_share_it_is() -> None:
    for text in ("accuracy < 78%", "accuracy < 78 %"):
        with pytest.raises(ValueProblem) as told:
            parse_trigger(text)
        assert "%" in told.value.message and told.value.hint == "write accuracy < 0.78"


def test_a_percentage_is_quoted_without_what_moves_the_cursor() -> None:
    with pytest.raises(ValueProblem) as caught:
        parse_trigger("accuracy\x0b< 90%")
    assert caught.value.message == "“accuracy␋< 90%” has a %"
