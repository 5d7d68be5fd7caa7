from __future__ import annotations

import os
from decimal import Decimal
from pathlib import Path

import pytest

from tests.store.made import TODAY, example, names
from workbench.core.changes.merge import FieldConflict, Typed
from workbench.core.record.decision import Decision, with_value
from workbench.errors import Conflict, FileProblem, MarkersLeft, ValueProblem
from workbench.store.decisions import Opened, find, open_decision, scan
from workbench.store.document import render
from workbench.store.saving import save, save_as_new, save_merged
from workbench.store.schema import schema_text
from workbench.store.validate import findings


@pytest.fixture(autouse=True)
def own_state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    return tmp_path / "repo" / "saved"


@pytest.fixture
def opened(saved: Path) -> Opened:
    return save(None, example(), saved, TODAY, lambda: "0001")


def test_the_first_save(saved: Path, opened: Opened) -> None:
    assert opened.path == saved / "20261123-ticket-triage-0001.toml"
    assert names(saved) == [".taplo.toml", "20261123-ticket-triage-0001.toml", "decision.schema.json"]
    assert opened.decision.id == "20261123-ticket-triage-0001" and 'id = "20261123-ticket-triage-0001"' in opened.text
    assert open_decision(opened.path) == opened
    assert [entry.id for entry in scan(saved)] == [opened.decision.id]
    (saved / ".taplo.toml").write_text("mine")
    save(None, example(title="日本"), saved, TODAY, lambda: "0002")
    assert (saved / ".taplo.toml").read_text() == "mine"
    assert (saved / "20261123-decision-0002.toml").exists()


def test_names_never_collide(saved: Path, opened: Opened) -> None:
    (saved / "20261123-ticket-triage-0002").mkdir()
    tokens = iter(["0001", "0002", "0003"])
    assert save(None, example(), saved, TODAY, lambda: next(tokens)).path.stem.endswith("0003")
    with pytest.raises(FileProblem, match="no free name"):
        save(None, example(), saved, TODAY, lambda: "0001")
    assert open_decision(opened.path) == opened


def test_an_impossible_decision_makes_no_folder(saved: Path) -> None:
    with pytest.raises(ValueProblem):
        save(None, with_value(example(), ("score", "requests_per_day"), Decimal(-1)), saved, TODAY)
    assert not saved.parent.exists()


def test_a_save_changes_one_line_and_knows_it(opened: Opened) -> None:
    again = save(opened, with_value(opened.decision, ("title",), "New"), opened.path.parent, TODAY)
    assert again.text == opened.text.replace('"Ticket triage"', '"New"') == opened.path.read_text()
    assert again.path == opened.path and again.digest != opened.digest
    before = opened.path.stat()
    assert save(again, again.decision, opened.path.parent, TODAY) == again
    assert opened.path.stat().st_ino == before.st_ino


def test_conflicts(opened: Opened) -> None:
    new = with_value(opened.decision, ("title",), "New")
    theirs = opened.text.replace('"Ticket triage"', '"Theirs"') + "# theirs\n"
    opened.path.write_text(theirs)
    with pytest.raises(Conflict, match="changed meanwhile") as caught:
        save(opened, new, opened.path.parent, TODAY)
    assert caught.value.hint and opened.path.read_text() == theirs
    opened.path.write_text(opened.text.replace('"Ticket triage"', '"New"'))
    assert save(opened, new, opened.path.parent, TODAY).decision.title == "New"
    opened.path.unlink()
    with pytest.raises(Conflict, match="deleted"):
        save(opened, new, opened.path.parent, TODAY)
    assert not opened.path.exists()


def test_what_another_changed_meanwhile_is_saved_with_ours(opened: Opened) -> None:
    theirs = with_value(with_value(opened.decision, ("status",), "accepted"), ("tags",), ("alpha", "beta", "zulu"))
    disk = save(opened, theirs, opened.path.parent, TODAY).text.replace("[costs]", "# theirs\n[costs]\nzap = 1")
    opened.path.write_text(disk)
    ours = with_value(with_value(opened.decision, ("title",), "New"), ("tags",), ("a", "alpha", "beta"))
    found = save(opened, ours, opened.path.parent, TODAY)
    assert (found.decision.title, found.decision.status) == ("New", "accepted")
    assert found.decision.tags == ("a", "alpha", "beta", "zulu")
    assert found.merged == (("status",), ("tags",))
    assert found.text == opened.path.read_text() and "# theirs\n[costs]\nzap = 1" in found.text
    assert found == open_decision(opened.path)
    again = save(found, with_value(found.decision, ("title",), "Newer"), opened.path.parent, TODAY)
    assert again.merged == () and again.text == found.text.replace('"New"', '"Newer"')


