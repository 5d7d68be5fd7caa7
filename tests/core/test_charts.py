"""What is drawn: the window, the mark, and sentences where there is nothing to mark."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise
from math import isfinite
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.core.amounts import Range
from workbench.core.charts.cost_so_far import cumulative
from workbench.core.charts.specs import ChartSpec, Curve, accuracy_chart
from workbench.core.costs.comparison import compare
from workbench.core.inputs import Costs, Option
from workbench.core.presets import load_preset
from workbench.core.record.decision import Accuracy

D = Decimal
Amounts = dict[str, Any]


def request(price: str, **amounts: Any) -> Amounts:
    return {"extra_per_request": D(price), **amounts}


PROMPT = request("0.027")
TUNED = request("0.0036", other_upfront=9060)
HOSTED = {**TUNED, "other_monthly": 1224, "retrain_every_months": 6, "retrain_cost": 4000}
DEAR = request("0.03")


def drawn(
    options: dict[str, Amounts], focus: str | None = None, whole: bool = False, volume: Any = 100_000, **shared: Any
) -> ChartSpec:
    costs = Costs(
        option={name: Option(**amounts) for name, amounts in options.items()}, requests_per_month=volume, **shared
    )
    return cumulative(costs, compare(costs), focus, whole)


def curve(spec: ChartSpec, name: str) -> Curve:
    return next(curve for curve in spec.curves if curve.name == name)


def height(curve: Curve, x: float) -> float:
    """Return the value of a curve at a point between two of its own."""
    (x0, y0), (x1, y1) = next(pair for pair in pairwise(curve.points) if pair[0][0] <= x <= pair[1][0])
    return y0 + (y1 - y0) * (x - x0) / (x1 - x0)


def assert_can_be_drawn(spec: ChartSpec) -> None:
    """Fail unless every figure is finite and every point inside the axes; a spec without curves says why."""
    assert spec.curves or spec.note
    assert all(isfinite(end) for end in (spec.x_max, spec.y_min, spec.y_max))
    assert spec.x_max > 0 and spec.y_max > spec.y_min
    for line in spec.curves:
        steps = [x for x, _ in line.points]
        assert steps[0] == 0 and steps[-1] == spec.x_max
        assert all(before < after for before, after in pairwise(steps))
        assert all(isfinite(y) and spec.y_min <= y <= spec.y_max * (1 + 1e-12) for _, y in line.points)
    if spec.mark is not None:
        assert 0 < spec.mark.x <= spec.x_max
        assert spec.y_min <= spec.mark.y <= spec.y_max * (1 + 1e-12)
        assert spec.mark.label


def test_the_window_is_three_times_the_break_even() -> None:
    spec = drawn({"prompting": PROMPT, "tuned": TUNED})
    assert_can_be_drawn(spec)
    assert spec.x_max == pytest.approx(3 * 3.8718)
    assert spec.mark is not None
    assert spec.mark.x == pytest.approx(9060 / 2340)
    assert spec.mark.label == "387,180"
    assert spec.mark.y == pytest.approx(2700 * 9060 / 2340)
    assert spec.x_label == "1,161,540 requests"
    assert spec.note == ""
    assert spec.figures == (
        ("breaks even", "387,180 requests"), ("saves a request", "$0.0234"), ("saves in 12 months", "$19,020"),
    )  # fmt: skip


def test_the_window_may_be_the_whole_horizon() -> None:
    spec = drawn({"prompting": PROMPT, "tuned": TUNED}, whole=True, horizon_months=24)
    assert_can_be_drawn(spec)
    assert spec.x_max == 24
    assert spec.mark is not None and spec.mark.x == pytest.approx(9060 / 2340)


def test_a_window_under_a_month_is_drawn() -> None:
    costs = load_preset("c-output-counted").costs
    spec = cumulative(costs, compare(costs))
    assert_can_be_drawn(spec)
    assert spec.x_max == pytest.approx(3 * 855 / 100_000)
    assert spec.mark is not None and spec.mark.label == "855"
    assert spec.x_label == "2,565 requests"
    assert curve(spec, "prompting").points == ((0, 0), (spec.x_max, pytest.approx(2700 * spec.x_max)))
    assert curve(spec, "fine-tuned").points[0] == (0, 20)


def test_the_window_ends_where_the_months_looked_at_end() -> None:
    spec = drawn({"prompting": request("1"), "tuned": request("0.5", other_upfront=200)}, volume=1)
    assert_can_be_drawn(spec)
    assert spec.x_max == 600
    assert spec.mark is not None and spec.mark.x == 400


def test_the_mark_of_a_retrained_option_is_its_lasting_month() -> None:
    spec = drawn({"prompting": PROMPT, "tuned": HOSTED}, horizon_months=24)
    assert_can_be_drawn(spec)
    assert spec.x_max == 57
    assert spec.mark is not None
    # Month 18 brings a retraining and is behind by 972; month 19 is ahead by 144: the lines cross in between.
    assert 18 < spec.mark.x <= 19
    assert spec.mark.label == "month 19"
    assert spec.mark.y == pytest.approx(2700 * spec.mark.x)
    assert spec.x_label == "57 months"
    assert spec.figures[0] == ("breaks even", "month 19")


def test_the_mark_stands_where_the_curves_cross() -> None:
    spec = drawn({"prompting": PROMPT, "tuned": TUNED})
    assert spec.mark is not None
    for name in ("prompting", "tuned"):
        assert height(curve(spec, name), spec.mark.x) == pytest.approx(spec.mark.y)


def test_a_break_even_after_the_horizon_is_marked_or_told() -> None:
    options = {"prompting": PROMPT, "tuned": TUNED}
    assert drawn(options, horizon_months=3).mark is not None
    told = drawn(options, whole=True, horizon_months=3)
    assert_can_be_drawn(told)
    assert (told.x_max, told.mark) == (3, None)
    assert told.note == "tuned is ahead from month 4, after the horizon of 3 months"


def test_an_option_that_never_pays_is_drawn_to_the_horizon_with_the_reason() -> None:
    spec = drawn({"prompting": PROMPT, "dear": DEAR}, horizon_months=18)
    assert_can_be_drawn(spec)
    assert (spec.x_max, spec.mark, spec.x_label) == (18, None, "18 months")
    assert spec.note == "dear never pays: each request costs $0.0030 more than with prompting"
    assert spec.figures == (
        ("breaks even", "never"), ("saves a request", "-$0.0030"), ("saves in 18 months", "-$5,400"),
    )  # fmt: skip


def test_an_option_under_its_floor_is_drawn_with_the_reason() -> None:
    spec = drawn({"prompting": PROMPT, "tuned": HOSTED}, volume=10_000)
    assert_can_be_drawn(spec)
    assert spec.mark is None
    assert spec.note == "tuned never pays: 10,000 requests a month stay under the floor of 80,798"


def test_an_option_ahead_from_the_start_is_told_and_not_marked() -> None:
    spec = drawn({"prompting": PROMPT, "cached": request("0.02")})
    assert_can_be_drawn(spec)
    assert (spec.mark, spec.x_max) == (None, 12)
    assert spec.note == "cached is ahead from the start"
    assert spec.figures[0] == ("breaks even", "at once")


def test_an_option_ahead_from_the_start_with_other_running_costs_breaks_even_at_once() -> None:
    spec = drawn({"hosted": request("0.027", other_monthly=100), "prompting": PROMPT})
    assert spec.figures[0] == ("breaks even", "at once")


def test_the_option_in_focus_is_marked() -> None:
    options = {"prompting": PROMPT, "dear": DEAR, "tuned": TUNED, "slow": request("0.0036", other_upfront=20_000)}
    assert drawn(options).x_max == pytest.approx(3 * 387_180 / 100_000)
    assert drawn(options, focus="slow").x_max == pytest.approx(3 * 854_701 / 100_000)
    assert drawn(options, focus="dear").note.startswith("dear never pays")
    assert drawn(options, focus="prompting").x_max == drawn(options).x_max
    assert drawn(options, focus="gone").x_max == drawn(options).x_max


def test_a_curve_keeps_its_colour_its_name_and_its_end() -> None:
    spec = drawn({"prompting": PROMPT, "unpriced": {"input_tokens": 5}, "dear": DEAR, "tuned": TUNED}, whole=True)
    assert_can_be_drawn(spec)
    assert [(line.name, line.series) for line in spec.curves] == [("prompting", 1), ("dear", 3), ("tuned", 4)]
    assert [line.keep for line in spec.curves] == [True, False, True]
    assert [line.end for line in spec.curves] == ["$32,400", "$36,000", "$13,380"]


def test_a_curve_is_the_cost_to_date_at_every_months_end() -> None:
    spec = drawn({"prompting": PROMPT, "tuned": HOSTED}, whole=True)
    assert [x for x, _ in curve(spec, "tuned").points] == list(range(13))
    ends = [9060 + 1584 * month + 4000 * (month // 6) for month in range(13)]
    assert [y for _, y in curve(spec, "tuned").points] == pytest.approx(ends)


@pytest.mark.parametrize(
    "spec",
    [
        drawn({}),
        drawn({"prompting": PROMPT}),
        drawn({"prompting": PROMPT, "tuned": {"input_tokens": 5}}),
        drawn({"prompting": PROMPT, "tuned": TUNED}, volume=None),
        drawn({"prompting": PROMPT, "tuned": TUNED}, horizon_months=0),
    ],
)
def test_nothing_to_draw_is_said(spec: ChartSpec) -> None:
    assert_can_be_drawn(spec)
    assert (spec.curves, spec.mark) == ((), None)
    assert spec.note == "The chart starts when two options have a price and there is a volume."


@pytest.mark.parametrize(
    ("base", "own", "volume"),
    [
        ("0", "0", 1000),
        ("0", "0", 0),
        ("1", "0.5", 0),
        ("1", "1", 1000),
        ("1e-15", "1e-15", 1),
        ("1e-15", "1e-14", D("1e-15")),
        ("1e8", "1", 1),
        ("1e-8", "1e8", 10**9),
        ("1e9", "1e-9", 10**9),
    ],
)
@pytest.mark.parametrize("upfront", ["0", "1e-8", "1", "1e8", "1e18"])
@pytest.mark.parametrize("whole", [False, True])
def test_flat_empty_and_far_apart_curves_can_be_drawn(
    base: str, own: str, volume: Any, upfront: str, whole: bool
) -> None:
    options = {"prompting": request(base), "tuned": request(own, other_upfront=D(upfront))}
    spec = drawn(options, whole=whole, volume=volume)
    assert_can_be_drawn(spec)
    assert len(spec.curves) == 2


def test_all_zero_has_an_axis_of_one() -> None:
    spec = drawn({"prompting": request("0"), "tuned": request("0")})
    assert (spec.y_min, spec.y_max) == (0, 1)
    assert [line.end for line in spec.curves] == ["$0", "$0"]


@pytest.mark.parametrize(
    ("top", "axis"), [("2700", 2700), ("2710", 2800), ("1.01", 1.1), ("0.00999", 0.01), ("99", 99)]
)
def test_the_axis_ends_at_a_round_number(top: str, axis: float) -> None:
    spec = drawn({"prompting": request(top), "tuned": request(top)}, volume=1, horizon_months=1)
    assert spec.y_max == pytest.approx(axis)


@pytest.mark.parametrize(
    "shared",
    [
        {"growth_per_month": D("1e9"), "horizon_months": 600},
        {"growth_per_month": D("1e18"), "horizon_months": 600},
        {"discount_rate": D("-0.999999999999999"), "horizon_months": 600},
    ],
)
def test_figures_beyond_any_axis_are_said(shared: Amounts) -> None:
    spec = drawn({"prompting": PROMPT, "tuned": DEAR}, **shared)
    assert_can_be_drawn(spec)
    assert (spec.curves, spec.note) == ((), "The figures grow too large to draw.")


def test_growth_that_ends_in_nothing_can_be_drawn() -> None:
    spec = drawn({"prompting": PROMPT, "tuned": TUNED}, growth_per_month=D("-0.999999"), horizon_months=600)
    assert_can_be_drawn(spec)
    assert spec.note == "tuned never pays: what it saves does not repay $9,060 within 600 months"


@pytest.mark.parametrize("upfront", ["1e-8", "1"])
def test_an_axis_of_any_length_can_be_labelled(upfront: str) -> None:
    tuned = request("1e-15", other_upfront=D(upfront))
    assert_can_be_drawn(drawn({"prompting": request("1e18"), "tuned": tuned}, whole=True, volume=10**18))


@pytest.mark.parametrize("preset", ["c-printed", "c-output-counted", "c-three-epochs"])
def test_a_year_is_as_many_requests_as_twelve_months_bring(preset: str) -> None:
    costs = load_preset(preset).costs
    assert cumulative(costs, compare(costs), whole=True).x_label == "1,200,000 requests"


def test_the_requests_of_a_growing_volume_are_summed_or_left_out() -> None:
    tuned = request("0.5", other_upfront=700)
    spec = drawn({"prompting": request("1"), "tuned": tuned}, volume=100, growth_per_month=D(1))
    assert (spec.x_max, spec.mark is not None) == (12, True)
    assert spec.x_label in {"12 months", "409,500 requests"}


def amount(top: int) -> st.SearchStrategy[Decimal]:
    return st.just(D(0)) | st.decimals(0, top, places=6, allow_nan=False, allow_infinity=False)


ANY_OPTION = st.fixed_dictionaries(
    {"extra_per_request": amount(5), "other_upfront": amount(10**6)},
    optional={
        "other_monthly": amount(1000),
        "retrain_every_months": st.integers(0, 24),
        "retrain_cost": amount(1000),
    },
)
SHARED = st.fixed_dictionaries(
    {"volume": st.integers(0, 10**6), "horizon_months": st.integers(1, 60), "whole": st.booleans()},
    optional={
        "growth_per_month": st.sampled_from([D("-0.2"), D("0.05"), Range(D("-0.1"), D("0.2"))]),
        "discount_rate": st.sampled_from([D("-0.1"), D("0.08")]),
    },
)


@given(ANY_OPTION, ANY_OPTION, SHARED)
def test_any_comparison_can_be_drawn(base: Amounts, own: Amounts, shared: Amounts) -> None:
    spec = drawn({"prompting": base, "tuned": own}, **shared)
    assert_can_be_drawn(spec)
    assert len(spec.curves) == 2
    assert (spec.mark is None) == bool(spec.note)
    for line in spec.curves:
        assert [y for _, y in line.points] == sorted(y for _, y in line.points)
    assert "nan" not in repr(spec) and "inf" not in repr(spec)


@given(ANY_OPTION, ANY_OPTION, st.integers(1, 10**6))
def test_the_break_even_stands_at_a_third_of_the_window(base: Amounts, own: Amounts, volume: int) -> None:
    spec = drawn({"prompting": base, "tuned": own}, volume=volume)
    if spec.mark is not None and spec.x_max < 600:
        # Retraining makes it a whole month, or one of the first request that is whole; the lines cross before it.
        assert spec.x_max / 3 - max(1, 1 / volume) <= spec.mark.x <= spec.x_max / 3 * (1 + 1e-9)


def test_accuracy_prompt_versions_stand_first_each_with_its_interval() -> None:
    spec = accuracy_chart(
        {
            "tuned-1": Accuracy(value=D("0.92"), cases=200, kind="fine-tuned"),
            "v1": Accuracy(value=D("0.70"), cases=200),
            "v2": Accuracy(value=D("0.75")),
            "unknown": Accuracy(),
        },
        D("0.9"),
    )
    assert [(row.label, row.series) for row in spec.rows] == [("v1", 1), ("v2", 1), ("tuned-1", 2)]
    first, second, third = spec.rows
    assert first.low is not None and first.high is not None and first.low < 0.7 < first.high
    assert (second.low, second.high, second.text) == (None, None, "0.75")
    assert (first.text, third.text) == ("0.70  0.63..0.76", "0.92  0.87..0.95")
    assert (spec.low, spec.high) == (0.6, 1.0)
    assert (spec.target, spec.target_label) == (0.9, "target 0.90")


@given(
    st.lists(st.tuples(st.decimals(0, 1, places=3), st.none() | st.integers(1, 10**6)), max_size=6),
    st.none() | st.decimals(0, 1, places=2),
)
def test_accuracy_stands_inside_its_axis(found: list[tuple[Decimal, int | None]], target: Decimal | None) -> None:
    entries = {f"v{index}": Accuracy(value=value, cases=cases) for index, (value, cases) in enumerate(found)}
    spec = accuracy_chart(entries, target)
    assert len(spec.rows) == len(found)
    assert 0 <= spec.low <= spec.high <= 1
    for row in spec.rows:
        ends = [end for end in (row.low, row.value, row.high) if end is not None]
        assert spec.low <= min(ends) <= row.value <= max(ends) <= spec.high
    assert target is None or spec.low <= float(target) <= spec.high


def test_accuracy_without_versions_is_an_empty_axis() -> None:
    spec = accuracy_chart({}, None)
    assert (spec.rows, spec.low, spec.high, spec.target_label) == ((), 0, 1, "")
