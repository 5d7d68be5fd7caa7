"""``workbench compare``: the answer in JSON and in words, what is kept, and what is refused."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from workbench.cli.main import main
from workbench.core.text import columns
from workbench.store.decisions import open_decision

COSTS = """\
title = "Triage"
status = "draft"
[costs]
currency = "USD"
baseline = "prompt"
[costs.option.prompt]
approach = "prompting"
input_tokens = 500
output_tokens = 200
input_price = 30
output_price = 60
[costs.option.tuned]
approach = "fine-tuning"
input_tokens = 100
output_tokens = 200
input_price = 12
output_price = 12
[accuracy.prompt_v3]
value = 0.75
"""


def write(path: Path, answers: str, **more: object) -> Path:
    rows = [
        {
            "id": f"t{at}",
            "input": f"Ticket {at}",
            "expected": "billing",
            "output": word,
            "lang": "de" if at % 2 else "en",
        }
        | more
        for at, word in enumerate(("billing" if one == "y" else "shipping" for one in answers), start=1)
    ]
    path.write_text("".join(f"{json.dumps(row)}\n" for row in rows), encoding="utf-8")
    return path


@pytest.fixture
def files(tmp_path: Path) -> tuple[str, str]:
    """200 cases: both right 150, gained 34, lost 6, neither 10."""
    base = write(tmp_path / "prompt.jsonl", "y" * 150 + "n" * 34 + "y" * 6 + "n" * 10)
    candidate = write(tmp_path / "tuned.jsonl", "y" * 150 + "y" * 34 + "n" * 6 + "n" * 10)
    return str(base), str(candidate)


@pytest.fixture
def decision(tmp_path: Path) -> Path:
    file = tmp_path / "triage.toml"
    file.write_text(COSTS, encoding="utf-8")
    return file


def answer(capsys: pytest.CaptureFixture[str], *given: str) -> dict[str, Any]:
    assert main(["compare", *given, "--json"]) == 0
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


def test_the_answer_has_the_figures_and_the_cases(capsys: pytest.CaptureFixture[str], files: tuple[str, str]) -> None:
    found = answer(capsys, *files)
    assert (found["n"], found["verdict"], found["required_n"]) == (200, "improved", 83)
    assert found["base"]["accuracy"] == 0.78 and found["candidate"]["accuracy"] == 0.92
    assert found["base"]["interval"] == pytest.approx([0.7176, 0.8318], abs=0.0001)
    assert found["base"]["similarity"] < found["candidate"]["similarity"] < 1
    assert found["difference"]["value"] == pytest.approx(0.14)
    assert found["difference"]["interval"] == pytest.approx([0.0806, 0.2016], abs=0.0001)
    assert found["mcnemar_p"] == pytest.approx(8.3646e-06, rel=0.001)
    assert found["gained"] == [f"t{at}" for at in range(151, 185)]
    assert found["lost"] == [f"t{at}" for at in range(185, 191)]
    assert found["findings"] == [] and found["nearer"] == {"wins": 34, "losses": 6, "ties": 160}


def test_the_text_says_the_verdict_first_and_fits_80_columns(
    capsys: pytest.CaptureFixture[str], files: tuple[str, str], tmp_path: Path
) -> None:
    train = tmp_path / "train.jsonl"
    train.write_text('{"prompt": "TICKET 3!", "completion": "billing"}\n', encoding="utf-8")
    assert main(["compare", *files, "--by", "lang", "--train", str(train)]) == 0
    told = capsys.readouterr().out
    assert told.startswith("Improved: +0.14 on 200 cases, 0.08..0.20; 34 gained, 6 lost, p under 0.001.\n")
    assert "Worst: " in told and "1 of 200 cases stands in train.jsonl" in told
    assert "Gained, 34, the first 5:" in told and "Lost, 6, the first 5:" in told
    assert all(columns(line) <= 80 for line in told.split("\n"))


def test_what_another_match_would_say_and_what_is_left_out_stand_beside_the_verdict(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    files = [tmp_path / "a.jsonl", tmp_path / "b.jsonl"]
    for file, word, count in zip(files, ("Yes", "yes"), (20, 10), strict=True):
        rows = [{"id": at, "expected": "yes", "output": word} for at in range(count)]
        file.write_text("".join(f"{json.dumps(row)}\n" for row in rows))
    assert main(["compare", *map(str, files)]) == 0
    first = capsys.readouterr().out.partition("\n\n")[0]
    assert "! Judged as labels 10 answers of a.jsonl are right instead of 0" in first and "--match label" in first
    assert "! 10 of 20 cases are not compared" in first
    found = answer(capsys, *map(str, files))
    assert found["other_match"] == {"match": "label", "base": 10, "candidate": 10} and found["left_out"] == 10


def test_the_verdict_is_said_again_where_it_has_scrolled_away(
    capsys: pytest.CaptureFixture[str], files: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("workbench.cli.compare_text.height", lambda: 24)
    assert main(["compare", *files]) == 0
    told = capsys.readouterr().out
    assert told.startswith("Improved: ") and told.rstrip().split("\n")[-1].startswith("Improved: ")
    monkeypatch.setattr("workbench.cli.compare_text.height", lambda: 60)
    assert main(["compare", *files]) == 0
    assert capsys.readouterr().out.count("Improved: ") == 1


def test_answers_that_begin_alike_are_shown_where_they_part(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    start = '{"drug": "Primidone", "condition": "Seizure Prevention", "rating": '
    files = [tmp_path / "a.jsonl", tmp_path / "b.jsonl"]
    for file, rating in zip(files, ("7}", "9}"), strict=True):
        file.write_text(json.dumps({"id": 1, "expected": f"{start}9}}", "output": start + rating}) + "\n")
    assert main(["compare", *map(str, files)]) == 0
    told = capsys.readouterr().out
    line = next(line for line in told.split("\n") if line.startswith("  1 "))
    assert line.count("9}") == 2 and line.count("7}") == 1
    assert "--show gained shows each of them whole" in told


def test_a_share_that_two_decimals_would_round_has_three(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    base, candidate = (write(tmp_path / f"{n}.jsonl", "y" * n + "n" * (200 - n)) for n in (145, 175))
    assert main(["compare", str(base), str(candidate)]) == 0
    told = capsys.readouterr().out
    assert " 0.725 " in told and " 0.875 " in told


def test_the_heading_of_short_ids_is_not_cut(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    files = [tmp_path / "a.jsonl", tmp_path / "b.jsonl"]
    for file, word in zip(files, ("no", "yes"), strict=True):
        rows = [{"id": at, "expected": "yes", "output": word} for at in range(1, 8)]
        file.write_text("".join(f"{json.dumps(row)}\n" for row in rows))
    assert main(["compare", *map(str, files)]) == 0
    assert "\n  id  expected" in capsys.readouterr().out


def test_a_file_without_rows_is_named_as_it_was_typed(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "em").write_text("")
    assert main(["compare", "em", "em"]) == 2
    assert "no rows: em" in capsys.readouterr().err


def test_cases_are_shown_side_by_side(capsys: pytest.CaptureFixture[str], files: tuple[str, str]) -> None:
    assert main(["compare", *files, "--show", "lost"]) == 0
    told = capsys.readouterr().out
    assert "t185  (line 185)\n  input     Ticket 185\n  expected  billing\n" in told
    assert "  [-billing-]                           │ {+shipping+}" in told
    assert "t151" not in told
    assert main(["compare", files[0], files[0], "--show", "both"]) == 0
    told = capsys.readouterr().out
    assert told.startswith("Inconclusive: +0.00 on 200 cases") and "No case was gained." in told


def test_exit_codes_tell_a_regression_only_where_asked(
    capsys: pytest.CaptureFixture[str], files: tuple[str, str]
) -> None:
    base, candidate = files
    assert main(["compare", base, candidate, "--check"]) == 0
    assert main(["compare", candidate, base]) == 0
    assert main(["compare", candidate, base, "--check"]) == 1
    assert main(["compare", base, base, "--check"]) == 3


def test_figures_are_kept_in_a_decision_one_line_each(
    capsys: pytest.CaptureFixture[str], files: tuple[str, str], decision: Path
) -> None:
    assert main(["compare", *files, "--into", str(decision)]) == 0
    out, err = capsys.readouterr()
    assert "a right answer" in out and "$0.0346" in out and "$0.0039" in out
    assert "kept as [evidence.evaluation]" in err
    text = decision.read_text(encoding="utf-8")
    assert text.startswith(COSTS)
    for line in ('verdict = "improved"', "n = 200", "base_accuracy = 0.78", 'candidate_file = "tuned.jsonl"'):
        assert f"\n{line}\n" in text
    assert "Ticket" not in text and "shipping" not in text
    assert main(["compare", files[0], files[0], "--into", str(decision)]) == 0
    kept = open_decision(decision).decision.evidence["evaluation"]
    assert kept["verdict"] == "inconclusive" and "required_n" not in kept


def test_both_sides_become_versions_of_the_accuracy_history(
    capsys: pytest.CaptureFixture[str], files: tuple[str, str], decision: Path
) -> None:
    assert main(["compare", *files, "--into", str(decision), "--as", "prompt_v3,tuned_v1"]) == 0
    found = open_decision(decision).decision.accuracy
    assert [(name, float(e.value), e.cases, e.kind) for name, e in found.items()] == [
        ("prompt_v3", 0.78, 200, "prompt"),
        ("tuned_v1", 0.92, 200, "fine-tuned"),
    ]
    assert main(["plateau", str(decision)]) == 3


@pytest.mark.parametrize(
    ("flag", "kind", "names"),
    [("--as", "version", ("prompt_v4", "tuned_v1")), ("--options", "option", ("prompt", "tuned"))],
)
def test_what_the_two_are_is_kept_where_it_was_said_and_the_advice_speaks_of_it(
    capsys: pytest.CaptureFixture[str],
    files: tuple[str, str],
    decision: Path,
    flag: str,
    kind: str,
    names: tuple[str, str],
) -> None:
    assert main(["compare", *files, "--into", str(decision), flag, ",".join(names)]) == 0
    kept = open_decision(decision).decision.evidence["evaluation"]
    assert (kept[f"base_{kind}"], kept[f"candidate_{kind}"]) == names
    capsys.readouterr()
    decision.write_text(f'approach = "fine-tuning"\n{decision.read_text("utf-8")}', encoding="utf-8")
    assert main(["advise", str(decision), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert f"{names[1]} is 0.14 better than {names[0]}, 0.08..0.20" in told["because"]


def test_an_accepted_decision_keeps_the_evaluation_but_not_new_versions(
    capsys: pytest.CaptureFixture[str], files: tuple[str, str], decision: Path
) -> None:
    decision.write_text(COSTS.replace("draft", "accepted"), encoding="utf-8")
    before = decision.read_bytes()
    assert main(["compare", *files, "--into", str(decision), "--as", "prompt_v3,tuned_v1"]) == 2
    err = capsys.readouterr().err
    assert "accuracy cannot change any more" in err and "leave out --as" in err
    assert decision.read_bytes() == before
    assert main(["compare", *files, "--into", str(decision)]) == 0
    assert open_decision(decision).decision.evidence["evaluation"]["verdict"] == "improved"


def test_a_right_answer_s_cost_comes_from_the_named_options(
    capsys: pytest.CaptureFixture[str], files: tuple[str, str], decision: Path, tmp_path: Path
) -> None:
    found = answer(capsys, *files, "--costs", str(decision), "--options", "prompt,tuned")["cost_per_success"]
    assert found["base"]["per_request"] == 0.027 and found["base"]["per_success"] == pytest.approx(0.027 / 0.78)
    assert found["candidate"]["per_success"] == pytest.approx(0.0036 / 0.92)
    wrong = str(write(tmp_path / "wrong.jsonl", "n" * 200))
    none = answer(capsys, files[0], wrong, "--costs", str(decision))["cost_per_success"]
    assert none["candidate"]["per_success"] is None
    for options, told in (("prompt", "takes two names"), ("prompt,other", "no such option"), ("a,b,c", "two names")):
        assert main(["compare", *files, "--costs", str(decision), "--options", options]) == 2
        assert told in capsys.readouterr().err
    decision.write_text(COSTS + "[costs.option.small]\ninput_tokens = 1\n", encoding="utf-8")
    assert main(["compare", *files, "--costs", str(decision)]) == 2
    assert "write --options BASE,CANDIDATE" in capsys.readouterr().err
    assert main(["compare", *files, "--into", str(decision)]) == 0


def test_wrong_use_and_unreadable_files_say_so(
    capsys: pytest.CaptureFixture[str], files: tuple[str, str], tmp_path: Path
) -> None:
    other = write(tmp_path / "other.jsonl", "y")
    other.write_text(other.read_text().replace("t1", "x1"), encoding="utf-8")
    for given, told in (
        ([files[0], str(other)], "no id is in both files"),
        ([files[0], str(tmp_path / "none.jsonl")], "cannot read"),
        ([*files, "--as", "a,b"], "say which with --into"),
        ([*files, "--into", str(tmp_path / "none.toml")], "cannot read"),
    ):
        assert main(["compare", *given]) == 2
        assert told in capsys.readouterr().err


def test_nothing_of_the_rows_reaches_the_terminal_raw(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    evil = "\x1b]52;c;AAAA\x07\u202e\x9b31m"
    base, candidate = tmp_path / "b.jsonl", tmp_path / "c.jsonl"
    row = {"id": evil, "input": evil, "expected": evil, "output": "x", "lang": evil}
    bad = {"id": [evil], "expected": evil, "output": evil, evil: 1}
    base.write_text(f"{json.dumps(row)}\n{json.dumps(bad)}\n", encoding="utf-8")
    candidate.write_text(json.dumps({**row, "output": evil}), encoding="utf-8")
    for more in ([], ["--show", "both"], ["--json"], ["--by", "lang"]):
        assert main(["compare", str(base), str(candidate), *more]) == 0
        out, err = capsys.readouterr()
        for char in "\x1b\x07\u202e\x9b":
            assert char not in out and char not in err
