"""A folder that cannot be written, and a disk that takes no more at any step of a write: no disk has to be mounted."""

from __future__ import annotations

import errno
import os
import resource
import shutil
import signal
import sys
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from tests.store.forks import ended, fork
from tests.store.made import TODAY, example, names
from workbench.core.log.journal import Entry
from workbench.core.record.decision import with_value
from workbench.errors import FileProblem
from workbench.store.decisions import Opened, open_decision, scan
from workbench.store.document import edited
from workbench.store.journal import now, read_journal, write_entry
from workbench.store.saving import save
from workbench.store.settings import Settings, load_settings, save_settings
from workbench.store.writing import create_new, write_atomic

CALLS = ("open", "write", "fsync", "fchmod", "link", "replace", "mkdir")
LONG = "why " * 20_000
NOBODY = 65534
MOST_STEPS = 20
"""More than any of these takes."""
REFUSALS = {
    "no room": errno.ENOSPC,
    "no quota left": errno.EDQUOT,
    "read-only": errno.EROFS,
    "a broken disk": errno.EIO,
}


@pytest.fixture(autouse=True)
def own_state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))


@pytest.fixture
def opened(tmp_path: Path) -> Opened:
    return save(None, example(), tmp_path / "saved", TODAY)


def refuse_from(step: int, number: int) -> None:
    """Have this process's n-th call that writes refused, and all after it; a write fails after half of it."""
    seen = count(1)

    def refusing(name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*arguments: Any, **more: Any) -> Any:
            flags = arguments[1] if name == "open" and len(arguments) > 1 else os.O_CREAT
            if flags & os.O_CREAT and next(seen) >= step:
                if name == "write" and len(arguments[1]) > 1:
                    real(arguments[0], arguments[1][: len(arguments[1]) // 2])
                raise OSError(number, os.strerror(number))
            return real(*arguments, **more)

        return call

    for name in CALLS:
        setattr(os, name, refusing(name, getattr(os, name)))


def refused_at_each_step(work: Callable[[], object], number: int, check: Callable[[bool], None]) -> int:
    """Do some work in children that are refused one step after the other; return how many steps there are.

    `check` is told whether the work was said to be done.
    """
    for step in count(1):

        def child(step: int = step) -> None:
            sys.dont_write_bytecode = True
            refuse_from(step, number)
            try:
                work()
            except FileProblem as problem:
                assert problem.hint and os.strerror(number) in str(problem)
                os._exit(3)

        code = ended(fork(child))
        assert code in {0, 3}
        check(code == 0)
        if code == 0 and step > MOST_STEPS:
            return step
    raise AssertionError


@pytest.mark.parametrize("why", REFUSALS)
def test_an_edit_refused_at_any_step_leaves_the_old_file_and_says_so(opened: Opened, why: str) -> None:
    new = with_value(opened.decision, ("rationale",), LONG)
    text = edited(opened.text, opened.decision, new)

    def check(done: bool) -> None:
        assert opened.path.read_text() == (text if done else opened.text)
        assert [name for name in names(opened.path.parent) if name.startswith(".workbench-")] == []
        opened.path.write_text(opened.text)

    refused_at_each_step(lambda: save(opened, new, opened.path.parent, TODAY), REFUSALS[why], check)


def test_a_new_decision_refused_at_any_step_is_there_whole_or_not_at_all(tmp_path: Path) -> None:
    saved, decision = tmp_path / "saved", example(rationale=LONG)
    found = [0]

    def check(done: bool) -> None:
        entries = list(scan(saved))
        assert all(entry.decision is not None and entry.decision.rationale == decision.rationale for entry in entries)
        assert len(entries) - found[-1] == done
        found.append(len(entries))

    refused_at_each_step(lambda: save(None, decision, saved, TODAY), errno.ENOSPC, check)
    assert found[-1] > 0


def test_a_review_refused_at_any_step_is_there_whole_or_not_at_all(opened: Opened) -> None:
    found = [0]

    def check(done: bool) -> None:
        journal = read_journal(opened.path)
        assert not journal.problems and len(journal.entries) - found[-1] == done
        found.append(len(journal.entries))

    entry = Entry(kind="review", at=now(), verdict="keep", note=LONG)
    refused_at_each_step(lambda: write_entry(opened.path, entry), errno.ENOSPC, check)
    assert found[-1] > 0


def test_a_file_that_may_not_grow_is_left_as_it_was(opened: Opened) -> None:
    def child() -> None:
        # As Python starts with it: else the limit ends the process.
        assert signal.getsignal(signal.SIGXFSZ) is signal.SIG_IGN
        # Python 3.11 would cut off a compiled module that it writes.
        sys.dont_write_bytecode = True
        resource.setrlimit(resource.RLIMIT_FSIZE, (len(opened.text) + 1_000, resource.RLIM_INFINITY))
        with pytest.raises(FileProblem, match="File too large") as refused:
            save(opened, with_value(opened.decision, ("rationale",), LONG), opened.path.parent, TODAY)
        assert "limit" in refused.value.hint

    assert ended(fork(child)) == 0
    assert opened.path.read_text() == opened.text
    assert not [name for name in names(opened.path.parent) if name.startswith(".workbench-")]


def as_somebody(work: Callable[[], None]) -> int:
    """Do some work in a child that may only what a plain user may; return its exit code."""

    def child() -> None:
        if os.geteuid() == 0:
            os.setgroups([])
            os.setgid(NOBODY)
            os.setuid(NOBODY)
        work()

    return ended(fork(child))


@pytest.fixture
def reachable(tmp_path: Path) -> Iterator[None]:
    """The test's folder, which a plain user can come to meanwhile."""
    folders = (tmp_path, *tmp_path.parents) if os.geteuid() == 0 else ()
    closed = [folder for folder in folders if not folder.stat().st_mode & 0o001]
    before = [folder.stat().st_mode for folder in closed]
    for folder, mode in zip(closed, before, strict=True):
        folder.chmod(mode | 0o005)
    yield
    for folder, mode in zip(closed, before, strict=True):
        folder.chmod(mode)


def works(file: Path, root: Path) -> tuple[Callable[[], object], ...]:
    """Return all that writes, in a folder with one decision and its journal."""
    opened = open_decision(file)
    changed = with_value(opened.decision, ("title",), "New")
    return (
        lambda: save(opened, changed, file.parent, TODAY),
        lambda: save(None, changed, file.parent, TODAY),
        lambda: save(None, changed, root / "elsewhere", TODAY),
        lambda: write_entry(file, Entry(kind="review", at=now(), verdict="keep")),
        lambda: write_atomic(file, "x"),
        lambda: create_new(file.parent / "x", "x"),
        lambda: save_settings(Settings(theme="dark"), {"XDG_CONFIG_HOME": str(root / "config")}),
    )


@pytest.mark.usefixtures("reachable")
def test_a_folder_without_write_permission_is_told_and_nothing_is_changed(opened: Opened, tmp_path: Path) -> None:
    root, journal = tmp_path / "root", opened.path.with_suffix("")
    journal.mkdir()
    for place in (root, tmp_path / "free"):
        shutil.copytree(opened.path.parent, place / "saved")
    file, free = root / "saved" / opened.path.name, tmp_path / "free" / "saved" / opened.path.name
    for work in works(free, tmp_path / "free"):
        # Where it may; what they load is loaded, which a plain user may not be able to.
        work()
    told = works(file, root)

    def child() -> None:
        assert next(iter(scan(file.parent))).decision == opened.decision
        assert load_settings({"XDG_CONFIG_HOME": str(root / "config")})[1] is None
        for work in told:
            with pytest.raises(FileProblem, match=r"Permission denied|write-protected") as refused:
                work()
            assert "permissions" in refused.value.hint

    folders = (file.with_suffix(""), file.parent, root)
    for folder in folders:
        folder.chmod(0o555)
    try:
        assert as_somebody(child) == 0
    finally:
        for folder in folders:
            folder.chmod(0o755)
    assert file.read_text() == opened.text and names(root) == ["saved"]
    assert names(file.parent) == names(opened.path.parent) and names(file.with_suffix("")) == []
