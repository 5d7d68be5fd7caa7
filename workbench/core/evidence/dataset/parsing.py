"""One line's JSON, strictly; and whether a key stands in it twice."""

from __future__ import annotations

import json
from collections.abc import Callable

from workbench.core.evidence.dataset.rows import Example, Malformed


class NotJson(ValueError):
    """A number that JSON does not have."""


def _refuse(name: str) -> float:
    raise NotJson(f"{name} is not JSON")


# `decode` looks for blanks around the value first; here they are cut off already.
_scan: Callable[[str, int], tuple[object, int]] = json.JSONDecoder(parse_constant=_refuse).scan_once  # type: ignore[attr-defined]


def parse(line: bytes) -> object:
    """Return a line's JSON.

    Raises:
        Malformed: It is none; names what is wrong, and where.
    """
    try:
        text = line.decode("utf-8")
        data, end = _scan(text, 0)
    except UnicodeDecodeError as error:
        raise Malformed(
            f"not UTF-8: byte 0x{error.object[error.start]:02x} at byte {error.start + 1}; a Latin-1 file: "
            "iconv -f LATIN1 -t UTF-8"
        ) from None
    except json.JSONDecodeError as error:
        raise Malformed(f"not JSON: {error.msg}, at character {error.pos + 1}") from None
    except StopIteration as error:
        raise Malformed(f"not JSON: a value is expected at character {error.value + 1}") from None
    except NotJson as error:
        raise Malformed(str(error)) from None
    except RecursionError:
        raise Malformed("not JSON that can be read: nested too deep") from None
    except ValueError:
        raise Malformed("not JSON that can be read: a number of too many digits") from None
    if end != len(text):
        raise Malformed(f"not JSON: more after the end, at character {len(text) - len(text[end:].lstrip()) + 1}")
    return data


def repeats_a_key(row: Example, line: bytes) -> bool:
    """Return whether an object in a row's line has a key twice; most often a count or two tells that none has."""
    return _doubtful(row, line) and _has_twins(line)


def _doubtful(row: Example, line: bytes) -> bool:
    """Whether a key may be there twice; the answer is quick, and rarely yes."""
    turns = len(row.roles)
    if row.plain and line.count(b'":') == 2 * turns + 1:
        return False
    if not row.chat:
        return line.count(b'"prompt"') != 1 or line.count(b'"completion"') != 1
    return line.count(b'"role"') != turns or line.count(b'"content"') != turns or line.count(b'"messages"') > 1


class _Twin(Exception):
    pass


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise _Twin
    return found


def _has_twins(line: bytes) -> bool:
    try:
        json.loads(line, object_pairs_hook=_once)
    except _Twin:
        return True
    return False
