"""``workbench keys``, and what the settings' table of keys makes of it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from workbench.cli.main import COMMANDS, main
from workbench.core.keys.actions import ACTIONS, SCREENS_ONLY


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    file = tmp_path / "tuning-workbench" / "settings.toml"
    file.parent.mkdir()
    return file


def test_every_action_is_listed_with_its_key_place_and_plain_command(
    settings: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["keys"]) == 0
    shown = capsys.readouterr().out
    assert all(f"  {action.id} " in shown for action in ACTIONS)
    assert "plain: ask --answer" in shown
    assert "flow control" in shown
    assert max(map(len, shown.splitlines()[:-5])) <= 80


def test_what_is_changed_is_marked(settings: Path, capsys: pytest.CaptureFixture[str]) -> None:
    settings.write_text('[keys]\nsave = "f2"\npane.costs = ["C", "2"]\n')
    assert main(["keys"]) == 0
    assert "changed; usually ctrl+s" in capsys.readouterr().out
    assert main(["keys", "--json"]) == 0
    found = {action["id"]: action for action in json.loads(capsys.readouterr().out)["actions"]}
    assert found["save"] | {"keys": ["f2"], "usual": ["ctrl+s"], "changed": True} == found["save"]
    assert found["pane.costs"]["keys"] == ["C", "2"]
    assert not found["undo"]["changed"]


def test_a_wrong_key_is_named_with_file_line_and_mend(settings: Path, capsys: pytest.CaptureFixture[str]) -> None:
    settings.write_text('theme = "dark"\n[keys]\nsave = "f2"\n\nundo = "ctrl+i"\n[keys.pane]\nlgo = "6"\n')
    assert main(["keys"]) == 1
    shown = capsys.readouterr().out
    assert "settings.toml:5: keys.undo: not a key of its own: ctrl+i" in shown
    assert "settings.toml:7: keys.pane.lgo: no such action" in shown
    assert "did you mean pane.log?" in shown
    assert main(["keys", "--json"]) == 1
    assert len(json.loads(capsys.readouterr().out)["problems"]) == 2


@pytest.mark.parametrize("text", ["keys = 3\n", "keys = [[\n", '[keys]\n"\\u001b]0;x" = "\\u001b"\n'])
def test_hostile_or_broken_keys_are_told_clean(settings: Path, capsys: pytest.CaptureFixture[str], text: str) -> None:
    settings.write_text(text)
    main(["keys"])
    assert "\x1b" not in capsys.readouterr().out


def test_the_plain_commands_named_are_commands() -> None:
    for action in ACTIONS:
        for named in action.command.split(", "):
            word = named.split()[0]
            assert named == SCREENS_ONLY or word in COMMANDS or word in {"workbench", "--help"} or word[:2] == "--"


def test_writing_a_setting_leaves_the_keys_as_they_are(settings: Path) -> None:

    from workbench.store.settings import load_settings, save_settings

    settings.write_text('# mine\ntheme = "dark"\n\n[keys]\n# flow control\nsave = "f2"\npane.costs = "C"\n')
    save_settings(load_settings()[0]._replace(theme="light"))
    assert settings.read_text() == (
        '# mine\ntheme = "light"\n\n[keys]\n# flow control\nsave = "f2"\npane.costs = "C"\n'
    )
    save_settings(load_settings()[0]._replace(author="Ada"))
    assert settings.read_text() == (
        '# mine\ntheme = "light"\nauthor = "Ada"\n\n[keys]\n# flow control\nsave = "f2"\npane.costs = "C"\n'
    )
