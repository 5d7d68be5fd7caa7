"""Keys that a line splits or joins, and text that is pasted: nothing lost, nothing taken for something else."""

from __future__ import annotations

import os
import tomllib
from pathlib import Path

import pytest

from tests.pty.terminal import WORKBENCH, Terminal, Terminals

START, END = "\x1b[200~", "\x1b[201~"


@pytest.fixture
def terminal(tmp_path: Path, env: dict[str, str], terminals: Terminals) -> Terminal:
    terminal = terminals.open([WORKBENCH], env, tmp_path)
    terminal.wait_for("Question 1 of 4")
    return terminal


def open_rationale(terminal: Terminal) -> None:
    terminal.send("4")
    terminal.wait_for("Triggers")
    terminal.send("e")
    terminal.wait_for("esc done")


def saved(terminal: Terminal, folder: Path) -> dict[str, object]:
    terminal.send("\x13")
    terminal.wait_for("title is needed")
    terminal.send("Pasted\r")
    terminal.wait_for("saved to")
    (file,) = folder.glob("saved/2*.toml")
    return tomllib.loads(file.read_text())


def test_an_arrow_that_comes_in_pieces_is_an_arrow(terminal: Terminal) -> None:
    terminal.send("y")
    terminal.wait_for("Question 2 of 4")
    for piece in ("\x1b[", "D"):
        terminal.send(piece)
        # Longer than the escape key is waited for; the next piece comes over a slow line.
        terminal.read_for(0.4)
    terminal.wait_for("Question 1 of 4")


def test_escape_and_a_letter_in_one_packet_are_two_keys(terminal: Terminal, tmp_path: Path) -> None:
    open_rationale(terminal)
    terminal.send("Quick.")
    terminal.wait_for("Quick.")
    terminal.send("\x1b2")
    terminal.wait_for("Inputs")
    terminal.send("4")
    terminal.wait_for("Quick.")
    assert saved(terminal, tmp_path)["rationale"] == "Quick."


def test_five_thousand_pasted_lines_arrive_whole(terminal: Terminal, tmp_path: Path) -> None:
    lines = [f"line {number}: y n q 1 2 3" for number in range(5000)]
    open_rationale(terminal)
    # A terminal sends line ends as the enter key.
    terminal.send_all(START + "\r".join(lines) + END + " ok")
    terminal.wait_for("line 4999: y n q 1 2 3 ok")
    assert saved(terminal, tmp_path)["rationale"] == "\n".join(lines) + " ok"


def test_control_bytes_in_pasted_text_are_shown_and_press_nothing(terminal: Terminal, tmp_path: Path) -> None:
    open_rationale(terminal)
    terminal.send(f"{START}a\x1b[Db\x1bq\x11\x13\x03\x1b[31mc\x07\x9b2J\u202e{END}.")
    terminal.wait_for("esc done")
    rationale = saved(terminal, tmp_path)["rationale"]
    assert rationale == "a␛[Db␛q␑␓␃␛[31mc␇<U+009B>2J<U+202E>."


def test_pasted_before_the_field_is_open_it_goes_into_the_field(terminal: Terminal, tmp_path: Path) -> None:
    terminal.send("4")
    terminal.wait_for("Triggers")
    terminal.send(f"e{START}pasted at once{END}, typed")
    terminal.wait_for("pasted at once, typed")
    assert saved(terminal, tmp_path)["rationale"] == "pasted at once, typed"


def test_a_cell_takes_a_pasted_amount_and_says_when_it_is_two(terminal: Terminal, tmp_path: Path) -> None:
    terminal.send("2")
    terminal.wait_for("Inputs")
    terminal.send(f"\r{START}100k\r{END}\t")
    terminal.wait_for("100,000")
    terminal.send(f"\x1b[Z{START}100k\r200k{END}")
    terminal.wait_for("100k␊200k")
    terminal.wait_for("not a number")


def test_bytes_that_are_no_text_do_no_harm(terminal: Terminal, tmp_path: Path) -> None:
    open_rationale(terminal)
    os.write(terminal.master, b"a\xff\xfe\xc3(b")
    terminal.wait_for("(b")
    assert str(saved(terminal, tmp_path)["rationale"]).endswith("(b")


def test_a_paste_cut_by_a_lost_line_is_kept_and_escape_gives_the_keys_back(terminal: Terminal, tmp_path: Path) -> None:
    open_rationale(terminal)
    terminal.send(f"{START}half of a text")
    terminal.wait_for("The end of a paste has not come")
    terminal.wait_for("half of a text")
    terminal.send("\x1b")
    terminal.wait_for("esc done")
    terminal.send("\x1b")
    terminal.wait_for("t add")
    assert saved(terminal, tmp_path)["rationale"] == "half of a text"


def test_escape_and_b_in_one_packet_are_two_keys_outside_a_field(terminal: Terminal) -> None:
    terminal.send("?")
    terminal.wait_for("Keys here")
    # Escape closes the sheet, f is the question card's own key.
    terminal.send("\x1bf")
    terminal.wait_for("━ Flowchart ━")
