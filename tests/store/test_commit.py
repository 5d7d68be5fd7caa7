"""Committing what was written, and only that, whatever state the repository is in."""

from __future__ import annotations

import subprocess
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from tests.git_repository import ID, TEXT, Team, settled
from tests.store.made import example
from workbench.core.log.journal import Entry
from workbench.core.record.decision import Decision
from workbench.store.commit import commit, decision_message, entry_message
from workbench.store.git import GitProblem
from workbench.store.settings import load_settings

MESSAGE = "Decision: Triage (proposed)\n\nid: x\n"


@pytest.fixture
def team(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Team:
    settled(monkeypatch, tmp_path)
    return Team(tmp_path / "team")


def hook(team: Team, name: str, script: str) -> None:
    file = team.top / ".git" / "hooks" / name
    file.parent.mkdir(exist_ok=True)
    file.write_text(f"#!/bin/sh\n{script}\n")
    file.chmod(0o755)


def in_commit(team: Team) -> set[str]:
    return set(team.git("show", "-z", "--name-only", "--format=").split("\0")) - {""}


def test_only_the_written_file_is_committed(team: Team) -> None:
    team.saves("First")
    team.write("other", "notes.txt")
    team.commit("Notes")
    (team.saved / "notes.txt").write_text("staged")
    team.git("add", "saved/notes.txt")
    (team.top / "untracked.txt").write_text("x")
    team.write(TEXT.replace("proposed", "accepted"))
    told = commit([team.file], MESSAGE)
    assert told == f"committed {team.git('rev-parse', '--short', 'HEAD')} on main"
    assert in_commit(team) == {f"saved/{ID}.toml"}
    assert team.git("log", "-1", "--format=%B") == MESSAGE.strip()
    assert team.git("status", "--porcelain").split("\n") == ["M  saved/notes.txt", "?? untracked.txt"]


def test_what_is_staged_of_the_file_itself_is_overtaken_by_what_was_saved(team: Team) -> None:
    team.saves("First")
    team.write(TEXT.replace("proposed", "rejected"))
    team.git("add", "--all")
    team.write(TEXT.replace("proposed", "accepted"))
    commit([team.file], MESSAGE)
    assert 'status = "accepted"' in team.git("show", f"HEAD:saved/{ID}.toml")
    assert team.git("status", "--porcelain") == ""


@pytest.mark.parametrize("name", ["a b.toml", "*.toml", "ü\n.toml", ":(top)x.toml", "[a].toml", "-f.toml"])
def test_a_new_file_of_any_name_in_an_empty_repository(team: Team, name: str) -> None:
    file = team.write(TEXT, name)
    team.write(TEXT, "a.toml")
    commit([file], MESSAGE)
    assert in_commit(team) == {f"saved/{name}"}


def test_nothing_new_is_no_commit(team: Team) -> None:
    head = team.saves("First")
    assert commit([team.file], MESSAGE) == "nothing to commit: git has it already"
    assert team.git("rev-parse", "HEAD") == head


def test_the_schema_beside_goes_with_it_once(team: Team) -> None:
    team.write()
    (team.saved / "decision.schema.json").write_text("{}")
    commit([team.file], MESSAGE)
    assert in_commit(team) == {f"saved/{ID}.toml", "saved/decision.schema.json"}
    (team.saved / "decision.schema.json").write_text("{ }")
    team.write(TEXT + "# more\n")
    commit([team.file], MESSAGE)
    assert in_commit(team) == {f"saved/{ID}.toml"}


def test_a_hook_that_refuses_leaves_file_and_index_as_they_were(team: Team) -> None:
    hook(team, "pre-commit", "echo 'title needs a ticket' >&2; exit 1")
    team.write("staged", "notes.txt")
    team.git("add", "saved/notes.txt")
    team.write()
    with pytest.raises(GitProblem) as raised:
        commit([team.file], MESSAGE)
    assert "title needs a ticket" in str(raised.value)
    assert "the file is saved" in raised.value.hint
    assert team.file.read_text() == TEXT
    assert team.git("status", "--porcelain").split("\n") == ["A  saved/notes.txt", f"?? saved/{ID}.toml"]


def test_the_team_s_hooks_see_a_usual_environment(team: Team) -> None:
    told = team.top / "told"
    hook(
        team,
        "commit-msg",
        f'cat "$1" > "{told}"; env | grep -E "LITERAL|ALLOW_PROTOCOL|LOCKS" >> "{told}"; true',
    )
    team.write()
    commit([team.file], MESSAGE)
    assert told.read_text() == MESSAGE


def test_a_hook_that_leaves_something_running_does_not_hold_up_the_save(team: Team) -> None:
    hook(team, "post-commit", "sleep 30 & echo $! > pid")
    team.write()
    assert commit([team.file], MESSAGE).startswith("committed")
    subprocess.run(["kill", (team.top / "pid").read_text().strip()], check=True)


def test_what_a_hook_says_is_cleaned(team: Team) -> None:
    hook(team, "pre-commit", "printf '\\033]52;c;aGFja2Vk\\007\\n' >&2; exit 1")
    team.write()
    with pytest.raises(GitProblem) as raised:
        commit([team.file], MESSAGE)
    assert "␛]52" in str(raised.value)


def test_without_a_name_it_says_how_to_tell_git(team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    for role in ("AUTHOR", "COMMITTER"):
        monkeypatch.delenv(f"GIT_{role}_NAME")
        monkeypatch.delenv(f"GIT_{role}_EMAIL")
    team.git("config", "user.useConfigOnly", "true")
    team.write()
    with pytest.raises(GitProblem) as raised:
        commit([team.file], MESSAGE)
    assert "does not know who you are" in str(raised.value)
    assert "user.email" in raised.value.hint
    assert team.git("status", "--porcelain") == "?? saved/"


def test_a_merge_under_way_is_left_alone(team: Team) -> None:
    team.saves("First")
    team.git("checkout", "--quiet", "-b", "side")
    team.saves("Side", status="rejected")
    team.git("checkout", "--quiet", "main")
    team.saves("Main", status="accepted")
    with pytest.raises(subprocess.CalledProcessError):
        team.git("merge", "side")
    file = team.write(TEXT, "20261001-other-0001.toml")
    with pytest.raises(GitProblem, match="a merge is under way"):
        commit([file], MESSAGE)
    assert file.exists()
    assert team.git("rev-parse", "MERGE_HEAD")


def test_a_rebase_under_way_is_left_alone(team: Team) -> None:
    team.saves("First")
    (team.top / ".git" / "rebase-merge").mkdir()
    team.write(TEXT + "# more\n")
    with pytest.raises(GitProblem, match="a rebase is under way"):
        commit([team.file], MESSAGE)


def test_a_detached_head_is_fine(team: Team) -> None:
    team.saves("First")
    team.git("checkout", "--quiet", "--detach")
    team.write(TEXT + "# more\n")
    assert commit([team.file], MESSAGE).endswith("on no branch")


def test_a_locked_index_and_an_ignored_folder_are_told(team: Team) -> None:
    team.saves("First")
    team.write(TEXT + "# more\n")
    lock = team.top / ".git" / "index.lock"
    lock.write_text("")
    with pytest.raises(GitProblem, match=r"index\.lock"):
        commit([team.file], MESSAGE)
    lock.unlink()
    (team.top / ".gitignore").write_text("other.toml\n")
    with pytest.raises(GitProblem, match="ignored"):
        commit([team.write(TEXT, "other.toml")], MESSAGE)


def test_outside_a_repository_it_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settled(monkeypatch, tmp_path)
    with pytest.raises(GitProblem, match="not a git repository"):
        commit([tmp_path / "x.toml"], MESSAGE)


def test_messages_name_what_was_decided_and_reviewed() -> None:
    decision = example()
    assert decision_message(decision) == (
        "Decision: Ticket triage (proposed)\n\napproach: fine-tuning\nid: 20261123-ticket-triage-3f9a\n"
    )
    assert decision_message(Decision(title="x" * 200)).split("\n")[0].endswith("…")
    at = datetime(2026, 11, 24, tzinfo=UTC)
    review = Entry(kind="review", at=at, by="Zoë", verdict="keep")
    assert entry_message(decision, review).split("\n")[:3] == ["Review: Ticket triage, keep", "", "by: Zoë"]
    reading = Entry(kind="reading", at=at, reading={"accuracy": Decimal("0.9")})
    assert entry_message(decision, reading).startswith("Reading: Ticket triage, accuracy\n\nid: ")


def test_the_setting_is_yes_or_no(tmp_path: Path) -> None:
    env = {"XDG_CONFIG_HOME": str(tmp_path)}
    file = tmp_path / "tuning-workbench" / "settings.toml"
    file.parent.mkdir()
    for value, commits, wrong in (("yes", True, False), ("no", False, False), ("maybe", False, True)):
        file.write_text(f'commit = "{value}"\n')
        settings, problem = load_settings(env)
        assert (settings.commits, problem is not None) == (commits, wrong)
