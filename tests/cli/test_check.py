"""``check`` and ``review``: exit codes, readings from files, the journal on disk, forty hands at once."""

from __future__ import annotations

import hashlib
import io
import json
import multiprocessing
import re
import shutil
import tomllib
from pathlib import Path
from typing import Any

import pytest

from workbench.cli.main import main

REVIEWS = "20260615-review-sentiment-7b93"
EXAMPLES = Path(__file__).parent.parent.parent / "saved"
DAY = ["--as-of", "2026-11-23"]


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    folder = tmp_path / "saved"
    folder.mkdir()
    shutil.copy(EXAMPLES / f"{REVIEWS}.toml", folder)
    return folder


def review_by(saved: Path, day: str) -> None:
    file = saved / f"{REVIEWS}.toml"
    file.write_text(re.sub(r"(?m)^review_by = .*$", f"review_by = {day}", file.read_text("utf-8")), encoding="utf-8")


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = main([*arguments])
    told = capsys.readouterr()
    return code, told.out, told.err


def check(capsys: pytest.CaptureFixture[str], saved: Path, *arguments: str) -> tuple[int, dict[str, Any]]:
    code, out, _ = run(capsys, "check", "--saved", str(saved), *DAY, "--json", *arguments)
    return code, json.loads(out)


def states(found: dict[str, Any]) -> dict[str, str]:
    return {trigger["id"]: trigger["state"] for trigger in found["decisions"][0]["triggers"]}


def test_a_decision_that_holds_ends_with_nought(capsys: pytest.CaptureFixture[str], saved: Path) -> None:
    code, found = check(capsys, saved)
    assert code == 0
    assert found["decisions"][0]["id"] == REVIEWS and found["decisions"][0]["state"] == "near"
    assert states(found) == {"accuracy": "near", "volume": "holds", "cost": "holds"}
    volume = found["decisions"][0]["triggers"][1]
    assert (volume["value"], volume["limit"], volume["reading"]) == (100000, 10000, "2026-06-15")


@pytest.mark.parametrize(
    ("arguments", "code", "expected"),
    [
        (["--set", "accuracy=0.85"], 1, "fired"),
        (["--set", "accuracy=0.95"], 0, "holds"),
        (["--set", "accuracy=85 %"], 1, "fired"),
    ],
)
def test_a_reading_given_decides(
    capsys: pytest.CaptureFixture[str], saved: Path, arguments: list[str], code: int, expected: str
) -> None:
    found = check(capsys, saved, *arguments)
    assert (found[0], states(found[1])["accuracy"]) == (code, expected)
    assert not (saved / REVIEWS).exists(), "check writes nothing"


def test_an_overdue_review_counts_as_fired(capsys: pytest.CaptureFixture[str], saved: Path) -> None:
    code, out, _ = run(capsys, "check", "--saved", str(saved), "--as-of", "2027-02-01")
    assert code == 1 and f"workbench review {REVIEWS}" in out and "! overdue" in out


def test_an_unknown_is_never_shown_as_fine(capsys: pytest.CaptureFixture[str], saved: Path) -> None:
    file = saved / f"{REVIEWS}.toml"
    file.write_text(file.read_text("utf-8") + '\n[trigger.other]\nwhen = "satisfied < 0.5"\nthen = "reopen"\n', "utf-8")
    code, found = check(capsys, saved)
    assert code == 3 and states(found)["other"] == "no-reading"


