from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.store.made import TODAY, example
from workbench.cli.main import main
from workbench.core.log.misspelt import misspelt
from workbench.store.decisions import open_decision
from workbench.store.findings import CODES
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
        ("[metric.acuracy]\ntarget = 0.9", "misspelt", 2, "note"),
        ("[trigger.t]\nwhen = 'accuracy < 88'", "unit", 3, "error"),
        ("[metric.kept]\nunit = 'ratio'\n[trigger.t]\nwhen = 'kept < 1.5'", "unit", 5, "error"),
        ("[trigger.t]\nwhen = 'requests_per_month < -1'", "unit", 3, "error"),
        ("[metric.accuracy]\ntarget = 90", "unit", 3, "note"),
        ("[metric.speed]\n[metric.spede]", "misspelt", 3, "note"),
        ("[metric.requestspermonth]", "misspelt", 2, "note"),
        ("zap = 1", "unknown-key", 2, "note"),
        ("[costs.option.a]\nb = 1", "unknown-key", 3, "note"),
        ("[flow.answer.a]\nanswer = 'x'\nb.c = 1", "unknown-key", 4, "note"),
        ("title = 'a\u202eb'", "hidden", 2, "error"),
        ("title = 'a'\n# \u200b", "hidden", 3, "error"),
        ("[trigger.t]\nwhen = 'on 2027-01-01'\nthen = 'reopne'", "then", 4, "error"),
        ("[trigger.t]\nwhen = 'on 2027-01-01'\nthen = 'undecided'", "then", 4, "error"),
        ("approach = 'rag'\n[trigger.t]\nwhen = 'after 9 days'\nthen = 'rag'", "misfit", 3, "note"),
        ("approach = 'rag'\n[alternative.rag]\nrejected_because = 'dear'", "misfit", 3, "note"),
        ("[costs]\nbaseline = 'x'\n[costs.option.a]", "baseline", 3, "error"),
        ("status = 'accepted'", "undated", 2, "error"),
        ("status = 'retired'", "undated", 2, "error"),
        ("decided = 2026-02-01\nreview_by = 2026-01-31", "review-by", 3, "error"),
        ("status = 'superseded'\ndecided = 2026-01-01", "no-successor", 2, "error"),
        ("schema = 0", "old-schema", 2, "note"),
        ("schema = 2\ntitle = 'x'\nzap = 1\n[trigger.t]\nwhen = 'soon'", "newer-schema", 2, "error"),
        ("schema = 2", "unreadable", 2, "error"),
    ],
)
def test_findings(tmp_path: Path, text: str, code: str, line: int, severity: str) -> None:
    write(tmp_path, "x", text)
    (found,) = findings(tmp_path)
    assert (found.code, found.line, found.severity) == (code, line, severity) and code in CODES
    assert found.path == str(tmp_path / "x.toml") and found.message and found.mend
    assert "\u202e" not in found.message


@pytest.mark.parametrize(
    "text",
    [
        "[trigger.t]\nwhen = 'speed < 1'\n[metric.speed]",
        "[trigger.t]\nwhen = 'after 9 days'",
        "[trigger.t]\nwhen = 'accuracy < 88'\n[metric.accuracy]\nunit = '%'\ntarget = 90",
        "title = 'Grüße, 日本, \U0001f468\u200d\U0001f469\ttab'",
        "[evidence.dataset]\nanything = 1",
        "[trigger.t]\nwhen = 'after 9 days'\nthen = 'rag+fine-tuning'",
        "decided = 2026-02-01\nreview_by = 2026-02-01\nstatus = 'accepted'",
        "review_by = 2026-02-01\nstatus = 'rejected'",
        "[costs]\nbaseline = 'x'",
    ],
)
def test_what_is_fine(tmp_path: Path, text: str) -> None:
    write(tmp_path, "x", text)
    assert findings(tmp_path) == []


ENTRY = "20261123T090000Z-us-0001.toml"


def journal(folder: Path, id: str, text: str, name: str = ENTRY) -> Path:
    (folder / id).mkdir(exist_ok=True)
    (folder / id / name).write_text(f"at = 2026-11-23T09:00:00Z\n{text}")
    return folder / id / name


