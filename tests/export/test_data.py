"""CSV and JSON: read back as they were, and nothing a spreadsheet would run."""

from __future__ import annotations

import csv
import html
import io
import json
import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from math import inf

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.made import comparison
from tests.export.made import TODAY, exports, hostile, of
from tests.store.made import example
from workbench.core.json_text import json_text
from workbench.core.record.decision import Decision
from workbench.export.csv_rows import as_csv, harmless
from workbench.export.exported import Exported, Folder, exported
from workbench.export.formats import FORMATS, file_name, is_export
from workbench.export.html_page import as_page
from workbench.export.json_data import as_json, as_json_list
from workbench.export.madr import as_madr
from workbench.export.markdown import as_markdown
from workbench.export.nygard import as_nygard
from workbench.store.layout import file_data


@given(items=st.lists(exports, max_size=3))
def test_csv_reads_back_row_by_row_and_nothing_in_it_runs(items: list[Exported]) -> None:
    rows = list(csv.DictReader(io.StringIO(as_csv(items), newline=""), strict=True))
    assert len(rows) == len(items)
    for row, one in zip(rows, items, strict=True):
        assert None not in row and None not in row.values()
        assert row["title"].replace("'", "") == one.decision.title.replace("'", "")
        assert row["rationale"].replace("'", "") == one.decision.rationale.replace("'", "")
        assert not any(cell[:1] in {"=", "+", "-", "@", "\t", "\r"} for cell in row.values())


@given(text=st.text(st.one_of(st.sampled_from("=+-@;\t\n\r'\" (|!,"), st.characters()), max_size=20))
def test_a_cell_is_harmless_and_otherwise_itself(text: str) -> None:
    cell = harmless(text)
    assert cell.replace("'", "") == text.replace("'", "")
    assert not cell.startswith(("=", "+", "-", "@", "\t", "\r"))
    assert harmless(cell) == cell


RUNS = re.compile(r"[ \"]*([=@]|[-+](?! |$)|[-+][^\"]*[(|!])")


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@given(items=st.lists(exports, max_size=2))
def test_nothing_runs_where_another_separator_begins_a_cell(separator: str, items: list[Exported]) -> None:
    csv_text = as_csv(items)
    rows = csv.reader(io.StringIO(csv_text, newline=""), delimiter=separator)
    assert not [cell for row in rows for cell in row if RUNS.match(cell)]


def test_a_list_keeps_its_dashes_and_a_formula_on_a_line_of_its_own_does_not_run() -> None:
    assert harmless("Why:\n- cheaper\n- faster; - or so") == "Why:\n- cheaper\n- faster; - or so"
    assert harmless("a;=1+1\n=cmd|x\n-cmd|'/C calc'!A0\n@x") == "a;'=1+1\n'=cmd|x\n'-cmd|'/C calc'!A0\n'@x"


def test_csv_ends_its_lines_as_the_standard_asks() -> None:
    text = as_csv([of(hostile("a"))])
    assert text.endswith("\r\n") and text.split("\r\n")[0].startswith("id,title,status,state,approach")


def test_csv_tells_the_figures_of_what_was_chosen() -> None:
    (row,) = csv.DictReader(io.StringIO(as_csv([of(hostile("a"))])))
    assert (row["option"], row["monthly"], row["upfront"], row["cheapest"]) == ("a2", "1800", "20", "a2")
    assert "accuracy < 0.9, read 0.8 on 2026-11-23" in row["triggers"]
    assert row["readings"].splitlines() == ["2026-11-23 x 0.5", "2026-11-23 accuracy 0.8"]


def test_json_is_the_file_with_journal_standing_and_successors() -> None:
    old = example(id="20250101-old-0000", decided=date(2025, 1, 1))
    new = example(status="accepted", supersedes=(old.id,))
    one = exported(old, of(old).entries, TODAY, Folder.of([old, new]), data=file_data(old))
    found = json.loads(as_json(one))
    assert file_data(old).keys() <= found.keys()
    assert found["superseded_by"] == [new.id]
    assert found["standing"]["triggers"][0]["state"] == "holds"
    assert [entry["kind"] for entry in found["journal"]] == ["reading", "review"]
    assert found["comparison"]["options"][0]["name"] == "prompting"
    assert found["costs"]["requests_per_month"] == {"low": 80000, "high": 150000}
    assert json.loads(as_json_list([one]))["decisions"] == [{k: v for k, v in found.items() if k != "export"}]


@given(one=exports)
def test_json_parses_whatever_the_text(one: Exported) -> None:
    found = json.loads(as_json(one))
    assert len(found["comparison"]["options"]) == len(one.decision.costs.option)


def test_json_numbers_keep_all_their_digits() -> None:
    answer = {"a": Decimal("0.10000000000000000001"), "b": TODAY, "c": Decimal("NaN"), "d": inf}
    assert json_text(answer).splitlines()[1:5] == [
        '  "a": 0.10000000000000000001,', '  "b": "2026-11-23",', '  "c": null,', '  "d": null',
    ]  # fmt: skip


@given(one=exports)
def test_every_format_marks_what_it_writes(one: Exported) -> None:
    for format in FORMATS.values():
        assert is_export(format.one(one))


def test_a_text_of_somebody_else_is_known_as_such() -> None:
    for text in ("", "# Title\n", "id,title\n", "{}", "[]", "<!doctype html>\n<html></html>\n"):
        assert not is_export(text)


def dated(number: int, day: int | None) -> Decision:
    decided = None if day is None else date(2026, 1, day)
    return hostile(f"T{number}", id=f"2026010{number}-t-000{number}", decided=decided, supersedes=())


def test_numbers_follow_the_dates_and_a_broken_file_keeps_its_own() -> None:
    folder = Folder.of([dated(1, 9), dated(2, None), dated(4, 5)], ["20260103-broken-0000"])
    numbers = {id: link.number for id, link in folder.links.items()}
    assert numbers == {"20260102-t-0002": 1, "20260104-t-0004": 3, "20260101-t-0001": 4}
    assert folder.link("nowhere").number == 0


def test_files_are_called_by_number_and_title_or_by_id() -> None:
    one = of(hostile("../../etc/passwd", supersedes=()))
    assert file_name("nygard", one) == "0001-etc-passwd.md"
    assert file_name("md", one) == "20261123-x-0000.md"


def test_of_one_day_what_is_replaced_has_the_smaller_number() -> None:
    old = Decision(id="20261123-z", title="Old", status="accepted", decided=date(2026, 11, 23))
    new = old.model_copy(update={"id": "20261123-a", "title": "New", "supersedes": (old.id,)})
    later = old.model_copy(update={"id": "20261123-0", "supersedes": (new.id,)})
    folder = Folder.of([new, later, old])
    assert [folder.link(one.id).number for one in (old, new, later)] == [1, 2, 3]
    circle = old.model_copy(update={"supersedes": (later.id,)})
    assert sorted(Folder.of([new, later, circle]).link(one.id).number for one in (new, later, circle)) == [1, 2, 3]


@pytest.mark.parametrize("write", [as_markdown, as_madr, as_nygard, as_page, as_json])
def test_a_comparison_that_says_less_judged_another_way_takes_that_along(write: Callable[[Exported], str]) -> None:
    otherwise = {"other_match": "label", "other_base_right": 170, "other_candidate_right": 180}
    told = "+0.05 judged as labels, not +0.14"
    plain = example().model_copy(update={"evidence": {"evaluation": comparison(34, 6)}})
    warned = example().model_copy(update={"evidence": {"evaluation": comparison(34, 6, **otherwise)}})
    assert told not in write(of(plain)) and told in html.unescape(write(of(warned)))
