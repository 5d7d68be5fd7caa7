"""A file that is loaded and saved: byte for byte without a change, one line with one change, whatever its hand."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from pydantic import BaseModel

from tests.store.made import TODAY, decisions, lines, numbers, ranges, shares
from workbench.core.changes.differences import same
from workbench.core.editing.fields import Kind, amount_kind, choices, kind_of
from workbench.core.record.decision import Decision, check_decision, get_value, with_value
from workbench.core.text import clean_block
from workbench.errors import FileProblem, ValueProblem
from workbench.store.decisions import open_decision
from workbench.store.document import edited, read_decision, render
from workbench.store.layout import file_data, slots
from workbench.store.saving import save

QUICK = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
Path_ = tuple[str, ...]

ODD = """\
#:schema ./decision.schema.json
\t# a tab stands before this
"schema" = 1
title = 'C:\\new'  # a literal
'status' = "proposed"
method = "\\u006cora"
decided = 2026-01-02\t# a day
authors = [
  'zoe',   # boss

  # the new one
  "adam"
]
rationale = '''
It "is" so:
it pays.'''
costs . requests_per_month = 1_000
costs.'horizon_months' = 0x18
costs.option."gpt 4.1".input_tokens = 1_000.0
costs.option."gpt 4.1".input_price = 5e-1
costs.option.'gpt 4.1'.accuracy = +0.90
metric = { accuracy = { target = 0.92, unit = 'ratio', zap = 1979-05-27T07:32:00Z }, "" = {} }
unknown.inner.deep = [1, [2, { a = 1 }], ]
other = \"""
[costs]
title = 1\"""

[[rows]]
a = 0b11
[[rows]]
a = 0o17
  [rows.sub]
  b = nan
[trigger . volume]
when = "requests_per_month < 1" ; REST
  then = "rag"	# indented
[ trigger."x y" ]
when = '''on 2027-01-14'''

#[score]
[score]# no blank
prompt_accuracy = +0.78
requests_per_day = 1e3
exact_format = true
[flow.answer]
examples.answer = "yes"
examples.note = "612"
[ mine . "own table" ]
x = -inf
y = 07:32:00
z = [ [ ], { } ]
# the end""".replace(" ; REST", "")


def fields(model: type[BaseModel], at: Path_ = ()) -> Iterator[Path_]:
    """Every field a file may hold, entries of keyed tables named ``a``."""
    for slot in slots(model).values():
        here = (*at, slot.attribute)
        if slot.inner is not None:
            yield from fields(slot.inner, (*here, "a") if slot.keyed else here)
        elif not slot.keyed and slot.name not in {"schema", "id"}:
            yield here


FIELDS = list(fields(Decision))


def changed_lines(old: str, new: str) -> tuple[list[str], list[str]]:
    """Return the lines that went and those that came."""
    before, after = old.split("\n"), new.split("\n")
    gone, come = list[str](), list[str]()
    for kind, start, end, new_start, new_end in SequenceMatcher(None, before, after, False).get_opcodes():
        if kind != "equal":
            gone += before[start:end]
            come += after[new_start:new_end]
    return gone, come


def usual(path: Path_) -> object:
    kind = kind_of(path)
    if kind == "amount":
        small = path[-1] in {"cached_tokens", "cache_write_tokens"}
        return Decimal("0.5") if amount_kind(path) in {"ratio", "share", "rate"} else Decimal(1 if small else 20)
    values: dict[Kind, object] = {
        "date": date(2026, 1, 2),
        "list": ("alpha", "gamma", "zeta"),
        "whole": 7,
        "flag": True,
        "block": "first\nsecond\n\nlast",
        "trigger": "accuracy < 0.9",
        "text": "a word",
    }
    return choices(path)[0] if kind == "choice" else values[kind]


def full() -> Decision:
    """A decision with every field there is."""
    data: dict[str, object] = {}
    for path in FIELDS:
        node = data
        for step in path[:-1]:
            node = node.setdefault(step, {})  # type: ignore[assignment]
        node[path[-1]] = usual(path)
    return Decision.model_validate(data)


