from __future__ import annotations

import difflib
import tomllib
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings

from tests.store.made import decisions, example
from workbench.core.amounts import Range
from workbench.core.changes.differences import same
from workbench.core.record.decision import (
    Accuracy,
    Alternative,
    Decision,
    Score,
    get_value,
    renamed,
    with_value,
    without,
)
from workbench.errors import FileProblem, ValueProblem
from workbench.store.document import edited, read_decision, render, tidied
from workbench.store.layout import file_data, keyed_paths, slots, tables

QUICK = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))


def changed_lines(old: str, new: str) -> tuple[list[str], list[str]]:
    diff = list(difflib.ndiff(old.split("\n"), new.split("\n")))
    return [line[2:] for line in diff if line[0] == "-"], [line[2:] for line in diff if line[0] == "+"]


def assert_same(one: Decision, other: Decision) -> None:
    assert same(file_data(one), file_data(other))
    for path in keyed_paths():
        assert list(get_value(one, path)) == list(get_value(other, path))


@QUICK
@given(decisions)
def test_a_rendered_decision_reads_back(decision: Decision) -> None:
    assert_same(read_decision(render(decision), ""), tidied(decision))


@QUICK
@given(decisions, decisions)
def test_an_edited_text_says_what_it_shall(before: Decision, after: Decision) -> None:
    text = edited(render(before), before, after)
    found = read_decision(text, "")
    assert same(file_data(found), file_data(tidied(after)))
    assert list(found.accuracy) == list(after.accuracy)
    assert edited(text, after, after) == text


@QUICK
@given(decisions, decisions)
def test_windows_line_ends_stay_wholly(before: Decision, after: Decision) -> None:
    text = render(before).replace("\n", "\r\n")
    new = edited(text, before, after)
    assert new.count("\r\n") == new.count("\n")
    assert new.replace("\r\n", "\n") == edited(render(before), before, after)


def test_the_layout_of_a_fresh_document() -> None:
    text = render(example())
    assert text.startswith("#:schema ./decision.schema.json\n# version of this layout\nschema = 1\n# same as the file")
    assert 'tags = [\n  "alpha",\n  "beta",\n]\n' in text
    assert 'authors = [\n  "zoe",\n  "adam",\n]\n' in text
    assert 'rationale = """\nBecause "it" pays\nand stays."""\n' in text
    assert "\n\n[costs]\n# requests in month 1\nrequests_per_month = { low = 80000, high = 150000 }\n" in text
    assert "growth_per_month = 0\n" in text and "horizon_months = 12\n" in text and 'currency = "USD"' in text
    assert '\n\n[costs.option."tuned 4.1"]\n' in text
    assert "input_price = 0.00055\n" in text and "decided = 2026-11-23\n" in text
    assert "[constraints]" not in text and "review_by" not in text
    assert text.index("[accuracy.v2]") < text.index("[accuracy.v1]")
    assert text.endswith('because = "under this"\n') and "\r" not in text


def test_every_key_has_its_comment_and_no_header_has_one() -> None:
    decision = example()
    lines = render(decision).split("\n")
    for table in tables(decision):
        for name in table.values if table.model is not None else ():
            assert slots(table.model)[name].comment, (table.path, name)
    for number, line in enumerate(lines):
        if line.startswith("["):
            assert lines[number - 1] == "", line


def test_empty_tables_are_left_out() -> None:
    text = render(Decision(title="x"))
    assert "[" not in text.replace("[]", "").split("supersedes")[1]


@pytest.mark.parametrize(
    ("path", "value", "line"),
    [
        (("title",), "Other", 'title = "Other"'),
        (("status",), "accepted", 'status = "accepted"'),
        (("rationale",), 'Because "it" pays\nand goes.', 'and goes."""'),
        (("costs", "option", "tuned 4.1", "input_price"), Decimal("1.5"), "input_price = 1.5"),
        (("costs", "requests_per_month"), Decimal(5), "requests_per_month = 5"),
        (("costs", "requests_per_month"), Range(Decimal(1), Decimal(2)), "requests_per_month = { low = 1, high = 2 }"),
        (("score", "exact_format"), False, "exact_format = false"),
        (("flow", "answer", "examples", "note"), "613", 'note = "613"'),
        (("accuracy", "v1", "value"), Decimal("0.76"), "value = 0.76"),
    ],
)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_one_field_changes_one_line(path: tuple[str, ...], value: object, line: str, end: str) -> None:
    before = example()
    text = render(before).replace("\n", end)
    gone, come = changed_lines(text, edited(text, before, with_value(before, path, value)))
    assert come == [line + end[:-1]] and len(gone) == 1


def test_a_new_key_comes_with_its_comment_in_its_place() -> None:
    before = example()
    text = render(before)
    new = edited(text, before, with_value(before, ("costs", "option", "prompting", "output_tokens"), Decimal(7)))
    assert "input_tokens = 500\n# answer tokens of one request\noutput_tokens = 7\n# per 1M tokens\ninput_price" in new
    assert edited(new, read_decision(new, ""), before) == text


def test_a_list_keeps_the_comments_of_what_stays() -> None:
    text = render(example()).replace('  "zoe",\n  "adam",\n', '  # boss\n  "zoe", # z\n  "adam"  # a\n')
    before = read_decision(text, "")
    gone, come = changed_lines(text, edited(text, before, with_value(before, ("authors",), ("zoe", "adam", "eve"))))
    assert gone == ['  "adam"  # a'] and come == ['  "adam",  # a', '  "eve",']


