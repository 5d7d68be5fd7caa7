"""What the latest readings make of a decision."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

from workbench.core.costs.words import distance
from workbench.core.log.journal import Entry
from workbench.core.log.since import since, with_readings
from workbench.core.log.standing import readings
from workbench.core.presets import load_preset
from workbench.core.record.decision import Decision, with_value

DECIDED, TODAY = date(2026, 11, 1), date(2026, 12, 21)


def decision() -> Decision:
    costs = load_preset("c-output-counted").costs
    return Decision(approach="fine-tuning", decided=DECIDED, costs=costs)


def read(**values: float) -> Entry:
    found = {name: Decimal(str(value)) for name, value in values.items()}
    return Entry(kind="reading", at=datetime(2026, 12, 1, tzinfo=UTC), reading=found)


def test_nothing_read_is_nothing_changed() -> None:
    assert since(decision(), [], TODAY) == []
    assert with_readings(decision(), readings(decision(), [], TODAY)) == decision()


def test_a_volume_that_fell_gives_another_break_even() -> None:
    told = since(decision(), [read(requests_per_month=1000)], TODAY)
    assert told[0] == "requests_per_month is 1,000, was 100,000"
    assert "fine-tuned pays after 26 days, after 6 hours when it was decided" in told
    assert any("costs $3.60 a month, $360 when it was decided" in line for line in told)


def test_a_volume_too_small_to_repay_changes_the_cheapest() -> None:
    told = since(decision(), [read(requests_per_month=10)], TODAY)
    assert told[-1] == "prompting is now the cheapest, fine-tuned when it was decided"


def test_a_reading_of_something_else_changes_no_figure() -> None:
    told = since(decision(), [read(accuracy=0.9), read(accuracy=0.8)], TODAY)
    assert told == ["accuracy is 0.8, was 0.9"]


def test_a_reading_no_cost_can_have_says_nothing_about_costs() -> None:
    told = since(decision(), [read(requests_per_month=-5)], TODAY)
    assert told == ["requests_per_month is -5, was 100,000"]


def test_an_undecided_record_has_no_option_to_speak_of() -> None:
    told = since(with_value(decision(), ("approach",), "undecided"), [read(requests_per_month=1000)], TODAY)
    assert told == ["requests_per_month is 1,000, was 100,000"]


def test_distance_is_a_share_of_the_limit_and_for_ratios_a_difference() -> None:
    assert distance(Decimal(10900), Decimal(10000)) == "9 % above 10,000"
    assert distance(Decimal("0.92"), Decimal("0.90")) == "0.02 above 0.9"
    assert distance(Decimal(80), Decimal(100)) == "20 % under 100"
    assert distance(Decimal(100), Decimal(100)) == "at 100"
    assert distance(Decimal(5), Decimal(0)) == "5 above 0"
    assert distance(Decimal("10001"), Decimal(10000)) == "0.01 % above 10,000"
