"""What ranges and the price catalogue cost, inside one process: off the key path, or while a list is narrowed."""

from __future__ import annotations

import subprocess
import sys
import time
import tomllib
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from statistics import median

from tests.bench.report import Line
from workbench.core.amounts import Range
from workbench.core.costs.comparison import compare
from workbench.core.costs.tipping_points import tipping_points
from workbench.core.costs.uncertainty import DRAWS, DRAWS_WHILE_TYPING, uncertainty
from workbench.core.inputs import Costs
from workbench.core.prices.catalogue import search
from workbench.store.catalogue import catalogue

WIDE = Path(__file__).parent / "wide.toml"
DRAWS_GOAL = 100.0
"""Milliseconds."""
_DAY = date(2026, 11, 23)
_IMPORT = "import time; t = time.perf_counter(); import genai_prices.data; print(time.perf_counter() - t)"


def measure() -> list[Line]:
    """Return the rows of the table; the goal for 10,000 draws is 100 ms."""
    data = tomllib.loads(WIDE.read_text(encoding="utf-8"), parse_float=Decimal)["costs"]
    four = {name: option for name, option in data["option"].items() if name != "own"}
    steady = Costs.model_validate(data | {"option": four})
    growing = steady.model_copy(update={"growth_per_month": Decimal("0.03"), "discount_rate": Decimal("0.08")})
    open_growth = steady.model_copy(update={"growth_per_month": Range(Decimal(0), Decimal("0.06"))})
    often = steady.option["tuned"].model_copy(update={"retrain_every_months": Decimal(6), "retrain_cost": Decimal(500)})
    retrained = open_growth.model_copy(update={"option": {**steady.option, "tuned": often}})
    found = catalogue(_DAY)
    cases: list[tuple[str, Callable[[], object]]] = [
        ("10,000 draws, 4 options, 36 months", lambda: _draw(steady, DRAWS)),
        ("the same with growth and discount", lambda: _draw(growing, DRAWS)),
        ("2,000 draws while typing, growth a range", lambda: _draw(open_growth, DRAWS_WHILE_TYPING)),
        ("the same, one retrained twice a year", lambda: _draw(retrained, DRAWS_WHILE_TYPING)),
        ("what would change it, 4 options", lambda: tipping_points(steady, compare(steady, _DAY))),
        (f"a word searched among {len(found.models):,} models", lambda: search(found, "gpt mini")),
    ]
    lines = [_line(name, 1000 * _timed(run)) for name, run in cases]
    done = subprocess.run([sys.executable, "-c", _IMPORT], capture_output=True, text=True, check=True)
    return [*lines, Line("importing the price catalogue", f"{1000 * float(done.stdout):.0f} ms")]


def _line(name: str, taken: float) -> Line:
    goal = DRAWS_GOAL if "draws" in name else None
    return Line(name, f"{taken:.1f} ms", *((f"{goal:.0f} ms", taken / goal, 1.0) if goal else ()))


def _draw(costs: Costs, draws: int) -> object:
    return uncertainty(costs, compare(costs, _DAY), draws)


def _timed(run: Callable[[], object], rounds: int = 9) -> float:
    run()
    found = []
    for _ in range(rounds):
        start = time.perf_counter()
        run()
        found.append(time.perf_counter() - start)
    return median(found)
