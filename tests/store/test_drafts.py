from __future__ import annotations

import os
import stat
import subprocess
import sys
import time
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from tests.store.made import example, names
from workbench.core.changes.differences import same
from workbench.core.record.decision import with_value
from workbench.errors import FileProblem
from workbench.store import drafts
from workbench.store.drafts import Draft, discard, draft_file, offered, running, write_draft
from workbench.store.layout import file_data
from workbench.store.places import drafts_folder
from workbench.store.settings import Settings, load_settings, save_settings, settings_file

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


@pytest.fixture
def env(tmp_path: Path) -> dict[str, str]:
    return {"XDG_STATE_HOME": str(tmp_path / "state"), "XDG_CONFIG_HOME": str(tmp_path / "config")}


@pytest.fixture
def draft(tmp_path: Path) -> Draft:
    # More cached than sent: typed halfway, and no reason to lose the draft.
    decision = with_value(example(), ("costs", "option", "prompting", "cached_tokens"), Decimal(9000))
    pending = {"costs.horizon_months": "1x\x1b", "ti.tle": ""}
    return Draft(
        decision, tmp_path / "saved", NOW, pending, tmp_path / "saved/a.toml", 'a = """\r\n\x7f', "ab", "costs"
    )


def dead(monkeypatch: pytest.MonkeyPatch) -> None:
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    monkeypatch.setattr("os.getpid", lambda: gone.pid)


def test_a_draft_of_a_session_that_died_is_offered(
    env: dict[str, str], draft: Draft, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        dead(patched)
        file = draft_file(env)
        write_draft(replace(draft, saved_at=NOW.replace(hour=1)), draft_file(env))
        write_draft(draft, file)
        write_draft(draft, file)
        write_draft(replace(draft, saved=draft.saved.parent / "other"), draft_file(env))
    assert stat.S_IMODE(file.stat().st_mode) == 0o600 and stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    (first, second), problems = offered(draft.saved, env)
    assert problems == [] and second.saved_at.hour == 1
    assert same(file_data(first.decision), file_data(draft.decision))
    assert replace(first, decision=draft.decision) == replace(draft, file=file)
    discard(first)
    discard(first)
    assert offered(draft.saved, env) == ([second], [])


def test_a_living_session_keeps_its_draft(env: dict[str, str], draft: Draft, monkeypatch: pytest.MonkeyPatch) -> None:
    file = draft_file(env)
    assert file != draft_file(env)
    write_draft(draft, file)
    assert offered(draft.saved, env) == ([], [])
    assert running(draft.saved, env) == [os.getpid()] and running(draft.saved.parent, env) == []
    # The same number, another process.
    monkeypatch.setattr(drafts, "_started", lambda pid: "another boot 1")
    assert len(offered(draft.saved, env)[0]) == 1


def test_another_machine_is_judged_by_its_silence(
    env: dict[str, str], draft: Draft, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = draft_file(env)
    with monkeypatch.context() as patched:
        patched.setattr("socket.gethostname", lambda: "elsewhere")
        dead(patched)
        write_draft(draft, file)
    assert offered(draft.saved, env) == ([], [])
    os.utime(file, (1, 1))
    assert len(offered(draft.saved, env)[0]) == 1
    assert running(draft.saved, env) == []
    # The clock was set back by a year since.
    ahead = time.time() + 365 * 86_400
    os.utime(file, (ahead, ahead))
    assert len(offered(draft.saved, env)[0]) == 1


def test_a_session_that_ended_and_that_nobody_asked_about_has_ended(
    env: dict[str, str], draft: Draft, monkeypatch: pytest.MonkeyPatch
) -> None:
    ended = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    with monkeypatch.context() as patched:
        patched.setattr("os.getpid", lambda: ended.pid)
        write_draft(draft, draft_file(env))
    assert offered(draft.saved, env) == ([], [])
    ended.kill()
    # It has ended, and its number is not given to another before it is asked how.
    os.waitid(os.P_PID, ended.pid, os.WEXITED | os.WNOWAIT)
    assert len(offered(draft.saved, env)[0]) == 1
    ended.communicate()


@pytest.mark.parametrize(
    "data",
    [
        b"", b"[", b"\xff", b"saved = 1", b"saved = '{saved}'", b"saved = '{saved}'\nsaved_at = 1",
        b"saved = '{saved}'\nsaved_at = 0001-01-01T00:00:00Z\n[decision]",
        b"saved = '{saved}'\nsaved_at = 2026-01-01T00:00:00Z\npending = 1",
        b"saved = '{saved}'\nsaved_at = 2026-01-01T00:00:00Z\n[decision]\nstatus = 'odd'",
        b"saved = '{saved}'\nsaved_at = 2026-01-01T00:00:00Z\ndecision = 1",
        b"saved = '{saved}'\nsaved_at = 2026-01-01T00:00:00Z\npath = \"a\\u0000\"\n[decision]",
    ],
)  # fmt: skip
def test_a_broken_draft_is_named_and_kept(env: dict[str, str], draft: Draft, data: bytes) -> None:
    file = drafts_folder(env) / "1-ab.toml"
    file.parent.mkdir(parents=True)
    file.write_bytes(data.replace(b"{saved}", str(draft.saved).encode()))
    found, problems = offered(draft.saved, env)
    assert found == [] and len(problems) == 1 and problems[0].path == str(file)
    assert names(file.parent) == ["1-ab.toml"]


def test_where_drafts_cannot_be_kept(tmp_path: Path, draft: Draft) -> None:
    (tmp_path / "file").write_text("")
    env = {"XDG_STATE_HOME": str(tmp_path / "file")}
    assert offered(draft.saved, env) == ([], [])
    with pytest.raises(FileProblem):
        write_draft(draft, draft_file(env))
    assert drafts_folder({"HOME": "/h"}) == Path("/h/.local/state/tuning-workbench/drafts")
    assert drafts_folder({"HOME": "/h", "XDG_STATE_HOME": "relative"}).parts[1] == "h"


def test_settings(env: dict[str, str]) -> None:
    assert load_settings(env) == (Settings(), None)
    save_settings(Settings(), env)
    assert not settings_file(env).exists()
    save_settings(Settings(theme="dark", author="zoe"), env)
    assert load_settings(env) == (Settings(theme="dark", author="zoe"), None)
    settings_file(env).write_text('theme = 1\nauthor = "x\\u001b"\nzap = 2\n')
    settings, problem = load_settings(env)
    assert settings == Settings(author="x␛") and problem is not None and "theme" in problem.message
    save_settings(Settings(theme="light"), env)
    assert "zap = 2" in settings_file(env).read_text()


def test_unreadable_settings_are_left_alone(env: dict[str, str]) -> None:
    settings_file(env).parent.mkdir(parents=True)
    settings_file(env).write_text("theme =")
    settings, problem = load_settings(env)
    assert settings == Settings() and problem is not None and problem.line == 1
    with pytest.raises(FileProblem):
        save_settings(Settings(theme="dark"), env)
    assert settings_file(env).read_text() == "theme ="
