"""Where triggers stand: readings in a row, kept decisions, stale readings, dates and ages, review dates."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.made import D, decision_state, trigger_states
from workbench.core.inputs import Costs
from workbench.core.log.events import in_order, last_keep, review_day, tried, until
from workbench.core.log.journal import Entry, entry_from_data
from workbench.core.log.standing import Standing, readings, standing
from workbench.core.record.decision import Decision, Metric, Trigger
from workbench.core.record.status import STATUSES
from workbench.core.record.text_hash import text_hash
from workbench.errors import ValueProblem

DECIDED = date(2026, 6, 1)
TODAY = date(2026, 11, 23)


def moment(days: int, hour: int = 12) -> datetime:
    """So many days after the decision."""
    return datetime(2026, 6, 1, hour, tzinfo=UTC) + timedelta(days)


def read(days: int, hour: int = 12, **values: str) -> Entry:
    return Entry(kind="reading", at=moment(days, hour), reading={name: D(value) for name, value in values.items()})


def reviewed(days: int, verdict: str = "keep", hour: int = 13, **more: Any) -> Entry:
    return Entry(kind="review", at=moment(days, hour), verdict=verdict, **more)


def made(when: str, **more: Any) -> Decision:
    usual = {"decided": DECIDED, "status": "accepted", "trigger": {"t": Trigger(when=when)}}
    return Decision(**{**usual, **more})


def stands(when: str, *entries: Entry, today: date = TODAY, **more: Any) -> Standing:
    return standing(made(when, **more), entries, today)


def state(when: str, *entries: Entry, today: date = TODAY, **more: Any) -> str:
    return stands(when, *entries, today=today, **more).triggers[0].state


@pytest.mark.parametrize(
    ("values", "expected"),
    [((), "no-reading"), (("0.95",), "holds"), (("0.92",), "near"), (("0.90",), "near"), (("0.89",), "fired"),
     (("0.89", "0.95"), "holds"), (("0.95", "0.85"), "fired")],
)  # fmt: skip
def test_the_last_reading_counts(values: tuple[str, ...], expected: str) -> None:
    entries = [read(day, satisfied=value) for day, value in enumerate(values)]
    assert state("satisfied < 0.90", *entries) == expected
    assert state("satisfied < 0.90", *reversed(entries)) == expected, "in order of their time, not of their files"


@pytest.mark.parametrize(
    ("values", "expected"),
    [(("0.5",), "near"), (("0.5", "0.5"), "fired"), (("0.5", "0.9", "0.5"), "near"), (("0.9", "0.5", "0.5"), "fired"),
     (("0.5", "0.5", "0.9"), "holds")],
)  # fmt: skip
def test_several_readings_in_a_row(values: tuple[str, ...], expected: str) -> None:
    entries = [read(day, satisfied=value) for day, value in enumerate(values)]
    assert state("satisfied < 0.75 for 2 readings", *entries) == expected


def test_the_records_own_figures_are_the_first_reading() -> None:
    costs = Costs(requests_per_month=D(9000))
    found = stands("requests_per_month < 10000", costs=costs).triggers[0]
    assert (found.state, found.value, found.limit, found.read_on) == ("fired", D(9000), D(10000), DECIDED)
    newer = stands("requests_per_month < 10000", read(3, requests_per_month="50000"), costs=costs).triggers[0]
    assert (newer.state, newer.value, newer.read_on) == ("holds", D(50000), date(2026, 6, 4))


def test_what_was_kept_does_not_fire_until_a_new_reading() -> None:
    low = read(1, satisfied="0.5")
    kept = reviewed(2)
    found = stands("satisfied < 0.75", low, kept).triggers[0]
    assert (found.state, found.acknowledged) == ("holds", True)
    assert state("satisfied < 0.75", low, kept, read(3, satisfied="0.5")) == "fired"
    assert state("satisfied < 0.75", low, kept, read(3, satisfied="0.9")) == "holds"
    assert state("satisfied < 0.75", low, reviewed(2, "comment")) == "fired", "only a keep acknowledges"
    assert state("satisfied < 0.75", low, reviewed(0)) == "fired", "it was kept before the reading"


def test_a_keep_acknowledges_a_date_and_starts_an_age_again() -> None:
    assert state("on 2026-11-01") == "fired"
    assert state("on 2026-11-24") == "holds"
    assert state("on 2026-11-01", reviewed(160)) == "holds"
    assert state("on 2026-11-01", reviewed(10)) == "fired", "it was kept before the day"
    assert state("after 175 days") == "fired"
    assert state("after 176 days") == "holds"
    assert state("after 100 days", reviewed(80)) == "holds"
    assert state("after 95 days", reviewed(80)) == "fired"
    assert state("after 100 days", decided=None) == "no-reading"


@pytest.mark.parametrize(("days", "expected"), [(10, "holds"), (30, "holds"), (31, "stale")])
def test_a_reading_grows_stale(days: int, expected: str) -> None:
    metric = {"satisfied": Metric(stale_after_days=30)}
    today = moment(5).date() + timedelta(days)
    assert state("satisfied < 0.75", read(5, satisfied="0.95"), today=today, metric=metric) == expected
    assert state("satisfied < 0.75", read(5, satisfied="0.5"), today=today, metric=metric) == "fired", "still fired"


def test_looking_back_ignores_what_came_later() -> None:
    entries = [read(1, satisfied="0.95"), read(170, satisfied="0.5"), reviewed(172)]
    for day, expected in ((100, "holds"), (171, "fired"), (172, "holds")):
        today = moment(day).date()
        assert state("satisfied < 0.75", *until(entries, today), today=today) == expected


def test_today_counts_what_is_of_tomorrow_in_utc() -> None:
    """West of Greenwich the evening's entries are dated tomorrow."""
    entries = [read(1, satisfied="0.95"), read(101, satisfied="0.5")]
    assert state("satisfied < 0.75", *entries, today=moment(100).date()) == "fired"


