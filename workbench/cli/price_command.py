"""``workbench price``: exact model ids with their prices, where those come from and how old they are."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from workbench.cli.common import print_json, table
from workbench.core.figures import number, plain, sign
from workbench.core.prices.catalogue import Catalogue, Model, Rates, TrainingPrice, search, uniform_share
from workbench.core.prices.sources import OLD_AFTER
from workbench.core.text import clean_line, clip, counted
from workbench.store.catalogue import catalogue

EXAMPLE = "example: workbench price haiku 4.5"
MOST = 30
_COLUMNS = (
    ("input_price", "input"),
    ("cached_price", "cached"),
    ("cache_write_price", "written"),
    ("output_price", "output"),
)


def arguments(parser: ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("words", nargs="*", metavar="WORDS", help="words of the id or name; none lists every model")
    parser.add_argument("--all", action="store_true", help=f"every model that fits, not the first {MOST}")
    parser.add_argument("--json", action="store_true", help="answer as JSON")


def run(options: Namespace) -> int:
    """List the models that fit; 1 when none does."""
    today = date.today()
    found = catalogue(today)
    models = search(found, clean_line(" ".join(options.words)))
    if options.json:
        print_json({"source": found.source, "date": found.read, "models": [_json(m, found, today) for m in models]})
    elif models:
        print(_listed(models if options.all else models[:MOST], len(models), found, today))
    else:
        print(f"No model fits. {len(found.models):,} are known: workbench price lists them.")
    return 0 if models else 1


def _json(model: Model, found: Catalogue, today: date) -> dict[str, object]:
    training = model.training
    return {
        "id": model.id,
        "name": model.name or None,
        **{field: model.rates[field].base if field in model.rates else None for field, _ in _COLUMNS},
        "tiers": _tiers(model.rates),
        "batch": {field: rate.base for field, rate in model.batch.items()} or None,
        "training": training and {"price": training.price, "source": training.source, "date": training.seen},
        "uncounted": list(model.uncounted),
        "deprecated": model.deprecated,
        "source": found.source,
        "date": found.read,
        "age_days": (today - found.read).days,
        "page": model.url or None,
        "comment": model.comment or None,
    }


def _tiers(rates: Rates) -> list[dict[str, object]]:
    """Return what all tokens of a request cost over so many input tokens."""
    limits = sorted({tier.over for rate in rates.values() for tier in rate.tiers})
    return [
        {"over_input_tokens": limit, **{field: rate.at(_just_over(limit)) for field, rate in rates.items()}}
        for limit in limits
    ]


def _just_over(limit: int) -> Decimal:
    return Decimal(limit) + 1


def _listed(models: Sequence[Model], many: int, found: Catalogue, today: date) -> str:
    rows = [["per 1M tokens, USD", *(label for _, label in _COLUMNS), "batch", ""]]
    for model in models:
        cells = [_amount(model.rates, field) for field, _ in _COLUMNS]
        rows.append([clip(model.id, 48), *cells, _batch(model), "going away" if model.deprecated else ""])
    lines = [table(rows)]
    if any(rate.tiers for model in models for rate in model.rates.values()):
        lines.append("+ long prompts cost more, all their tokens; --json tells from where")
    lines += [_trained(model.training, today) for model in models if model.training is not None]
    if many > len(models):
        lines.append(f"{many - len(models):,} more: narrow it with another word, or --all")
    days = (today - found.read).days
    old = f", over {OLD_AFTER} days: look at the provider's page" if days > OLD_AFTER else ""
    return "\n".join([*lines, "", f"{found.source}, read {found.read}, {counted(days, 'day')} old{old}"])


def _amount(rates: Rates, field: str) -> str:
    rate = rates.get(field)
    return "-" if rate is None else f"{sign('USD')}{number(rate.base, 4)}{'+' if rate.tiers else ''}"


def _batch(model: Model) -> str:
    """Return what a batch takes off, or its prices where it is not the same for all tokens."""
    if not model.batch:
        return "-"
    share = uniform_share(model)
    if share is not None:
        return f"-{plain(share * 100)}%"
    return "/".join(_amount(model.batch, field) for field, _ in _COLUMNS if field in model.batch)


def _trained(price: TrainingPrice, today: date) -> str:
    days = (today - price.seen).days
    told = f"training {price.model}: {sign('USD')}{plain(price.price)}, {price.source}, {price.seen}"
    return f"{told}, {counted(days, 'day')} old"
