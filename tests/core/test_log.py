"""The order of the log, and what narrows it."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.core.inputs import Costs
from workbench.core.log.journal import Entry
from workbench.core.log.lines import KEYS, Listed, fits, listed, no_such, toggled, views
from workbench.core.log.summary import summarize
from workbench.core.record.decision import Decision, Trigger
from workbench.core.record.status import STATUSES
from workbench.core.triggers import STATES

DAY = date(2026, 11, 23)


def line(id: str = "a", **values: object) -> Listed:
    return Listed(**{"id": id, "status": "accepted", **values})  # type: ignore[arg-type]


def test_what_needs_a_person_comes_first_and_what_is_over_last() -> None:
    lines = [
        line("retired", status="retired"),
        line("broken", status=""),
        line("draft", status="draft"),
        line("unknown", state="no-reading"),
        line("holds", state="holds"),
        line("stale", state="stale"),
        line("near", state="near"),
        line("overdue", state="overdue"),
        line("fired", state="fired"),
    ]
    ordered = [one.id for one in sorted(lines, key=lambda one: one.rank)]
    assert ordered == ["fired", "overdue", "near", "stale", "holds", "unknown", "draft", "broken", "retired"]


def test_the_newest_comes_first_among_equals() -> None:
    old, new = line("old", decided=date(2025, 1, 1)), line("new", decided=DAY)
    assert sorted([old, new], key=lambda one: one.rank) == [new, old]


def test_a_replaced_decision_is_superseded_and_watched_no_more() -> None:
    due = {"late": Trigger(when="on 2020-01-01")}
    summary = summarize(Decision(id="a", title="Triage", status="accepted", approach="rag", trigger=due), DAY)
    assert listed(summary, DAY).state == "fired"
    replaced = listed(summary, DAY, {"a": ["b"]})
    assert (replaced.status, replaced.state, replaced.over) == ("superseded", None, True)


def test_the_day_to_look_again_is_that_of_the_last_review() -> None:
    at = datetime(2026, 11, 1, tzinfo=UTC)
    moved = Entry(kind="review", at=at, verdict="comment", review_by=date(2027, 3, 1))
    summary = summarize(Decision(id="a", status="accepted", review_by=DAY), DAY, [moved])
    assert listed(summary, DAY).review_by == date(2027, 3, 1)


TRIAGE = listed(
    summarize(
        Decision(
            id="20261123-triage-3f9a", title="Ticket triage", status="accepted", approach="rag",
            tags=("Support desk", "llm"), authors=("support-team",), rationale="Format errors cost time.",
            costs=Costs(requests_per_month=Decimal(10_500)),
            trigger={"volume": Trigger(when="requests_per_month < 10000")},
        ),
        DAY,
    ),
    DAY,
)  # fmt: skip


@pytest.mark.parametrize(
    "typed",
    ["", "ticket", "TRIAGE format", "3f9a", "status:accepted", "state:near", "state:waiting", "approach:rag", "tag:llm",
     "tag:supportdesk", "by:support-team", "status:Accepted tag:LLM triage"],
)  # fmt: skip
def test_it_fits(typed: str) -> None:
    assert fits(TRIAGE, typed)


@pytest.mark.parametrize(
    "typed",
    ["invoice", "status:draft", "state:fired", "tag:support", "triage tag:nlp", "approach:rag+fine-tuning", "by:"],
)
def test_it_does_not_fit(typed: str) -> None:
    assert not fits(TRIAGE, typed)


def test_a_colon_that_names_nothing_is_text() -> None:
    assert fits(line(words="see http://example.org"), "http://example.org")


def test_a_file_that_cannot_be_read_is_found_by_its_state() -> None:
    assert fits(line(status="", words="x"), "state:unreadable")


lines = st.builds(
    lambda **fields: Listed(**fields),
    id=st.text(min_size=1, max_size=4),
    status=st.sampled_from([*STATUSES, ""]),
    approach=st.sampled_from(["rag", "prompting", ""]),
    tags=st.lists(st.sampled_from(["llm", "support desk", "a:b"]), max_size=2, unique=True).map(tuple),
    state=st.sampled_from([None, *STATES]),
)


@given(st.lists(lines, max_size=8))
def test_each_view_fits_as_many_lines_as_it_says(all_lines: list[Listed]) -> None:
    for view, count in views(all_lines):
        assert sum(fits(one, view) for one in all_lines) == count > 0


@given(st.lists(lines, max_size=8), st.sampled_from(["", "triage", "status:draft", "triage state:near x"]))
def test_picking_a_view_twice_takes_it_away(all_lines: list[Listed], typed: str) -> None:
    for view, _ in views(all_lines):
        once = toggled(typed, view)
        if view in typed.split():
            assert view not in once.split()
        else:
            assert view in once.split()
            assert view not in toggled(once, view).split()
        of_its_key = [word for word in once.split() if word.partition(":")[0] == view.partition(":")[0]]
        assert len(of_its_key) <= 1
        assert "triage" not in typed or "triage" in once
    assert KEYS[0] == "state"


def test_what_was_reopened_is_marked_until_it_is_kept_and_only_while_it_is_in_force() -> None:
    reopen, keep = (
        Entry(kind="review", at=datetime(2026, 11, day, tzinfo=UTC), verdict=verdict)  # type: ignore[arg-type]
        for day, verdict in ((1, "reopen"), (2, "keep"))
    )

    def marked(status: str, *entries: Entry) -> bool:
        found = listed(summarize(Decision(id="a", status=status, approach="rag"), DAY, entries), DAY)  # type: ignore[arg-type]
        assert fits(found, "reopened") == found.reopened
        return found.reopened

    assert (marked("accepted"), marked("accepted", reopen), marked("accepted", reopen, keep)) == (False, True, False)
    assert not marked("retired", reopen)


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("status:acepted", "no status is “acepted”: did you mean status:accepted?"),
        ("state:fried x", "no state is “fried”: did you mean state:fired?"),
        ("approach:zzz", "no approach is “zzz”: one of prompting"),
        ("status:accepted", ""),
        ("state:waiting", ""),
        ("status:Newer", ""),
        ("tag:none", ""),
        ("acepted", ""),
    ],
)
def test_a_filter_for_what_no_decision_can_be_is_told(typed: str, told: str) -> None:
    found = no_such(typed)
    assert found.startswith(told) and bool(found) == bool(told)


def test_what_was_replaced_is_found_by_the_word_that_is_shown() -> None:
    old = Decision(id="old", status="accepted", title="Old")
    line = listed(summarize(old, date(2026, 11, 24)), date(2026, 11, 24), {"old": ["new"]})
    assert line.status == "superseded" and fits(line, "superseded") and not fits(line, "accepted")