def test_equal_numbers_are_no_change() -> None:
    text = render(example()).replace("input_price = 30\n", "input_price = 30.00 # each\n")
    before = read_decision(text, "")
    after = with_value(before, ("costs", "option", "prompting", "input_price"), Decimal("3E+1"))
    assert edited(text, before, after) == text


def test_comments_order_and_unknown_keys_survive() -> None:
    text = (
        "# ours\nzz = 1\ntitle = 'It' # t\nschema = 1\n\n# about m\n[metric.m] # mm\nextra = [1,\n 2]\ntarget = 1\n\n"
        "# ---- costs ----\n\n[costs]\nrequests_per_month = 5\nother = { a = 1 }"
    )
    before = read_decision(text, "")
    after = with_value(with_value(before, ("title",), "Is"), ("costs", "requests_per_month"), Decimal(6))
    assert edited(text, before, after) == text.replace("'It'", "'Is'").replace("= 5", "= 6")
    after = without(before, ("metric", "m"))
    assert edited(text, before, after) == text.replace(
        "\n# about m\n[metric.m] # mm\nextra = [1,\n 2]\ntarget = 1\n", ""
    )


def test_entries_come_go_and_are_renamed() -> None:
    before = example()
    text = render(before).replace("[accuracy.v1]\n", "[accuracy.v1] # first\nseed = 7\n")
    new = edited(text, before, renamed(before, ("accuracy", "v1"), "v 1"))
    assert changed_lines(text, new) == (["[accuracy.v1] # first"], ['[accuracy."v 1"] # first'])
    swapped = {"v1": before.accuracy["v1"], "v2": before.accuracy["v2"]}
    new = edited(text, before, with_value(before, ("accuracy",), swapped))
    assert new.index("[accuracy.v1] # first\nseed = 7") < new.index("[accuracy.v2]")
    assert edited(new, before, before) == text
    middle = {"v2": swapped["v2"], "v3": Accuracy(value=Decimal("0.5")), "v1": swapped["v1"]}
    assert list(read_decision(edited(text, before, with_value(before, ("accuracy",), middle)), "").accuracy) == [
        "v2", "v3", "v1",
    ]  # fmt: skip
    new = edited(text, before, with_value(before, ("alternative", "caching"), Alternative(rejected_because="no")))
    assert "[alternative.rag]\n\n[alternative.caching]\n" in new


def test_a_table_that_empties_goes_and_one_that_fills_comes() -> None:
    before = example()
    text = render(before)
    new = edited(text, before, with_value(before, ("score",), Score()))
    assert "[score]" not in new and new.count("\n\n\n") == 0
    assert edited(new, read_decision(new, ""), before) == text


@pytest.mark.parametrize(
    "text",
    [
        "costs.currency = 'EUR'\ncosts.option.a.input_price = 3\n",
        "alternative = { rag = { rejected_because = 'x', zap = 1 } }\n",
        "[alternative]\nrag = { rejected_because = 'x' }\n",
        "[costs]\n[costs.requests_per_month]\nlow = 1\nhigh = 2\n",
        "[costs.option.a]\ninput_price = 3\n[metric.m]\n[costs]\ncurrency = 'EUR'\n[costs.option.b]\n",
        "title = 'no line end'",
        "",
        "\n\n# only a comment",
        "#:schema ./decision.schema.json\n[metric.m]\n",
        "rationale = '''a\\b'''\n",
        "title = \"a\"\r\nrationale = '''a\nb'''\n[metric.m]\r\n",
        'tags = ["b", "a"] # two\n"title" = "x"\n',
    ],
)
def test_other_hands_layouts_can_be_edited(text: str) -> None:
    before = read_decision(text, "")
    after = with_value(before, ("costs", "requests_per_month"), Decimal(6))
    after = with_value(after, ("alternative", "rag"), Alternative(rejected_because="y\nz"))
    after = with_value(after, ("rationale",), "new\nline")
    after = with_value(after, ("tags",), ("c", "a"))
    new = edited(text, before, after)
    assert same(file_data(read_decision(new, "")), file_data(tidied(after)))
    assert edited(new, after, read_decision(new, "")) == new
    assert ("zap" in text) == ("zap" in new)
    if "no line end" in text:
        assert tomllib.loads(new)["title"] == "no line end"


def test_an_edit_that_went_wrong_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("workbench.store.edits.Editor.put", lambda *_: None)
    with pytest.raises(FileProblem, match="cannot be changed in place"):
        edited("schema = 1\n", Decision(), Decision(title="x"))


def test_an_impossible_value_is_refused() -> None:
    with pytest.raises(ValueProblem):
        render(with_value(example(), ("costs", "requests_per_month"), Decimal(-1)))
    with pytest.raises(FileProblem, match="too large"):
        render(example(rationale="x" * 1_000_001))


def test_huge_exponents_stay_short() -> None:
    decision = example(evidence={"x": {"n": Decimal("1e999"), "m": float("nan"), "i": Decimal("-Infinity")}})
    assert len(render(decision)) < 10_000


def test_a_figure_that_could_not_be_read_back_is_not_written() -> None:
    with pytest.raises(FileProblem, match="out of reach"):
        render(example(evidence={"x": {"n": Decimal("1e999999")}}))
