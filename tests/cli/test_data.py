"""``workbench data``: the JSON of the contract, plain text, masked copies, keeping in a decision, ^C."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.bench.decisions import write as write_decisions
from tests.git_repository import ID, Team, settled
from tests.store.dataset_made import answer_of, asked_of, chat, ticket, tickets, write
from workbench.cli import data_text
from workbench.cli.data_command import progress_line
from workbench.cli.main import main
from workbench.core.evidence.dataset.gathering import Gathering
from workbench.store.dataset_files import Progress

KEYS = {
    "rows", "malformed", "missing_system", "missing_user", "missing_assistant", "duplicates", "near_duplicates",
    "contradictions", "label_variants", "over_limit", "tokens", "epochs", "training_tokens", "overlap", "personal_data",
    "verdict",
}  # fmt: skip
SECRET = "Please call Anna Berg, anna.berg@mail.example, card 4111 1111 1111 1111"


def answer(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, dict[str, object]]:
    code = main(["data", *arguments, "--json"])
    return code, json.loads(capsys.readouterr().out)


def test_json_has_the_keys_and_forms_of_the_contract(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = [*tickets(), "{", chat(SECRET, "billing", None), tickets(1)[0], chat("Where is it?", "billing ")]
    code, found = answer(capsys, str(write(tmp_path / "t.jsonl", rows)), "--max-tokens", "60")
    assert code == 1 and found.keys() >= KEYS and found["verdict"] == "mend first"
    assert found["rows"] == 124 and found["malformed"][0]["line"] == 121  # type: ignore[index]
    assert (found["missing_system"], found["missing_user"], found["missing_assistant"]) == (1, 0, 0)
    assert found["duplicates"] == [[1, 123]] and found["near_duplicates"] == [] and found["overlap"] is None
    assert found["label_variants"] == [["billing", "billing "]]
    assert found["personal_data"] == [{"line": 122, "kind": "card"}, {"line": 122, "kind": "email"}]
    tokens = found["tokens"]
    assert isinstance(tokens, dict)
    assert {"min", "mean", "median", "p5", "p95", "max", "billable", "exact"} <= tokens.keys()
    assert found["training_tokens"] == tokens["billable"] <= 123 * 60 and found["over_limit"] > 100  # type: ignore[operator]
    assert found["epochs"] == 3


def test_a_clean_file_leaves_with_zero_and_says_ready(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["data", str(write(tmp_path / "t.jsonl", tickets()))]) == 0
    told = capsys.readouterr().out
    assert told.startswith("Ready: t.jsonl, 120 rows") and "one source starts at 500" in told
    assert "epochs" in told and "different questions  120" in told


def test_an_unreadable_file_leaves_with_two(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, found = answer(capsys, str(write(tmp_path / "t.jsonl", ["{", "[]"])))
    assert code == 2 and found["verdict"] == "unreadable" and found["tokens"] is None
    assert "one JSON object a line" in found["reasons"][-1]  # type: ignore[index]
    assert main(["data", str(tmp_path)]) == 2
    assert "a folder, not a file" in capsys.readouterr().err


def test_text_names_lines_and_reasons_and_nothing_raw(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = [*tickets(), b'{"\x1b]52;c;eA\x07": 1}', b'{"\\u001b]0;x\\u202e": 1}', chat("Is it here?", "\u202ebilling")]
    assert main(["data", str(write(tmp_path / "t.jsonl", rows))]) == 1
    told = capsys.readouterr().out
    assert "line 121: not JSON" in told and "2 rows are malformed" in told
    assert "\x1b" not in told and "\u202e" not in told and "\x07" not in told


@pytest.mark.parametrize("columns", [40, 60, 80, 120])
def test_no_figure_is_cut_at_any_width_nor_in_a_pipe(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], columns: int
) -> None:
    rows = [*tickets(900), *["{"] * 9, chat("word " * 6_000 + "so long", "billing"), *tickets(40)]
    path = str(write(tmp_path / "t.jsonl", rows))
    main(["data", path])
    piped = capsys.readouterr().out
    monkeypatch.setattr(data_text, "_room", lambda: columns)
    main(["data", path])
    told = capsys.readouterr().out
    assert max(map(len, told.splitlines())) <= columns and "…" not in told + piped
    (longest,) = (line.rpartition(" ")[2] for line in piped.splitlines() if line.startswith("tokens of a row"))
    assert f"max {longest}" in " ".join(told.split()) and int(longest.replace(",", "")) > 6_000
    assert "and 3 more: --show malformed" in told


def test_a_held_out_file_without_overlap_is_named_with_its_rows(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    held = write(tmp_path / "h.jsonl", [ticket(900), ticket(950)])
    assert main(["data", str(write(tmp_path / "t.jsonl", tickets())), "--against", str(held)]) == 0
    assert "0 of 2 rows of h.jsonl in both" in capsys.readouterr().out


def test_a_ready_file_says_how_many_rows_to_look_at(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["data", str(write(tmp_path / "t.jsonl", [*tickets(1_000), *tickets(3)]))]) == 0
    told = capsys.readouterr().out
    assert told.startswith("Ready, 3 rows to look at: t.jsonl, 1,003 rows")
    assert "usable               1,000, all rows but the 3 to take out" in told
    assert "?  3 rows repeat an earlier one" in told


def test_the_verdict_is_said_again_where_it_has_scrolled_off(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = str(write(tmp_path / "t.jsonl", [*tickets(), "{"]))
    for height, times in ((10, 2), (60, 1)):
        monkeypatch.setattr(data_text, "height", lambda height=height: height)
        main(["data", path])
        assert capsys.readouterr().out.count("Mend first: t.jsonl") == times


def test_show_prints_the_lines_of_one_kind(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = str(write(tmp_path / "t.jsonl", [*tickets(), "{", "\x1b[31mred"]))
    assert main(["data", path, "--show", "malformed"]) == 1
    told = capsys.readouterr().out.splitlines()
    assert told[0] == "2 rows are malformed" and told[1] == "121  {" and told[3] == "122  ␛[31mred"
    assert told[2].startswith("     ! not JSON: ")
    assert main(["data", path, "--show", "refusals"]) == 2
    assert "there are malformed" in capsys.readouterr().err


def test_show_prints_a_question_once_and_its_answers_with_their_lines(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = asked_of(ticket(7))
    path = str(write(tmp_path / "t.jsonl", [*tickets(), chat(asked, "returns"), chat(asked.upper(), "Returns.")]))
    main(["data", path, "--show", "contradictions"])
    told = capsys.readouterr().out.splitlines()
    assert told[0] == "1 question with several answers, 3 rows"
    assert [line.split() for line in told[3:]] == [["8", "→", "shipping"], ["121,", "122", "→", "returns"]]
    assert told[2].strip().endswith("Please tell me where it is.") and "sort tickets" not in "".join(told)


def test_show_prints_nothing_raw(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    hostile = "Where is \x1b]52;c;eA\x07 the \u202eparcel that I ordered"
    rows = [chat(hostile, "a\x1b[31m"), chat(hostile, "b\x1b[2J"), chat(f"Well, {hostile}", "a\x1b[31m")]
    path = str(write(tmp_path / "t.jsonl", [*tickets(), *rows, rows[0]]))
    for kind in ("near_duplicates", "contradictions", "duplicates"):
        main(["data", path, "--show", kind, "--task", "narrow"])
        told = capsys.readouterr().out
        assert "parcel" in told and not set("\x1b\x07\u202e") & set(told)


def test_show_puts_rows_that_are_alike_together_and_marks_what_differs(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    kindly = chat(asked_of(ticket(7)).replace("Please tell", "Kindly tell"), answer_of(ticket(7)))
    path = str(write(tmp_path / "t.jsonl", [*tickets(), kindly, ticket(9), ticket(9)]))
    main(["data", path, "--show", "near_duplicates"])
    told = capsys.readouterr().out
    assert "121  …" in told and "[-Please-]{+Kindly+} tell me where it is." in told and "Hello, my name is Hugo" in told
    main(["data", path, "--show", "duplicates"])
    assert "10, 122, 123  Hello, my name is Jan" in capsys.readouterr().out


def test_show_reaches_every_line_and_says_what_is_left_out(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = str(write(tmp_path / "t.jsonl", [*tickets(), *["{"] * 30]))
    main(["data", path, "--show", "malformed"])
    assert "10 more lines: --lines all prints them" in capsys.readouterr().out
    main(["data", path, "--show", "malformed", "--lines", "all"])
    told = capsys.readouterr().out
    assert all(f"{line}  {{" in told for line in range(121, 151)) and "more line" not in told
    assert main(["data", path, "--show", "malformed", "--lines", "0"]) == 2


@pytest.mark.parametrize("more", [["--into", "nosuch"], ["--masked", "nowhere/x.json"]])
def test_where_nothing_can_be_written_the_file_is_not_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], more: list[str]
) -> None:
    monkeypatch.setattr("workbench.store.dataset_files.read_dataset", lambda *_: pytest.fail("it was read"))
    monkeypatch.chdir(tmp_path)
    assert main(["data", str(write(tmp_path / "t.jsonl", tickets())), *more]) == 2
    assert capsys.readouterr().err


def test_a_masked_copy_has_lines_and_shapes_and_no_text(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = [*tickets(), chat(SECRET, "Billing"), '{"Anna": 4111}', chat("Is my name Anna?", "I can't help with that.")]
    out = tmp_path / "shared.json"
    assert main(["data", str(write(tmp_path / "t.jsonl", rows)), "--masked", str(out)]) == 1
    text = out.read_text()
    for word in ("Anna", "Berg", "anna", "mail.example", "4111", "illing", "help"):
        assert word not in text
    shared = json.loads(text)
    kinds = {finding["kind"]: finding for finding in shared["findings"]}
    assert kinds["email"]["lines"] == [121] and "<email>" in kinds["email"]["shapes"]["121"]
    assert shared["malformed"] == [{"line": 122, "reason": "neither messages nor prompt and completion"}]
    assert "findings without their texts" in capsys.readouterr().err


def test_the_figures_are_kept_in_a_decision_and_feed_an_option(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (path,) = write_decisions(tmp_path / "saved", 1)
    path.write_text(path.read_text().replace('"accepted"', '"draft"').replace("epochs = 1\n", ""))
    data = write(tmp_path / "t.jsonl", tickets())
    code, found = answer(capsys, str(data), "--into", str(path), "--option", "tuned")
    assert code == 0
    saved = tomllib.loads(path.read_text())
    kept = saved["evidence"]["dataset"]
    assert (kept["rows"], kept["verdict"], kept["file"], kept["sha256"]) == (120, "ready", "t.jsonl", found["sha256"])
    option = saved["costs"]["option"]["tuned"]
    assert option["training_tokens"] == found["training_tokens"] and option["training_rows"] == 120
    assert main(["advise", str(path)]) == 0


def test_an_accepted_decision_keeps_evidence_and_refuses_costs(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (path,) = write_decisions(tmp_path / "saved", 1)
    data = str(write(tmp_path / "t.jsonl", tickets()))
    assert main(["data", data, "--into", path.stem, "--saved", str(path.parent)]) == 0
    before = path.read_text()
    assert "[evidence.dataset]" in before
    assert main(["data", data, "--into", path.stem, "--saved", str(path.parent), "--option", "tuned"]) == 2
    assert path.read_text() == before and "supersede" in capsys.readouterr().err


def test_what_is_kept_is_committed_alone_and_a_refusal_leaves_it_saved(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    settled(monkeypatch, tmp_path)
    team = Team(tmp_path / "team")
    before = team.saves("First")
    data = str(write(team.top / "t.jsonl", tickets()))
    kept = ("data", data, "--into", str(team.file), "--saved", str(team.saved))
    assert main([*kept, "--commit"]) == 0
    assert "kept in" in capsys.readouterr().err
    assert team.git("log", "-1", "--format=%s") == "Decision: Triage (proposed)"
    changed = team.git("diff", "--name-only", before, "HEAD").splitlines()
    assert f"saved/{ID}.toml" in changed and "t.jsonl" not in changed
    assert "[evidence.dataset]" in team.git("show", f"HEAD:saved/{ID}.toml")
    assert team.git("status", "--porcelain") == "?? t.jsonl"
    write(Path(data), tickets(121))
    assert main([*kept, "--no-commit"]) == 0 and "M saved/" in team.git("status", "--porcelain")
    hook = team.top / ".git" / "hooks" / "pre-commit"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\nexit 1\n")
    hook.chmod(0o755)
    assert main([*kept, "--commit"]) == 1
    told = capsys.readouterr().err
    assert "saved, not committed" in told and "rows = 121" in team.file.read_text()


def test_an_option_without_a_decision_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["data", str(write(tmp_path / "t.jsonl", tickets())), "--option", "tuned"]) == 2
    assert "--into" in capsys.readouterr().err


def test_progress_says_how_far_it_is_and_what_was_found() -> None:
    gathered = Gathering()
    gathered.refuse(1, "x")
    line = progress_line(Progress(50, 100, gathered))
    assert line == "[##########..........]  50 %  1 row  1 malformed  ^C stops"
    assert progress_line(Progress(100, 0, gathered)).startswith("comparing")


CODE = """
import os, signal, sys
from workbench.store import dataset_lines, dataset_files
dataset_lines.BLOCK = 4000
seen = []
real = dataset_files.Gathering.add
def add(self, chunk):
    real(self, chunk)
    if self.rows > 50 and not seen:
        seen.append(1)
        os.kill(os.getpid(), signal.SIGINT)
dataset_files.Gathering.add = add
from workbench.cli.main import main
sys.exit(main(["data", sys.argv[1], "--json", "--into", sys.argv[2]]))
"""


def test_interrupted_it_prints_what_was_found_and_keeps_nothing(tmp_path: Path) -> None:
    (decision,) = write_decisions(tmp_path / "saved", 1)
    before = decision.read_bytes()
    path = write(tmp_path / "t.jsonl", ["{", *tickets(300)])
    done = subprocess.run(
        [sys.executable, "-c", CODE, str(path), str(decision)], capture_output=True, text=True, env=dict(os.environ)
    )
    found = json.loads(done.stdout)
    assert done.returncode == 128 + signal.SIGINT and not found["complete"]
    assert 50 < found["rows"] < 301 and found["malformed"][0]["line"] == 1 and found["sha256"] is None
    assert "stopped after" in done.stderr and decision.read_bytes() == before
