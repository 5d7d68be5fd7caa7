"""The usual ways to build a feature, beside the baseline: what stays as it is, and what is asked first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from workbench.core.inputs import Approach, Option

_TOKENS = ("input_tokens", "output_tokens")
_PRICES = (
    "model", "input_price", "output_price", "price_source", "price_date", "typed_prices", "prices_from", "prices_to",
)  # fmt: skip
_CACHE = ("cached_tokens", "cached_price", "cache_write_tokens", "cache_write_price")
_WORTH = ("value_of_right", "cost_of_wrong")


@dataclass(frozen=True, slots=True)
class Kind:
    """One way to build it.

    Args:
        name: Of the option, where it is free.
        key: The letter that picks it.
        label, hint: As it is offered.
        approach: What the option is; None for what the baseline is.
        kept: Inputs that are the baseline's.
        first: The input that is typed first: what makes the difference.
        free_tokens: Tokens cost nothing by themselves.
    """

    name: str
    key: str
    label: str
    hint: str
    approach: Approach | None
    kept: Sequence[str]
    first: str
    free_tokens: bool = False


_SAME = (*_TOKENS, *_PRICES)
KINDS = (
    Kind("cached", "c", "the same prompt, cached", "cached tokens, their price", "caching", _SAME, "cached_tokens"),
    Kind("batched", "b", "the same prompt, batched", "the discount", None, (*_SAME, *_CACHE), "batch_discount"),
    Kind("other-model", "m", "another base model", "its prices", "other-model", _TOKENS, "input_price"),
    Kind(
        "rag", "r", "RAG", "input tokens, extra a request, other monthly", "rag", (*_SAME, *_CACHE), "input_tokens",
    ),
    Kind("fine-tuned", "f", "fine-tuned by a provider", "prompt, prices, training", "fine-tuning", _TOKENS, _TOKENS[0]),
    Kind(
        "own-hardware", "h", "fine-tuned, hardware by the hour", "training, hosting", "fine-tuning", _TOKENS,
        "hosting_per_hour", free_tokens=True,
    ),
    Kind("rag-tuned", "y", "RAG and fine-tuned", "prompt, prices, training", "rag+fine-tuning", _TOKENS, _TOKENS[0]),
)  # fmt: skip


def made(kind: Kind, base: Option | None) -> Option:
    """Return an option of a kind: what stays is the baseline's, the rest is to be typed."""
    base = base or Option()
    kept = {name: getattr(base, name) for name in (*kind.kept, *_WORTH)}
    if kind.free_tokens:
        kept |= {"input_price": Decimal(0), "output_price": Decimal(0)}
    return Option(approach=kind.approach or base.approach).model_copy(update=kept)