@pytest.mark.parametrize(
    ("text", "code", "line", "severity", "told"),
    [
        ("kind = 'review'\nverdict = 'kept'", "unreadable", 3, "error", "verdict: must be 'keep'"),
        ("kind = 'reading'\n[reading]\nacuracy = 0.9", "reading", 4, "note", "acuracy"),
        ("kind = 'reading'\n[reading]\naccuracy = 'good'", "unreadable", 4, "error", "must be a number"),
        ("kind = 'reading'\n[reading]\naccuracy = 72", "unit", 4, "error", "reading.accuracy: accuracy is a share"),
        ("kind = 'review'\n[reading]\nlatency = 9\naccuracy = -0.1", "unit", 5, "error", "not -0.1"),
        ("kind = 'thought'", "unreadable", 2, "error", "kind"),
        ("kind = ", "unreadable", 2, "error", "not TOML"),
    ],
)
def test_findings_in_a_journal(tmp_path: Path, text: str, code: str, line: int, severity: str, told: str) -> None:
    write(tmp_path, "x", "[metric.latency]\nunit = 'ms'")
    path = journal(tmp_path, "x", text)
    (found,) = findings(tmp_path)
    assert (found.code, found.path, found.line, found.severity) == (code, str(path), line, severity)
    assert told in found.message and found.mend


def test_a_slip_in_the_name_of_a_metric_is_told_with_the_one_that_was_meant(tmp_path: Path) -> None:
    write(tmp_path, "x", "[trigger.t]\nwhen = 'acuracy < 0.9'\nthen = 'reopen'\n[metric.acuracy]")
    assert [one.message for one in findings(tmp_path)] == ["metric acuracy is tracked: did you mean accuracy?"]
    write(tmp_path, "x", "[trigger.t]\nwhen = 'acuracy < 0.9'\nthen = 'reopen'")
    assert [one.code for one in findings(tmp_path)] == ["metric"]
    assert findings(tmp_path)[0].mend.startswith("did you mean accuracy?")
    write(tmp_path, "x")
    journal = tmp_path / "x"
    journal.mkdir()
    entry = 'kind = "reading"\nat = 2026-11-23T08:00:00Z\nby = "a"\n[reading]\nacuracy = 0.9\n'
    (journal / "20261123T080000Z-a-0000.toml").write_text(entry)
    (found,) = findings(tmp_path)
    assert (found.code, found.severity) == ("reading", "note") and found.message.endswith("did you mean accuracy?")


def test_metrics_that_are_parts_of_one_thing_are_no_slips(tmp_path: Path) -> None:
    names = (
        "accuracy_de",
        "accuracy_en",
        "p95",
        "p99",
        "recall_a",
        "recall_b",
        "tokens_in",
        "tokens_out",
        "cost_per_day",
    )
    write(tmp_path, "x", "".join(f"[metric.{name}]\n" for name in names))
    assert findings(tmp_path) == []


def test_readings_that_a_trigger_or_a_metric_asks_for_are_fine(tmp_path: Path) -> None:
    write(tmp_path, "x", "[trigger.t]\nwhen = 'speed < 1 for 2 readings'\n[metric.mood]")
    assert [one.code for one in findings(tmp_path)] == ["metric"]
    journal(tmp_path, "x", "kind = 'reading'\n[reading]\nspeed = 3\nmood = 1\naccuracy = 0.9")
    assert findings(tmp_path) == []


def test_a_reading_beyond_its_unit_says_what_to_write(tmp_path: Path) -> None:
    write(tmp_path, "x", "[metric.reopened]\nunit = 'ratio'\n[metric.accuracy]\nunit = 'points'")
    journal(tmp_path, "x", "kind = 'reading'\n[reading]\nreopened = 4.5\naccuracy = 72")
    assert [one.mend for one in findings(tmp_path)] == ["write reopened = 0.045 into the file, or remove the file"]
    journal(tmp_path, "x", "kind = 'reading'\n[reading]\nreopened = 450")
    told = "write reopened as a share, 0..1, into the file, or remove the file"
    assert [one.mend for one in findings(tmp_path)] == [told]


