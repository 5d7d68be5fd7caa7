"""``export``: one or all, to standard output, a file or a folder; what is somebody else's stays."""

from __future__ import annotations

import csv
import io
import json
import shutil
from pathlib import Path

import pytest

from workbench.cli.main import main

EXAMPLES = Path(__file__).parent.parent.parent / "saved"
REVIEWS = "20260615-review-sentiment-7b93"
FIRST = "20260202-review-sentiment-c0d1"


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    folder = tmp_path / "saved"
    shutil.copytree(EXAMPLES, folder)
    return folder


def run(capsys: pytest.CaptureFixture[str], saved: Path, *arguments: str) -> tuple[int, str, str]:
    code = main(["export", *arguments, "--saved", str(saved)])
    told = capsys.readouterr()
    return code, told.out, told.err


@pytest.mark.parametrize(
    ("format", "begins"),
    [
        ("md", "# Review sentiment\n"), ("madr", "---\n"), ("nygard", "# 4. Review sentiment\n"),
        ("html", "<!doctype html>\n"), ("csv", "id,title,"), ("json", "{\n"),
    ],
)  # fmt: skip
def test_one_decision_goes_to_standard_output(
    capsys: pytest.CaptureFixture[str], saved: Path, format: str, begins: str
) -> None:
    code, out, err = run(capsys, saved, REVIEWS[:12], "--format", format)
    assert (code, err) == (0, "") and out.startswith(begins)
    assert "prompt has reached a plateau" in out


@pytest.mark.parametrize("format", ["html", "csv", "json"])
def test_all_decisions_go_to_standard_output(capsys: pytest.CaptureFixture[str], saved: Path, format: str) -> None:
    code, out, err = run(capsys, saved, "--all", "--format", format)
    assert (code, err) == (0, "")
    assert all(title in out for title in ("Review sentiment, prompt first", "Customer-service chatbot"))


