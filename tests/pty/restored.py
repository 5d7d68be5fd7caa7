"""Whether a terminal is as it was before the screens took it."""

from __future__ import annotations

import re
import termios
import tty

from tests.pty.terminal import Terminal

MODES = {1049: False, 25: True, 7: True, 1000: False, 1002: False, 1003: False, 1006: False, 1015: False, 2004: False,
         1004: False, 2048: False, 2026: False}  # fmt: skip
"""Private modes of a terminal that nobody has taken: the main screen, a cursor, wrapped lines, no mouse."""


def assert_restored(terminal: Terminal) -> None:
    """Look at the pair's attributes, and at the last word on each mode in what was written."""
    found = termios.tcgetattr(terminal.master)
    assert found == terminal.before
    assert found[tty.LFLAG] & termios.ECHO and found[tty.LFLAG] & termios.ICANON
    assert_usual_modes(bytes(terminal.raw))


def assert_usual_modes(raw: bytes) -> None:
    """Look at the last word on each mode, and at the stack of keyboards."""
    last: dict[int, bool] = {}
    for numbers, how in re.findall(rb"\x1b\[\?([0-9;]+)([hl])", raw):
        last |= {int(number): how == b"h" for number in numbers.split(b";")}
    assert {mode: on for mode, on in last.items() if on != MODES.get(mode)} == {}
    assert raw.count(b"\x1b[>") <= raw.count(b"\x1b[<u")


def after(terminal: Terminal) -> str:
    """Return what was written after the screens had gone."""
    return " ".join(terminal.raw.rpartition(b"\x1b[?1049l")[2].decode().split())