def test_a_tried_reading_is_newer_than_what_was_written_down() -> None:
    entries = tried([read(101, satisfied="0.95")], {"satisfied": Decimal("0.5")}, moment(100).date())
    assert state("satisfied < 0.75", *entries, today=moment(100).date()) == "fired"


def test_a_review_date_is_overdue_until_it_is_kept_or_moved() -> None:
    due = date(2026, 10, 1)
    assert stands("on 2030-01-01", review_by=due).state == "overdue"
    assert stands("on 2030-01-01", review_by=TODAY + timedelta(1)).state == "holds"
    kept = stands("on 2030-01-01", reviewed(150), review_by=due)
    assert (kept.overdue, kept.state) == (False, "holds")
    early = stands("on 2030-01-01", reviewed(10), review_by=due)
    assert early.overdue, "it was kept long before"
    moved = stands("on 2030-01-01", reviewed(10, "comment", review_by=date(2027, 1, 1)), review_by=due)
    assert (moved.overdue, moved.review_by) == (False, date(2027, 1, 1))
    again = reviewed(20, "keep", review_by=date(2026, 9, 1))
    assert stands("on 2030-01-01", reviewed(10, review_by=date(2027, 1, 1)), again).overdue, "the latest counts"


def test_a_broken_trigger_is_no_reading_and_hides_no_other() -> None:
    decision = made("import os", trigger={"a": Trigger(when="import os"), "b": Trigger(when="on 2026-01-01")})
    assert trigger_states(decision, TODAY) == {"a": "no-reading", "b": "fired"}


@pytest.mark.parametrize("status", STATUSES)
def test_only_what_is_in_force_has_a_state(status: str) -> None:
    decision = made("on 2026-01-01", status=status)
    assert decision_state(decision, TODAY) == ("fired" if status in {"proposed", "accepted"} else None)


@pytest.mark.parametrize(
    ("data", "told"),
    [
        ({}, "kind"), ({"kind": "review"}, "at"), ({"kind": "review", "at": "now"}, "at: must be a time"),
        ({"kind": "praise", "at": DECIDED}, "kind"), ({"kind": "review", "at": DECIDED, "verdict": "maybe"}, "verdict"),
        ({"kind": "reading", "at": DECIDED, "reading": {"a": "much"}}, "reading.a"),
        ({"kind": "reading", "at": DECIDED, "reading": {"a": float("nan")}}, "reading.a: must be a number"),
        ({"kind": "reading", "at": DECIDED, "reading": 5}, "reading"),
        ({"kind": "review", "at": datetime.fromisoformat("0001-01-01T00:00:00+23:59")}, "at: must be a time"),
        ({"kind": "review", "at": datetime.fromisoformat("9999-12-31T23:59:59.999999Z")}, "at: must be a time"),
        ({"kind": "review", "at": date.max}, "at: must be a time"),
    ],
)  # fmt: skip
def test_a_wrong_entry_is_refused_by_name(data: dict[str, object], told: str) -> None:
    with pytest.raises(ValueProblem) as refused:
        entry_from_data(data)
    assert told in refused.value.message


def test_times_are_kept_in_utc_and_text_is_cleaned() -> None:
    east = datetime.fromisoformat("2026-06-01T01:30:00+02:00")
    entry = entry_from_data({"kind": "review", "at": east, "by": "ann\x1b[2J", "verdict": "keep"})
    assert entry.at == datetime(2026, 5, 31, 23, 30, tzinfo=UTC)
    assert "\x1b" not in entry.by


@given(st.lists(st.tuples(st.integers(0, 170), st.sampled_from(["keep", "comment", "reopen", "approve"])), max_size=6))
def test_the_order_of_the_files_does_not_matter(found: list[tuple[int, str]]) -> None:
    entries = [reviewed(days, verdict) for days, verdict in found]
    forth, back = in_order(entries), in_order(entries[::-1])
    assert [entry.at for entry in forth] == [entry.at for entry in back] == sorted(entry.at for entry in entries)
    keeps = [moment(days, 13) for days, verdict in found if verdict == "keep"]
    assert last_keep(forth) == (max(keeps) if keeps else None)
    assert review_day(None, forth) is None


@given(st.lists(st.decimals(0, 1, places=2), min_size=1, max_size=5), st.integers(1, 3))
def test_a_metric_fires_only_when_as_many_readings_as_it_takes_are_past(values: list[Any], count: int) -> None:
    entries = [read(day, satisfied=str(value)) for day, value in enumerate(values)]
    when = f"satisfied < 0.5 for {count} readings"
    past = len(values) >= count and all(value < D("0.5") for value in values[-count:])
    assert (state(when, *entries) == "fired") == past
    assert len(readings(made(when), entries, TODAY)["satisfied"]) == len(values)


def test_an_approval_is_bound_to_what_it_rested_on() -> None:
    decision = made("on 2030-01-01", title="A", rationale="because", tags=("x",))
    same = decision.model_copy(update={"tags": ("y",), "status": "proposed", "review_by": TODAY})
    assert text_hash(decision) == text_hash(same) and len(text_hash(decision)) == 64
    for change in ({"title": "B"}, {"rationale": "why"}, {"approach": "rag"}, {"trigger": {}}):
        assert text_hash(decision.model_copy(update=change)) != text_hash(decision)
    padded = decision.model_copy(update={"costs": Costs(requests_per_month=D("10.0"))})
    bare = decision.model_copy(update={"costs": Costs(requests_per_month=D("10"))})
    assert text_hash(padded) == text_hash(bare)
