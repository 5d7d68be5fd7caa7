"""A folder hostile in every text, at a real terminal: no command and no screen sends on what it says."""

from __future__ import annotations

import gc
import json
from importlib import import_module
from pathlib import Path

import pytest

from tests.hostile import assert_harmless, commands, environment, hostile_folder, under_git
from tests.pty.children import at_a_terminal
from tests.pty.terminal import WORKBENCH, Terminals
from workbench.cli.main import COMMANDS

SHARES = 6
DOWN, ENTER = "\x1b[B", "\r"
# Escape, and a report of the focus behind it: by itself it waits for what may follow, and would go with the next key.
ESC = "\x1b\x1b[I"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = hostile_folder(tmp_path_factory.mktemp("hostile"))
    under_git(root)
    # What a command loads is loaded once, not in every child.
    for name in (
        *(f"workbench.cli.{name}_command" for name in COMMANDS),
        "tomlkit",
        "workbench.store.case_files",
        "workbench.store.dataset_files",
        "workbench.export.html_page",
    ):
        import_module(name)
    gc.freeze()
    return root


def contents(root: Path) -> dict[Path, bytes]:
    kept = [path for name in ("saved", "flows", "config") for path in (root / name).rglob("*")]
    return {path: path.read_bytes() for path in (*kept, *root.glob("*")) if path.is_file() and not path.is_symlink()}


@pytest.mark.parametrize("share", range(SHARES))
def test_a_command_that_reads_sends_nothing_raw_and_writes_nothing(folder: Path, share: int) -> None:
    env, before = environment(folder), contents(folder)
    for command in list(commands(folder))[share::SHARES]:
        code, raw = at_a_terminal(command, folder, env)
        assert code in {0, 1, 2, 3} and b"Traceback" not in raw, (command, raw)
        assert_harmless(raw)
        if "--json" in command and code != 2:
            text = raw.decode()
            json.loads(text[text.index("{") : text.rindex("}") + 1])
    assert contents(folder) == before


PANES = (
    ("1", "Outcome", "\t", "\t", "\x1b[D", "e", ESC, "f", DOWN, ESC, "s", "s", "\x1b[C", ESC, "?", DOWN, ESC, "\x0f"),
    ("2", "Inputs", DOWN, "o", DOWN, ESC, "c", "c", "c", "i", f"usage.csv{ENTER}", ESC, ESC, "m", "[/]", ESC),
    (
        "3",
        "Evaluation",
        "o",
        f"\x15versions.csv{ENTER}",
        ENTER,
        DOWN,
        "o",
        f"\x15train.jsonl{ENTER}",
        ENTER,
        DOWN,
        ENTER,
        ESC,
        ESC,
        DOWN,
        "o",
        f"\x15base.jsonl candidate.jsonl{ENTER}",
        ENTER,
        DOWN,
        ENTER,
        ESC,
        ESC,
        DOWN,
        "o",
        f"\x15wrong-config.json{ENTER}",
        f"\x15model{ENTER}",
    ),
    ("4", "Triggers", "v", DOWN, ENTER, "4", "\t", DOWN, ENTER, ESC, "r", DOWN, ENTER, ESC, "?"),
    (
        "5",
        "unreadable",
        "d",
        ENTER,
        ESC,
        ESC,
        "y",
        ESC,
        "r",
        "k",
        ESC,
        ESC,
        "v",
        DOWN,
        ESC,
        "/",
        "[bold]",
        ESC,
        ESC,
        *[DOWN] * 4,
        "s",
        "r",
        "\x10",
        "[/]",
        ESC,
        "\x10",
        f"theme{ENTER}",
    ),
)
"""For each pane its key, what shows that it is there, and the keys tried on it."""


def test_the_screens_send_nothing_of_it_raw(folder: Path, terminals: Terminals, tmp_path: Path) -> None:
    env = {**environment(folder), "EDITOR": "true", "XDG_STATE_HOME": str(tmp_path)}
    before = contents(folder)
    terminal = terminals.open([WORKBENCH, "saved/20261102-proposed-0002.toml"], env, folder)
    terminal.wait_for("1 Questions")
    for pane, shown, *keys in PANES:
        terminal.send(pane)
        terminal.wait_for(shown)
        for key in keys:
            terminal.send(key)
            terminal.read_what_comes()
        for _ in range(3):
            terminal.send(ESC)
            terminal.read_what_comes()
    # The last row's file has a hostile name.
    terminal.send(DOWN * 12)
    terminal.send("e")
    # The name goes on in the next row.
    terminal.wait_for("04.toml reads well")
    raw = bytes(terminal.raw)
    assert b"Traceback" not in raw and terminal.status is None
    assert_harmless(raw, running=True)
    assert contents(folder) == before
    # What was read from them was on the screen.
    for text in ("<U+009B>", "<U+202E>", "\u241b", "[bold]", "[/]", "[link=http"):
        assert text.encode() in raw, text


def test_what_is_pasted_is_shown_as_what_it_is(folder: Path, terminals: Terminals, tmp_path: Path) -> None:
    terminal = terminals.open([WORKBENCH, "--saved", str(tmp_path / "saved")], environment(tmp_path), tmp_path)
    terminal.wait_for("Question 1 of 4")
    pasted = "\x1b[200~pa\t\x9b31m\u202e\x9d0;owned\x07\u200b[/]\x1b[201~"
    for opening, shown in (("1", "Question"), ("4", "Rationale"), ("e", "^s save"), ("", "owned")):
        terminal.send(opening or pasted)
        terminal.wait_for(shown)
    assert_harmless(bytes(terminal.raw), running=True)
    assert b"<U+009B>31m<U+202E>" in bytes(terminal.raw)
