"""Reading a provider's usage export: CSV, lines of JSON, or the buckets of a usage API. Rows are streamed."""

from __future__ import annotations

import csv
import json
import os
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from io import TextIOWrapper
from pathlib import Path
from typing import IO, Any

from workbench.core.figures import as_written
from workbench.core.prices.usage import (
    ROLES,
    SINGLE,
    Row,
    Usage,
    leaves_out_cache,
    one_day,
    plain_name,
    recognise,
    summarise,
)
from workbench.core.text import clean_line
from workbench.errors import FileProblem, UsageProblem
from workbench.store.files import open_regular, os_problem

MAX_BYTES = 500_000_000
_LONGEST = 1_000_000
_SKIPS_KEPT = 20
_LARGEST = Decimal(10) ** 15
_EXPORTED = "export it anew, as CSV or JSON, with a day and tokens in each row"
_HINT = "say which it is: --column {role}=NAME; there are {columns}"


def read_usage(path: Path, columns: Mapping[str, str] | None = None, model: str | None = None) -> Usage:
    """Return what an export says.

    Args:
        path: The file, UTF-8; CSV or JSON by its content.
        columns: The column a person chose for a role, see `ROLES`.
        model: Only rows of this exact model.

    Raises:
        WorkbenchError: It cannot be read, a column is not there, or no row counts.
    """
    unknown = [role for role in columns or {} if role not in ROLES]
    if unknown:
        raise UsageProblem("no such role", clean_line(unknown[0]), f"one of {', '.join(ROLES)}")
    try:
        with _opened(path) as file:
            reading = _Reading(path, dict(columns or {}), model)
            found = summarise(reading.rows(file), clean_line(path.name), reading.skipped, reading.notes)
            return _checked(found, reading)
    except OSError as error:
        raise os_problem(error, "read", path) from None
    except UnicodeDecodeError as error:
        told = f"byte 0x{error.object[error.start]:02x}"
        raise FileProblem("not UTF-8", told, "save it as UTF-8", clean_line(str(path))) from None
    except (csv.Error, RecursionError) as error:
        raise FileProblem("cannot read the rows", clean_line(str(error)), _EXPORTED, clean_line(str(path))) from None


def _opened(path: Path) -> IO[str]:
    file = os.fdopen(open_regular(path), "rb")
    if os.fstat(file.fileno()).st_size > MAX_BYTES:
        file.close()
        raise FileProblem("too large", f"over {MAX_BYTES:,} bytes", "export a shorter period", clean_line(str(path)))
    return TextIOWrapper(file, encoding="utf-8-sig", newline="")


def _checked(found: Usage | None, reading: _Reading) -> Usage:
    if found is not None:
        return found
    where = clean_line(str(reading.path))
    if reading.model is not None and reading.models:
        known = ", ".join(sorted(reading.models)[:12])
        raise FileProblem("no row of that model", clean_line(reading.model), f"there are {known}", where)
    if reading.skipped:
        line, why = reading.skipped[0]
        raise FileProblem("no row can be counted", why, _EXPORTED, where, line)
    raise FileProblem("no rows with requests", "", "export a period with usage", where)


class _Reading:
    """Reads rows one by one, and keeps what was skipped on the way."""

    def __init__(self, path: Path, chosen: dict[str, str], model: str | None) -> None:
        self.path, self.chosen, self.model = path, chosen, model
        self.skipped: list[tuple[int, str]] = []
        self.notes: list[str] = []
        self.models: set[str] = set()
        self._columns: dict[str, tuple[str, ...]] = {}
        self._single = self._without_cache = False

    def rows(self, file: IO[str]) -> Iterator[Row]:
        """Yield the rows that count."""
        for line, record in _records(file, self.path):
            if not isinstance(record, dict):
                self._skip(line, "not an object")
                continue
            if not self._columns:
                self._find_columns(list(record))
            row = self._row(line, record)
            if row is not None:
                yield row

    def _find_columns(self, names: Sequence[str]) -> None:
        known = ", ".join(clean_line(name) for name in names[:20])
        where = clean_line(str(self.path))
        found = recognise(names)
        for role, name in self.chosen.items():
            if name not in names:
                raise FileProblem("no such column", clean_line(name), f"there are {known}", where)
            found[role] = (name,)
        if "date" not in found:
            raise FileProblem("no date column", "", _HINT.format(role="date", columns=known), where)
        if not {"input", "output"} & found.keys():
            raise FileProblem("no column of tokens", "", _HINT.format(role="input", columns=known), where)
        self._single = "requests" not in found
        if self._single and not {plain_name(name) for name in names} & SINGLE:
            told = "the rows are sums, and none says of how many requests"
            raise FileProblem("no count of requests", told, _HINT.format(role="requests", columns=known), where)
        if self._single:
            self.notes.append("each row counts as one request")
        self._columns = found
        self._without_cache = leaves_out_cache(name for used in found.values() for name in used)

    def _row(self, line: int, record: Mapping[str, Any]) -> Row | None:
        try:
            if not self._fits(record):
                return None
            day = one_day(str(record.get(self._columns["date"][0]) or ""))
            if day is None:
                raise ValueError("no day")
            cached, written = self._sum(record, "cached"), self._sum(record, "cache_write")
            sent = self._sum(record, "input") + (cached + written if self._without_cache else 0)
            if cached + written > sent:
                raise ValueError("more cached tokens than input tokens")
            requests = Decimal(1) if self._single else self._sum(record, "requests")
            return Row(day, requests, sent, cached, written, self._sum(record, "output"))
        except ValueError as problem:
            self._skip(line, str(problem))
            return None

    def _fits(self, record: Mapping[str, Any]) -> bool:
        if "model" not in self._columns:
            return True
        name = clean_line(str(record.get(self._columns["model"][0]) or ""))
        if len(self.models) < 200:
            self.models.add(name)
        return self.model is None or name == self.model

    def _sum(self, record: Mapping[str, Any], role: str) -> Decimal:
        return sum((_number(record.get(name), name) for name in self._columns.get(role, ())), Decimal(0))

    def _skip(self, line: int, why: str) -> None:
        if len(self.skipped) < _SKIPS_KEPT:
            self.skipped.append((line, why))


