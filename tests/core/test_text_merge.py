"""Three versions of a text, line by line."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.core.changes.text_merge import merge_lines

texts = st.lists(st.sampled_from(["", "a", "b", "c", "d"]), max_size=8)


def both(base: str, ours: str, theirs: str) -> tuple[str, str]:
    with_ours, with_theirs = merge_lines(base.split("\n"), ours.split("\n"), theirs.split("\n"))
    return "\n".join(with_ours), "\n".join(with_theirs)


@settings(max_examples=300)
@given(texts, texts, texts)
def test_the_laws(base: list[str], ours: list[str], theirs: list[str]) -> None:
    assert merge_lines(base, ours, base) == merge_lines(base, base, ours) == (ours, ours)
    assert merge_lines(base, ours, ours) == (ours, ours)
    with_ours, with_theirs = merge_lines(base, ours, theirs)
    assert merge_lines(base, theirs, ours) == (with_theirs, with_ours)


@pytest.mark.parametrize(
    ("base", "ours", "theirs", "merged"),
    [
        ("a\n\nb\n\nc", "A\n\nb\n\nc", "a\n\nb\n\nC", "A\n\nb\n\nC"),
        ("a\nb", "A\nb", "a\nB", "A\nB"),
        ("a", "a\n\nours", "a\n\ntheirs", "a\n\nours\n\ntheirs"),
        ("a", "x\n\na", "w\n\na", "w\n\nx\n\na"),
        ("a\n\nb", "a\n\nnew\n\nb", "a\n\nB", "a\n\nnew\n\nB"),
        ("a\n\nb", "a", "a\n\nb\n\nc", "a\n\nc"),
        ("a\nb\nc", "a\nc", "a\nc\nd", "a\nc\nd"),
    ],
)
def test_what_does_not_contradict(base: str, ours: str, theirs: str, merged: str) -> None:
    assert both(base, ours, theirs) == (merged, merged)


@pytest.mark.parametrize(
    ("base", "ours", "theirs", "with_ours", "with_theirs"),
    [
        ("a", "b", "c", "b", "c"),
        ("a\n\nb", "A\n\nours", "a\n\ntheirs", "A\n\nours", "A\n\ntheirs"),
        ("a\nb\nc", "a\nc", "a\nB\nc", "a\nc", "a\nB\nc"),
        ("a", "a\nours", "a\ntheirs", "a\nours", "a\ntheirs"),
        ("a\n\nb", "a", "a\n\nb\ngoes on", "a", "a\n\nb\ngoes on"),
    ],
)
def test_what_does_leaves_the_rest_merged(base: str, ours: str, theirs: str, with_ours: str, with_theirs: str) -> None:
    assert both(base, ours, theirs) == (with_ours, with_theirs)


def test_what_is_too_repetitive_to_compare_is_left_to_a_person() -> None:
    lines = [""] * 100_000
    assert merge_lines(lines, [*lines, "a"], [*lines, "b"]) == ([*lines, "a"], [*lines, "b"])
