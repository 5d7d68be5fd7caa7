"""The reference that stands beside the questions: pages of plain text, written for this program.

A page's first line is its title. A line that starts with ``# `` is a heading; lines that hold a run of blanks are kept
as they are, others are paragraphs to wrap.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from workbench.core.keys.actions import BY_ID
from workbench.core.keys.keymap import USUAL
from workbench.core.shipped import shipped_text
from workbench.core.text import wrap

TOPICS = ("tour", "tradeoffs", "ladder", "methods", "limits", "examples")
Kind = Literal["text", "heading", "fixed"]
_KEY = re.compile(r"\{([a-z.-]+)\}")


@dataclass(frozen=True, slots=True)
class Line:
    """One line as it stands on a page."""

    text: str
    kind: Kind


@dataclass(frozen=True, slots=True)
class Page:
    """One topic."""

    topic: str
    title: str
    body: tuple[str, ...]

    def lines(self, width: int) -> list[Line]:
        """Return the page wrapped for so many columns."""
        found: list[Line] = []
        for text in self.body:
            if text.startswith("# "):
                found.append(Line(text.removeprefix("# "), "heading"))
            elif "  " in text or len(text) <= width or not text:
                found.append(Line(text, "fixed" if "  " in text else "text"))
            else:
                found += [Line(part, "text") for part in wrap(text, width)]
        return found


def page(topic: str, key_of: Callable[[str], str] = USUAL.shown) -> Page:
    """Return a page by its topic, one of `TOPICS`.

    Args:
        key_of: Returns the key of an action of the screens by its id: a page names ``{save}``.
    """
    text = shipped_text(__package__, f"{topic}.txt")
    title, _, body = text.partition("\n")
    body = _KEY.sub(lambda found: key_of(found[1]) if found[1] in BY_ID else found[0], body)
    return Page(topic, title, tuple(body.strip("\n").split("\n")))
