"""The files behind the screens."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from tests.store.made import TODAY, example
from workbench.core.log.journal import Entry
from workbench.store import journal
from workbench.store.saving import save
from workbench.tui.desk import Desk


def test_the_metrics_of_a_journal_are_read_once_until_an_entry_comes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = save(None, example(), tmp_path, TODAY)
    desk, read = Desk(tmp_path), []
    monkeypatch.setattr(journal, "read_entry", lambda path, was=journal.read_entry: read.append(path) or was(path))
    assert desk.measured() == frozenset()
    desk.open(opened.path)
    for count, metric in enumerate(("latency", "errors"), start=1):
        journal.write_entry(opened.path, Entry(kind="reading", at=journal.now(), reading={metric: Decimal(1)}))
        read.clear()
        for _ in range(3):
            assert metric in desk.measured()
        assert len(read) == count
