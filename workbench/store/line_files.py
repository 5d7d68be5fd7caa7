"""A file of lines opened to be read: regular, not packed, UTF-8, or UTF-16 with its mark, which is read as UTF-8."""

from __future__ import annotations

import codecs
import hashlib
import os
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO

from workbench.core.text import clean_line
from workbench.errors import FileProblem
from workbench.store.files import open_regular, os_problem

_PIECE = 1_000_000
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_BROKEN = b"\xff"
_KINDS = (
    (b"\x1f\x8b", "it is compressed (gzip)", "unpack it first: gunzip -k FILE"),
    (b"PK\x03\x04", "it is a zip archive", "unpack it first: unzip FILE"),
    (b"\x28\xb5\x2f\xfd", "it is compressed (zstd)", "unpack it first: unzstd FILE"),
    (b"BZh", "it is compressed (bzip2)", "unpack it first: bunzip2 -k FILE"),
    (b"\xfd7zXZ\x00", "it is compressed (xz)", "unpack it first: unxz -k FILE"),
    (b"PAR1", "it is Parquet", "write it as JSON lines first"),
    (b"\xff\xfe\x00\x00", "it is UTF-32", "save it as UTF-8: iconv -f UTF-32 -t UTF-8"),
    (b"{\x00", "it is UTF-16 without its mark", "save it as UTF-8: iconv -f UTF-16LE -t UTF-8"),
    (b"\x00{", "it is UTF-16 without its mark", "save it as UTF-8: iconv -f UTF-16BE -t UTF-8"),
)


class LineFile:
    """A file of lines, open; close it.

    Args:
        path: Where it is.

    Raises:
        FileProblem: It cannot be read, or is of another kind.
    """

    def __init__(self, path: Path) -> None:
        self.sha256 = ""
        """Of the file, in hex, where what is read is not the file as it is; else empty."""
        self.file: IO[bytes] = os.fdopen(open_regular(path), "rb")
        with ExitStack() as failed:
            failed.callback(lambda: self.file.close())
            try:
                self._look(path)
            except OSError as error:
                raise os_problem(error, "read", path) from None
            failed.pop_all()

    def _look(self, path: Path) -> None:
        head = self.file.read(8)
        _refuse_other_kinds(head, path)
        self.file.seek(0)
        if head.startswith(_UTF16):
            packed, self.file = self.file, TemporaryFile()  # noqa: SIM115
            with packed:
                self.sha256 = _as_utf8(packed, self.file)

    @property
    def size(self) -> int:
        """Bytes there are to be read."""
        return os.fstat(self.file.fileno()).st_size


def _refuse_other_kinds(head: bytes, path: Path) -> None:
    for mark, what, hint in _KINDS:
        if head.startswith(mark):
            raise FileProblem("not lines of JSON", what, hint, clean_line(str(path)))


def _as_utf8(source: IO[bytes], target: IO[bytes]) -> str:
    """Write UTF-16 as UTF-8, return the sha256 of what was read; what is broken stays broken, in its line."""
    digest = hashlib.sha256()
    decoder = codecs.getincrementaldecoder("utf-16")("surrogatepass")
    while piece := source.read(_PIECE):
        digest.update(piece)
        target.write(decoder.decode(piece).encode("utf-8", "surrogatepass"))
    if decoder.getstate()[0]:
        target.write(_BROKEN)
    target.seek(0)
    return digest.hexdigest()
