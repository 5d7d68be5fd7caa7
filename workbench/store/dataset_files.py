"""The training-data report of a file, streamed: with progress, stoppable, and its lines shown again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from workbench.core.evidence.dataset.chunk import COLUMNS
from workbench.core.evidence.dataset.frames import Frame, learnt
from workbench.core.evidence.dataset.gathering import Gathering
from workbench.core.evidence.dataset.making import Asked, HeldOut, Source, make_report
from workbench.core.evidence.dataset.near import Texts
from workbench.core.evidence.dataset.parsing import parse
from workbench.core.evidence.dataset.readiness import TASKS
from workbench.core.evidence.dataset.report import Report
from workbench.core.evidence.dataset.rows import Malformed, example, parts
from workbench.core.evidence.dataset.showing import Row
from workbench.core.prices.token_estimate import HOW
from workbench.core.text import clean_line, counted
from workbench.errors import UsageProblem
from workbench.store.dataset_crew import Crew
from workbench.store.dataset_lines import LONGEST, Lines, line_at
from workbench.store.encodings import DEFAULT, ENCODINGS, INSTALL, counter

_SHOWN, _SHOWN_BYTES, _READ = 2_000, 8_000, 20_000
_FROM_CSV = (
    "it looks like CSV: python3 -c 'import csv, json, sys; [print(json.dumps(row)) for row in "
    "csv.DictReader(sys.stdin)]' < FILE makes a row of each line; name its columns prompt and completion"
)
_FROM_LIST = "; jq -c '.[]' FILE makes these of a list"


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the reading is: bytes read and to read (0 while rows are compared), and what was found so far."""

    done: int
    total: int
    gathered: Gathering


Watch = Callable[[Progress], bool]
"""Told about the progress; False stops, and what was found is kept."""


def read_dataset(
    path: Path,
    against: Path | None = None,
    task: str | None = None,
    max_tokens: int | None = None,
    encoding: str = DEFAULT,
    watch: Watch = lambda progress: True,
) -> Report:
    """Return the report of a file of training examples.

    Args:
        path: JSON lines.
        against: Held-out examples, in the same form.
        task: Kind of task, see `TASKS`; guessed when None.
        max_tokens: Limit of a row.
        encoding: One of `ENCODINGS`.
        watch: Told about the progress.

    Raises:
        WorkbenchError: A file cannot be read or is of another kind, or there is no such task or encoding.
    """
    _check(task, max_tokens, encoding)
    stopping = _Stopping(watch)
    with _Reader(path) as reader, _Optional(against) as held:
        size = reader.lines.total + (held.lines.total if held is not None else 0)
        frame = reader.frame() | held.frame() if held is not None else reader.frame()
        with Crew(encoding, size, frame) as crew:
            exact = counter(encoding) is not None
            other = held.gather(crew, stopping) if held is not None else None
            gathered = reader.gather(crew, stopping)
        held_out = None
        if held is not None and other is not None and against is not None:
            held_out = HeldOut(clean_line(against.name), other, held.texts(other))
        source = _source(path, reader, gathered, stopping, frame)
        asked = Asked(task, max_tokens, exact, encoding if exact else f"{HOW}; {INSTALL}")
        comparing = partial(stopping.goes_on, Progress(size, 0, gathered))
        report = make_report(gathered, source, asked, reader.texts(gathered), comparing, held_out)
        return report if not stopping.stopped else replace(report, complete=False)


def _source(path: Path, reader: _Reader, gathered: Gathering, stopping: _Stopping, frame: Frame) -> Source:
    notes, name = list(reader.lines.notes), clean_line(path.name)
    if not stopping.stopped:
        return Source(name, reader.lines.sha256, True, tuple(notes), frame, reader.hint())
    notes.append(f"stopped after {counted(gathered.rows, 'row')}: what is said holds for these")
    return Source(name, "", False, tuple(notes), frame)


def _check(task: str | None, max_tokens: int | None, encoding: str) -> None:
    if task is not None and task not in TASKS:
        raise UsageProblem("no such kind of task", clean_line(task)[:80], f"one of {', '.join(TASKS)}")
    if encoding not in ENCODINGS:
        raise UsageProblem("no such encoding", clean_line(encoding)[:80], f"one of {', '.join(ENCODINGS)}")
    if max_tokens is not None and max_tokens < 1:
        raise UsageProblem("not a limit of tokens", str(max_tokens), "a whole number from 1")


