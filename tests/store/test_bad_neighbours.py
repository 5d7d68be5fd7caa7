"""One good decision among everything else that may stand in a folder: it is listed, the others are named rows."""

from __future__ import annotations

import json
import os
import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.store.made import TODAY, example, names
from workbench.cli.main import main
from workbench.core.log.journal import Entry
from workbench.errors import FileProblem
from workbench.store.decisions import open_decision, scan
from workbench.store.journal import now, read_journal, write_entry
from workbench.store.saving import save, save_as_new

GOOD = "20260101-good-0001"
GOOD_TEXT = f'schema = 1\nid = "{GOOD}"\ntitle = "Good"\nstatus = "proposed"\n'
CONFLICT = f'schema = 1\n<<<<<<< HEAD\ntitle = "ours"\n=======\ntitle = "theirs"\n>>>>>>> other\nid = "{GOOD}"\n'
RAW = [*map(chr, range(0x20)), "\x7f", *map(chr, range(0x80, 0xA0)), "\u202e", "\u2066", "\ufeff", "\u2028"]


def text(content: str | bytes) -> Callable[[Path], object]:
    return lambda path: path.write_bytes(content.encode() if isinstance(content, str) else content)


def link(target: str) -> Callable[[Path], object]:
    return lambda path: path.symlink_to(target)


