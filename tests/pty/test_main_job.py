"""The main job in a real terminal: start the installed command, answer, type costs, save, read the file back."""

from __future__ import annotations

import re
import signal
import tomllib
from pathlib import Path

import pytest

from tests.pty.terminal import WORKBENCH, Terminals

# What is sent in one packet, as a fast typist's keys arrive over a slow line; the typed text in it; what appears.
WALK = (
    ("yyyy", "", "Outcome"),
    (
        "2\r100k\t\t\t\t500\t100\t200\t200\t$.03/1K\t12\t60\t12\t\t2.5m\t\t8\r",
        "100k500100200200$.03/1K1260122.5m8",
        "2,565 req",
    ),
    ("4 ", "", "1 of 3 taken"),
    ("eFormat errors cost an hour a day.\x1b", "Format errors cost an hour a day.", "Format errors cost"),
    ("\x13Ticket triage\r", "Ticket triage", "saved to"),
)
HOSTILE = "\\u001b]52;c;aGFja2Vk\\u0007\\u001b]0;owned\\u0007\\u001b[2J\\u009b31m\\u202e[/][@click=app.exit]x[/]"


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
def test_from_an_empty_folder_to_a_saved_decision(
    tmp_path: Path, env: dict[str, str], terminals: Terminals, size: tuple[int, int]
) -> None:
    terminal = terminals.open([WORKBENCH], env, tmp_path, size)
    terminal.wait_for("Question 1 of 4")
    keystrokes = 0
    for keys, typed, shown in WALK:
        terminal.send(keys)
        keystrokes += len(keys) - len(typed)
        terminal.wait_for(shown)
    assert keystrokes < 40
    terminal.send("q")
    assert terminal.wait_end() == 0
    (file,) = (tmp_path / "saved").glob("2*.toml")
    data = tomllib.loads(file.read_text())
    assert data["title"] == "Ticket triage"
    assert data["rationale"] == "Format errors cost an hour a day."
    assert data["costs"]["requests_per_month"] == 100000
    assert data["costs"]["option"]["prompt"]["input_price"] == 30
    assert data["trigger"]["volume"]["when"] == "requests_per_month < 10000"


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_lost_connection_keeps_the_draft_and_restores_the_terminal(
    tmp_path: Path, env: dict[str, str], terminals: Terminals, number: signal.Signals
) -> None:
    terminal = terminals.open([WORKBENCH], env, tmp_path)
    terminal.wait_for("Question 1 of 4")
    terminal.send("y2\r12x")
    terminal.wait_for("not a number")
    terminal.kill(number)
    assert terminal.wait_end() == 128 + number
    assert b"\x1b[?1049l" in terminal.raw
    assert len(list((tmp_path / "state").rglob("drafts/*.toml"))) == 1

    again = terminals.open([WORKBENCH], env, tmp_path)
    again.wait_for("A draft was kept")
    again.send("g")
    again.wait_gone("A draft was kept")
    again.send("2")
    again.wait_for("12x")
    again.send("1")
    again.wait_for("Question 2 of 4")


def test_a_draft_is_on_disk_while_typing(tmp_path: Path, env: dict[str, str], terminals: Terminals) -> None:
    terminal = terminals.open([WORKBENCH], env, tmp_path)
    terminal.wait_for("Question 1 of 4")
    terminal.send("yy")
    terminal.until(lambda: list((tmp_path / "state").rglob("drafts/*.toml")), "a draft")
    terminal.kill(signal.SIGKILL)
    assert terminal.wait_end() == -signal.SIGKILL
    again = terminals.open([WORKBENCH], env, tmp_path)
    again.wait_for("A draft was kept")


