"""The cache: the same rows with it and without it, whatever has happened to the folder or to the cache itself."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.store.made import TODAY, decisions
from workbench.core.inputs import Costs, Option
from workbench.core.log.journal import Entry
from workbench.core.log.standing import standing_of
from workbench.core.record.decision import Decision, Trigger, from_data
from workbench.errors import FileProblem
from workbench.store import cache
from workbench.store import summaries as module
from workbench.store.cache import cache_file, keep, kept_lines
from workbench.store.decisions import scan
from workbench.store.document import render
from workbench.store.journal import write_entry
from workbench.store.summaries import summaries
from workbench.store.summary_lines import LogRow

BROKEN = (
    'schema = 99\ntitle = "x"\n', 'schema = 99\ntitle = "x"\nstatus = 5\n', "schema = 99\n", "[", "title = 1\n",
    "<<<<<<< a\n=======\n>>>>>>> b\n", "title = '\udcff'\n", "[costs.option.a]\ninput_tokens = -1\n", "a." * 40,
)  # fmt: skip


class Saved:
    """A folder of decisions, and a cache of its own."""

    def __init__(self, home: Path) -> None:
        self.folder = home / "saved"
        self.folder.mkdir()
        self.env = {"XDG_CACHE_HOME": str(home / "cache")}
        self.later = 0

    @property
    def kept(self) -> Path:
        return cache_file(self.folder, self.env)

    def write(self, name: str, text: str) -> Path:
        path = self.folder / f"{name}.toml"
        path.write_bytes(text.encode("utf-8", "surrogateescape"))
        return path

    def rows(self, today: date = TODAY, most: int = 1) -> list[LogRow]:
        return [row for part in summaries(self.folder, today, self.env, most) for row in part.rows]

    def plain(self, today: date = TODAY) -> list[Any]:
        return told(self.rows(today), today)

    def uncached(self, today: date = TODAY) -> list[Any]:
        env = {"XDG_CACHE_HOME": str(self.folder / "nowhere" / "\0")}
        return told([row for part in summaries(self.folder, today, env, 1) for row in part.rows], today)


def told(rows: list[LogRow], today: date) -> list[Any]:
    """Everything that commands show of rows; problems compared by what they say."""
    return [
        (row.id, row.file, row.summary, row.summary and standing_of(row.summary, today),
         [(str(one), one.hint) for one in (row.problem, row.read_only, *row.problems) if one is not None],
         row.read_only and row.read_only.left_out, type(row.problem))
        for row in rows
    ]  # fmt: skip


@pytest.fixture
def saved(tmp_path: Path, settled: None) -> Saved:
    return Saved(tmp_path)


@pytest.fixture
def settled(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """What was written just now counts as written long ago."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "SETTLED", -1_000_000_000)
        yield


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Names of the files that were read."""
    found: list[str] = []
    real = module.read_row

    def noted(path: Path, today: date) -> LogRow:
        found.append(path.stem)
        return real(path, today)

    monkeypatch.setattr(module, "read_row", noted)
    return found


def decision(title: str = "Ticket triage", **more: Any) -> str:
    usual: dict[str, Any] = {
        "title": title, "status": "accepted", "approach": "fine-tuning", "decided": TODAY - timedelta(30),
        "costs": Costs(requests_per_month=9000), "trigger": {"v": Trigger(when="requests_per_month < 10000")},
    }  # fmt: skip
    return render(Decision(**{**usual, **more}))


def entry(note: str = "", **reading: float) -> Entry:
    from datetime import UTC, datetime

    at = datetime(2026, 11, 1, tzinfo=UTC)
    return Entry(kind="review", at=at, by="zoe", verdict="comment", note=note, reading=reading)


# ── what is kept is what is read ──────────────────────────────────────────────────────────────────────────────────


def test_what_has_not_changed_is_not_read_again(saved: Saved, read: list[str]) -> None:
    saved.write("a", decision("A"))
    write_entry(saved.write("b", decision("B")), entry(accuracy=0.9))
    saved.write("c", "[")
    first = saved.plain()
    assert read == ["a", "b", "c"] and [row[0] for row in first] == ["a", "b", "c"]
    read.clear()
    assert saved.plain() == first == saved.uncached() and read == ["a", "b", "c"], "only the uncached one read"


def test_rows_say_what_the_decisions_say(saved: Saved) -> None:
    write_entry(saved.write("a", decision("日本", tags=("b", "a"), rationale="why\nnot")), entry(accuracy=0.9))
    for _ in range(2):
        (row,) = saved.rows()
        (whole,) = scan(saved.folder)
        assert row.summary is not None and whole.decision is not None
        assert (row.summary.title, row.summary.tags, row.summary.rationale) == ("日本", ("a", "b"), "why\nnot")
        assert row.summary.journal[0].reading == dict(whole.journal.entries[0].reading)
        assert (row.id, row.file) == (whole.id, str(whole.path))


steps = st.lists(
    st.one_of(
        st.tuples(st.just("write"), st.sampled_from("abcd"), decisions),
        st.tuples(st.just("break"), st.sampled_from("abcd"), st.sampled_from(BROKEN)),
        st.tuples(st.sampled_from(["delete", "review", "unreview", "restore", "link", "break entry", "folder"]),
                  st.sampled_from("abcd"), st.none()),
        st.tuples(st.just("day"), st.just(""), st.integers(-400, 400)),
        st.tuples(st.just("spoil"), st.just(""), st.binary(max_size=20)),
    ),
    max_size=8,
)  # fmt: skip


def step(saved: Saved, what: str, name: str, value: Any) -> None:
    path = saved.folder / f"{name}.toml"
    journal = saved.folder / name
    if what in {"write", "break"} and not path.is_symlink():
        saved.write(name, value if what == "break" else render(value))
    elif what == "delete":
        path.unlink(missing_ok=True)
    elif what == "review" and not journal.is_symlink():
        write_entry(path, entry(accuracy=0.5))
    elif what == "unreview" and journal.is_dir():
        for one in list(journal.iterdir())[:1]:
            one.unlink()
    elif what == "break entry" and journal.is_dir():
        (journal / "x.toml").write_text("[")
    elif what == "restore" and path.is_file():
        # Edited without a trace in size and time of writing.
        before, text = path.stat(), path.read_bytes()
        path.write_bytes(text.replace(b"draft", b"draff").replace(b"accepted", b"rejected"))
        os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    elif what == "link" and not path.exists() and not path.is_symlink():
        path.symlink_to("b.toml")
    elif what == "folder" and not journal.exists():
        journal.mkdir()
    elif what == "spoil" and saved.kept.exists():
        saved.kept.write_bytes(saved.kept.read_bytes()[:-5] + value)


@given(steps)
def test_whatever_happens_the_rows_are_those_without_a_cache(found: list[tuple[str, str, Any]]) -> None:
    with tempfile.TemporaryDirectory() as home, pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "SETTLED", -1_000_000_000)
        saved, today = Saved(Path(home)), TODAY
        for name in "ab":
            saved.write(name, decision(name.upper()))
        saved.rows()
        for what, name, value in found:
            if what == "day":
                today = TODAY + timedelta(value)
            step(saved, what, name, value)
            assert saved.plain(today) == saved.uncached(today)
            assert saved.plain(today) == saved.uncached(today), "once more, from what is kept now"


def test_a_link_to_itself_hides_no_other(saved: Saved) -> None:
    saved.write("a", decision())
    (saved.folder / "b.toml").symlink_to("b.toml")
    assert [row.problem is None for row in saved.rows()] == [True, False]


def test_a_figure_that_depends_on_the_day_is_read_again_on_another(saved: Saved, read: list[str]) -> None:
    option = {"approach": "fine-tuning", "input_tokens": 1, "input_price": 1, "output_tokens": 0, "output_price": 0}
    ends = {"available_until": TODAY + timedelta(300)}
    tuned = from_data({
        "status": "accepted", "approach": "fine-tuning",
        "costs": {"requests_per_month": 1, "option": {"a": option | ends, "b": option}},
        "trigger": {"c": {"when": "cost_per_month > 5"}},
    })  # fmt: skip
    saved.write("a", render(tuned))
    for day, reads in ((TODAY, 1), (TODAY, 0), (TODAY + timedelta(1), 1), (TODAY + timedelta(1), 0)):
        read.clear()
        saved.rows(day)
        assert len(read) == reads


def test_one_option_with_an_end_is_kept_for_every_day(saved: Saved, read: list[str]) -> None:
    until = TODAY + timedelta(20)
    costs = Costs(option={"a": Option(approach="fine-tuning", available_until=until)})
    saved.write("a", decision(costs=costs, trigger={"d": Trigger(when="days_to_retirement < 10")}))
    found = [saved.plain(TODAY + timedelta(days))[0][3].triggers[0] for days in (0, 11)]
    assert [(one.state, one.value) for one in found] == [("holds", 20), ("fired", 9)] and read == ["a"]


# ── what is in doubt is read ──────────────────────────────────────────────────────────────────────────────────────


def test_a_file_written_a_moment_ago_is_not_kept(tmp_path: Path, read: list[str]) -> None:
    saved = Saved(tmp_path)
    saved.write("a", decision())
    saved.rows()
    assert not saved.kept.exists(), "it could be written again within the same tick of the disk's clock"
    saved.rows()
    assert read == ["a", "a"]


def test_a_review_written_a_moment_ago_is_not_kept(saved: Saved, monkeypatch: pytest.MonkeyPatch) -> None:
    path = saved.write("a", decision())
    saved.rows()
    write_entry(path, entry(requests_per_month=50_000))
    newest = max(one.stat().st_ctime_ns for one in (saved.folder / "a").iterdir())
    monkeypatch.setattr(module, "time_ns", lambda: newest - 1 + module.SETTLED)
    saved.rows()
    assert kept_lines(saved.folder, saved.env) == []


def test_a_problem_of_the_disk_is_not_kept(saved: Saved, monkeypatch: pytest.MonkeyPatch) -> None:
    saved.write("a", decision())
    with monkeypatch.context() as patch:
        patch.setattr("workbench.store.decisions.open_decision", refuse)
        assert saved.rows()[0].problem is not None
    assert saved.rows()[0].problem is None


def refuse(path: Path) -> None:
    raise FileProblem("cannot read", "Input/output error", "", str(path))


def test_another_program_or_format_counts_as_no_cache(saved: Saved, monkeypatch: pytest.MonkeyPatch) -> None:
    saved.write("a", decision())
    saved.rows()
    assert kept_lines(saved.folder, saved.env)
    for name, value in (("FORMAT", 0), ("__version__", "0.0"), ("_program", lambda: "other")):
        with monkeypatch.context() as patch:
            patch.setattr(cache, name, value)
            assert kept_lines(saved.folder, saved.env) == []


def test_a_file_of_the_program_that_differs_makes_another_program(tmp_path: Path) -> None:
    for name in ("a.py", "room/b.py", "room/inner/c.py", "__pycache__/a.pyc"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x = 1\n")
    before = sorted(cache._files(str(tmp_path)))
    (tmp_path / "__pycache__/a.pyc").write_text("other\n")
    assert sorted(cache._files(str(tmp_path))) == before
    (tmp_path / "room/inner/c.py").write_text("x = 10\n")
    assert sorted(cache._files(str(tmp_path))) != before


def test_a_clock_that_was_set_back_drops_the_cache(saved: Saved, monkeypatch: pytest.MonkeyPatch) -> None:
    saved.write("a", decision())
    saved.rows()
    now = time.time()
    monkeypatch.setattr(cache.time, "time", lambda: now - 3600)
    assert kept_lines(saved.folder, saved.env) == []


def test_folders_have_caches_of_their_own_by_any_path(saved: Saved, tmp_path: Path, read: list[str]) -> None:
    saved.write("a", decision("A"))
    saved.write("b", "[")
    saved.write("c", "<<<<<<< a\n=======\n>>>>>>> b\n")
    saved.rows()
    other = tmp_path / "other"
    other.symlink_to(saved.folder)
    read.clear()
    rows = [row for part in summaries(other, TODAY, saved.env) for row in part.rows]
    assert read == ["c"] and [row.file for row in rows] == [f"{other}/{name}.toml" for name in "abc"]
    assert rows[1].problem is not None and rows[1].problem.path == f"{other}/b.toml"
    assert rows[2].problem is not None and f"{other}/c.toml" in rows[2].problem.hint
    (saved.folder / "c.toml").unlink()
    read.clear()
    copy = tmp_path / "copy"
    shutil.copytree(saved.folder, copy)
    keep(copy, kept_lines(saved.folder, saved.env), saved.env)
    assert next(row.file for part in summaries(copy, TODAY, saved.env) for row in part.rows) == f"{copy}/a.toml"
    assert sorted(read) == ["a", "b"], "other files, though of the same names"


# ── a cache that is not ours ──────────────────────────────────────────────────────────────────────────────────────

LINE = [
    "a.toml",
    None,
    "",
    ["t", "draft", "rag", None, None, [], [], [], "", [], {}, {}, [{}, None, None], [], []],
    None,
    [],
]


def changed(*path: int, to: Any) -> list[Any]:
    line = json.loads(json.dumps(LINE))
    node = line
    for at in path[:-1]:
        node = node[at]
    node[path[-1]] = to
    return line


HOSTILE = [
    5, {}, [], "x", None, [[]], LINE[:5], [*LINE, 1], changed(0, to=5), changed(3, to=5), changed(3, to=None),
    changed(3, 0, to=1), changed(3, 0, to="\x1b]0;x\x07"), changed(3, 0, to="a\nb"), changed(3, 1, to="good"),
    changed(3, 1, to=[]), changed(3, 2, to=None), changed(3, 3, to="soon"), changed(3, 3, to=5),
    changed(3, 5, to="abc\u202e"), changed(3, 5, to=[5]), changed(3, 5, to=None), changed(3, 8, to="\x1b[2J"),
    changed(3, 8, to=None), changed(3, 9, to=[["a", "on 2026-01-01", "x"]]), changed(3, 9, to=[["a", 5, "x", "y"]]),
    changed(3, 9, to=[["a", "b", "c", "\x07"]]), changed(3, 10, to={"a": "b"}), changed(3, 10, to=[1]),
    changed(3, 11, to=[1]), changed(3, 11, to={"a": 1}), changed(3, 11, to={"a": "\x07"}),
    changed(3, 13, to=[["2026-01-01T00:00:00+00:00", None, None, {}, "\x1b"]]),
    changed(3, 12, to=[{"a": "NaN"}, None, None]), changed(3, 12, to=[{"a": "x"}, None, None]),
    changed(3, 12, to=[{"a": [1]}, None, None]), changed(3, 12, to=[{}, 3, None]),
    changed(3, 13, to=[["2026-01-01T00:00:00", "keep", None, {}, ""]]), changed(3, 13, to=[[5, "keep", None, {}, ""]]),
    changed(3, 13, to=[["2026-01-01T00:00:00+00:00", {}, None, {}, ""]]), changed(3, 13, to=[["x"]]),
    changed(3, 13, to=[["2026-01-01T00:00:00+00:00", None, None, {"a": "Infinity"}, ""]]),
    changed(3, 14, to=5), changed(3, 14, to=[["dataset", "a", "0" * 63, None, "sha256"]]), changed(3, 14, to=[["x"]]),
    changed(3, 14, to=[["dataset", "\x1b]0;x\x07", "0" * 64, None, "sha256"]]),
    changed(3, 14, to=[["dataset", 5, "0" * 64, None, "sha256"]]),
    changed(3, 14, to=[["other", "a", "0" * 64, None, "sha256"]]),
    changed(3, 14, to=[["dataset", "a", "0" * 64, "soon", "sha256"]]),
    changed(3, 14, to=[["size", "a", "0" * 64, None, "base_sha256"]]),
    changed(4, to=[1, 2, 3, 4, 5]),
    changed(4, to=["", "", "", "", "x"]), changed(5, to=5), changed(5, to=[["\x1b", "", "", "", 1]]),
]  # fmt: skip


@pytest.mark.parametrize("line", HOSTILE, ids=lambda line: json.dumps(line)[:60])
def test_a_line_that_the_program_did_not_write_drops_the_cache(saved: Saved, line: Any) -> None:
    path = saved.write("a", decision("Real"))
    if isinstance(line, list) and len(line) > 1 and line[1] is None:
        found = path.stat()
        line[1] = [found.st_mtime_ns, found.st_ctime_ns, found.st_size, found.st_ino]
    keep(saved.folder, [json.dumps(line)], saved.env)
    assert kept_lines(saved.folder, saved.env) == [json.dumps(line)], "the file as such is in order"
    assert saved.plain() == saved.uncached()


def test_the_line_those_are_made_of_would_be_taken(saved: Saved) -> None:
    found = saved.write("a", decision("Real")).stat()
    stamp = [found.st_mtime_ns, found.st_ctime_ns, found.st_size, found.st_ino]
    keep(saved.folder, [json.dumps(changed(1, to=stamp))], saved.env)
    (row,) = saved.rows()
    assert row.summary is not None and row.summary.title == "t"


def _garbage(path: Path) -> None:
    path.write_bytes(os.urandom(3000))


def _half(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-40])


def _other_words(path: Path) -> None:
    path.write_bytes(path.read_bytes().replace(b"Real", b"Fake"))


def _no_head(path: Path) -> None:
    path.write_bytes(path.read_bytes().partition(b"\n")[2])


def _deep(path: Path) -> None:
    path.write_bytes(b"[" * 100_000 + b"\n")


def _linked(path: Path) -> None:
    path.rename(path.with_name("elsewhere"))
    path.symlink_to("elsewhere")


def _folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def _pipe(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


def _anyone_may_write(path: Path) -> None:
    path.chmod(0o666)


def _huge(path: Path) -> None:
    with path.open("r+b") as file:
        file.truncate(cache.MOST_BYTES + 1)


@pytest.mark.parametrize(
    "spoil",
    [_garbage, _half, _other_words, _no_head, _deep, _linked, _folder, _pipe, _anyone_may_write, _huge],
    ids=lambda spoil: spoil.__name__.strip("_"),
)
def test_a_spoiled_cache_is_read_as_none_and_made_anew(
    saved: Saved, read: list[str], spoil: Callable[[Path], None]
) -> None:
    saved.write("a", decision("Real"))
    first = saved.plain()
    spoil(saved.kept)
    assert kept_lines(saved.folder, saved.env) == []
    read.clear()
    assert saved.plain() == first and read == ["a"]
    if not saved.kept.is_dir():
        assert kept_lines(saved.folder, saved.env), "mended"
        assert saved.kept.stat().st_mode & 0o777 == 0o600 and not saved.kept.is_symlink()


def test_another_persons_cache_is_not_read(saved: Saved, monkeypatch: pytest.MonkeyPatch) -> None:
    saved.write("a", decision())
    saved.rows()
    monkeypatch.setattr(os, "geteuid", lambda: saved.kept.stat().st_uid + 1)
    assert kept_lines(saved.folder, saved.env) == []


@pytest.mark.parametrize("call", ["os.open", "os.replace", "pathlib.Path.mkdir"])
def test_a_cache_that_cannot_be_written_is_no_problem(saved: Saved, monkeypatch: pytest.MonkeyPatch, call: str) -> None:
    saved.write("a", decision())
    real = os.open

    def full(path: Any, *rest: Any, **more: Any) -> Any:
        if call != "os.open" or str(path).endswith(".tmp"):
            raise OSError(28, "No space left on device")
        return real(path, *rest, **more)

    monkeypatch.setattr(call, full)
    assert saved.plain() == saved.plain()
    assert not saved.kept.exists()


def test_nothing_is_left_of_a_write_that_failed(saved: Saved, monkeypatch: pytest.MonkeyPatch) -> None:
    saved.write("a", decision())
    monkeypatch.setattr(Path, "replace", lambda *_: refuse_disk())
    saved.rows()
    assert list(saved.kept.parent.iterdir()) == []


def test_nobody_at_home_is_no_problem(saved: Saved, monkeypatch: pytest.MonkeyPatch) -> None:
    saved.write("a", decision())
    monkeypatch.setattr("os.path.expanduser", lambda path: path)
    with pytest.raises(RuntimeError):
        cache_file(saved.folder, {})
    (part,) = summaries(saved.folder, TODAY, {})
    assert part.rows[0].summary is not None


def refuse_disk() -> None:
    raise OSError(28, "No space left on device")


def test_caches_of_long_ago_go(saved: Saved) -> None:
    saved.kept.parent.mkdir(parents=True)
    old = saved.kept.with_name("old.jsonl")
    old.write_text("")
    os.utime(old, (0, 0))
    saved.write("a", decision())
    saved.rows()
    assert not old.exists() and saved.kept.exists()


def test_an_empty_folder_leaves_no_cache(saved: Saved) -> None:
    assert saved.rows() == [] and not saved.kept.parent.exists()
    assert [*summaries(saved.folder / "missing", TODAY, saved.env)] == []
    (saved.folder / "file").write_text("")
    with pytest.raises(FileProblem):
        list(summaries(saved.folder / "file", TODAY, saved.env))


# ── in parts, and by several processes ────────────────────────────────────────────────────────────────────────────


def test_parts_come_in_order_and_tell_how_far_they_are(saved: Saved, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "CHUNK", 4)
    names = [f"{number:02}" for number in range(22)]
    for name in names:
        saved.write(name, decision(name))
    for first in (True, False):
        parts = list(summaries(saved.folder, TODAY, saved.env, 1))
        assert [row.id for part in parts for row in part.rows] == names
        assert [part.done for part in parts] == ([4, 8, 12, 16, 20, 22] if first else [22])
        assert {part.of for part in parts} == {22}
    saved.write("03", decision("new"))
    saved.write("11", decision("new"))
    parts = list(summaries(saved.folder, TODAY, saved.env, 1))
    assert [row.id for part in parts for row in part.rows] == names and [part.done for part in parts] == [12, 22]


def test_who_leaves_early_keeps_what_was_read(saved: Saved, read: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "CHUNK", 1)
    for name in "abc":
        saved.write(name, decision(name))
    parts = summaries(saved.folder, TODAY, saved.env, 1)
    next(parts)
    parts.close()
    read.clear()
    saved.rows()
    assert read == ["b", "c"]


def many(saved: Saved) -> None:
    for number in range(30):
        path = saved.write(f"{number:02}", "[" if number % 7 == 3 else decision(f"日本 {number}"))
        if number % 4 == 0:
            write_entry(path, entry(accuracy=0.5))
    saved.write(os.fsdecode(b"9-\xff"), decision())
    (saved.folder / "a.toml").symlink_to("05.toml")
    (saved.folder / "08" / "x.toml").write_text("[")


def test_several_processes_read_the_same(saved: Saved, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "CHUNK", 4)
    monkeypatch.setattr(module, "MANY", 2)
    many(saved)
    assert told(saved.rows(most=3), TODAY) == saved.uncached()
    lines = kept_lines(saved.folder, saved.env)
    saved.kept.unlink()
    saved.rows(most=1)
    assert sorted(kept_lines(saved.folder, saved.env)) == sorted(lines) and len(lines) == 30


def test_what_a_lost_process_had_to_read_is_read_here(saved: Saved, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "CHUNK", 4)
    monkeypatch.setattr(module, "MANY", 2)
    many(saved)
    here, real = os.getpid(), module.read_row

    def dying(path: Path, today: date) -> LogRow:
        if os.getpid() != here and path.stem > "06":
            os._exit(9)
        return real(path, today)

    monkeypatch.setattr(module, "read_row", dying)
    assert told(saved.rows(most=3), TODAY) == saved.uncached()


def test_a_line_that_does_not_come_back_is_read_here_and_not_kept(
    saved: Saved, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "MANY", 2)
    saved.write("a", "[")
    saved.write("b", decision())
    real = module.read_row

    def raw(path: Path, today: date) -> LogRow:
        row = real(path, today)
        return row._replace(problem=FileProblem("not TOML", "a\nb", "", str(path), 1)) if row.problem else row

    monkeypatch.setattr(module, "read_row", raw)
    for most in (1, 2):
        assert [row.problem is None for row in saved.rows(most=most)] == [False, True]
        assert len(kept_lines(saved.folder, saved.env)) == 1
        saved.kept.unlink()
