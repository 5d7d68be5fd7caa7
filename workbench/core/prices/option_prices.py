"""Prices of an option: where they come from, how old they are, and taking those of a model from a catalogue.

A model is matched by its exact ``provider:id``, never by a part of it; what a catalogue
does not know stays empty; a price that a person typed is never overwritten.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from workbench.core.amounts import point
from workbench.core.inputs import Costs, Option
from workbench.core.prices.sources import BATCH, OLD_AFTER, OWN_TABLE, SHIPPED
from workbench.core.record.decision import Decision, Path, get_value, with_value

if TYPE_CHECKING:
    from workbench.core.prices.catalogue import Catalogue, Model, Rates

TOKEN_PRICES = ("input_price", "cached_price", "cache_write_price", "output_price")
"""Fields of an option that a catalogue may fill."""
PRICES = (*TOKEN_PRICES, "training_price")
"""Those, and the one that the table of training prices may fill."""
_TYPED_FROM = "; typed ones: "
"""Before the source that a person gave, where a catalogue's prices joined theirs."""


class Taken(NamedTuple):
    """An option with a model's prices, and the fields whose typed price was kept although the catalogue has another."""

    option: Option
    kept: tuple[str, ...]


def take(option: Option, model: Model, catalogue: Catalogue, batch: bool = False, over_typed: bool = False) -> Taken:
    """Return the option with a model's prices for its prompt's length; typed prices stay.

    A price the catalogue does not know is emptied where it came from a catalogue before: it was another model's.

    Args:
        option: The option.
        model: Whose prices.
        catalogue: Where they come from.
        batch: Its batch prices.
        over_typed: The person has said that typed prices go where the catalogue knows one.
    """
    tokens = point(option.input_tokens) if option.input_tokens is not None else Decimal(0)
    rates = model.batch if batch else model.rates
    fresh: dict[str, object] = {field: rates[field].at(tokens) if field in rates else None for field in TOKEN_PRICES}
    if model.training is not None:
        fresh["training_price"] = model.training.price
    typed = tuple(f for f in typed_prices(option) if not over_typed or fresh.get(f) is None)
    kept = tuple(f for f in fresh if f in typed and fresh[f] is not None and fresh[f] != getattr(option, f))
    changes = {field: value for field, value in fresh.items() if field not in typed}
    if "training_price" in changes and model.training is not None:
        changes |= {"training_price_source": model.training.source, "training_price_date": model.training.seen}
    changes |= {
        "model": model.id,
        "price_source": _source(option, catalogue, batch),
        "price_date": catalogue.read,
        "typed_prices": typed or None,
    }
    changes["prices_from"], changes["prices_to"] = _between(rates, tokens)
    return Taken(option.model_copy(update=changes), kept)


def _source(option: Option, catalogue: Catalogue, batch: bool) -> str:
    """Return where the prices come from now; what a person wrote about the typed ones stays behind it."""
    before = option.price_source or ""
    written = before.partition(_TYPED_FROM)[2] if before.startswith(SHIPPED) else before
    return f"{catalogue.source}{BATCH if batch else ''}{_TYPED_FROM + written if written else ''}"


def is_batch(option: Option) -> bool:
    """Whether an option's prices are a catalogue's batch prices."""
    source = option.price_source or ""
    return source.startswith(SHIPPED) and source.partition(_TYPED_FROM)[0].endswith(BATCH)


def _between(rates: Rates, tokens: Decimal) -> tuple[int | None, int | None]:
    """Return the input tokens over which, and up to which, the prices hold."""
    limits = sorted({tier.over for rate in rates.values() for tier in rate.tiers})
    below = [limit for limit in limits if limit < tokens]
    above = [limit for limit in limits if limit >= tokens]
    return below[-1] if below else None, above[0] if above else None


