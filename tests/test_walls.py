"""In a fresh process the plain commands load nothing that draws or counts by arrays."""

from __future__ import annotations

import subprocess
import sys

import pytest

HEAVY = ("textual", "rich", "plotext", "numpy", "scipy", "pandas", "tomlkit", "genai_prices", "bpe_openai", "rapidfuzz")
PROBE = """
import sys
from workbench.cli.main import main
code = main(sys.argv[1:])
print("LOADED", code, sorted({name.partition(".")[0] for name in sys.modules}), file=sys.stderr)
"""


@pytest.mark.parametrize(
    "command",
    [
        ["--version"],
        ["list"],
        ["cost", "--preset", "c-printed", "--json"],
        ["validate"],
        ["ask", "--json"],
        ["themes"],
        ["size", "gpt2", "--json"],
    ],
    ids=" ".join,
)
def test_a_plain_command_stays_light(command: list[str]) -> None:
    done = subprocess.run([sys.executable, "-c", PROBE, *command], capture_output=True, text=True, check=True)
    line = next(line for line in done.stderr.splitlines() if line.startswith("LOADED 0"))
    assert not [name for name in HEAVY if f"'{name}'" in line]