def test_a_comment_of_another_is_no_conflict(opened: Opened) -> None:
    opened.path.write_text(opened.text + "# theirs\n")
    found = save(opened, with_value(opened.decision, ("title",), "New"), opened.path.parent, TODAY)
    assert found.text == opened.text.replace('"Ticket triage"', '"New"') + "# theirs\n" and found.merged == ()


def test_what_both_changed_is_asked_and_then_saved(opened: Opened) -> None:
    theirs = opened.text.replace('"Ticket triage"', '"Theirs"').replace('"proposed"', '"accepted"')
    opened.path.write_text(theirs)
    ours = with_value(opened.decision, ("title",), "Ours")
    with pytest.raises(Conflict, match="on both sides title; nothing was written") as caught:
        save(opened, ours, opened.path.parent, TODAY)
    (conflict,) = caught.value.conflicts
    assert conflict == FieldConflict(("title",), "Ticket triage", "Ours", "Theirs")
    seen = caught.value.digest
    found = save_merged(opened, ours, {("title",): "ours"}, seen)
    assert (found.decision.title, found.decision.status, found.merged) == ("Ours", "accepted", (("status",),))
    opened.path.write_text(theirs.replace('"Theirs"', '"Theirs again"'))
    with pytest.raises(Conflict, match="title"):
        save_merged(opened, ours, {("title",): "ours"}, seen)
    assert '"Theirs again"' in opened.path.read_text()
    assert save_merged(opened, ours, {("title",): Typed("Both")}).decision.title == "Both"
    again = open_decision(opened.path)
    assert save_merged(again, with_value(again.decision, ("title",), "Ours"), {}).decision.title == "Ours"
    with pytest.raises(ValueProblem, match="accepted cannot become proposed"):
        save_merged(again, ours, {})


def test_what_is_accepted_meanwhile_is_not_changed_under_it(opened: Opened) -> None:
    accepted = with_value(opened.decision, ("status",), "accepted")
    other = with_value(opened.decision, ("rationale",), "because")
    for first, second in ((accepted, other), (other, accepted)):
        opened.path.write_text(opened.text)
        disk = save(opened, first, opened.path.parent, TODAY).text
        with pytest.raises(Conflict, match="accepted on one side, rationale changed on the other") as caught:
            save(opened, second, opened.path.parent, TODAY)
        assert opened.path.read_text() == disk and caught.value.conflicts == ()
    opened.path.write_text(opened.text.replace('"proposed"', '"rejected"'))
    with pytest.raises(Conflict, match="rejected cannot become accepted"):
        save_merged(opened, accepted, {("status",): "ours"})


@pytest.mark.parametrize("disk", ["title = ?\n", "schema = 99\n", "<<<<<<< a\n=======\n>>>>>>> b\n"])
def test_a_file_that_broke_meanwhile_is_not_gone_over(opened: Opened, disk: str) -> None:
    opened.path.write_text(disk)
    with pytest.raises(Conflict, match="changed meanwhile") as caught:
        save(opened, with_value(opened.decision, ("title",), "New"), opened.path.parent, TODAY)
    assert caught.value.conflicts == () and str(caught.value).count(str(opened.path)) == 1
    assert opened.path.read_text() == disk


MARKED = """title = "a"
<<<<<<< HEAD
status = "accepted"
=======
status = "rejected"
>>>>>>> topic
"""


@pytest.mark.parametrize(("text", "line"), [(MARKED, 2), (f'rationale = """\n{MARKED}"""\n', 3)])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_conflict_markers_are_called_so_within_a_text_too(saved: Path, text: str, line: int, end: str) -> None:
    saved.mkdir(parents=True)
    path = saved / "x.toml"
    path.write_bytes(text.replace("\n", end).encode())
    (entry,) = scan(saved)
    assert isinstance(entry.problem, MarkersLeft) and entry.problem.line == line
    assert entry.problem.title == "conflict markers" and entry.problem.hint == f"workbench resolve {path}"
    (found,) = findings(saved)
    assert (found.code, found.line, found.mend) == ("conflict", line, entry.problem.hint)


