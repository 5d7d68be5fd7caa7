"""Files as they come, through the command: exit code, what is said, and that nothing is held that need not be."""

from __future__ import annotations

import hashlib
import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.store.dataset_made import answer_of, asked_of, chat, ticket, tickets, write
from workbench.cli.main import main

LONG, MOST_MB = 300_000_000, 120


def told(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, dict[str, Any]]:
    code = main(["data", *arguments, "--json"])
    return code, json.loads(capsys.readouterr().out)


def test_malformed_lines_nan_and_infinity_are_named_and_the_others_count(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bad = ["{", '{"prompt": "a", "completion": NaN}', '{"prompt": "a", "completion": Infinity}', "[]", b"\xff"]
    code, found = told(capsys, str(write(tmp_path / "t.jsonl", [*tickets(), *bad])))
    assert (code, found["verdict"], found["rows"], found["usable"]) == (1, "mend first", 125, 120)
    assert [one["line"] for one in found["malformed"]] == [121, 122, 123, 124, 125]
    assert [one["reason"] for one in found["malformed"]][1:3] == ["NaN is not JSON", "Infinity is not JSON"]


def test_two_formats_in_one_file_are_both_read_and_the_rarer_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    prompts = [{"prompt": asked_of(row), "completion": answer_of(row)} for row in tickets(150)[120:]]
    code, found = told(capsys, str(write(tmp_path / "t.jsonl", [*tickets(), *prompts])))
    assert (code, found["forms"], found["usable"]) == (1, {"messages": 120, "prompt": 30}, 150)
    assert [(one["kind"], one["count"]) for one in found["findings"]] == [("mixed_forms", 30)]


MEASURED = """
import resource, sys
from pathlib import Path
from workbench.cli.main import main
code = main(["data", sys.argv[1], "--json"])
# Not ru_maxrss where that can be helped: it counts the memory of whoever started this, which may be large.
status = Path("/proc/self/status")
lines = status.read_text().splitlines() if status.exists() else []
peaks = [line.split()[1] for line in lines if line.startswith("VmHWM")]
print(int(peaks[0] if peaks else resource.getrusage(resource.RUSAGE_SELF).ru_maxrss) // 1000, file=sys.stderr)
sys.exit(code)
"""


def test_a_line_of_300_mb_is_passed_over_in_bounded_memory(tmp_path: Path) -> None:
    path = write(tmp_path / "t.jsonl", tickets())
    with path.open("r+b") as file:
        # A hole of so many bytes takes no room on the disk.
        file.seek(path.stat().st_size + LONG)
        file.write(b"\n" + json.dumps(ticket(500)).encode() + b"\n")
    done = subprocess.run([sys.executable, "-c", MEASURED, str(path)], capture_output=True, text=True)
    found = json.loads(done.stdout)
    assert (done.returncode, found["rows"], found["usable"], found["complete"]) == (1, 122, 121, True)
    assert found["malformed"] == [{"line": 121, "reason": "longer than 10,000,000 bytes, not read"}]
    assert int(done.stderr.splitlines()[-1]) < MOST_MB


@pytest.mark.parametrize("data", [b"", b"\n\r\n", b"\xef\xbb\xbf", "\ufeff".encode("utf-16-le")])
def test_an_empty_file_is_unreadable_and_says_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], data: bytes
) -> None:
    (tmp_path / "t.jsonl").write_bytes(data)
    code, found = told(capsys, str(tmp_path / "t.jsonl"))
    assert (code, found["rows"], found["tokens"], found["reasons"]) == (2, 0, None, ["there are no rows"])
    assert main(["data", str(tmp_path / "t.jsonl")]) == 2
    assert "there are no rows" in capsys.readouterr().out


def test_one_row_is_too_few_and_all_figures_are_its_own(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, found = told(capsys, str(write(tmp_path / "t.jsonl", [ticket(1)])))
    tokens = found["tokens"]
    assert (code, found["verdict"], found["rows"]) == (1, "too few", 1)
    assert tokens["min"] == tokens["median"] == tokens["p95"] == tokens["max"] == found["training_tokens"] > 0


def encoded() -> dict[str, bytes]:
    lines = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in [*tickets(), chat("Où est-il, né là?", "x")])
    ended = lines.replace("\n", "\r\n")
    return {
        "mark": ("\ufeff" + lines).encode(),
        "crlf": ended.encode(),
        "mark and crlf": ("\ufeff" + ended).encode(),
        "utf-16": ("\ufeff" + lines).encode("utf-16-le"),
        "utf-16 and crlf": ("\ufeff" + ended).encode("utf-16-le"),
        "utf-16, big end first": ("\ufeff" + lines).encode("utf-16-be"),
    }


