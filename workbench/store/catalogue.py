"""The price catalogue that ships with ``genai-prices``, and our own few training prices.

Importing the catalogue takes a fifth of a second; it is read when somebody asks for prices for the first time in a day,
and never over the network.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, time
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any

from workbench.core.prices.catalogue import Catalogue, Model, Rate, Tier, TrainingPrice
from workbench.core.prices.sources import OWN_TABLE, SHIPPED
from workbench.core.text import clean_line
from workbench.errors import FileProblem
from workbench.store.catalogue_kept import keep_catalogue, kept_catalogue

if TYPE_CHECKING:
    from genai_prices.types import ModelInfo, ModelPrice, Provider

_FIELDS = {
    "input_mtok": "input_price",
    "cache_read_mtok": "cached_price",
    "cache_write_mtok": "cache_write_price",
    "output_mtok": "output_price",
}
_CHECKED = re.compile(r"\b(?:checked|verified|as of|accessed)\b[^.]{0,60}?(20\d\d-[01]\d-[0-3]\d)", re.I)

TRAINING = (
    TrainingPrice(
        "openai:ft:gpt-4o", Decimal(25), f"{OWN_TABLE}openai.com/index/gpt-4o-fine-tuning/", date(2024, 8, 20)
    ),
    TrainingPrice(
        "openai:ft:gpt-4o-mini", Decimal(3), f"{OWN_TABLE}openai.com/index/gpt-4o-fine-tuning/", date(2024, 8, 20)
    ),
    TrainingPrice(
        "openai:ft:gpt-3.5-turbo-",
        Decimal(8),
        f"{OWN_TABLE}openai.com/index/gpt-3-5-turbo-fine-tuning-and-api-updates/",
        date(2023, 8, 22),
    ),
)
"""Per 1M trained tokens of each epoch; the catalogue has none. Announcements: their age is said with them."""


def installed() -> str:
    """Return the catalogue's name and version, without reading it."""
    from importlib import metadata

    return f"{SHIPPED}{metadata.version(SHIPPED.strip())}"


@cache
def catalogue(today: date) -> Catalogue:
    """Return every model with the prices that hold on a day.

    Raises:
        WorkbenchError: The catalogue is not installed, or is not as this program knows it.
    """
    kept = kept_catalogue(today, {price.model: price for price in TRAINING})
    if kept is not None:
        return kept
    try:
        from genai_prices.data import providers

        models = {model.id: model for provider in providers for model in _models(provider, today)}
        found = Catalogue(installed(), _newest_check(providers, today), models)
    except (ImportError, AttributeError, TypeError, ValueError) as problem:
        told = clean_line(f"{type(problem).__name__}: {problem}")[:120]
        hint = "reinstall it: pip install --force-reinstall genai-prices; prices can be typed meanwhile"
        raise FileProblem("the price catalogue cannot be read", told, hint) from problem
    keep_catalogue(found, today)
    return found


def _models(provider: Provider, today: date) -> Iterator[Model]:
    url = clean_line((provider.pricing_urls or [""])[0])
    training = {price.model: price for price in TRAINING}
    for info in provider.models:
        id = clean_line(f"{provider.id}:{info.id}")
        standard = _on_day(info, today)
        rates = _rates(standard)
        if not rates:
            continue
        yield Model(
            id,
            clean_line(info.name or ""),
            rates,
            _batch(info, rates, today),
            url,
            training.get(id),
            clean_line(info.price_comments or ""),
            tuple(sorted(key for key, value in _set(standard) if key not in _FIELDS and "cache" not in key)),
            bool(info.deprecated),
        )


def _on_day(info: ModelInfo, today: date) -> ModelPrice:
    """Return the prices of a day; cheaper hours of the day do not count, nobody has said when requests come."""
    if not isinstance(info.prices, list):
        return info.prices
    found = info.prices[0].prices
    for conditional in info.prices:
        starts = getattr(conditional.constraint, "start_date", None)
        if conditional.constraint is None or (starts is not None and starts <= today):
            found = conditional.prices
    return found


def _batch(info: ModelInfo, rates: Mapping[str, Rate], today: date) -> dict[str, Rate]:
    """Return the batch prices; what a batch does not make cheaper costs as usual."""
    noon = datetime.combine(today, time(12), UTC)
    for variant in info.price_variants or ():
        active = variant.constraint is None or variant.constraint.active(noon)
        if active and variant.when == {"processing": "batch"}:
            found = _rates(variant.prices)
            return {**rates, **found} if found else {}
    return {}


def _set(prices: ModelPrice) -> Iterator[tuple[str, Any]]:
    return ((key, value) for key, value in vars(prices).items() if value is not None)


def _rates(prices: ModelPrice) -> dict[str, Rate]:
    found = {}
    for key, value in _set(prices):
        if key not in _FIELDS:
            continue
        tiers = getattr(value, "tiers", None)
        if tiers is None:
            found[_FIELDS[key]] = Rate(Decimal(value))
        else:
            found[_FIELDS[key]] = Rate(value.base, tuple(Tier(tier.start, tier.price) for tier in tiers))
    return found


def _newest_check(providers: list[Provider], today: date) -> date:
    """Return the newest day on which the catalogue says that a price was checked, or began to hold.

    The package does not carry the day it was made. This one is not after it, so that an age is never told too young.
    """
    found = [date(2026, 1, 1)]
    for provider in providers:
        texts = [provider.price_comments or ""]
        texts += [info.price_comments or "" for info in provider.models]
        for text in texts:
            found += [day for told in _CHECKED.findall(text) if (day := _day(told)) is not None and day <= today]
    return max(found)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
