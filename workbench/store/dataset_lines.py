"""Reading a file of JSON lines in blocks of whole lines, however long a line is, and one line again."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Generator, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO

from workbench.store.files import os_problem
from workbench.store.line_files import LineFile

BLOCK = 2_000_000
LONGEST = 10_000_000
"""Bytes of the longest line that is read: about two million tokens."""
_PIECE = 1_000_000
LONGEST_LIST = 50_000_000
"""Bytes of the longest file that is read as one JSON list."""
_PARTS, _LINES, _SAMPLED = 8, 64, 20_000
"""Parts of a file of which some lines are looked at beforehand, lines of each, bytes of the longest one."""
_BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class Block:
    """Whole lines, or a line that is too long to be read (`data` is empty then).

    Args:
        line: Number of the first line, from 1.
        offset: Byte at which it begins.
        size: Bytes of the file it stands for.
    """

    data: bytes
    line: int
    offset: int
    size: int


class Lines:
    """A file being read; close it by leaving its ``with``.

    Args:
        path: The file: regular, not compressed, UTF-8 or UTF-16 with its mark.

    Raises:
        FileProblem: It cannot be read, or is of another kind.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.notes: list[str] = []
        self._hash = hashlib.sha256()
        self._source = LineFile(path)
        self._file, self._list = self._source.file, ""
        with ExitStack() as failed:
            failed.callback(lambda: self._file.close())
            self._unlist()
            self.total = os.fstat(self._file.fileno()).st_size
            self._start = self._look()
            failed.pop_all()

    def __enter__(self) -> Lines:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    @property
    def sha256(self) -> str:
        """Of what was read so far, in hex; of UTF-16 and of a list of the whole file, as it is."""
        return self._source.sha256 or self._list or self._hash.hexdigest()

    def again(self) -> IO[bytes]:
        """Return what `line_at` reads lines from, once all blocks were read."""
        return self._file

    def _unlist(self) -> None:
        """Read the objects of one JSON list as lines; what is no such list stays as it is."""
        try:
            start = self._file.read(64).removeprefix(_BOM).lstrip()[:1]
            self._file.seek(0)
            if start != b"[" or self._source.size > LONGEST_LIST:
                return
            data = self._file.read()
            self._file.seek(0)
        except OSError as error:
            raise os_problem(error, "read", self.path) from None
        rows = _objects(data)
        if rows:
            self._file.close()
            self._file, self._list = TemporaryFile(), hashlib.sha256(data).hexdigest()  # noqa: SIM115
            self._file.writelines(
                json.dumps(row, ensure_ascii=False).encode("utf-8", "surrogatepass") + b"\n" for row in rows
            )
            self._file.seek(0)
            self.notes.append("it is one JSON list, lines are its rows; trainers want a row a line: jq -c '.[]' FILE")

    def sample(self) -> list[bytes]:
        """Return a few hundred lines from all over the file, none of the very long ones; before its blocks are read."""
        found: list[bytes] = []
        before = self._file.tell()
        try:
            for part in range(_PARTS):
                place = part * self.total // _PARTS
                if place > self._file.tell() or not part:
                    self._file.seek(place)
                    if part:
                        self._file.readline(_SAMPLED)
                lines = (self._file.readline(_SAMPLED).strip() for _ in range(_LINES))
                found += [line.removeprefix(_BOM) for line in lines if line and len(line) < _SAMPLED]
            self._file.seek(before)
        except OSError as error:
            raise os_problem(error, "read", self.path) from None
        return found

    def _look(self) -> bytes:
        try:
            head = self._file.read(8)
        except OSError as error:
            raise os_problem(error, "read", self.path) from None
        self._hash.update(head)
        if self._source.sha256:
            self.notes.append("it is UTF-16, which trainers refuse: iconv -f UTF-16 -t UTF-8 makes UTF-8 of it")
        if head.startswith(_BOM):
            self.notes.append("it starts with a byte order mark (BOM), which some trainers refuse")
        return head

    def blocks(self) -> Iterator[Block]:
        """Yield the lines in order, about two million bytes at once.

        Raises:
            FileProblem: The file cannot be read to its end.
        """
        rest, offset, line = self._start, 0, 1
        if rest.startswith(_BOM):
            rest, offset = rest[3:], 3
        while True:
            piece = self._read(BLOCK)
            data = rest + piece
            cut = data.rfind(b"\n") + 1 if piece else len(data)
            if cut:
                yield Block(data[:cut], line, offset, cut)
                line += data.count(b"\n", 0, cut)
                rest, offset = data[cut:], offset + cut
            else:
                rest = data
            if not piece:
                return
            if len(rest) > LONGEST:
                skipped = yield from self._skip(len(rest), line, offset)
                rest, offset, line = skipped, self._at - len(skipped), line + 1

    _at = 0

    def _skip(self, size: int, line: int, offset: int) -> Generator[Block, None, bytes]:
        """Pass over a line that is too long, and yield it as one; return what was read of the next."""
        rest = b""
        while piece := self._read(_PIECE):
            end = piece.find(b"\n") + 1
            if end:
                size, rest = size + end, piece[end:]
                break
            size += len(piece)
        self._at = offset + size + len(rest)
        yield Block(b"", line, offset, size)
        return rest

    def _read(self, size: int) -> bytes:
        try:
            piece = self._file.read(size)
        except OSError as error:
            raise os_problem(error, "read", self.path) from None
        self._hash.update(piece)
        return piece


def _objects(data: bytes) -> list[object]:
    """Return the rows of a JSON list of objects; none where it is something else."""
    try:
        found = json.loads(data.removeprefix(_BOM))
    except (ValueError, RecursionError):
        return []
    return found if isinstance(found, list) and all(isinstance(row, dict) for row in found) else []


def line_at(file: IO[bytes], offset: int) -> bytes:
    """Return the line that begins at a byte of an open file; empty where there is none."""
    try:
        file.seek(offset)
        return file.readline(LONGEST + 1).strip()
    except (OSError, ValueError):
        return b""
