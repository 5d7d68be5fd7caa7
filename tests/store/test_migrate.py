"""Files of older and of newer versions than this one."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.store.made import TODAY, blocks, lines
from workbench.cli.main import main
from workbench.core.record.decision import SCHEMA, Decision, Metric, Trigger, with_value
from workbench.errors import FileProblem
from workbench.store.decisions import open_decision, open_to_write, scan
from workbench.store.document import edited, read_decision
from workbench.store.migrate import STEPS, migrated, upgraded
from workbench.store.saving import save, save_as_new
from workbench.store.values import inline_text, key_text

OLD = """\
#:schema ./decision.schema.json
# by hand
schema = 0 # then
id = "20250101-old-0001"
title = 'Old'
status = "accepted"
decided = 2025-01-01
review_date = 2025-06-01 # spring
zap = 0x10

# what would change it
[triggers] # all of them
# from the bill
volume = "requests_per_month < 10000 -> prompting" # too few
"model's end" = 'days_to_retirement < 90'
age = "after 180 days -> reopen"

# ours
[costs]
currency = "EUR"
"""
NEW = """\
#:schema ./decision.schema.json
# by hand
schema = 1 # then
id = "20250101-old-0001"
title = 'Old'
status = "accepted"
decided = 2025-01-01
review_by = 2025-06-01 # spring
zap = 0x10

# what would change it

# from the bill
[trigger.volume] # too few
when = "requests_per_month < 10000"
then = "prompting"

[trigger."model's end"]
when = "days_to_retirement < 90"

[trigger.age]
when = "after 180 days"
then = "reopen"