def _number(value: object, name: str) -> Decimal:
    """Return a cell as a number that can be counted; an empty one counts as none."""
    if value is None or value == "":
        return Decimal(0)
    if isinstance(value, bool | dict | list):
        raise ValueError(f"{clean_line(name)} is no number")
    try:
        found = as_written(str(value).strip().replace(",", ""))
    except ValueError:
        raise ValueError(f"{clean_line(name)} is no number: {clean_line(str(value))[:40]}") from None
    if not found.is_finite() or not 0 <= found <= _LARGEST:
        raise ValueError(f"{clean_line(name)} cannot be {clean_line(str(value))[:40]}")
    return found


def _records(file: IO[str], path: Path) -> Iterator[tuple[int, object]]:
    """Yield (line, record) of a CSV or JSON file, whichever its first sign says."""
    start = file.read(1)
    while start.isspace():
        start = file.read(1)
    file.seek(0)
    if start not in {"{", "["}:
        yield from _of_csv(file)
        return
    first = file.readline(_LONGEST)
    try:
        whole = json.loads(first, parse_float=as_written)
    except ValueError:
        whole = None
    file.seek(0)
    if isinstance(whole, dict) and not isinstance(whole.get("data"), list):
        yield from _of_lines(file)
    else:
        yield from _of_document(file, path)


def _of_csv(file: IO[str]) -> Iterator[tuple[int, object]]:
    sample = file.read(4096)
    file.seek(0)
    heading = sample.partition("\n")[0]
    delimiter = max(",;\t", key=heading.count)
    reader = csv.DictReader(file, delimiter=delimiter)
    for record in reader:
        yield reader.line_num, {str(name): value for name, value in record.items() if name is not None}


def _of_lines(file: IO[str]) -> Iterator[tuple[int, object]]:
    line = 0
    while text := file.readline(_LONGEST):
        line += 1
        if not text.strip():
            continue
        try:
            yield line, _flat(json.loads(text, parse_float=as_written))
        except ValueError:
            yield line, None


def _of_document(file: IO[str], path: Path) -> Iterator[tuple[int, object]]:
    """Yield the rows of a list, or of the buckets that usage APIs answer: a start time and results under it."""
    try:
        whole = json.loads(file.read(), parse_float=as_written)
    except ValueError as problem:
        raise FileProblem("not JSON", clean_line(str(problem))[:120], _EXPORTED, clean_line(str(path))) from None
    rows = whole.get("data") if isinstance(whole, dict) else whole
    for number, row in enumerate(rows if isinstance(rows, list) else [rows], start=1):
        results = row.get("results") if isinstance(row, dict) else None
        if isinstance(results, list):
            shared = {name: value for name, value in row.items() if name != "results"}
            for result in results:
                yield number, _flat({**shared, **result}) if isinstance(result, dict) else None
        else:
            yield number, _flat(row)


def _flat(record: object, depth: int = 0) -> object:
    """Return an object with what is nested in it under joined names: ``usage.prompt_tokens``."""
    if not isinstance(record, dict):
        return record
    flat: dict[str, object] = {}
    for name, value in record.items():
        if isinstance(value, dict) and depth < 4:
            inner = _flat(value, depth + 1)
            flat |= {f"{name}.{under}": deeper for under, deeper in inner.items()} if isinstance(inner, dict) else {}
        else:
            flat[name] = value
    return flat
