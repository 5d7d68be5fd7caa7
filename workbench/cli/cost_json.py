"""A comparison of costs as ``cost --json`` answers it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from types import MappingProxyType

from workbench.core.costs.break_even import Versus
from workbench.core.costs.comparison import Comparison, Figures
from workbench.core.costs.tipping_points import TippingPoint
from workbench.core.costs.uncertainty import Uncertainty
from workbench.core.inputs import Option
from workbench.core.prices.option_prices import typed_prices


def as_json(
    comparison: Comparison,
    uncertain: Mapping[str, Uncertainty] = MappingProxyType({}),
    tips: Sequence[TippingPoint] = (),
) -> dict[str, object]:
    """Return a comparison as the command answers it."""
    return {
        "currency": comparison.currency,
        "baseline": comparison.baseline,
        "horizon_months": comparison.horizon,
        "options": [_option(figures, uncertain.get(figures.name)) for figures in comparison.options],
        "tipping_points": _tips(tips),
        "notes": list(comparison.notes),
    }


def _option(figures: Figures, uncertain: Uncertainty | None) -> dict[str, object]:
    more: dict[str, object] = {} if uncertain is None else {"uncertainty": _uncertainty(uncertain)}
    return {
        "name": figures.name,
        "approach": figures.option.approach,
        "per_request": figures.per_request,
        "upfront": figures.upfront,
        "monthly": figures.monthly,
        "total": figures.total,
        "versus_baseline": None if figures.versus is None else _versus(figures.versus),
        "missing": list(figures.missing),
        "reason": figures.reason or None,
        "horizon_months": figures.horizon,
        "saved": figures.saved,
        "quality": None if figures.quality is None else figures.quality._asdict(),
        **_prices(figures.option),
        **more,
    }


def _prices(option: Option) -> dict[str, object]:
    days = None if option.price_date is None else (date.today() - option.price_date).days
    return {
        "model": option.model,
        "price_source": option.price_source,
        "price_date": option.price_date,
        "price_age_days": days,
        "typed_prices": list(typed_prices(option)),
    }


def _tips(tips: Sequence[TippingPoint]) -> list[dict[str, object]]:
    return [
        {"input": t.input, "now": t.now, "at": t.at, "side": "over" if t.rises else "under", "cheapest": t.then}
        for t in tips
    ]


def _uncertainty(found: Uncertainty) -> dict[str, object]:
    bars = [{"input": bar.input, "low": bar.low, "high": bar.high, "swing": bar.width} for bar in found.tornado]
    return {
        "p10": found.p10,
        "p50": found.p50,
        "p90": found.p90,
        "probability": found.probability,
        "draws": found.draws,
        "tornado": bars,
    }


def _versus(versus: Versus) -> dict[str, object]:
    return versus._asdict()
