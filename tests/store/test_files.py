from __future__ import annotations

import errno
import fcntl
import os
import stat
from contextlib import suppress
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.store.made import names
from workbench.errors import FileProblem
from workbench.store import files, places
from workbench.store.files import decode, read_limited
from workbench.store.locate import line_of
from workbench.store.places import find_saved, lock
from workbench.store.spans import mask, statements
from workbench.store.toml_text import check_limits, parse_toml
from workbench.store.writing import create_new, write_atomic


def fails(*_: object, **__: object) -> None:
    raise OSError(errno.ENOSPC, "No space left on device")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("a = " + "[" * 5000, "too deep"),
        ("a = " + "{a = " * 65, "too deep"),
        ("a." * 20_000 + "a = 1", "too deep"),
        ("[" + "a." * 33 + "a]", "too deep"),
        ("\n".join(f"[{'.'.join('a' * 30)}.{n}]" for n in range(2)) + "\n" + "a." * 30 + "a." * 5 + "b=1", "too deep"),
        ("x = " + "{" + ".".join("a" * 30) + " = {" + ".".join("b" * 30) + " = {" + ".".join("c" * 30) + " = 1}}}",
         "too deep"),
        ("a = " + "1" * 60_000, "too long a number"),
        ("a = 0x" + "f" * 60_000, "too long a number"),
        ("a = 1e99999999999999999999", "not TOML"),
        ("#" * 1_000_001, "too large"),
        ("\u00e9" * 600_000, "too large"),
        ("a = ", "not TOML"),
        ("a = 2026-02-30", "not TOML"),
        ("a = 1\na = 2", "not TOML"),
        ('a = "x\x1by"', "not TOML"),
        ("\ufeffa = 1", "byte order mark"),
    ],
)  # fmt: skip
def test_hostile_toml_is_refused(text: str, reason: str) -> None:
    with pytest.raises(FileProblem, match=reason) as caught:
        parse_toml(text, "f\x1b.toml")
    assert caught.value.path == "f␛.toml" and "\x1b" not in str(caught.value)


@pytest.mark.parametrize(
    "text",
    [
        'a = "' + "[" * 500 + '"',
        "# " + "[" * 500,
        "a = '''\n" + "[{" * 500 + "\n'''",
        'a = """' + '\\"""'[:2] * 3 + "[" * 500 + '"""',
        'a = "' + "." * 500 + "1" * 500 + '"\n# ' + "." * 99,
        '"' + "." * 99 + '" = 1',
        "a = [" + "[1], " * 500 + "]",
        "a = [" + "1.5, " * 500 + "]",
    ],
)
def test_strings_and_comments_trip_no_limit(text: str) -> None:
    assert parse_toml(text, "") is not None


@pytest.mark.parametrize("piece", ['"""', "'''", '\\"', '"""\\', "'", "#", '"', "a.", "a", "[", "1"])
def test_the_scan_is_linear(piece: str) -> None:
    text = (piece * 1_000_000)[:999_000]
    assert len(mask(text)) == len(text)
    for tried in (text, "[" * 70 + text):
        with suppress(FileProblem):
            check_limits(tried)


@given(st.text(st.sampled_from("\"'\\\n#a[]{}=. \r\t\u00e9"), max_size=60))
def test_scanning_any_text_is_safe(text: str) -> None:
    assert len(mask(text)) == len(text)
    for statement in statements(text):
        assert 0 <= statement.start < statement.end <= len(text)


def test_floats_are_exact_and_lines_are_named() -> None:
    assert parse_toml("a = 0.1", "")["a"] == Decimal("0.1")
    for text, line in (("a = 1\nb = ?\n", 2), ("a = 1\nb = [\n", 3)):
        with pytest.raises(FileProblem) as caught:
            parse_toml(text, "x.toml")
        assert caught.value.line == line and str(caught.value).startswith(f"x.toml:{line}: not TOML")


