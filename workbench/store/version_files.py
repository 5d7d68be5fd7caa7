"""Reading versions of the accuracy history: a decision's own, or rows of CSV or JSON."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path

from workbench.core.evidence.matching import read_json
from workbench.core.evidence.versions import Versions, read_versions
from workbench.core.text import clean_line
from workbench.errors import FileProblem
from workbench.store.files import decode, read_limited

ENDINGS = (".csv", ".tsv", ".jsonl", ".json")
_BOM = b"\xef\xbb\xbf"
_HINT = "name,value,cases,kind in CSV, or one JSON object a line"


def read_version_file(path: Path) -> Versions:
    """Return the versions in rows of CSV (comma, semicolon or tab), lines of JSON, or a list of those.

    Raises:
        FileProblem: It cannot be read, or holds no version; names the first row that is none.
    """
    text = decode(read_limited(path).removeprefix(_BOM), path)
    where = clean_line(str(path))
    try:
        found = read_versions(_records(text))
    except csv.Error as error:
        raise FileProblem("cannot read the rows", clean_line(str(error)), _HINT, where) from None
    if found.entries:
        return found
    if found.skipped:
        line, why = found.skipped[0]
        raise FileProblem("no version can be read", why, "" if ";" in why else _HINT, where, line)
    raise FileProblem("no versions", "", _HINT, where)


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
