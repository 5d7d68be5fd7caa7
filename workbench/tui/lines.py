"""Building rows: parts left and right, cut and filled to a width."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from workbench.core.text import clean_line, clip, columns, is_clean, is_narrow, wrap
from workbench.plot.rows import Row, Span


def span(text: str, role: str = "text") -> Span:
    """Return a span with any role."""
    return Span(text, role)  # type: ignore[arg-type]


def size(spans: Iterable[Span]) -> int:
    """Return the columns spans take."""
    return sum(columns(part.text) for part in spans)


def fit(spans: Sequence[Span], width: int, filler: str = "text") -> Row:
    """Return spans cut (with ``…``) or filled to exactly `width` columns."""
    kept: list[Span] = []
    left = width
    for part in spans:
        if not (is_clean(part.text) or is_narrow(part.text)):
            # A row is one line, also of a text of several, and the last gate before the terminal: a line end would
            # break the screen, an escape sequence would be obeyed.
            part = span(clean_line(part.text.replace("\n", " ")), part.role)
        needed = columns(part.text)
        if needed > left:
            kept.append(span(clip(part.text, left), part.role))
            left -= columns(kept[-1].text)
            break
        kept.append(part)
        left -= needed
    if left > 0:
        kept.append(span(" " * left, filler))
    return tuple(kept)


def spread(left: Sequence[Span], right: Sequence[Span], width: int) -> Row:
    """Return a row with parts on the left and on the right edge; the left ones are cut when both do not fit."""
    room = max(0, width - size(right))
    if right and size(left) >= room > 0:
        filler = left[-1].role if left else "text"
        return (*fit(left, room - 1), span(" ", filler), *fit(right, width - room))
    return (*fit(left, room), *fit(right, width - room))


def selected(row: Row, bar: bool = True) -> Row:
    """Return a row as the selected one: muted words raised, selection ground, ``▌`` in column 1."""
    raised = []
    for part in row:
        base, *modifiers = part.role.split("+")
        role = "+".join([{"muted": "text", "rule": "text"}.get(base, base), *modifiers, "sel"])
        raised.append(span(part.text, role))
    if not bar or not raised:
        return tuple(raised)
    first = raised[0]
    return (span("▌", "accent"), span(first.text[1:], first.role), *raised[1:])


def paragraph(text: str, width: int, role: str = "text", indent: int = 0) -> list[Row]:
    """Return a text wrapped at words, at most 72 columns wide."""
    lines = wrap(text, max(8, min(72, width) - indent))
    return [fit([span(" " * indent), span(line, role)], width) for line in lines]


def underlined(row: Row) -> Row:
    """Underline the words of a header, not the blanks between."""
    parts: list[Span] = []
    for part in row:
        word = part.text.strip()
        if not word:
            parts.append(part)
            continue
        start = part.text.index(word)
        parts += [span(part.text[:start]), span(word, "muted+under"), span(part.text[start + len(word) :])]
    return tuple(part for part in parts if part.text)
