"""Readings from outside, as other tools write them: TOML, JSON or CSV."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from workbench.core.amounts import parse, point
from workbench.core.figures import as_written
from workbench.core.text import clean_line
from workbench.errors import FileProblem, ValueProblem
from workbench.store.toml_text import parse_toml

Readings = dict[str, dict[str, Decimal]]
"""By decision id, then by metric; the id ``""`` is for every decision."""


def read_metrics(text: str, name: str) -> Readings:
    """Return the readings in a text: metrics with their figures, or tables of those by decision id.

    Args:
        text: ``accuracy = 0.93``, ``{"accuracy": 0.93}``, or lines of ``metric,value`` or ``id,metric,value``.
        name: The file's name, which tells the format; without a known ending each is tried.

    Raises:
        FileProblem: It is none of these, or a figure is no number.
    """
    ending = name.rpartition(".")[2].lower()
    readers = {"json": _json, "csv": _csv, "toml": _toml}
    if ending in readers:
        return readers[ending](text, name)
    tried: list[Callable[[str, str], Readings]] = [_json, _toml, _csv]
    for read in tried:
        try:
            return read(text, name)
        except FileProblem as problem:
            if read is tried[-1]:
                raise FileProblem(
                    "not readings", "neither TOML, JSON nor CSV", problem.hint, clean_line(name)
                ) from None
    return {}


def _toml(text: str, name: str) -> Readings:
    return _tables(parse_toml(text, name), name)


def _json(text: str, name: str) -> Readings:
    try:
        data = json.loads(text, parse_float=as_written, parse_int=as_written)
    except (ValueError, RecursionError) as error:
        raise FileProblem("not JSON", clean_line(str(error))[:100], _LIKE, clean_line(name)) from None
    if not isinstance(data, dict):
        raise FileProblem("not readings", "the outermost value is no object", _LIKE, clean_line(name))
    return _tables(data, name)


_LIKE = 'write accuracy = 0.93, {"accuracy": 0.93}, or lines of metric,value'


def _tables(data: Mapping[str, Any], name: str) -> Readings:
    found: Readings = {}
    for key, value in data.items():
        key = clean_line(key)
        if isinstance(value, dict):
            found[key] = {clean_line(metric): _figure(figure, metric, name) for metric, figure in value.items()}
        else:
            found.setdefault("", {})[key] = _figure(value, key, name)
    return found


def _figure(value: object, metric: str, name: str) -> Decimal:
    good = isinstance(value, int | float | Decimal) and not isinstance(value, bool)
    number = Decimal(str(value)) if good else None
    if number is None or not number.is_finite():
        told = f"{clean_line(metric)} is {clean_line(repr(value))[:40]}, which is no number"
        raise FileProblem("not a reading", told, _LIKE, clean_line(name))
    return number


def _csv(text: str, name: str) -> Readings:
    found: Readings = {}
    for number, row in enumerate(_csv_rows(text, name), start=1):
        cells = [clean_line(cell.strip()) for cell in row]
        if not any(cells) or (number == 1 and cells[-1].lower() == "value"):
            continue
        if len(cells) not in {2, 3}:
            told = f"{len(cells)} columns, not metric,value or id,metric,value"
            raise FileProblem("not readings", told, _LIKE, clean_line(name), number)
        id, metric = ("", cells[0]) if len(cells) == 2 else (cells[0], cells[1])
        try:
            value = point(parse(cells[-1], "number"))
        except ValueProblem as problem:
            raise FileProblem("not a reading", problem.message, _LIKE, clean_line(name), number) from None
        found.setdefault(id, {})[metric] = value
    return found


def _csv_rows(text: str, name: str) -> list[list[str]]:
    try:
        return list(csv.reader(io.StringIO(text, newline="")))
    except csv.Error as error:
        raise FileProblem("not readings", clean_line(str(error))[:100], _LIKE, clean_line(name)) from None
