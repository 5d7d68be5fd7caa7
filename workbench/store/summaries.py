"""The log's rows, quickly: what was read before is kept, the rest is read, by every processor where it is much."""

from __future__ import annotations

import gc
import os
from collections.abc import Generator, Iterator, Mapping, Sequence
from contextlib import closing
from datetime import date
from pathlib import Path
from time import time_ns
from typing import NamedTuple

from workbench.store.cache import keep, kept_lines
from workbench.store.listing import SETTLED, look, newest
from workbench.store.summary_lines import DoubtfulLine, LogRow, data_of, line_of, row_of

CHUNK = 64
"""Files read between two parts."""
MANY = 500
"""Files from which on several processes are worth their start."""


class Part(NamedTuple):
    """Some rows of the log.

    Args:
        rows: In the order of their file names, after those of the parts before.
        done: Rows so far, these included.
        of: Rows there will be.
    """

    rows: list[LogRow]
    done: int
    of: int


def summaries(saved: Path, today: date, env: Mapping[str, str] = os.environ, most: int | None = None) -> Iterator[Part]:
    """Yield the rows of a folder in parts, as they are read; nothing when the folder is missing.

    Args:
        saved: The folder.
        today: The day where triggers stand will be asked for.
        env: Tells where the cache is.
        most: Processes at most; by the processors when left out.

    Raises:
        FileProblem: The folder cannot be read.
    """
    run = _Run(saved, today, env)
    try:
        yield from run.parts(most)
    finally:
        run.keep()


def read_row(path: Path, today: date) -> LogRow:
    """Return the row of one file, read now."""
    from workbench.core.log.summary import summarize
    from workbench.store.decisions import entry_of

    entry = entry_of(path)
    summary = summarize(entry.decision, today, entry.journal.entries) if entry.decision is not None else None
    folder, problems = str(path)[: -len(path.name)], entry.journal.problems
    return LogRow(folder, path.name, summary, entry.problem, problems, entry.read_only)


class _Run:
    """One walk over a folder: what is there, what was kept of it, and what is new."""

    def __init__(self, saved: Path, today: date, env: Mapping[str, str]) -> None:
        # Before the first look: what is touched later than this is not kept.
        self._settled = time_ns() - SETTLED
        self._saved, self._today, self._env = saved, today, env
        self._folder = str(saved / "x")[:-1]
        self._listing = look(saved)
        self._found: dict[str, LogRow] = {}
        self._lines: dict[str, str] = {}
        before = kept_lines(saved, env) if self._listing.names else []
        self._take_all(before)
        self._changed = len(self._lines) < len(before)

    def _take_all(self, lines: Sequence[str]) -> None:
        # Tens of thousands of small values that stay: looking for garbage among them would take as long again.
        collected = gc.isenabled()
        gc.disable()
        try:
            for line in lines:
                self._take(line)
        except DoubtfulLine:
            self._found, self._lines = {}, {}
        finally:
            if collected:
                gc.enable()

    def _take(self, line: str) -> None:
        """Take what was kept of a file, if neither it nor its journal has changed since."""
        data = data_of(line)
        name, stamp, journal = data[:3]
        now = self._listing.stamps.get(name)
        if now is None or stamp != [*now] or (found := self._listing.journal(name)) is None or journal != found[0]:
            return
        row = row_of(data, self._folder)
        if row.summary is None or row.summary.own.day in (None, self._today):
            self._found[name], self._lines[name] = row, line

    def parts(self, most: int | None) -> Iterator[Part]:
        """Yield all rows: kept ones as they are, others as they are read."""
        names, done = self._listing.names, 0
        missing = [name for name in names if name not in self._found]
        chunks = [missing[at : at + CHUNK] for at in range(0, len(missing), CHUNK)]
        with closing(self._read(chunks, most) if len(missing) >= MANY else self._read_all_here(chunks)) as reading:
            for chunk, rows in zip(chunks, reading, strict=True):
                self._found |= {row.name: row for row in rows}
                end = names.index(chunk[-1], done) + 1
                part = [self._found[name] for name in names[done:end]]
                done = end
                yield Part(part, done, len(names))
        if done < len(names):
            yield Part([self._found[name] for name in names[done:]], len(names), len(names))

    def _read_all_here(self, chunks: Sequence[Sequence[str]]) -> Generator[list[LogRow], None, None]:
        yield from ([self._read_here(name) for name in chunk] for chunk in chunks)

    def _read(self, chunks: Sequence[Sequence[str]], most: int | None) -> Generator[list[LogRow], None, None]:
        from workbench.store.workers import processors, shared_out

        if (count := processors() if most is None else most) < 2:
            yield from self._read_all_here(chunks)
            return
        # What every process needs is loaded once.
        self._read_one(chunks[0][0])
        with closing(shared_out(self._answer, chunks, count)) as answers:
            for chunk, answer in zip(chunks, answers, strict=True):
                lines = (
                    answer.decode("utf-8", "surrogateescape").split("\n") if answer is not None else [""] * len(chunk)
                )
                yield [self._sent(name, line) for name, line in zip(chunk, lines, strict=True)]

    def _answer(self, chunk: Sequence[str]) -> bytes:
        lines = [("+" if kept else "-") + line for _, line, kept in map(self._read_one, chunk)]
        return "\n".join(lines).encode("utf-8", "surrogateescape")

    def _sent(self, name: str, line: str) -> LogRow:
        try:
            row = row_of(data_of(line[1:]), self._folder)
        except DoubtfulLine:
            return self._read_here(name)
        if line[0] == "+":
            self._lines[name], self._changed = line[1:], True
        return row

    def _read_here(self, name: str) -> LogRow:
        row, line, kept = self._read_one(name)
        if kept:
            self._lines[name], self._changed = line, True
        return row

    def _read_one(self, name: str) -> tuple[LogRow, str, bool]:
        """Return a row, its line, and whether that may be kept: only if nothing about it is in doubt."""
        # Stamps are older than what is read: what changes in between is read again next time.
        stamp, journal = self._listing.stamps.get(name), self._listing.journal(name)
        row = read_row(self._saved / name, self._today)
        line = line_of(row, stamp, journal[0] if journal else None)
        settled = stamp is not None and journal is not None and max(newest(stamp), journal[1]) < self._settled
        plain = not row.problems and row.read_only is None and (row.problem is None or _lasts(row, line))
        return row, line, settled and plain

    def keep(self) -> None:
        """Keep what was read for the next time, if there is news."""
        if self._changed:
            keep(self._saved, self._lines.values(), self._env)


def _lasts(row: LogRow, line: str) -> bool:
    """Whether a problem is one of the text: another may be the disk's, and gone without a trace in the stamp."""
    problem = row.problem
    if problem is None or problem.line is None or row.name in f"{problem.message} {problem.hint}":
        # A path in its words would be that of today.
        return False
    try:
        return row_of(data_of(line), row.folder) is not None
    except DoubtfulLine:
        return False
