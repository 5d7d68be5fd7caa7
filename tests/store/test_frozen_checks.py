"""Hand edits of what was accepted: found against the commit that accepted it, and against approvals."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.git_repository import Team, settled
from workbench.core.log.journal import Entry
from workbench.core.record.text_hash import text_hash
from workbench.store.decisions import open_decision
from workbench.store.findings import Finding
from workbench.store.journal import write_entry
from workbench.store.validate import findings

DECIDED = "decided = 2026-10-01\n"


@pytest.fixture
def team(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Team:
    settled(monkeypatch, tmp_path)
    return Team(tmp_path / "team")


def text(rationale: str = "why", title: str = "Triage", status: str = "accepted") -> str:
    return (
        f'schema = 1\nid = "20260615-triage-7b93"\ntitle = "{title}"\nstatus = "{status}"\n'
        f'approach = "prompting"\n{DECIDED}rationale = "{rationale}"\n'
    )


def accepted(team: Team) -> str:
    team.write(text("drafted", status="proposed"))
    team.commit("Proposed")
    team.write(text())
    return team.commit("Accepted")


def frozen(team: Team) -> list[Finding]:
    return [one for one in findings(team.saved) if one.code in {"frozen", "approval"}]


def reviewed(team: Team, verdict: str) -> None:
    decision = open_decision(team.file).decision
    at = datetime(2026, 11, 1, tzinfo=UTC)
    write_entry(team.file, Entry(kind="review", at=at, by="Ann", verdict=verdict, text_hash=text_hash(decision)))


@pytest.mark.parametrize("committed", [True, False])
def test_a_hand_edit_of_what_was_accepted_is_found(team: Team, committed: bool) -> None:
    commit = accepted(team)
    assert frozen(team) == []
    team.write(text("another"))
    if committed:
        team.commit("Tidied")
    (found,) = frozen(team)
    assert (found.code, found.severity, found.line) == ("frozen", "error", 7)
    assert found.message == f"rationale changed after it was accepted in {commit[:10]}"


def test_what_is_free_may_change_and_what_is_taken_back_is_fine(team: Team) -> None:
    accepted(team)
    team.write(text(title="Tickets"))
    assert frozen(team) == []
    team.write(text("another"))
    team.commit("Tidied")
    team.write(text())
    team.commit("Taken back")
    assert frozen(team) == []


@pytest.mark.parametrize("verdict", ["approve", "keep"])
def test_a_change_that_somebody_approved_as_it_now_is_is_no_finding(team: Team, verdict: str) -> None:
    accepted(team)
    team.write(text("another"))
    assert [one.code for one in frozen(team)] == ["frozen"]
    reviewed(team, verdict)
    assert frozen(team) == []


def test_without_git_an_approval_tells_of_another_text(tmp_path: Path, team: Team) -> None:
    (team.top / ".git").rename(tmp_path / "gone")
    team.write(text())
    assert frozen(team) == []
    reviewed(team, "approve")
    assert frozen(team) == []
    team.write(text("another"))
    (found,) = frozen(team)
    assert (found.code, found.severity) == ("approval", "note") and "Ann" in found.message


def test_a_draft_may_change_and_a_folder_never_committed_has_nothing_to_hold_it_against(team: Team) -> None:
    team.write(text())
    assert frozen(team) == []
    team.write(text(status="proposed"))
    team.commit("Proposed")
    team.write(text("another", status="proposed"))
    assert frozen(team) == []
