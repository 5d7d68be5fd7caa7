"""The formats by name, what their files are called, and how a file is known to be an export's."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from workbench.export.csv_rows import as_csv, as_row, is_heading
from workbench.export.exported import MARKER, Exported
from workbench.export.json_data import as_json, as_json_list
from workbench.export.madr import as_madr
from workbench.export.markdown import as_markdown
from workbench.export.markdown_text import COMMENT
from workbench.export.nygard import as_nygard, nygard_file

_HEAD = 3
_MARKS = {COMMENT, f"# {MARKER}", f"<!-- {MARKER} -->", f'"export": "{MARKER}",'}


class Format(NamedTuple):
    """One format.

    Args:
        ending: Of its files.
        one: A decision as text.
        all: Many decisions as one text; None where each has a file of its own.
    """

    ending: str
    one: Callable[[Exported], str]
    all: Callable[[Sequence[Exported]], str] | None = None


def _page(one: Exported) -> str:
    # With its drawings a page is as much to load as all other formats together.
    from workbench.export.html_page import as_page

    return as_page(one)


def _pages(items: Sequence[Exported]) -> str:
    from workbench.export.html_page import as_pages

    return as_pages(items)


FORMATS: Mapping[str, Format] = {
    "md": Format(".md", as_markdown),
    "madr": Format(".md", as_madr),
    "nygard": Format(".md", as_nygard),
    "html": Format(".html", _page, _pages),
    "csv": Format(".csv", as_row, as_csv),
    "json": Format(".json", as_json, as_json_list),
}


def file_name(format: str, one: Exported) -> str:
    """Return what the file of one decision is called."""
    return nygard_file(one.itself) if format == "nygard" else f"{one.decision.id}{FORMATS[format].ending}"


def is_export(text: str) -> bool:
    """Whether a file's text was written by an export."""
    lines = text.split("\n")
    marked = [line.strip() for line in (*lines[:_HEAD], *lines[-2:])]
    return bool(_MARKS.intersection(marked)) or is_heading(lines[0])
