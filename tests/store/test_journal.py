"""The order of a journal: whoever has seen an entry writes after it, whatever the clock says."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.core.log.journal import Entry
from workbench.store import journal
from workbench.store.journal import after, read_journal, write_entry

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


def entry(at: datetime, value: str) -> Entry:
    return Entry(kind="reading", at=at, by="ana", reading={"accuracy": Decimal(value)})


def test_what_is_written_with_a_clock_that_is_behind_comes_last(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "a.toml"
    write_entry(file, entry(NOON, "0.9"))
    monkeypatch.setattr(journal, "now", lambda: NOON - timedelta(hours=3))
    for value in ("0.8", "0.7"):
        write_entry(file, entry(after(read_journal(file).entries), value))
    assert [str(one.reading["accuracy"]) for one in read_journal(file).entries] == ["0.9", "0.8", "0.7"]
    assert {one.at.date() for one in read_journal(file).entries} == {NOON.date()}


def test_a_clock_that_is_right_is_believed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(journal, "now", lambda: NOON)
    assert after([]) == NOON
    assert after([entry(NOON - timedelta(seconds=1), "0.9")]) == NOON


@given(st.lists(st.integers(-1000, 1000), max_size=12))
def test_the_order_of_writing_is_kept_under_any_clock(clock: list[int]) -> None:
    written: list[Entry] = []
    with pytest.MonkeyPatch.context() as patch:
        for number, minute in enumerate(clock):
            patch.setattr(journal, "now", lambda minute=minute: NOON + timedelta(minutes=minute))
            written.append(entry(after(written), str(number)))
    assert [one.at for one in written] == sorted({one.at for one in written})
