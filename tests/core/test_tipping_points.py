"""What would change it: beyond the named value another option is the cheapest, and short of it none is."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.core.made import PROMPT, TODAY, D, tuned
from workbench.core.amounts import Range
from workbench.core.costs.bills import bill, cost_to_date, plan
from workbench.core.costs.comparison import compare
from workbench.core.costs.input_texts import limit_text
from workbench.core.costs.tipping_points import TippingPoint, nearest_prices, tipping_points
from workbench.core.costs.tracked_prices import price_metric
from workbench.core.inputs import Costs, Option
from workbench.core.presets import PRESETS, load_preset


def turns(costs: Costs) -> dict[str, TippingPoint]:
    return {
        f"{tip.input} {'over' if tip.rises else 'under'}": tip for tip in tipping_points(costs, compare(costs, TODAY))
    }


def moved(costs: Costs, tip: TippingPoint, value: Decimal) -> Costs:
    if tip.option is None:
        return costs.model_copy(update={tip.name: value})
    option = costs.option[tip.option].model_copy(update={tip.name: value})
    return costs.model_copy(update={"option": {**costs.option, tip.option: option}})


def cheapest(costs: Costs) -> str:
    months = plan(costs, int(D(str(costs.horizon_months))), D)
    totals = {name: cost_to_date(bill(option, D), months)[-1] for name, option in costs.option.items()}
    return min(totals, key=lambda name: totals[name])


def case(**more: Any) -> Costs:
    return Costs(requests_per_month=D(100_000), option={"prompt": PROMPT, "tuned": tuned(9060)}, **more)


def test_the_worked_case_turns_where_its_break_even_says() -> None:
    found = turns(case())
    volume = found["requests_per_month under"]
    # 9,060 over 12 months at 0.0234 saved a request is 32,265 requests a month.
    assert (volume.at, volume.first, volume.then) == (D(32_264), "tuned", "prompt")
    assert found["option.tuned.other_upfront over"].at == D(28_080)
    assert "option.prompt.input_price under" not in found, "its output alone costs more than the tuned one"
    assert "option.tuned.other_upfront under" not in found
    assert found["horizon_months under"].at == D(4), "after 3 months the prompt is still cheaper, after 4 no longer"


def test_nothing_turns_without_two_priced_options_or_a_volume() -> None:
    assert turns(Costs(requests_per_month=D(10), option={"prompt": PROMPT})) == {}
    assert turns(Costs(option={"prompt": PROMPT, "tuned": tuned(1)})) == {}
    assert turns(Costs(requests_per_month=D(10), option={"prompt": PROMPT, "empty": Option()})) == {}


def test_equal_options_are_a_draw_that_no_value_names() -> None:
    same = Costs(requests_per_month=D(10), option={"one": PROMPT, "other": PROMPT})
    assert all(tip.at != tip.now for tip in turns(same).values())


def test_a_range_counts_as_its_one_figure() -> None:
    wide = case().model_copy(update={"requests_per_month": Range(D(50_000), D(150_000))})
    assert turns(wide)["requests_per_month under"].at == D(32_264)


def test_more_cached_tokens_than_there_are_is_no_way_out() -> None:
    dear = PROMPT.model_copy(update={"cached_tokens": D(0), "cached_price": D(29)})
    found = turns(Costs(requests_per_month=D(100_000), option={"cached": dear, "tuned": tuned(0)}))
    assert "option.cached.cached_tokens over" not in found


MONEY = st.integers(0, 4000).map(lambda cents: D(cents) / 100)
TOKENS = st.integers(0, 5000).map(D)
OPTIONS = st.builds(
    Option,
    input_tokens=TOKENS, output_tokens=TOKENS, input_price=MONEY, output_price=MONEY,
    other_upfront=st.integers(0, 50_000).map(D), other_monthly=st.integers(0, 900).map(D),
    retrain_every_months=st.none() | st.integers(1, 9).map(D), retrain_cost=st.integers(0, 5000).map(D),
    batch_discount=st.none() | st.integers(0, 9).map(lambda tenth: D(tenth) / 10),
)  # fmt: skip
COSTS = st.builds(
    Costs,
    requests_per_month=st.integers(1, 10**6).map(D),
    growth_per_month=st.integers(-5, 10).map(lambda percent: D(percent) / 100),
    discount_rate=st.sampled_from([D(0), D("0.1")]),
    horizon_months=st.integers(1, 36).map(D),
    option=st.lists(OPTIONS, min_size=2, max_size=4).map(lambda found: {f"o{n}": o for n, o in enumerate(found)}),
)


@given(COSTS)
def test_beyond_each_tipping_point_another_option_is_the_cheapest(costs: Costs) -> None:
    first = cheapest(costs)
    for tip in tipping_points(costs, compare(costs, TODAY)):
        assert tip.first == first
        whole = tip.name == "horizon_months"
        step = D(1) if whole else D("0.0002") if tip.name in {"growth_per_month", "discount_rate"} else D("1e-9")
        beyond = cheapest(moved(costs, tip, tip.at + (step if tip.rises else -step)))
        assert beyond != first or tip.at - step < 0, tip


@given(COSTS)
def test_the_option_that_is_named_is_the_cheapest_beyond(costs: Costs) -> None:
    for tip in tipping_points(costs, compare(costs, TODAY)):
        if tip.beyond >= 0 or tip.name == "growth_per_month":
            assert cheapest(moved(costs, tip, tip.beyond)) == tip.then != tip.first, tip


def test_of_two_options_that_turn_at_one_volume_the_steeper_one_is_named() -> None:
    def each(price: int, upfront: int) -> Option:
        return Option(input_tokens=D(1000), input_price=D(price), other_upfront=D(upfront))

    options = {"a": each(3, 0), "b": each(2, 12), "c": each(1, 24)}
    found = turns(Costs(requests_per_month=D(500), option=options))
    assert (found["requests_per_month over"].at, found["requests_per_month over"].then) == (D(1000), "c")


@given(COSTS, st.integers(1, 99))
def test_on_the_way_to_the_nearest_value_nothing_changes(costs: Costs, percent: int) -> None:
    """Of the inputs in which a total is a line; a growth that is searched may skip over a short turn."""
    first = cheapest(costs)
    tips = [tip for tip in tipping_points(costs, compare(costs, TODAY), searched=False) if tip.name != "training_runs"]
    assume(tips)
    for tip in tips:
        # Rounded away from now: the exact value lies up to one rounding step nearer.
        between = tip.now + (tip.at - tip.now) * percent / 100
        exact = abs(tip.at - tip.now) * percent / 100 < abs(tip.at - tip.now) - _rounding(tip)
        if exact:
            assert cheapest(moved(costs, tip, between)) == first, tip


def _rounding(tip: TippingPoint) -> Decimal:
    if tip.name in {"requests_per_month", "input_tokens", "output_tokens", "retrain_every_months"}:
        return D(1)
    return (
        D("0.001") if tip.name == "batch_discount" else D(1).scaleb(min(tip.at.adjusted(), 2) - 2) if tip.at else D(1)
    )


@given(COSTS, st.integers(0, 10))
def test_an_input_that_costs_nothing_has_no_tipping_point(costs: Costs, tenth: int) -> None:
    named = {
        f"{n}": o.model_copy(update={"accuracy": D(tenth) / 10, "latency_ms": D(5)}) for n, o in costs.option.items()
    }
    found = tipping_points(costs.model_copy(update={"option": named}), compare(costs, TODAY), searched=False)
    assert not {"accuracy", "latency_ms"} & {tip.name for tip in found}


@pytest.mark.parametrize("name", PRESETS)
def test_every_example_has_tipping_points_nearest_first(name: str) -> None:
    costs = load_preset(name).costs
    found = tipping_points(costs, compare(costs, TODAY))
    assert found and [tip.distance for tip in found] == sorted(tip.distance for tip in found)


def test_the_nearest_price_of_each_option_is_what_a_trigger_watches() -> None:
    tips = tipping_points(case(), compare(case(), TODAY))
    assert nearest_prices(tips) == [], "output from $12 to $91 is nothing to wait for"
    near = case().model_copy(update={"option": {"prompt": PROMPT, "tuned": tuned(25_000)}})
    found = nearest_prices(tipping_points(near, compare(near, TODAY)))
    assert [(tip.option, tip.name) for tip in found] == [("prompt", "input_price"), ("tuned", "output_price")]


@pytest.mark.parametrize(
    ("option", "metric"),
    [("tuned", "tuned_output_price"), ("my v1.0", "my_v1_0_output_price"), ("4o", "option_4o_output_price"),
     ("ü", "option_output_price"), ("", "option_output_price")],
)  # fmt: skip
def test_a_price_has_a_metric_that_the_trigger_grammar_takes(option: str, metric: str) -> None:
    assert price_metric(option, "output_price") == metric


def test_a_whole_count_is_said_to_turn_where_the_first_one_does() -> None:
    # 855 - 0.3 requests pay the training back; in one month under 855 is not enough, and 855 is.
    few = Costs(requests_per_month=D(854), horizon_months=D(1), option={"prompt": PROMPT, "tuned": tuned(20)})
    up = turns(few)["requests_per_month over"]
    assert limit_text(up, "USD") == "over 854" and cheapest(moved(few, up, up.limit + 1)) == "tuned"
    many = few.model_copy(update={"requests_per_month": D(1000)})
    down = turns(many)["requests_per_month under"]
    assert limit_text(down, "USD") == "under 855" and cheapest(moved(many, down, down.limit - 1)) == "prompt"
