"""What must hold of any comparison: laws of scale, of order, of sums, of copies, and of amounts at their ends."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal, localcontext
from fractions import Fraction
from itertools import permutations
from math import inf
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.core.made import PROMPT, TODAY, D, tuned
from workbench.core.amounts import Range
from workbench.core.charts.cost_views import CHARTS, cost_parts
from workbench.core.costs import tipping_points as tipping
from workbench.core.costs.break_even import Versus
from workbench.core.costs.comparison import Comparison, Figures, compare
from workbench.core.costs.tipping_points import tipping_points
from workbench.core.costs.uncertainty import Uncertainty, ranges, uncertainty
from workbench.core.costs.words import break_even, pays_when
from workbench.core.inputs import Costs, Option, inputs
from workbench.core.record.decision import Decision, check_decision
from workbench.errors import ValueProblem
from workbench.plot.pictures import picture
from workbench.plot.rows import plain

MONEY = tuple(name for name, declared in inputs(Option).items() if declared.kind in {"money", "price"})
NEVER_READ = {"latency_ms": Range(D(100), D(900))}
"""A range that bears on no cost: with it there is something to draw, and nothing it could move."""


def amount(top: str, places: int = 3) -> st.SearchStrategy[Decimal]:
    return st.decimals("0", top, places=places, allow_nan=False, allow_infinity=False)


def whole(top: int) -> st.SearchStrategy[Decimal]:
    return st.integers(0, top).map(Decimal)


@st.composite
def options(draw: st.DrawFn) -> Option:
    sent = draw(st.integers(0, 20_000))
    cached = draw(st.integers(0, sent))
    tops = {"other_upfront": "20000", "other_monthly": "900", "hosting_per_hour": "3", "hourly_rate": "150"}
    return Option(
        input_tokens=D(sent),
        cached_tokens=D(cached),
        cache_write_tokens=D(draw(st.integers(0, sent - cached))),
        output_tokens=draw(whole(4000)),
        batch_discount=draw(st.none() | st.sampled_from([D(0), D("0.5"), D(1)])),
        training_tokens=draw(whole(5_000_000)),
        epochs=draw(st.none() | whole(5)),
        training_runs=draw(st.none() | whole(4)),
        labels=draw(whole(2000)),
        engineering_hours=draw(whole(200)),
        retrain_every_months=draw(st.none() | whole(13)),
        available_until=draw(st.none() | st.integers(-40, 400).map(lambda days: TODAY + timedelta(days))),
        **{name: draw(amount(tops.get(name, "60"))) for name in MONEY if name != "retrain_cost"},
        retrain_cost=draw(st.none() | amount("3000")),
        accuracy=draw(st.none() | amount("1")),
    )


SHARED = st.fixed_dictionaries(
    {
        "requests_per_month": whole(100_000),
        "growth_per_month": st.sampled_from([D(0), D(0), D("0.07"), D("-0.2")]),
        "discount_rate": st.sampled_from([D(0), D(0), D("0.1"), D("-0.05")]),
        "horizon_months": st.integers(1, 36).map(Decimal),
    }
)
Shared = dict[str, Decimal]


def named(comparison: Comparison, name: str) -> Figures:
    found = comparison.named(name)
    assert found is not None
    return found


def pair(base: Option, own: Option, shared: Shared) -> tuple[Costs, Figures, Figures]:
    costs = Costs(option={"base": base, "own": own}, **shared)
    comparison = compare(costs, TODAY)
    return costs, named(comparison, "base"), named(comparison, "own")


def versus(base: Option, own: Option, shared: Shared) -> Versus:
    found = pair(base, own, shared)[2].versus
    assert found is not None
    return found


def times(option: Option, k: Decimal) -> Option:
    return option.model_copy(update={name: value * k for name in MONEY if (value := getattr(option, name)) is not None})


def money_of(costs: Costs, figures: Figures) -> Iterator[Decimal]:
    """Yield every amount of money that is found for an option."""
    assert figures.per_request is not None and figures.upfront is not None
    assert figures.monthly is not None and figures.total is not None
    yield from (figures.per_request, figures.upfront, figures.monthly, figures.total, figures.saved or D(0))
    yield from cost_parts(costs, figures).values()
    if figures.versus is not None:
        yield figures.versus.saving_per_request
    if figures.quality is not None:
        yield from (figures.quality.cost_per_success or D(0), figures.quality.expected_cost or D(0))


def timing(versus: Versus) -> tuple[object, ...]:
    return versus.break_even_requests, versus.first_month, versus.lasting_month, versus.verdict


@settings(max_examples=60)
@given(options(), options(), SHARED, st.sampled_from(["10", "0.001", "1e6", "0.92", "7", "1.337"]).map(D))
def test_a_currency_worth_k_times_less_changes_every_cost_by_k_and_no_date(
    base: Option, own: Option, shared: Shared, k: Decimal
) -> None:
    plain_costs, *plain_figures = pair(base, own, shared)
    scaled_costs, *scaled_figures = pair(times(base, k), times(own, k), shared)
    for one, other in zip(plain_figures, scaled_figures, strict=True):
        before, after = list(money_of(plain_costs, one)), list(money_of(scaled_costs, other))
        assert after == pytest.approx([value * k for value in before], rel=D("1e-20"), abs=D("1e-20"))
        assert one.horizon == other.horizon
        if one.versus is not None and other.versus is not None:
            assert timing(one.versus) == timing(other.versus)
            for name in ("break_even_months", "break_even_requests_exact", "volume_floor"):
                was, now = getattr(one.versus, name), getattr(other.versus, name)
                assert now == (was if was is None else pytest.approx(was, rel=D("1e-20")))


@settings(max_examples=15)
@given(options(), options(), SHARED, st.sampled_from(["100", "0.92"]).map(D))
def test_a_currency_changes_no_odds(base: Option, own: Option, shared: Shared, k: Decimal) -> None:
    ranged = own.model_copy(update={"output_tokens": Range(own.output_tokens, own.output_tokens + 500)})
    shared = {**shared, "requests_per_month": Range(D(9000), D(21_000))}  # type: ignore[dict-item]
    plain_found, scaled_found = (drawn(pair(times(base, by), times(ranged, by), shared)[0], 200) for by in (D(1), k))
    assert scaled_found.probability == plain_found.probability
    for was, now in zip(percentiles(plain_found), percentiles(scaled_found), strict=True):
        assert now == (was if was is None else pytest.approx(was, rel=1e-9))
    assert {bar.input: bar.width for bar in scaled_found.tornado} == pytest.approx(
        {bar.input: bar.width * k for bar in plain_found.tornado}, rel=D("1e-18")
    )


ORDER = {"pays": 0, "after-horizon": 1, "never": 2}


def not_later(sooner: Versus, than: Versus) -> bool:
    """Whether no date of the one lies after that of the other; what is never is after everything."""
    names = ("break_even_requests", "break_even_requests_exact", "break_even_months", "first_month", "lasting_month")
    dates = [(getattr(sooner, name), getattr(than, name)) for name in names]
    return ORDER[str(sooner.verdict)] <= ORDER[str(than.verdict)] and all(
        (inf if one is None else one) <= (inf if other is None else other) for one, other in dates
    )


@settings(max_examples=80)
@given(options(), options(), SHARED, amount("0.05"))
def test_a_higher_saving_per_request_is_never_repaid_later(
    base: Option, own: Option, shared: Shared, less: Decimal
) -> None:
    dear = own.model_copy(update={"extra_per_request": own.extra_per_request + less})
    sooner, later = versus(base, own, shared), versus(base, dear, shared)
    assert sooner.saving_per_request - later.saving_per_request == less
    assert not_later(sooner, later)


@settings(max_examples=80)
@given(options(), options(), SHARED, amount("9000"))
def test_less_to_repay_is_never_repaid_later(base: Option, own: Option, shared: Shared, less: Decimal) -> None:
    dear = own.model_copy(update={"other_upfront": own.other_upfront + less})
    cheaper, dearer = pair(base, own, shared)[2], pair(base, dear, shared)[2]
    assert cheaper.versus is not None and dearer.versus is not None
    assert not_later(cheaper.versus, dearer.versus)
    assert cheaper.saved is not None and dearer.saved is not None
    assert cheaper.saved - dearer.saved == pytest.approx(less, abs=D("1e-15"))


def month_by_month(option: Option, shared: Shared, months: int) -> Decimal:
    """Return the total of DOMAIN section 4, each month by itself and from its formulas, to 60 digits."""

    def of(name: str, default: int = 0) -> Fraction:
        value = getattr(option, name)
        return Fraction(default if value is None else value)

    tokens = (
        (of("input_tokens") - of("cached_tokens") - of("cache_write_tokens")) * of("input_price")
        + of("cached_tokens") * of("cached_price")
        + of("cache_write_tokens") * of("cache_write_price")
        + of("output_tokens") * of("output_price")
    )
    request = (1 - of("batch_discount")) * tokens / 10**6 + of("extra_per_request")
    training = of("training_tokens") * of("epochs", 3) * of("training_price") / 10**6
    total = of("training_runs", 1) * training + of("labels") * of("cost_per_label") + of("other_upfront")
    total += of("engineering_hours") * of("hourly_rate")
    again = training if option.retrain_cost is None else of("retrain_cost")
    volume, growth = Fraction(shared["requests_per_month"]), 1 + Fraction(shared["growth_per_month"])
    with localcontext() as context:
        context.prec = 60
        found = D(total.numerator) / total.denominator
        for month in range(1, months + 1):
            spent = volume * growth ** (month - 1) * request + of("hosting_per_hour") * 24 * 30 + of("other_monthly")
            if option.retrain_every_months and month % int(option.retrain_every_months) == 0:
                spent += again
            found += D(spent.numerator) / spent.denominator / (1 + shared["discount_rate"]) ** (D(month) / 12)
        return found


@settings(max_examples=60)
@given(options(), SHARED)
def test_the_total_is_the_sum_of_the_months_and_of_its_parts(own: Option, shared: Shared) -> None:
    costs = Costs(option={"own": own}, **shared)
    figures = named(compare(costs, TODAY), "own")
    assert figures.total is not None
    expected = month_by_month(own, shared, figures.horizon)
    assert figures.total == pytest.approx(expected, rel=D("1e-22"), abs=D("1e-18"))
    parts = cost_parts(costs, figures)
    assert all(part >= 0 for part in parts.values())
    assert sum(parts.values()) == pytest.approx(expected, rel=D("1e-22"), abs=D("1e-18"))


@pytest.mark.parametrize("name", inputs(Option))
def test_every_input_is_counted_or_is_one_of_quality(name: str) -> None:
    every = dict.fromkeys(inputs(Option), D(2)) | {"input_tokens": D(10), "input_price": D(5), "accuracy": D(1)}
    every |= {"batch_discount": D("0.5")}
    # The rows say how many epochs are trained where nothing else does.
    every |= {"epochs": None} if name == "training_rows" else {}
    moved = {"training_rows": D(50_000), "batch_discount": D("0.25"), "accuracy": D("0.9")}.get(name, D(3))
    before, after = (
        compare(Costs(requests_per_month=D(1000), option={"own": Option(**given)})).options[0].total
        for given in (every, {**every, name: moved})
    )
    assert (before == after) == (inputs(Option)[name].group == "Quality")


@settings(max_examples=60)
@given(options(), options(), SHARED)
def test_what_is_saved_is_the_difference_and_pays_says_whether_it_is_a_loss(
    base: Option, own: Option, shared: Shared
) -> None:
    _, theirs, mine = pair(base, own, shared)
    assert mine.saved is not None and mine.versus is not None
    expected = [month_by_month(option, shared, mine.horizon) for option in (base, own)]
    assert mine.saved == pytest.approx(expected[0] - expected[1], rel=D("1e-18"), abs=D("1e-16"))
    assert mine.horizon <= theirs.horizon
    assert (mine.versus.verdict == "pays") == (mine.saved >= 0)


@settings(max_examples=60)
@given(options(), options(), SHARED)
def test_an_option_like_the_baseline_saves_nothing_and_is_neither_behind_nor_dearer(
    base: Option, other: Option, shared: Shared
) -> None:
    costs = Costs(option={"base": base, "copy": base, "other": other}, **shared)
    comparison = compare(costs, TODAY)
    one, copy = comparison.options[:2]
    assert copy._replace(name=one.name, versus=None, saved=None) == one
    assert cost_parts(costs, copy) == cost_parts(costs, one)
    assert (copy.saved, one.versus, one.saved) == (0, None, None)
    found = copy.versus
    assert found is not None
    assert (found.saving_per_request, found.break_even_months, found.volume_floor) == (0, 0, None)
    assert (found.break_even_requests, found.break_even_requests_exact) == (None, None)
    assert (found.first_month, found.lasting_month) == (1, 1)
    # With no month left to be ahead in it is still not behind.
    assert found.verdict == "pays"
    assert "more" not in found.reason and "never" not in found.reason
    # The volume, the growth and the horizon move both alike: they never put the copy before the baseline.
    shared_tips = [tip.then for tip in tipping_points(costs, comparison) if tip.option is None]
    assert "copy" not in shared_tips or "base" not in {tip.first for tip in tipping_points(costs, comparison)}


@settings(max_examples=30)
@given(options(), options(), SHARED)
def test_a_copy_of_an_option_has_its_figures_and_its_odds(base: Option, own: Option, shared: Shared) -> None:
    # A range of tokens or prices is one unknown for both.
    ranged = own.model_copy(update={"output_price": Range(D(1), D(90))})
    costs = Costs(option={"base": base, "own": ranged, "copy": ranged}, **shared)
    comparison = compare(costs, TODAY)
    _, one, copy = comparison.options
    assert copy._replace(name=one.name) == one
    assert cost_parts(costs, copy) == cost_parts(costs, one)
    found = uncertainty(costs, comparison, 50)
    bars = [(bar.input.replace("option.copy.", "option.own."), bar.low, bar.high) for bar in found["copy"].tornado]
    assert bars == [(bar.input, bar.low, bar.high) for bar in found["own"].tornado]
    assert found["copy"]._replace(tornado=()) == found["own"]._replace(tornado=())


@settings(max_examples=40)
@given(options(), options(), options(), SHARED)
def test_the_order_of_the_options_does_not_matter(one: Option, two: Option, three: Option, shared: Shared) -> None:
    ranged = two.model_copy(update={"other_monthly": Range(D(0), D(900))})
    entered = {"one": one, "two": ranged, "three": three}
    found = []
    for order in permutations(entered):
        costs = Costs(option={name: entered[name] for name in order}, baseline="one", **shared)
        comparison = compare(costs, TODAY)
        assert [figures.name for figures in comparison.options] == list(order)
        bars = {name: odds.tornado for name, odds in uncertainty(costs, comparison, 1).items()}
        tips = {(tip.input, tip.at) for tip in tipping_points(costs, comparison, searched=False)}
        found.append(({figures.name: figures for figures in comparison.options}, bars, tips))
    assert all(other == found[0] for other in found[1:])


def pinned(value: object) -> object:
    return Range(value, value, value) if isinstance(value, Decimal) else value


def drawn(costs: Costs, draws: int = 20, name: str = "own") -> Uncertainty:
    return uncertainty(costs, compare(costs, TODAY), draws)[name]


def percentiles(found: Uncertainty) -> tuple[float | None, float | None, float | None]:
    return found.p10, found.p50, found.p90


def all_pinned(option: Option) -> Option:
    return option.model_copy(update={name: pinned(getattr(option, name)) for name in inputs(Option)})


@settings(max_examples=40)
@given(options(), options(), SHARED, st.booleans())
def test_ranges_whose_ends_coincide_are_the_figure(base: Option, own: Option, shared: Shared, steady: bool) -> None:
    if steady:
        still = {"retrain_every_months": None}
        base, own = base.model_copy(update=still), own.model_copy(update=still)
        shared = {**shared, "growth_per_month": D(0), "discount_rate": D(0)}
    # A month's end at which both have cost the same to the last digit is ahead or not by the last bit of a float.
    own = own.model_copy(update={"other_upfront": own.other_upfront + D("0.00317")})
    kept = {"growth_per_month", "discount_rate"}
    exact = pair(base, own, shared)[2]
    together = {name: value if name in kept and not value else pinned(value) for name, value in shared.items()}
    costs = Costs(option={"base": all_pinned(base), "own": all_pinned(own)}, **together)
    assert ranges(costs, "base", "own") == []
    assert uncertainty(costs, compare(costs, TODAY)) == {}
    assert named(compare(costs, TODAY), "own").versus == exact.versus
    widened = costs.model_copy(
        update={"option": {**costs.option, "own": costs.option["own"].model_copy(update=NEVER_READ)}}
    )
    found = drawn(widened)
    assert exact.versus is not None
    expected = exact.versus.break_even_months
    if expected is None:
        assert percentiles(found) == (None, None, None)
    else:
        assert percentiles(found) == (pytest.approx(float(expected), rel=1e-6, abs=1e-6),) * 3
    assert found.probability == (exact.versus.verdict == "pays")
    assert [bar.width for bar in found.tornado] == [0]


@pytest.mark.parametrize("growth", [Range(D(0), D(0)), Range(D(0), D(0), D(0))])
def test_a_growth_from_nought_to_nought_is_no_growth(growth: Range) -> None:
    shared: Any = {"requests_per_month": D(100_000), "horizon_months": D(12)}
    none = versus(PROMPT, tuned(9060), shared)
    some = versus(PROMPT, tuned(9060), {**shared, "growth_per_month": growth})
    assert none.break_even_months == D(9060) / 2340
    assert some == none


@settings(max_examples=15)
@given(options(), options(), SHARED)
def test_odds_are_repeatable(base: Option, own: Option, shared: Shared) -> None:
    case = {**shared, "requests_per_month": Range(D(100), D(90_000), D(4000))}
    ranged = own.model_copy(update={"other_upfront": Range(D(0), D(9000)), "input_price": Range(D(0), D(50), D(1))})
    costs = Costs(option={"base": base, "own": ranged}, **case)
    state = random.getstate()
    first = drawn(costs, 60)
    assert random.getstate() == state
    random.seed(4)
    again = drawn(Costs.model_validate(costs.model_dump()), 60)
    random.setstate(state)
    assert again == first
    # One option alone, or with others beside it, is the same.
    comparison = compare(costs, TODAY)
    assert uncertainty(costs, comparison, 60, only="own", bars=False)["own"] == first._replace(tornado=())


SMALL, LARGE = D("1e-9"), D("1e15")
BOUNDED = {"share": (SMALL, D(1)), "ratio": (SMALL, D(1)), "months": (D(1), D(600)), "rate": (SMALL, D(1))}
"""The ends of kinds that have limits of their own; the rates are those that a float can still be raised with."""


def ends(kind: str) -> tuple[Decimal, Decimal]:
    return BOUNDED.get(kind, (SMALL, LARGE))


def at_its_end(kind: str, ranged: bool) -> st.SearchStrategy[Decimal | Range]:
    low, high = ends(kind)
    single: st.SearchStrategy[Decimal | Range] = st.sampled_from([low, high])
    return single | st.sampled_from([Range(low, high), Range(low, high, low)]) if ranged else single


@st.composite
def extreme(draw: st.DrawFn) -> Option:
    kept = {"input_tokens", "cached_tokens", "cache_write_tokens"}
    tokens = draw(st.sampled_from([(LARGE, SMALL, SMALL), (LARGE, LARGE / 2, LARGE / 2), (SMALL, SMALL, D(0))]))
    others = {
        name: draw(at_its_end(declared.kind, name != "retrain_every_months") | st.none())
        for name, declared in inputs(Option).items()
        if name not in kept
    }
    for name in ("output_tokens", "input_price", "output_price", "cached_price", "cache_write_price"):
        others[name] = others[name] or D(0)
    others["training_tokens"] = others["training_tokens"] if others["training_price"] else None
    others["training_price"] = others["training_price"] if others["training_tokens"] else None
    others["cost_per_label"] = others["cost_per_label"] or D(0)
    others["hourly_rate"] = others["hourly_rate"] or D(0)
    return Option(**dict(zip(("input_tokens", "cached_tokens", "cache_write_tokens"), tokens, strict=True)), **others)


def all_at(end: int) -> Option:
    """Return an option with every input at its low (0) or high (1) end; nothing is cached."""
    amounts: dict[str, Any] = {name: ends(declared.kind)[end] for name, declared in inputs(Option).items()}
    return Option(**{**amounts, "cached_tokens": D(0), "cache_write_tokens": D(0)})


def assert_everything_can_be_told(costs: Costs, windows: tuple[bool, ...] = (False, True)) -> None:
    check_decision(Decision(costs=costs))
    comparison = compare(costs, TODAY)
    for figures in comparison.options:
        assert figures.missing == ()
        assert all(value.is_finite() for value in money_of(costs, figures))
    for found in uncertainty(costs, comparison, 40).values():
        assert all(month is None or 0 <= month <= 600 for month in percentiles(found))
        assert 0 <= found.probability <= 1
        assert all(bar.low.is_finite() and bar.high.is_finite() for bar in found.tornado)
    for chart in CHARTS.values():
        for whole_horizon in windows:
            spec = chart(costs, comparison, None, whole_horizon)
            rows = picture(spec, 60, 12)
            told = plain(rows) + " ".join(value for _, value in spec.figures)
            assert 0 < len(rows) <= 12
            assert not re.search(r"\b(nan|inf|infinity|none)\b", told, re.I)


@pytest.mark.parametrize("horizon", [1, 600])
@pytest.mark.parametrize("volume", [SMALL, LARGE])
@pytest.mark.parametrize("rate", [D(0), SMALL])
@pytest.mark.parametrize(("base", "own"), [(0, 0), (0, 1), (1, 0), (1, 1)])
def test_the_smallest_and_the_largest_amounts_can_be_told(
    base: int, own: int, rate: Decimal, volume: Decimal, horizon: int
) -> None:
    together = {"requests_per_month": volume, "growth_per_month": rate, "discount_rate": rate}
    costs = Costs(option={"base": all_at(base), "own": all_at(own)}, horizon_months=D(horizon), **together)
    assert_everything_can_be_told(costs)


@settings(max_examples=20)
@given(
    extreme(), extreme(), at_its_end("count", True), st.sampled_from([D(0), SMALL, -SMALL, D("0.5"), D(1)]),
    st.sampled_from([D(0), SMALL, D(1)]), st.sampled_from([D(1), D(600), Range(D(1), D(600))]),
)  # fmt: skip
def test_amounts_at_either_end_can_be_told_together(
    base: Option, own: Option, volume: Decimal | Range, growth: Decimal, rate: Decimal, horizon: Decimal | Range
) -> None:
    together: Any = {"requests_per_month": volume, "growth_per_month": growth, "discount_rate": rate}
    assert_everything_can_be_told(
        Costs(option={"base": base, "own": own}, horizon_months=horizon, **together), (False,)
    )


@pytest.mark.parametrize(
    "rates",
    [
        # 300 % a month, or 5 % typed as 5.
        {"growth_per_month": D(3)},
        {"growth_per_month": D(5)},
        {"discount_rate": D("-0.9999999")},
    ],
)
def test_a_high_rate_can_be_drawn(rates: dict[str, Any]) -> None:
    own = tuned(0).model_copy(update={"other_upfront": Range(D(5000), D(30_000))})
    costs = Costs(requests_per_month=D(100_000), option={"base": PROMPT, "own": own}, **rates)
    assert named(compare(costs), "own").versus is not None
    assert 0 <= drawn(costs).probability <= 1


@pytest.mark.parametrize("name", ["growth_per_month", "discount_rate"])
def test_a_high_rate_is_not_searched_without_end(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = 0
    cheapest = tipping._cheapest_float

    def counted(*given: Any) -> str | None:
        nonlocal asked
        asked += 1
        if asked > 2000:
            raise TimeoutError(f"{asked} values of {name} tried")
        return cheapest(*given)

    monkeypatch.setattr(tipping, "_cheapest_float", counted)
    costs = Costs(requests_per_month=D(1000), option={"base": PROMPT, "own": tuned(0)}, **{name: D(10_000)})
    tipping_points(costs, compare(costs))


@pytest.mark.parametrize(
    ("base", "own"),
    [
        # Retraining costs the baseline 8.33 a month on the average, but nothing before month 6.
        (
            {"extra_per_request": D(1), "retrain_every_months": D(6), "retrain_cost": D(50)},
            {"extra_per_request": D("0.99"), "other_monthly": D(8)},
        ),
        (
            {"extra_per_request": D(1), "other_monthly": D(8)},
            {"extra_per_request": D(1), "retrain_every_months": D(6), "retrain_cost": D(50)},
        ),
    ],
)
def test_a_verdict_without_a_volume_holds_at_every_volume(base: dict[str, Decimal], own: dict[str, Decimal]) -> None:
    options = {"base": Option(**base), "own": Option(**own)}
    without = named(compare(Costs(horizon_months=D(5), option=options)), "own").versus
    assert without is not None
    for volume in (1, 100):
        at = named(compare(Costs(horizon_months=D(5), requests_per_month=D(volume), option=options)), "own").versus
        assert at is not None
        assert without.verdict in {None, at.verdict}


@settings(max_examples=60)
@given(options(), options(), whole(10_000), st.integers(1, 36))
def test_a_verdict_without_a_volume_holds_at_every_volume_where_nothing_is_retrained(
    base: Option, own: Option, volume: Decimal, horizon: int
) -> None:
    assume(volume > 0)
    still = {"retrain_every_months": None, "available_until": None}
    base, own = base.model_copy(update=still), own.model_copy(update=still)
    without = versus(base, own, {"horizon_months": D(horizon)})
    at = versus(base, own, {"horizon_months": D(horizon), "requests_per_month": volume})
    assert without.verdict in {None, at.verdict}
    assert without.break_even_requests == at.break_even_requests


def test_the_day_of_the_comparison_does_not_move_a_model_without_an_end() -> None:
    costs = Costs(requests_per_month=D(1000), option={"base": PROMPT, "own": tuned(9060)})
    assert compare(costs, date(2001, 1, 1)) == compare(costs, date(2099, 1, 1)) == compare(costs)


@pytest.mark.parametrize("growth", ["0.15", "0.2", "0.5", "1"])
def test_what_is_never_repaid_is_not_repaid_by_rounding(growth: str) -> None:
    same = PROMPT.model_copy(update={"other_upfront": D(9060)})
    costs = Costs(requests_per_month=D(100_000), growth_per_month=D(growth), option={"base": PROMPT, "own": same})
    versus = compare(costs, TODAY).options[1].versus
    assert versus is not None
    assert (versus.verdict, versus.first_month, versus.break_even_months) == ("never", None, None)


@pytest.mark.parametrize(
    "amounts",
    [
        {"cached_tokens": Range(D(0), D(200))},
        {"cached_tokens": Range(D(0), D(150), D(50)), "cache_write_tokens": D(10)},
        {"input_tokens": Range(D(50), D(150)), "cached_tokens": D(90)},
    ],
)
def test_no_draw_has_more_cached_than_sent(amounts: dict[str, Any]) -> None:
    base = Option(input_tokens=D(100), input_price=D(30))
    own = base.model_copy(update={"cached_price": D(0), "cache_write_price": D(0), **amounts})
    costs = Costs(requests_per_month=D(100_000), option={"base": base, "own": own})
    try:
        check_decision(Decision(costs=costs))
    except ValueProblem:
        return
    comparison = compare(costs)
    paid = comparison.options[0].total
    assert paid is not None
    # Nobody saves more than all of it.
    bars = uncertainty(costs, comparison, 10)["own"].tornado
    assert all(max(bar.low, bar.high) <= paid for bar in bars)


def test_no_tipping_point_lies_under_nought() -> None:
    base = Option(input_tokens=D(100), input_price=D(30))
    own = base.model_copy(update={"cached_tokens": D(90), "cached_price": D(3)})
    costs = Costs(requests_per_month=D(1000), option={"base": base, "own": own})
    tips = tipping_points(costs, compare(costs))
    assert not [tip for tip in tips if not tip.rises and tip.at <= 0 and tip.name != "growth_per_month"]


def test_an_option_that_costs_the_same_says_so_and_not_that_it_saves() -> None:
    costs = Costs(requests_per_month=D(1000), option={"base": PROMPT, "own": PROMPT})
    own = compare(costs, TODAY).options[1]
    assert own.versus is not None
    assert (own.versus.verdict, own.versus.reason) == ("pays", "costs the same as base")
    assert (break_even(own, compare(costs, TODAY)), pays_when(own)) == ("the same", "costs the same")


def test_a_baseline_that_is_no_option_is_said() -> None:
    costs = Costs(requests_per_month=D(1000), baseline="nosuch", option={"base": PROMPT, "own": PROMPT})
    assert "no option is named nosuch: base is the baseline" in compare(costs, TODAY).notes
