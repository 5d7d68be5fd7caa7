"""Where things stand in a TOML text: keys, values and headers by offset, so that an edit touches nothing else."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from typing import NamedTuple

Keys = tuple[str, ...]

# Every alternative also matches unterminated text, and possessively: no backtracking, linear whatever the input.
_QUIET = re.compile(
    r'"""(?:[^"\\]++|\\.|"(?!""))*+(?:"{3,5}|\\?\Z)'
    r"|'''(?:[^']++|'(?!''))*+(?:'{3,5}|\Z)"
    r'|"(?:[^"\\\n]++|\\[^\n])*+"?'
    r"|'[^'\n]*+'?"
    r"|#[^\n]*+",
    re.S,
)
_HEADER = re.compile(r"[ \t]*(\[\[?)([^\[\]\n]*)\]\]?[^\n]*\n?")
# A line of blanks, or a comment that is masked as one, is passed over once and not once for every two of its places.
_KEY = re.compile(r"([ \t]*+)([^ \t\n=\[\]{},]++(?:[ \t]++[^ \t\n=\[\]{},]++)*+)[ \t]*+=[ \t]*+")
_BRACKET = re.compile(r"[\[\]{}]")


class Statement(NamedTuple):
    """One header or one ``key = value``.

    Args:
        header: It is ``[table]`` or ``[[table]]``.
        section: Path of the header it stands under.
        path: Full path of the table or the key.
        start, end: Offsets of its lines, the last line end included.
        name: Offsets of the key as written.
        value: Offsets of the value; empty for a header.
    """

    header: bool
    section: Keys
    path: Keys
    start: int
    end: int
    name: tuple[int, int]
    value: tuple[int, int]


def mask(text: str) -> str:
    """Return a text of the same length in which strings are ``s`` throughout and comments are blanks."""
    return _QUIET.sub(lambda found: (" " if found[0][0] == "#" else "s") * len(found[0]), text)


def statements(text: str) -> list[Statement]:
    """Return the headers and keys of a TOML text that can be parsed, in file order."""
    return list(_statements(text, mask(text)))


def _statements(text: str, masked: str) -> Iterator[Statement]:
    section: Keys = ()
    at = 0
    while at < len(text):
        if found := _HEADER.match(masked, at):
            section = split_key(text[found.start(2) : found.end(2)])
            yield Statement(True, section, section, at, found.end(), found.span(2), (found.end(), found.end()))
            at = found.end()
        elif found := _KEY.match(masked, at):
            stop = _value_end(masked, found.end())
            end = _next_line(masked, stop)
            path = section + split_key(text[found.start(2) : found.end(2)])
            yield Statement(False, section, path, at, end, found.span(2), (found.end(), stop))
            at = end
        else:
            at = _next_line(masked, at)


def _next_line(text: str, at: int) -> int:
    end = text.find("\n", at)
    return len(text) if end < 0 else end + 1


def _value_end(masked: str, start: int) -> int:
    """Return where a value ends: its closing bracket, or the last character of its line that is not blank."""
    if masked[start : start + 1] in {"[", "{"}:
        depth = 0
        for found in _BRACKET.finditer(masked, start):
            depth += 1 if found[0] in "[{" else -1
            if not depth:
                return found.end()
    line = masked[start : _next_line(masked, start)]
    return start + len(line.rstrip())


def split_key(written: str) -> Keys:
    """Return the parts of a dotted key as written; an unreadable one is one part."""
    written = written.strip()
    if '"' not in written and "'" not in written:
        return tuple(part.strip() for part in written.split("."))
    try:
        node: object = tomllib.loads(f"{written} = 0")
    except tomllib.TOMLDecodeError:
        return (written,)
    parts = []
    while isinstance(node, dict):
        name, node = next(iter(node.items()))
        parts.append(name)
    return tuple(parts)