class _Stopping:
    """Remembers that it was told to stop."""

    def __init__(self, watch: Watch) -> None:
        self.watch = watch
        self.stopped = False

    def goes_on(self, progress: Progress) -> bool:
        self.stopped = self.stopped or not self.watch(progress)
        return not self.stopped


class _Reader:
    """A file being surveyed, open until its rows need not be read again."""

    def __init__(self, path: Path) -> None:
        self.lines = Lines(path)
        self.tabular = self.listed = False

    def __enter__(self) -> _Reader:
        return self

    def __exit__(self, *_: object) -> None:
        self.lines.__exit__()

    def frame(self) -> Frame:
        """Return what the questions of the file share."""
        sample = self.lines.sample()
        self.tabular = bool(sample) and not sample[0].startswith((b"{", b"[")) and sample[0].count(b",") > 0
        self.listed = bool(sample) and sample[0].startswith(b"[")
        return learnt(asked for line in sample if (asked := _question(line)))

    def hint(self) -> str:
        """Return how to make rows of it, where it looks like another kind of text."""
        if self.lines.path.suffix.lower() in {".csv", ".tsv"} or self.tabular:
            return f"; {_FROM_CSV}"
        return _FROM_LIST if self.listed else ""

    def gather(self, crew: Crew, stopping: _Stopping) -> Gathering:
        gathered, done = Gathering(), 0
        if stopping.stopped:
            return gathered
        surveys = crew.survey(self.lines.blocks())
        for block, chunk in surveys:
            done += block.size
            if chunk is None:
                gathered.refuse(block.line, f"longer than {LONGEST:,} bytes, not read")
            else:
                gathered.add(chunk)
            if not stopping.goes_on(Progress(done, self.lines.total, gathered)):
                break
        return gathered

    def texts(self, gathered: Gathering) -> Texts:
        """Return what reads the question and the answer of a row again."""
        width, place, again = len(COLUMNS), COLUMNS.index("offset"), self.lines.again()

        def read(row: int) -> tuple[str, str]:
            try:
                _, asked, answer = parts(example(parse(line_at(again, gathered.columns[row * width + place]))))
            except Malformed:
                return "", ""
            return asked, answer

        return read


def _question(line: bytes) -> str:
    try:
        return parts(example(parse(line)))[1]
    except Malformed:
        return ""


class _Optional:
    """A reader where there is a file."""

    def __init__(self, path: Path | None) -> None:
        self._reader = None if path is None else _Reader(path)

    def __enter__(self) -> _Reader | None:
        return self._reader

    def __exit__(self, *_: object) -> None:
        if self._reader is not None:
            self._reader.__exit__()


def read_lines(path: Path, numbers: Iterable[int]) -> dict[int, str]:
    """Return some lines of a file as they are, cleaned, each of at most 2,000 characters.

    Raises:
        FileProblem: The file cannot be read.
    """
    return {
        number: clean_line(data[:_SHOWN_BYTES].decode("utf-8", "replace").strip())[:_SHOWN]
        for number, data in _some_lines(path, numbers)
    }


def read_rows(path: Path, numbers: Iterable[int]) -> dict[int, Row]:
    """Return some rows of a file, cleaned, each text of at most 20,000 characters.

    Raises:
        FileProblem: The file cannot be read.
    """
    found = {}
    for number, data in _some_lines(path, numbers):
        try:
            _, asked, answer = parts(example(parse(data.strip())))
        except Malformed:
            found[number] = Row(clean_line(data[:_SHOWN_BYTES].decode("utf-8", "replace").strip()))
        else:
            found[number] = Row("", clean_line(asked[:_READ].strip()), clean_line(answer[:_READ].strip()), True)
    return found


def _some_lines(path: Path, numbers: Iterable[int]) -> Iterator[tuple[int, bytes]]:
    wanted = sorted(set(numbers), reverse=True)
    with Lines(path) as lines:
        for block in lines.blocks():
            split: list[bytes] = []
            after = block.line + max(1, block.data.count(b"\n") + (not block.data.endswith(b"\n")))
            while wanted and wanted[-1] < after:
                split = split or block.data.split(b"\n")
                number = wanted.pop()
                yield number, split[number - block.line]
            if not wanted:
                break
