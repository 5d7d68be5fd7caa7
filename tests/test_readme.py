"""Every command that the README prints does what it is printed for, in a folder like the one it speaks of."""

from __future__ import annotations

import io
import json
import re
import shlex
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from tests.git_repository import Team, settled
from tests.store.dataset_made import chat, tickets
from workbench.cli.main import main

TOP = Path(__file__).parent.parent
README = (TOP / "README.md").read_text()
BLOCKS: list[tuple[str, str]] = re.findall(r"^```(\w*)\n(.*?)^```", README, re.DOTALL | re.MULTILINE)
ID = "20260615-review-sentiment-7b93"
DRAFT = "20261101-ours-0001"
ASKED = "Why was I billed twice for the slow delivery of a parcel that never came to my door at all?"
MORE_THAN_GOOD = {"check": {1, 3}, "data": {1}, "size": {1}, "resolve --all": {0}, "resolve": {1}}
"""What else may come of it: what fired or has no reading by now, rows to mend, too small a card, a field to choose."""


def commands() -> Iterator[str]:
    """The lines of the shell blocks, but for the two that set up."""
    for kind, block in BLOCKS:
        if kind == "sh":
            yield from (line.partition("#")[0].strip() for line in block.splitlines() if line.startswith("workbench"))


def rows(file: Path, of: list[dict[str, object]]) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("".join(json.dumps(row) + "\n" for row in of))


def answers(right: int) -> list[dict[str, object]]:
    return [
        {
            "id": f"c{number}",
            "input": f"ticket {number}",
            "expected": "billing",
            "output": "billing" if number % 100 < right else "returns",
            "lang": ("en", "de")[number % 2],
        }
        for number in range(200)
    ]


def named_files(top: Path) -> None:
    """The files that the README's commands name."""
    near = [chat(text, "billing") for text in (ASKED, ASKED.replace("slow", "late"))]
    rows(top / "train.jsonl", [*tickets(200), *near])
    rows(top / "heldout.jsonl", tickets(220)[200:])
    rows(top / "prompt.jsonl", answers(right=70))
    rows(top / "tuned.jsonl", answers(right=90))
    rows(
        top / "path/to/config.json",
        [{"model_type": "llama", "vocab_size": 32000, "hidden_size": 256, "intermediate_size": 512,
          "num_hidden_layers": 2, "num_attention_heads": 4}],
    )  # fmt: skip
    usage = [f"2026-10-{day:02},gpt-4o,1000,500000,200000" for day in range(1, 31)]
    (top / "usage.csv").write_text("\n".join(["date,model,requests,input_tokens,output_tokens", *usage, ""]))
    (top / "prompt.txt").write_text("Answer with the queue.\n")
    (top / "metrics.json").write_text('{"accuracy": 0.91}')
    shutil.copy(TOP / "workbench/core/flows/guided.toml", top / "ours.toml")
    for name in ("one.toml", "other.toml"):
        shutil.copy(TOP / "saved" / f"{ID}.toml", top / name)


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A team's repository with the worked decisions, a draft, and a branch on which a title is another one."""
    team = Team(tmp_path_factory.mktemp("readme") / "team")
    shutil.copytree(TOP / "saved", team.saved, dirs_exist_ok=True)
    text = (team.saved / f"{ID}.toml").read_text()
    draft = text.replace('status = "accepted"', 'status = "draft"').replace(ID, DRAFT)
    team.write(draft, f"{DRAFT}.toml")
    named_files(team.top)
    title = 'title = "Review sentiment"'
    assert title in text
    for number in range(6):
        team.write(text.replace(title, f'title = "Sentiment {number}"'), f"{ID}.toml")
        team.commit(f"title {number}")
    team.git("switch", "--quiet", "--create", "theirs", "HEAD~1")
    team.write(text, f"{ID}.toml")
    team.commit("theirs")
    team.git("switch", "--quiet", "main")
    return team.top


@pytest.fixture
def team(template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    settled(monkeypatch, tmp_path)
    monkeypatch.chdir(shutil.copytree(template, tmp_path / "team"))
    monkeypatch.setattr("sys.stdin", io.StringIO())
    return Path.cwd()


@pytest.mark.parametrize("line", list(commands()))
def test_a_printed_command_works(line: str, team: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = shlex.split(line.partition(" > ")[0].replace("saved/ID.toml", f"saved/{DRAFT}.toml"))[1:]
    if words[0] == "resolve":
        assert subprocess.run(["git", "merge", "--quiet", "theirs"], capture_output=True).returncode == 1
    code = main(words)
    told = capsys.readouterr()
    good = MORE_THAN_GOOD.get(" ".join(words[:2])) or {0, *MORE_THAN_GOOD.get(words[0], ())}
    assert code in good, told.err or told.out
    assert told.out.strip(), "it says something"
    for flag in ("--output", "--masked"):
        if flag in words:
            assert Path(words[words.index(flag) + 1]).exists()


def test_the_keys_of_the_printed_settings_are_taken(team: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (settings,) = (block for kind, block in BLOCKS if kind == "toml" and "[keys]" in block)
    folder = team.parent / "config/tuning-workbench"
    folder.mkdir(parents=True)
    (folder / "settings.toml").write_text(settings)
    assert main(["keys", "--json"]) == 0
    listed = json.loads(capsys.readouterr().out)
    assert listed["problems"] == []
    for key in re.findall(r'"(.+?)"', settings):
        assert f'"{key}"' in json.dumps(listed)


def test_the_printed_jobs_are_yaml_and_what_is_linked_is_there() -> None:
    jobs = [yaml.safe_load(block) for kind, block in BLOCKS if kind == "yaml"]
    assert jobs and all(isinstance(job, dict) for job in jobs)
    for target in re.findall(r"\]\(([^)#]+)\)", README):
        assert (TOP / target).exists(), target
    for path in re.findall(r"`((?:workbench|tests|themes|docs)/[\w./-]+)`", README):
        assert (TOP / path).exists(), path