def test_json_and_csv_of_all_read_back(capsys: pytest.CaptureFixture[str], saved: Path) -> None:
    _, out, _ = run(capsys, saved, "--all", "--format", "json")
    found = {one["id"]: one for one in json.loads(out)["decisions"]}
    assert len(found) == 4 and found[FIRST]["superseded_by"] == [REVIEWS]
    _, out, _ = run(capsys, saved, "--all", "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(out, newline="")))
    assert [row["id"] for row in rows] == [FIRST, *sorted(found.keys() - {FIRST, REVIEWS}), REVIEWS]
    assert rows[0]["superseded_by"] == REVIEWS and rows[3]["break_even"] == "855 requests"


def test_adrs_are_numbered_by_date_and_link_to_each_other(
    capsys: pytest.CaptureFixture[str], saved: Path, tmp_path: Path
) -> None:
    out = tmp_path / "doc" / "adr"
    code, told, _ = run(capsys, saved, "--all", "--format", "nygard", "--output", str(out))
    assert code == 0 and told == f"4 files in {out}\n"
    names = sorted(path.name for path in out.iterdir())
    assert names == [
        "0001-review-sentiment-prompt-first.md", "0002-customer-service-chatbot.md",
        "0003-risky-clauses-in-contracts.md", "0004-review-sentiment.md",
    ]  # fmt: skip
    first, last = ((out / name).read_text("utf-8") for name in (names[0], names[3]))
    assert "Superseded by [4. Review sentiment](0004-review-sentiment.md)" in first
    assert "Supersedes [1. Review sentiment, prompt first](0001-review-sentiment-prompt-first.md)" in last


@pytest.mark.parametrize("format", ["md", "madr"])
def test_pages_are_called_by_their_id(
    capsys: pytest.CaptureFixture[str], saved: Path, tmp_path: Path, format: str
) -> None:
    code, _, _ = run(capsys, saved, "--all", "--format", format, "--output", str(tmp_path / "wiki"))
    assert code == 0 and (tmp_path / "wiki" / f"{REVIEWS}.md").is_file()
    assert f"({FIRST}.md)" in (tmp_path / "wiki" / f"{REVIEWS}.md").read_text("utf-8")


def test_a_folder_named_for_one_file_gets_it_under_its_usual_name(
    capsys: pytest.CaptureFixture[str], saved: Path, tmp_path: Path
) -> None:
    assert run(capsys, saved, REVIEWS, "--format", "md", "--output", str(tmp_path))[1] == f"{tmp_path / REVIEWS}.md\n"
    assert run(capsys, saved, "--all", "--format", "html", "--output", str(tmp_path))[0] == 0
    assert (tmp_path / "decisions.html").is_file()


@pytest.mark.parametrize("format", ["md", "madr", "nygard", "html", "csv", "json"])
def test_an_export_is_written_over_and_another_file_is_not(
    capsys: pytest.CaptureFixture[str], saved: Path, tmp_path: Path, format: str
) -> None:
    file = tmp_path / "one"
    arguments = [REVIEWS, "--format", format, "--output", str(file)]
    file.write_text("# Mine\n", "utf-8")
    code, out, err = run(capsys, saved, *arguments)
    assert (code, out) == (2, "") and "not written by an export" in err and "--force" in err
    assert file.read_text("utf-8") == "# Mine\n"
    assert run(capsys, saved, *arguments, "--force")[0] == 0
    before = file.read_bytes()
    assert run(capsys, saved, *arguments)[0] == 0 and file.read_bytes() == before


def test_nothing_is_written_where_one_file_is_refused(
    capsys: pytest.CaptureFixture[str], saved: Path, tmp_path: Path
) -> None:
    out = tmp_path / "wiki"
    out.mkdir()
    (out / f"{REVIEWS}.md").write_text("mine", "utf-8")
    code, _, err = run(capsys, saved, "--all", "--format", "md", "--output", str(out))
    assert code == 2 and f"{REVIEWS}.md" in err
    assert [path.name for path in out.iterdir()] == [f"{REVIEWS}.md"]


def test_a_decision_file_is_no_export(capsys: pytest.CaptureFixture[str], saved: Path) -> None:
    file = saved / f"{REVIEWS}.toml"
    before = file.read_bytes()
    assert run(capsys, saved, REVIEWS, "--format", "md", "--output", str(file))[0] == 2
    assert file.read_bytes() == before


def test_what_an_earlier_export_left_is_told_and_stays(
    capsys: pytest.CaptureFixture[str], saved: Path, tmp_path: Path
) -> None:
    out = tmp_path / "adr"
    run(capsys, saved, "--all", "--format", "nygard", "--output", str(out))
    file = saved / f"{REVIEWS}.toml"
    file.write_text(file.read_text("utf-8").replace('title = "Review sentiment"', 'title = "Tone of reviews"'), "utf-8")
    (out / "README.md").write_text("mine", "utf-8")
    code, _, err = run(capsys, saved, "--all", "--format", "nygard", "--output", str(out))
    assert code == 0 and "0004-review-sentiment.md" in err and "README.md" not in err
    assert (out / "0004-review-sentiment.md").exists() and (out / "0004-tone-of-reviews.md").exists()


def test_a_broken_file_is_told_and_hides_no_other(
    capsys: pytest.CaptureFixture[str], saved: Path, tmp_path: Path
) -> None:
    (saved / "20260301-broken-0000.toml").write_text("[", "utf-8")
    code, out, err = run(capsys, saved, "--all", "--format", "json")
    assert code == 2 and len(json.loads(out)["decisions"]) == 4 and "20260301-broken-0000.toml:1" in err
    code, _, err = run(capsys, saved, "--all", "--format", "nygard", "--output", str(tmp_path / "adr"))
    assert code == 2 and "20260301-broken-0000.toml:1" in err
    assert (tmp_path / "adr" / "0005-review-sentiment.md").exists(), "a broken file keeps its number"
    assert run(capsys, saved, REVIEWS, "--format", "md")[0] == 0, "another decision's file is not asked for"
    code, out, err = run(capsys, saved, "20260301-broken-0000", "--format", "md")
    assert (code, out) == (2, "") and "20260301-broken-0000.toml:1" in err


def test_a_broken_entry_of_the_journal_is_told(capsys: pytest.CaptureFixture[str], saved: Path) -> None:
    (saved / REVIEWS).mkdir()
    (saved / REVIEWS / "20260701T000000Z-x-0000.toml").write_text('kind = "praise"\n', "utf-8")
    code, out, err = run(capsys, saved, REVIEWS, "--format", "md")
    assert code == 2 and out.startswith("# Review sentiment") and "20260701T000000Z-x-0000.toml" in err


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--format", "md"], "which decision?"),
        ([REVIEWS, "--all", "--format", "md"], "which decision?"),
        (["--all", "--format", "md"], "--output DIR"),
        (["nothing", "--format", "md"], "no such decision"),
        ([REVIEWS, "--format", "pdf"], "invalid choice"),
    ],
)
def test_wrong_use_says_what_to_write(
    capsys: pytest.CaptureFixture[str], saved: Path, arguments: list[str], told: str
) -> None:
    code, out, err = run(capsys, saved, *arguments)
    assert (code, out) == (2, "") and told in err


def test_a_file_outside_the_folder_is_exported_with_its_own_neighbours(
    capsys: pytest.CaptureFixture[str], saved: Path, tmp_path: Path
) -> None:
    code, out, _ = run(capsys, tmp_path / "elsewhere", str(saved / f"{FIRST}.toml"), "--format", "nygard")
    assert code == 0 and "Superseded by [4. Review sentiment]" in out


def test_an_empty_folder_is_said_to_be_one(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    code, out, err = run(capsys, tmp_path, "--all", "--format", "json")
    assert code == 0 and json.loads(out)["decisions"] == [] and "No decisions in" in err


def test_names_that_look_the_same_get_files_of_their_own(
    capsys: pytest.CaptureFixture[str], saved: Path, tmp_path: Path
) -> None:
    for twin in ("20260101-a\u202e-0000", "20260101-a<U+202E>-0000"):
        shutil.copy(saved / f"{FIRST}.toml", saved / f"{twin}.toml")
    code, _, _ = run(capsys, saved, "--all", "--format", "md", "--output", str(tmp_path / "wiki"))
    assert code == 0 and len(list((tmp_path / "wiki").iterdir())) == 6
