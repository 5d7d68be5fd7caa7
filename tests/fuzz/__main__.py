"""Run the fuzz tests for as many examples as wanted, one after the other: ``python -m tests.fuzz --examples 50000``."""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

QUICK = 2
"""What a test of one reader divides the number by at most."""
FOLDER = Path(__file__).parent
TEST = re.compile(r"^(?:@one_of\((?P<part>\d+)\)\n)?@given\(.*?^def (?P<name>test_\w+)\(", re.M | re.S)


def tests(words: list[str]) -> Iterator[tuple[str, int]]:
    """Yield the property tests whose name holds one of the words, all without words, each with what divides it."""
    for file in sorted(FOLDER.glob("test_*.py")):
        for found in TEST.finditer(file.read_text("utf-8")):
            if not words or any(word in found["name"] for word in words):
                yield f"{file}::{found['name']}", int(found["part"] or 1)


def run(test: str, examples: int, seed: int) -> str:
    """Run a test; return what was printed where it found something, else nothing."""
    env = {**os.environ, "HYPOTHESIS_PROFILE": "campaign", "HYPOTHESIS_EXAMPLES": str(examples)}
    command = [sys.executable, "-m", "pytest", "-n", "0", "-p", "no:cacheprovider", f"--hypothesis-seed={seed}", test]
    told = subprocess.run(command, env=env, capture_output=True, text=True)
    return told.stdout + told.stderr if told.returncode else ""


def main() -> None:
    """Run, print a line for each test, and what one found."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--examples", type=int, default=20_000, help="for each test (20000)")
    parser.add_argument("--slow", type=int, default=2_000, help="for each test of whole decisions and commands (2000)")
    parser.add_argument("--seed", type=int, default=0, help="another one looks elsewhere (0)")
    parser.add_argument("words", nargs="*", help="only tests whose name holds one of these: triggers, usage, drafts")
    options = parser.parse_args()
    failed = False
    for test, part in tests(options.words):
        examples = options.examples if part <= QUICK else options.slow
        began = time.monotonic()
        told = run(test, examples * part, options.seed)
        failed = failed or bool(told)
        name = test.partition("::")[2]
        print(
            f"{'FOUND' if told else 'good'}  {time.monotonic() - began:5.0f} s  {examples:6}  {name}\n{told[-6000:]}",
            end="",
        )
        sys.stdout.flush()
    sys.exit(failed)


if __name__ == "__main__":
    main()