def test_a_broken_file_is_named_and_ends_with_two(capsys: pytest.CaptureFixture[str], saved: Path) -> None:
    (saved / "20260101-broken-0000.toml").write_text("[", "utf-8")
    code, out, err = run(capsys, "check", "--saved", str(saved), *DAY)
    assert code == 2 and REVIEWS in out and "20260101-broken-0000.toml:1" in err
    code, found = check(capsys, saved)
    assert code == 2 and "broken" in found["decisions"][0]["problem"]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("m.toml", "accuracy = 0.85\n"),
        ("m.json", '{"accuracy": 0.85}'),
        ("m.csv", "metric,value\naccuracy,0.85\n"),
        ("m.csv", "accuracy,85 %\n"),
        ("m.toml", f"[{REVIEWS}]\naccuracy = 0.85\n"),
        ("m.json", json.dumps({REVIEWS: {"accuracy": 0.85}, "accuracy": 0.99})),
        ("m.csv", f"id,metric,value\n{REVIEWS},accuracy,0.85\nother,accuracy,0.99\n"),
    ],
)
def test_readings_come_from_files(capsys: pytest.CaptureFixture[str], saved: Path, name: str, text: str) -> None:
    file = saved.parent / name
    file.write_text(text, encoding="utf-8")
    code, found = check(capsys, saved, "--metrics", str(file))
    assert code == 1 and found["decisions"][0]["triggers"][0]["value"] == 0.85


@pytest.mark.parametrize("text", ["accuracy = 0.85\n", '{"accuracy": 0.85}', "accuracy,0.85\n"])
def test_readings_come_from_standard_input(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, saved: Path, text: str
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(text))
    assert check(capsys, saved, "--metrics", "-")[0] == 1


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("m.json", "[1]", "the outermost value is no object"), ("m.json", "{", "not JSON"),
        ("m.json", '{"accuracy": "high"}', "accuracy is 'high'"), ("m.json", '{"accuracy": NaN}', "no number"),
        ("m.toml", "accuracy = true", "accuracy is True"), ("m.toml", "accuracy", "not TOML"),
        ("m.csv", "a,b,c,d\n", "4 columns"), ("m.csv", "accuracy,high\n", "m.csv:1"), ("m.bin", "\x00", "not readings"),
        ("m.json", "[" * 100_000, "not JSON"),
    ],
)  # fmt: skip
def test_bad_readings_are_refused(
    capsys: pytest.CaptureFixture[str], saved: Path, name: str, text: str, told: str
) -> None:
    file = saved.parent / name
    file.write_text(text, encoding="utf-8")
    code, out, err = run(capsys, "check", "--saved", str(saved), "--metrics", str(file))
    assert (code, out) == (2, "") and told in err


def test_a_metric_that_nobody_asks_about_is_told(capsys: pytest.CaptureFixture[str], saved: Path) -> None:
    code, _, err = run(capsys, "check", "--saved", str(saved), *DAY, "--set", "zzz=0.1")
    assert code == 0 and "no trigger asks about zzz" in err


def test_a_misspelt_metric_is_no_green_check(capsys: pytest.CaptureFixture[str], saved: Path) -> None:
    code, _, err = run(capsys, "check", "--saved", str(saved), *DAY, "--set", "acuracy=0.1")
    assert code == 2 and "acuracy" in err and "did you mean accuracy?" in err
    file = saved.parent / "m.json"
    file.write_text('{"acuracy": 0.1}', "utf-8")
    code, _, err = run(capsys, "check", "--saved", str(saved), *DAY, "--metrics", str(file))
    assert code == 0 and "no trigger asks about acuracy; did you mean accuracy?" in err


