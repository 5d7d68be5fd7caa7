"""One value as TOML text, in the style that merges cleanly: lists one item a line, long text in blocks."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from workbench.core.figures import plain

BLOCKS = frozenset({"rationale", "rejected_because"})
"""Keys whose text is always a block."""
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


def key_text(keys: tuple[str, ...]) -> str:
    """Return a dotted key, quoted where it must be."""
    from tomlkit import key  # heavy, and only writing needs it

    return ".".join(key([part]).as_string() for part in keys)


def value_text(value: Any, name: str = "", old: str = "") -> str:
    """Return a value as TOML.

    Args:
        value: str, bool, int, Decimal, date, time, list or mapping of these.
        name: Its key; see `BLOCKS`.
        old: The text it takes the place of, whose style is kept where it can be.
    """
    if isinstance(value, str):
        return _string(value, name in BLOCKS, old)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float | Decimal):
        return _number(Decimal(str(value)))
    if isinstance(value, date | datetime | time):
        return value.isoformat()
    if isinstance(value, Mapping):
        inner = ", ".join(f"{key_text((key,))} = {inline_text(item)}" for key, item in value.items())
        return f"{{ {inner} }}" if inner else "{}"
    if not value:
        return "[]"
    return "".join(["[\n", *(f"  {inline_text(item)},\n" for item in value), "]"])


def inline_text(value: Any) -> str:
    """Return a value on one line, for inside lists and inline tables."""
    if isinstance(value, str):
        return _string(value, False, "", one_line=True)
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(inline_text, value))}]"
    return value_text(value)


def _number(value: Decimal) -> str:
    if not value.is_finite():
        return "nan" if value.is_nan() else "inf" if value > 0 else "-inf"
    # Written out, 1e999999 would fill the disk.
    return plain(value) if abs(value.adjusted()) < 30 else str(value).lower()


def _string(text: str, block: bool, old: str, one_line: bool = False) -> str:
    from tomlkit import string

    block = (block or "\n" in text or old[:3] in {'"""', "'''"}) and "\r" not in text and not one_line
    printable = _CONTROL.search(text) is None
    if block and old.startswith("'''") and printable and "''" not in text and not text.endswith("'"):
        return f"'''\n{text}'''" if old[3:4] in {"\n", "\r"} else _unless_leading(text, "'''")
    if not block:
        literal = old.startswith("'") and printable and "'" not in text and "\n" not in text
        return f"'{text}'" if literal else string(text).as_string()
    # The x keeps tomlkit from treating a line end at the start specially.
    body = string(f"x{text}", multiline=True).as_string()[4:]
    # A backslash at a line's end joins lines, but not between literal quotes.
    ends = {'"""': "\r\n\\", "'''": "\r\n"}.get(old[:3])
    starts_bare = ends is not None and len(old) > 3 and old[3] not in ends
    return f'"""{body}' if starts_bare and not text.startswith("\n") else f'"""\n{body}'


def _unless_leading(text: str, quote: str) -> str:
    # The first line end in a block does not belong to the text.
    return f"{quote}\n{text}{quote}" if text.startswith("\n") else f"{quote}{text}{quote}"


def merged_list(value: list[Any], old: str, parsed: list[Any]) -> str:
    """Return a list as TOML in place of an old one, keeping the lines (and comments) of the items that stay.

    Args:
        value: The new items.
        old: The old list's text.
        parsed: The old items.
    """
    from workbench.store.spans import mask

    lines, masked = old.split("\n"), mask(old).split("\n")
    groups: list[str] = []
    pending: list[str] = []
    bare: dict[str, str] = {}
    for line, quiet in zip(lines[1:-1], masked[1:-1], strict=False):
        pending.append(line)
        if quiet.strip(" \t,"):
            end = len(quiet.rstrip())
            if not quiet[:end].endswith(","):
                written = "\n".join(pending)
                pending[-1] = f"{line[:end]},{line[end:]}"
                bare["\n".join(pending)] = written
            groups.append("\n".join(pending))
            pending = []
    one_a_line = masked[0].strip() == "[" and masked[-1].strip() == "]" and len(groups) == len(parsed)
    if not value or not one_a_line or len(lines) != len(masked):
        return value_text(value)
    left = list(zip(parsed, groups, strict=True))
    kept = []
    for item in value:
        place = next((at for at, (known, _) in enumerate(left) if known == item), None)
        kept.append(f"  {inline_text(item)}," if place is None else left.pop(place)[1])
    # What had no comma, as the last item needs none, has none while it is still the last.
    kept[-1] = bare.get(kept[-1], kept[-1])
    return "\n".join([lines[0], *kept, *pending, lines[-1]])
