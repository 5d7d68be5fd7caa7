"""What ``workbench review`` refuses, and whose name it writes down."""

from __future__ import annotations

import json
import shutil
import subprocess
from datetime import date, timedelta
from pathlib import Path

import pytest

from workbench.cli.main import main
from workbench.store.people import author

REVIEWS = "20260615-review-sentiment-7b93"
EXAMPLES = Path(__file__).parent.parent.parent / "saved"


@pytest.fixture
def saved(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(tmp_path / "gitconfig"))
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    monkeypatch.setenv("LOGNAME", "root")
    folder = tmp_path / "saved"
    folder.mkdir()
    shutil.copy(EXAMPLES / f"{REVIEWS}.toml", folder)
    return folder


def refused(capsys: pytest.CaptureFixture[str], saved: Path, *arguments: str) -> str:
    assert main([*arguments, "--saved", str(saved)]) == 2
    assert not (saved / REVIEWS).exists(), "nothing is written"
    return capsys.readouterr().err


def by(capsys: pytest.CaptureFixture[str], saved: Path, *arguments: str) -> str:
    assert main(["review", REVIEWS, "--verdict", "comment", "--json", "--saved", str(saved), *arguments]) == 0
    name: str = json.loads(capsys.readouterr().out)["by"]
    return name


def test_a_reading_beyond_its_unit_is_refused(capsys: pytest.CaptureFixture[str], saved: Path) -> None:
    for command in (["review", REVIEWS], ["check"], ["check", REVIEWS]):
        told = refused(capsys, saved, *command, "--set", "accuracy=5")
        assert "accuracy" in told and "0..1" in told and "5 %" in told
    file = saved.parent / "m.json"
    file.write_text('{"accuracy": 5}', "utf-8")
    assert "0..1" in refused(capsys, saved, "check", "--metrics", str(file))


def test_a_metric_tracked_as_a_ratio_is_a_share(capsys: pytest.CaptureFixture[str], saved: Path) -> None:
    file = saved / f"{REVIEWS}.toml"
    file.write_text(file.read_text("utf-8") + '\n[metric.satisfied]\nunit = "ratio"\n', "utf-8")
    for command in (["review", REVIEWS], ["check"], ["check"]):
        assert "satisfied" in refused(capsys, saved, *command, "--set", "satisfied=80")


def test_a_day_to_look_again_lies_ahead(capsys: pytest.CaptureFixture[str], saved: Path) -> None:
    told = refused(capsys, saved, "review", REVIEWS, "--verdict", "keep", "--review-by", "2020-01-01")
    assert "2020-01-01" in told and "passed" in told
    late = str(date.today() + timedelta(30))
    assert main(["review", REVIEWS, "--verdict", "keep", "--review-by", late, "--saved", str(saved)]) == 0


@pytest.mark.parametrize("command", [["review", REVIEWS, "--review-by"], ["check", "--as-of"]])
def test_what_is_no_day_is_told_in_words(capsys: pytest.CaptureFixture[str], saved: Path, command: list[str]) -> None:
    told = refused(capsys, saved, *command, "nonsense")
    assert "not a day" in told and "2026-11-23" in told and "fromisoformat" not in told


def test_the_reviewer_is_who_the_settings_git_and_the_account_say(
    capsys: pytest.CaptureFixture[str], saved: Path
) -> None:
    assert by(capsys, saved) == "root"
    subprocess.run(["git", "init", "-q", str(saved)], check=True)
    subprocess.run(["git", "-C", str(saved), "config", "user.name", "Zoë \x1b[2JNg"], check=True)
    assert by(capsys, saved).startswith("Zoë ") and "\x1b" not in by(capsys, saved)
    config = saved.parent / "config" / "tuning-workbench"
    config.mkdir(parents=True)
    (config / "settings.toml").write_text('author = "support-team"\n', "utf-8")
    assert by(capsys, saved) == "support-team"
    assert by(capsys, saved, "--by", "Ann") == "Ann"


def test_a_reading_that_no_trigger_asks_for_is_told(capsys: pytest.CaptureFixture[str], saved: Path) -> None:
    arguments = ["review", REVIEWS, "--by", "Ann", "--saved", str(saved)]
    assert main([*arguments, "--set", "labelled_examples=5", "--set", "accuracy=0.95"]) == 0
    assert capsys.readouterr().err == "no trigger asks about labelled_examples\n"


@pytest.mark.parametrize(("name", "hint"), [("acuracy", "did you mean accuracy?"), ("zzz", "[metric.zzz]")])
def test_a_reading_of_what_nobody_tracks_is_refused(
    capsys: pytest.CaptureFixture[str], saved: Path, name: str, hint: str
) -> None:
    told = refused(capsys, saved, "review", REVIEWS, "--set", f"{name}=0.5")
    assert name in told and hint in told


@pytest.mark.parametrize("command", [["review", REVIEWS], ["check"], ["check", REVIEWS]])
@pytest.mark.parametrize("typed", ["requests_per_month=76 %", "labelled_examples=9%", "cost_per_month=3 %"])
def test_what_is_counted_is_no_share(
    capsys: pytest.CaptureFixture[str], saved: Path, command: list[str], typed: str
) -> None:
    told = refused(capsys, saved, *command, "--set", typed)
    assert typed.partition("=")[0] in told and "no share" in told


def test_no_count_is_below_zero(capsys: pytest.CaptureFixture[str], saved: Path) -> None:
    assert "below zero" in refused(capsys, saved, "review", REVIEWS, "--set", "requests_per_month=-5")


@pytest.mark.parametrize("command", [["review", REVIEWS], ["check"]])
def test_a_reading_left_empty_is_told_how_one_of_its_kind_is_written(
    capsys: pytest.CaptureFixture[str], saved: Path, command: list[str]
) -> None:
    assert "0.93" in refused(capsys, saved, *command, "--set", "accuracy=")
    assert "12.5" in refused(capsys, saved, *command, "--set", "requests_per_month=")


def test_git_s_author_signs_also_where_the_folder_is_made_by_the_first_save(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)
    subprocess.run(["git", "-C", str(tmp_path), "config", "user.name", "Zoë Ng"], check=True)
    assert author(tmp_path / "saved" / "deeper") == "Zoë Ng"
    monkeypatch.setenv("GIT_AUTHOR_NAME", "Ann")
    assert author(tmp_path) == "Ann"


def test_a_reading_counts_as_the_newest_where_the_clock_was_ahead_before(
    capsys: pytest.CaptureFixture[str], saved: Path
) -> None:
    folder = saved / REVIEWS
    folder.mkdir()
    early = 'kind = "reading"\nat = 2099-01-01T00:00:00Z\n[reading]\naccuracy = 0.99\n'
    (folder / "20990101T000000Z-ana-0001.toml").write_text(early, "utf-8")
    assert main(["review", REVIEWS, "--set", "accuracy=0.5", "--saved", str(saved)]) == 0
    told = capsys.readouterr().err
    assert "2099-01-01" in told and "clock" in told
    main(["check", REVIEWS, "--json", "--saved", str(saved)])
    triggers = json.loads(capsys.readouterr().out)["decisions"][0]["triggers"]
    assert {t["value"] for t in triggers if t["when"].startswith("accuracy")} == {0.5}
