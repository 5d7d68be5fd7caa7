"""diff, show --at, what is not committed in list, and commit on save, through main() and real git."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.git_repository import ID, TEXT, Team, settled
from workbench.cli.main import main

COSTS = """
[costs]
requests_per_month = 100000
[costs.option.prompt]
input_tokens = 500
output_tokens = 200
input_price = 30
output_price = 60
[costs.option.tuned]
input_tokens = 100
output_tokens = 200
input_price = 12
output_price = 12
training_tokens = 2500000
training_price = 8
epochs = 1
"""
WHY = 'rationale = """\nThe last prompt revision gained 0.03 and the one before 0.05: it has stopped improving."""\n'


@pytest.fixture
def team(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Team:
    settled(monkeypatch, tmp_path)
    team = Team(tmp_path / "team")
    monkeypatch.chdir(team.top)
    return team


def text(capsys: pytest.CaptureFixture[str], *arguments: str, code: int = 0) -> str:
    assert main([*arguments]) == code
    return capsys.readouterr().out


def refused(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert main([*arguments]) == 2
    return capsys.readouterr().err


def answer(capsys: pytest.CaptureFixture[str], *arguments: str) -> Any:
    return json.loads(text(capsys, *arguments, "--json"))


def test_the_working_file_is_held_against_the_last_commit(team: Team, capsys: pytest.CaptureFixture[str]) -> None:
    team.write(TEXT + WHY + COSTS)
    commit = team.commit("First")
    team.write((TEXT + WHY + COSTS).replace("epochs = 1", "epochs = 2").replace("gained 0.03", "gained 0.04"))
    told = text(capsys, "diff", "20260615")
    assert told == (
        "Triage\n"
        f"before  2026-10-01, Zoë Ng, {commit[:10]}: First\n"
        f"after   {ID}.toml, the file as it is\n"
        "\n"
        "  tuned, epochs  1 -> 2\n"
        "\n"
        "What follows\n"
        "  tuned, upfront     $20 -> $40\n"
        "  tuned, 12 months   $4,340 -> $4,360\n"
        "  tuned, break-even  855 -> 1,710 requests\n"
        "\n"
        "rationale\n"
        "  The last prompt revision gained [-0.03-] {+0.04+} and the one before 0.05: it\n"
        "  has …\n"
    ).replace("it\n  has …", "it\n  has stopped improving.")


def test_with_nothing_uncommitted_the_last_commit_is_told(team: Team, capsys: pytest.CaptureFixture[str]) -> None:
    first = team.saves("First")
    team.saves("It pays", "2026-10-03", approach="fine-tuning")
    told = text(capsys, "diff", ID)
    assert f"before  2026-10-01, Zoë Ng, {first[:10]}: First" in told
    assert "(nothing is uncommitted)" in told
    assert "  approach  prompting -> fine-tuning" in told


def test_the_first_version_has_nothing_before_it(team: Team, capsys: pytest.CaptureFixture[str]) -> None:
    team.saves("First")
    assert "only one version" in text(capsys, "diff", ID)
    assert answer(capsys, "diff", ID)["changes"] == []


def test_two_versions_by_commit_branch_and_day(team: Team, capsys: pytest.CaptureFixture[str]) -> None:
    team.saves("First", "2026-10-01")
    team.git("branch", "old")
    team.saves("Second", "2026-10-05", status="accepted")
    team.saves("Third", "2026-11-05", approach="rag")
    for at in ("old..HEAD~1", "2026-10-01..2026-10-31", "HEAD~2..HEAD~1", "old..2026-11-04"):
        (change,) = answer(capsys, "diff", ID, "--at", at)["changes"]
        assert (change["field"], change["before"], change["after"]) == (["status"], "proposed", "accepted")
    assert {change["label"] for change in answer(capsys, "diff", ID, "--at", "old..")["changes"]} == {"approach"}
    assert {change["label"] for change in answer(capsys, "diff", ID, "--at", "2026-10-31")["changes"]} == {
        "approach",
        "status",
    }


def test_json_has_values_and_what_follows(team: Team, capsys: pytest.CaptureFixture[str]) -> None:
    team.write(TEXT + COSTS)
    commit = team.commit("First")
    team.write(
        (TEXT + COSTS).replace("epochs = 1", "epochs = 3").replace("= 100000", "= { low = 80000, high = 150000 }")
    )
    told = answer(capsys, "diff", ID)
    assert told["before"] == {
        "id": ID, "commit": commit, "author": "Zoë Ng", "at": "2026-10-01T12:00:00+00:00", "subject": "First",
    }  # fmt: skip
    assert told["after"]["commit"] is None
    assert told["changes"][0] == {
        "field": ["costs", "requests_per_month"],
        "label": "requests a month",
        "before": 100000,
        "after": {"low": 80000, "high": 150000},
    }
    follows = {tuple(row["field"]): (row["before"], row["after"]) for row in told["follows"]}
    assert follows["option", "tuned", "break_even_requests"] == (855, 2565)
    assert follows["option", "tuned", "upfront"] == (20, 60)


def test_a_decision_is_held_against_another(team: Team, capsys: pytest.CaptureFixture[str]) -> None:
    team.write()
    team.write(TEXT.replace(ID, "20261001-other-0001").replace("Triage", "Other"), "20261001-other-0001.toml")
    told = text(capsys, "diff", ID, "20261001")
    assert "  title  Triage -> Other" in told
    assert "two ways at once" in refused(capsys, "diff", ID, "20261001", "--at", "HEAD")


def test_exit_codes(team: Team, capsys: pytest.CaptureFixture[str]) -> None:
    team.saves("First")
    text(capsys, "diff", ID, "--exit-code")
    team.write(TEXT.replace("proposed", "accepted"))
    text(capsys, "diff", ID, "--exit-code", code=1)
    text(capsys, "diff", ID)
    team.commit("Accepted")
    assert "Nothing differs" in text(capsys, "diff", ID, "--exit-code"), "the last commit is not what is asked about"
    assert "proposed -> accepted" in text(capsys, "diff", ID)
    text(capsys, "diff", ID, "--at", "HEAD~1..HEAD", "--exit-code", code=1)


def test_a_change_of_layout_alone_is_no_difference(team: Team, capsys: pytest.CaptureFixture[str]) -> None:
    team.saves("First")
    team.write(f"# a comment\n{TEXT}")
    assert "Nothing differs in what it says." in text(capsys, "diff", ID)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--at", "nix"], "no such commit"),
        (["--at=-p"], "not a commit"),
        (["--at", "HEAD...HEAD"], "two dots"),
        (["--at", "2026-09-01"], "no version so old"),
        (["--at", "\x1b[2J"], "␛[2J"),
    ],
)
def test_what_cannot_be_held_against_says_why(
    team: Team, capsys: pytest.CaptureFixture[str], arguments: list[str], told: str
) -> None:
    team.saves("First")
    said = refused(capsys, "diff", ID, *arguments)
    assert told in said
    assert "\x1b" not in said


def test_a_file_that_was_never_committed(team: Team, capsys: pytest.CaptureFixture[str]) -> None:
    team.write()
    assert "was never committed" in refused(capsys, "diff", ID)
    assert "git        not committed yet" in text(capsys, "show", ID)


def test_a_broken_version_names_commit_and_line(team: Team, capsys: pytest.CaptureFixture[str]) -> None:
    team.write(TEXT + "= broken\n")
    commit = team.commit("Broken")
    team.write()
    assert f"{commit[:10]}:saved/{ID}.toml:6" in refused(capsys, "diff", ID)


def test_show_tells_the_last_change_and_what_is_not_committed(team: Team, capsys: pytest.CaptureFixture[str]) -> None:
    commit = team.saves("First")
    told = text(capsys, "show", ID)
    assert f"changed    2026-10-01, Zoë Ng, {commit[:10]}: First\n" in told
    assert "uncommitted" not in told
    team.write("kind", f"{ID}/20261001T000000Z-zoe-0000.toml")
    assert "git        uncommitted changes\n" in text(capsys, "show", ID)


def test_show_at_a_commit_or_a_day(team: Team, capsys: pytest.CaptureFixture[str]) -> None:
    team.saves("First", "2026-10-01")
    team.saves("It pays", "2026-10-05", approach="fine-tuning")
    for ref in ("HEAD~1", "2026-10-04"):
        told = text(capsys, "show", ID, "--at", ref)
        assert "approach   prompting\n" in told
        assert ": First\n" in told
        assert answer(capsys, "show", ID, "--at", ref)["approach"] == "prompting"
    assert "no such commit" in refused(capsys, "show", ID, "--at", "nix")


def test_a_decision_that_is_gone_is_shown_as_it_was(team: Team, capsys: pytest.CaptureFixture[str]) -> None:
    team.saves("First")
    team.file.unlink()
    team.write("x", "notes.txt")
    team.commit("Gone")
    assert "Triage" in text(capsys, "show", ID, "--at", "HEAD~1")
    assert "no such decision" in refused(capsys, "show", ID)
    assert "no such decision" in refused(capsys, "show", "20260101-never-0000", "--at", "HEAD~1")


def test_list_marks_what_is_not_committed(team: Team, capsys: pytest.CaptureFixture[str]) -> None:
    team.saves("First")
    assert "uncommitted" not in text(capsys, "list")
    team.write(TEXT, "20261001-other-0001.toml")
    rows = {row["id"]: row["uncommitted"] for row in answer(capsys, "list")["decisions"]}
    assert rows == {ID: False, "20261001-other-0001": True}
    told = text(capsys, "list").split("\n")
    assert told[0].endswith("  git")
    assert [line.endswith("  uncommitted") for line in told[1:3]] == [False, True]


def test_list_goes_on_without_git(
    team: Team, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    team.saves("First")
    monkeypatch.setenv("PATH", str(tmp_path))
    assert "cannot be told: git is not here" in text(capsys, "list")
    assert answer(capsys, "list")["decisions"][0]["uncommitted"] is None
    assert "git is not here" in text(capsys, "show", ID)
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / f"{ID}.toml").write_text(TEXT)
    assert answer(capsys, "list", "--saved", str(outside))["decisions"][0]["uncommitted"] is None
    assert "git" not in text(capsys, "show", ID, "--saved", str(outside))


def test_hostile_authors_and_messages_reach_no_stream(team: Team, capsys: pytest.CaptureFixture[str]) -> None:
    hostile = "\x1b]52;c;aGFja2Vk\x1b\\\u202e\u009b31m[/]"
    team.write()
    team.commit(hostile, GIT_AUTHOR_NAME=hostile)
    team.write(TEXT.replace("Triage", "\\u001b[2J\\u202e"))
    for command in (["show", ID], ["diff", ID], ["diff", ID, "--json"], ["show", ID, "--at", "HEAD"], ["list"]):
        told = text(capsys, *command)
        assert not any(char in told for char in "\x1b\x07\u009b\u202e")


def test_new_review_status_and_supersede_commit_what_they_wrote(team: Team, capsys: pytest.CaptureFixture[str]) -> None:
    team.write("staged", "notes.txt")
    team.git("add", "saved/notes.txt")
    assert main(["new", "--title", "Triage", "--approach", "rag", "--commit"]) == 0
    told = capsys.readouterr()
    id = told.out.strip()
    assert told.err.startswith("committed ")
    assert "on main" in told.err
    assert team.git("log", "-1", "--format=%B") == f"Decision: Triage (draft)\n\napproach: rag\nid: {id}"
    assert set(team.git("show", "--name-only", "--format=").split("\n")) == {
        f"saved/{id}.toml", "saved/decision.schema.json", "saved/.taplo.toml",
    }  # fmt: skip
    assert main(["review", id, "--verdict", "keep", "--by", "Zoë", "--commit"]) == 0
    assert team.git("log", "-1", "--format=%s") == "Review: Triage, keep"
    assert main(["review", id, "--set", "accuracy=0.9", "--commit"]) == 0
    assert team.git("log", "-1", "--format=%s") == "Reading: Triage, accuracy"
    assert main(["status", id, "--commit"]) == 0
    assert team.git("log", "-1", "--format=%s") == "Reading: Triage, accuracy"
    assert main(["status", id, "proposed", "--commit"]) == 0
    assert team.git("log", "-1", "--format=%s") == "Decision: Triage (proposed)"
    assert main(["supersede", id, "--title", "Next", "--commit"]) == 0
    assert team.git("log", "-1", "--format=%s") == "Decision: Next (draft)"
    assert team.git("status", "--porcelain") == "A  saved/notes.txt"


def test_the_setting_commits_and_the_option_overrules_it(
    team: Team, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert main(["new", "--title", "One"]) == 0
    assert capsys.readouterr().err == ""
    config = tmp_path / "config" / "tuning-workbench"
    config.mkdir(parents=True)
    (config / "settings.toml").write_text('commit = "yes"\n')
    assert main(["new", "--title", "Two"]) == 0
    assert capsys.readouterr().err.startswith("committed ")
    assert main(["new", "--title", "Three", "--no-commit"]) == 0
    assert capsys.readouterr().err == ""


def test_a_commit_that_fails_loses_nothing(team: Team, capsys: pytest.CaptureFixture[str]) -> None:
    hook = team.top / ".git" / "hooks" / "pre-commit"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\necho 'title needs a ticket'\nexit 1\n")
    hook.chmod(0o755)
    assert main(["new", "--title", "Triage", "--commit"]) == 1
    told = capsys.readouterr()
    assert (team.saved / f"{told.out.strip()}.toml").exists()
    assert "title needs a ticket" in told.err
    assert "the file is saved" in told.err


def test_entries_that_are_not_committed_are_no_nothing(team: Team, capsys: pytest.CaptureFixture[str]) -> None:
    team.saves("One")
    team.saves("Two", title="Other")
    entry = team.saved / ID / "20261101T000000Z-ann-0001.toml"
    entry.parent.mkdir()
    entry.write_text('kind = "review"\nat = 2026-11-01T00:00:00Z\nverdict = "keep"\n')
    assert main(["diff", ID, "--saved", str(team.saved)]) == 0
    told = " ".join(capsys.readouterr().out.split())
    assert "only its journal has uncommitted entries" in told and "nothing is uncommitted" not in told
