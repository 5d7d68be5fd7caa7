"""Styled text written with only those codes that differ from what was written before.

Textual writes every run of cells with all its codes and a reset behind it; over a slow line that is a third of what a
key sends.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple, Self

from rich.color import ColorSystem
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

_RESET = "\x1b[0m"


class _Codes(NamedTuple):
    """A style as the parameters of SGR (ECMA-48, 8.3.117): colours and the rest; empty is the terminal's own."""

    ink: str = ""
    ground: str = ""
    rest: str = ""

    @property
    def on_blanks(self) -> Self:
        """What of it is seen where nothing is written: no ink, unless a line or the ground is drawn with it."""
        return self if _SEEN_ON_BLANKS.intersection(self.rest.split(";")) else self._replace(ink="", rest="")


_SEEN_ON_BLANKS = frozenset({"4", "5", "6", "7", "9", "21", "51", "52", "53"})
_PLAIN = _Codes()


class Pen:
    """Remembers which colours and attributes are on at the terminal; a new one starts and ends with none.

    Links of a style are left out: nothing the program shows is one.
    """

    def __init__(self, system: ColorSystem) -> None:
        self._system = system
        self._on = _PLAIN

    def write(self, segments: Iterable[Segment]) -> str:
        """Return what writes some segments."""
        written: list[str] = []
        for text, style, _ in segments:
            wanted = _codes(style, self._system) if style is not None else _PLAIN
            if wanted != self._on and not (not text.strip(" ") and wanted.on_blanks == self._on.on_blanks):
                written.append(self._change(wanted))
            written.append(text)
        return "".join(written)

    def lift(self) -> str:
        """Return what leaves the terminal as it was before the first text."""
        return "" if self._on == _PLAIN else self._change(_PLAIN)

    def _change(self, wanted: _Codes) -> str:
        before, self._on = self._on, wanted
        if wanted == _PLAIN:
            return _RESET
        if wanted.rest != before.rest and before.rest:
            # Attributes are taken back all at once: their own codes to end them are not known everywhere.
            codes = ["0", *wanted]
        else:
            codes = [wanted.rest if wanted.rest != before.rest else ""]
            codes += [wanted.ink or "39"] if wanted.ink != before.ink else []
            codes += [wanted.ground or "49"] if wanted.ground != before.ground else []
        return f"\x1b[{';'.join(code for code in codes if code)}m"


@lru_cache(maxsize=4096)
def _codes(style: Style, system: ColorSystem) -> _Codes:
    ink = style.color.downgrade(system).get_ansi_codes() if style.color is not None else ()
    ground = style.bgcolor.downgrade(system).get_ansi_codes(foreground=False) if style.bgcolor is not None else ()
    rest = Strip.render_ansi(style.without_color, system)
    return _Codes(";".join(ink), ";".join(ground), rest)
