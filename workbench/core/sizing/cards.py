"""Common GPUs and the memory they have; which of them hold what a method needs."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Literal

from workbench.core.shipped import shipped_text
from workbench.core.sizing.memory import GB, Band

Hold = Literal["fits", "tight", "no"]
"""Its memory is over the high end; between expected and high; under expected."""
SAID: dict[Hold, str] = {"fits": "fits", "tight": "tight", "no": "too large"}
NOTE = (
    "a card's GB counts as 1e9 bytes, as its maker writes it; drivers and displays take a part; "
    "cards without bf16 (T4, V100) are not named"
)


@dataclass(frozen=True, slots=True)
class Card:
    """One card: its memory in GB as its maker writes it, where and when that was read, whether it computes in bf16."""

    name: str
    gb: int
    source: str
    seen: date
    bf16: bool = True

    @property
    def size(self) -> int:
        """Its memory in bytes."""
        return self.gb * GB


@cache
def cards() -> tuple[Card, ...]:
    """Return the shipped table, smallest memory first."""
    data = tomllib.loads(shipped_text(__package__, "cards.toml"))
    sources = data["source"]
    found = []
    for one in data["card"]:
        source = sources[one["from"]]
        found.append(Card(one["name"], one["gb"], source["url"], source["seen"], one.get("bf16", True)))
    return tuple(sorted(found, key=lambda card: card.gb))


def holds(band: Band, size: int) -> Hold:
    """Return whether a card of `size` bytes holds what a band says."""
    return "fits" if band.high <= size else "tight" if band.expected <= size else "no"


def smallest(band: Band, hold: Hold = "fits") -> list[Card]:
    """Return the cards of the smallest memory that holds it (or holds it just so); none where no card does.

    Only cards that compute in bf16, as the figures assume.
    """
    fitting = [card for card in cards() if card.bf16 and holds(band, card.size) == hold]
    return [card for card in fitting if card.gb == fitting[0].gb]


def names(found: Sequence[Card], most: int = 3) -> str:
    """Return cards by name, ``RTX 3090, RTX 4090, L4 …``."""
    return ", ".join(card.name for card in found[:most]) + (" …" if len(found) > most else "")
