"""The data report on the screen: every row fits, from the report and from what was kept of it alone."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tests.store.dataset_made import answer_of, asked_of, chat, report, ticket, tickets
from workbench.core.evidence.dataset.kept import kept
from workbench.plot.rows import plain, width
from workbench.store.dataset_files import read_lines
from workbench.tui.panes.data_rows import detail, line_rows, summary

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


def test_the_section_ends_in_one_sentence_and_names_findings_with_lines(tmp_path: Path) -> None:
    found = planted(tmp_path)
    text = plain(detail(found, 80))
    assert "! 2 rows are malformed" in text and "line 121, 125" in text
    assert text.endswith("! Mend 6 rows before training; 119 are usable.")
    kept_text = plain(detail(kept(found, "0" * 64, DAY), 80))
    assert "2 rows are malformed" in kept_text and "2026-11-24" in kept_text
    assert kept_text.splitlines()[-1] == text.splitlines()[-1]


def test_the_lines_of_a_finding_are_shown_clean(tmp_path: Path) -> None:
    found = planted(tmp_path)
    finding = found.findings[0]
    rows = line_rows(finding, read_lines(tmp_path / "train.jsonl", finding.lines), 60)
    text = plain(rows)
    assert text.startswith("  2 rows are malformed\n  121  {\n  125  ␛[31mxxx") and "\x1b" not in text
    assert all(width(row) == 60 for row in rows)


def test_what_is_kept_is_plain_and_has_no_text_of_a_row(tmp_path: Path) -> None:
    figures = kept(planted(tmp_path), "0" * 64, DAY)
    assert "order" not in str(figures) and "returns" not in str(figures)
    flat = [value for value in figures.values() if not isinstance(value, list)]
    assert not [value for value in flat if isinstance(value, dict | float) or value is None]
