"""The same screens in the terminals that people have: what their TERM says they can show, and nothing else, is sent."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.pty.terminal import WORKBENCH, Terminal, Terminals

TRUE, INDEXED = re.compile(rb"\x1b\[[0-9;]*[34]8;2;"), re.compile(rb"\x1b\[[0-9;]*[34]8;5;")
ANY_COLOUR = re.compile(rb"\x1b\[(?:[0-9;]*;)?(?:[34][0-8]|9[0-7]|10[0-7])(?:;[0-9;]*)?m")

# The environment, and the depth of colour that may be sent.
TERMINALS = {
    "true colour": ({"TERM": "xterm-256color", "COLORTERM": "truecolor"}, "true"),
    "256, COLORTERM not forwarded": ({"TERM": "xterm-256color"}, "256"),
    "tmux": ({"TERM": "tmux-256color"}, "256"),
    "screen with 256": ({"TERM": "screen-256color"}, "256"),
    "screen": ({"TERM": "screen"}, "16"),
    "xterm": ({"TERM": "xterm"}, "16"),
    "console": ({"TERM": "linux"}, "16"),
    "vt100": ({"TERM": "vt100"}, "16"),
    "no colour": ({"TERM": "xterm-256color", "NO_COLOR": "1"}, "none"),
    "no colour, though there is": ({"TERM": "xterm-256color", "COLORTERM": "truecolor", "NO_COLOR": "1"}, "none"),
}  # fmt: skip


def visited(terminal: Terminal) -> bytes:
    """Go through the panes and leave; return all that was sent."""
    terminal.wait_for("Question 1 of 4")
    for key, there in (("2", "requests a month"), ("3", "none yet"), ("4", "Triggers"), ("5", "No decisions")):
        terminal.send(key)
        terminal.wait_for(there)
    terminal.send("q")
    assert terminal.wait_end() == 0
    return bytes(terminal.raw)


@pytest.mark.parametrize("name", TERMINALS)
def test_no_more_colours_are_sent_than_the_terminal_has(
    tmp_path: Path, env: dict[str, str], terminals: Terminals, name: str
) -> None:
    extra, depth = TERMINALS[name]
    terminals.open([WORKBENCH], {**env, **extra}, tmp_path)
    raw = visited(terminals[0])
    assert bool(TRUE.search(raw)) == (depth == "true")
    assert bool(INDEXED.search(raw)) == (depth == "256")
    assert bool(ANY_COLOUR.search(raw)) == (depth != "none")


def test_a_locale_without_utf_8_gets_nothing_else_than_ascii(
    tmp_path: Path, env: dict[str, str], terminals: Terminals
) -> None:
    plain = {**env, "LANG": "POSIX", "LC_ALL": "POSIX", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"}
    terminals.open([WORKBENCH], plain, tmp_path)
    raw = visited(terminals[0])
    assert raw.isascii()


def test_a_terminal_that_cannot_place_the_cursor_gets_the_plain_commands(
    tmp_path: Path, env: dict[str, str], terminals: Terminals
) -> None:
    terminals.open([WORKBENCH], {**env, "TERM": "dumb"}, tmp_path)
    terminals[0].wait_for("workbench --help")
    assert terminals[0].wait_end() == 2
    assert b"\x1b" not in terminals[0].raw
