"""ask, new, show, list, validate and the rest, through main()."""

from __future__ import annotations

import io
import json
import tomllib
from pathlib import Path
from typing import Any

import pytest

from workbench.cli.main import COMMANDS, main

HOSTILE = "\\u001b]52;c;aGFja2Vk\\u0007\\u001b[2J\\u009b31m\\u202e[/]"


def answer(capsys: pytest.CaptureFixture[str], *arguments: str, code: int = 0) -> Any:
    assert main([*arguments]) == code
    return json.loads(capsys.readouterr().out)


@pytest.mark.parametrize(
    ("answers", "outcome", "approach"),
    [
        ({"examples": "no"}, "collect", "prompting"),
        ({"examples": "yes", "consistency": "no"}, "prompting", "prompting"),
        ({"examples": "yes", "consistency": "yes", "volume": "no"}, "first", "prompting"),
        ({"examples": "yes", "consistency": "yes", "volume": "yes", "accuracy": "no"}, "enough", "prompting"),
        ({"examples": "yes", "consistency": "yes", "volume": "yes", "accuracy": "yes"}, "fine-tune", "fine-tuning"),
    ],
)
def test_ask_reaches_every_outcome(
    capsys: pytest.CaptureFixture[str], answers: dict[str, str], outcome: str, approach: str
) -> None:
    told = answer(capsys, "ask", "--json", *(f"--answer={id}={value}" for id, value in answers.items()))
    assert told["outcome"]["id"] == outcome
    assert told["outcome"]["approach"] == approach
    assert [step["question"] for step in told["path"]] == list(answers)
    assert told["next_question"] is None


def test_ask_names_the_next_question_and_unused_answers(capsys: pytest.CaptureFixture[str]) -> None:
    told = answer(capsys, "ask", "--json", "--answer", "volume=yes")
    assert (told["outcome"], told["next_question"], told["unused"]) == (None, "examples", ["volume"])


@pytest.mark.parametrize(("text", "told"), [("exampels=yes", "examples"), ("examples=maybe", "yes, no"), ("x", "yes")])
def test_ask_refuses_what_is_not_offered(capsys: pytest.CaptureFixture[str], text: str, told: str) -> None:
    assert main(["ask", "--answer", text]) == 2
    assert told in capsys.readouterr().err


def test_ask_talks_line_by_line(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("?\ny\nb\nyes\nperhaps\nno\n"))
    assert main(["ask"]) == 0
    told = capsys.readouterr().out
    assert "Please type one of" in told
    assert "Outcome: Prompting" in told
    assert "\x1b" not in told


