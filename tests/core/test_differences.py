"""Two versions of a decision, field by field."""

from __future__ import annotations

from decimal import Decimal

from workbench.core.changes.differences import NAMED, Change, changes, values
from workbench.core.inputs import Costs, Option
from workbench.core.record.decision import Decision, with_value


def test_values_are_named_by_their_path_in_the_file() -> None:
    decision = Decision(
        title="Triage", tags=("a", "b"), costs=Costs(option={"small": Option(), "tuned": Option(epochs=3)})
    )
    found = values(decision)
    assert found[("schema",)] == 1
    assert found[("title",)] == "Triage"
    assert found[("tags",)] == ("a", "b")
    assert found[("costs", "option", "tuned", "epochs")] == Decimal(3)
    assert ("method",) not in found
    assert ("rationale",) not in found


def test_an_entry_without_values_is_there_all_the_same() -> None:
    before = Decision(costs=Costs(option={}))
    after = with_value(before, ("alternative",), {"rag": {}})
    assert Change(("alternative", "rag"), None, NAMED) in changes(before, after)


def test_one_changed_field_is_one_change() -> None:
    before = Decision(title="Triage", costs=Costs(requests_per_month=Decimal(100)))
    after = with_value(before, ("costs", "requests_per_month"), Decimal(200))
    assert changes(before, after) == [Change(("costs", "requests_per_month"), Decimal(100), Decimal(200))]


def test_what_only_the_earlier_has_comes_last() -> None:
    before = Decision(title="Triage", rationale="it pays")
    after = Decision(title="Ticket triage")
    assert changes(before, after) == [
        Change(("title",), "Triage", "Ticket triage"),
        Change(("rationale",), "it pays", None),
    ]


def test_the_id_is_no_field() -> None:
    assert changes(Decision(id="a"), Decision(id="b")) == []


def test_true_is_not_one() -> None:
    one = with_value(Decision(), ("evidence",), {"dataset": {"exact": True}})
    other = with_value(Decision(), ("evidence",), {"dataset": {"exact": 1}})
    assert [change.path for change in changes(one, other)] == [("evidence", "dataset", "exact")]
