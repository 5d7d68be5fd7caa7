"""A catalogue of models and what their tokens cost. Prices are USD per 1M tokens; ids are exact ``provider:id``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from workbench.core.figures import number


@dataclass(frozen=True, slots=True)
class Tier:
    """From more than `over` input tokens on, *all* tokens of a request cost this."""

    over: int
    price: Decimal


@dataclass(frozen=True, slots=True)
class Rate:
    """A price per 1M tokens, and what it becomes for long prompts; tiers ascend."""

    base: Decimal
    tiers: tuple[Tier, ...] = ()

    def at(self, input_tokens: Decimal) -> Decimal:
        """Return the price of each token of a request with so many input tokens."""
        return next((tier.price for tier in reversed(self.tiers) if input_tokens > tier.over), self.base)


Rates = Mapping[str, Rate]
"""By the option's field."""


@dataclass(frozen=True, slots=True)
class TrainingPrice:
    """What training a model costs per 1M tokens of each epoch, from a page seen on a day."""

    model: str
    price: Decimal
    source: str
    seen: date


@dataclass(frozen=True, slots=True)
class Model:
    """One model of a catalogue.

    Args:
        id: Exact ``provider:id``.
        name: As people call it; may be empty.
        rates: What a token costs.
        batch: What it costs in a batch; empty where that is not known.
        url: The provider's price page.
        training: What training it costs, where that is known; it has a source of its own.
        comment: What the catalogue says about the prices.
        uncounted: What is billed beyond text tokens and has no place in the cost model.
        deprecated: The provider has announced its end.
    """

    id: str
    name: str
    rates: Rates
    batch: Rates
    url: str
    training: TrainingPrice | None = None
    comment: str = ""
    uncounted: tuple[str, ...] = ()
    deprecated: bool = False


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Models with their prices; `read` is the newest day on which the catalogue says it checked any of them."""

    source: str
    read: date
    models: Mapping[str, Model]


def search(catalogue: Catalogue, text: str) -> list[Model]:
    """Return the models whose id or name holds every word; those whose own id starts with the first word come first."""
    words = text.lower().split()
    if not words:
        return list(catalogue.models.values())
    found = [
        model
        for model in catalogue.models.values()
        if all(word in f"{model.id} {model.name}".lower() for word in words)
    ]

    def rank(model: Model) -> tuple[bool, bool, int, str]:
        id = model.id.lower()
        own = id.partition(":")[2]
        exact, begins = words[0] in {id, own}, own.startswith(words[0]) or id.startswith(words[0])
        return not exact, not begins, len(own), id

    return sorted(found, key=rank)


def uniform_share(model: Model) -> Decimal | None:
    """Return the share that a batch takes off every price of a model; None where it differs or is not known."""
    shares: Sequence[Decimal] = [
        1 - model.batch[field].base / rate.base
        for field, rate in model.rates.items()
        if field in model.batch and rate.base
    ]
    return shares[0] if shares and all(share == shares[0] for share in shares) else None


_SHORT = {
    "input_price": "in",
    "output_price": "out",
    "cached_price": "cached",
    "cache_write_price": "written",
}


def told(rates: Rates, sign: str) -> str:
    """Return the prices in a few words: ``in $2.5  out $10  cached $1.25``; a plus where long prompts cost more."""
    parts = []
    for field, short in _SHORT.items():
        if field in rates:
            rate = rates[field]
            parts.append(f"{short} {sign}{number(rate.base, 4)}{'+' if rate.tiers else ''}")
    return "  ".join(parts)
