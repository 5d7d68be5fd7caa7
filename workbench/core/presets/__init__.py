"""Worked cost examples that travel with the program; DOMAIN section 4 has their results."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from workbench.core.inputs import Costs
from workbench.core.record.decision import from_data
from workbench.core.shipped import shipped_text
from workbench.errors import UsageProblem

PRESETS = (
    "a-template", "b-payback", "c-printed", "c-output-counted", "c-three-epochs", "c-same-model", "compare-costs",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Preset:
    """A worked example; `names` are other names for its inputs, each standing for one or more fields of `costs`."""

    name: str
    title: str
    note: str
    costs: Costs
    names: Mapping[str, tuple[str, ...]]


def load_preset(name: str) -> Preset:
    """Return a worked example.

    Raises:
        UsageProblem: There is none of that name.
    """
    if name not in PRESETS:
        raise UsageProblem("no such preset", name, f"one of {', '.join(PRESETS)}")
    text = shipped_text(__package__, f"{name}.toml")
    data = tomllib.loads(text, parse_float=Decimal)
    costs = from_data({"costs": data["costs"]}).costs
    return Preset(
        name, data["title"], data["note"], costs, {key: tuple(to) for key, to in data.get("names", {}).items()}
    )
