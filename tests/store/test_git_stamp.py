"""A commit is noticed without asking git."""

from __future__ import annotations

from pathlib import Path

from tests.git_repository import ID, TEXT, Team
from workbench.store.git_stamp import git_stamp


def test_a_commit_is_noticed_from_the_folder_and_from_a_second_work_tree(tmp_path: Path) -> None:
    team = Team(tmp_path / "one")
    team.file.write_text(TEXT)
    before = git_stamp(team.saved)
    assert git_stamp(team.saved) == before
    team.git("add", ".")
    team.git("commit", "--quiet", "-m", "first")
    assert git_stamp(team.saved) != before
    team.git("worktree", "add", "--quiet", str(tmp_path / "two"))
    second = tmp_path / "two" / "saved"
    before = git_stamp(second)
    assert any(before)
    (second / f"{ID}.toml").write_text(TEXT + "# more\n")
    team.git("-C", str(tmp_path / "two"), "commit", "--quiet", "-am", "second")
    assert git_stamp(second) != before


def test_outside_of_a_repository_nothing_is_ever_noticed(tmp_path: Path) -> None:
    assert git_stamp(tmp_path / "saved") == ()


def test_a_git_file_that_leads_nowhere_is_borne(tmp_path: Path) -> None:
    for text in (b"", b"gitdir: /nowhere\n", b"gitdir: a\0b\n", b"\xff" * 5000):
        (tmp_path / ".git").write_bytes(text)
        assert git_stamp(tmp_path) == git_stamp(tmp_path)
