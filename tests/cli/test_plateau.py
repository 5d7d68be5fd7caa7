"""``workbench plateau``: typed shares, files of versions, and what is refused."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.test_walls import HEAVY, PROBE
from workbench.cli.main import main

HISTORY = """\
[accuracy.prompt_v1]
value = 0.70
[accuracy.prompt_v2]
value = 0.75
[accuracy.tuned_v1]
value = 0.92
kind = "fine-tuned"
[accuracy.prompt_v3]
value = 0.78
[metric.accuracy]
target = 0.9
"""


def plateau(capsys: pytest.CaptureFixture[str], *given: str) -> dict[str, Any]:
    assert main(["plateau", *given, "--json"]) == 0
    answer: dict[str, Any] = json.loads(capsys.readouterr().out)
    return answer


def test_three_points_at_most_are_a_plateau(capsys: pytest.CaptureFixture[str]) -> None:
    answer = plateau(capsys, "0.70", "0.75", "0.78")
    assert answer["verdict"] == "plateau"
    assert [(step["from"], step["to"], step["change"], step["interval"]) for step in answer["steps"]] == [
        (0.70, 0.75, 0.05, None),
        (0.75, 0.78, 0.03, None),
    ]
    assert plateau(capsys, "0.70", "0.75", "0.781")["verdict"] == "rising"
    assert plateau(capsys, "0.70", "0.75", "0.78", "--threshold", "2 %")["verdict"] == "rising"


def test_with_cases_it_says_how_many_would_tell(capsys: pytest.CaptureFixture[str]) -> None:
    answer = plateau(capsys, "0.70", "0.75", "0.78", "--cases", "100")
    assert answer["verdict"] == "unclear" and answer["cases_needed"] == pytest.approx(1530, rel=0.005)
    low, high = answer["steps"][-1]["interval"]
    assert low < 0 < 0.03 < high
    assert plateau(capsys, "70/100", "75/100", "78/100") == {
        **answer,
        "steps": plateau(capsys, "70/100", "75/100", "78/100")["steps"],
    }
    assert main(["plateau", "70 %", "75 %", "0.78", "--cases", "1,600"]) == 0
    told = capsys.readouterr().out
    assert told.startswith("Plateau: the last step, +0.03, is at most 0.03.") and "0.73..0.77" in told


def test_a_file_answers_with_its_prompt_series_and_the_tuned_one_beside(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    file = tmp_path / "history.toml"
    file.write_text(HISTORY, encoding="utf-8")
    answer = plateau(capsys, str(file))
    assert answer["verdict"] == "plateau" and answer["steps"][-1]["to"] == "prompt_v3"
    assert answer["fine_tuned"]["verdict"] is None and answer["fine_tuned"]["steps"] == []
    assert main(["plateau", str(file)]) == 0
    told = capsys.readouterr().out
    assert told.startswith("Plateau: the last step, +0.03, is at most 0.03; 0.12 short of the target 0.90.")
    assert "Fine-tuned, a series of its own: too few versions" in told
    file.write_text(HISTORY.replace("target = 0.9", "target = 0.78"), encoding="utf-8")
    assert main(["plateau", str(file)]) == 0
    assert "the target 0.78 is reached" in capsys.readouterr().out


def test_rows_of_csv_are_a_history_as_well(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("v.csv").write_text("name,right,cases\nv1,70,100\nv2,75,100\nv3,x,100\nv4,1600,2000\n", encoding="utf-8")
    assert main(["plateau", "v.csv"]) == 0
    out, err = capsys.readouterr()
    assert out.startswith("Unclear: ") and "v4" in out
    assert "v.csv:4: left out, right is no whole number" in err


def test_too_few_versions_are_unknown(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    file = tmp_path / "one.toml"
    file.write_text("[accuracy.v1]\nvalue = 0.7\n", encoding="utf-8")
    assert main(["plateau", str(file)]) == 3
    assert capsys.readouterr().out.startswith("Too few versions")


@pytest.mark.parametrize(
    ("given", "told"),
    [
        (["0,70", "0.75"], "write 0.70"),
        (["0.70"], "two versions are needed"),
        (["70", "75"], "write 70 %"),
        (["0.7", "five"], "not a number"),
        (["5/3", "0.7"], "not a share"),
        (["0.7", "a/b.toml"], "a file among others"),
        (["a/b.toml"], "cannot read"),
        (["0.7", "0.8", "--cases", "0"], "no whole number"),
        (["0.7", "0.8", "--cases", "ten"], "no whole number"),
        (["0.7", "0.8", "--threshold", "0,03"], "--threshold: a comma"),
        (["0.7", "0.8", "--threshold", "-1"], "below zero"),
    ],
)
def test_wrong_use_says_what_where_and_how(capsys: pytest.CaptureFixture[str], given: list[str], told: str) -> None:
    assert main(["plateau", *given]) == 2
    assert told in capsys.readouterr().err


def test_a_file_without_an_accuracy_says_what_to_write(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    file = tmp_path / "empty.toml"
    file.write_text("title = 'x'\n", encoding="utf-8")
    assert main(["plateau", str(file)]) == 2
    assert "write [accuracy.NAME] tables" in capsys.readouterr().err


@pytest.mark.parametrize("command", [["plateau", "0.7", "0.75"], ["compare", "--help"]], ids=" ".join)
def test_the_evidence_commands_start_light(command: list[str]) -> None:
    done = subprocess.run([sys.executable, "-c", PROBE, *command], capture_output=True, text=True, check=True)
    line = next(line for line in done.stderr.splitlines() if line.startswith("LOADED 0"))
    assert not [name for name in (*HEAVY, "rapidfuzz") if f"'{name}'" in line]
