"""What the quick reader reads is what tomllib reads; what it is not sure of it leaves to tomllib."""

from __future__ import annotations

import tomllib
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.store.made import decisions
from workbench.core.log.journal import Entry
from workbench.core.record.decision import Decision
from workbench.store.document import render
from workbench.store.journal import now, write_entry
from workbench.store.plain_toml import read_plain

SAVED = Path(__file__).parent.parent.parent / "saved"
PIECES = (
    "a = 1\n", "b = 1\n", "a.b = 1\n", "[a]\n", "[b]\n", "[a.b]\n", "[a.b.c]\n", '[a."b.c"]\n', "[[a]]\n", '["a"]\n',
    "# x\n", "#\n", "#\x07\n", "\n", " \n", "\t", " ", "\r\n", "\r", "a = -0\n", "a = 01\n", "a = +1\n", "a = 1_000\n",
    "a = 0.10\n", "a = 1.\n", "a = .5\n", "a = 1e5\n", "a = 0x1f\n", "a = inf\n", "a = nan\n", "a = 1 # x\n",
    "a = true\n", "a = True\n", "a = falsey\n", "a = 2026-01-31\n", "a = 2026-02-31\n", "a = 2026-01-31 10:00:00Z\n",
    "a = 2026-01-31T10:00:00.123+01:30\n", "a = 2026-01-31T10:00:00.1234567Z\n", "a = 2026-01-31T25:00:00Z\n",
    "a = 2026-01-31T10:00:00\n", "a = 10:00:00\n", "a = 2026-01-31 10:00:00.123456-23:59\n", "a = 2026-1-3\n",
    "a = 2026-01-31T10:00:00-24:00\n", "a = 2026-01-31T10:00:00+00:60\n", "a = 2026-01-31T10:00:60Z\n",
    'a = ""\n', 'a = "x"\n', 'a = "\\n"\n', "a = 'x'\n", 'a = "\t"\n', 'a = "\x1b"\n', 'a = "x" y\n', 'a = "日本"\n',
    'a = """\n"""\n', 'a = """x"""\n', 'a = """\n\nx\n\n"""\n', 'a = """x""""\n', 'a = """x"""""\n',
    'a = """x\\\n  y"""\n',
    'a = """x " "" y"""\n', 'a = """\r\nx"""\n', "a = '''x'''\n", 'a = """"""\n', 'a = """""""\n', 'a = """', '"""',
    "a = []\n", "a = [\n]\n", 'a = ["x"]\n', 'a = [\n  "x",\n  "y",\n]\n', 'a = ["x" "y"]\n', 'a = ["x",,]\n',
    "a = [,]\n",
    'a = ["x", # y\n]\n', "a = [1]\n", 'a = [["x"]]\n', "a = { low = 1, high = 2.5 }\n", "a = {}\n", "a = {low = 1}\n",
    "a = { low = 1, low = 2 }\n", "a = { low = 1,\n high = 2 }\n", 'a = { low = "x" }\n', "a = { l.h = 1 }\n",
    "[a.low]\n", "[a.low.x]\n", '"a" = 1\n', '"a b" = 1\n', '"" = 1\n', "[a.]\n", "[ a ]\n", "[a] # x\n", "[a]x\n",
    "a=1\n", "a  = 1\n", "a =  1\n", " a = 1\n", "a = 1 \n", "= 1\n", "a =\n", "a\n", "\ufeff", "\x00", "\u2028",
    "\x85",
    "-1 = 1\n", "_ = 1\n", "é = 1\n", "a = 9223372036854775808\n", "a = 1234567890123456789012345\n", "a = 1", "[a",
)  # fmt: skip


def held_together(text: str) -> dict[str, object] | None:
    found = read_plain(text)
    if found is not None:
        # Order and types too.
        assert repr(found) == repr(tomllib.loads(text, parse_float=Decimal))
    return found


@pytest.mark.parametrize("piece", PIECES)
def test_no_piece_is_read_otherwise(piece: str) -> None:
    held_together(piece)
    for other in PIECES:
        held_together(piece + other)


@given(st.lists(st.sampled_from(PIECES), max_size=12).map("".join))
def test_no_text_of_pieces_is_read_otherwise(text: str) -> None:
    held_together(text)


@given(decisions)
def test_what_the_program_writes_is_read_alike(decision: Decision) -> None:
    held_together(render(decision))


@given(
    decisions.map(render),
    st.lists(
        st.tuples(
            st.integers(0, 10**6),
            st.one_of(st.integers(0, 30), st.sampled_from(PIECES), st.characters(codec="utf-8")),
        ),
        max_size=4,
    ),
)
@example('a = """\n"""', [])
def test_nor_is_what_was_changed_by_hand(text: str, changes: list[tuple[int, int | str]]) -> None:
    for at, what in changes:
        at %= len(text) + 1
        text = text[:at] + what + text[at:] if isinstance(what, str) else text[:at] + text[at + what :]
        held_together(text)


@pytest.mark.parametrize("file", sorted(SAVED.glob("2*.toml")), ids=lambda file: file.stem)
def test_the_saved_decisions_are_read_quickly(file: Path) -> None:
    assert held_together(file.read_text("utf-8")) is not None


def test_journal_entries_are_read_quickly(tmp_path: Path) -> None:
    reading = {"accuracy": Decimal("0.93"), "cost_per_month": Decimal(20)}
    for at in (now(), datetime(2026, 11, 24, 9, 30, tzinfo=UTC)):
        entry = Entry(kind="review", at=at, by="zoe", verdict="keep", note="why\nnot", reading=reading)
        assert held_together(write_entry(tmp_path / "a.toml", entry).read_text("utf-8")) is not None


def test_a_long_text_takes_no_longer_than_it_is_long() -> None:
    for text in ('a = """' + '"' * 50_000, "a = [" + '"x" ' * 50_000, "[" + "a." * 30_000, "a = { b = 1" * 9_000):
        assert read_plain(text) is None
    assert read_plain("#" * 900_000 + "\n" + 'a = """' + "x\n" * 40_000 + '"""') is not None
