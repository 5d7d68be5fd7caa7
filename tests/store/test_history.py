"""History from real git: versions, texts of the past, what is not committed; in every odd kind of repository."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.git_repository import ID, TEXT, Team, settled
from workbench.errors import FileProblem, UsageProblem, WorkbenchError
from workbench.store.git import GitProblem, repository
from workbench.store.git_status import is_uncommitted, uncommitted
from workbench.store.history import last_change, past, versions
from workbench.store.journal import folder_of

HOSTILE = "\x1b]52;c;aGFja2Vk\x07\x1b[2J\u009b31m\u202eeve"


@pytest.fixture
def team(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Team:
    settled(monkeypatch, tmp_path)
    return Team(tmp_path / "team")


def subjects(file: Path) -> list[str]:
    return [version.subject for version in versions(file)]


def test_versions_are_the_commits_that_changed_the_file(team: Team) -> None:
    first = team.saves("First", "2026-10-01")
    team.write("other", "notes.txt")
    team.commit("Something else", "2026-10-02")
    second = team.saves("It pays", "2026-10-03", approach="fine-tuning")
    found = versions(team.file)
    assert [(v.commit, v.author, v.subject, v.name) for v in found] == [
        (second, "Zoë Ng", "It pays", f"saved/{ID}.toml"),
        (first, "Zoë Ng", "First", f"saved/{ID}.toml"),
    ]
    assert [str(v.at) for v in found] == ["2026-10-03 12:00:00+00:00", "2026-10-01 12:00:00+00:00"]
    assert last_change(team.file) == found[0]
    assert found[0].told == f"2026-10-03, Zoë Ng, {second[:10]}: It pays"


def test_versions_go_on_across_renames(team: Team) -> None:
    team.saves("First")
    team.git("mv", f"saved/{ID}.toml", "saved/older.toml")
    team.commit("Another name")
    team.saved.rename(team.top / "log")
    team.commit("Another folder")
    found = versions(team.top / "log" / "older.toml")
    assert [(v.subject, v.name) for v in found] == [
        ("Another folder", "log/older.toml"),
        ("Another name", "saved/older.toml"),
        ("First", f"saved/{ID}.toml"),
    ]
    assert past(team.top / "log" / "older.toml", "HEAD~2").text == TEXT


def test_a_decision_that_began_as_a_copy_has_a_history_of_its_own(team: Team) -> None:
    team.saves("First")
    copy = team.write(TEXT, "20261001-copy-0001.toml")
    team.commit("Takes the place")
    assert subjects(copy) == ["Takes the place"]


def test_a_text_is_told_at_a_commit_a_tag_and_a_branch(team: Team) -> None:
    first = team.saves("First")
    team.git("tag", "q4")
    team.git("branch", "old")
    team.saves("It pays", approach="fine-tuning")
    for ref in (first, first[:8], "q4", "old", "HEAD~1", "HEAD^{/First}"):
        found = past(team.file, ref)
        assert (found.text, found.version.subject) == (TEXT, "First")
    assert 'approach = "fine-tuning"' in past(team.file, "main").text


@pytest.mark.parametrize(
    ("day", "subject"),
    [("2026-10-01", "First"), ("2026-10-02", "First"), ("2026-10-03", "Third"), ("2027-01-01", "Third")],
)
def test_a_day_is_the_last_version_before_its_end(team: Team, day: str, subject: str) -> None:
    team.saves("First", "2026-10-01")
    team.saves("Second", "2026-10-03", status="draft")
    team.saves("Third", "2026-10-03", status="accepted")
    assert past(team.file, day).version.subject == subject


def test_before_its_first_version_there_is_none(team: Team) -> None:
    team.saves("First", "2026-10-01")
    with pytest.raises(GitProblem, match="no version so old"):
        past(team.file, "2026-09-30")


@pytest.mark.parametrize("ref", ["--output=x", "-p", "", "--all", "-"])
def test_what_looks_like_an_option_is_no_commit(team: Team, ref: str) -> None:
    team.saves("First")
    with pytest.raises(UsageProblem):
        past(team.file, ref)
    assert not (team.top / "x").exists()


@pytest.mark.parametrize(
    "ref", ["nix", "a b", "\x1b[2J", "\udcff", "HEAD..HEAD", "HEAD:saved", "2026-13-01", "x" * 300_000]
)
def test_an_unknown_commit_is_told_and_cleaned(team: Team, ref: str) -> None:
    team.saves("First")
    with pytest.raises(GitProblem) as raised:
        past(team.file, ref)
    assert raised.value.hint
    assert "\x1b" not in str(raised.value)


@settings(max_examples=30, suppress_health_check=list(HealthCheck))
@given(ref=st.text(max_size=12))
def test_any_text_is_a_commit_or_refused(team: Team, ref: str) -> None:
    if not team.file.exists():
        team.saves("First")
    try:
        assert past(team.file, ref).text == TEXT
    except WorkbenchError as problem:
        assert problem.hint


def test_a_file_that_came_later_is_not_in_an_older_commit(team: Team) -> None:
    team.write("x", "notes.txt")
    team.commit("Nothing yet")
    team.saves("First")
    with pytest.raises(GitProblem, match="not in that commit"):
        past(team.file, "HEAD~1")


def test_a_file_that_is_gone_keeps_its_history(team: Team) -> None:
    team.saves("First")
    shutil.rmtree(team.saved)
    team.commit("Gone")
    assert subjects(team.file) == ["Gone", "First"]
    assert past(team.file, "HEAD~1").text == TEXT


def test_names_with_blanks_line_ends_and_signs(team: Team) -> None:
    names = ["a b.toml", "line\nend.toml", "ü*?[x].toml", "-option.toml", ":(top)x.toml", '"q".toml', "\udcff.toml"]
    for name in names:
        team.write(TEXT, name)
    found = uncommitted(team.saved)
    assert found is not None
    assert found.changed == {name.removesuffix(".toml") for name in names}
    team.commit("All")
    for name in names:
        assert past(team.saved / name, "HEAD").text == TEXT
        assert subjects(team.saved / name) == ["All"]
    assert uncommitted(team.saved) == type(found)(frozenset(), frozenset())


def test_a_repository_in_a_folder_with_a_line_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settled(monkeypatch, tmp_path)
    team = Team(tmp_path / "odd \n na\tme ü")
    team.saves("First")
    assert repository(team.saved).root == team.top.resolve()
    assert past(team.file, "HEAD").text == TEXT
    team.write(TEXT + "# more\n")
    found = uncommitted(team.saved)
    assert found is not None
    assert found.of(team.file) is True


def test_uncommitted_are_changed_untracked_staged_deleted_and_those_with_a_new_review(team: Team) -> None:
    for name in ("clean", "changed", "staged", "reviewed", "gone"):
        team.write(TEXT, f"{name}.toml")
    team.commit("All")
    for name in ("changed", "staged", "untracked"):
        team.write(TEXT + "# more\n", f"{name}.toml")
    team.git("add", "saved/staged.toml")
    team.write("kind", "reviewed/20261001T000000Z-zoe-0000.toml")
    (team.saved / "gone.toml").unlink()
    (team.saved / "decision.schema.json").write_text("{}")
    (team.top / "elsewhere.toml").write_text("")
    found = uncommitted(team.saved)
    assert found is not None
    assert found.changed == {"changed", "staged", "untracked", "reviewed", "gone"}
    assert found.of(team.saved / "clean.toml") is False
    assert is_uncommitted(team.saved / "reviewed.toml") is False
    assert is_uncommitted(team.saved / "reviewed.toml", folder_of(team.saved / "reviewed.toml")) is True


def test_what_git_ignores_is_neither(team: Team) -> None:
    (team.top / ".gitignore").write_text("saved/mine.toml\n")
    team.saves("First")
    team.write(TEXT, "mine.toml")
    found = uncommitted(team.saved)
    assert found is not None
    assert (found.of(team.saved / "mine.toml"), found.of(team.file)) == (None, False)
    assert is_uncommitted(team.saved / "mine.toml") is None
    (team.top / ".gitignore").write_text("/saved/\n")
    team.git("rm", "-r", "--cached", "--quiet", "saved")
    assert uncommitted(team.saved) is None


def test_the_status_settings_of_a_repository_hide_nothing(team: Team) -> None:
    team.saves("First")
    team.git("config", "status.showUntrackedFiles", "no")
    team.git("config", "status.relativePaths", "true")
    team.git("config", "diff.relative", "true")
    team.git("config", "log.showSignature", "true")
    team.write(TEXT, "new.toml")
    found = uncommitted(team.saved)
    assert found is not None
    assert found.changed == {"new"}
    assert subjects(team.file) == ["First"]


def test_reading_starts_no_program_of_the_repository(team: Team) -> None:
    team.saves("First")
    mark = team.top / "started"
    script = team.top / "start"
    script.write_text(f"#!/bin/sh\ntouch '{mark}'\n")
    script.chmod(0o755)
    (team.top / ".gitattributes").write_text("*.toml diff=x\n")
    for name in ("core.fsmonitor", "diff.x.textconv", "diff.external", "core.pager", "gpg.program"):
        team.git("config", name, str(script))
    uncommitted(team.saved), versions(team.file), past(team.file, "HEAD")
    assert not mark.exists()


def test_a_hook_s_environment_does_not_lead_elsewhere(
    team: Team, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    team.saves("First")
    other = Team(tmp_path / "other")
    monkeypatch.setenv("GIT_DIR", str(other.top / ".git"))
    monkeypatch.setenv("GIT_WORK_TREE", str(other.top))
    monkeypatch.setenv("GIT_INDEX_FILE", ".git/index.lock")
    assert subjects(team.file) == ["First"]
    assert is_uncommitted(team.file) is False


def test_hostile_names_and_messages_are_made_visible(team: Team) -> None:
    team.write()
    team.git("add", "--all")
    hostile = HOSTILE.replace("\x07", "")
    team.commit(f"{hostile}\n\nbody", GIT_AUTHOR_NAME=hostile)
    told = versions(team.file)[0].told
    assert not any(char in told for char in "\x1b\x07\u009b\u202e")
    assert "␛]52" in told


def test_an_endless_subject_is_cut_short_where_it_is_told(team: Team) -> None:
    team.write()
    team.commit("x" * 5000)
    (version,) = versions(team.file)
    assert len(version.subject) == 5000
    assert len(version.told) < 200


def test_an_author_that_is_not_utf8_and_an_impossible_time_hide_nothing(team: Team) -> None:
    tree = subprocess.run(["git", "mktree"], cwd=team.top, input=b"", capture_output=True, check=True).stdout.strip()
    team.write()
    team.git("add", "--all")
    tree = os.fsencode(team.git("write-tree"))
    for who in (b"Zo\xeb <z@x> 1790000000 +9959", b"Zo\xeb <z@x> 99999999999999999999 +0000", b"<> 0 +0000"):
        raw = b"tree %s\nauthor %s\ncommitter %s\n\nFirst \xff\n" % (tree, who, who)
        made = subprocess.run(
            ["git", "hash-object", "-t", "commit", "-w", "--literally", "--stdin"],
            cwd=team.top, input=raw, capture_output=True, check=True,
        )  # fmt: skip
        team.git("update-ref", "refs/heads/main", made.stdout.decode().strip())
        (version,) = versions(team.file)
        assert version.subject == "First �"
        assert past(team.file, "HEAD").text == TEXT
        assert version.told


def test_what_was_committed_is_read_within_the_limits(team: Team) -> None:
    cases = {"big.toml": b"#" * 1_000_001, "latin.toml": b'title = "\xe9"\n', "bom.toml": "\ufeffschema = 1\n".encode()}
    for name, data in cases.items():
        (team.saved / name).write_bytes(data)
    (team.saved / "link.toml").symlink_to("big.toml")
    commit = team.commit("All")
    for name in (*cases, "link.toml"):
        with pytest.raises(FileProblem) as raised:
            past(team.saved / name, "HEAD")
        assert raised.value.path == f"{commit[:10]}:saved/{name}"


def test_without_git_the_program_it_is_said(team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    team.saves("First")
    monkeypatch.setenv("PATH", str(team.top))
    with pytest.raises(GitProblem, match="git is not here"):
        uncommitted(team.saved)
    with pytest.raises(GitProblem, match="git is not here"):
        versions(team.file)


def test_outside_a_repository_nothing_is_known(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settled(monkeypatch, tmp_path)
    assert uncommitted(tmp_path) is None
    assert uncommitted(tmp_path / "not" / "there") is None
    with pytest.raises(GitProblem) as raised:
        versions(tmp_path / "x.toml")
    assert "git init" in raised.value.hint


def test_a_bare_repository_has_no_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settled(monkeypatch, tmp_path)
    team = Team(tmp_path / "team", "--bare")
    with pytest.raises(GitProblem) as raised:
        versions(team.file)
    assert "checked out" in raised.value.hint
    assert uncommitted(team.saved) is None


def test_an_empty_repository_has_no_versions(team: Team) -> None:
    team.write()
    assert versions(team.file) == []
    assert last_change(team.file) is None
    found = uncommitted(team.saved)
    assert found is not None
    assert found.of(team.file) is True
    with pytest.raises(GitProblem, match="no such commit"):
        past(team.file, "HEAD")


def test_a_shallow_clone_says_what_to_fetch(team: Team, tmp_path: Path) -> None:
    team.saves("First", "2026-10-01")
    team.saves("Second", "2026-10-02", status="draft")
    team.git("clone", "--quiet", "--depth=1", team.top.as_uri(), str(tmp_path / "shallow"))
    file = tmp_path / "shallow" / "saved" / team.file.name
    assert subjects(file) == ["Second"]
    for ref in ("HEAD~1", "2026-10-01"):
        with pytest.raises(GitProblem) as raised:
            past(file, ref)
        assert "--unshallow" in raised.value.hint


def test_a_partial_clone_fetches_nothing(team: Team, tmp_path: Path) -> None:
    team.saves("First")
    team.saves("Second", status="draft")
    team.git("config", "uploadpack.allowFilter", "true")
    team.git("clone", "--quiet", "--filter=blob:none", team.top.as_uri(), str(tmp_path / "partial"))
    file = tmp_path / "partial" / "saved" / team.file.name
    assert subjects(file) == ["Second", "First"]
    with pytest.raises(GitProblem):
        past(file, "HEAD~1")
    assert 'status = "draft"' in past(file, "HEAD").text


def test_a_detached_head_a_worktree_and_a_submodule(team: Team, tmp_path: Path) -> None:
    team.saves("First")
    team.saves("Second", status="draft")
    team.git("checkout", "--quiet", "HEAD~1")
    assert subjects(team.file) == ["First"]
    team.git("worktree", "add", "--quiet", str(tmp_path / "tree"), "main")
    assert subjects(tmp_path / "tree" / "saved" / team.file.name) == ["Second", "First"]
    outer = Team(tmp_path / "outer")
    outer.git("-c", "protocol.file.allow=always", "submodule", "--quiet", "add", str(team.top), "inner")
    outer.commit("With a submodule")
    inner = outer.top / "inner" / "saved" / team.file.name
    assert subjects(inner) == ["First"]
    inner.write_text(TEXT + "# more\n")
    found = uncommitted(inner.parent)
    assert found is not None
    assert found.of(inner) is True


def test_a_saved_folder_that_is_a_link_into_a_repository(team: Team, tmp_path: Path) -> None:
    team.saves("First")
    (tmp_path / "link").symlink_to(team.saved)
    file = tmp_path / "link" / team.file.name
    assert subjects(file) == ["First"]
    file.write_text(TEXT + "# more\n")
    found = uncommitted(tmp_path / "link")
    assert found is not None
    assert found.of(file) is True
    assert is_uncommitted(file) is True


def test_a_broken_repository_is_a_problem_with_a_hint(team: Team) -> None:
    team.saves("First")
    (team.top / ".git" / "index").write_bytes(b"broken")
    with pytest.raises(GitProblem) as raised:
        uncommitted(team.saved)
    assert raised.value.hint
    assert past(team.file, "HEAD").text == TEXT


def test_a_repository_of_somebody_else_says_how_to_trust_it(team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    team.saves("First")
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    for ask in (versions, is_uncommitted):
        with pytest.raises(GitProblem, match="dubious ownership") as raised:
            ask(team.file)
        assert "safe.directory" in raised.value.hint
