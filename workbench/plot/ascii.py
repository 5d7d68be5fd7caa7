"""The same pictures for a locale that is not UTF-8: each sign of ours as one ASCII character."""

from __future__ import annotations

from collections.abc import Iterable

from workbench.core.text import columns
from workbench.plot.rows import Row, Span

_SIGNS = {
    "●": "*", "○": "o", "◆": "#", "◇": "<", "■": "X", "▌": ">",
    "▷": ">", "▶": ">", "▼": "v", "▽": "v", "◁": "<",
    "✓": "+", "×": "x", "·": ".", "–": "-", "—": "-", "…": "~", "−": "-", "≥": ">", "≤": "<", "↕": "|",
    "┊": ":", "┆": ":", "╎": ":", "╏": ":", "╌": "-", "╍": "=", "┄": "-", "┈": ".",
    "←": "<", "→": ">", "↑": "^", "↓": "v", "▏": "|", "▕": "|",
    "“": '"', "”": '"', "‘": "'", "’": "'", "\u00a0": " ",
}  # fmt: skip
_FLAT = "─━═╴╶╸╺╼╾"
_UPRIGHT = "│┃║╵╷╹╻╽╿┤├╢╟┨┠"
_DENSE_DOTS = 4


def _box(char: str) -> str:
    if char in _FLAT:
        return "=" if char in "━═" else "-"
    return "|" if char in _UPRIGHT else "+"


def _table() -> dict[int, str]:
    """Return the sign for every character that the program draws with, by code point."""
    table = {code: _box(chr(code)) for code in range(0x2500, 0x2580)}
    table |= dict.fromkeys(range(0x2580, 0x25A0), "#")
    table |= {0x2800 + dots: _braille(dots) for dots in range(256)}
    table |= {ord(char): sign for char, sign in _SIGNS.items()}
    return table


def _braille(dots: int) -> str:
    """``*`` for a cell with four dots or more, ``.`` for fewer."""
    if not dots:
        return " "
    return "*" if dots.bit_count() >= _DENSE_DOTS else "."


_TABLE = _table()


def ascii_text(text: str) -> str:
    """Return a text in ASCII of as many columns; other people's letters become ``?``, wide ones ``??``."""
    if text.isascii():
        return text
    text = text.translate(_TABLE)
    return "".join(char if char.isascii() else "?" * columns(char) for char in text)


def to_ascii(rows: Iterable[Row]) -> list[Row]:
    """Return rows in ASCII, every cell in its place."""
    return [tuple(Span(ascii_text(span.text), span.role) for span in row) for row in rows]
