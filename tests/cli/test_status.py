"""``workbench status`` and what superseding does, through main()."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from workbench.cli.main import main
from workbench.store.decisions import find, open_decision


@pytest.fixture
def saved(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    assert main(["new", "--title", "Triage", "--approach", "rag", "--saved", str(tmp_path)]) == 0
    capsys.readouterr()
    return tmp_path


def only(saved: Path) -> Path:
    (path,) = saved.glob("2*.toml")
    return path


def test_a_step_changes_one_line(saved: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = only(saved)
    before = path.read_text().splitlines()
    assert main(["status", path.stem, "accepted", "--saved", str(saved)]) == 0
    assert "may become superseded, retired" in capsys.readouterr().out
    after = path.read_text().splitlines()
    assert [line for line in after if line not in before] == ['status = "accepted"']
    assert len(after) == len(before)


def test_a_step_back_is_refused_with_what_may_follow(saved: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = only(saved)
    main(["status", path.stem, "accepted", "--saved", str(saved)])
    text = path.read_text()
    assert main(["status", path.stem, "draft", "--saved", str(saved)]) == 2
    told = capsys.readouterr().err
    assert "accepted cannot become draft" in told
    assert "write superseded or retired" in told
    assert path.read_text() == text


def test_without_a_step_it_tells_and_writes_nothing(saved: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = only(saved).read_text()
    assert main(["status", "2", "--json", "--saved", str(saved)]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["status"], told["next"]) == ("draft", ["proposed", "accepted", "rejected"])
    assert only(saved).read_text() == text


def test_superseding_leaves_the_old_file_alone(saved: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = only(saved)
    text = path.read_text()
    assert main(["supersede", path.stem, "--title", "Triage, smaller", "--saved", str(saved)]) == 0
    new = open_decision(find(saved, capsys.readouterr().out.strip())).decision
    assert (new.status, new.supersedes, new.title) == ("draft", (path.stem,), "Triage, smaller")
    assert path.read_text() == text


def test_what_was_replaced_is_superseded_and_watched_no_more(saved: Path, capsys: pytest.CaptureFixture[str]) -> None:
    old = only(saved)
    main(["status", old.stem, "accepted", "--saved", str(saved)])
    old.write_text(old.read_text() + '\n[trigger.late]\nwhen = "on 2020-01-01"\n')
    main(["supersede", old.stem, "--title", "Triage, smaller", "--saved", str(saved)])
    new = capsys.readouterr().out.strip().split("\n")[-1]
    assert main(["check", "--saved", str(saved)]) == 1, "a draft takes nobody's place"
    text = find(saved, new).read_text()
    find(saved, new).write_text(text[: text.index("[trigger.late]")] if "[trigger.late]" in text else text)
    main(["status", new, "accepted", "--saved", str(saved)])
    capsys.readouterr()
    assert main(["check", "--saved", str(saved)]) == 0
    assert main(["check", old.stem, "--saved", str(saved)]) == 1, "named, it is looked at all the same"
    capsys.readouterr()
    assert main(["list", "--json", "--saved", str(saved)]) == 0
    rows = {row["id"]: row for row in json.loads(capsys.readouterr().out)["decisions"]}
    assert (rows[old.stem]["status"], rows[old.stem]["superseded_by"]) == ("superseded", [new])
    assert rows[old.stem]["state"] is None
    assert main(["list", "--status", "accepted", "--json", "--saved", str(saved)]) == 0
    assert [row["id"] for row in json.loads(capsys.readouterr().out)["decisions"]] == [new]
