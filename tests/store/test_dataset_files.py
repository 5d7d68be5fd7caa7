"""Files as they come: broken lines, encodings, long lines, pipes; stopping; many processes; memory for no text."""

from __future__ import annotations

import gzip
import json
import os
from pathlib import Path
from typing import Any

import pytest

from tests.store.dataset_made import chat, kinds, report, tickets, write
from workbench.errors import FileProblem, UsageProblem, WorkbenchError
from workbench.store import dataset_crew, dataset_lines
from workbench.store.dataset_files import Progress, read_dataset, read_lines

GOOD = json.dumps(chat("Where is the parcel that I ordered", "shipping"))


@pytest.mark.parametrize(
    ("line", "why"),
    [
        (b"{", "not JSON"),
        (b"nope", "not JSON: a value is expected at character 1"),
        (b'{"messages": []} x', "not JSON: more after the end, at character 18"),
        (b"[1]", "not an object but a list"),
        (b"3", "not an object but a number"),
        (b"{}", "an empty object"),
        (b'{"question": "a"}', "neither messages nor prompt and completion, but 'question'"),
        (b'{"messages": []}', "messages is empty"),
        (b'{"messages": {}}', "messages is an object, not a list"),
        (b'{"messages": null}', "messages is null"),
        (b'{"messages": [1]}', "turn 1 is a number, not an object"),
        (b'{"messages": [{"content": "a"}]}', "turn 1 has no role"),
        (b'{"messages": [{"role": "user"}]}', "turn 1 has no content"),
        (b'{"messages": [{"role": "user", "content": null}]}', "turn 1 has no content"),
        (b'{"messages": [{"role": "user", "content": 3}]}', "turn 1 has a number as content"),
        (b'{"messages": [{"role": "bot", "content": "a"}]}', "turn 1 has the unknown role 'bot'"),
        (b'{"messages": [{"role": ["user"], "content": "a"}]}', "turn 1 has the unknown role 'a list'"),
        (b'{"messages": [{"role": "user", "content": [1]}]}', "turn 1 has a part that is a number"),
        (b'{"prompt": "a"}', "neither messages nor prompt and completion, but 'prompt'"),
        (b'{"prompt": "a", "completion": 3}', "completion is a number, not text"),
        (b'{"prompt": "a", "completion": NaN}', "NaN is not JSON"),
        (b'{"prompt": "a", "completion": -Infinity}', "-Infinity is not JSON"),
        (b'{"prompt": "a\x00", "completion": "b"}', "not JSON: Invalid control character at, at character 14"),
        (b'{"prompt": "\xff", "completion": "b"}', "not UTF-8: byte 0xff at byte 13"),
        (b"[" * 100_000, "not JSON that can be read: nested too deep"),
        (b'{"prompt": ' + b"9" * 5_000 + b"}", "not JSON that can be read: a number of too many digits"),
    ],
)  # fmt: skip
def test_a_bad_line_is_told_with_its_reason_and_the_others_are_read(tmp_path: Path, line: bytes, why: str) -> None:
    found = report(tmp_path, [GOOD, line, *tickets(3)])
    ((number, reason),) = found.malformed
    assert number == 2 and reason.startswith(why)
    assert found.rows == 5 and found.trainable == 4


def test_other_peoples_text_in_a_reason_is_ascii_and_short(tmp_path: Path) -> None:
    found = report(tmp_path, [{"messages": [{"role": "\x1b]52;c;\u202e" + "x" * 99, "content": "a"}]}])
    assert found.malformed[0][1].isascii() and "\x1b" not in found.malformed[0][1] and len(found.malformed[0][1]) < 90


def test_blank_lines_do_not_count_but_keep_their_numbers(tmp_path: Path) -> None:
    found = report(tmp_path, [GOOD, "", "  \t", "{", GOOD])
    assert found.rows == 3 and found.malformed[0][0] == 4 and found.duplicates == ((1, 5),)


@pytest.mark.parametrize("data", [b"", b"\n\n", b"\xef\xbb\xbf"])
def test_a_file_without_rows_is_said_to_have_none(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "train.jsonl").write_bytes(data)
    found = read_dataset(tmp_path / "train.jsonl")
    assert (found.verdict, found.reasons, found.rows, found.tokens) == ("unreadable", ("there are no rows",), 0, None)
    assert found.epochs == 0


def test_byte_order_mark_and_crlf_and_no_last_line_end(tmp_path: Path) -> None:
    (tmp_path / "train.jsonl").write_bytes(b"\xef\xbb\xbf" + f"{GOOD}\r\n{GOOD}".encode())
    found = read_dataset(tmp_path / "train.jsonl")
    assert found.rows == 2 and not found.malformed and found.duplicates == ((1, 2),)
    assert "byte order mark" in found.notes[0]


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (GOOD.encode("utf-16-le"), "UTF-16"),
        (GOOD.encode("utf-16-be"), "UTF-16"),
        (GOOD.encode("utf-32"), "UTF-32"),
        (gzip.compress(GOOD.encode()), "gzip"),
        (b"PAR1....", "Parquet"),
    ],
)
def test_a_file_of_another_kind_is_refused_with_how_to_mend_it(tmp_path: Path, data: bytes, what: str) -> None:
    (tmp_path / "train.jsonl").write_bytes(data)
    with pytest.raises(FileProblem) as caught:
        read_dataset(tmp_path / "train.jsonl")
    assert what in str(caught.value) and caught.value.hint


def test_a_folder_a_pipe_and_a_missing_file_are_refused(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path, tmp_path / "pipe", tmp_path / "none.jsonl", Path("a\0b")):
        with pytest.raises(FileProblem):
            read_dataset(path)


