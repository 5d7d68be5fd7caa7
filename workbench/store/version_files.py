"""Reading versions of the accuracy history: a decision's own, or rows of CSV or JSON."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path

from workbench.core.evidence.matching import read_json
from workbench.core.evidence.versions import Versions, read_versions
from workbench.core.evidence.what_rows import what_rows
from workbench.core.text import clean_line
from workbench.errors import FileProblem
from workbench.store.files import decode, read_limited

ENDINGS = (".csv", ".tsv", ".jsonl", ".json")
_ROW = 200_000
"""Bytes at the start of a file that is none of ours in which its first row is looked for."""
_BOM = b"\xef\xbb\xbf"
_HINT = "name,value,cases,kind in CSV, or one JSON object a line"


def read_version_file(path: Path) -> Versions:
    """Return the versions in rows of CSV (comma, semicolon or tab), lines of JSON, or a list of those.

    Raises:
        FileProblem: It cannot be read, or holds no version; names the first row that is none, or what the file is.
    """
    where = clean_line(str(path))
    try:
        data = read_limited(path)
    except FileProblem as problem:
        raise _another(path, where) or problem from None
    text = decode(data.removeprefix(_BOM), path)
    try:
        found = read_versions(_records(text))
    except csv.Error as error:
        raise FileProblem("cannot read the rows", clean_line(str(error)), _HINT, where) from None
    if found.entries:
        return found
    if (other := _another(path, where)) is not None:
        raise other
    if found.skipped:
        line, why = found.skipped[0]
        raise FileProblem("no version can be read", why, "" if ";" in why else _HINT, where, line)
    raise FileProblem("no versions", "", _HINT, where)


def _another(path: Path, where: str) -> FileProblem | None:
    """Return that a file is one for another instrument, where its first row says so."""
    try:
        if not path.is_file():
            return None
        with path.open("rb") as file:
            start = file.read(_ROW).removeprefix(_BOM).decode("utf-8", "replace").lstrip()
    except OSError:
        return None
    for text in (start.partition("\n")[0], start):
        try:
            found = read_json(text)
        except ValueError:
            continue
        what, hint = what_rows(found[0] if isinstance(found, list) and found else found)
        if what:
            return FileProblem(what, "", hint, where)
    return None


def _records(text: str) -> Iterator[tuple[int, object]]:
    start = text.lstrip()[:1]
    if start not in {"{", "["}:
        heading = text.lstrip("\r\n").partition("\n")[0]
        reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=max(",;\t", key=heading.count))
        for record in reader:
            yield reader.line_num, {name: value for name, value in record.items() if name is not None}
        return
    try:
        whole = read_json(text)
    except ValueError:
        whole = None
    if isinstance(whole, list):
        yield from enumerate(whole, start=1)
        return
    for line, row in enumerate(text.split("\n"), start=1):
        if row.strip():
            try:
                yield line, read_json(row)
            except ValueError:
                yield line, None
