"""Children of the test's own process: as real as commands started by hand, without their start."""

from __future__ import annotations

import os
import sys
import traceback
import warnings
from collections.abc import Callable
from pathlib import Path


def fork(work: Callable[[], object]) -> int:
    """Start a child that does some work and ends with 0, or prints why not and ends with 1; return its number."""
    with warnings.catch_warnings():
        # Python 3.12 warns of threads (pytest-xdist has some); the child uses none of their locks.
        warnings.simplefilter("ignore", DeprecationWarning)
        pid = os.fork()
    if pid:
        return pid
    code = 1
    try:
        work()
        code = 0
    except BaseException:  # noqa: BLE001 (whatever it is, the child must not go on as a second test run)
        os.write(2, traceback.format_exc().encode())
    finally:
        os._exit(code)


def ended(pid: int) -> int:
    """Wait for a child; return its exit code, minus the signal that ended it."""
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def at_once(count: int, work: Callable[[int], object]) -> list[int]:
    """Do some work in so many children, none of which begins before all have been started; return their exit codes."""
    gate, opened = os.pipe()

    def waiting(number: int) -> None:
        os.close(opened)
        os.read(gate, 1)
        work(number)

    children = [fork(lambda number=number: waiting(number)) for number in range(count)]  # type: ignore[misc]
    os.close(gate)
    os.close(opened)
    return [ended(child) for child in children]


def command(output: Path, *arguments: str) -> None:
    """Run a command in a child, its standard output to a file; it must end with 0."""
    from workbench.cli.main import main

    with output.open("w") as sys.stdout:
        code = main([*arguments])
    assert code == 0