def test_unknown_task_encoding_and_limit_are_refused(tmp_path: Path) -> None:
    path = write(tmp_path / "train.jsonl", [GOOD])
    for options in ({"task": "poetry"}, {"encoding": "p50k"}, {"max_tokens": 0}):
        with pytest.raises(UsageProblem):
            read_dataset(path, **options)  # type: ignore[arg-type]


def test_a_line_that_is_too_long_is_told_and_what_follows_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in (("LONGEST", 5_000), ("BLOCK", 1_000), ("_PIECE", 700)):
        monkeypatch.setattr(dataset_lines, name, value)
    long = json.dumps(chat("x" * 40_000, "billing"))
    found = report(tmp_path, [*tickets(3), long, *tickets(9)[3:], long])
    assert [line for line, _ in found.malformed] == [4, 11] and found.rows == 11
    assert found.malformed[0][1].startswith("longer than")
    assert kinds(found).keys() == {"malformed"}


@pytest.mark.parametrize("block", [64, 1_000, 4_000_000])
def test_the_report_does_not_depend_on_where_blocks_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, block: int
) -> None:
    monkeypatch.setattr(dataset_lines, "BLOCK", block)
    rows = [*tickets(60), "", chat("x", "billing"), "{", *tickets(3)]
    found = report(tmp_path, rows)
    assert found.malformed == ((63, found.malformed[0][1]),)
    assert found.duplicates == ((1, 64), (2, 65), (3, 66)) and kinds(found)["short"] == (62,)


def test_processes_find_what_one_finds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [*tickets(200), "{", *tickets(5), chat("Where is it \ud83d", "I cannot help with that.")]
    held = write(tmp_path / "held.jsonl", tickets(2))
    alone = report(tmp_path, rows, against=held)
    monkeypatch.setattr(dataset_crew, "LARGE", 0)
    monkeypatch.setattr(dataset_lines, "BLOCK", 9_000)
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0, 1})
    assert report(tmp_path, rows, against=held) == alone


def test_a_process_that_is_lost_is_an_error_with_a_mend(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dataset_crew, "LARGE", 0)
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0, 1})
    asked = dataset_crew._Worker._asked

    def lost(worker: Any, block: Any) -> Any:
        worker._process.kill()
        worker._process.wait()
        return asked(worker, block)

    monkeypatch.setattr(dataset_crew._Worker, "_asked", lost)
    with pytest.raises(WorkbenchError, match="a process that reads the file is gone") as caught:
        report(tmp_path, tickets(20))
    assert "split" in caught.value.hint


def test_stopping_half_way_keeps_what_was_found_and_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dataset_lines, "BLOCK", 4_000)
    seen: list[Progress] = []

    def watch(progress: Progress) -> bool:
        seen.append(progress)
        return progress.done * 2 < progress.total

    rows = [tickets(1)[0], "{", tickets(1)[0], *tickets(200)[1:]]
    found = read_dataset(write(tmp_path / "train.jsonl", rows), watch=watch)
    assert 3 < found.rows < len(rows) and not found.complete and found.sha256 == ""
    assert found.malformed[0][0] == 2 and found.duplicates == ((1, 3),)
    assert f"stopped after {found.rows} rows" in found.notes[0]
    assert seen[0].gathered.rows and seen[0].total == (tmp_path / "train.jsonl").stat().st_size


@pytest.mark.parametrize("processors", [{0}, {0, 1}])
def test_stopping_among_thousands_of_rows_keeps_what_was_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, processors: set[int]
) -> None:
    monkeypatch.setattr(dataset_crew, "LARGE", 0)
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: processors)
    rows = [tickets(1)[0], "{", tickets(1)[0], *tickets(9_000)[1:]]
    path = write(tmp_path / "train.jsonl", rows)
    found = read_dataset(path, watch=lambda progress: progress.done * 3 < progress.total)
    assert 2_000 < found.rows < len(rows) and not found.complete and found.sha256 == ""
    assert found.malformed[0][0] == 2 and found.duplicates == ((1, 3),) and found.tokens is not None
    assert f"stopped after {found.rows:,} rows" in found.notes[0]


def test_stopping_while_rows_are_compared_keeps_what_the_reading_found(tmp_path: Path) -> None:
    rows = [*tickets(40), "{", *(chat(f"Where is the {'very ' * at}old parcel", "It is here.") for at in range(60))]
    found = read_dataset(write(tmp_path / "train.jsonl", rows), watch=lambda progress: bool(progress.total))
    assert found.rows == 101 and not found.complete and found.malformed[0][0] == 41
    assert any("near duplicates were not all looked for: stopped" in note for note in found.notes)


def test_progress_ends_at_the_whole_file(tmp_path: Path) -> None:
    seen: list[tuple[int, int]] = []
    path = write(tmp_path / "train.jsonl", tickets(50))
    read_dataset(path, watch=lambda progress: seen.append((progress.done, progress.total)) is None)
    assert (path.stat().st_size, path.stat().st_size) in seen


def test_lines_are_read_again_cleaned_and_cut(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dataset_lines, "BLOCK", 50)
    path = write(tmp_path / "train.jsonl", [b"one", b"\x1b]52;c;x\x07 two", b"", b"x" * 9_000, b"\xff five"])
    found = read_lines(path, [5, 2, 4, 9])
    assert found[2] == "␛]52;c;x␇ two" and len(found[4]) == 2_000 and found[5] == "\ufffd five" and 9 not in found
    assert read_lines(path, []) == {}