def test_conflict_markers_are_not_written(saved: Path) -> None:
    with pytest.raises(FileProblem, match="conflict markers"):
        save(None, example(rationale=MARKED), saved, TODAY)
    assert save(None, example(rationale="a\n=======\n<<<<<<<"), saved, TODAY)


def test_saving_as_new_keeps_what_is_not_ours(opened: Opened) -> None:
    opened.path.write_text(opened.text.replace("[costs]", "# mine\n[costs]\nzap = 1"))
    mine = open_decision(opened.path)
    new = save_as_new(mine, mine.decision, opened.path.parent, TODAY, lambda: "0009")
    assert new.path.stem == "20261123-ticket-triage-0009" and "# mine\n[costs]\nzap = 1" in new.text
    assert 'id = "20261123-ticket-triage-0009"' in new.text and new.text.count("\nid = ") == 1
    assert open_decision(opened.path) == mine
    assert save_as_new(None, example(), opened.path.parent, TODAY, lambda: "0010").path.exists()


def test_the_id_is_the_file_name(saved: Path, opened: Opened) -> None:
    path = saved / "other.toml"
    path.write_text('id = "wrong"\n')
    found = open_decision(path)
    assert found.decision.id == "other"
    assert save(found, with_value(found.decision, ("title",), "t"), saved, TODAY).text.startswith('id = "wrong"\n')


def test_a_decision_linked_within_the_folder_is_saved_where_it_is(saved: Path, opened: Opened) -> None:
    (saved / "kept").mkdir()
    real = opened.path.rename(saved / "kept" / "real.toml")
    opened.path.symlink_to(Path("kept") / "real.toml")
    save(opened, with_value(opened.decision, ("title",), "New"), saved, TODAY)
    assert opened.path.is_symlink() and '"New"' in real.read_text()


def test_a_link_out_of_the_folder_is_neither_read_nor_written(saved: Path, opened: Opened, tmp_path: Path) -> None:
    real = opened.path.rename(tmp_path / "real.toml")
    opened.path.symlink_to(real)
    with pytest.raises(FileProblem, match="a link that leads out of its folder") as caught:
        open_decision(opened.path)
    assert caught.value.path == str(opened.path) and caught.value.hint
    with pytest.raises(FileProblem, match="a link that leads out of its folder"):
        save(opened, with_value(opened.decision, ("title",), "New"), saved, TODAY)
    assert opened.path.is_symlink() and real.read_text() == opened.text


@pytest.mark.parametrize(
    ("data", "line", "title"),
    [
        (b"a = ?", 1, "not TOML"),
        (b"schema = 1\n[costs]\nhorizon_months = -1", 3, "negative"),
        (b'schema = 1\n[costs]\n[costs.option.a]\ninput_tokens = "5"', 4, "wrong value"),
        (b"schema = 2", 1, "written by a newer version"),
        (b"schema = 'one'", 1, "wrong value"),
        (b"schema = 0x" + b"f" * 90, 1, "written by a newer version"),
        (b"title = '\xff'", 1, "not UTF-8"),
        (b"\xef\xbb\xbfschema = 1", 1, "starts with a byte order mark"),
        (b"evidence = 1", 1, "wrong value"),
        (b"[costs.requests_per_month]\nlow = 2\nhigh = 1", 1, "ends swapped"),
        (b"[evidence.x]\n" + b"a." * 30 + b"a = {" + b"b." * 30 + b"b = {" + b"c." * 30 + b"c = 1}}", None, "too deep"),
    ],
)
def test_what_is_wrong_is_named_with_its_line(saved: Path, data: bytes, line: int | None, title: str) -> None:
    saved.mkdir(parents=True)
    path = saved / "a\x1b.toml"
    path.write_bytes(data)
    with pytest.raises(FileProblem) as caught:
        open_decision(path)
    assert (caught.value.line, caught.value.title) == (line, title)
    assert "\x1b" not in str(caught.value)


