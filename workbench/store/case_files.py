"""Reading answers to compare: one JSON object a line, or one list of them. Rows are streamed, a bad one stops nothing.

The two files are read side by side: where their cases are in the same order, only what waits for its twin is held.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from pathlib import Path

from workbench.core.evidence.evaluating import Trained, evaluation
from workbench.core.evidence.evaluation import Evaluation
from workbench.core.evidence.matching import Match, read_json
from workbench.core.evidence.pairing import Pairing
from workbench.core.text import clean_line
from workbench.errors import FileProblem
from workbench.store.files import os_problem
from workbench.store.line_files import LineFile

Progress = Callable[[int, int], bool]
"""Called with the bytes read and all there are; False stops, and keeps what was found."""
LONGEST_LINE = 10_000_000
LONGEST_LIST = 100_000_000
_CHUNK = 1_000_000
_EVERY = 200
_BOM = b"\xef\xbb\xbf"


def evaluate(
    base: Path,
    candidate: Path,
    match: Match | None = None,
    by: str = "",
    train: Path | None = None,
    progress: Progress | None = None,
) -> Evaluation:
    """Return the comparison of two files of answers.

    Args:
        match: How answers are judged; None takes a row's own `correct`, else equal after trimming.
        by: Field to group the cases by, dots for what is nested; empty for none.
        train: A training file, in which the cases should not stand.
        progress: See `Progress`.

    Raises:
        WorkbenchError: A file cannot be read, or no case is in both.
    """
    with ExitStack() as opened:
        paths = (base, candidate) if train is None else (base, candidate, train)
        files = [opened.enter_context(closing(RowFile(path))) for path in paths]
        return _evaluate(files, Pairing(match, by, asked=train is not None), _Reporter(files, progress))


def _evaluate(files: list[RowFile], pairing: Pairing, report: _Reporter) -> Evaluation:
    readers = {side: files[side].rows() for side in (0, 1)}
    while readers and report():
        for side, reader in list(readers.items()):
            for line, row, problem in reader:
                pairing.skip(side, line, problem) if problem else pairing.add(side, line, row)
                break
            else:
                del readers[side]
    trained = None
    if len(files) == 3:
        trained = Trained(files[2].name, frozenset(text for one in pairing.judged for text in one.asked))
        for _, row, problem in files[2].rows():
            if not report():
                break
            trained.add({} if problem else row)
    names = _names(files[0], files[1])
    return evaluation(pairing, names, (files[0].sha256, files[1].sha256), trained, report.stopped)


def _names(base: RowFile, candidate: RowFile) -> tuple[str, str]:
    """Return the files' names, with their folders where those tell them apart."""
    if base.name != candidate.name:
        return base.name, candidate.name
    # A path that was typed without a folder has none to tell.
    folders = [clean_line(file.path.parent.name) for file in (base, candidate)]
    both = [f"{folder}/{base.name}" if folder else base.name for folder in folders]
    return both[0], both[1]


class _Reporter:
    """Tells how far the reading is, now and then, and whether it shall go on."""

    def __init__(self, files: list[RowFile], progress: Progress | None) -> None:
        self.files, self.progress = files, progress
        self.total = sum(file.size for file in files)
        self.calls, self.stopped = 0, False

    def __call__(self) -> bool:
        self.calls += 1
        if self.progress is not None and not self.stopped and self.calls % _EVERY == 0:
            self.stopped = not self.progress(sum(file.done for file in self.files), self.total)
        return not self.stopped


class RowFile:
    """One file of rows.

    Raises:
        FileProblem: It cannot be opened, or is of another kind.
    """

    def __init__(self, path: Path) -> None:
        self.path, self.name = path, clean_line(path.name)
        self.done = 0
        self.sha256 = ""
        self._hash = hashlib.sha256()
        self._source = LineFile(path)
        self._file, self.size = self._source.file, self._source.size

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    def rows(self) -> Iterator[tuple[int, object, str]]:
        """Yield (line or place in the list, row, what is wrong with it), for every line that is not blank.

        Raises:
            FileProblem: It cannot be read any further.
        """
        try:
            yield from self._rows()
        except OSError as error:
            raise os_problem(error, "read", self.path) from None

    def _rows(self) -> Iterator[tuple[int, object, str]]:
        start = self._file.peek(64).removeprefix(_BOM).lstrip()[:1]  # type: ignore[attr-defined]
        yield from self._list() if start == b"[" else self._lines()
        self.sha256 = self._source.sha256 or self._hash.hexdigest()

    def _take(self, limit: int) -> bytes:
        data = self._file.readline(limit)
        self.done += len(data)
        self._hash.update(data)
        return data

    def _lines(self) -> Iterator[tuple[int, object, str]]:
        line = 0
        while data := self._take(LONGEST_LINE + 1):
            line += 1
            if len(data) > LONGEST_LINE:
                while data and not data.endswith(b"\n"):
                    data = self._take(_CHUNK)
                yield line, None, f"longer than {LONGEST_LINE:,} bytes"
                continue
            data = data.removeprefix(_BOM) if line == 1 else data
            if data.strip():
                yield line, *_row(data)

    def _list(self) -> Iterator[tuple[int, object, str]]:
        """Yield the rows of a list; a line that is a list by itself is no row, and the lines after it may be."""
        data = self._file.read(LONGEST_LIST + 1)
        self.done += len(data)
        self._hash.update(data)
        if len(data) > LONGEST_LIST:
            told = f"a list of over {LONGEST_LIST:,} bytes"
            raise FileProblem("too large", told, "write one row a line", clean_line(str(self.path)))
        whole, problem = _row(data.removeprefix(_BOM))
        if isinstance(whole, list):
            for place, row in enumerate(whole, start=1):
                yield place, row, ""
            return
        lines = data.removeprefix(_BOM).split(b"\n")
        if len(lines) == 1 or not problem:
            yield 1, whole, problem
            return
        for line, text in enumerate(lines, start=1):
            if text.strip():
                yield line, *_row(text)


def _row(data: bytes) -> tuple[object, str]:
    try:
        return read_json(data.decode("utf-8")), ""
    except UnicodeDecodeError as error:
        return None, f"not UTF-8: byte 0x{error.object[error.start]:02x}; a Latin-1 file: iconv -f LATIN1 -t UTF-8"
    except ValueError as error:
        told = str(error).partition(": line")[0]
        return None, clean_line(told if "JSON" in told else f"not JSON: {told}")[:120]
