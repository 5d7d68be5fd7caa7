"""list and check answer the same whether they read the files, take them from the cache or share them out."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from tests.bench.log import write_log
from workbench.cli import progress
from workbench.cli.common import print_json
from workbench.cli.main import main
from workbench.store import summaries as module
from workbench.store.summaries import Part

COMMANDS = [
    ["list"], ["list", "--json"], ["list", "--json", "--status", "accepted"], ["list", "--json", "--tag", "team-3"],
    ["list", "--json", "--trigger", "fired"], ["list", "--json", "--text", "four LANGUAGES"], ["list", "--text", "zap"],
    ["check"], ["check", "--json"], ["check", "--as-of", "2025-01-01"], ["check", "--json", "--set", "accuracy=0.1"],
    ["check", "--json", "--set", "accuracy=0.1", "--as-of", "2024-05-01"],
]  # fmt: skip


@pytest.fixture
def saved(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "saved"
    write_log(folder, 24, 3)
    (folder / "20990101-broken-0000.toml").write_text('title = "a"\ntitle = "b"\n')
    (folder / "20990101-broken-0001.toml").symlink_to("nowhere")
    (folder / "20990101-newer-0000.toml").write_text('schema = 99\ntitle = "a"\nstatus = "paused"\n')
    first = next(path for path in sorted(folder.iterdir()) if path.is_dir())
    (first / "20260101T000000Z-x-0000.toml").write_text("kind = 5\n")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setattr(module, "SETTLED", -1_000_000_000)
    return folder


def answer(capsys: pytest.CaptureFixture[str], saved: Path, *command: str) -> tuple[int, str, str]:
    code = main([*command, "--saved", str(saved)])
    told = capsys.readouterr()
    return code, told.out, told.err


def test_answers_are_the_same_cold_and_warm(
    capsys: pytest.CaptureFixture[str], saved: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for command in COMMANDS:
        with monkeypatch.context() as patch:
            patch.setattr(module, "kept_lines", lambda *_: [])
            patch.setattr(module, "keep", lambda *_: None)
            cold = answer(capsys, saved, *command)
        assert [answer(capsys, saved, *command) for _ in range(2)] == [cold, cold]
    assert len(list((tmp_path / "cache").rglob("*.jsonl"))) == 1


def test_answers_are_the_same_from_several_processes(
    capsys: pytest.CaptureFixture[str], saved: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    alone = [answer(capsys, saved, *command) for command in (["list"], ["check", "--json"])]
    monkeypatch.setattr(module, "kept_lines", lambda *_: [])
    monkeypatch.setattr(module, "MANY", 2)
    monkeypatch.setattr(module, "CHUNK", 3)
    monkeypatch.setattr("workbench.store.workers.processors", lambda: 3)
    assert [answer(capsys, saved, *command) for command in (["list"], ["check", "--json"])] == alone


def test_a_decision_named_by_its_id_is_checked_alike(capsys: pytest.CaptureFixture[str], saved: Path) -> None:
    _, out, _ = answer(capsys, saved, "check", "--json")
    for row in json.loads(out)["decisions"]:
        if row["problem"] is None:
            _, alone, _ = answer(capsys, saved, "check", row["id"], "--json")
            assert json.loads(alone)["decisions"] == [row]


def test_json_is_indented_and_keeps_every_digit(capsys: pytest.CaptureFixture[str]) -> None:
    data = {
        "a": [], "b": {}, "c": [1, True, None, 0.5], "d": {"é\n": ["x", ("y",), {"z": []}]}, "e": "\u2028\\\"",
        "f": False,
    }  # fmt: skip
    print_json(data)
    assert capsys.readouterr().out == json.dumps(data, indent=2, ensure_ascii=False).replace("\u2028", r"\u2028") + "\n"
    print_json({"a": Decimal("0.1000000000000000055"), "b": Decimal("NaN")})
    assert capsys.readouterr().out == '{\n  "a": 0.1000000000000000055,\n  "b": null\n}\n'


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def told(monkeypatch: pytest.MonkeyPatch, seconds: float, error: io.StringIO, out: io.StringIO, term: str) -> str:
    """What is written to standard error while three parts take so many seconds each."""
    clock = iter(number * seconds for number in range(9))
    monkeypatch.setattr(progress.time, "monotonic", lambda: next(clock))
    monkeypatch.setattr(sys, "stderr", error)
    monkeypatch.setattr(sys, "stdout", out)
    monkeypatch.setenv("TERM", term)
    assert progress.shown(Part([], done, 3000) for done in (1000, 2000, 3000)) == []
    return error.getvalue()


def test_a_long_reading_tells_how_far_it_is_and_leaves_nothing_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    written = told(monkeypatch, 0.9, Terminal(), Terminal(), "xterm")
    assert written == "\rreading ━━━━━━━━━━━━━━━━──────── 2,000 of 3,000\r\x1b[K"


def test_the_line_goes_when_the_reading_is_broken_off(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> Iterator[Part]:
        yield Part([], 1000, 3000)
        yield Part([], 2000, 3000)
        raise KeyboardInterrupt

    error = Terminal()
    monkeypatch.setattr("workbench.cli.progress._PATIENCE", -1)
    monkeypatch.setattr(sys, "stderr", error)
    monkeypatch.setattr(sys, "stdout", Terminal())
    monkeypatch.setenv("TERM", "xterm")
    with pytest.raises(KeyboardInterrupt):
        progress.shown(broken())
    assert "1,000 of 3,000" in error.getvalue() and error.getvalue().endswith("\r\x1b[K")


@pytest.mark.parametrize(
    ("seconds", "error", "out", "term"),
    [
        (0.2, Terminal(), Terminal(), "xterm"),
        (9.0, io.StringIO(), Terminal(), "xterm"),
        (9.0, Terminal(), io.StringIO(), "xterm"),
        (9.0, Terminal(), Terminal(), "dumb"),
    ],
    ids=["quick", "errors to a file", "answer to a pipe", "dumb terminal"],
)
def test_nothing_is_told_where_nobody_waits_or_looks(
    monkeypatch: pytest.MonkeyPatch, seconds: float, error: io.StringIO, out: io.StringIO, term: str
) -> None:
    assert told(monkeypatch, seconds, error, out, term) == ""
