"""A sitting: what is typed, committed, undone and saved, and that nothing typed is lost."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.core.editing.fields import field_text
from workbench.core.editing.session import UNDO_STEPS, Session, dated, fresh, with_usual_options, without_empty_options
from workbench.core.inputs import Option
from workbench.core.record.decision import Answer, Decision, Path, Trigger, get_value, with_value, without
from workbench.errors import NotThereYet

D = Decimal
TODAY = date(2026, 11, 23)
VOLUME: Path = ("costs", "requests_per_month")
HORIZON: Path = ("costs", "horizon_months")
TITLE: Path = ("title",)
INPUT: Path = ("costs", "option", "prompt", "input_tokens")
CACHED: Path = ("costs", "option", "prompt", "cached_tokens")
NOTE: Path = ("flow", "answer", "examples", "note")


def volume(session: Session) -> object:
    return get_value(session.decision, VOLUME)


def started() -> Session:
    return Session.start(fresh()).confirmed(VOLUME, "100k")


def test_a_fresh_start_has_nothing_to_save_and_nothing_to_undo() -> None:
    session = Session.start(fresh())
    assert not session.unsaved
    assert session.undone() is session
    assert list(session.decision.costs.option) == ["prompt", "tuned"]
    assert (session.decision.approach, session.decision.status) == ("undecided", "draft")


def test_a_session_is_a_value() -> None:
    session = started()
    with pytest.raises(AttributeError):
        session.past = ()  # type: ignore[misc]
    session.typed(VOLUME, "5").typed(TITLE, "x").confirmed(VOLUME, "-")
    assert (volume(session), session.pending, len(session.past)) == (100_000, {}, 1)


def test_the_decision_follows_every_valid_key_and_the_undo_step_waits_for_the_end() -> None:
    session = started()
    for text, expected in (("2", 2), ("20", 20), ("20k", 20_000)):
        session = session.typed(VOLUME, text)
        assert volume(session) == expected
        assert get_value(session.committed, VOLUME) == 100_000
        assert len(session.past) == 1
    session = session.confirmed(VOLUME, "20k")
    assert (volume(session), get_value(session.committed, VOLUME), len(session.past)) == (20_000, 20_000, 2)


def test_half_typed_text_stands_beside_the_last_good_value() -> None:
    session = started().typed(VOLUME, "20k").typed(VOLUME, "20k.")
    assert volume(session) == 20_000
    assert session.pending == {VOLUME: "20k."}
    assert session.problems[VOLUME].field == "costs.requests_per_month"
    assert session.unsaved
    again = session.typed(VOLUME, "20")
    assert (volume(again), again.pending, again.problems) == (20, {}, {})


def test_a_field_left_half_typed_keeps_its_text_and_makes_no_undo_step() -> None:
    session = started().confirmed(VOLUME, "abc")
    assert (volume(session), session.pending, len(session.past)) == (100_000, {VOLUME: "abc"}, 1)
    other = session.confirmed(TITLE, "Ticket triage")
    assert (other.decision.title, other.pending) == ("Ticket triage", {VOLUME: "abc"})
    assert session.changed(with_value(session.committed, TITLE, "x")).pending == {VOLUME: "abc"}
    assert session.saved(session.decision).pending == {VOLUME: "abc"}
    assert session.saved(session.decision).unsaved


def test_the_last_good_value_of_a_field_left_half_typed_stays_while_another_is_typed() -> None:
    session = started().typed(VOLUME, "20k").confirmed(VOLUME, "20k.")
    assert session.decision == session.committed
    other = session.typed(HORIZON, "24")
    assert volume(other) == volume(session) == 100_000
    assert other.pending == {VOLUME: "20k."}


def test_undo_takes_back_half_typed_text_before_the_last_edit() -> None:
    session = started().typed(VOLUME, "20k").confirmed(VOLUME, "20k.")
    once = session.undone()
    assert (volume(once), once.pending, once.problems, once.past) == (100_000, {}, {}, session.past)
    assert once.undone().decision == fresh()
    assert Session.start(fresh()).confirmed(VOLUME, "abc").undone() == Session.start(fresh())


def test_undo_takes_the_last_thing_typed_first_valid_or_not() -> None:
    session = started().confirmed(VOLUME, "40kk").confirmed(INPUT, "1800")
    once = session.undone()
    assert (get_value(once.decision, INPUT), once.pending) == (None, {VOLUME: "40kk"})
    twice = once.undone()
    assert (volume(twice), twice.pending) == (100_000, {})
    assert twice.undone() == Session.start(fresh())


def test_half_typed_texts_go_one_by_one_the_last_one_first() -> None:
    session = started().confirmed(VOLUME, "abc").confirmed(HORIZON, "abc").confirmed(VOLUME, "40kk")
    looked_at = session.confirmed(HORIZON, "abc")
    assert list(looked_at.pending) == list(session.pending), "left as it was, it is not typed anew"
    assert session.undone().pending == {HORIZON: "abc"}
    assert session.undone().undone() == started()


def test_half_typed_text_keeps_its_turn_where_the_oldest_steps_are_gone() -> None:
    session = Session.start(fresh()).confirmed(HORIZON, "abc")
    for number in range(UNDO_STEPS + 10):
        session = session.confirmed(VOLUME, str(number + 1))
    assert session.undone().pending == {HORIZON: "abc"}
    late = session.confirmed(TITLE, "x").confirmed(INPUT, "1,8,0").undone()
    assert (late.pending, late.decision.title) == ({HORIZON: "abc"}, "x")
    assert late.undone().decision.title == ""


def test_a_note_that_waits_for_its_answer_is_taken_back_before_the_answer_before_it() -> None:
    answered = started().changed(with_value(started().committed, ("flow", "answer", "tried"), Answer(answer="yes")))
    session = answered.confirmed(NOTE, "612 tickets")
    assert session.undone() == answered
    assert answered.undone() == started()


def test_the_same_text_again_is_no_undo_step() -> None:
    session = started()
    assert session.confirmed(VOLUME, "100,000").past == session.past
    assert session.confirmed(VOLUME, "100k").undone().decision == fresh()


def test_restored_is_as_before_the_typing() -> None:
    session = started().confirmed(HORIZON, "abc")
    typed = session.typed(VOLUME, "20k").typed(VOLUME, "20k.")
    restored = typed.restored(VOLUME)
    assert restored == session
    assert restored.pending == {HORIZON: "abc"}
    assert set(restored.problems) == {HORIZON}


def test_undo_is_the_list_of_earlier_values() -> None:
    session = Session.start(fresh())
    values = [session.decision]
    for text in ("1", "2", "3", "4"):
        session = session.confirmed(VOLUME, text)
        values.append(session.decision)
    assert session.past == tuple(values[:-1])
    for expected in reversed(values[:-1]):
        session = session.undone()
        assert session.decision == session.committed == expected
    assert session.undone() is session
    assert not session.unsaved


def test_the_oldest_undo_steps_go_first() -> None:
    session = Session.start(fresh())
    for number in range(UNDO_STEPS + 10):
        session = session.confirmed(VOLUME, str(number + 1))
    assert len(session.past) == UNDO_STEPS
    assert get_value(session.past[-1], VOLUME) == UNDO_STEPS + 9
    assert get_value(session.past[0], VOLUME) == 10


def test_an_edit_as_a_whole_is_one_undo_step() -> None:
    session = started()
    taken = with_value(session.committed, ("trigger",), {"volume": Trigger(when="requests_per_month < 10000")})
    changed = session.changed(taken)
    assert changed.decision == changed.committed == taken
    assert changed.past == (*session.past, session.committed)
    assert changed.undone().decision == session.decision
    assert session.changed(session.committed) == session


def test_half_typed_text_of_a_removed_option_goes_with_it() -> None:
    session = started().confirmed(INPUT, "abc").confirmed(VOLUME, "abc")
    gone = session.changed(without(session.committed, ("costs", "option", "prompt")))
    assert gone.pending == {VOLUME: "abc"}
    assert set(gone.problems) == {VOLUME}


def test_a_note_typed_before_its_answer_is_kept_until_the_answer_comes() -> None:
    session = started().confirmed(NOTE, "612 tickets")
    assert session.pending == {NOTE: "612 tickets"}
    assert isinstance(session.problems[NOTE], NotThereYet)
    answered = session.changed(with_value(session.committed, NOTE[:-1], Answer(answer="yes")))
    assert answered.pending == {NOTE: "612 tickets"}
    noted = answered.confirmed(NOTE, answered.pending[NOTE])
    assert get_value(noted.decision, NOTE) == "612 tickets"
    assert noted.pending == {}


def test_a_note_typed_before_its_answer_outlives_another_edit() -> None:
    session = started().confirmed(NOTE, "612 tickets")
    edited = session.changed(with_value(session.committed, ("tags",), ("support",)))
    assert edited.pending == {NOTE: "612 tickets"}


def test_text_that_only_another_field_forbids_is_half_typed_too() -> None:
    session = started().confirmed(INPUT, "300").confirmed(CACHED, "400")
    assert session.pending == {CACHED: "400"}
    assert get_value(session.decision, CACHED) is None
    mended = session.confirmed(INPUT, "500")
    assert mended.pending == {CACHED: "400"}
    assert get_value(mended.confirmed(CACHED, "400").decision, CACHED) == 400


def test_saved_is_the_new_start_and_can_still_be_undone() -> None:
    session = started().confirmed(TITLE, "Ticket triage")
    assert session.unsaved
    stored = with_value(session.decision, ("id",), "20261123-ticket-triage-3f9a")
    saved = session.saved(stored)
    assert saved.decision == saved.committed == saved.stored == stored
    assert not saved.unsaved
    back = saved.undone()
    assert back.decision.title == "" and back.unsaved
    assert back.decision.id == "20261123-ticket-triage-3f9a"


def test_a_draft_taken_up_again_is_unsaved() -> None:
    draft = with_value(fresh(), TITLE, "Half done")
    assert Session.start(draft, fresh()).unsaved
    assert not Session.start(draft, draft).unsaved


def test_a_key_alone_is_already_unsaved() -> None:
    assert Session.start(fresh()).typed(TITLE, "T").unsaved


texts = st.sampled_from(["", "5", "20k", "80k..150k", "abc", "1e999", "-1", "12 %", "2027-02-01", "x\x1b", "prompting"])
paths = st.sampled_from([VOLUME, HORIZON, TITLE, INPUT, CACHED, ("approach",), ("review_by",), ("tags",)])
edits = st.lists(st.tuples(paths, texts), max_size=8)


@given(edits)
def test_every_text_left_behind_is_a_value_or_stands_beside_the_decision(entered: list[tuple[Path, str]]) -> None:
    session = Session.start(fresh())
    last: dict[Path, str] = {}
    for path, text in entered:
        before = session
        for end in range(1, len(text), 2):
            session = session.typed(path, text[:end])
        session = session.confirmed(path, text)
        last[path] = text
        assert set(session.pending) == set(session.problems)
        if path in session.pending:
            assert session.pending[path] == text
        else:
            assert session.decision == session.committed
        assert len(session.past) - len(before.past) == (session.committed != before.committed)
    for path, text in last.items():
        if path in session.pending:
            assert session.pending[path] == text
        else:
            shown = field_text(path, get_value(session.decision, path))
            value = get_value(session.confirmed(path, text).decision, path)
            assert field_text(path, value) == shown
    while session.past:
        session = session.undone()
    assert session.committed == fresh()


@given(edits)
def test_undo_walks_back_through_every_committed_value(entered: list[tuple[Path, str]]) -> None:
    session, seen = Session.start(fresh()), [fresh()]
    for path, text in entered:
        session = session.confirmed(path, text)
        if session.committed != seen[-1]:
            seen.append(session.committed)
    found = [session.committed]
    while session.past or session.pending:
        before, session = session, session.undone()
        assert len(before.past) + len(before.pending) == len(session.past) + len(session.pending) + 1
        if session.past != before.past:
            found.append(session.decision)
    assert found == seen[::-1]
    assert session == Session.start(fresh())


def test_the_two_usual_options_come_and_go_only_while_empty() -> None:
    assert list(with_usual_options(Decision()).costs.option.values()) == [
        Option(approach="prompting"),
        Option(approach="fine-tuning"),
    ]
    assert without_empty_options(fresh()) == Decision()
    typed = with_value(fresh(), INPUT, D(500))
    assert without_empty_options(typed) == typed
    own = with_value(Decision(), ("costs", "option"), {"mine": Option()})
    assert with_usual_options(own) == own == without_empty_options(own)


def test_the_day_is_set_once_something_is_decided() -> None:
    assert dated(Decision(), TODAY).decided is None
    assert dated(Decision(approach="rag"), TODAY).decided == TODAY
    earlier = Decision(approach="rag", decided=date(2026, 1, 1))
    assert dated(earlier, TODAY) == earlier
