"""Which status follows which, what is frozen, and who replaced whom."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.core.editing.session import Session
from workbench.core.inputs import Costs
from workbench.core.record.decision import Accuracy, Decision, Trigger, with_value
from workbench.core.record.lifecycle import (
    FROZEN_FIELDS,
    MOVES,
    WAS_ACCEPTED,
    check_life,
    frozen_changes,
    next_steps,
    status_now,
    successor,
    successors,
    thawed,
)
from workbench.core.record.status import STATUSES
from workbench.core.record.text_hash import BOUND
from workbench.errors import Frozen, ValueProblem

DAY = date(2026, 11, 24)
ACCEPTED = Decision(id="a", title="Triage", status="accepted", approach="rag", decided=DAY, rationale="it reads well")
EDITS = {
    "approach": "prompting",
    "method": "lora",
    "decided": date(2026, 11, 25),
    "rationale": "it pays",
    "costs": Costs(requests_per_month=Decimal(5)),
    "accuracy": {"v1": Accuracy(value=Decimal("0.9"))},
}
FREE = {
    "title": "Ticket triage",
    "tags": ("support",),
    "review_by": DAY,
    "authors": ("support-team",),
    "trigger": {"late": Trigger(when="on 2027-01-14")},
}


def changed(decision: Decision, **values: object) -> Decision:
    return decision.model_copy(update=values)


def test_every_status_has_its_moves() -> None:
    assert set(MOVES) == set(STATUSES)
    assert all(now in STATUSES and now != was for was, following in MOVES.items() for now in following)


@pytest.mark.parametrize("was", STATUSES)
@pytest.mark.parametrize("now", STATUSES)
def test_a_move_is_refused_unless_it_makes_sense(was: str, now: str) -> None:
    before = changed(ACCEPTED, status=was)
    if now == was or now in MOVES[was]:  # type: ignore[index]
        check_life(before, changed(before, status=now))
    else:
        with pytest.raises(ValueProblem) as raised:
            check_life(before, changed(before, status=now))
        assert raised.value.field == "status"
        assert f"{was} cannot become {now}" in str(raised.value)


def test_what_was_accepted_never_becomes_a_draft_again() -> None:
    seen, following = {"accepted"}, ["accepted"]
    while following:
        for now in MOVES[following.pop()]:  # type: ignore[index]
            following += [] if now in seen else [now]
            seen.add(now)
    assert seen == WAS_ACCEPTED


@pytest.mark.parametrize("name", EDITS)
@pytest.mark.parametrize("status", sorted(WAS_ACCEPTED))
def test_what_it_rested_on_is_frozen(name: str, status: str) -> None:
    stored = changed(ACCEPTED, status=status)
    with pytest.raises(Frozen) as raised:
        check_life(stored, changed(stored, **{name: EDITS[name]}))
    assert raised.value.fields == (name,)
    assert "supersede" in raised.value.hint


@pytest.mark.parametrize("name", FREE)
def test_everything_else_stays_free(name: str) -> None:
    check_life(ACCEPTED, changed(ACCEPTED, **{name: FREE[name]}))


@pytest.mark.parametrize("status", ["draft", "proposed", "rejected"])
def test_nothing_is_frozen_before_it_was_accepted(status: str) -> None:
    stored = changed(ACCEPTED, status=status)
    check_life(stored, changed(stored, **EDITS))


def test_it_can_be_changed_and_accepted_in_one_step() -> None:
    check_life(changed(ACCEPTED, status="proposed"), changed(ACCEPTED, **EDITS))


def test_an_approval_is_bound_to_all_that_is_frozen() -> None:
    assert {*FROZEN_FIELDS, "title", "trigger"} == set(BOUND)


@given(st.sets(st.sampled_from(sorted(EDITS))), st.sets(st.sampled_from(sorted(FREE))))
def test_taking_back_what_is_frozen_keeps_the_rest(frozen: set[str], free: set[str]) -> None:
    after = changed(ACCEPTED, **{name: EDITS[name] for name in frozen}, **{name: FREE[name] for name in free})
    assert set(frozen_changes(ACCEPTED, after)) == frozen
    kept = thawed(ACCEPTED, after)
    check_life(ACCEPTED, kept)
    assert kept == changed(ACCEPTED, **{name: FREE[name] for name in free})


def test_a_successor_is_a_draft_that_names_what_it_replaces() -> None:
    new = successor(ACCEPTED, changed(ACCEPTED, rationale="it pays", review_by=DAY), "Triage again", DAY)
    assert (new.status, new.supersedes, new.title, new.review_by) == ("draft", ("a",), "Triage again", None)
    assert (new.rationale, new.decided) == ("it pays", DAY)
    assert successor(ACCEPTED, changed(ACCEPTED, approach="undecided"), "x", DAY).decided is None


def test_only_what_was_accepted_takes_anothers_place() -> None:
    draft = Decision(id="b", status="draft", supersedes=("a",))
    assert successors([ACCEPTED, draft]) == {}
    taken = successors([ACCEPTED, changed(draft, status="accepted")])
    assert taken == {"a": ["b"]}
    assert status_now(ACCEPTED, taken) == "superseded"
    assert status_now(changed(ACCEPTED, status="retired"), taken) == "retired"
    assert status_now(ACCEPTED, {}) == "accepted"


def test_a_decision_does_not_replace_itself() -> None:
    assert successors([changed(ACCEPTED, supersedes=("a",))]) == {}


def test_a_status_that_cannot_follow_is_told_while_it_is_typed() -> None:
    session = Session.start(ACCEPTED).typed(("status",), "draft")
    assert ("status",) in session.problems
    assert session.decision.status == "accepted"
    assert Session.start(ACCEPTED).typed(("status",), "retired").decision.status == "retired"


def test_a_decision_that_is_not_saved_yet_may_have_any_status() -> None:
    assert Session.start(Decision()).typed(("status",), "retired").decision.status == "retired"


def test_a_free_field_of_an_entry_is_no_frozen_change() -> None:
    after = with_value(ACCEPTED, ("metric",), {"accuracy": {}})
    assert frozen_changes(ACCEPTED, after) == ()


def test_what_was_proposed_without_an_approach_may_still_be_edited_and_not_become_so() -> None:
    old = changed(ACCEPTED, status="proposed", approach="undecided")
    check_life(old, changed(old, title="Other"))
    with pytest.raises(ValueProblem, match="nothing is proposed yet"):
        check_life(changed(old, approach="rag"), old)
    with pytest.raises(ValueProblem, match="nothing is decided yet"):
        check_life(old, changed(old, status="accepted"))


@pytest.mark.parametrize("stored", STATUSES)
@pytest.mark.parametrize("now", STATUSES)
def test_the_steps_offered_next_are_moves_that_can_be_saved(stored: str, now: str) -> None:
    was = changed(ACCEPTED, status=stored)
    steps = next_steps(was, now)  # type: ignore[arg-type]
    assert now not in steps and "superseded" not in steps
    for step in steps:
        check_life(was, changed(was, status=step))


@given(st.lists(st.sampled_from(STATUSES), min_size=1, max_size=6), st.integers(1, 6))
def test_undo_never_leads_to_what_cannot_be_saved(steps: list[str], times: int) -> None:
    start = changed(ACCEPTED, status="draft")
    session = Session.start(start)
    for step in steps:
        typed = session.confirmed(("status",), step)
        if typed.decision.status == step:
            session = typed.saved(typed.decision)
    for _ in range(times):
        before, session = session, session.undone()
        check_life(session.stored, session.decision)
        if session is before and session.past:
            assert session.held is not None and "cannot become" in session.held.title
