"""The charts a key switches between: by volume, tornado, by part."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.core.made import PROMPT, TODAY, D, tuned
from workbench.core.amounts import Range
from workbench.core.charts.cost_views import CHARTS, by_volume, cost_parts, split, swings
from workbench.core.costs.comparison import Comparison, compare
from workbench.core.inputs import Costs, Option
from workbench.plot.pictures import picture
from workbench.plot.rows import plain, width


def costs(option: Option, volume: object = D(100_000), prompt: Option = PROMPT, **shared: object) -> Costs:
    return Costs(requests_per_month=volume, option={"prompt": prompt, "tuned": option}, **shared)


def both(case: Costs) -> tuple[Costs, Comparison]:
    return case, compare(case, TODAY)


def test_the_curves_by_volume_cross_at_the_volume_that_just_repays() -> None:
    case, comparison = both(costs(tuned(9060)))
    spec = by_volume(case, comparison)
    # 9,060 over 12 months at 0.0234 a request.
    assert spec.mark is not None and spec.mark.label == "32,265"
    at = case.model_copy(update={"requests_per_month": D(32_265)})
    assert compare(at).options[1].saved == pytest.approx(D(0), abs=1)
    assert dict(spec.figures)["volume now"] == "100,000 a month"
    assert spec.log and spec.x_min <= 32_265 / 3 and spec.x_max >= 300_000


def test_a_floor_stands_beside_the_break_even_volume() -> None:
    option = tuned(9060).model_copy(update={"other_monthly": D(1224)})
    figures = dict(by_volume(*both(costs(option))).figures)
    assert figures["volume floor"] == "52,308 a month"
    assert figures["break-even volume"] == "84,573 a month"


def test_an_option_that_costs_more_each_request_has_no_mark() -> None:
    dear = tuned(20).model_copy(update={"output_price": D(600)})
    assert by_volume(*both(costs(dear))).mark is None


def test_nothing_costs_anything() -> None:
    free = Option(input_tokens=D(1), output_tokens=D(1), input_price=D(0), output_price=D(0))
    case, comparison = both(costs(free, prompt=free))
    assert by_volume(case, comparison).note == "Every option costs nothing, at any volume."
    assert split(case, comparison).note == "Every option costs nothing."


def test_without_ranges_the_tornado_says_how_to_make_one() -> None:
    assert "80k..150k" in swings(*both(costs(tuned(9060)))).note


def test_the_tornado_shows_what_moves_the_result_most_first_and_the_odds() -> None:
    option = tuned(0).model_copy(update={"other_upfront": Range(D(9000), D(30_000), D(9060))})
    spec = swings(*both(costs(option, volume=Range(D(80_000), D(120_000)))))
    assert [row.label for row in spec.rows] == ["tuned, other upfront", "requests a month"]
    # 12 x 100,000 x 0.0234 less 30,000 and less 9,000.
    assert spec.rows[0].text == "-$1,920..$19,080"
    assert spec.target == 0.0
    assert dict(spec.figures)["pays within the horizon"].endswith(" %")


def test_a_model_that_goes_away_says_how_long_its_bar_is_counted() -> None:
    spec = split(*both(costs(tuned(9060, TODAY + timedelta(100)))))
    assert spec.rows[1].text == "$10,140 in 3 months"


options = st.builds(
    Option,
    input_tokens=st.integers(0, 2000).map(Decimal),
    cached_tokens=st.just(D(0)) | st.none(),
    output_tokens=st.integers(0, 2000).map(Decimal),
    input_price=st.sampled_from([D(0), D("0.05"), D(30), D("1e9")]),
    output_price=st.sampled_from([D(0), D("0.4"), D(60)]),
    batch_discount=st.none() | st.just(D("0.5")),
    extra_per_request=st.none() | st.sampled_from([D(0), D("1e-9"), D("0.01")]),
    training_tokens=st.just(D(2_500_000)),
    training_price=st.sampled_from([D(0), D(8)]),
    training_runs=st.none() | st.integers(0, 4).map(Decimal),
    labels=st.just(D(500)),
    cost_per_label=st.sampled_from([D(0), D("0.3")]),
    other_upfront=st.none() | st.integers(0, 9000).map(Decimal),
    hosting_per_hour=st.none() | st.sampled_from([D(0), D("1.7")]),
    other_monthly=st.none() | st.integers(0, 500).map(Decimal),
    retrain_every_months=st.none() | st.integers(0, 7).map(Decimal),
    retrain_cost=st.none() | st.integers(0, 900).map(Decimal),
)
shared = st.fixed_dictionaries(
    {
        "growth_per_month": st.sampled_from([D(0), D("0.05"), D("-0.05")]),
        "discount_rate": st.sampled_from([D(0), D("0.1")]),
        "horizon_months": st.sampled_from([D(1), D(12), D(36)]),
    }
)


@settings(max_examples=80, deadline=None)
@given(options, options, st.sampled_from([D(0), D(1), D(100_000), D("1e12")]), shared)
def test_the_parts_sum_up_to_the_total(one: Option, other: Option, volume: Decimal, more: dict[str, Decimal]) -> None:
    case, comparison = both(costs(one, volume, other, **more))
    for figures in comparison.options:
        assert figures.total is not None
        total = sum(cost_parts(case, figures).values())
        assert total == pytest.approx(figures.total, rel=Decimal("1e-20"), abs=Decimal("1e-9"))


@settings(max_examples=80, deadline=None)
@given(options, options, st.sampled_from([None, D(0), D(1), D(100_000), D("1e12")]), shared, st.integers(20, 120))
def test_every_chart_keeps_to_its_cells(
    one: Option, other: Option, volume: Decimal | None, more: dict[str, Decimal], columns: int
) -> None:
    case, comparison = both(costs(one, volume, other, **more))
    for chart in CHARTS.values():
        spec = chart(case, comparison, None, False)
        for height in (1, 2, 7, 14):
            rows = picture(spec, columns, height)
            assert len(rows) <= height
            assert all(width(row) <= columns for row in rows)
            assert plain(rows).strip() or height < 3
