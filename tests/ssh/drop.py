"""Drop the terminal under the program by the hundred, and count what stays: ``python -m tests.ssh.drop``.

Every drop starts the installed command in a pseudo-terminal of its own, brings it into a state, and closes the
terminal, as a connection does that is gone. What is left afterwards is looked for by a mark in the environment, so that
processes the program itself had started are found as well.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from tests.pty.processes import marked
from tests.pty.terminal import WORKBENCH, Terminal

LEAVES_WITHIN = 8.0
"""Seconds after which a process counts as left behind: the program gives itself five."""
TYPED = "Errors cost an hour a day."
SAVED = Path(__file__).parents[2] / "saved"


@dataclass(frozen=True)
class Dropped:
    """What became of one drop: processes left, seconds until the last ended, whether the draft was there."""

    state: str
    left: int
    seconds: float
    draft: bool | None


class Sitting:
    """The program in a terminal that will go, with folders of its own."""

    def __init__(self, home: Path, command: list[str] | None = None) -> None:
        self.home = home
        shutil.copytree(SAVED, home / "saved")
        env = {name: os.environ[name] for name in ("PATH", "LANG", "LC_ALL") if name in os.environ}
        folders = {f"XDG_{name}_HOME": str(home / name.lower()) for name in ("STATE", "CONFIG", "CACHE")}
        env |= {"HOME": str(home), "TERM": "xterm-256color", "LANG": "C.UTF-8", **folders}
        self.terminal = Terminal([*(command or []), WORKBENCH], env, home)
        self.mark = self.terminal.mark

    def until(self, shown: str, keys: str = "") -> None:
        """Type, and wait for a text."""
        if keys:
            self.terminal.send(keys)
        self.terminal.wait_for(shown)

    def signal(self, number: signal.Signals) -> None:
        """Send a signal to the program, whoever started it."""
        for pid in marked(self.mark):
            with suppress(ProcessLookupError):
                os.kill(pid, number)

    @property
    def draft(self) -> str:
        """The drafts on disk."""
        return "".join(file.read_text("utf-8") for file in self.home.glob("state/*/drafts/*.toml"))

    def drop(self) -> tuple[int, float]:
        """Close the terminal; return how many processes are left at last, and the seconds until the last had ended."""
        started = time.monotonic()
        self.terminal.drop()
        while True:
            with suppress(ChildProcessError):
                os.waitpid(self.terminal.pid, os.WNOHANG)
            left, seconds = marked(self.mark), time.monotonic() - started
            if not left or seconds > LEAVES_WITHIN:
                break
            time.sleep(0.02)
        for pid in left:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        with suppress(ChildProcessError):
            os.waitpid(self.terminal.pid, 0)
        return len(left), seconds


State = Callable[[Sitting], str]
"""Brings a sitting into a state; returns what its draft must hold once it is dropped."""


def starting(delay: float, sitting: Sitting) -> str:
    """So many seconds after the start, whatever it is doing then."""
    sitting.terminal.read_for(delay)
    return ""


def typing(sitting: Sitting) -> str:
    """In the middle of a rationale; the last letters have just been sent."""
    sitting.until("Question 1", "")
    sitting.until("Triggers", "4")
    sitting.until(TYPED[:-9], "e" + TYPED[:-9])
    sitting.terminal.send(TYPED[-9:])
    starting(random.uniform(0, 0.3), sitting)
    return TYPED[:-9]


def deaf(sitting: Sitting) -> str:
    """Over a line that takes nothing any more: what the program writes is not read."""
    sitting.until("Question 1", "")
    sitting.until("Triggers", "4")
    sitting.until(TYPED, "e" + TYPED)
    sitting.terminal.send("\x1b")
    sitting.terminal.wait_gone("esc done")
    sitting.terminal.stall()
    for _ in range(random.randrange(20, 60)):
        sitting.terminal.send("12345")
        time.sleep(0.02)
    return TYPED


def dialogue(sitting: Sitting) -> str:
    """With a sheet open over an answer."""
    sitting.until("Question 1", "")
    sitting.until("Question 2", "y")
    sitting.until(*random.choice((("Keys here", "?"), ("Commands", "\x10"))))
    return "examples"


def working(sitting: Sitting) -> str:
    """While it reads the saved decisions, in processes of its own."""
    text = next(sitting.home.glob("saved/2*.toml")).read_text("utf-8")
    for number in range(1500):
        (sitting.home / "saved" / f"20260101-one-{number:04x}.toml").write_text(text, "utf-8")
    sitting.until("Question 1", "")
    sitting.until("Question 2", "y")
    sitting.terminal.send("5")
    starting(random.uniform(0.05, 0.5), sitting)
    return "examples"


def stopped(sitting: Sitting) -> str:
    """Stopped by ^Z, or in the middle of going on."""
    sitting.until("Question 1", "")
    sitting.until("Question 2", "y")
    sitting.signal(signal.SIGTSTP)
    starting(random.uniform(0, 0.3), sitting)
    if random.random() < 0.5:
        sitting.signal(signal.SIGCONT)
        starting(random.uniform(0, 0.1), sitting)
    return "examples"


def leaving(sitting: Sitting) -> str:
    """While it is about to quit."""
    sitting.until("Question 1", "")
    sitting.terminal.send("q")
    starting(random.uniform(0, 0.3), sitting)
    return ""


UNHEARD = [sys.executable, "-c", "import os, signal, subprocess, sys; signal.signal(signal.SIGHUP, signal.SIG_IGN); "
           "sys.exit(subprocess.call(sys.argv[1:]))"]  # fmt: skip
"""A session's leader that outlives its terminal: nobody tells the program that it has gone."""

