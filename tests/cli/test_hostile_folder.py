"""Commands that write, over a hostile and partly broken folder: they write what they say, and no other file changes."""

from __future__ import annotations

import contextlib
import csv
import io
import json
import os
from html.parser import HTMLParser
from pathlib import Path

import pytest

from tests.hostile import FORBIDDEN, NAME, environment, hostile_folder, under_git
from workbench.cli.main import main

FIRST, SECOND, DRAFT, STRANGE = (
    "20261101-accepted-0001", "20261102-proposed-0002", "20261103-draft-0003", os.fsdecode(NAME),
)  # fmt: skip
BROKEN = ("20261105", "20261106", "20261107", "20261108", "20261109")
BAD = "x\x1b]0;owned\x07\x9b31m\u202e[/]"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = hostile_folder(tmp_path / "r")
    under_git(root)
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)
    for name, value in environment(root).items():
        monkeypatch.setenv(name, value)
    monkeypatch.chdir(root)
    return root


def contents(root: Path) -> dict[str, bytes]:
    kept = [path for path in root.rglob("*") if path.is_file() and not path.is_symlink()]
    inside = [path for path in kept if path.relative_to(root).parts[0] not in {".git", "state", "cache"}]
    return {str(path.relative_to(root)): path.read_bytes() for path in inside}


def run(*arguments: str) -> tuple[int, str]:
    out = io.TextIOWrapper(io.BytesIO(), encoding="utf-8", newline="")
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(out):
        code = main(arguments)
    out.seek(0)
    told = out.read()
    assert not FORBIDDEN.search(told.replace("\n", "").replace("\r", "").replace("\ufe0f", "")), (
        arguments,
        ascii(told),
    )
    return code, told


WRITING = (
    (("review", FIRST, "--by", BAD, "--verdict", "comment", "--note", BAD), f"saved/{FIRST}/"),
    (("review", STRANGE, "--by", BAD, "--verdict", "comment", "--note", BAD), f"saved/{STRANGE}/"),
    (("review", FIRST, "--by", BAD, "--set", "accuracy=0.9", "--json"), f"saved/{FIRST}/"),
    (("new", "--title", BAD, "--author", BAD), "saved/"),
    (("new", "--title", BAD, "--from", f"saved/{DRAFT}.toml", "--json"), "saved/"),
    (("supersede", FIRST, "--title", BAD), "saved/"),
    (("status", SECOND, "rejected"), f"saved/{SECOND}.toml"),
    (("data", "train.jsonl", "--into", DRAFT), f"saved/{DRAFT}.toml"),
    (("compare", "base.jsonl", "candidate.jsonl", "--into", DRAFT, "--as", f"{BAD},y"), f"saved/{DRAFT}.toml"),
    (("size", "--config", "model", "--into", DRAFT), f"saved/{DRAFT}.toml"),
    (("ask", "--into", DRAFT, "--answer", "a=no", "--answer", "b=no", "--json"), f"saved/{DRAFT}.toml"),
    (("data", "train.jsonl", "--masked", "out.json"), "out.json"),
    (("export", STRANGE, "--format", "md", "--output", "page.md"), "page.md"),
    (("export", "--all", "--format", "nygard", "--output", "adr"), "adr/"),
)  # fmt: skip
LAID_OUT = {"saved/decision.schema.json", "saved/.taplo.toml"}
"""What the first save into a folder writes beside it."""


@pytest.mark.parametrize(
    ("command", "written"), WRITING, ids=lambda value: value[0] if isinstance(value, tuple) else ""
)
def test_a_command_writes_what_it_says_and_nothing_else(folder: Path, command: tuple[str, ...], written: str) -> None:
    before = contents(folder)
    _, told = run(*command)
    after = contents(folder)
    changed = {name for name in (*before, *after) if before.get(name) != after.get(name)} - LAID_OUT
    assert changed and all(name.startswith(written) for name in changed), (changed, told)
    if written.endswith("/"):
        assert not changed & set(before)
    # What stands there now can be read, by everybody who reads.
    assert not [name for name in changed if FORBIDDEN.search(Path(name).name)] or written == f"saved/{STRANGE}/"
    run("validate")
    run("list", "--json")


@pytest.mark.parametrize("id", BROKEN)
def test_what_cannot_be_read_is_never_written(folder: Path, id: str) -> None:
    before = contents(folder)
    for command in (
        ("review", id, "--by", "x", "--verdict", "comment"), ("status", id, "accepted"), ("supersede", id),
        ("migrate", id),
        ("data", "train.jsonl", "--into", id), ("ask", "--into", id, "--answer", "examples=yes"),
        ("size", "Qwen2.5-14B", "--into", id), ("compare", "base.jsonl", "candidate.jsonl", "--into", id),
    ):  # fmt: skip
        assert run(*command)[0] == 2, command
    # Where git left no merge there is nothing to finish.
    run("resolve", id)
    assert contents(folder) == before
    run("migrate", "--all")
    after = contents(folder)
    assert {name: data for name, data in before.items() if id in name} == {
        name: data for name, data in after.items() if id in name
    }


class _Page(HTMLParser):
    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: list[tuple[str, str]] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes += [(name, value or "") for name, value in attrs]


def test_the_page_of_a_hostile_folder_is_inert(folder: Path) -> None:
    run("export", "--all", "--format", "html", "--output", "all.html")
    page = _Page((folder / "all.html").read_text(encoding="utf-8"))
    assert not page.tags & {"script", "iframe", "object", "embed", "link", "img", "form", "base", "foreignobject"}
    assert not [name for name, _ in page.attributes if name.startswith("on") or name in {"style", "src", "xlink:href"}]
    assert all(value.startswith("#d") for name, value in page.attributes if name == "href")


def test_the_sheet_of_a_hostile_folder_runs_nothing(folder: Path) -> None:
    run("export", "--all", "--format", "csv", "--output", "all.csv")
    text = (folder / "all.csv").read_text(encoding="utf-8")
    for separator in ",;\t":
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator):
            assert not [cell for cell in row if cell.startswith(("=", "@", "\t", "\r"))]


def test_the_data_of_a_hostile_folder_loads(folder: Path) -> None:
    run("export", "--all", "--format", "json", "--output", "all.json")
    assert len(json.loads((folder / "all.json").read_text(encoding="utf-8"))["decisions"]) == 5


@pytest.mark.parametrize("command", [["list"], ["check"], ["validate"], ["show", "x"], ["advise", "x"], ["doctor"]])
def test_a_folder_that_is_gone_while_one_is_in_it_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], command: list[str]
) -> None:
    folder = tmp_path / "gone"
    folder.mkdir()
    monkeypatch.chdir(folder)
    folder.rmdir()
    assert main(command) == 2
    assert capsys.readouterr().err == "workbench: the folder you are in is gone\n  go to one that is there: cd\n"
