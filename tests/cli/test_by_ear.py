"""What the plain commands say where nothing can be drawn: all of it in words."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest

from workbench.cli.main import main

SAVED = Path(__file__).parents[2] / "saved"
FILE = str(SAVED / "20260615-review-sentiment-7b93.toml")
DRAWN = re.compile("[\u2500-\u259f\u2800-\u28ff]")
STATES = "fired|overdue|near|stale|holds|no reading|unreadable"


@pytest.fixture(params=["NO_COLOR", "dumb"], autouse=True)
def nothing_is_drawn(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv(*(("NO_COLOR", "1") if request.param == "NO_COLOR" else ("TERM", "dumb")))


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SAVED, tmp_path / "saved"))


def said(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    main(list(arguments))
    return capsys.readouterr().out


@pytest.mark.parametrize(
    "arguments",
    [
        ["ask", "--answer", "examples=yes"],
        ["advise", FILE],
        ["score", FILE],
        ["cost", FILE],
        *(["cost", FILE, "--chart", chart] for chart in ("volume", "tornado", "split", "tipping")),
        ["plateau", "0.70", "0.75", "0.78", "--cases", "200"],
        ["size", "gpt2"],
        ["reference", "tour"],
        ["keys"],
        ["list", "--saved", str(SAVED)],
        ["check", "--saved", str(SAVED)],
        ["show", "20260615", "--saved", str(SAVED)],
    ],
    ids=lambda arguments: " ".join(arguments[:1] + arguments[2:]),
)
def test_no_command_draws(capsys: pytest.CaptureFixture[str], arguments: list[str]) -> None:
    told = said(capsys, *arguments)
    assert told.strip()
    assert not DRAWN.search(told)
    assert "\x1b" not in told


def test_a_chart_is_told_with_its_figures(capsys: pytest.CaptureFixture[str]) -> None:
    told = said(capsys, "cost", "--preset", "c-output-counted")
    assert "  prompting: $69.26 at 2,565 requests\n  fine-tuned: $29.23 at 2,565 requests\n" in told
    assert "  breaks even: 855 requests\n" in told
    told = said(capsys, "cost", "--preset", "c-output-counted", "--set", "currency=EUR", "--chart", "split")
    assert "prompting: €32,400 in all, input €18,000, output €14,400, upfront €0" in told
    told = said(capsys, "cost", "--preset", "c-output-counted", "--chart", "tipping")
    assert "requests a month: now 100,000, turns under 72, cheapest prompting" in told


def test_answers_are_told_one_after_the_other(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    files = [tmp_path / "a.jsonl", tmp_path / "b.jsonl"]
    for file, word in zip(files, ("no", "yes"), strict=True):
        rows = [{"id": at, "input": "x", "expected": "yes", "output": word} for at in range(1, 8)]
        file.write_text("".join(f"{json.dumps(row)}\n" for row in rows))
    told = said(capsys, "compare", *map(str, files), "--show", "gained")
    assert "base first, then candidate" in told
    assert "  base:\n    no\n  candidate:\n    yes" in told
    assert not DRAWN.search(told)


def test_every_state_is_a_word_beside_its_sign(capsys: pytest.CaptureFixture[str]) -> None:
    lines = said(capsys, "check", "--saved", str(SAVED)).splitlines()
    assert lines
    assert all(re.match(rf" *[!~?×✓] ({STATES}) ", line) for line in lines if line.strip())


def test_a_review_says_what_it_wrote(capsys: pytest.CaptureFixture[str], saved: Path) -> None:
    told = said(
        capsys, "review", "20260615", "--verdict", "keep", "--note", "holds", "--by", "me", "--saved", str(saved)
    )
    assert told.startswith("keep written to ")
