"""A flowchart and a decision full of control characters in a real terminal: none of them reaches it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.hostile import assert_harmless
from tests.pty.terminal import WORKBENCH, Terminals
from tests.pty.test_main_job import HOSTILE
from tests.tui.test_hostile_text import FLOW

TEXT = HOSTILE + "one\\ntwo"
DECISION = f"""
title = "x"
approach = "fine-tuning"
method = "{TEXT}"
[alternative."{TEXT}"]
rejected_because = "{TEXT}"
[flow]
name = "ours"
[flow.answer.a]
answer = "yes"
note = "{TEXT}"
[flow.answer."{TEXT}"]
answer = "{TEXT}"
[costs]
requests_per_month = 1000
currency = "{HOSTILE}"
[costs.option."{HOSTILE}"]
approach = "fine-tuning"
input_tokens = 1
input_price = 1
other_upfront = 9
[costs.option.b]
input_tokens = 1
input_price = 2
[metric.accuracy]
unit = "{HOSTILE}"
target = 0.9
[accuracy."{HOSTILE}"]
value = 0.5
kind = "fine-tuned"
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    (tmp_path / "flows").mkdir()
    (tmp_path / "saved").mkdir()
    flow = FLOW.replace('outcome = "go"', f'veto = "{TEXT}"\noutcome = "go"', 1)
    (tmp_path / "flows" / "ours.toml").write_text(flow.replace('"rag"', '"fine-tuning"'), encoding="utf-8")
    (tmp_path / "flows" / "\x1b]0;owned\x07.toml").write_text(FLOW, encoding="utf-8")
    found = tmp_path / "saved" / "20261101-x-0000.toml"
    found.write_text(DECISION, encoding="utf-8")
    return found


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
def test_the_screens_show_a_hostile_flow_and_obey_it_nowhere(
    tmp_path: Path,
    env: dict[str, str],
    terminals: Terminals,
    file: Path,
    size: tuple[int, int],
) -> None:
    terminal = terminals.open([WORKBENCH, str(file)], env, tmp_path, size)
    for keys, shown in (
        ("1", "Outcome"), ("\x1b[D", "Question 1"), ("e", "esc keep"), ("\x1b", "look ahead"), ("f", "ours "),
        ("\x1b", "look ahead"), ("s", "Cuts and points"), ("4", "Triggers"), ("\x1b[Z\x1b[Z", "enter source"),
    ):  # fmt: skip
        terminal.send(keys)
        terminal.wait_for(shown)
    terminal.send("q")
    assert terminal.wait_end() == 0
    assert_harmless(bytes(terminal.raw))


@pytest.mark.parametrize(
    "command",
    [("advise",), ("advise", "--json"), ("score",), ("ask", "--flow", "ours", "--answer", "a=yes", "--into"),
     ("ask", "--json", "--into"), ("ask", "--check", "--flow")],
)  # fmt: skip
def test_plain_commands_print_nothing_of_it_raw(
    tmp_path: Path,
    env: dict[str, str],
    terminals: Terminals,
    file: Path,
    command: tuple[str, ...],
) -> None:
    if "score" in command:
        file.write_text(DECISION + "[score]\nprompt_accuracy = 0.5\n", encoding="utf-8")
    named = "ours" if command[-1] == "--flow" else str(file)
    terminal = terminals.open([WORKBENCH, *command, named], env, tmp_path)
    # Its hostile `then` is no approach, which a check finds.
    assert terminal.wait_end() == ("--check" in command), terminal.text
    assert_harmless(bytes(terminal.raw))
