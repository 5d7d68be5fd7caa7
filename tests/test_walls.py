"""In a fresh process the plain commands load nothing that draws, and the first frame nothing that it does not show."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

HEAVY = ("textual", "rich", "plotext", "numpy", "scipy", "pandas", "tomlkit", "genai_prices", "bpe_openai", "rapidfuzz")
PROBE = """
import sys
from workbench.cli.main import main
code = main()
print("LOADED", code, sorted(sys.modules), file=sys.stderr)
"""
DECISION = "20260615-review-sentiment-7b93"


@pytest.mark.parametrize(
    "command",
    [
        ["--version"],
        ["list"],
        ["cost", "--preset", "c-printed", "--json"],
        ["validate"],
        ["ask", "--json"],
        ["themes"],
        ["keys"],
        ["size", "gpt2", "--json"],
    ],
    ids=" ".join,
)
def test_a_plain_command_stays_light(command: list[str]) -> None:
    done = subprocess.run([sys.executable, "-c", PROBE, *command], capture_output=True, text=True, check=True)
    line = next(line for line in done.stderr.splitlines() if line.startswith("LOADED 0"))
    assert not [name for name in HEAVY if f"'{name}'" in line]


OTHERS = ("importlib.metadata", "workbench.core.charts.specs", "workbench.core.sizing",
          "workbench.core.costs.uncertainty",
          "workbench.core.evidence.pairing", "workbench.export.html_page")  # fmt: skip


@pytest.mark.parametrize(
    "command",
    [["advise", DECISION], ["show", DECISION], ["export", DECISION, "--format", "md"], ["score", DECISION]],
    ids=" ".join,
)
def test_a_command_on_a_decision_loads_nothing_of_other_commands(command: list[str], tmp_path: Path) -> None:
    saved = Path(__file__).parents[1] / "saved"
    env = os.environ | {"XDG_STATE_HOME": str(tmp_path), "XDG_CONFIG_HOME": str(tmp_path)}
    command = [sys.executable, "-c", PROBE, *command, "--saved", str(saved)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=env)
    line = next(line for line in done.stderr.splitlines() if line.startswith("LOADED 0"))
    assert not [name for name in (*HEAVY, *OTHERS) if f"'{name}'" in line]


FIRST_FRAME = """
import asyncio, sys
from datetime import date
from pathlib import Path
from workbench.cli import start
from workbench.tui.app import WorkbenchApp
from workbench.tui.desk import Desk

async def look():
    desk = Desk(Path(sys.argv[1]))
    app = WorkbenchApp(desk, desk.start(), "dark", date(2026, 11, 23))
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        print(app.screen.query_one("#card").rows[0])
        print("LOADED", sorted(sys.modules))

asyncio.run(look())
"""
LATER = (
    "plotext", "tomlkit", "tomli_w", "genai_prices", "rapidfuzz", "bpe_openai", "importlib.metadata",
    "importlib.resources", "json", "workbench.core.prices.catalogue", "workbench.core.log.journal",
    "workbench.core.log.lines", "workbench.core.changes.merge", "workbench.core.costs.uncertainty", "workbench.export",
    "workbench.plot.chart", "workbench.store.catalogue", "workbench.store.decisions", "workbench.store.drafts",
    "workbench.store.git", "workbench.store.saving", "workbench.store.summaries", "workbench.tui.panes.costs",
    "workbench.tui.panes.decision", "workbench.tui.panes.evidence", "workbench.tui.panes.log",
    "workbench.store.spans", "workbench.tui.screens.asking", "workbench.tui.screens.saving",
    "workbench.tui.screens.sheets",
)  # fmt: skip


def test_the_first_frame_loads_nothing_that_it_does_not_show(tmp_path: Path) -> None:
    env = os.environ | {"XDG_STATE_HOME": str(tmp_path), "XDG_CONFIG_HOME": str(tmp_path)}
    command = [sys.executable, "-c", FIRST_FRAME, str(tmp_path / "saved")]
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=env)
    shown, line = done.stdout.splitlines()
    assert "Question 1 of" in shown
    assert not [name for name in LATER if f"'{name}'" in line]


def test_a_pydantic_that_takes_more_from_its_loader_of_plugins_than_we_know_of_finds_it() -> None:
    probe = (
        "import sys; from workbench.cli.main import main; sys.argv[1:] = ['keys']; main()\n"
        "from workbench.core.record.decision import Decision; Decision(title='x')\n"
        "import pydantic.plugin._loader as loader\n"
        "assert not list(loader.get_plugins())\n"
        "from pydantic.plugin._loader import PYDANTIC_ENTRY_POINT_GROUP\n"
        "print(PYDANTIC_ENTRY_POINT_GROUP)\n"
    )
    done = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=False)
    assert done.stdout.endswith("pydantic\n"), done.stderr