# ours
[costs]
currency = "EUR"
"""
NEWER = """\
schema = 2
id = "20270101-newer-0001"
title = "From the future"
status = "paused"
approach = "rag"
decided = 2027-01-01
budget = { per = "year" }
[costs]
requests_per_month = "many"
[trigger.t]
when = "accuracy < 0.9"
[hologram]
x = 1
"""


@pytest.fixture
def saved(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    folder = tmp_path / "saved"
    folder.mkdir()
    (folder / "20250101-old-0001.toml").write_text(OLD)
    (folder / "20270101-newer-0001.toml").write_text(NEWER)
    (folder / "20260101-now-0001.toml").write_text('schema = 1\nid = "20260101-now-0001"\ntitle = "Now"\n')
    return folder


def old_file(saved: Path) -> Path:
    return saved / "20250101-old-0001.toml"


def test_there_is_a_step_from_every_older_version() -> None:
    assert sorted(STEPS) == list(range(SCHEMA))


def test_an_old_file_is_read_as_if_it_were_new(saved: Path) -> None:
    found = open_decision(old_file(saved)).decision
    assert (found.schema_, found.title, found.review_by) == (SCHEMA, "Old", date(2025, 6, 1))
    assert found.trigger == {
        "volume": Trigger(when="requests_per_month < 10000", then="prompting"),
        "model's end": Trigger(when="days_to_retirement < 90"),
        "age": Trigger(when="after 180 days", then="reopen"),
    }
    assert found == read_decision(NEW, "")


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_migrated_text_keeps_comments_order_and_unknown_keys(end: str) -> None:
    before = read_decision(NEW, "")
    assert edited(OLD.replace("\n", end), before, before) == NEW.replace("\n", end)


@pytest.mark.parametrize(
    "text",
    [
        "schema = 0\ntriggers = { a = 'x < 1 -> rag', 'b c' = 'x > 1' } # all\ntitle = 't'",
        "schema = 0\ntriggers.a = 'x < 1 -> rag' # one\ntriggers.'b c' = 'x > 1'\ntitle = 't'\n[metric.x]",
        "[triggers]\n[metric]\nx = {}\n[other]\nschema = 0\n[costs]\n",
        "schema = 0\n\n\n[triggers]\n\n\na = '''\nx < 1\n-> rag'''\n\n\n'b c' = \"x > 1\"\n[metric.x]\n",
        "schema = 0\n[triggers]\n# nothing\n",
        'schema = 0\nrationale = """\n[triggers]\nreview_date = 1\n"""\n',
        "schema = 0",
        "schema=0x0\nreview_date=2026-01-01",
    ],
)
def test_odd_layouts_of_an_old_file_mean_the_same_afterwards(text: str) -> None:
    wanted = read_decision(migrated(text), "")
    assert wanted.schema_ == SCHEMA
    assert "triggers" not in migrated(text).replace(wanted.rationale, "") or "schema = 0\n[costs]" in text
    if "'b c'" in text:
        assert wanted.trigger["a"].then == "rag" and wanted.trigger["b c"].when == "x > 1"
    assert migrated(migrated(text)) == migrated(text)


@settings(max_examples=40, deadline=None)
@given(st.dictionaries(lines, st.tuples(lines, lines), max_size=4), lines, blocks)
def test_any_old_file_says_the_same_after_its_migration(
    triggers: dict[str, tuple[str, str]], title: str, note: str
) -> None:
    text = f"schema = 0\ntitle = {inline_text(title)}\n# own\n[triggers]\n"
    text += "".join(f"{key_text((name,))} = {inline_text(' -> '.join(pair))} # x\n" for name, pair in triggers.items())
    text += f"[evidence.e]\nnote = {inline_text(note)}\n"
    found = read_decision(migrated(text), "")
    assert found.title == title and found.trigger.keys() == triggers.keys()
    assert "# own" in migrated(text) and migrated(text).count("# x") >= len(triggers)
    assert found.evidence["e"]["note"] == note


@pytest.mark.parametrize(
    "text",
    ["schema = 0\n[triggers.a]\nwhen = 'x < 1'\n", "schema = 0\nreview_date = 2026-01-01\nreview_by = 2026-01-02\n"],
)
def test_a_layout_that_cannot_be_migrated_is_refused_and_stays(text: str, tmp_path: Path) -> None:
    path = tmp_path / "a.toml"
    path.write_text(text)
    opened = open_decision(path)
    with pytest.raises(FileProblem, match="cannot be migrated in place") as caught:
        save(opened, with_value(opened.decision, ("title",), "New"), tmp_path, TODAY)
    assert caught.value.hint and path.read_text() == text


@pytest.mark.parametrize("schema", ["-1", "true", "0.0", "'0'"])
def test_what_is_no_version_is_refused(tmp_path: Path, schema: str) -> None:
    path = tmp_path / "a.toml"
    path.write_text(f"schema = {schema}\n")
    with pytest.raises(FileProblem, match="wrong value"):
        open_decision(path)


def test_without_a_version_it_is_todays() -> None:
    data = {"review_date": date(2026, 1, 1)}
    assert upgraded(data) is data and migrated("title = 'x'\n") == "title = 'x'\n"


def test_saving_an_old_file_migrates_it(saved: Path) -> None:
    opened = open_decision(old_file(saved))
    after = with_value(opened.decision, ("metric", "m"), Metric(unit="count"))
    again = save(opened, after, saved, TODAY)
    assert again.text.startswith(NEW[: NEW.index("# what")]) and "[metric.m]" in again.text
    assert open_decision(old_file(saved)) == again and again.decision.metric.keys() == {"m"}
    copy = save_as_new(opened, opened.decision, saved, TODAY)
    assert "review_by = 2025-06-01" in copy.text and "schema = 1" in copy.text


def test_the_command_rewrites_the_old_ones_and_leaves_the_others(
    saved: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    others = {path: path.read_text() for path in saved.iterdir() if path != old_file(saved)}
    (saved / "20260101-broken-0001.toml").write_text("[")
    assert main(["migrate", "--all", "--saved", str(saved)]) == 2
    told = capsys.readouterr()
    assert "20250101-old-0001.toml: schema 0 is now 1" in told.out and "now-0001" not in told.out
    assert "20260101-broken-0001.toml:1: not TOML" in told.err and "written by a newer version" in told.err
    assert old_file(saved).read_text() == NEW
    assert {path: path.read_text() for path in others} == others
    (saved / "20260101-broken-0001.toml").unlink()
    (saved / "20270101-newer-0001.toml").unlink()
    assert main(["migrate", "--all", "--saved", str(saved)]) == 0
    assert "nothing to migrate" in capsys.readouterr().out


def test_the_command_takes_files_and_ids(saved: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["migrate", "20250101", "--json", "--saved", str(saved)]) == 0
    assert json.loads(capsys.readouterr().out) == {
        "migrated": [{"id": "20250101-old-0001", "file": str(old_file(saved)), "from": 0, "to": 1}],
        "problems": [],
    }
    old_file(saved).write_text(OLD)
    assert main(["migrate", str(old_file(saved))]) == 0
    assert old_file(saved).read_text() == NEW
    for words, told in (([], "nothing was named"), (["20270101"], "newer version"), (["nine"], "no such decision")):
        capsys.readouterr()
        assert main(["migrate", *words, "--saved", str(saved)]) == 2
        assert told in capsys.readouterr().err


def test_validate_names_the_command_that_mends_an_old_file(saved: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (saved / "20270101-newer-0001.toml").unlink()
    main(["validate", "--json", "--saved", str(saved)])
    found = [one for one in json.loads(capsys.readouterr().out)["findings"] if one["path"] == str(old_file(saved))]
    assert [(one["code"], one["severity"], one["line"]) for one in found] == [
        ("old-schema", "note", 3), ("unknown-key", "note", 9),
    ]  # fmt: skip
    assert found[0]["mend"] == f"workbench migrate {old_file(saved)}"


def test_a_newer_file_is_read_as_far_as_it_can_be(saved: Path) -> None:
    opened = open_decision(saved / "20270101-newer-0001.toml")
    decision = opened.decision
    assert (decision.title, decision.approach, decision.status) == ("From the future", "rag", "draft")
    assert decision.trigger.keys() == {"t"} and decision.costs.requests_per_month is None
    assert opened.read_only is not None and opened.read_only.left_out == ("status", "costs")
    assert opened.read_only.line == 1 and "left out: status, costs" in str(opened.read_only)
    assert "update" in opened.read_only.hint
    entries = {entry.id: entry for entry in scan(saved)}
    newer = entries["20270101-newer-0001"]
    assert newer.problem is None and newer.read_only is not None and newer.decision is not None
    assert [id for id, entry in entries.items() if entry.read_only is not None] == ["20270101-newer-0001"]


@pytest.mark.parametrize("text", ["schema = 2\n", "schema = 2\ntitle = ['a', 'b']\n", "schema = 3\nname = 'x'\n"])
def test_a_newer_file_without_a_title_cannot_be_read(tmp_path: Path, text: str) -> None:
    path = tmp_path / "a.toml"
    path.write_text(text)
    with pytest.raises(FileProblem, match="written by a newer version"):
        open_decision(path)


def test_nothing_writes_a_newer_file_nor_a_copy_of_it(saved: Path) -> None:
    path = saved / "20270101-newer-0001.toml"
    opened = open_decision(path)
    changed = with_value(opened.decision, ("title",), "New")
    files = sorted(saved.iterdir())
    with pytest.raises(FileProblem, match="written by a newer version") as caught:
        save(opened, changed, saved, TODAY)
    assert str(path) in str(caught.value) and caught.value.hint == "update workbench"
    with pytest.raises(FileProblem, match="written by a newer version"):
        save_as_new(opened, changed, saved, TODAY)
    with pytest.raises(FileProblem, match=r"newer-0001.toml:1: written by a newer version"):
        open_to_write(path)
    assert path.read_text() == NEWER and sorted(saved.iterdir()) == files


@pytest.mark.parametrize(
    "command",
    [
        ["review", "20270101", "--verdict", "keep", "--json"],
        ["supersede", "20270101"],
        ["status", "20270101"],
        ["status", "20270101", "proposed"],
        ["new", "--title", "Copy", "--from", "20270101-newer-0001.toml"],
        ["ask", "--into", "20270101-newer-0001.toml", "--answer", "examples=no"],
        ["migrate", "20270101"],
    ],
)
def test_every_command_that_writes_refuses_a_newer_file(
    saved: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, command: list[str]
) -> None:
    monkeypatch.chdir(saved)
    files = sorted(saved.iterdir())
    assert main([*command, "--saved", str(saved)]) == 2
    told = capsys.readouterr().err
    assert "newer-0001.toml:1: written by a newer version: schema 2" in told and "update workbench" in told
    assert (saved / "20270101-newer-0001.toml").read_text() == NEWER and sorted(saved.iterdir()) == files


def test_commands_that_read_say_that_a_file_is_newer(
    saved: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(saved)
    for command in (
        ["show", "20270101"], ["show", "20270101", "--json"], ["cost", "20270101-newer-0001.toml"],
        ["diff", "20270101", "20260101"],
    ):  # fmt: skip
        main([*command, "--saved", str(saved)])
        told = capsys.readouterr()
        assert "written by a newer version: schema 2" in told.err and "as far as this version can" in told.err
        assert (
            "update workbench" in told.err
            and "written by" not in told.out
            and ("status" not in told.out or command[0] == "diff")
        )
    assert main(["list", "--saved", str(saved)]) == 0
    told = capsys.readouterr()
    (row,) = [line for line in told.out.splitlines() if line.startswith("newer")]
    assert "From the future" in row and "written by a newer version" in told.out and "update workbench" in told.out
    assert main(["list", "--json", "--saved", str(saved)]) == 0
    (found,) = [row for row in json.loads(capsys.readouterr().out)["decisions"] if row["state"] == "newer"]
    assert main(["list", "--status", "draft", "--saved", str(saved)]) == 0
    assert "From the future" not in capsys.readouterr().out
    assert found["title"] == "From the future" and found["status"] is None and "schema 2" in found["problem"]


def test_check_does_not_vouch_for_a_newer_file(saved: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--saved", str(saved)]) == 2
    assert "newer-0001.toml:1: written by a newer version" in capsys.readouterr().err
    assert main(["validate", "--saved", str(saved)]) == 1
    told = capsys.readouterr().out
    assert "error newer-schema" in told and "newer-0001.toml:1" in told and "update workbench" in told
    assert "hologram" not in told


def test_what_is_written_anew_is_of_todays_version(saved: Path) -> None:
    newer = open_decision(saved / "20270101-newer-0001.toml").decision
    assert newer.schema_ == 2
    assert "schema = 1\n" in save(None, Decision(title="x").model_copy(update={"schema_": 2}), saved, TODAY).text
