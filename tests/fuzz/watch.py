"""A reader's work watched: an error of ours or a result, no other error, and soon."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable
from types import FrameType

from hypothesis import currently_in_test_context, target

from workbench.errors import WorkbenchError

SECONDS = 1.0
"""Of the processor, for a small file: several times what any takes, far less than a pattern takes that blows up."""
AGAIN = 3
"""Times that something is measured once it was over: a busy machine is slow now and then, a bad pattern every time."""
FOR_EVER = 30.0
"""Seconds of the processor after which it is stopped, so that what never ends fails and nobody waits."""
SLOWEST = os.environ.get("HYPOTHESIS_PROFILE") == "campaign"
"""Look for what takes longest; it would make the cases differ from run to run."""


class TakesForEver(BaseException):
    """Not an `Exception`: nobody catches it on the way."""


def tried(read: Callable[[], object], seconds: float = SECONDS) -> object:
    """Return what a reader reads, None where it refuses.

    Args:
        read: May be called several times, with the same result.
        seconds: Of the processor, that it may take.
    """
    found, taken = _timed(read)
    for _ in range(AGAIN - 1):
        if taken > seconds:
            taken = min(taken, _timed(read)[1])
    assert taken <= seconds, f"{taken:.1f} s of the processor"
    if SLOWEST and currently_in_test_context():
        code = read.__code__
        target(taken, label=f"{code.co_name} at {code.co_firstlineno}")
    return found


def _timed(read: Callable[[], object]) -> tuple[object, float]:
    began, found = time.process_time(), None
    before = signal.signal(signal.SIGPROF, _stop)
    signal.setitimer(signal.ITIMER_PROF, FOR_EVER)
    try:
        found = read()
    except WorkbenchError:
        pass
    except TakesForEver:
        raise AssertionError(f"over {FOR_EVER} s of the processor") from None
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)
    return found, time.process_time() - began


def _stop(_: int, __: FrameType | None) -> None:
    raise TakesForEver
