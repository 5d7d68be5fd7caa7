"""The price catalogue as it was read last, kept in the cache: its package takes a fifth of a second to load."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from workbench.core.prices.catalogue import Catalogue, Model, Rate, Rates, Tier, TrainingPrice
from workbench.store.cache import keep, kept_lines

_PACKAGE, _DATA = "genai_prices", "genai_prices.data"


def kept_catalogue(today: date, training: Mapping[str, TrainingPrice]) -> Catalogue | None:
    """Return the catalogue as it was kept on the same day, of the same file; None where it has to be read.

    Args:
        today: The day whose prices are asked for.
        training: What training costs, by model.
    """
    file = None if _DATA in sys.modules else _file()
    if file is None:
        return None
    lines = kept_lines(file)
    if len(lines) != 2 or not lines[0] or lines[0] != _stamp(file, today):
        return None
    try:
        source, read, models = json.loads(lines[1])
        return Catalogue(source, date.fromisoformat(read), {row[0]: _model(row, training) for row in models})
    except (ValueError, TypeError, LookupError, ArithmeticError):
        return None


def keep_catalogue(found: Catalogue, today: date) -> None:
    """Keep the catalogue for the next time it is asked for on this day."""
    file = _file()
    if file is not None and getattr(sys.modules.get(_DATA), "__file__", None) == str(file):
        kept = [found.source, found.read.isoformat(), [_row(model) for model in found.models.values()]]
        keep(file, [_stamp(file, today), json.dumps(kept, separators=(",", ":"))])


def _file() -> Path | None:
    """Return the file that holds the package's prices, without loading it."""
    try:
        spec = find_spec(_PACKAGE)
    except (ImportError, ValueError):
        return None
    return Path(spec.origin).with_name("data.py") if spec is not None and spec.origin else None


def _stamp(file: Path, today: date) -> str:
    """Return what must be so for the kept catalogue to be believed."""
    try:
        found = file.stat()
    except OSError:
        return ""
    return f"{today} {found.st_mtime_ns} {found.st_size}"


def _row(model: Model) -> list[object]:
    flags = [model.url, model.comment, list(model.uncounted), model.deprecated]
    return [model.id, model.name, _prices(model.rates), _prices(model.batch), *flags]


def _prices(rates: Rates) -> dict[str, object]:
    return {
        field: [str(rate.base), [[tier.over, str(tier.price)] for tier in rate.tiers]] if rate.tiers else str(rate.base)
        for field, rate in rates.items()
    }


def _model(row: list[Any], training: Mapping[str, TrainingPrice]) -> Model:
    id, name, rates, batch, url, comment, uncounted, deprecated = row
    return Model(
        id, name, _rates(rates), _rates(batch), url, training.get(id), comment, tuple(uncounted), bool(deprecated)
    )


def _rates(kept: Mapping[str, Any]) -> dict[str, Rate]:
    return {field: _rate(price) for field, price in kept.items()}


def _rate(price: Any) -> Rate:
    if isinstance(price, str):
        return Rate(Decimal(price))
    base, tiers = price
    return Rate(Decimal(base), tuple(Tier(over, Decimal(cost)) for over, cost in tiers))