def test_encodings(tmp_path: Path) -> None:
    assert decode("é\r\n".encode(), "") == "é\r\n"
    with pytest.raises(FileProblem, match="not UTF-8: byte 0xff") as caught:
        decode(b"a\n\xff", "")
    assert caught.value.line == 2
    for data in ("a = 1".encode("utf-16"), b"\xef\xbb\xbfa = 1"):
        with pytest.raises(FileProblem):
            decode(data, "")


def test_only_plain_files_within_the_limit_are_read(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "big").write_bytes(b"#" * 1_000_001)
    (tmp_path / "loop").symlink_to("loop")
    for name in ("pipe", "big", "loop", "missing", "", "x" * 300, "a\0b"):
        with pytest.raises(FileProblem) as caught:
            read_limited(tmp_path / name)
        assert caught.value.path and "\0" not in str(caught.value)


@pytest.mark.parametrize("call", ["os.write", "os.fsync", "os.replace", "os.open", "os.fchmod"])
def test_a_failed_write_leaves_the_old_file_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str) -> None:
    file = tmp_path / "a.toml"
    file.write_text("old")
    with monkeypatch.context() as patched:
        patched.setattr(call, fails)
        with pytest.raises(FileProblem, match="No space left") as caught:
            write_atomic(file, "new")
        assert "room" in caught.value.hint
    assert file.read_text() == "old" and names(tmp_path) == ["a.toml"]


@pytest.mark.parametrize("call", ["os.write", "os.fsync", "os.link"])
def test_a_failed_creation_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str) -> None:
    monkeypatch.setattr(call, fails)
    with pytest.raises(FileProblem):
        create_new(tmp_path / "a.toml", "new")
    assert names(tmp_path) == []


def test_an_interrupted_write_cleans_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    for call in ("os.fsync", "os.replace"):
        with monkeypatch.context() as patched, pytest.raises(KeyboardInterrupt):
            patched.setattr(call, interrupted)
            write_atomic(tmp_path / "a.toml", "new")
        assert names(tmp_path) == []