def test_a_broken_file_hides_no_other(saved: Path, opened: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    (saved / "0-broken\x1b[2J.toml").write_text("[")
    (saved / "1-folder.toml").mkdir()
    (saved / ".hidden.toml").write_text("[")
    (saved / "1-link.toml").symlink_to("nowhere")
    (saved / "1-locked.toml").write_text("")
    os.mkfifo(saved / "1-pipe.toml")
    (saved / os.fsdecode(b"9-\xff.toml")).write_text("")
    real = os.open

    def guarded(path: object, *rest: object, **more: object) -> int:
        if str(path).endswith("locked.toml"):
            raise PermissionError(13, "Permission denied")
        return real(path, *rest, **more)  # type: ignore[arg-type]

    monkeypatch.setattr("os.open", guarded)
    entries = list(scan(saved))
    assert [entry.id for entry in entries] == [
        "0-broken␛[2J", "1-folder", "1-link", "1-locked", "1-pipe", "20261123-ticket-triage-0001", "9-<U+DCFF>",
    ]  # fmt: skip
    assert [entry.problem is None for entry in entries] == [False] * 5 + [True, True]
    assert entries[3].problem is not None and "permissions" in entries[3].problem.hint
    for entry in entries:
        assert (entry.decision is None) == (entry.problem is not None)
        str(entry.problem).encode()


def test_folders_that_are_none(tmp_path: Path) -> None:
    assert list(scan(tmp_path / "missing")) == []
    (tmp_path / "file").write_text("")
    (entry,) = scan(tmp_path / "file")
    assert entry.id == "" and entry.problem is not None
    with pytest.raises(FileProblem):
        save(None, example(), tmp_path / "file", TODAY)


def test_finding(saved: Path, opened: Opened) -> None:
    save(None, example(), saved, TODAY, lambda: "0002")
    stem = "20261123-ticket-triage-000"
    assert find(saved, f"{stem}1") == find(saved, f"{stem}1.toml") == opened.path
    with pytest.raises(FileProblem, match="more than one"):
        find(saved, "2026")
    with pytest.raises(FileProblem) as caught:
        find(saved, "20261123-ticket-tirage-0001")
    assert f"{stem}1" in caught.value.hint
    (saved / "zulu.toml").write_text("")
    (saved / "zulu-2.toml").write_text("")
    assert find(saved, "zulu").name == "zulu.toml" and find(saved, "zulu-").name == "zulu-2.toml"


def test_the_only_id_with_an_end_is_found_by_it(saved: Path, opened: Opened) -> None:
    save(None, example(), saved, TODAY, lambda: "6699")
    save(None, example(), saved, TODAY, lambda: "ab12")
    assert find(saved, "6699").stem.endswith("-6699") and find(saved, "AB12").stem.endswith("-ab12")
    for odd in ("699", "triage", "triage-6699", "1123"):
        with pytest.raises(FileProblem, match="no such"):
            find(saved, odd)
    (saved / "20250101-other-6699.toml").write_text("")
    with pytest.raises(FileProblem, match="more than one"):
        find(saved, "6699")
    (saved / "6699-begins.toml").write_text("")
    assert find(saved, "6699").stem == "6699-begins", "the start of an id comes first, as ever"


@pytest.mark.parametrize("id", ["../x", "/etc/passwd", "a/b", "a\\b", "..", ".", "", ".hidden", "a\0b", "\x1b]0;x\x07"])
def test_an_id_stays_in_its_folder(saved: Path, id: str) -> None:
    saved.mkdir(parents=True)
    (saved.parent / "x.toml").write_text("")
    with pytest.raises(FileProblem) as caught:
        find(saved, id)
    assert "\x1b" not in str(caught.value) and "\0" not in str(caught.value)


@pytest.mark.parametrize("call", ["os.write", "os.fsync", "os.replace"])
def test_a_save_that_fails_keeps_the_old_file(opened: Opened, monkeypatch: pytest.MonkeyPatch, call: str) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    listing = names(opened.path.parent)
    monkeypatch.setattr(call, full)
    with pytest.raises(FileProblem, match="No space left"):
        save(opened, with_value(opened.decision, ("title",), "New"), opened.path.parent, TODAY)
    assert opened.path.read_text() == opened.text and names(opened.path.parent) == listing


def test_the_schema_knows_every_key() -> None:
    text = schema_text()
    for name in ("retrain_every_months", "stale_after_days", "rejected_because", "draft-07"):
        assert name in text
    assert "null" not in text and "$defs" not in text and '"label"' not in text
    assert render(Decision()).startswith("#:schema ./decision.schema.json\n")
