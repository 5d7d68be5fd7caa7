"""Told to leave while something is still being put up: it leaves, and nothing is an error."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from textual.widget import MountError

from tests.tui.conftest import TODAY
from workbench.tui.app import WorkbenchApp
from workbench.tui.desk import Desk
from workbench.tui.panes.questions import QuestionsPane
from workbench.tui.screens.main import Workbench
from workbench.tui.screens.stage import Stage


@pytest.fixture
def app(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> WorkbenchApp:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    desk = Desk(tmp_path / "saved")
    return WorkbenchApp(desk, desk.start(), "dark", TODAY)


@pytest.mark.parametrize(("who", "when"), [(Stage, "compose"), (Workbench, "on_mount"), (QuestionsPane, "compose")])
async def test_leaving_before_a_screen_or_pane_is_up_is_no_error(
    app: WorkbenchApp, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], who: type, when: str
) -> None:
    as_it_is, told = getattr(who, when), []

    def then_leave(self: Any) -> Any:
        told.append(when)
        app.exit(return_code=129)
        return as_it_is(self)

    monkeypatch.setattr(who, when, then_leave)
    await app.run_async(headless=True, size=(80, 24))
    assert told and app.return_code == 129
    assert "Traceback" not in capsys.readouterr().err


async def test_an_error_of_an_app_that_stays_is_still_one(app: WorkbenchApp, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(self: Workbench) -> None:
        raise MountError("a mistake")

    monkeypatch.setattr(Workbench, "on_mount", broken)
    with pytest.raises(MountError, match="a mistake"):
        async with app.run_test(size=(80, 24)):
            pass
