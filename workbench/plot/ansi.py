"""Rows as a string for a terminal: in 256 colours, in 16, or plain."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Literal

from workbench.core.text import clean_line
from workbench.plot.rows import Row

Depth = Literal["256", "16", "none"]

_BOLD = frozenset({"strong", "label", "key"})
_DIM = frozenset({"muted", "label", "rule"})
_NAMES = ("black", "red", "green", "yellow", "blue", "magenta", "cyan", "white")
_SIXTEEN = {
    "accent": "cyan",
    "key": "cyan",
    "good": "green",
    "warn": "yellow",
    "bad": "red",
    "series1": "yellow",
    "series2": "cyan",
    "series3": "magenta",
    "series4": "blue",
    "series5": "green",
    "series6": "red",
}
_STEPS = (0, 95, 135, 175, 215, 255)


def paint(rows: Iterable[Row], palette: Mapping[str, str] | None = None, depth: Depth = "none") -> str:
    """Return rows as lines of text, blanks at their ends cut, each line ending in the terminal's own colours.

    Args:
        rows: What is drawn.
        palette: Role to ``#rrggbb`` or to ``ansi_red`` and the like; a role left out is written in the terminal's
            colour. None writes no colours at all.
        depth: ``256`` writes palette indexes, ``16`` the terminal's own eight colours (muted and rule as dim text,
            never bright black), ``none`` plain text: for a pipe, ``NO_COLOR`` or ``TERM=dumb``.
    """
    lines = []
    for row in rows:
        parts = [(clean_line(span.text), _sgr(span.role, palette, depth)) for span in row]
        while parts and not parts[-1][0].strip():
            parts.pop()
        if parts:
            parts[-1] = (parts[-1][0].rstrip(), parts[-1][1])
        lines.append("".join(f"\x1b[{sgr}m{text}\x1b[0m" if sgr and text.strip() else text for text, sgr in parts))
    return "\n".join(lines)


def _sgr(role: str, palette: Mapping[str, str] | None, depth: Depth) -> str:
    """Return the parameters that select a role, empty for plain text."""
    if palette is None or depth == "none":
        return ""
    codes = ["1"] if role in _BOLD else []
    colour = palette.get(role, "")
    if depth == "16" or colour.startswith("ansi_"):
        if role in _DIM:
            return ";".join([*codes, "2"])
        name = colour.removeprefix("ansi_") if colour.startswith("ansi_") else _SIXTEEN.get(role, "")
        return ";".join([*codes, *_named(name)])
    if colour.startswith("#"):
        codes.append(f"38;5;{nearest(colour)}")
    return ";".join(codes)


def _named(name: str) -> list[str]:
    base = name.removeprefix("bright_")
    if base not in _NAMES:
        return []
    return [str((90 if name != base else 30) + _NAMES.index(base))]


@lru_cache(maxsize=256)
def nearest(colour: str) -> int:
    """Return the index 16..255 of the 256-colour palette nearest to ``#rrggbb``; a colour of the palette is met."""
    digits = colour.removeprefix("#")
    wanted = [int(digits[start : start + 2], 16) for start in (0, 2, 4)]
    cube = [min(range(6), key=lambda step: abs(_STEPS[step] - part)) for part in wanted]
    grey = max(0, min(23, round((sum(wanted) / 3 - 8) / 10)))
    shades = {
        16 + 36 * cube[0] + 6 * cube[1] + cube[2]: [_STEPS[step] for step in cube],
        232 + grey: [8 + 10 * grey] * 3,
    }
    return min(shades, key=lambda index: sum((a - b) ** 2 for a, b in zip(shades[index], wanted, strict=True)))
