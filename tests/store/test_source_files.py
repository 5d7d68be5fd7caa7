"""Files that kept evidence was read from: the same, changed since, or not there."""

from __future__ import annotations

import hashlib
import os
from datetime import date
from pathlib import Path

import pytest

from tests.store.made import TODAY, example
from workbench.cli.main import main
from workbench.core.evidence.sources import Source, sources, state_told
from workbench.core.record.decision import with_value
from workbench.store import source_files
from workbench.store.findings import CODES
from workbench.store.saving import save
from workbench.store.source_files import states, usual_places
from workbench.store.validate import findings

DAY = date(2026, 11, 24)


def kept(name: str, text: str = "one") -> dict[str, object]:
    return {"file": name, "sha256": hashlib.sha256(text.encode()).hexdigest(), "date": DAY}


def one_state(name: str, places: list[Path], *read: Path) -> str:
    return states(sources({"dataset": kept(name)}), places, read)[0][1]


def test_a_file_is_looked_for_where_one_works_and_beside_the_decisions(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "work").mkdir()
    monkeypatch.chdir(tmp_path / "work")
    places = usual_places(tmp_path / "proj" / "saved")
    assert places == [tmp_path / "work", tmp_path / "proj" / "saved", tmp_path / "proj"]
    assert one_state("train.jsonl", places) == "missing"
    for folder in places:
        folder.mkdir(parents=True, exist_ok=True)
        file = folder / "train.jsonl"
        file.write_text("one")
        assert one_state("train.jsonl", places) == "same"
        file.write_text("two, longer")
        assert one_state("train.jsonl", places) == "changed"
        file.unlink()


def test_one_that_was_read_elsewhere_in_this_sitting_is_found(tmp_path: Path) -> None:
    file = tmp_path / "a" / "train.jsonl"
    file.parent.mkdir()
    file.write_text("one")
    assert one_state("train.jsonl", [tmp_path], file) == "same"
    assert one_state("a/train.jsonl", [tmp_path]) == one_state("a/train.jsonl", [file.parent]) == "same"


def test_another_file_of_the_name_does_not_make_it_changed(tmp_path: Path) -> None:
    for name, text in (("a", "other"), ("b", "one")):
        (tmp_path / name).mkdir()
        (tmp_path / name / "train.jsonl").write_text(text)
    assert one_state("train.jsonl", [tmp_path / "a", tmp_path / "b"]) == "same"


@pytest.mark.parametrize("name", ["../train.jsonl", "/etc/passwd", "a\0b", "pipe", "folder", "."])
def test_a_name_that_leads_elsewhere_or_to_no_file_is_not_read(tmp_path: Path, name: str) -> None:
    place = tmp_path / "saved"
    (place / "folder").mkdir(parents=True)
    (tmp_path / "train.jsonl").write_text("two")
    os.mkfifo(place / "pipe")
    assert one_state(name, [place]) == "missing"


def test_only_what_names_a_file_and_its_digest_is_a_source() -> None:
    assert sources({"dataset": {"file": "a", "sha256": "zz"}, "size": {"model": "x"}, "evaluation": {}}) == []
    digest = "0" * 64
    found = sources({"evaluation": {"base_file": "a", "base_sha256": digest, "candidate_file": 3, "date": DAY}})
    assert found == [Source("evaluation", "a", digest, DAY, "base_sha256")]
    assert state_told("changed", DAY) == "changed since 24 Nov" and state_told("changed", None) == "changed"


def test_validate_has_a_note_on_a_file_that_changed_and_none_on_one_that_is_not_there(tmp_path: Path) -> None:
    digest = hashlib.sha256(b"one").hexdigest()
    text = f'id = "x"\n[evidence.dataset]\nfile = "train.jsonl"\nsha256 = "{digest}"\ndate = 2026-11-24\n'
    (tmp_path / "x.toml").write_text(text)
    assert findings(tmp_path) == []
    (tmp_path / "train.jsonl").write_text("one")
    assert findings(tmp_path) == []
    (tmp_path / "train.jsonl").write_text("other")
    (found,) = findings(tmp_path)
    assert (found.code, found.severity, found.line) == ("evidence", "note", 4) and found.code in CODES
    assert "train.jsonl" in found.message and "changed since 24 Nov" in found.message


def test_one_that_is_too_large_to_be_read_for_a_check_is_neither_the_same_nor_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "train.jsonl"
    with file.open("wb") as sparse:
        sparse.truncate(source_files.MOST_BYTES + 1)
    monkeypatch.setattr("hashlib.file_digest", lambda *_: pytest.fail("it was read"))
    assert one_state("train.jsonl", [tmp_path]) == "unread"
    decision = with_value(example(), ("status",), "proposed")
    save(None, with_value(decision, ("evidence",), {"dataset": kept("train.jsonl")}), tmp_path / "saved", TODAY)
    main(["check", "--saved", str(tmp_path / "saved"), "--as-of", "2026-11-24"])
    assert "too large to be looked at, their figures stand as kept: train.jsonl" in capsys.readouterr().out
