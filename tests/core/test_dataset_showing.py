"""What differs between rows is marked, and nothing of it is lost."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from workbench.core.evidence.dataset.showing import NOTHING, difference, some_of


@given(st.text(alphabet="ab .\u00e9", max_size=30), st.text(alphabet="ab .\u00e9", max_size=30))
def test_without_the_marks_it_is_the_text(one: str, other: str) -> None:
    pieces = difference(one, other)
    assert "".join(piece.text for piece in pieces if piece.mark != "gone") == (other if one or other else NOTHING)
    assert "".join(piece.text for piece in pieces if piece.mark != "new") == (one if one or other else NOTHING)


def test_words_are_marked_whole_and_long_stretches_left_out() -> None:
    far = " ".join(["far"] * 60)
    told = "".join(piece.marked for piece in difference(f"{far} please tell {far}", f"{far} kindly tell {far}"))
    assert "…far" in told and "[-please-]{+kindly+} tell far" in told and told.endswith("far…")


@given(st.lists(st.integers(1, 9)), st.integers(1, 30))
def test_groups_are_taken_whole_in_their_order_and_one_at_least(sizes: list[int], most: int) -> None:
    groups = [tuple(range(size)) for size in sizes]
    found = some_of(groups, most)
    assert found == groups[: len(found)] and some_of(groups, None) == groups
    assert bool(found) == bool(groups) and (len(found) <= 1 or sum(map(len, found)) <= most)