@pytest.mark.parametrize("name", encoded())
def test_marks_line_ends_and_utf_16_change_nothing_but_the_digest_and_a_note(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    data = encoded()[name]
    plain, other = tmp_path / "plain" / "t.jsonl", tmp_path / "t.jsonl"
    plain.parent.mkdir()
    plain.write_bytes(encoded()["crlf"].replace(b"\r", b""))
    other.write_bytes(data)
    (_, expected), (code, found) = told(capsys, str(plain)), told(capsys, str(other))
    digest, notes = found.pop("sha256"), " ".join(found.pop("notes"))
    assert (code, digest) == (0, hashlib.sha256(data).hexdigest()) and digest != expected.pop("sha256")
    assert ("UTF-16" in notes) == ("utf-16" in name) and ("BOM" in notes) == name.startswith("mark")
    assert found == {key: value for key, value in expected.items() if key != "notes"}
    assert len(told(capsys, str(plain), "--against", str(other))[1]["overlap"]) == 121
    assert main(["data", str(other), "--show", "rare_labels"]) == 0 and "Où est-il" in capsys.readouterr().out


def test_broken_utf_16_is_broken_in_its_line_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines = [json.dumps(row) for row in tickets()]
    half = '{"prompt": "half \ud83d", "completion": "a"}\n'
    text = "\ufeff" + lines[0] + "\n" + half + "\n".join(lines[1:]) + "\n{"
    (tmp_path / "t.jsonl").write_bytes(text.encode("utf-16-le", "surrogatepass") + b"\x7b")
    code, found = told(capsys, str(tmp_path / "t.jsonl"))
    assert code == 1 and [one["line"] for one in found["malformed"]] == [2, 122] and found["usable"] == 120


def test_images_tool_calls_and_declared_tools_are_read_and_their_tokens_called_a_guess(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    image = [{"type": "text", "text": "What is on this label"}, {"type": "image_url", "image_url": {"url": "data:,"}}]
    call = {"id": "1", "type": "function", "function": {"name": "find", "arguments": '{"order": 4711}'}}
    rows = [
        {"messages": [{"role": "user", "content": image}, {"role": "assistant", "content": "a kettle"}]},
        {"messages": [{"role": "user", "content": "find the order 4711 for me"},
                      {"role": "assistant", "content": None, "tool_calls": [call]}],
         "tools": [{"type": "function", "function": {"name": "find"}}]},
        {"messages": [{"role": "user", "content": [{"type": "text", "text": "Is it here, in the back?"}]},
                      {"role": "assistant", "content": [{"type": "text", "text": "yes"}]}]},
    ]  # fmt: skip
    broken = {"messages": [{"role": "user", "content": [{"image": 1}]}, {"role": "assistant", "content": "x"}]}
    code, found = told(capsys, str(write(tmp_path / "t.jsonl", [*rows, broken])))
    assert (code, found["rows"], found["usable"], found["missing_assistant"]) == (1, 4, 3, 0)
    assert found["malformed"] == [{"line": 4, "reason": "turn 1 has a part without type or text"}]
    assert found["tokens"]["exact"] is False and "2 rows are guessed" in found["tokens"]["how"]


STOPPED = """
import sys
from workbench.cli import data_command
from workbench.cli.main import main
real = data_command._Watch.__call__
def told(self, progress):
    if progress.total and progress.done * 3 > progress.total:
        print("third", file=sys.stderr, flush=True)
        sys.stdin.readline()
    return real(self, progress)
data_command._Watch.__call__ = told
sys.exit(main(["data", sys.argv[1], "--json"]))
"""


def test_interrupted_among_thousands_of_rows_it_prints_what_was_found(tmp_path: Path) -> None:
    rows = [ticket(0), "{", ticket(0), *tickets(9_000)[1:]]
    path = write(tmp_path / "t.jsonl", rows)
    with subprocess.Popen(
        [sys.executable, "-c", STOPPED, str(path)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=dict(os.environ),
    ) as process:  # fmt: skip
        assert process.stderr is not None and process.stderr.readline() == "third\n"
        process.send_signal(signal.SIGINT)
        output, said = process.communicate("\n" * 9)
    found = json.loads(output)
    assert process.returncode == 130 and not found["complete"] and found["sha256"] is None
    assert 2_000 < found["rows"] < len(rows) and found["duplicates"] == [[1, 3]]
    assert found["malformed"][0]["line"] == 2 and f"stopped after {found['rows']:,} rows" in said


@pytest.mark.parametrize("indent", [None, 2])
def test_one_json_list_is_read_as_its_rows_and_said_to_be_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], indent: int | None
) -> None:
    data = json.dumps([*tickets(), ticket(4)], indent=indent).encode()
    (tmp_path / "t.json").write_bytes(data)
    code, found = told(capsys, str(tmp_path / "t.json"))
    assert (code, found["rows"], found["duplicates"]) == (1, 121, [[5, 121]])
    assert found["sha256"] == hashlib.sha256(data).hexdigest() and "jq -c '.[]'" in found["notes"][0]
    assert main(["data", str(tmp_path / "t.json"), "--show", "duplicates"]) == 1
    assert "5, 121  Hello" in capsys.readouterr().out


@pytest.mark.parametrize("name", ["t.csv", "t.jsonl"])
def test_csv_is_told_how_to_become_rows(tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str) -> None:
    (tmp_path / name).write_text("prompt,completion\nwhere is it,shipping\n")
    code, found = told(capsys, str(tmp_path / name))
    assert code == 2 and "jq" not in found["reasons"][-1]
    command = found["reasons"][-1].partition("CSV: ")[2].partition(" < FILE")[0].removeprefix("python3")
    made = subprocess.run(f"{sys.executable}{command} < {tmp_path / name}", shell=True, capture_output=True, text=True)
    assert json.loads(made.stdout) == {"prompt": "where is it", "completion": "shipping"}


def test_latin_1_is_told_how_to_become_utf_8(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    row = '{"prompt": "für wen", "completion": "x"}'.encode("latin-1")
    _, found = told(capsys, str(write(tmp_path / "t.jsonl", [*tickets(), row])))
    assert "byte 0xfc at byte 14; a Latin-1 file: iconv -f LATIN1 -t UTF-8" in found["malformed"][0]["reason"]