def test_a_flow_in_a_circle_is_refused(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    file = tmp_path / "round.toml"
    file.write_text(
        'name = "round"\nstart = "a"\n[question.a]\ntext = "A?"\n[question.a.answer.yes]\nnext = "a"\n'
        '[question.a.answer.no]\noutcome = "o"\n[outcome.o]\napproach = "rag"\nheadline = "RAG"\n'
    )
    assert main(["ask", "--flow", str(file), "--check"]) == 2
    assert "a -> a" in capsys.readouterr().err


def test_new_show_list(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    saved = str(tmp_path / "saved")
    assert main(["new", "--title", "Ticket triage", "--approach", "rag", "--author", "us", "--saved", saved]) == 0
    id = capsys.readouterr().out.strip()
    data = tomllib.loads((tmp_path / "saved" / f"{id}.toml").read_text())
    assert (data["id"], data["title"], data["approach"], data["authors"]) == (id, "Ticket triage", "rag", ["us"])
    (row,) = answer(capsys, "list", "--json", "--saved", saved)["decisions"]
    assert (row["id"], row["status"], row["problem"]) == (id, "draft", None)
    assert answer(capsys, "show", id[:12], "--json", "--saved", saved)["title"] == "Ticket triage"
    assert answer(capsys, "list", "--json", "--text", "nothing", "--saved", saved)["decisions"] == []
    again = answer(
        capsys, "new", "--title", "Again", "--from", str(tmp_path / "saved" / f"{id}.toml"), "--json", "--saved", saved
    )
    assert (again["title"], again["approach"], again["status"]) == ("Again", "rag", "draft")


def test_an_unknown_id_names_the_nearest(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["show", "20260615-review-sentimnt-7b93", "--saved", "saved"]) == 2
    assert "20260615-review-sentiment-7b93" in capsys.readouterr().err


def test_a_broken_file_is_a_row_and_hides_no_other(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    (tmp_path / "20260101-broken-0000.toml").write_text('title = "a"\ntitle = "b"\n')
    (tmp_path / "20260102-good-0001.toml").write_text('schema = 1\nid = "20260102-good-0001"\ntitle = "Good"\n')
    rows = answer(capsys, "list", "--json", "--saved", str(tmp_path))["decisions"]
    assert {row["title"] for row in rows} == {None, "Good"}
    assert any(row["problem"] for row in rows)
    assert main(["validate", "--saved", str(tmp_path)]) == 2
    assert "20260101-broken-0000.toml:2" in capsys.readouterr().out


def test_hostile_text_reaches_no_stream(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    file = tmp_path / "20260101-hostile-0000.toml"
    file.write_text(
        f'schema = 1\nid = "x"\ntitle = "{HOSTILE}"\nstatus = "proposed"\n'
        f'tags = ["{HOSTILE}"]\nrationale = "{HOSTILE}"\n'
        f'[costs]\nrequests_per_month = 1\ncurrency = "{HOSTILE}"\n[costs.option."{HOSTILE}"]\ninput_tokens = 1\n'
        f"input_price = 1\n[costs.option.b]\ninput_tokens = 2\ninput_price = 1\n"
        f'[trigger."{HOSTILE}"]\nwhen = "{HOSTILE}"\nthen = "{HOSTILE}"\n["{HOSTILE}"]\nx = 1\n'
    )
    (tmp_path / "20260102-\x1b[2J-0001.toml").write_text("= broken")
    saved = ["--saved", str(tmp_path)]
    for command in (
        ["list", *saved], ["list", "--json", *saved], ["show", "20260101-hostile-0000", *saved], ["validate", *saved],
        ["show", "20260101-hostile-0000", "--json", *saved], ["cost", str(file)], ["show", "\x1b[2Jnone", *saved],
        ["\x1b[2J"], ["cost", "--preset", "\x1b[2J"], ["ask", "--answer", "\x1b[2J=1"], ["doctor", *saved],
    ):  # fmt: skip
        main(command)
        told = capsys.readouterr()
        for text in (told.out, told.err):
            assert not [char for char in text if char in "\x1b\x07\x9b\u202e"], command


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_with_an_example(capsys: pytest.CaptureFixture[str], command: str) -> None:
    assert main([command, "--help"]) == 0
    assert "example: workbench" in capsys.readouterr().out


def test_without_a_terminal_the_plain_commands_are_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 2
    assert "plain commands" in capsys.readouterr().err


def test_schema_and_themes_and_doctor_answer(capsys: pytest.CaptureFixture[str]) -> None:
    assert answer(capsys, "schema")["type"] == "object"
    names = {theme["name"] for theme in answer(capsys, "themes", "--json")["themes"]}
    assert {"dark", "light", "contrast", "okabe-ito", "sixteen"} <= names
    assert {"python", "bpe-openai"} <= answer(capsys, "doctor", "--json")["facts"].keys()


def test_answers_go_into_a_decision_by_its_id(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    saved = ["--saved", str(tmp_path / "saved")]
    assert main(["new", "--title", "Triage", *saved]) == 0
    id = capsys.readouterr().out.strip()
    assert main(["ask", "--into", id[:12], "--answer", "examples=no", "--json", *saved]) == 0
    kept = tomllib.loads((tmp_path / "saved" / f"{id}.toml").read_text("utf-8"))
    assert kept["flow"]["answer"]["examples"]["answer"] == "no"
    assert [path.name for path in tmp_path.iterdir()] == ["saved"]
    assert main(["ask", "--into", "own.toml", "--answer", "examples=no", "--json", *saved]) == 0
    assert (tmp_path / "own.toml").exists()


@pytest.mark.parametrize("into", ["20261124-inv", "answers", "some/where"])
def test_answers_go_into_nothing_that_is_neither_a_file_nor_an_id(
    into: str, capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["ask", "--into", into, "--answer", "examples=no", "--saved", str(tmp_path)]) == 2
    assert into in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_the_help_of_validate_fits_eighty_columns(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    assert main(["validate", "--help"]) == 0
    out = capsys.readouterr().out
    assert max(map(len, out.splitlines())) <= 80 and "unknown-key" in out


@pytest.mark.parametrize(
    ("command", "told"),
    [
        (["cost", "train.jsonl"], "a file of another kind"),
        (["cost", "folder"], "a folder, not a decision"),
        (["ask", "--flow", "train.jsonl", "--check"], "not a flowchart"),
        (["cost", "gone.jsonl"], "no such decision"),
    ],
)
def test_what_is_there_and_of_another_kind_is_not_called_missing(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: list[str], told: str
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "train.jsonl").write_text("{}")
    (tmp_path / "folder").mkdir()
    assert main([*command, "--saved", str(tmp_path)]) == 2
    error = capsys.readouterr().err
    assert (told in error and ".toml" in error) or "saved" in error


def test_80_columns_keep_titles_and_approaches_apart(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = ("ticket-triage-a-long-slug-indeed-3f9a", "ticket-triage-another-long-slug-77aa")
    for name, title in zip(names, ("Ticket triage: the first", "Ticket triage: another"), strict=True):
        text = f'id = "20261123-{name}"\ntitle = "{title}"\napproach = "fine-tuning"\n'
        (tmp_path / f"20261123-{name}.toml").write_text(text)
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    monkeypatch.setenv("COLUMNS", "80")
    assert main(["list", "--saved", str(tmp_path)]) == 0
    rows = capsys.readouterr().out.splitlines()
    assert max(map(len, rows)) <= 80
    assert {row.split()[-1] for row in rows[1:]} == {"20261123-ticket-triage-a-", "20261123-ticket-triage-an"}
    assert all("fine-tuning" in row for row in rows[1:])
    assert any("Ticket triage: the first" in row for row in rows)


def test_doctor_names_a_bad_settings_file_once_and_how_to_mend_it(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    (tmp_path / "tuning-workbench").mkdir()
    file = tmp_path / "tuning-workbench" / "settings.toml"
    file.write_text('commit = "perhaps"\n')
    told = answer(capsys, "doctor", "--json")["facts"]["settings"]
    assert told.count(str(file)) == 1 and 'write commit = "yes"' in told


def test_a_command_behind_an_option_is_told_where_it_belongs(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert main(["--saved", str(tmp_path), "validate"]) == 2
    assert capsys.readouterr().err == ("workbench: a command comes first: validate\n  workbench validate --saved DIR\n")
