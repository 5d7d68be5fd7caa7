"""Accuracy history: intervals, plateau, rising or unclear, and how many cases would tell."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from workbench.core.charts.specs import accuracy_chart
from workbench.core.evidence.accuracy import THRESHOLD, History, Measured, history, signed, wilson
from workbench.core.record.decision import Accuracy

D = Decimal


def series(*values: str, cases: int | None = None) -> list[Measured]:
    return [Measured(f"v{at}", D(value), cases) for at, value in enumerate(values, start=1)]


def needed(found: History) -> int:
    match = re.search(r"about ([\d,]+) cases each would tell", found.reason)
    assert match is not None
    return int(match[1].replace(",", ""))


@pytest.mark.parametrize(
    ("values", "threshold", "verdict", "reason"),
    [
        (("0.70", "0.75", "0.78"), "0.03", "plateau", "the last step, +0.03, is at most 0.03"),
        (("0.75", "0.78"), "0.03", "plateau", "the last step, +0.03, is at most 0.03"),
        (("0.70", "0.75"), "0.03", "rising", "the last step, +0.05, is over 0.03"),
        (("0.75", "0.781"), "0.03", "rising", "the last step, +0.031, is over 0.03"),
        (("0.70", "0.75", "0.78"), "0.0299", "rising", "the last step, +0.03, is over 0.0299"),
        (("0.78", "0.75"), "0.03", "plateau", "the last step, -0.03, is at most 0.03"),
        (("0.90", "0.60"), "0.03", "plateau", "the last step, -0.3, is at most 0.03"),
        (("0.70", "0.71", "0.80"), "0.03", "rising", "the last step, +0.09, is over 0.03"),
        (("0.5", "0.5"), "0", "plateau", "the last step, +0, is at most 0"),
        (("0.1", "0.3"), "0.2", "plateau", "the last step, +0.2, is at most 0.2"),
    ],
)
def test_without_counts_the_last_step_decides_in_decimal(
    values: tuple[str, ...], threshold: str, verdict: str, reason: str
) -> None:
    found = history(series(*values), D(threshold))
    assert (found.verdict, found.reason) == (verdict, reason)


def test_the_usual_threshold_is_three_points() -> None:
    assert D("0.03") == THRESHOLD
    assert history(series("0.70", "0.75", "0.78")) == history(series("0.70", "0.75", "0.78"), D("0.03"))


def test_the_steps_are_named_and_exact() -> None:
    found = history(series("0.70", "0.75", "0.78"))
    assert [(step.start, step.end, step.change, step.interval) for step in found.steps] == [
        ("v1", "v2", D("0.05"), None),
        ("v2", "v3", D("0.03"), None),
    ]


@pytest.mark.parametrize("values", [(), ("0.7",)])
def test_one_version_shows_no_step(values: tuple[str, ...]) -> None:
    found = history(series(*values))
    assert (found.verdict, found.steps) == (None, ())
    assert "two versions of one kind" in found.reason


@pytest.mark.parametrize(
    ("value", "cases", "low", "high"),
    [
        ("0.5", 10, 0.2366, 0.7634),
        ("0.5", 100, 0.4038, 0.5962),
        ("0.9", 100, 0.8256, 0.9448),
        ("0.7", 100, 0.6042, 0.7811),
        ("0.2", 10, 0.0567, 0.5098),
        ("0", 10, 0.0, 0.2775),
        ("1", 10, 0.7225, 1.0),
        ("1", 1, 0.2065, 1.0),
        ("0.78", 1530, 0.7586, 0.8000),
    ],
)
def test_wilson_intervals_of_known_shares(value: str, cases: int, low: float, high: float) -> None:
    assert wilson(D(value), cases) == pytest.approx((low, high), abs=0.00006)


shares = st.integers(0, 1000).map(lambda share: D(share) / 1000)


@given(shares, st.integers(1, 10**6))
def test_an_interval_holds_its_share_and_narrows_with_cases(value: Decimal, cases: int) -> None:
    low, high = wilson(value, cases)
    assert 0 <= low <= float(value) + 1e-12 and float(value) - 1e-12 <= high <= 1
    assert low < high
    narrower = wilson(value, cases * 4)
    assert narrower[1] - narrower[0] < high - low
    mirrored = wilson(1 - value, cases)
    assert mirrored == pytest.approx((1 - high, 1 - low))


@pytest.mark.parametrize(
    ("values", "cases", "verdict"),
    [
        (("0.75", "0.78"), 100, "unclear"),
        (("0.75", "0.78"), 1531, "unclear"),
        (("0.75", "0.78"), 1532, "plateau"),
        (("0.70", "0.92"), 100, "rising"),
        (("0.70", "0.75"), 100, "unclear"),
        (("0.70", "0.75"), 3825, "unclear"),
        (("0.70", "0.75"), 3826, "rising"),
        (("0.90", "0.60"), 100, "unclear"),
        (("0.90", "0.60"), 2000, "plateau"),
        (("0.70", "0.92", "0.92"), 10_000, "plateau"),
    ],
)
def test_with_counts_the_interval_of_the_last_step_decides(values: tuple[str, ...], cases: int, verdict: str) -> None:
    assert history(series(*values, cases=cases)).verdict == verdict


def test_the_interval_of_a_step() -> None:
    found = history(series("0.75", "0.78", cases=100))
    assert found.steps[-1].interval == pytest.approx((-0.08741, 0.14643), abs=1e-5)
    assert found.reason == "the last step is +0.03, give or take 0.12: about 1,532 cases each would tell"


def test_about_1530_cases_each_settle_75_to_78() -> None:
    for cases in (20, 100, 500):
        assert needed(history(series("0.75", "0.78", cases=cases))) == pytest.approx(1530, rel=0.005)


def test_a_step_is_counted_only_where_both_versions_are() -> None:
    mixed = [Measured("a", D("0.70"), 100), Measured("b", D("0.75")), Measured("c", D("0.78"), 100)]
    found = history(mixed)
    assert [step.interval for step in found.steps] == [None, None]
    assert found.verdict == "plateau"
    counted = history([*mixed, Measured("d", D("0.86"), 200)])
    assert counted.steps[-1].interval is not None
    assert counted.verdict == "unclear"


def test_each_version_counts_with_its_own_cases() -> None:
    small, large = Measured("a", D("0.75"), 50), Measured("b", D("0.78"), 100_000)
    assert history([small, large]).verdict == "unclear"
    assert history([Measured("a", D("0.75"), 100_000), large]).verdict == "plateau"


def test_a_step_just_on_the_line_cannot_be_settled_by_rising() -> None:
    found = history(series("0.75", "0.75", cases=10), D(0))
    assert found.verdict == "unclear"
    assert found.reason.endswith("more cases would not tell, it is on the line")


inner = st.integers(50, 950).map(lambda share: D(share) / 1000)


@given(inner, inner, st.integers(1, 500))
def test_the_number_of_cases_named_is_the_smallest_that_settles_it(one: Decimal, other: Decimal, cases: int) -> None:
    def at(count: int) -> History:
        return history([Measured("a", one, count), Measured("b", other, count)])

    found = at(cases)
    assume(found.verdict == "unclear")
    count = needed(found)
    assert count > cases
    assert at(count + 1).verdict in {"plateau", "rising"}
    assert at(count - 1).verdict == "unclear"


@given(shares, shares, st.one_of(st.none(), st.integers(1, 10**6)), shares)
def test_a_verdict_agrees_with_its_step(one: Decimal, other: Decimal, cases: int | None, threshold: Decimal) -> None:
    found = history([Measured("a", one, cases), Measured("b", other, cases)], threshold)
    change = other - one
    if found.verdict == "plateau":
        assert change <= threshold
    elif found.verdict == "rising":
        assert change > threshold
    else:
        assert cases is not None
    assert signed(change) in found.reason


@pytest.mark.parametrize(("values", "cases"), [(("1", "1"), 2), (("0", "0"), 3), (("0", "1"), 1)])
def test_a_handful_of_cases_settles_nothing(values: tuple[str, str], cases: int) -> None:
    assert history(series(*values, cases=cases)).verdict == "unclear"


@pytest.mark.parametrize(
    ("change", "text"), [("0.03", "+0.03"), ("-0.05", "-0.05"), ("0", "+0"), ("0.0312", "+0.031"), ("-0.2", "-0.2")]
)
def test_a_change_with_its_sign(change: str, text: str) -> None:
    assert signed(D(change)) == text


def test_a_step_just_over_the_threshold_is_shown_as_over_it() -> None:
    assert history(series("0.75", "0.7804")).reason == "the last step, +0.0304, is over 0.03"


VERSIONS = {
    "tuned_v1": Accuracy(value=D("0.92"), cases=200, kind="fine-tuned"),
    "prompt_v1": Accuracy(value=D("0.70"), cases=100),
    "prompt_v2": Accuracy(value=D("0.75")),
    "tuned_v2": Accuracy(value=D("0.93"), kind="fine-tuned"),
    "prompt_v3": Accuracy(value=D("0.78")),
    "prompt_v4": Accuracy(),
}


def test_prompt_and_tuned_versions_are_separate_series() -> None:
    rows = accuracy_chart(VERSIONS, None).rows
    assert [(row.label, row.series) for row in rows] == [
        ("prompt_v1", 1),
        ("prompt_v2", 1),
        ("prompt_v3", 1),
        ("tuned_v1", 2),
        ("tuned_v2", 2),
    ]
    assert (rows[0].low, rows[0].high) == wilson(D("0.70"), 100)
    assert (rows[1].low, rows[1].high) == (None, None)


def test_what_is_tuned_does_not_hide_the_plateau_of_the_prompts() -> None:
    def only(kind: str) -> list[Measured]:
        return [Measured(name, v.value) for name, v in VERSIONS.items() if v.kind == kind and v.value is not None]

    assert history(only("prompt")).verdict == "plateau"
    assert history([*only("prompt"), *only("fine-tuned")][:4]).verdict == "rising"
    assert history(only("fine-tuned")).verdict == "plateau"
