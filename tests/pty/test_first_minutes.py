"""A newcomer's first minutes at 80x24, with nothing but the README: each step as it is told there, and what it shows.

``python -m tests.pty.test_first_minutes`` goes the same way and prints every screen, to be looked at.
"""

from __future__ import annotations

import os
import tempfile
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from tests.pty.terminal import WORKBENCH, Terminal, Terminals

README = " ".join((Path(__file__).parent.parent.parent / "README.md").read_text().split())
DOWN, LEFT, RIGHT, ESC, SAVE = "\x1b[B", "\x1b[D", "\x1b[C", "\x1b", "\x13"


class Step(NamedTuple):
    """What the README tells, what is typed then, and what must be on the screen."""

    told: str
    keys: str
    shown: tuple[str, ...]


STEPS = (
    Step("`workbench` opens on **Questions**", "", ("Question 1 of 4", "T takes a tour", "? help")),
    Step("`T` a short tour", "T", ("esc",)),
    Step("or go one level back", ESC, ("If you stop here",)),
    Step("`f` changes the flowchart", "f", ("guided", "every branch", "enter pick")),
    Step("`guided` covers every branch", f"{DOWN}\r", ("Question 1 of 9", "d Don't know")),
    Step("Answer with `y`, `n` and, in the longer flows, `d`", "yn", ("Question 3 of 7", "What goes wrong?")),
    Step("`→` shows where an answer would lead", RIGHT, ("Right with the document?",)),
    Step("`←` goes back", f"b{LEFT}", ("b Behaviour ✓",)),
    Step("`e` writes a note", "eforty of fifty failures", ("forty of fifty failures", "esc keep")),
    Step("(`esc` keeps it, `u` takes it back)", ESC, ("forty of fifty failures", "enter answer")),
    Step("a changed answer keeps the later ones", "byyny", ("Outcome", "◆ Fine-tune", "costs not known")),
    Step("`2` opens **Costs**", "2", ("needed", "inputs to go")),
    Step("`enter` edits a cell, `tab` goes on to the next", "\r100k\t\t\t\t500\t100\t200\t200\t", ("100,000", "500")),
    Step("Cells take `100k`, `$0.03/1K`", "$0.03/1K\t$12\t$60\t12\t\t2.5m\t\t8\r", ("$30", "Break-even", "req")),
    Step("`c` goes to the next chart", "c", ("volume",)),
    Step("`3` opens **Evidence**", "3", ("none yet, a adds a version",)),
    Step("`a` adds the measured accuracy of a version, with its number of cases", "av1\r", ("v1: value needed",)),
    Step("`4` opens **Decision**", f"{ESC}4", ("Triggers", "Because", "0 of 3 taken")),
    Step("`space` takes a proposed trigger into the record", " ", ("1 of 3 taken",)),
    Step("`e` writes the rationale", "eForm errors, and enough examples.", ("Form errors, and",)),
    Step("or go one level back", ESC, ("Form errors, and", "e rationale")),
    Step("`r` goes to title, authors, status and dates", "r", ("enter edit", "not saved yet")),
    Step("`^s` saves one file", f"{SAVE}Invoice fields\r", ("saved to", "Invoice fields")),
    Step("`5` opens the **Log**: the saved decisions", "5", ("1 of 1 · all", "r review")),
    Step("`r` reviews the one under the cursor", "r", ("Review Invoice fields", "k keep")),
    Step("or go one level back", ESC, ("r review",)),
)  # fmt: skip


def walked(terminal: Terminal) -> Iterator[Step]:
    """Go the way; each step is given back when what it shows is there."""
    for step in STEPS:
        if step.keys:
            terminal.send(step.keys)
        for text in step.shown:
            terminal.wait_for(text)
        yield step


def test_the_readmes_steps_are_what_a_newcomer_finds(tmp_path: Path, env: dict[str, str], terminals: Terminals) -> None:
    terminals.open([WORKBENCH], env, tmp_path)
    for step in walked(terminals[0]):
        assert step.told in README
    terminals[0].send("q")
    assert terminals[0].wait_end() == 0
    (file,) = (tmp_path / "saved").glob("2*.toml")
    saved = tomllib.loads(file.read_text())
    assert saved["approach"] == "fine-tuning"
    assert saved["rationale"] == "Form errors, and enough examples."
    assert saved["flow"]["answer"]["gap"]["note"] == "forty of fifty failures"
    assert saved["costs"]["option"]["tuned"]["training_tokens"] == 2_500_000
    assert len(saved["trigger"]) == 1


def print_screens() -> None:
    """Go the way in a folder of its own, and print each step with its screen."""
    with tempfile.TemporaryDirectory() as folder:
        kept = {name: os.environ[name] for name in ("PATH", "LANG", "LC_ALL") if name in os.environ}
        terminal = Terminal([WORKBENCH], {**kept, "HOME": folder, "TERM": "xterm-256color"}, Path(folder))
        try:
            for step in walked(terminal):
                terminal.read_what_comes(0.5)
                print(f"{step.told}   {step.keys!r}\n{terminal.text}\n{'=' * 80}")
        finally:
            terminal.close()


if __name__ == "__main__":
    print_screens()
