"""Reading files of answers and of versions: lines, lists, bad ones, limits, stopping."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from workbench.errors import FileProblem, WorkbenchError
from workbench.store import case_files
from workbench.store.case_files import RowFile, evaluate
from workbench.store.version_files import read_version_file

ROWS = [{"id": at, "input": f"q{at}", "expected": "y", "output": "yn"[at % 2]} for at in range(6)]


def lines(rows: Sequence[object]) -> bytes:
    return "".join(f"{json.dumps(row)}\n" for row in rows).encode()


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    base, candidate = tmp_path / "base.jsonl", tmp_path / "candidate.jsonl"
    base.write_bytes(lines(ROWS))
    candidate.write_bytes(lines([{**row, "output": "y"} for row in ROWS]))
    return base, candidate


def test_two_files_are_compared_with_their_digests(files: tuple[Path, Path]) -> None:
    found = evaluate(*files)
    assert (found.pairs.n, found.gained, found.base.name) == (6, (1, 3, 5), "base.jsonl")
    assert found.base.sha256 == hashlib.sha256(files[0].read_bytes()).hexdigest()
    same = evaluate(files[0], files[0])
    assert "the two files are the same, byte for byte" in same.findings
    assert same.base.name == f"{files[0].parent.name}/base.jsonl"


@pytest.mark.parametrize(
    "data",
    [
        lines(ROWS).replace(b"\n", b"\r\n"),
        b"\xef\xbb\xbf" + lines(ROWS),
        b"\n \n" + lines(ROWS).replace(b"\n", b"\n\n"),
        lines(ROWS).rstrip(b"\n"),
        json.dumps(ROWS, indent=2).encode(),
        b"\xef\xbb\xbf" + json.dumps(ROWS).encode(),
        lines(ROWS).decode().encode("utf-16"),
        ("\ufeff" + lines(ROWS).decode().replace("\n", "\r\n")).encode("utf-16-be"),
        json.dumps(ROWS).encode("utf-16"),
    ],
    ids=[
        "crlf",
        "mark",
        "blank lines",
        "no last line end",
        "list",
        "list with mark",
        "utf-16",
        "utf-16-be crlf",
        "list in utf-16",
    ],
)
def test_line_ends_marks_and_lists_do_not_matter(files: tuple[Path, Path], data: bytes) -> None:
    files[0].write_bytes(data)
    found = evaluate(*files)
    assert (found.pairs.n, found.gained, found.findings, found.base.rows) == (6, (1, 3, 5), (), 6)
    assert found.base.sha256 == hashlib.sha256(data).hexdigest()


@pytest.mark.parametrize(
    ("bad", "told"),
    [
        (b"{", "not JSON: Expecting property name"),
        (b"not json", "not JSON"),
        (b'{"id": 9, "expected": NaN, "output": "y"}', "NaN is not JSON"),
        (b'{"id": 9, "expected": Infinity, "output": "y"}', "Infinity is not JSON"),
        (b'{"id": 9, "expected": "\xff", "output": "y"}', "not UTF-8: byte 0xff"),
        (b"[" * 50_000, "nested too deep"),
        (b"[1, 2]", "not an object"),
        (b'"text"', "not an object"),
        (b"\0\0\0", "not JSON"),
        (b'{"id": 1e99999999999999999999, "expected": "y", "output": "y"}', "a number out of reach"),
        (b'{"id": "\x1b[31m", "expected": "y", "output": "y"}', "not JSON"),
    ],
)
def test_a_bad_line_is_named_and_stops_nothing(files: tuple[Path, Path], bad: bytes, told: str) -> None:
    files[0].write_bytes(lines(ROWS[:2]) + bad + b"\n" + lines(ROWS[2:]))
    found = evaluate(*files)
    assert found.pairs.n == 6 and found.base.rows == 7
    assert [line for line, _ in found.base.malformed.first] == [3]
    assert told in found.base.malformed.first[0][1] and "\x1b" not in found.base.malformed.first[0][1]


def test_a_bad_first_line_is_one_row_among_others(files: tuple[Path, Path]) -> None:
    for bad in (b"[1, 2]", b"[" * 50_000, b"{"):
        files[0].write_bytes(bad + b"\n" + lines(ROWS))
        found = evaluate(*files)
        assert found.pairs.n == 6 and [line for line, _ in found.base.malformed.first] == [1]


def test_a_line_without_end_is_left_out_without_being_held(
    files: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(case_files, "LONGEST_LINE", 1000)
    monkeypatch.setattr(case_files, "_CHUNK", 300)
    files[0].write_bytes(lines(ROWS[:2]) + b'{"id": "' + b"x" * 5000 + b'"}\n' + lines(ROWS[2:]))
    found = evaluate(*files)
    assert found.pairs.n == 6
    assert found.base.malformed.first == ((3, "longer than 1,000 bytes"),)
    assert found.base.sha256 == hashlib.sha256(files[0].read_bytes()).hexdigest()


def test_a_list_that_is_too_large_is_refused(files: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(case_files, "LONGEST_LIST", 100)
    files[0].write_bytes(json.dumps(ROWS).encode())
    with pytest.raises(FileProblem, match="too large"):
        evaluate(*files)


def test_utf_16_without_its_mark_says_how_to_mend_it(files: tuple[Path, Path]) -> None:
    for encoding in ("utf-16-le", "utf-16-be"):
        files[1].write_bytes(lines(ROWS).decode().encode(encoding))
        with pytest.raises(FileProblem, match="UTF-16") as raised:
            evaluate(*files)
        assert "iconv" in raised.value.hint


@pytest.mark.parametrize(("data", "told"), [(b"", "no rows"), (b"\n\n", "no rows"), (b"{\n", r"candidate.jsonl:1")])
def test_a_file_in_which_nothing_is_left_is_refused(files: tuple[Path, Path], data: bytes, told: str) -> None:
    files[1].write_bytes(data)
    with pytest.raises(WorkbenchError, match=told):
        evaluate(*files)


def test_what_is_no_plain_file_is_refused(files: tuple[Path, Path], tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    for path in (tmp_path, pipe, tmp_path / "none", tmp_path / "a\0b"):
        with pytest.raises(FileProblem):
            evaluate(files[0], path)
        with pytest.raises(FileProblem):
            RowFile(path)


def test_reading_tells_how_far_it_is_and_stops_with_what_was_found(tmp_path: Path) -> None:
    base, candidate = tmp_path / "base.jsonl", tmp_path / "candidate.jsonl"
    for path in (base, candidate):
        path.write_bytes(lines([{"id": at, "expected": "y", "output": "y"} for at in range(1000)]))
    seen: list[tuple[int, int]] = []

    def until_half(done: int, total: int) -> bool:
        seen.append((done, total))
        return done * 2 < total

    found = evaluate(base, candidate, progress=until_half)
    assert found.stopped and 400 < found.pairs.n < 800
    assert found.findings[0] == f"stopped: these are the {found.pairs.n} cases compared until then"
    assert found.base.sha256 == "" and all(total == 2 * base.stat().st_size for _, total in seen)
    whole = evaluate(base, candidate, progress=lambda done, total: True)
    assert not whole.stopped and whole.pairs.n == 1000


def test_a_training_file_is_read_row_by_row(files: tuple[Path, Path], tmp_path: Path) -> None:
    train = tmp_path / "train.jsonl"
    train.write_bytes(lines([{"messages": [{"role": "user", "content": "Q1."}]}, {"prompt": "q77"}]) + b"{\n")
    found = evaluate(*files, train=train)
    assert found.held_out is not None
    assert (found.held_out.ids, found.held_out.rows, found.held_out.unread) == ((1,), 3, 1)


def test_versions_are_read_from_csv_and_json(tmp_path: Path) -> None:
    file = tmp_path / "versions.csv"
    for text in (
        "name,value,cases,kind\nprompt v1,0.7,100,prompt\ntuned v1,92 %,,fine-tuned\n",
        "\ufeffName;Value;Cases\r\nprompt v1;0.7;100\r\ntuned v1;0.92;\r\n",
        '{"name": "prompt v1", "value": 0.7, "cases": 100}\n{"name": "tuned v1", "value": 0.92}\n',
        '[{"name": "prompt v1", "right": 70, "cases": 100},\n {"name": "tuned v1", "value": 0.92}]',
    ):
        file.write_text(text, encoding="utf-8")
        found = read_version_file(file)
        assert [(name, e.value, e.cases, e.kind) for name, e in found.entries.items()] == [
            ("prompt v1", Decimal("0.7"), 100, "prompt"),
            ("tuned v1", Decimal("0.92"), None, "fine-tuned"),
        ]


@pytest.mark.parametrize(
    ("text", "told", "line"),
    [
        ("", "no versions", None),
        ("name,value\n", "no versions", None),
        ("name;value\na;0,7\n", "write 0.7", 2),
        ("{\n", "not an object", 1),
        ("a,b\n1,2\n", "no name", 2),
    ],
)
def test_a_file_without_a_version_says_what_its_first_row_lacks(
    tmp_path: Path, text: str, told: str, line: int | None
) -> None:
    file = tmp_path / "versions.csv"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(FileProblem) as raised:
        read_version_file(file)
    assert told in raised.value.brief and raised.value.line == line


@pytest.mark.parametrize(
    ("row", "what", "where"),
    [
        ({"messages": [{"role": "user", "content": "q"}]}, "training data", "workbench data"),
        ({"prompt": "q", "completion": "a"}, "training data", "workbench data"),
        ({"id": 1, "expected": "a", "output": "b"}, "answers, no versions", "workbench compare"),
        ({"model_type": "llama", "hidden_size": 512}, "config", "workbench size --config"),
    ],
)
@pytest.mark.parametrize("rows", [1, 40_000])
@pytest.mark.parametrize("indent", [None, 1])
def test_a_file_for_another_instrument_is_told_for_what_it_is_and_where_it_is_read(
    tmp_path: Path, row: dict[str, Any], what: str, where: str, rows: int, indent: int | None
) -> None:
    file = tmp_path / "given.jsonl"
    text = json.dumps(row, indent=indent) + "\n"
    file.write_text(text * rows if indent is None else text)
    with pytest.raises(FileProblem) as raised:
        read_version_file(file)
    assert what in raised.value.title and where in raised.value.hint
    assert len(raised.value.brief) <= 76, "with its hint in 80 columns"


def test_what_is_too_large_and_nothing_that_is_known_stays_too_large(tmp_path: Path) -> None:
    file = tmp_path / "given.csv"
    file.write_text("a,b\n" * 400_000)
    with pytest.raises(FileProblem) as raised:
        read_version_file(file)
    assert raised.value.title == "too large"
