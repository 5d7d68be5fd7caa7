"""Inputs of the costs, and values of theirs that would change the answer, as people say them."""

from __future__ import annotations

from decimal import Decimal

from workbench.core.amounts import show
from workbench.core.costs.tipping_points import TippingPoint
from workbench.core.figures import money, months_text
from workbench.core.inputs import Costs, Option, inputs


def input_label(path: str) -> str:
    """Return a path as people say it: ``requests a month``, ``tuned, output tokens``."""
    if not path.startswith("option."):
        return inputs(Costs)[path].label.partition(",")[0].lower()
    option, _, name = path.removeprefix("option.").rpartition(".")
    return f"{option}, {inputs(Option)[name].label.partition(',')[0].strip().lower()}"


def input_text(tip: TippingPoint, value: Decimal, currency: str) -> str:
    """Return a value of a tipping point's input with its unit."""
    declared = inputs(Option if tip.option is not None else Costs)[tip.name]
    if tip.name == "horizon_months":
        return months_text(value)
    return money(value, currency) if declared.kind in {"money", "price"} else show(value, declared.kind, currency)


def limit_text(tip: TippingPoint, currency: str) -> str:
    """Return where a tipping point lies: ``over 41,000``, ``under $4.10``."""
    return f"{'over' if tip.rises else 'under'} {input_text(tip, tip.limit, currency)}"