def test_nothing_in_force_is_said(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    code, out, _ = run(capsys, "check", "--saved", str(tmp_path), *DAY)
    assert (code, out) == (0, "Nothing is proposed or accepted on 2026-11-23.\n")


def review(capsys: pytest.CaptureFixture[str], saved: Path, *arguments: str) -> dict[str, Any]:
    code, out, err = run(capsys, "review", REVIEWS, "--saved", str(saved), "--by", "Ann", "--json", *arguments)
    assert (code, err) == (0, "")
    found: dict[str, Any] = json.loads(out)
    return found


def test_a_keep_makes_the_check_green_until_a_new_reading(capsys: pytest.CaptureFixture[str], saved: Path) -> None:
    late = ["--as-of", "2099-01-01"]
    before = (saved / f"{REVIEWS}.toml").read_bytes()
    review(capsys, saved, "--set", "accuracy=0.85")
    assert run(capsys, "check", "--saved", str(saved), *late)[0] == 1
    entry = review(capsys, saved, "--verdict", "keep", "--note", "reports are fine", "--review-by", "2099-06-01")
    assert (entry["verdict"], entry["by"], entry["review_by"]) == ("keep", "Ann", "2099-06-01")
    assert len(entry["text_hash"]) == 64
    code, out, _ = run(capsys, "check", "--saved", str(saved), *late)
    assert code == 0 and "kept since" in out
    assert run(capsys, "check", "--saved", str(saved), *late, "--set", "accuracy=0.85")[0] == 1
    assert (saved / f"{REVIEWS}.toml").read_bytes() == before, "a review leaves the decision's file as it is"
    _, out, _ = run(capsys, "show", REVIEWS, "--saved", str(saved))
    assert "keep; by Ann; reports are fine" in out
    files = sorted((saved / REVIEWS).iterdir())
    assert len(files) == 2 and all("-ann-" in file.name for file in files)
    assert {tomllib.loads(file.read_text("utf-8"))["kind"] for file in files} == {"reading", "review"}


def test_a_review_without_anything_says_what_to_write(capsys: pytest.CaptureFixture[str], saved: Path) -> None:
    code, _, err = run(capsys, "review", REVIEWS, "--saved", str(saved))
    assert code == 2 and "--verdict keep" in err
    assert not (saved / REVIEWS).exists()


def test_a_broken_entry_hides_no_other_and_is_named(capsys: pytest.CaptureFixture[str], saved: Path) -> None:
    review(capsys, saved, "--set", "accuracy=0.85")
    (saved / REVIEWS / "20260101T000000Z-x-0000.toml").write_text('kind = "praise"\n', "utf-8")
    code, out, err = run(capsys, "check", "--saved", str(saved), "--as-of", "2099-01-01")
    assert code == 2 and "0.85 on " in out and "limit 0.9" in out and "20260101T000000Z-x-0000.toml" in err


def test_the_list_follows_the_journal(capsys: pytest.CaptureFixture[str], saved: Path) -> None:
    def state() -> str:
        _, out, _ = run(capsys, "list", "--saved", str(saved), "--json")
        found: str = json.loads(out)["decisions"][0]["state"]
        return found

    review_by(saved, "2999-01-01")
    assert state() == "near"
    review(capsys, saved, "--set", "accuracy=0.85")
    assert state() == "fired"
    review(capsys, saved, "--verdict", "keep")
    assert state() == "holds"


def _one_review(saved: str) -> int:
    return main(["review", REVIEWS, "--saved", saved, "--verdict", "comment", "--by", "Ann", "--json"])


def test_twenty_reviews_at_once_are_twenty_entries(saved: Path) -> None:
    with multiprocessing.get_context("spawn").Pool(4) as pool:
        codes = pool.map(_one_review, [str(saved)] * 20)
    assert codes == [0] * 20
    assert len(list((saved / REVIEWS).glob("*.toml"))) == 20


def test_hostile_text_in_an_entry_reaches_no_output(capsys: pytest.CaptureFixture[str], saved: Path) -> None:
    folder = saved / REVIEWS
    folder.mkdir()
    by, note = '"\\u001b]0;x\\u0007"', '"\\u001b[2J\\u202e"'
    text = f'kind = "review"\nat = 2026-07-01T00:00:00Z\nby = {by}\nnote = {note}\nverdict = "keep"\n'
    (folder / "20260701T000000Z-x-0000.toml").write_text(text, "utf-8")
    _, out, err = run(capsys, "show", REVIEWS, "--saved", str(saved))
    assert "\x1b" not in out + err and "\u202e" not in out + err and "keep" in out


def test_a_decision_is_superseded_by_a_new_one_and_stays_as_it_is(
    capsys: pytest.CaptureFixture[str], saved: Path
) -> None:
    before = (saved / f"{REVIEWS}.toml").read_bytes()
    code, out, _ = run(capsys, "supersede", REVIEWS[:12], "--saved", str(saved), "--title", "Smaller model")
    new = tomllib.loads((saved / f"{out.strip()}.toml").read_text("utf-8"))
    assert code == 0 and (new["title"], new["status"], new["supersedes"]) == ("Smaller model", "draft", [REVIEWS])
    assert new["costs"]["option"].keys() == {"prompt", "tuned"} and "review_by" not in new
    assert (saved / f"{REVIEWS}.toml").read_bytes() == before
    code, _, err = run(capsys, "supersede", REVIEWS, "--saved", str(saved), "--title", " ")
    assert code == 2 and "a title is needed" in err


def test_a_figure_is_told_with_its_limit_and_where_it_comes_from(
    capsys: pytest.CaptureFixture[str], saved: Path
) -> None:
    _, out, _ = run(capsys, "check", "--saved", str(saved), *DAY)
    assert "requests_per_month < 10000: 100,000 on 2026-06-15 from the record, limit 10,000" in out
    _, found = check(capsys, saved, "--set", "accuracy=0.95")
    sources = {trigger["id"]: trigger["source"] for trigger in found["decisions"][0]["triggers"]}
    assert (sources["accuracy"], sources["volume"]) == ("what is given here", "the record")
    review(capsys, saved, "--set", "accuracy=0.85")
    _, out, _ = run(capsys, "check", "--saved", str(saved), "--as-of", "2099-01-01")
    assert "from a reading by Ann, limit 0.9" in out


def test_before_the_decision_its_own_figures_are_no_reading(capsys: pytest.CaptureFixture[str], saved: Path) -> None:
    code, out, _ = run(capsys, "check", "--saved", str(saved), "--as-of", "2026-06-14", "--json")
    assert code == 3 and set(states(json.loads(out)).values()) == {"no-reading"}
    assert run(capsys, "check", "--saved", str(saved), "--as-of", "2026-06-15")[0] == 0


def test_what_is_no_trigger_says_so_and_how_to_write_one(capsys: pytest.CaptureFixture[str], saved: Path) -> None:
    file = saved / f"{REVIEWS}.toml"
    file.write_text(file.read_text("utf-8") + '\n[trigger.low]\nwhen = "accuracy is low"\n', "utf-8")
    code, out, _ = run(capsys, "check", "--saved", str(saved), *DAY)
    assert code == 3 and "× not a trigger: “accuracy is low”; write accuracy < 0.90" in out
    _, found = check(capsys, saved)
    low = found["decisions"][0]["triggers"][-1]
    assert low["state"] == "no-reading" and "not a trigger" in low["problem"]
    assert found["decisions"][0]["triggers"][0]["problem"] is None


def test_nothing_to_watch_stands_in_line_with_the_others(capsys: pytest.CaptureFixture[str], saved: Path) -> None:
    bare = saved / "20260701-bare-0000.toml"
    bare.write_text('schema = 1\nid = "20260701-bare-0000"\ntitle = "Bare"\nstatus = "proposed"\n', "utf-8")
    _, out, _ = run(capsys, "check", "--saved", str(saved), *DAY)
    heads = [line for line in out.splitlines() if not line.startswith(" ")]
    assert len(heads) == 2 and len({line.index("2026") for line in heads}) == 1


def test_a_reopened_decision_is_marked_until_it_is_kept(capsys: pytest.CaptureFixture[str], saved: Path) -> None:
    def marks() -> tuple[bool, bool, bool]:
        words = []
        for command in ("list", "check"):
            _, out, _ = run(capsys, command, "--saved", str(saved), "--json")
            (one,) = json.loads(out)["decisions"]
            assert one["state"] in {"near", "holds"}
            words.append(one["reopened"])
        texts = [run(capsys, *command, "--saved", str(saved))[1] for command in (["list"], ["check"], ["show", "2"])]
        assert len({"reopened" in text for text in texts}) == 1
        return words[0], words[1], "reopened" in texts[0]

    review_by(saved, "2999-01-01")
    assert marks() == (False, False, False)
    review(capsys, saved, "--verdict", "reopen")
    assert marks() == (True, True, True)
    review(capsys, saved, "--verdict", "comment")
    assert marks() == (True, True, True)
    review(capsys, saved, "--verdict", "keep")
    assert marks() == (False, False, False)


def test_the_day_in_force_to_look_again_is_listed_and_shown(capsys: pytest.CaptureFixture[str], saved: Path) -> None:
    review(capsys, saved, "--verdict", "keep", "--review-by", "2099-06-01")
    assert "2099-06-01" in run(capsys, "list", "--saved", str(saved))[1]
    assert (
        json.loads(run(capsys, "list", "--saved", str(saved), "--json")[1])["decisions"][0]["review_by"] == "2099-06-01"
    )
    assert "review by  2099-06-01" in run(capsys, "show", REVIEWS, "--saved", str(saved))[1]


def test_an_approval_of_an_earlier_text_is_marked(capsys: pytest.CaptureFixture[str], saved: Path) -> None:
    review(capsys, saved, "--verdict", "approve", "--note", "fine")
    assert "approve; by Ann; fine" in run(capsys, "show", REVIEWS, "--saved", str(saved))[1]
    file = saved / f"{REVIEWS}.toml"
    file.write_text(file.read_text("utf-8").replace("Review sentiment", "Sentiment"), "utf-8")
    assert "approve, of an earlier text; by Ann; fine" in run(capsys, "show", REVIEWS, "--saved", str(saved))[1]


def test_the_list_stands_in_the_order_of_the_log_and_its_json_by_file(
    capsys: pytest.CaptureFixture[str], saved: Path
) -> None:
    text = 'schema = 1\ntitle = "{}"\nstatus = "{}"\napproach = "rag"\ndecided = 2026-01-01\n'
    late = '[trigger.late]\nwhen = "on 2026-01-02"\n'
    (saved / "20260101-over-0000.toml").write_text(text.format("Over", "rejected"), "utf-8")
    (saved / "20260102-fired-0000.toml").write_text(text.format("x" * 90, "accepted") + late, "utf-8")
    out = run(capsys, "list", "--saved", str(saved))[1]
    assert [line.rsplit(maxsplit=1)[1] for line in out.splitlines()[1:]] == [
        "20260102-fired-0000", REVIEWS, "20260101-over-0000",
    ]  # fmt: skip
    assert "x" * 59 + "…" in out and "x" * 60 not in out
    found = json.loads(run(capsys, "list", "--saved", str(saved), "--json")[1])["decisions"]
    assert [one["id"] for one in found] == ["20260101-over-0000", "20260102-fired-0000", REVIEWS]
    assert found[1]["title"] == "x" * 90


READ = (
    ["check"],
    ["validate"],
    ["export", "--all", "--format", "json"],
    ["list"],
    ["status", "2026"],
    ["review", "2026"],
    ["show", "2026"],
)


@pytest.mark.parametrize("command", [*READ, ["diff", "2026"]], ids=lambda command: command[0])
@pytest.mark.parametrize("by", ["--saved", "WORKBENCH_SAVED"])
def test_a_folder_that_is_named_and_not_there_is_no_empty_one(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: list[str], by: str
) -> None:
    wrong = str(tmp_path / "savd")
    if by == "--saved":
        command = [*command, "--saved", wrong]
    else:
        monkeypatch.setenv("WORKBENCH_SAVED", wrong)
    code, out, err = run(capsys, *command)
    assert (code, out) == (2, "")
    assert wrong in err and "there is no such folder" in err and by in err


@pytest.mark.parametrize("command", ["check", "validate", "list"])
def test_the_usual_folder_may_not_be_there_yet(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    monkeypatch.delenv("WORKBENCH_SAVED", raising=False)
    monkeypatch.chdir(tmp_path)
    assert run(capsys, command)[0] == 0


@pytest.mark.parametrize("text", ["not TOML", "schema = 99\ntitle = 7\n"])
def test_a_superseded_file_that_cannot_be_read_is_no_green_check(
    capsys: pytest.CaptureFixture[str], saved: Path, text: str
) -> None:
    newer = saved / f"{REVIEWS}.toml"
    old = "20260202-review-sentiment-c0d1"
    assert old in newer.read_text("utf-8")
    (saved / f"{old}.toml").write_text(text, encoding="utf-8")
    code, out, err = run(capsys, "check", "--saved", str(saved), *DAY)
    assert code == 2 and f"{old}.toml" in err and old not in out


@pytest.mark.parametrize("status", ["rejected", "draft", "accepted"])
def test_a_journal_that_cannot_be_read_ends_with_2_whatever_became_of_its_decision(
    capsys: pytest.CaptureFixture[str], saved: Path, status: str
) -> None:
    file = saved / f"{REVIEWS}.toml"
    file.write_text(file.read_text("utf-8").replace('status = "accepted"', f'status = "{status}"'), "utf-8")
    (saved / REVIEWS).mkdir()
    (saved / REVIEWS / "20261101T000000Z-ann-0001.toml").write_text("kind = ", encoding="utf-8")
    code, _, err = run(capsys, "check", "--saved", str(saved), *DAY)
    assert code == 2 and "20261101T000000Z-ann-0001.toml" in err


def test_drafts_are_said_not_to_be_checked(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    saved = tmp_path / "drafts"
    ids = []
    for number in ("1", "2"):
        _, out, _ = run(capsys, "new", "--title", f"Draft {number}", "--saved", str(saved), "--json")
        ids.append(json.loads(out)["id"])
        code, out, _ = run(capsys, "check", "--saved", str(saved), *DAY)
        told = {"1": "1 draft is not checked", "2": "2 drafts are not checked"}[number]
        assert code == 0 and f"{told}: check looks at proposed and accepted ones\n" in out
    code, out, _ = run(capsys, "check", ids[0], "--saved", str(saved), *DAY)
    assert code == 0 and f"{ids[0]} is not checked, its status is draft" in out
    _, out, _ = run(capsys, "check", "--saved", str(saved), *DAY, "--json")
    assert json.loads(out) == {"decisions": []}


def with_evidence(saved: Path, name: str, text: str) -> None:
    """Keep a data report in the decision, as if it had been read from a text on a day."""
    digest = hashlib.sha256(text.encode()).hexdigest()
    kept = f'\n[evidence.dataset]\nfile = "{name}"\nsha256 = "{digest}"\ndate = 2026-11-20\nrows = 612\n'
    file = saved / f"{REVIEWS}.toml"
    file.write_text(file.read_text() + kept)


def test_evidence_whose_file_changed_or_is_gone_is_told_and_changes_no_exit_code(
    capsys: pytest.CaptureFixture[str], saved: Path
) -> None:
    before, found = check(capsys, saved)
    assert found["decisions"][0]["files"] == []
    with_evidence(saved, "train.jsonl", "one")
    for text, state in (("", "missing"), ("one", None), ("two", "changed")):
        if text:
            (saved / "train.jsonl").write_text(text)
        code, found = check(capsys, saved)
        wanted = [{"evidence": "dataset", "file": "train.jsonl", "state": state, "read": "2026-11-20"}] if state else []
        assert (code, found["decisions"][0]["files"]) == (before, wanted)
        told = run(capsys, "check", "--saved", str(saved), *DAY)[1]
        assert ("not found here, their figures stand as kept: train.jsonl" in told) == (state == "missing")
        assert (
            f"~ evidence    train.jsonl, read for the data report, has changed since 20 Nov: "
            f"workbench data --into {REVIEWS} reads it again" in told
        ) == (state == "changed")


def test_what_is_kept_of_the_log_knows_the_files_of_the_evidence(
    capsys: pytest.CaptureFixture[str], saved: Path
) -> None:
    with_evidence(saved, "train.jsonl", "one")
    (saved / "train.jsonl").write_text("two")
    cold, warm = check(capsys, saved), check(capsys, saved)
    assert cold == warm and warm[1]["decisions"][0]["files"][0]["state"] == "changed"


def test_advise_says_that_a_file_of_its_evidence_changed_or_is_gone(
    capsys: pytest.CaptureFixture[str], saved: Path
) -> None:
    with_evidence(saved, "train.jsonl", "one")

    def told(part: str) -> list[str]:
        code, out, _ = run(capsys, "advise", REVIEWS, "--saved", str(saved), *DAY, "--json")
        assert code == 0
        return [text for text in json.loads(out)[part] if "train.jsonl" in text]

    gone = "train.jsonl, read on 20 Nov for the data report, is not found here: its figures stand as kept"
    assert told("notes") == [gone] and told("missing") == []
    (saved / "train.jsonl").write_text("two")
    changed = f"train.jsonl, read for the data report, has changed since 20 Nov: workbench data --into {REVIEWS}"
    assert told("missing") == [f"{changed} reads it again"] and told("notes") == []
    (saved / "train.jsonl").write_text("one")
    assert told("missing") == told("notes") == []


def test_what_was_read_for_what_it_replaces_is_not_forgotten(capsys: pytest.CaptureFixture[str], saved: Path) -> None:
    file = saved / f"{REVIEWS}.toml"
    more = '\n[trigger.ends]\nwhen = "days_left < 90"\nthen = "rag"\n'
    file.write_text(file.read_text("utf-8") + more, encoding="utf-8")
    run(capsys, "review", REVIEWS, "--saved", str(saved), "--verdict", "reopen", "--by", "Ana", "--set", "days_left=60")
    _, out, _ = run(capsys, "supersede", REVIEWS, "--saved", str(saved))
    id = out.strip()
    assert run(capsys, "status", id, "accepted", "--saved", str(saved))[0] == 0
    for named in ([], [id]):
        code, out, _ = run(capsys, "check", "--saved", str(saved), *named)
        assert code == 1 and re.search(
            r"fired +days_left < 90: 60 on \S+ from a reading by Ana, for what this repl", out
        )
    assert re.search(r"^fired .*" + id, run(capsys, "list", "--saved", str(saved))[1], re.M)
    assert "days_left < 90: 60 on" in run(capsys, "show", id, "--saved", str(saved))[1]
    # Before that reading nothing was known, whichever decision is asked.
    found = json.loads(run(capsys, "check", id, "--saved", str(saved), "--as-of", "2026-07-01", "--json")[1])
    assert states(found)["ends"] == "no-reading"
    run(capsys, "review", id, "--saved", str(saved), "--by", "Ana", "--set", "days_left=200")
    assert states(json.loads(run(capsys, "check", "--saved", str(saved), "--json")[1]))["ends"] == "holds"


def test_no_review_is_to_come_of_what_was_replaced(capsys: pytest.CaptureFixture[str], saved: Path) -> None:
    new = run(capsys, "supersede", REVIEWS, "--saved", str(saved))[1].strip()
    assert run(capsys, "status", new, "accepted", "--saved", str(saved))[0] == 0
    rows = {row["id"]: row for row in json.loads(run(capsys, "list", "--saved", str(saved), "--json")[1])["decisions"]}
    assert (rows[REVIEWS]["status"], rows[REVIEWS]["review_by"]) == ("superseded", None)