USUAL: dict[str, State] = {
    "typing": typing, "deaf line": deaf, "sheet open": dialogue, "worker running": working, "stopped": stopped,
    "leaving": leaving,
}  # fmt: skip


def states(times: int) -> Iterator[tuple[str, State, list[str]]]:
    """Return every state, each so many times; the start at every 20 ms of its first second, once in five of those."""
    for _ in range(max(1, times // 5)):
        for step in range(51):
            yield "starting", partial(starting, step / 50), []
    for _ in range(times):
        for name, state in USUAL.items():
            yield name, state, []
        yield "no hang-up told", typing, UNHEARD


def one(what: tuple[str, State, list[str]]) -> Dropped:
    """Start, bring into the state, drop, look what is left."""
    name, state, command = what
    with tempfile.TemporaryDirectory(prefix="drop-") as home:
        sitting = Sitting(Path(home), command)
        try:
            held = state(sitting)
        except AssertionError:
            sitting.drop()
            raise
        left, seconds = sitting.drop()
        return Dropped(name, left, seconds, held in sitting.draft if held else None)


def main() -> None:
    """Drop, and print what was left."""
    parser = argparse.ArgumentParser(prog="python -m tests.ssh.drop", description=__doc__.splitlines()[0])
    parser.add_argument("--times", type=int, default=20, help="how often each state is dropped (20)")
    parser.add_argument("--beside", type=int, default=3, help="how many run beside each other (3)")
    parser.add_argument("--only", help="one state by its name")
    options = parser.parse_args()
    wanted = [what for what in states(options.times) if options.only in {None, what[0]}]
    with ProcessPoolExecutor(options.beside) as pool:
        found = list(pool.map(one, wanted))
    print(f"{'state':<16} {'drops':>6} {'left':>5} {'longest':>9} {'no draft':>9}")
    for name, number in Counter(one.state for one in found).items():
        of = [one for one in found if one.state == name]
        left, missing = sum(one.left > 0 for one in of), sum(one.draft is False for one in of)
        print(f"{name:<16} {number:>6} {left:>5} {max(one.seconds for one in of):>7.1f} s {missing:>9}")
    sys.exit(any(one.left or one.draft is False for one in found))


if __name__ == "__main__":
    main()
