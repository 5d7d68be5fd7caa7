"""The text of a merged decision."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings

from tests.store.made import decisions, example
from workbench.core.changes.differences import same
from workbench.core.changes.merge import Choice, FieldConflict
from workbench.core.record.decision import Decision, get_value, with_value, without
from workbench.store.document import edited, read_decision, render, tidied
from workbench.store.layout import file_data
from workbench.store.merging import UNKNOWN, MergedText, Version, merge_texts

QUICK = settings(max_examples=40, suppress_health_check=list(HealthCheck))


def version(decision: Decision) -> Version:
    return Version(render(decision), tidied(decision))


def of(text: str) -> Version:
    return Version(text, read_decision(text, ""))


def settled(base: Version, ours: Version, theirs: Version, side: Choice) -> MergedText:
    merged, choices = merge_texts(base, ours, theirs), {}
    while merged.conflicts:
        choices |= {conflict.path: side for conflict in merged.conflicts}
        merged = merge_texts(base, ours, theirs, choices)
    return merged


@QUICK
@given(decisions, decisions, decisions)
def test_the_text_says_what_was_merged(base: Decision, ours: Decision, theirs: Decision) -> None:
    for side in ("ours", "theirs"):
        merged = settled(version(base), version(ours), version(theirs), side)  # type: ignore[arg-type]
        found = read_decision(merged.text, "")
        assert same(file_data(found), file_data(tidied(merged.decision)))
        assert list(found.accuracy) == list(merged.decision.accuracy)


@QUICK
@given(decisions, decisions)
def test_one_side_alone_is_its_own_text(base: Decision, changed: Decision) -> None:
    one, other = version(base), version(changed)
    assert merge_texts(one, other, one).text == other.text
    assert merge_texts(one, one, other).text == other.text
    assert merge_texts(one, other, other).text == other.text


def test_comments_and_unknown_keys_of_both_stay() -> None:
    text = render(example())
    ours = text.replace("[metric.accuracy]", "# ours\n[metric.accuracy]\nours = 1").replace('"Ticket triage"', '"A"')
    theirs = text.replace("[trigger.volume]", "# theirs\n[trigger.volume]").replace("schema = 1", "schema = 1\nzap = 2")
    theirs += "\n[team]\nmembers = { a = 1 }\n"
    merged = merge_texts(of(text), of(ours), of(theirs))
    assert merged.conflicts == () and merged.lost == ()
    for kept in ("# ours\n[metric.accuracy]\nours = 1\n", "# theirs\n[trigger.volume]", "zap = 2\n", 'title = "A"\n'):
        assert kept in merged.text
    assert "[team]\nmembers = { a = 1 }\n" in merged.text
    assert "\r" not in merged.text
    windows = merge_texts(of(text), of(ours.replace("\n", "\r\n")), of(theirs))
    assert windows.text.count("\r\n") == windows.text.count("\n")
    assert "\r\nzap = 2\r\n" in windows.text and "[team]\r\nmembers = { a = 1 }\r\n" in windows.text


def test_unknown_keys_merge_like_fields() -> None:
    base = of("title = 'x'\nkept = 1\ngone = 1\nmoved = 1\nboth = 1\n")
    ours = of("title = 'x'\nkept = 1\nmoved = 1\nboth = 2\nown = [1, 2]\n")
    theirs = of("title = 'x'\nkept = 1\ngone = 1\nmoved = 5\nboth = 3\n[[rows]]\na = 1\n")
    (conflict,) = merge_texts(base, ours, theirs).conflicts
    assert conflict == FieldConflict(("both",), 1, 2, 3, UNKNOWN)
    for side, both in (("ours", 2), ("theirs", 3)):
        data = settled(base, ours, theirs, side).text  # type: ignore[arg-type]
        for line in ("kept = 1", "moved = 5", f"both = {both}", "own = [1, 2]"):
            assert f"{line}\n" in data
        assert "gone" not in data and "rows" in data


def test_an_unknown_key_in_a_table_that_the_other_removed_is_told() -> None:
    text = render(example())
    ours = edited(text, of(text).decision, without(of(text).decision, ("metric", "accuracy")))
    theirs = text.replace("[metric.accuracy]\n", "[metric.accuracy]\nowner = 'bob'\n")
    merged = merge_texts(of(text), of(ours), of(theirs))
    assert merged.lost == (("metric", "accuracy", "owner"),) and "owner" not in merged.text
    assert merged.decision.metric == {}


def test_from_nothing_both_texts_are_brought_together() -> None:
    ours = of(render(Decision(id="x", title="T", tags=("a",))))
    theirs = of(render(Decision(id="x", title="T", tags=("b",), review_by=date(2027, 1, 1))))
    merged = merge_texts(Version("", Decision()), ours, theirs)
    assert get_value(merged.decision, ("tags",)) == ("a", "b") and merged.conflicts == ()
    assert sorted(merged.text.split("\n")) == sorted(render(merged.decision).split("\n"))


@pytest.mark.parametrize(
    "layout", ["costs.currency = 'EUR'\n", "[costs]\ncurrency = 'EUR'\n", "costs = { currency = 'EUR' }\n"]
)
def test_other_hands_layouts_merge(layout: str) -> None:
    base = of(f"title = 'x'\n{layout}")
    ours = of(base.text.replace("'x'", "'y'"))
    theirs = of(edited(base.text, base.decision, with_value(base.decision, ("costs", "baseline"), "b")))
    merged = merge_texts(base, ours, theirs)
    assert (merged.decision.title, merged.decision.costs.baseline) == ("y", "b")
    assert same(file_data(read_decision(merged.text, "")), file_data(merged.decision))
