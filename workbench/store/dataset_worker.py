"""A process that surveys blocks of lines: they come on standard input, answers go to standard output. No pydantic."""

from __future__ import annotations

import pickle
import signal
import sys

from workbench.core.evidence.dataset.chunk import Chunk
from workbench.core.evidence.dataset.surveyor import Surveyor
from workbench.core.prices.token_estimate import estimate
from workbench.store.encodings import counter


def main() -> None:
    """Answer each (data, line, offset) with its survey, until the input ends; the frame comes before the first.

    The first argument is the encoding.
    """
    # ^C goes to the whole group: the one who reads the file decides what it means.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    surveyor: Surveyor | None = None
    while True:
        try:
            if surveyor is None:
                surveyor = Surveyor(counter(sys.argv[1]), estimate, pickle.load(sys.stdin.buffer))
            data, line, offset = pickle.load(sys.stdin.buffer)
        except EOFError:
            return
        answer: Chunk = surveyor.survey(data, line, offset)
        pickle.dump(answer, sys.stdout.buffer, protocol=5)
        sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