def others(path: Path_, old: object) -> st.SearchStrategy[object]:
    """Other values of a field, each a change to one line of it."""
    kind = kind_of(path)
    words = lines.filter(lambda text: text.strip() != "")
    if kind == "amount":
        return st.one_of(shares if amount_kind(path) in {"ratio", "share", "rate"} else numbers, ranges)
    if kind == "list":
        assert isinstance(old, tuple)
        items = st.tuples(st.integers(0, len(old) - 1), words)
        return items.map(lambda pair: (*old[: pair[0]], pair[1], *old[pair[0] + 1 :]))
    if kind == "block":
        parts = str(old).split("\n")
        items = st.tuples(st.integers(0, len(parts) - 1), words.map(clean_block))
        return items.map(lambda pair: "\n".join([*parts[: pair[0]], pair[1], *parts[pair[0] + 1 :]]))
    strategies: dict[Kind, st.SearchStrategy[object]] = {
        "date": st.dates(date(2000, 1, 1), date(2100, 1, 1)),
        "whole": st.integers(1, 10**9),
        "flag": st.just(not old),
        "trigger": words,
        "text": words,
    }
    return st.sampled_from(choices(path)) if kind == "choice" else strategies[kind]


def test_the_full_decision_has_every_kind_of_field() -> None:
    decision = full()
    assert all(get_value(decision, path) == usual(path) for path in FIELDS)
    assert {kind_of(path) for path in FIELDS} == {
        "amount", "date", "list", "choice", "whole", "flag", "text", "block", "trigger",
    }  # fmt: skip
    assert len(FIELDS) > 90


@settings(parent=QUICK, max_examples=120)
@given(st.data(), st.sampled_from(FIELDS), st.sampled_from(["\n", "\r\n"]))
def test_one_change_in_any_field_changes_one_line(data: st.DataObject, path: Path_, end: str) -> None:
    before = full()
    text = render(before).replace("\n", end)
    old = get_value(before, path)
    after = with_value(before, path, data.draw(others(path, old)))
    assume(not same(file_data(before), file_data(after)))
    try:
        check_decision(after)
    except ValueProblem:
        assume(False)
    new = edited(text, before, after)
    gone, come = changed_lines(text, new)
    # A list that had the new word already only loses the old one.
    assert len(gone) == 1 and len(come) in ({0, 1} if isinstance(old, tuple) else {1}), (path, gone, come)
    assert new.count("\r\n") == (new.count("\n") if end == "\r\n" else 0)


@pytest.mark.parametrize("path", [path for path in FIELDS if kind_of(path) == "list"], ids=".".join)
def test_an_item_that_comes_or_goes_is_one_line(path: Path_) -> None:
    before = full()
    text = render(before)
    for value, change in ((("alpha", "gamma", "omega", "zeta"), (0, 1)), (("alpha", "zeta"), (1, 0))):
        gone, come = changed_lines(text, edited(text, before, with_value(before, path, value)))
        assert (len(gone), len(come)) == change


def test_a_list_of_another_hand_keeps_the_lines_of_what_stays() -> None:
    before = read_decision(ODD, "")
    for authors, change in (
        (("zoe", "adam", "eve"), (['  "adam"'], ['  "adam",', '  "eve",'])),
        (("eve", "adam"), (["  'zoe',   # boss"], ['  "eve",'])),
        (("zoe",), (["", "  # the new one", '  "adam"'], [])),
        (("adam",), (["  'zoe',   # boss"], [])),
    ):
        assert changed_lines(ODD, edited(ODD, before, with_value(before, ("authors",), authors))) == change


