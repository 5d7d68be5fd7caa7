"""TOML parsed within limits: a text that a parser would choke on is refused before it sees it."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

from workbench.core.figures import as_written
from workbench.core.text import clean_line
from workbench.errors import FileProblem, MarkersLeft
from workbench.store.files import MAX_BYTES, refuse_bom, too
from workbench.store.plain_toml import read_plain

MAX_DOTS = 32
MAX_DEPTH = 64
MAX_DIGITS = 100
_LONG_NUMBER = re.compile(rf"[0-9][0-9A-Fa-f_xob]{{{MAX_DIGITS},}}")
_PIECE = re.compile(r"[^\n=\[\]{},]+")
_BRACKET = re.compile(r"[\[\]{}]")
_PLACE = re.compile(r"(?<!\s)\s*\(at (?:line (\d+), column \d+|end of document)\)")
_MARKERS = tuple(re.compile(rf"^{mark}(?: |\r?$)", re.M) for mark in ("<{7}", "={7}", ">{7}"))


def check_limits(text: str, path: Path | str = "", limit: int = MAX_BYTES) -> None:
    """Refuse a TOML text that a parser would choke on; strings and comments do not count.

    Raises:
        FileProblem: Over the limit of bytes, 32 dots in a key, 64 brackets deep, or a number over 100 digits.
    """
    # No character takes more than four bytes.
    if 4 * len(text) > limit and len(text.encode("utf-8", "replace")) > limit:
        raise too("large", f"over {limit:,} bytes", path)
    # 33 dots between names, or 100 digits, do not fit on a shorter line.
    long_lines = [line for line in text.split("\n") if len(line) > 2 * MAX_DOTS]
    harmless = text.count("[") + text.count("{") <= MAX_DEPTH and not any(
        line.count(".") > MAX_DOTS or _LONG_NUMBER.search(line) for line in long_lines
    )
    if not harmless:
        from workbench.store.spans import mask

        _check_structure(mask(text), path)


def _check_structure(masked: str, path: Path | str) -> None:
    def line(offset: int) -> int:
        return masked.count("\n", 0, offset) + 1

    for piece in _PIECE.finditer(masked):
        if piece[0].count(".") > MAX_DOTS:
            raise too("deep", f"over {MAX_DOTS} dots in a key", path, line(piece.start()))
    if number := _LONG_NUMBER.search(masked):
        raise too("long a number", f"over {MAX_DIGITS} digits", path, line(number.start()))
    depth = 0
    for bracket in _BRACKET.finditer(masked):
        depth += 1 if bracket[0] in "[{" else -1
        if depth > MAX_DEPTH:
            raise too("deep", f"over {MAX_DEPTH} brackets inside one another", path, line(bracket.start()))


def _check_depth(data: dict[str, Any], path: Path | str) -> None:
    # Dots and brackets multiply: 30 of each would still make 900 levels.
    level: list[Any] = [data]
    for _ in range(MAX_DEPTH + 1):
        level = [
            child
            for node in level
            for child in (node.values() if isinstance(node, dict) else node)
            if isinstance(child, (dict, list))
        ]
        if not level:
            return
    raise too("deep", f"over {MAX_DEPTH} tables inside one another", path)


def parse_toml(text: str, path: Path | str, limit: int = MAX_BYTES) -> dict[str, Any]:
    """Return parsed TOML, floats as `Decimal`.

    Raises:
        FileProblem: It is over a limit or not TOML; names the line where known.
    """
    refuse_bom(text, path)
    check_limits(text, path, limit)
    if (plain := read_plain(text)) is not None:
        # No deeper than a header has dots.
        return plain
    try:
        data = tomllib.loads(text, parse_float=as_written)
    except tomllib.TOMLDecodeError as error:
        raise _not_toml(str(error), text, path) from None
    except (ValueError, RecursionError, ArithmeticError, LookupError, TypeError) as error:
        raise FileProblem(
            "not TOML", clean_line(str(error))[:100], "correct it in an editor", clean_line(str(path))
        ) from None
    _check_depth(data, path)
    return data


def _not_toml(message: str, text: str, path: Path | str) -> FileProblem:
    line = None
    if place := _PLACE.search(message):
        line = int(place[1]) if place[1] else text.count("\n") + 1
        message = message[: place.start()]
    return FileProblem("not TOML", clean_line(message)[:100], "correct it in an editor", clean_line(str(path)), line)


def refuse_markers(text: str, path: Path | str) -> None:
    """Refuse a text in which git left both sides of a merge; within a block of text it would still be TOML.

    Raises:
        MarkersLeft: Names the line of the first marker.
    """
    if "<<<<<<<" not in text or not all(marker.search(text) for marker in _MARKERS):
        return
    found = _MARKERS[0].search(text)
    line = text.count("\n", 0, found.start()) + 1 if found is not None else None
    where = clean_line(str(path))
    hint = f"workbench resolve {where}" if where else "take them out"
    raise MarkersLeft("conflict markers", "git left both sides of a merge", hint, where, line)
