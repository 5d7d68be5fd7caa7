"""A comparison as rows: the one line, the section from the report and from what is kept, the cases."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.core.evidence.evaluating import evaluation
from workbench.core.evidence.evaluation import Evaluation
from workbench.core.evidence.evaluation_kept import kept
from workbench.core.evidence.pairing import Pairing
from workbench.core.text import columns
from workbench.plot.beside import beside
from workbench.plot.rows import plain, width
from workbench.tui.panes.evaluation_rows import cases, detail, summary


def report(base: str, candidate: str, by: str = "") -> Evaluation:
    pairing = Pairing(by=by)
    for side, answers in enumerate((base, candidate)):
        for at, letter in enumerate(answers):
            pairing.add(side, at + 1, {"id": at, "input": f"q{at}", "expected": "y", "output": letter, "half": at % 2})
    return evaluation(pairing, ("prompt.jsonl", "tuned.jsonl"))


IMPROVED = report("y" * 150 + "n" * 34 + "y" * 6 + "n" * 10, "y" * 184 + "n" * 16, by="half")
TODAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("found", "line"),
    [
        (IMPROVED, ("✓", "+0.14 on 200 cases, 0.08..0.20", "improved")),
        (report("y" * 20, "n" * 20), ("!", "-1.00 on 20 cases, -1.00..-0.77", "regressed")),
        (report("yn", "ny"), ("?", "+0.00 on 2 cases, -0.81..0.81", "inconclusive")),
    ],
)
def test_the_summary_is_one_line_of_what_is_kept(found: Evaluation, line: tuple[str, str, str]) -> None:
    assert summary(kept(found, TODAY)) == line


def test_without_a_comparison_the_summary_says_how_to_load_one() -> None:
    assert summary(None) == summary({}) == ("–", "none yet, o loads two files", "")
    assert summary({"verdict": "improved"})[0] == "!"
    assert "load the two files again" in plain(detail({"verdict": "improved"}, 78))


@pytest.mark.parametrize("room", [60, 80, 120])
@pytest.mark.parametrize("wide", [False, True])
def test_the_section_is_drawn_from_the_report_and_from_what_is_kept(room: int, wide: bool) -> None:
    from_report, from_kept = detail(IMPROVED, room, wide), detail(kept(IMPROVED, TODAY), room, wide)
    for rows in (from_report, from_kept):
        assert all(width(row) <= room for row in rows)
        told = plain(rows)
        assert "34 gained, 6 lost; p under 0.001" in told and "0.92  0.87..0.95" in told
        assert "✓ The candidate is better, and that is more than chance." in told
    assert plain(from_kept).endswith("more than chance.")
    assert "more than chance." in plain(from_report[:12])
    assert "Worst: " in plain(from_report) and "2026-11-24" in plain(from_kept)


def test_groups_stand_under_the_answer_and_what_another_match_says_beside_it() -> None:
    told = plain(detail(IMPROVED, 80))
    assert told.index("more than chance") < told.index("By half") < told.index("+0.14  0.05..0.23")
    other = report("Y" * 20, "y" * 20)
    for shown in (other, kept(other, TODAY)):
        told = " ".join(plain(detail(shown, 80)).split())
        assert "! Judged as labels 20 answers of prompt.jsonl are right instead of 0: +0.00, not +1.00." in told
    assert summary(kept(other, TODAY))[0] == "!"


def test_what_is_inconclusive_says_how_many_cases_it_takes() -> None:
    told = plain(detail(report("nyyyyyyyyy", "yyyyyyyyyy"), 80))
    assert (
        "? These cases do not tell the two apart." in told and "About 78 cases would tell in four of five tries" in told
    )


def test_cases_stand_side_by_side_with_what_was_asked() -> None:
    rows = cases(IMPROVED, "lost", 80)
    told = plain(rows)
    assert "  184  line 185\n  input       q184\n  expected    y\n  [-y-] " in told and "│ {+n+}" in told
    assert all(width(row) in {0, 80} for row in rows)
    assert plain(cases(report("y", "y"), "gained", 80)) == "  No case was gained."


def test_long_texts_are_wrapped_in_two_columns_and_what_is_the_same_is_left_out() -> None:
    long = "The parcel left our warehouse on Monday and should reach you within two working days of that"
    rows = beside(long, long.replace("Monday", "Friday"), 60)
    told = plain(rows)
    assert "[-Monday-]" in told and "{+Friday+}" in told and "…" in told
    assert all(width(row) == 60 for row in rows)
    assert "no answer" in plain(beside("", "y", 60)) and "[-y-]" in plain(beside("y", " ", 60))


texts = st.text(alphabet="ab \n日é\u0301", max_size=60)


@given(texts, texts, st.integers(20, 100))
def test_any_two_texts_fill_their_two_columns(one: str, other: str, room: int) -> None:
    for row in beside(one, other, room):
        assert sum(columns(part.text) for part in row) == room
