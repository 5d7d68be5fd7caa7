"""Text after an emoji that is joined of several, or toned, stands in its column whatever the terminal makes of that.

Newer terminals draw such a sequence as one character of two columns, older ones each of its parts; nothing tells which.
"""

from __future__ import annotations

import re

from workbench.core.text import columns, is_joined, pieces

_CODES = re.compile(r"(\x1b\[[0-9;]*m)")


def anchored(written: str, x: int, y: int) -> str:
    """Return what writes text at a column and a line (from 0), the cursor placed anew behind every such sequence.

    Args:
        written: Text with no other codes than colours and attributes.
    """
    if written.isascii() or not is_joined(written):
        return written
    out: list[str] = []
    for part in _CODES.split(written):
        if part.startswith("\x1b"):
            out.append(part)
            continue
        for piece in pieces(part):
            size = columns(piece)
            # What is drawn narrower leaves no rest of what stood there.
            out.append(f"{' ' * size}{_to(x, y)}{piece}{_to(x + size, y)}" if is_joined(piece) else piece)
            x += size
    return "".join(out)


def _to(x: int, y: int) -> str:
    return f"\x1b[{y + 1};{x + 1}H"
