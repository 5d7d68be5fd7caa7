"""HTML and SVG elements as strings; every text and attribute is escaped here and nowhere else."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from workbench.export.blocks import blocks
from workbench.export.parts import Table

VOID = frozenset({"meta", "br"})


class Markup(str):
    """Markup that is finished; any other string is text."""

    __slots__ = ()


def element(name: str, /, *content: str | None, **attributes: str | float) -> Markup:
    """Return an element; content that is no `Markup` is escaped, ``stroke_width`` becomes ``stroke-width``."""
    told = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escape(_value(value))}"' for key, value in attributes.items()
    )
    if name in VOID:
        return Markup(f"<{name}{told}>")
    return Markup(f"<{name}{told}>{joined(content)}</{name}>")


def _value(value: str | float) -> str:
    return value if isinstance(value, str) else f"{value:.1f}".removesuffix(".0")


def joined(parts: Iterable[str | None]) -> Markup:
    """Return parts one after the other, those that are text escaped."""
    return Markup("".join(part if isinstance(part, Markup) else escape(part) for part in parts if part is not None))


def prose(text: str) -> Markup:
    """Return a text's paragraphs and simple lists; a person's own line ends stay."""
    told = []
    for block in blocks(text):
        if block.kind == "text":
            told.append(element("p", _lines(block.parts[0])))
        else:
            items = [element("li", _lines(item)) for item in block.parts]
            start = {"start": str(block.first)} if block.kind == "numbers" and block.first != 1 else {}
            told.append(element("ul" if block.kind == "bullets" else "ol", *items, **start))
    return joined(told)


def _lines(lines: Sequence[str]) -> Markup:
    return joined(part for index, line in enumerate(lines) for part in ([element("br"), line] if index else [line]))


def table(found: Table, emphasis: str = "") -> Markup:
    """Return a table ruled like a printed one; the row that `emphasis` names in its first cell stands out."""
    head = element("tr", *(element("th", name, **_side(found, index)) for index, name in enumerate(found.heading)))
    rows = [
        element(
            "tr",
            *(element("td", _cell(cell), **_side(found, index)) for index, cell in enumerate(row)),
            **({"class_": "taken"} if emphasis and row[0] == emphasis else {}),
        )
        for row in found.rows
    ]
    return element("div", element("table", element("thead", head), element("tbody", *rows)), class_="wide")


def _cell(text: str) -> str:
    return _lines(text.split("\n")) if "\n" in text else text


def _side(found: Table, index: int) -> dict[str, str]:
    return {"class_": "figure"} if index >= found.left else {}
