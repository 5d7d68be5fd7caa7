"""Decisions for the tests: one full example, and strategies that make any."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

from hypothesis import strategies as st
from pydantic import BaseModel

from workbench.core.amounts import Range
from workbench.core.inputs import APPROACHES, Costs, Option
from workbench.core.record.decision import (
    Accuracy,
    Alternative,
    Answer,
    Constraints,
    Decision,
    Flow,
    Metric,
    Score,
    Trigger,
)
from workbench.core.record.status import STATUSES
from workbench.core.text import clean_block, clean_line

TODAY = date(2026, 11, 23)


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def example(**changes: object) -> Decision:
    fields: dict[str, object] = {
        "id": "20261123-ticket-triage-3f9a",
        "title": "Ticket triage",
        "status": "proposed",
        "approach": "fine-tuning",
        "decided": TODAY,
        "authors": ("zoe", "adam"),
        "tags": ("beta", "alpha"),
        "rationale": 'Because "it" pays\nand stays.',
        "alternative": {"prompting": Alternative(rejected_because="too dear"), "rag": Alternative()},
        "flow": Flow(name="guided", answer={"examples": Answer(answer="yes", note="612", source="dataset")}),
        "score": Score(prompt_accuracy=Decimal("0.78"), exact_format=True),
        "costs": Costs(
            requests_per_month=Range(Decimal(80000), Decimal(150000)),
            option={
                "prompting": Option(approach="prompting", input_tokens=Decimal(500), input_price=Decimal(30)),
                "tuned 4.1": Option(approach="fine-tuning", input_tokens=Decimal(100), input_price=Decimal("0.00055")),
            },
        ),
        "accuracy": {"v2": Accuracy(value=Decimal("0.70"), cases=100), "v1": Accuracy(value=Decimal("0.75"))},
        "evidence": {"dataset": {"rows": 612, "sha256": "ab", "tokens": {"mean": Decimal("10.5")}}},
        "metric": {"accuracy": Metric(unit="ratio", target=Decimal("0.92"))},
        "trigger": {"volume": Trigger(when="requests_per_month < 10000", then="prompting", because="under this")},
    }
    return Decision(**{**fields, **changes})  # type: ignore[arg-type]


characters = st.characters(codec="utf-8")
lines = st.text(characters, max_size=12).map(clean_line)
blocks = st.one_of(
    st.text(st.one_of(st.sampled_from("\n\"'\\ #=[]"), characters), max_size=20), st.just("a\n\nb\n")
).map(clean_block)
numbers = st.one_of(
    st.integers(0, 10**12).map(Decimal),
    st.decimals(Decimal("0.000001"), Decimal(10) ** 9, places=6),
)
shares = st.decimals(Decimal("0.001"), Decimal(1), places=3)
ranges = (
    st.lists(numbers, min_size=2, max_size=3)
    .map(sorted)
    .map(lambda ends: Range(ends[0], ends[-1], ends[1] if len(ends) == 3 else None))
)
amounts = st.one_of(numbers, ranges)
days = st.dates(date(2000, 1, 1), date(2100, 1, 1))


def made(model: type[BaseModel], /, **fields: st.SearchStrategy[object]) -> st.SearchStrategy[object]:
    """Any value of a model; each field is given or left out."""
    return st.fixed_dictionaries({}, optional=fields).map(lambda given: model(**given))


def keyed(strategy: st.SearchStrategy[object]) -> st.SearchStrategy[object]:
    keys = st.one_of(st.sampled_from(["a", "b", "c", "d.e", "f g"]), lines)
    return st.dictionaries(keys, strategy, max_size=3)


options = made(
    Option,
    approach=st.sampled_from(APPROACHES),
    model=lines,
    input_tokens=amounts,
    input_price=amounts,
    accuracy=shares,
    available_until=days,
)
plain_values = st.one_of(lines, blocks, numbers, st.booleans(), days, st.lists(lines, max_size=3), st.floats())
decisions = made(
    Decision,
    id=st.just("20261123-x-0000"),
    title=lines,
    status=st.sampled_from(STATUSES),
    approach=st.sampled_from(APPROACHES),
    method=lines,
    decided=days,
    authors=st.lists(lines, max_size=3).map(tuple),
    tags=st.lists(lines, max_size=3).map(tuple),
    rationale=blocks,
    alternative=keyed(made(Alternative, rejected_because=blocks)),
    flow=made(Flow, name=lines, answer=keyed(st.builds(Answer, answer=lines, note=blocks))),
    constraints=made(Constraints, ship_by=days, budget=amounts),
    score=made(Score, prompt_accuracy=shares, exact_format=st.booleans()),
    costs=made(
        Costs,
        requests_per_month=amounts,
        horizon_months=st.integers(1, 60).map(Decimal),
        currency=lines,
        baseline=lines,
        option=keyed(options),
    ),
    accuracy=keyed(made(Accuracy, value=shares, cases=st.integers(1, 10**6))),
    evidence=keyed(
        st.dictionaries(lines, st.one_of(plain_values, st.dictionaries(lines, plain_values, max_size=2)), max_size=3)
    ),
    metric=keyed(made(Metric, unit=lines, target=numbers, stale_after_days=st.integers(1, 999))),
    trigger=keyed(st.builds(Trigger, when=lines, then=lines, because=blocks)),
)
