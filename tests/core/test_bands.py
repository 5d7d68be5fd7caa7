"""The shaded band of a cost so far: its percentiles, where it hangs on ranges, and the crossings that do not last."""

from __future__ import annotations

from typing import Any

import pytest

from tests.core.made import PROMPT, TODAY, D, tuned
from workbench.core.amounts import Range
from workbench.core.charts.cost_so_far import cumulative
from workbench.core.costs.bands import band
from workbench.core.costs.comparison import compare
from workbench.core.inputs import Costs, Option
from workbench.plot.chart import draw
from workbench.plot.rows import plain


def costs(option: Option, **more: Any) -> Costs:
    shared = {"requests_per_month": D(100_000), **more}
    return Costs(option={"prompt": PROMPT, "tuned": option}, **shared)


def test_without_a_range_there_is_no_band() -> None:
    assert band(costs(tuned(9060)), "tuned", [0, 12]) == []
    spec = cumulative(costs(tuned(9060)), compare(costs(tuned(9060)), TODAY))
    assert spec.band is None and spec.passing is None


def test_a_range_paid_once_moves_every_month_alike() -> None:
    wide = tuned(0).model_copy(update={"other_upfront": Range(D(1000), D(2000))})
    points = band(costs(wide), "tuned", [0, 6, 12])
    assert [month for month, _, _ in points] == [0, 6, 12]
    for month, low, high in points:
        assert low == pytest.approx(1100 + 360 * month, abs=40)
        assert high == pytest.approx(1900 + 360 * month, abs=40)


@pytest.mark.parametrize(
    "more",
    [
        {"growth_per_month": Range(D("0.01"), D("0.05"))},
        {"discount_rate": D("0.1")},
        {"requests_per_month": Range(D(80_000), D(150_000), D(100_000))},
    ],
    ids=["growth", "discount", "volume"],
)
def test_the_band_holds_the_curve_and_widens(more: dict[str, Any]) -> None:
    own = tuned(9060).model_copy(
        update={"output_tokens": Range(D(150), D(260)), "retrain_every_months": D(6), "retrain_cost": D(400)}
    )
    case = costs(own, **more)
    points = band(case, "tuned", [1, 6, 12])
    assert all(low < high for _, low, high in points)
    widths = [high - low for _, low, high in points]
    assert widths == sorted(widths)
    spec = cumulative(case, compare(case, TODAY), "tuned", whole=True)
    curve = dict(next(curve for curve in spec.curves if curve.name == "tuned").points)
    assert all(low <= curve[month] <= high for month, low, high in points)


def test_the_band_is_the_same_each_time() -> None:
    case = costs(tuned(9060), requests_per_month=Range(D(80_000), D(150_000)))
    assert band(case, "tuned", [1, 12]) == band(case, "tuned", [1, 12])


def test_dots_stand_for_the_band_and_the_lines_on_top() -> None:
    case = costs(tuned(0).model_copy(update={"other_upfront": Range(D(5000), D(30_000))}))
    spec = cumulative(case, compare(case, TODAY))
    assert spec.band is not None and spec.band.series == 2
    assert "·" in plain(draw(spec, 80, 14)) and "◆" in plain(draw(spec, 80, 14))
    # 12 months save 28,080: 23,080 of the 25,000 that the upfront may be.
    assert ("pays within the horizon", "92 %") in spec.figures


def test_a_crossing_that_does_not_last_has_a_mark_of_its_own() -> None:
    """First ahead in month 16, for good from month 19: DOMAIN section 4."""
    own = tuned(9060).model_copy(
        update={"other_monthly": D(1224), "retrain_every_months": D(6), "retrain_cost": D(4000)}
    )
    case = costs(own, horizon_months=D(24))
    spec = cumulative(case, compare(case, TODAY))
    assert spec.passing is not None and spec.passing.x == 16
    assert spec.mark is not None and 18 < spec.mark.x <= 19
    assert ("first ahead ◇", "month 16") in spec.figures and ("stays ahead from ◆", "month 19") in spec.figures
    drawn = plain(draw(spec, 80, 14))
    assert "◇" in drawn and "◆" in drawn
