"""Files that may not grow: what a full disk does to the screens, where none can be mounted."""

from __future__ import annotations

import signal
from pathlib import Path

from tests.pty.terminal import WORKBENCH, Terminal
from tests.pty.test_full_disk import TYPED, rationale, save, type_rationale


def start(kilobytes: int, env: dict[str, str], folder: Path, terminals: list[Terminal]) -> Terminal:
    limited = ["/bin/bash", "-c", f"ulimit -f {kilobytes}; exec {WORKBENCH}"]
    # Python 3.11 would cut off the compiled modules that it writes, and every start after this one would fail.
    terminals.append(Terminal(limited, {**env, "PYTHONDONTWRITEBYTECODE": "1"}, folder))
    return terminals[-1]


def test_a_save_that_may_not_be_written_says_so_and_the_draft_is_offered_where_it_may(
    env: dict[str, str], terminals: list[Terminal], tmp_path: Path
) -> None:
    # Enough for the draft, not for the schema beside the decisions.
    terminal = start(4, env, tmp_path, terminals)
    type_rationale(terminal)
    save(terminal)
    terminal.wait_for("not saved, the draft is kept")
    assert not list(tmp_path.glob("saved/2*.toml")) and not list(tmp_path.glob("saved/.workbench-*"))
    terminal.kill(signal.SIGTERM)
    assert terminal.wait_end() == 128 + signal.SIGTERM
    again = Terminal([WORKBENCH], env, tmp_path)
    terminals.append(again)
    again.wait_for("A draft was kept")
    again.send("g")
    again.wait_for(TYPED)
    again.send("\x13")
    again.wait_for("saved to")
    assert rationale(tmp_path) == TYPED


def test_where_not_even_a_draft_may_be_written_that_is_said_while_typing_and_at_the_end(
    env: dict[str, str], terminals: list[Terminal], tmp_path: Path
) -> None:
    terminal = start(0, env, tmp_path, terminals)
    type_rationale(terminal)
    terminal.wait_for("the draft is not kept: File too large")
    terminal.kill(signal.SIGTERM)
    assert terminal.wait_end() == 128 + signal.SIGTERM
    assert b"what was unsaved is lost" in terminal.raw
    assert not list(tmp_path.glob("state/*/drafts/*.toml"))
