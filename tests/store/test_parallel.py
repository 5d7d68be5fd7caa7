"""Many processes at one folder: nothing that was saved is lost, and nothing is half written."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from tests.store.forks import at_once, command
from tests.store.made import TODAY, example
from workbench.core.record.decision import Decision, Metric, with_value
from workbench.errors import Conflict
from workbench.store.decisions import Opened, open_decision, scan
from workbench.store.saving import save
from workbench.store.schema import schema_text
from workbench.store.validate import findings


@pytest.fixture(autouse=True)
def own_state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))


@pytest.fixture
def opened(tmp_path: Path) -> Opened:
    return save(None, example(title="", tags=(), metric={}), tmp_path / "saved", TODAY)


def test_forty_new_decisions_at_once_are_forty_files(tmp_path: Path) -> None:
    saved = tmp_path / "repo" / "saved"
    title = ["--title", "Ticket triage", "--saved", str(saved)]
    codes = at_once(40, lambda number: command(tmp_path / f"{number}.out", "new", *title))
    ids = {(tmp_path / f"{number}.out").read_text().strip() for number in range(40)}
    assert codes == [0] * 40 and len(ids) == 40
    assert {entry.id for entry in scan(saved) if entry.decision is not None} == ids
    assert (saved / "decision.schema.json").read_text() == schema_text()
    assert sorted(path.name for path in saved.iterdir() if path.stem not in ids) == [
        ".taplo.toml", "decision.schema.json",
    ]  # fmt: skip
    assert findings(saved) == []


def test_commands_started_by_a_shell_at_once_make_a_file_each(tmp_path: Path) -> None:
    words = [sys.executable, "-m", "workbench", "new", "--title", "Ticket triage", "--saved", str(tmp_path / "saved")]
    started = [subprocess.Popen(words, stdout=subprocess.PIPE, text=True) for _ in range(4)]
    ids = {child.communicate()[0].strip() for child in started}
    assert [child.returncode for child in started] == [0] * 4
    assert {entry.id for entry in scan(tmp_path / "saved") if entry.problem is None} == ids and len(ids) == 4


def test_twenty_reviews_at_once_are_twenty_entries(opened: Opened, tmp_path: Path) -> None:
    def review(number: int) -> None:
        told = ["--verdict", "comment", "--note", f"note {number}", "--by", "us", "--json"]
        command(tmp_path / f"{number}.out", "review", str(opened.path), *told)

    assert at_once(20, review) == [0] * 20
    (entry,) = scan(opened.path.parent)
    assert {one.note for one in entry.journal.entries} == {f"note {number}" for number in range(20)}
    assert not entry.journal.problems and opened.path.read_text() == opened.text


def changed_until_saved(path: Path, change: Callable[[Decision], Decision]) -> None:
    """Save a change as a person does: on a conflict open the file again, and make the change there."""
    for _ in range(500):
        opened = open_decision(path)
        try:
            save(opened, change(opened.decision), path.parent, TODAY)
        except Conflict:
            continue
        return
    raise AssertionError("never saved")


def test_edits_of_different_fields_at_once_are_all_kept(opened: Opened) -> None:
    def edit(number: int) -> None:
        for step in range(1, 6):
            target = Metric(unit="count", target=Decimal(step))
            changed_until_saved(
                opened.path,
                lambda decision, name=f"m{number}", target=target: with_value(decision, ("metric", name), target),
            )

    assert at_once(6, edit) == [0] * 6
    found = open_decision(opened.path).decision
    assert {name: metric.target for name, metric in found.metric.items()} == {
        f"m{number}": Decimal(5) for number in range(6)
    }


def test_edits_of_the_same_field_at_once_are_all_kept(opened: Opened) -> None:
    def added(decision: Decision, word: str) -> Decision:
        tagged = with_value(decision, ("tags",), (*decision.tags, word))
        return with_value(tagged, ("title",), f"{decision.title} {word}".strip())

    def edit(number: int) -> None:
        for step in range(5):
            changed_until_saved(opened.path, lambda decision, word=f"w{number}x{step}": added(decision, word))

    assert at_once(6, edit) == [0] * 6
    found = open_decision(opened.path).decision
    words = sorted(f"w{number}x{step}" for number in range(6) for step in range(5))
    assert sorted(found.title.split()) == words and list(found.tags) == words


def test_of_two_who_opened_the_same_text_the_later_one_loses_nothing(opened: Opened) -> None:
    first = save(opened, with_value(opened.decision, ("title",), "Theirs"), opened.path.parent, TODAY)
    with pytest.raises(Conflict):
        save(opened, with_value(opened.decision, ("title",), "Ours"), opened.path.parent, TODAY)
    assert opened.path.read_text() == first.text
    again = open_decision(opened.path)
    save(again, with_value(again.decision, ("title",), "Ours"), opened.path.parent, TODAY)
    assert open_decision(opened.path).decision.title == "Ours"