@QUICK
@given(decisions, st.sampled_from(["\n", "\r\n"]), st.booleans(), st.integers(0, 10**6))
def test_a_save_without_a_change_is_byte_for_byte(
    tmp_path_factory: pytest.TempPathFactory, decision: Decision, end: str, last: bool, seed: int
) -> None:
    text = render(decision).replace("\n", end)
    if not last:
        text = text.removesuffix(end)
    if seed % 3 == 0:  # mixed line ends
        text = text.replace("\r\n", "\n", seed % 7)
    path = tmp_path_factory.mktemp("saved") / "20261123-x-0000.toml"
    path.write_bytes(text.encode())
    before = path.stat()
    opened = open_decision(path)
    save(opened, opened.decision, path.parent, TODAY)
    assert path.read_bytes() == text.encode() and path.stat().st_ino == before.st_ino


@pytest.mark.parametrize(
    "data",
    [
        ODD.encode(),
        ODD.replace("\n", "\r\n").encode(),
        ODD.replace("\n", "\r\n", 9).encode(),
        b"",
        b"\n\n",
        b"# only this",
        b"title='x'",
        b"title='x'\r\n\r\n",
        b'title = """\r\nx\r\ny"""\r\n',
    ],
)
def test_other_hands_files_are_saved_byte_for_byte(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "x.toml"
    path.write_bytes(data)
    opened = open_decision(path)
    save(opened, opened.decision, tmp_path, TODAY)
    assert path.read_bytes() == data


def test_a_byte_order_mark_is_refused_and_the_file_stays(tmp_path: Path) -> None:
    path = tmp_path / "x.toml"
    path.write_text("title = 'x'\n")
    opened = open_decision(path)
    path.write_bytes(b"\xef\xbb\xbftitle = 'x'\n")
    with pytest.raises(FileProblem, match="byte order mark"):
        open_decision(path)
    with pytest.raises(FileProblem):
        save(opened, with_value(opened.decision, ("title",), "y"), tmp_path, TODAY)
    assert path.read_bytes() == b"\xef\xbb\xbftitle = 'x'\n"


def written(text: str) -> Iterator[Path_]:
    """The fields that a file gives."""
    decision, data = read_decision(text, ""), tomllib.loads(text)
    for path in FIELDS:
        for found in _entries(decision, path, ()):
            node: Any = data
            for step in found:
                node = node.get(step, {})
            if node != {}:
                yield found


def _entries(node: object, path: Path_, done: Path_) -> Iterator[Path_]:
    if not path:
        yield done
    elif isinstance(node, dict):
        for name, entry in node.items():
            yield from _entries(entry, path[1:], (*done, name))
    else:
        yield from _entries(getattr(node, path[0]), path[1:], (*done, path[0]))


# With an item its own comments go, so that lists are tested by themselves.
ODD_FIELDS = [path for path in written(ODD) if kind_of(path) != "list"]
COMMENTS = (
    "\t# a tab stands before this", "  # a literal", "\t# a day", "  # the new one", "\t# indented", "#[score]",
    "]# no blank", "# the end",
)  # fmt: skip


@settings(parent=QUICK, max_examples=80)
@given(st.data(), st.sampled_from(ODD_FIELDS), st.sampled_from(["\n", "\r\n"]))
def test_a_change_among_odd_spellings_changes_one_line_and_no_spelling(
    data: st.DataObject, path: Path_, end: str
) -> None:
    text = ODD.replace("\n", end)
    before = read_decision(text, "")
    after = with_value(before, path, data.draw(others(path, get_value(before, path))))
    # Between literal quotes there can be no quotes.
    assume(not same(file_data(before), file_data(after)) and "'" not in str(get_value(after, path)))
    try:
        check_decision(after)
    except ValueProblem:
        assume(False)
    new = edited(text, before, after)
    gone, come = changed_lines(text, new)
    assert (len(gone), len(come)) == (1, 1), (path, gone, come)
    old_data, new_data = tomllib.loads(text), tomllib.loads(new)
    for name in ("unknown", "other", "rows", "mine"):
        assert repr(old_data[name]) == repr(new_data[name])
    assert all(comment in new for comment in COMMENTS)
    assert new_data["metric"]["accuracy"]["zap"] == old_data["metric"]["accuracy"]["zap"]
