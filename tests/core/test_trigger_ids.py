"""The id of a trigger follows the metric it was made from, as long as nobody accepted it."""

from __future__ import annotations

import pytest

from workbench.core.editing.session import Session
from workbench.core.editing.trigger_ids import with_ids_following
from workbench.core.record.decision import Decision, Trigger, with_value

AFTER = "accuracy < 0.88"


def following(id: str, before: str, after: str, status: str = "draft", **others: Trigger) -> list[str]:
    start = Decision(id="x", status=status, trigger={id: Trigger(when=before), **others})  # type: ignore[arg-type]
    session = Session.start(start).confirmed(("trigger", id, "when"), after)
    return list(with_ids_following(session, session.decision).trigger)


def test_an_id_made_from_a_misspelt_name_follows_and_stays_in_its_place() -> None:
    later = Trigger(when="on 2027-01-14")
    assert following("acuracy", "acuracy < 0.88", AFTER, later=later) == ["accuracy", "later"]
    assert following("acuracy-2", "acuracy < 0.88", AFTER, accuracy=Trigger(when=AFTER)) == ["accuracy-2", "accuracy"]
    assert following("error-rate", "error_rate > 1", "after 90 days") == ["date"]


@pytest.mark.parametrize("status", ["accepted", "superseded", "retired"])
def test_what_was_accepted_keeps_its_id(status: str) -> None:
    assert following("acuracy", "acuracy < 0.88", AFTER, status) == ["acuracy"]


def test_a_name_that_somebody_chose_stays() -> None:
    assert following("too-weak", "acuracy < 0.88", AFTER) == ["too-weak"]
    assert following("accuracy", "accuracy < 0.8", AFTER) == ["accuracy"]


def test_a_trigger_that_is_half_typed_keeps_its_id() -> None:
    start = Session.start(Decision(trigger={"acuracy": Trigger(when="acuracy < 0.88")}))
    changed = start.changed(with_value(start.committed, ("trigger", "acuracy", "when"), AFTER))
    half = changed.confirmed(("trigger", "acuracy", "when"), "accuracy <")
    assert list(with_ids_following(half, half.decision).trigger) == ["acuracy"]
