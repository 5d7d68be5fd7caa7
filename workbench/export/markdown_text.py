"""Other people's text in Markdown: it stays text, whatever it looks like; and the few forms that we write ourselves."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from urllib.parse import quote

from workbench.export.blocks import Block, blocks
from workbench.export.exported import MARKER
from workbench.export.parts import Table

COMMENT = f"[//]: # ({MARKER})"
"""A line that no Markdown shows: a link's definition that nothing uses."""

_ALWAYS = re.compile(r"[\\`*{}\[\]|~#]")
_EMPHASIS = re.compile(r"(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])")
_ENTITY = re.compile(r"&(?=\w+;)")
# Not with a backslash: some readers do not know that one, and would run what follows.
_TAG = re.compile(r"<(?![\s\d=])")
# What some Markdown makes a link of by itself: an address of the web or of a person.
_BY_ITSELF = re.compile(r"(?<=/)(?=/)|(?<=\bwww)(?=\.)|(?<=\S)(?=@\w)|(?<=\bmailto)(?=:)|(?<=\bxmpp)(?=:)", re.I)
_AT_START = re.compile(r"^(?:(\d+)(?=[.)](?:\s|$))|(?=-(?:[\s:-]|$)|\+(?:\s|$)|=(?:[=\s]|$)|[>:]))")
# PyYAML and others refuse these even inside quotes.
_UNPRINTABLE = re.compile("[^\t\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def inline(text: str) -> str:
    """Return a text as one line that reads the same once rendered: no markup, link, HTML or block starts in it."""
    line = " ".join(text.split())
    line = _EMPHASIS.sub(r"\\_", _ALWAYS.sub(r"\\\g<0>", line))
    line = _TAG.sub("&lt;", _ENTITY.sub("&amp;", line))
    if line.count("$") > 1:
        # Two of them may make a formula.
        line = line.replace("$", r"\$")
    return _AT_START.sub(r"\1\\", _BY_ITSELF.sub(r"\\", line), count=1)


def block(text: str) -> list[str]:
    """Return a text's paragraphs and simple lists as lines; a person's own line ends stay."""
    lines: list[str] = []
    for one in blocks(text):
        lines += ["", *_block(one)] if lines else _block(one)
    return lines


def _block(one: Block) -> list[str]:
    if one.kind == "text":
        return _broken(one.parts[0], "", "")
    lines = []
    for number, item in enumerate(one.parts, start=one.first):
        mark = "- " if one.kind == "bullets" else f"{number}. "
        lines += _broken(item, mark, " " * len(mark))
    return lines


def _broken(parts: Sequence[str], first: str, others: str) -> list[str]:
    """Return lines that stay lines once rendered; the last one has nothing to be parted from."""
    escaped = [inline(part) for part in parts]
    ends = ["\\"] * (len(escaped) - 1) + [""]
    return [
        f"{first if index == 0 else others}{line}{end}"
        for index, (line, end) in enumerate(zip(escaped, ends, strict=True))
    ]


def table(found: Table) -> list[str]:
    """Return a table; figures stand on the right of their column."""
    rule = ["---" if index < found.left else "---:" for index in range(len(found.heading))]
    return [_row(found.heading), f"| {' | '.join(rule)} |", *(_row(row) for row in found.rows)]


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(inline(cell) for cell in cells)} |"


def section(title: str, lines: Sequence[str], level: int = 2) -> list[str]:
    """Return a heading with what stands under it; nothing where there is nothing."""
    return ["", f"{'#' * level} {title}", "", *lines] if lines else []


def bullets(rows: Iterable[tuple[str, str]]) -> list[str]:
    """Return labels with their values as a list; a question needs no colon."""
    return [f"- {inline(label)}{'' if label.endswith('?') else ':'} {inline(value)}" for label, value in rows]


def link(told: str, file: str) -> str:
    """Return a link to a file beside this one; what is told is Markdown already."""
    return f"[{told}]({quote(file, safe='')})"


def yaml_text(text: str) -> str:
    """Return a text as a quoted YAML scalar that stays on its line."""
    return _UNPRINTABLE.sub(lambda match: f"\\u{ord(match[0]):04X}", json.dumps(text, ensure_ascii=False))


def finished(lines: Sequence[str]) -> str:
    """Return lines as the text of a file, marked as ours."""
    return "\n".join([*lines, "", COMMENT, ""])
