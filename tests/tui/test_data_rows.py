"""The data report on the screen: every row fits, from the report and from what was kept of it alone."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tests.store.dataset_made import answer_of, asked_of, chat, report, ticket, tickets
from workbench.core.evidence.dataset.kept import kept
from workbench.core.evidence.dataset.report import Report
from workbench.core.evidence.dataset.showing import blocks, groups_of
from workbench.plot.rows import Row, plain, width
from workbench.store.dataset_files import read_rows
from workbench.tui.panes.data_rows import block_rows, detail, finding_rows, half_read, summary

DAY = date(2026, 11, 24)


def planted(folder: Path):  # type: ignore[no-untyped-def]
    rows = [
        *tickets(), "{", chat(asked_of(ticket(7)), "returns"), chat("Is it here now?", "I can't help with that."),
        chat(asked_of(ticket(9)).upper(), answer_of(ticket(9))), "\x1b[31m" + "x" * 300,
    ]  # fmt: skip
    return report(folder, rows, max_tokens=200)


@pytest.mark.parametrize("columns", [40, 58, 80, 120])
def test_every_row_fits_its_width(tmp_path: Path, columns: int) -> None:
    found = planted(tmp_path)
    figures = kept(found, "0" * 64, DAY)
    for shown in (found, figures, {}):
        assert all(width(row) <= columns for row in detail(shown, columns, columns > 100))


def test_the_summary_says_rows_to_mend_and_the_verdict(tmp_path: Path) -> None:
    figures = kept(planted(tmp_path), "0" * 64, DAY)
    assert summary(figures) == ("!", "125 rows, 6 of them to mend", "mend first")
    assert summary(kept(report(tmp_path, tickets()), "", DAY)) == ("✓", "120 rows", "ready")
    assert summary({}) == ("–", "none yet, o loads a file", "")


def test_the_section_begins_with_one_sentence_and_names_findings_with_lines(tmp_path: Path) -> None:
    found = planted(tmp_path)
    text = plain(detail(found, 80))
    assert "! 2 rows are malformed" in text and "line 121, 125" in text
    assert text.startswith("  ! Mend 6 rows before training; 119 are usable.")
    kept_text = plain(detail(kept(found, "0" * 64, DAY), 80))
    assert "2 rows are malformed" in kept_text and "2026-11-24" in kept_text
    assert kept_text.splitlines()[0] == text.splitlines()[0]


def shown(found: Report, kind: str, folder: Path, columns: int = 60) -> list[Row]:
    finding = next(finding for finding in found.findings if finding.kind == kind)
    groups = groups_of(found, finding)
    rows = read_rows(folder / "train.jsonl", finding.lines)
    return block_rows(finding, list(blocks(found, finding, groups, rows)), columns)


def test_the_lines_of_a_finding_are_shown_clean(tmp_path: Path) -> None:
    rows = shown(planted(tmp_path), "malformed", tmp_path)
    text = plain(rows)
    assert text.startswith("  2 rows are malformed\n  121  {\n") and "  125  ␛[31mxxx" in text and "\x1b" not in text
    assert all(width(row) == 60 for row in rows)


def test_rows_that_are_alike_stand_together_with_what_differs_in_other_roles(tmp_path: Path) -> None:
    rows = shown(planted(tmp_path), "near_duplicates", tmp_path, 100)
    assert [line[:30] for line in plain(rows).splitlines()[1:3]] == ["", "   10  Hello, my name is Jan a"]
    assert {part.role for row in rows for part in row if part.text.startswith("{+")} == {"good"}
    asked = shown(planted(tmp_path), "contradictions", tmp_path, 140)
    assert [" ".join(line.split()) for line in plain(asked).splitlines()[3:]] == ["8 → shipping", "122 → returns"]


@pytest.mark.parametrize("columns", [50, 58, 80])
def test_line_numbers_give_way_to_what_was_found(tmp_path: Path, columns: int) -> None:
    rows = [*tickets(900), *[chat(asked_of(ticket(7)), queue) for queue in ("a" * 9, "b" * 9)], *tickets(40)]
    found = report(tmp_path, rows)
    text = plain(finding_rows(found, columns))
    assert all(finding.says in text for finding in found.findings) and "…" not in text


def test_a_report_that_was_stopped_says_that_the_decision_keeps_another(tmp_path: Path) -> None:
    found = report(tmp_path, tickets())
    told = " ".join(plain(half_read(found, {"file": "other.jsonl", "rows": 3_708}, 60)).split())
    assert told == "train.jsonl, its first 120 rows: shown, not kept. The decision keeps other.jsonl, 3,708 rows."


def test_what_is_kept_is_plain_and_has_no_text_of_a_row(tmp_path: Path) -> None:
    figures = kept(planted(tmp_path), "0" * 64, DAY)
    assert "order" not in str(figures) and "returns" not in str(figures)
    flat = [value for value in figures.values() if not isinstance(value, list)]
    assert not [value for value in flat if isinstance(value, dict | float) or value is None]