def test_a_journal_without_its_decision(tmp_path: Path) -> None:
    write(tmp_path, "x")
    journal(tmp_path, "x", "kind = 'review'")
    journal(tmp_path, "notes", "kind = 'review'", "mine.toml")
    journal(tmp_path, "gone", "kind = 'review'")
    (tmp_path / "empty").mkdir()
    (tmp_path / "broken.toml").write_text("[")
    journal(tmp_path, "broken", "kind = 'review'")
    assert [(one.code, Path(one.path).name) for one in findings(tmp_path)] == [
        ("unreadable", "broken.toml"), ("journal", "gone"),
    ]  # fmt: skip


def test_what_is_superseded_has_a_successor_that_was_accepted(tmp_path: Path) -> None:
    write(tmp_path, "old", "status = 'superseded'\ndecided = 2026-01-01")
    for status, codes in (("draft", ["no-successor"]), ("rejected", ["no-successor"]), ("accepted", [])):
        write(tmp_path, "new", f"status = '{status}'\ndecided = 2026-02-01\nsupersedes = ['old']")
        assert [one.code for one in findings(tmp_path)] == codes
    write(tmp_path, "new", "schema = 2\ntitle = 'x'\nstatus = 'sealed'\nsupersedes = ['old']")
    assert [one.code for one in findings(tmp_path)] == ["newer-schema"]


def test_what_supersedes_itself_is_told_so(tmp_path: Path) -> None:
    write(tmp_path, "x", 'supersedes = ["x"]')
    assert [one.message for one in findings(tmp_path)] == ["supersedes itself"]


def test_a_name_that_does_not_show_is_a_finding(tmp_path: Path) -> None:
    (tmp_path / "a\x1bb.toml").write_text('id = "a␛b"\n')
    (found,) = findings(tmp_path)
    assert found.code == "id" and "rename" in found.mend and "\x1b" not in f"{found}"


def test_the_command_takes_files_and_ids_and_lists_the_codes(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(tmp_path, "x", "zap = 1")
    write(tmp_path, "y", "status = 'accepted'")
    path = journal(tmp_path, "x", "kind = 'review'\nverdict = 'kept'")
    saved = ["--saved", str(tmp_path)]
    for words, code, told in (
        ([str(tmp_path / "x.toml")], 2, ["unknown-key", "unreadable"]),
        (["x"], 2, ["unknown-key", "unreadable"]),
        (["y"], 1, ["undated"]),
        ([], 2, ["unknown-key", "unreadable", "undated"]),
    ):
        assert main(["validate", *words, *saved, "--json"]) == code
        assert [one["code"] for one in json.loads(capsys.readouterr().out)["findings"]] == told, words
    path.unlink()
    assert main(["validate", "x", *saved]) == 0
    assert main(["validate", str(tmp_path / "none.toml")]) == 2
    assert "no such file" in capsys.readouterr().err
    assert main(["validate", "--help"]) == 0
    listed = capsys.readouterr().out
    unwrapped = " ".join(listed.split())
    assert all(f"  {code} " in listed and told in unwrapped for code, told in CODES.items())


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


def test_a_file_of_thousands_of_metrics_is_not_looked_through_for_slips(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("difflib.SequenceMatcher", lambda *_, **__: pytest.fail("each was held against each"))
    names = [f"metric_{'abcdefghij'[n % 10]}{'klmnopqrst'[n // 10 % 10]}{'uvwxyzabcd'[n // 100]}y" for n in range(1000)]
    text = "".join(f'[metric.{name}]\nunit = "ms"\n' for name in names)
    text += "".join(f'[trigger.t{n}]\nwhen = "{name}s > 1"\nthen = "reopen"\n' for n, name in enumerate(names))
    write(tmp_path, "20260615-many-0001", text)
    found = list(findings(tmp_path))
    assert {one.code for one in found} >= {"metric"} and "misspelt" not in {one.code for one in found}
    assert misspelt(open_decision(tmp_path / "20260615-many-0001.toml").decision) == {}