def sparse(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(100_000_000)


def a_socket(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as end:
        end.bind(os.path.relpath(path))


BAD: dict[str, tuple[Callable[[Path], object], str]] = {
    "not-utf-8": (text(b"title = '\xff\xfe'"), "not UTF-8"),
    "utf-16": (text("title = 'a'".encode("utf-16")), "not UTF-8"),
    "marked": (text("\ufefftitle = 'a'"), "byte order mark"),
    "brackets": (text("a = " + "[" * 5000), "too deep"),
    "dotted": (text(".".join("a" * 20_000) + " = 1"), "too deep"),
    "digits": (text("a = " + "9" * 60_000), "too long a number"),
    "conflict": (text(CONFLICT), "conflict markers"),
    "cut-short": (text(GOOD_TEXT[:-2]), "not TOML"),
    "nulls": (text(b"\0" * 300), "not TOML"),
    "escapes": (text("title = \x1b]52;c;aGFja2Vk\x07"), "not TOML"),
    "wrong": (text("title = 7"), "wrong value"),
    "large": (sparse, "too large"),
    "folder": (Path.mkdir, "a folder, not a file"),
    "pipe": (os.mkfifo, "not a regular file"),
    "socket": (a_socket, "cannot read"),
    "nowhere": (link("missing.toml"), "a link that leads nowhere"),
    "itself": (link("itself.toml"), "cannot read"),
    "round": (link("round/../round.toml"), "a link that leads nowhere"),
    "out": (link("../elsewhere.toml"), "a link that leads out of its folder"),
    "secret": (link("/etc/hostname"), "a link that leads out of its folder"),
    "device": (link("/dev/zero"), "a link that leads out of its folder"),
    "linked-folder": (link("."), "a folder, not a file"),
    "name\x1b]0;x\x07": (text("= broken"), "not TOML"),
    "name\n$(x)": (text("= broken"), "not TOML"),
    "name\u202etxt": (text("= broken"), "not TOML"),
    os.fsdecode(b"name\xff\xfe"): (text("= broken"), "not TOML"),
    "x" * 240: (text("= broken"), "not TOML"),
    "-rf": (text("= broken"), "not TOML"),
}


@pytest.fixture
def saved(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    folder = tmp_path / "saved"
    folder.mkdir()
    monkeypatch.chdir(folder)
    (folder / f"{GOOD}.toml").write_text(GOOD_TEXT)
    (folder / "empty.toml").write_text("")
    (tmp_path / "elsewhere.toml").write_text('title = "Elsewhere"\n')
    for name, (make, _) in BAD.items():
        make(folder / f"{name}.toml")
    return folder


def run(capfd: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str]:
    code = main([*arguments])
    told = capfd.readouterr()
    for stream in (told.out, told.err):
        assert "Traceback" not in stream
        assert not [char for char in stream if char in RAW and char != "\n"]
    return code, told.out + told.err


def test_each_bad_one_is_a_row_that_says_what_is_wrong(saved: Path) -> None:
    rows = {os.fspath(entry.path.name).removesuffix(".toml"): entry for entry in scan(saved)}
    assert rows.keys() == {*BAD, GOOD, "empty"}
    for name, (_, told) in BAD.items():
        problem = rows[name].problem
        assert problem is not None and rows[name].decision is None, name
        assert told in problem.title and problem.path.endswith(".toml"), (name, problem)
    assert rows[GOOD].decision is not None and rows["empty"].decision is not None
    assert "Elsewhere" not in str(list(rows.values()))


def test_list_shows_the_good_one_and_names_the_others(saved: Path, capfd: pytest.CaptureFixture[str]) -> None:
    code, told = run(capfd, "list", "--saved", str(saved))
    assert code == 0 and "Good" in told and told.count("unreadable") == len(BAD)
    code, told = run(capfd, "list", "--json", "--saved", str(saved))
    rows: list[dict[str, Any]] = json.loads(told)["decisions"]
    assert [row["title"] for row in rows if row["id"] == GOOD] == ["Good"]
    assert sum(row["problem"] is not None for row in rows) == len(BAD)


def test_check_looks_at_the_good_one_and_says_that_others_cannot_be_read(
    saved: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    code, told = run(capfd, "check", "--saved", str(saved))
    assert code == 2 and GOOD in told and told.count("× ") == len(BAD)
    code, told = run(capfd, "check", GOOD, "--saved", str(saved))
    assert code == 0 and "× " not in told


def test_validate_has_a_finding_for_each(saved: Path, capfd: pytest.CaptureFixture[str]) -> None:
    code, told = run(capfd, "validate", "--saved", str(saved))
    assert (
        code == 2
        and told.count("error unreadable ") + told.count("error conflict ") == len(BAD)
        and f"{GOOD}.toml" not in told
    )
    code, told = run(capfd, "validate", "--json", "--saved", str(saved))
    found = json.loads(told)["findings"]
    assert all(one["mend"] for one in found), [one for one in found if not one["mend"]]


@pytest.mark.parametrize("name", ["conflict", "folder", "out", "device", "pipe", "itself"])
@pytest.mark.parametrize("command", ["show", "review", "supersede", "check", "cost"])
def test_a_bad_one_that_is_asked_for_is_named_and_not_touched(
    saved: Path, capfd: pytest.CaptureFixture[str], command: str, name: str
) -> None:
    before = names(saved)
    more = {"review": ["--verdict", "keep", "--json"]}.get(command, [])
    asked = f"{name}.toml" if command == "cost" else name
    code, told = run(capfd, command, asked, *more, "--saved", str(saved))
    assert code == 2 and f"{name}.toml" in told and BAD[name][1] in told
    assert names(saved) == before


def test_a_file_that_may_not_be_read_is_a_row(
    saved: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    real = os.open

    def guarded(path: Any, *rest: Any, **more: Any) -> int:
        if os.fspath(path).endswith("empty.toml"):
            raise PermissionError(13, "Permission denied")
        return real(path, *rest, **more)

    # Root may read everything, so that permissions alone would not do.
    monkeypatch.setattr(os, "open", guarded)
    code, told = run(capfd, "list", "--saved", str(saved))
    assert code == 0 and "Permission denied" in told and "check the permissions" in told and "Good" in told


def test_saving_never_goes_through_a_link_that_leads_out(saved: Path, tmp_path: Path) -> None:
    opened = save(None, example(), saved, TODAY)
    outside = tmp_path / "elsewhere.toml"
    outside.write_text(opened.text)
    opened.path.unlink()
    opened.path.symlink_to(outside)
    with pytest.raises(FileProblem, match="leads out"):
        save(opened, example(title="Stolen"), saved, TODAY)
    assert outside.read_text() == opened.text and opened.path.is_symlink()
    assert not save_as_new(opened, example(title="Kept"), saved, TODAY).path.is_symlink()


def test_a_journal_that_is_a_link_out_is_neither_read_nor_written(saved: Path, tmp_path: Path) -> None:
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes" / "a.toml").write_text("at = 2026-01-01\nkind = 'reading'\nby = 'them'\n")
    (saved / GOOD).symlink_to(tmp_path / "notes")
    journal = read_journal(saved / f"{GOOD}.toml")
    assert not journal.entries and "leads out" in str(journal.problems[0])
    with pytest.raises(FileProblem, match="leads out"):
        write_entry(saved / f"{GOOD}.toml", Entry(kind="reading", at=now()))
    assert names(tmp_path / "notes") == ["a.toml"]


def test_a_journal_has_bad_neighbours_too(saved: Path, capfd: pytest.CaptureFixture[str]) -> None:
    folder = saved / GOOD
    folder.mkdir()
    good = Entry(kind="review", at=now(), verdict="keep", note="fine")
    write_entry(saved / f"{GOOD}.toml", good)
    for name, (make, _) in BAD.items():
        make(folder / f"{name}.toml")
    journal = read_journal(saved / f"{GOOD}.toml")
    assert [entry.note for entry in journal.entries] == ["fine"] and len(journal.problems) == len(BAD)
    code, told = run(capfd, "check", GOOD, "--saved", str(saved))
    assert code == 2 and told.count("× ") == len(BAD)
    code, told = run(capfd, "show", GOOD, "--saved", str(saved))
    assert code == 0 and "fine" in told


def test_the_id_that_is_listed_is_the_id_that_is_found(saved: Path, capfd: pytest.CaptureFixture[str]) -> None:
    name = os.fsdecode(b"9\x1b[2J\xff.toml")
    (saved / name).write_text('title = "Odd name"\n')
    code, told = run(capfd, "list", "--json", "--text", "odd name", "--saved", str(saved))
    (row,) = json.loads(told)["decisions"]
    code, told = run(capfd, "show", row["id"], "--saved", str(saved))
    assert code == 0 and "Odd name" in told
    assert open_decision(saved / name).decision.id == row["id"]


@pytest.mark.parametrize("at", ["0001-01-01T00:00:00+01:00", "9999-12-31T23:59:00-01:00"])
def test_a_time_that_utc_has_no_year_for_is_a_wrong_value(
    saved: Path, capfd: pytest.CaptureFixture[str], at: str
) -> None:
    folder = saved / GOOD
    folder.mkdir()
    (folder / "20260101T000000Z-ana-0a1b.toml").write_text(f'kind = "review"\nat = {at}\nverdict = "keep"\n')
    (problem,) = read_journal(saved / f"{GOOD}.toml").problems
    assert problem.title == "wrong value" and "at: must be a time in the years" in problem.message
    assert problem.line == 2
    code, told = run(capfd, "list", "--saved", str(saved))
    assert code == 0 and GOOD in told
