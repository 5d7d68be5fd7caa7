from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.store.made import TODAY, example
from workbench.store.saving import save
from workbench.store.schema import schema_text
from workbench.store.validate import findings


def write(folder: Path, id: str, text: str = "") -> None:
    (folder / f"{id}.toml").write_text(f'id = "{id}"\n{text}')


def test_what_we_write_has_nothing_wrong(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    save(None, example(), tmp_path / "saved", TODAY)
    assert findings(tmp_path / "saved") == []
    assert findings(tmp_path / "missing") == []


@pytest.mark.parametrize(
    ("text", "code", "line", "severity"),
    [
        ("a = ", "unreadable", 2, "error"),
        ('supersedes = [\n"none",\n]', "supersedes", 2, "error"),
        ('supersedes = ["x"]', "cycle", 2, "error"),
        ('[trigger.t]\nwhen = "soon"', "trigger", 3, "error"),
        ('[trigger.t]\nthen = "rag"\nwhen = "speed < 1"', "metric", 4, "error"),
        ("zap = 1", "unknown-key", 2, "note"),
        ("[costs.option.a]\nb = 1", "unknown-key", 3, "note"),
        ("[flow.answer.a]\nanswer = 'x'\nb.c = 1", "unknown-key", 4, "note"),
        ("title = 'a\u202eb'", "hidden", 2, "error"),
        ("title = 'a'\n# \u200b", "hidden", 3, "error"),
    ],
)
def test_findings(tmp_path: Path, text: str, code: str, line: int, severity: str) -> None:
    write(tmp_path, "x", text)
    (found,) = findings(tmp_path)
    assert (found.code, found.line, found.severity) == (code, line, severity)
    assert found.path == str(tmp_path / "x.toml") and found.message and found.mend
    assert "\u202e" not in found.message


@pytest.mark.parametrize(
    "text",
    [
        "[trigger.t]\nwhen = 'speed < 1'\n[metric.speed]",
        "[trigger.t]\nwhen = 'after 9 days'",
        "title = 'Grüße, 日本, \U0001f468\u200d\U0001f469\ttab'",
        "[evidence.dataset]\nanything = 1",
    ],
)
def test_what_is_fine(tmp_path: Path, text: str) -> None:
    write(tmp_path, "x", text)
    assert findings(tmp_path) == []


def test_ids_and_circles(tmp_path: Path) -> None:
    (tmp_path / "x.toml").write_text("")
    write(tmp_path, "a", 'supersedes = ["b"]')
    write(tmp_path, "b", 'supersedes = ["c"]')
    write(tmp_path, "c", 'supersedes = ["a", "d"]')
    write(tmp_path, "d")
    # Many ways to the same place are no circle, and no reason to walk them all.
    for step in range(40):
        write(tmp_path, f"l{step}", f'supersedes = ["l{step + 1}", "r{step + 1}"]')
        write(tmp_path, f"r{step}", f'supersedes = ["l{step + 1}", "r{step + 1}"]')
    write(tmp_path, "l40")
    write(tmp_path, "r40")
    assert [found.code for found in findings(tmp_path)] == ["id", "cycle"]
    assert "a → b → c → a" in findings(tmp_path)[1].message


def test_reading_loads_nothing_that_writes(tmp_path: Path) -> None:
    write(tmp_path, "x")
    code = (
        "import sys, pathlib; from workbench.store.decisions import scan; "
        "import workbench.store.saving, workbench.store.drafts, workbench.store.settings, workbench.store.validate; "
        f"assert len(list(scan(pathlib.Path({str(tmp_path)!r})))) == 1; "
        "assert not {'tomlkit', 'tomli_w', 'textual', 'rich', 'plotext'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


@pytest.mark.skipif(shutil.which("taplo", path=Path(sys.executable).parent) is None, reason="taplo is not installed")
def test_taplo_agrees(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    saved = tmp_path / "saved"
    opened = save(None, example(), saved, TODAY)
    taplo = shutil.which("taplo", path=Path(sys.executable).parent)

    def run(*words: str) -> int:
        return subprocess.run([str(taplo), *words], cwd=saved, capture_output=True, check=False).returncode

    assert run("lint") == 0 and run("format", "--check") == 0
    for old, new, good in (
        ("input_tokens = 500", 'input_tokens = "500"', False),
        ("low = 80000", 'low = "80000"', False),
        ('status = "proposed"', 'status = "maybe"', False),
        ("decided = 2026-11-23", 'decided = "soon"', False),
        ("cases = 100", "cases = 1.5", False),
        ("schema = 1", "schema = 2", False),
        ("cases = 100", "cases = 100\nzap = 1", True),
    ):
        assert old in opened.text
        opened.path.write_text(opened.text.replace(old, new))
        assert (run("lint") == 0) is good, new


def test_the_schema_beside_the_worked_decisions_is_the_one_that_is_printed() -> None:
    saved = Path(__file__).parent.parent.parent / "saved" / "decision.schema.json"
    told = "renew it: workbench schema > saved/decision.schema.json"
    assert saved.read_text(encoding="utf-8").strip() == schema_text().strip(), told
