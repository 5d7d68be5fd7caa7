"""Two people's changes to one decision, together."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from tests.store.made import amounts, blocks, decisions, example, lines
from workbench.core.amounts import Range
from workbench.core.changes.merge import (
    REMOVED,
    Choice,
    FieldConflict,
    Merged,
    Typed,
    accepted_otherwise,
    alike,
    merge,
    with_changes,
)
from workbench.core.inputs import Costs, Option
from workbench.core.record.decision import (
    Accuracy,
    Answer,
    Decision,
    Metric,
    Path,
    Trigger,
    check_decision,
    get_value,
    with_value,
    without,
)
from workbench.errors import ValueProblem

QUICK = settings(max_examples=60, suppress_health_check=list(HealthCheck))
TUNED = ("costs", "option", "tuned")
D = Decimal

FIELDS: dict[Path, st.SearchStrategy[Any]] = {
    ("title",): lines,
    ("status",): st.sampled_from(["draft", "proposed", "accepted"]),
    ("tags",): st.lists(lines, unique=True, max_size=4).map(tuple),
    ("authors",): st.lists(lines, unique=True, max_size=4).map(tuple),
    ("rationale",): blocks,
    ("costs", "requests_per_month"): amounts,
    ("costs", "option", "prompting", "input_tokens"): amounts,
    ("costs", "option", "prompting", "input_price"): amounts,
    ("accuracy", "v1"): st.builds(Accuracy, value=st.sampled_from([D("0.5"), D("0.6")])),
    ("accuracy", "v9"): st.builds(Accuracy, value=st.sampled_from([D("0.5"), D("0.6")])),
    ("metric", "accuracy", "unit"): lines,
    ("trigger", "volume", "because"): blocks,
    ("trigger", "more"): st.builds(Trigger, when=lines),
    ("flow", "answer", "examples", "note"): blocks,
    ("evidence", "dataset"): st.fixed_dictionaries({"rows": st.integers(0, 9), "sha256": lines}),
}
edits = st.fixed_dictionaries({}, optional=FIELDS)


def changed(decision: Decision, values: dict[Path, Any]) -> Decision:
    for path, value in values.items():
        decision = with_value(decision, path, value)
    return decision


def paths(merged: Merged) -> list[Path]:
    return [conflict.path for conflict in merged.conflicts]


def swapped(conflicts: tuple[FieldConflict, ...]) -> list[FieldConflict]:
    return [FieldConflict(one.path, one.base, one.theirs, one.ours, one.why) for one in conflicts]


def sorted_by_path(conflicts: Any) -> list[FieldConflict]:
    return sorted(conflicts, key=lambda one: one.path)


@QUICK
@given(decisions, decisions)
def test_what_only_one_side_did_is_taken_as_it_is(base: Decision, changed: Decision) -> None:
    for merged in (merge(base, changed, base), merge(base, base, changed), merge(base, changed, changed)):
        assert merged == Merged(changed, ())
        assert list(merged.decision.accuracy) == list(changed.accuracy)


@QUICK
@given(decisions, decisions, decisions)
def test_conflicts_are_the_same_from_either_side(base: Decision, ours: Decision, theirs: Decision) -> None:
    one, other = merge(base, ours, theirs), merge(base, theirs, ours)
    assert alike(sorted_by_path(one.conflicts), sorted_by_path(swapped(other.conflicts)))
    assert len(set(paths(one))) == len(one.conflicts)


@QUICK
@given(edits, edits, edits)
def test_conflicts_of_small_edits_are_the_same_from_either_side(
    first: dict[Path, Any], ours: dict[Path, Any], theirs: dict[Path, Any]
) -> None:
    base = changed(example(), first)
    one = merge(base, changed(base, ours), changed(base, theirs))
    other = merge(base, changed(base, theirs), changed(base, ours))
    assert alike(sorted_by_path(one.conflicts), sorted_by_path(swapped(other.conflicts)))
    assert {path[: len(field)] for path in paths(one) for field in FIELDS if path[: len(field)] == field} <= (
        ours.keys() & theirs.keys()
    )


@QUICK
@given(edits, edits)
def test_changes_in_different_fields_never_conflict(ours: dict[Path, Any], theirs: dict[Path, Any]) -> None:
    theirs = {path: value for path, value in theirs.items() if path not in ours}
    base = example()
    merged = merge(base, changed(base, ours), changed(base, theirs))
    assert merged == Merged(changed(changed(base, ours), theirs), ())


@QUICK
@given(decisions, decisions, decisions, st.sampled_from(["ours", "theirs"]))
def test_choosing_a_side_everywhere_leaves_no_conflict(
    base: Decision, ours: Decision, theirs: Decision, side: Choice
) -> None:
    for decision in (base, ours, theirs):
        possible(decision)
    first = merge(base, ours, theirs)
    settled = merge(base, ours, theirs, dict.fromkeys(paths(first), side))
    assert settled.conflicts == ()
    check_decision(settled.decision)
    for conflict in first.conflicts:
        wanted = conflict.ours if side == "ours" else conflict.theirs
        assert alike(get_value(settled.decision, conflict.path) or None, wanted or None)


def possible(decision: Decision) -> None:
    try:
        check_decision(decision)
    except ValueProblem:
        assume(False)


tokens = st.none() | st.integers(0, 6).map(D) | st.builds(Range, st.integers(0, 3).map(D), st.integers(3, 6).map(D))
options = st.builds(Option, input_tokens=tokens, cached_tokens=tokens, cache_write_tokens=tokens)


@settings(max_examples=300)
@given(options, options, options, st.sampled_from(["ours", "theirs"]))
def test_tokens_that_do_not_go_together_are_asked_about(
    base: Option, ours: Option, theirs: Option, side: Choice
) -> None:
    sides = [Decision(costs=Costs(option={"tuned": option})) for option in (base, ours, theirs)]
    for decision in sides:
        possible(decision)
    merged, choices, rounds = merge(*sides), {}, 0
    assert alike(
        sorted_by_path(merged.conflicts), sorted_by_path(swapped(merge(sides[0], sides[2], sides[1]).conflicts))
    )
    while merged.conflicts:
        choices |= dict.fromkeys(paths(merged), side)
        merged, rounds = merge(*sides, choices), rounds + 1
        assert rounds <= 2
    check_decision(merged.decision)


def test_more_cached_than_sent_names_the_option_and_both_ways_out() -> None:
    base = Decision(costs=Costs(option={"tuned": Option(input_tokens=D(500), cached_tokens=D(100))}))
    ours = with_value(base, (*TUNED, "cached_tokens"), D(400))
    theirs = with_value(base, (*TUNED, "input_tokens"), D(200))
    merged = merge(base, ours, theirs)
    (conflict,) = merged.conflicts
    assert conflict.path == TUNED and "cached" in conflict.why
    assert conflict.ours == {"input_tokens": D(500), "cached_tokens": D(400), "cache_write_tokens": None}
    assert merge(base, ours, theirs, {TUNED: "theirs"}) == Merged(theirs, ())


@pytest.mark.parametrize(
    ("base", "ours", "theirs", "both"),
    [
        ("ab", "abc", "abd", "abcd"),
        ("ab", "b", "abd", "bd"),
        ("abc", "ac", "ab", "a"),
        ("ab", "ba", "abd", "bda"),
        ("ab", "abc", "ba", "bca"),
        ("ab", "xab", "yab", "xyab"),
        ("", "ab", "bc", "abc"),
        ("abc", "", "abcd", "d"),
    ],
)
def test_lists_keep_what_both_added_and_lose_what_either_took_out(base: str, ours: str, theirs: str, both: str) -> None:
    sides = [Decision(authors=tuple(names)) for names in (base, ours, theirs)]
    assert merge(*sides) == Merged(Decision(authors=tuple(both)), ())
    measured = [Decision(accuracy={name: Accuracy(cases=1) for name in names}) for names in (base, ours, theirs)]
    assert list(merge(*measured).decision.accuracy) == list(both)


def test_entries_of_keyed_tables_merge_one_by_one() -> None:
    base = example()
    ours = with_value(base, ("trigger", "volume", "then"), "rag")
    ours = with_value(ours, ("metric", "cost"), Metric(unit="USD"))
    theirs = with_value(base, ("trigger", "volume", "when"), "requests_per_month < 5000")
    theirs = without(theirs, ("alternative", "rag"))
    merged = merge(base, ours, theirs)
    assert merged.conflicts == ()
    assert merged.decision.trigger["volume"].when == "requests_per_month < 5000"
    assert merged.decision.trigger["volume"].then == "rag"
    assert list(merged.decision.alternative) == ["prompting"] and list(merged.decision.metric) == ["accuracy", "cost"]


def test_removed_here_and_changed_there_is_a_conflict() -> None:
    base = example()
    ours = without(base, ("trigger", "volume"))
    theirs = with_value(base, ("trigger", "volume", "then"), "rag")
    (conflict,) = merge(base, ours, theirs).conflicts
    assert (conflict.path, conflict.ours, conflict.why) == (("trigger", "volume"), None, REMOVED)
    assert merge(base, ours, theirs, {conflict.path: "ours"}).decision.trigger == {}
    assert merge(base, ours, theirs, {conflict.path: "theirs"}).decision == theirs
    assert merge(base, theirs, ours).decision == theirs


def test_the_same_name_added_twice_merges_by_field() -> None:
    base = Decision()
    ours = Decision(trigger={"t": Trigger(when="after 9 days", because="x")})
    theirs = Decision(trigger={"t": Trigger(when="after 8 days", then="rag")})
    merged = merge(base, ours, theirs)
    assert paths(merged) == [("trigger", "t", "when")]
    assert merged.decision.trigger["t"] == Trigger(when="after 9 days", then="rag", because="x")
    answers = [Decision(), *(Decision(flow={"answer": {"q": Answer(answer=said)}}) for said in "yn")]
    assert paths(merge(*answers)) == [("flow", "answer", "q", "answer")]


def test_figures_of_one_measurement_stay_together() -> None:
    base = Decision(evidence={"dataset": {"rows": 1, "sha256": "a"}})
    ours = Decision(evidence={"dataset": {"rows": 2, "sha256": "b"}})
    theirs = Decision(evidence={"dataset": {"rows": 1, "sha256": "c"}, "size": {"rank": 8}})
    merged = merge(base, ours, theirs, {("evidence", "dataset"): "theirs"})
    assert paths(merge(base, ours, theirs)) == [("evidence", "dataset")]
    assert merged == Merged(theirs, ())


def test_a_typed_value_takes_the_place_of_both() -> None:
    sides = [Decision(title=title) for title in ("a", "b", "c")]
    assert merge(*sides, {("title",): Typed("d")}) == Merged(Decision(title="d"), ())
    assert merge(*sides).conflicts == (FieldConflict(("title",), "a", "b", "c"),)


def test_an_earlier_decision_takes_over_what_happened_since() -> None:
    earlier, before = Decision(title="a", method="lora"), Decision(title="b", method="lora")
    after = Decision(title="b", status="accepted", tags=("x",))
    assert with_changes(earlier, before, after) == Decision(title="a", status="accepted", tags=("x",))
    assert with_changes(earlier, before, Decision(title="c")).title == "c"


def test_what_was_accepted_is_not_what_came_of_it() -> None:
    base = Decision(title="t", status="proposed", rationale="a", tags=("x",))
    accepted = with_value(base, ("status",), "accepted")
    changed = with_value(with_value(base, ("rationale",), "b"), ("tags",), ("y",))
    for ours, theirs in ((accepted, changed), (changed, accepted)):
        assert accepted_otherwise(ours, theirs, merge(base, ours, theirs).decision) == ("rationale",)
    free = with_value(base, ("tags",), ("y",))
    assert accepted_otherwise(accepted, free, merge(base, accepted, free).decision) == ()
    assert accepted_otherwise(base, changed, merge(base, base, changed).decision) == ()


def test_a_figure_that_is_no_number_is_no_conflict_with_itself() -> None:
    base = Decision(evidence={"x": {"n": D("nan")}})
    ours = Decision(evidence={"x": {"n": D("NaN")}}, title="t")
    assert merge(base, ours, Decision(evidence={"x": {"n": D("nan")}}, method="lora")).conflicts == ()
