"""``kill -9`` while saving: each file is the old one or the new one, whole, and the next save goes through at once."""

from __future__ import annotations

import os
import random
import signal
import time
from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from tests.store.forks import ended, fork
from tests.store.made import TODAY, example, names
from workbench.core.log.journal import Entry
from workbench.core.record.decision import Decision, with_value
from workbench.store import places
from workbench.store.decisions import Opened, open_decision, scan
from workbench.store.document import edited
from workbench.store.journal import now, read_journal, write_entry
from workbench.store.leftovers import KEPT_SECONDS
from workbench.store.saving import save
from workbench.store.writing import TEMPORARY

CALLS = ("open", "write", "fsync", "fchmod", "close", "link", "replace", "unlink")
LONG = "why " * 20_000
"""Enough for a write to be cut short."""


@pytest.fixture(autouse=True)
def own_state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))


@pytest.fixture
def opened(tmp_path: Path) -> Opened:
    return save(None, example(), tmp_path / "saved", TODAY)


def kill_at(step: int) -> None:
    """Have this process killed at its n-th call to the system from now on; in a write after half of it."""
    left = iter(range(step - 1, -1, -1))

    def killing(name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*arguments: Any, **more: Any) -> Any:
            if next(left, -1) == 0:
                if name == "write":
                    real(arguments[0], arguments[1][: len(arguments[1]) // 2])
                os.kill(os.getpid(), signal.SIGKILL)
            return real(*arguments, **more)

        return call

    for name in CALLS:
        setattr(os, name, killing(name, getattr(os, name)))


def killed_at_each_step(work: Callable[[], object], check: Callable[[], None]) -> int:
    """Do some work in children that are killed at one step after the other; return how many steps there are."""
    for step in count(1):

        def child(step: int = step) -> None:
            kill_at(step)
            work()

        code = ended(fork(child))
        assert code in {0, -signal.SIGKILL}
        check()
        if code == 0:
            return step - 1
    raise AssertionError


def test_an_edit_killed_at_any_step_leaves_the_old_file_or_the_new_one(opened: Opened) -> None:
    new = with_value(opened.decision, ("rationale",), LONG)
    texts = {opened.text, edited(opened.text, opened.decision, new)}
    seen = set()

    def check() -> None:
        seen.add(opened.path.read_text())
        assert seen <= texts
        (entry,) = scan(opened.path.parent)
        assert entry.problem is None
        # What the killed one left does not stand in the way of the next.
        again = open_decision(opened.path)
        save(again, with_value(again.decision, ("title",), "Next"), opened.path.parent, TODAY)
        assert open_decision(opened.path).decision.title == "Next"
        opened.path.write_text(opened.text)

    steps = killed_at_each_step(lambda: save(opened, new, opened.path.parent, TODAY), check)
    assert steps > 8 and seen == texts


def test_a_new_decision_killed_at_any_step_is_there_whole_or_not_at_all(tmp_path: Path) -> None:
    saved = tmp_path / "saved"
    decision = example(rationale=LONG)
    found = []

    def check() -> None:
        entries = list(scan(saved))
        assert all(entry.decision is not None and entry.decision.rationale == decision.rationale for entry in entries)
        assert len(entries) - sum(found) in {0, 1}
        found.append(len(entries) - sum(found))

    steps = killed_at_each_step(lambda: save(None, decision, saved, TODAY), check)
    assert steps > 8 and set(found) == {0, 1}
    for name in (".taplo.toml", "decision.schema.json"):
        assert (saved / name).read_text().endswith("\n")


def test_a_review_killed_at_any_step_is_there_whole_or_not_at_all(opened: Opened) -> None:
    entry = Entry(kind="review", at=now(), verdict="keep", note=LONG)

    def check() -> None:
        journal = read_journal(opened.path)
        assert not journal.problems and {one.note for one in journal.entries} <= {LONG}

    assert killed_at_each_step(lambda: write_entry(opened.path, entry), check) > 5
    assert read_journal(opened.path).entries


def test_killed_at_random_in_five_hundred_saves(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened = save(None, Decision(title="0"), tmp_path / "saved", TODAY)
    # A lock that a killed session left behind would show at once.
    monkeypatch.setattr(places, "_PATIENCE", 0.0)
    chance = random.Random(500)
    saves = 0

    def saving(report: int) -> None:
        current = open_decision(opened.path)
        while True:
            turn = int(current.decision.title) + 1
            changed = with_value(current.decision, ("rationale",), f"{turn} " * chance.randrange(1, 200))
            current = save(current, with_value(changed, ("title",), str(turn)), opened.path.parent, TODAY)
            os.write(report, b".")

    while saves < 500:
        reports, report = os.pipe()
        child = fork(lambda report=report: saving(report))  # type: ignore[misc]
        os.close(report)
        for _ in range(chance.randrange(1, 30)):
            assert os.read(reports, 1)
        until = time.perf_counter() + chance.random() * 0.003
        while time.perf_counter() < until:
            pass
        os.kill(child, signal.SIGKILL)
        assert ended(child) == -signal.SIGKILL
        os.close(reports)
        found = open_decision(opened.path)
        saves = int(found.decision.title)
        words = found.decision.rationale.split()
        assert set(words) == {str(saves)} and found.decision.rationale == f"{saves} " * len(words)
        save(found, with_value(found.decision, ("method",), str(saves)), opened.path.parent, TODAY)
    assert [name for name in names(opened.path.parent) if not TEMPORARY.fullmatch(name)] == [
        ".taplo.toml", opened.path.name, "decision.schema.json",
    ]  # fmt: skip


def test_what_a_killed_save_left_is_removed_after_a_day_and_not_before(opened: Opened) -> None:
    saved, journal = opened.path.parent, opened.path.with_suffix("")
    write_entry(opened.path, Entry(kind="review", at=now(), verdict="keep"))
    fresh, old, theirs = ".workbench-0123456789ab.tmp", ".workbench-ba9876543210.tmp", ".workbench-notes.tmp"
    for folder in (saved, journal):
        for name in (fresh, old, theirs):
            (folder / name).write_text("half a deci")
        for name in (old, theirs):
            os.utime(folder / name, (time.time() - KEPT_SECONDS - 60,) * 2)
    assert [entry.id for entry in scan(saved)] == [opened.decision.id] and not read_journal(opened.path).problems
    save(opened, with_value(opened.decision, ("title",), "New"), saved, TODAY)
    write_entry(opened.path, Entry(kind="review", at=now(), verdict="keep"))
    for folder in (saved, journal):
        assert [name for name in names(folder) if name.startswith(".workbench-")] == [fresh, theirs]
    os.utime(saved / fresh, (0, 0))
    save(None, example(), saved, TODAY)
    assert not (saved / fresh).exists()