def test_short_writes_are_continued(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.write
    monkeypatch.setattr("os.write", lambda handle, data: real(handle, bytes(data[:3])))
    write_atomic(tmp_path / "a", "0123456789é")
    assert (tmp_path / "a").read_text() == "0123456789é"


def test_modes_links_and_other_things(tmp_path: Path) -> None:
    file = tmp_path / "a"
    file.write_text("old")
    file.chmod(0o640)
    (tmp_path / "link").symlink_to("a")
    write_atomic(tmp_path / "link", "new")
    assert (tmp_path / "link").is_symlink() and file.read_text() == "new"
    assert stat.S_IMODE(file.stat().st_mode) == 0o640
    write_atomic(tmp_path / "private", "x", 0o600)
    assert stat.S_IMODE((tmp_path / "private").stat().st_mode) == 0o600
    (tmp_path / "loop").symlink_to("loop")
    os.mkfifo(tmp_path / "pipe")
    for name in ("loop", "pipe", "no/such", "x" * 300, "", "a\0b"):
        with pytest.raises(FileProblem):
            write_atomic(tmp_path / name, "x")
    with pytest.raises(FileProblem):
        write_atomic(file, "\ud800")
    assert file.read_text() == "new"
    assert names(tmp_path) == ["a", "link", "loop", "pipe", "private"]


def test_a_write_protected_file_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a").write_text("old")
    monkeypatch.setattr("os.access", lambda *_: False)
    with pytest.raises(FileProblem, match="write-protected") as caught:
        write_atomic(tmp_path / "a", "new")
    assert "permissions" in caught.value.hint and (tmp_path / "a").read_text() == "old"


def test_creation_is_exclusive_with_and_without_hard_links(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_links(*_: object) -> None:
        raise OSError(errno.EPERM, "no links here")

    for name in ("a", "b"):
        assert create_new(tmp_path / name, "one")
        assert not create_new(tmp_path / name, "two")
        assert (tmp_path / name).read_text() == "one"
        monkeypatch.setattr("os.link", no_links)
    assert names(tmp_path) == ["a", "b"]


def test_where_decisions_are_saved(tmp_path: Path) -> None:
    inner = tmp_path / "a" / "b"
    inner.mkdir(parents=True)
    assert find_saved("x", {"WORKBENCH_SAVED": "/y"}, inner) == inner / "x"
    assert find_saved(None, {"WORKBENCH_SAVED": "/y"}, inner) == Path("/y")
    assert find_saved(None, {"WORKBENCH_SAVED": "~/y", "HOME": "/h"}, inner) == Path("/h/y")
    (tmp_path / "a" / ".git").write_text("gitdir: elsewhere")
    assert find_saved(None, {"WORKBENCH_SAVED": ""}, inner) == tmp_path / "a" / "saved"
    assert not (tmp_path / "a" / "saved").exists()
    assert find_saved(None, {}, Path("/nowhere")) == Path("/nowhere/saved")


def test_the_lock(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    env = {"XDG_STATE_HOME": str(tmp_path / "state")}
    saved = tmp_path / "saved"
    monkeypatch.setattr(places, "_PATIENCE", 0.05)
    with lock(saved, env):
        with pytest.raises(FileProblem, match="another session"), lock(saved, env):
            pass
        with lock(tmp_path / "other", env):
            pass
    with lock(saved, env):
        pass
    assert not saved.exists()
    saved.mkdir()
    theirs = {"XDG_STATE_HOME": str(tmp_path / "theirs")}
    with lock(saved, env), pytest.raises(FileProblem, match="another session"), lock(saved, theirs):
        pass
    with lock(saved, theirs):
        pass
    assert names(saved) == []
    with lock(saved, {"XDG_STATE_HOME": "/proc/nothing"}):
        pass
    monkeypatch.setattr(places, "fcntl", None)
    with lock(saved, env), lock(saved, env):
        pass


def test_where_folders_have_no_locks_a_file_of_ones_own_does(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    env = {"XDG_STATE_HOME": str(tmp_path / "state")}
    real = fcntl.flock

    def as_on_nfs(handle: int, operation: int) -> None:
        if stat.S_ISDIR(os.fstat(handle).st_mode):
            raise OSError(errno.EBADF, "Bad file descriptor")
        real(handle, operation)

    monkeypatch.setattr(fcntl, "flock", as_on_nfs)
    monkeypatch.setattr(places, "_PATIENCE", 0.05)
    before = len(list(Path("/dev/fd").iterdir()))
    with lock(tmp_path, env), pytest.raises(FileProblem, match="another session"), lock(tmp_path, env):
        pass
    with lock(tmp_path, env):
        pass
    monkeypatch.setattr(fcntl, "flock", fails)
    with lock(tmp_path, env), lock(tmp_path, env):
        pass
    assert len(list(Path("/dev/fd").iterdir())) == before


def test_lines_of_fields() -> None:
    text = (
        'title = """\nfake = 1\n[no]\n"""\r\nlist = [\n  "a = 1",\n]\n# [x]\n[costs]\nhorizon_months = 1\n'
        '[costs.option."gpt 4.1"]\n"input_price" = 2\nrequests = { low = 1 }\n[[rows]]\na.b = 1\n'
    )
    for field, line in (
        ("title", 1),
        ("list.0", 5),
        ("costs.horizon_months", 10),
        ("costs.option.gpt 4.1.input_price", 12),
        ("costs.option.gpt 4.1.requests.low", 13),
        ("costs.option.gpt 4.1.other", 11),
        ("costs.other", 9),
        ("rows.a.b", 15),
        ("fake", None),
        ("no", None),
    ):
        assert line_of(text, field) == line, field


def test_digest() -> None:
    assert files.digest(b"") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