def test_hostile_text_never_reaches_the_terminal(tmp_path: Path, env: dict[str, str], terminals: Terminals) -> None:
    saved = tmp_path / "saved"
    saved.mkdir()
    (saved / "20261101-hostile-0000.toml").write_text(
        f'schema = 1\nid = "20261101-hostile-0000"\ntitle = "{HOSTILE}"\nstatus = "proposed"\napproach = "rag"\n'
        f'authors = ["{HOSTILE}"]\nrationale = "{HOSTILE}"\n[alternative."{HOSTILE}"]\nrejected_because = "{HOSTILE}"\n'
        f'[costs]\nrequests_per_month = 1000\n[costs.option."{HOSTILE}"]\ninput_tokens = 1\ninput_price = 1\n'
        f'[costs.option.b]\ninput_tokens = 1\ninput_price = 2\n[accuracy."{HOSTILE}"]\nvalue = 0.5\n'
        f'[flow]\nname = "classic"\n[flow.answer.examples]\nanswer = "no"\nnote = "{HOSTILE}"\n'
        f'[trigger."{HOSTILE}"]\nwhen = "{HOSTILE}"\nthen = "{HOSTILE}"\nbecause = "{HOSTILE}"\n'
    )
    (saved / b"20261102-\x1b]0;owned\x07-1111.toml".decode()).symlink_to("/nowhere")
    (saved / "20261103-broken-2222.toml").write_text(f'title = "{HOSTILE}"\ntitle = 3\n')
    terminal = terminals.open([WORKBENCH], env, tmp_path)
    terminal.wait_for("Question 1 of 4")
    terminal.send("5")
    terminal.wait_for("unreadable")
    terminal.wait_for("rag")
    terminal.send("\r")
    terminal.wait_for("Record")
    for keys, shown in (("1", "Outcome"), ("2", "Inputs"), ("3", "Accuracy"), ("4", "Triggers"), ("?", "Keys here")):
        terminal.send(keys)
        terminal.wait_for(shown)
    terminal.send("\x1b")
    terminal.wait_gone("Keys here")
    terminal.send("q")
    assert terminal.wait_end() == 0
    raw = bytes(terminal.raw)
    assert b"\x1b]52" not in raw
    assert b"owned" not in re.sub(rb"\x1b\[[0-9;]*m", b"", raw).replace(b"]0;owned", b"")
    assert b"\x1b]0;owned" not in raw
    assert not re.search(rb"(?<![\xc0-\xff])(?<![\x80-\xbf])\x9b", raw)
    assert "\u009b".encode() not in raw
    assert "\u202e".encode() not in raw


def test_a_small_terminal_says_which_size_is_needed(tmp_path: Path, env: dict[str, str], terminals: Terminals) -> None:
    terminal = terminals.open([WORKBENCH], env, tmp_path, (40, 10))
    terminal.wait_for("60x16")
    terminal.send("q")
    assert terminal.wait_end() == 0


@pytest.mark.parametrize("extra", [{"NO_COLOR": "1"}, {"TERM": "xterm"}, {"TERM": "linux", "NO_COLOR": ""}])
def test_without_colours_nothing_is_black_on_black(
    tmp_path: Path, env: dict[str, str], terminals: Terminals, extra: dict[str, str]
) -> None:
    terminal = terminals.open([WORKBENCH], {**env, **extra}, tmp_path)
    terminal.wait_for("Question 1 of 4")
    terminal.send("2")
    terminal.wait_for("needed")
    # No cell sets a background of its own: the page is the terminal's.
    assert not re.search(rb"\x1b\[[0-9;]*(?:48;|\b4[0-7]\b)[0-9;]*m", bytes(terminal.raw))
    terminal.send("q")
    assert terminal.wait_end() == 0


def test_unsaved_work_in_a_session_that_still_runs_is_told(
    tmp_path: Path, env: dict[str, str], terminals: Terminals
) -> None:
    first = terminals.open([WORKBENCH], env, tmp_path)
    first.wait_for("Question 1 of 4")
    first.send("yy")
    first.until(lambda: list((tmp_path / "state").rglob("drafts/*.toml")), "a draft")
    second = terminals.open([WORKBENCH], env, tmp_path)
    second.wait_for(f"kill -HUP {first.pid}")
    second.send("q")
    assert second.wait_end() == 0
    first.kill(signal.SIGHUP)
    assert first.wait_end() == 128 + signal.SIGHUP
    third = terminals.open([WORKBENCH], env, tmp_path)
    third.wait_for("A draft was kept")