def typed_prices(option: Option) -> tuple[str, ...]:
    """Return the fields whose price a person typed: as recorded, or all of them where no catalogue was asked."""
    return tuple(
        field
        for field in PRICES
        if getattr(option, field) is not None
        and (field in (option.typed_prices or ()) or not _is_filled(option, field))
    )


def _is_filled(option: Option, field: str) -> bool:
    """Whether a catalogue or our table was asked for a price; a source that a person wrote is no catalogue."""
    if field == "training_price":
        return (option.training_price_source or "").startswith(OWN_TABLE)
    return (option.price_source or "").startswith(SHIPPED)


def with_price_typed(before: Decision, after: Decision, path: Path) -> Decision:
    """Return the decision after an edit, a price that was typed over a catalogue's marked as typed."""
    if path[:2] != ("costs", "option") or path[-1] not in PRICES:
        return after
    option: Option = get_value(after, path[:-1])
    if not _is_filled(option, path[-1]) or get_value(before, path) == get_value(after, path):
        return after
    marked = (
        {*(option.typed_prices or ()), path[-1]}
        if get_value(after, path) is not None
        else {*(option.typed_prices or ())} - {path[-1]}
    )
    typed = tuple(field for field in PRICES if field in marked)
    return with_value(after, (*path[:-1], "typed_prices"), typed or None)


def origin(option: Option, today: date, field: str = "") -> str:
    """Return where an option's prices (or one of them) come from and how old they are, in a few words."""
    if field in (option.typed_prices or ()):
        return "typed"
    training = field == "training_price"
    source = option.training_price_source if training else option.price_source
    day = option.training_price_date if training else option.price_date
    told = source or "typed"
    if day is not None:
        days = (today - day).days
        told += f", {day}, {days} days old" if days > OLD_AFTER else f", {day}"
    return told


def price_notes(costs: Costs, today: date) -> list[str]:
    """Return what a careful reader would ask about the prices: old ones, and ones for prompts of another length."""
    notes = []
    for name, option in costs.option.items():
        trained_on = option.training_price_date if option.training_price is not None else None
        dates = (("prices", option.price_date), ("the training price", trained_on))
        for what, day in dates:
            if day is not None and (today - day).days > OLD_AFTER:
                verb = "are" if what == "prices" else "is"
                notes.append(f"{what} of {name} {verb} {(today - day).days} days old, of {day}")
        notes += _length_notes(name, option)
        if option.batch_discount and is_batch(option):
            notes.append(f"prices of {name} are batch prices already, and its batch discount is taken off them")
    return notes


def _length_notes(name: str, option: Option) -> list[str]:
    if option.input_tokens is None:
        return []
    tokens = point(option.input_tokens)
    if option.prices_to is not None and tokens > option.prices_to:
        return [f"prices of {name} hold up to {option.prices_to:,} input tokens: pick its model again"]
    if option.prices_from is not None and tokens <= option.prices_from:
        return [f"prices of {name} hold from over {option.prices_from:,} input tokens: pick its model again"]
    return []


def news(costs: Costs, catalogue: Catalogue) -> list[str]:
    """Return where a catalogue says something else than the stored prices that came from one; the stored ones stay."""
    notes = []
    for name, option in costs.option.items():
        if option.model is None or not _is_filled(option, "input_price"):
            continue
        model = catalogue.models.get(option.model)
        if model is None:
            notes.append(f"{option.model} ({name}) is not in {catalogue.source}; its stored prices are used")
            continue
        fresh = take(option, model, catalogue, is_batch(option)).option
        changed = [field for field in PRICES if getattr(fresh, field) != getattr(option, field)]
        if changed:
            told = ", ".join(f"{field.replace('_', ' ')} {_dollars(fresh, field)}" for field in changed)
            notes.append(
                f"{catalogue.source} has other prices for {option.model} ({name}): {told}; the stored are used"
            )
    return notes


def _dollars(option: Option, field: str) -> str:
    value = getattr(option, field)
    return "unknown" if value is None else f"${point(value):f}"
