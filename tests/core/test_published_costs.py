"""Bills that somebody else has worked out and published: the same inputs give the same total, to the cent.

Prices go stale and pages change: what counts is that the page's own prices and amounts give the page's own result.
Every case names its page, the day its stored copy was read, and the total the page states.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import pytest

from workbench.core.charts.cost_views import cost_parts
from workbench.core.costs.comparison import Comparison, Figures, compare
from workbench.core.inputs import Costs, Option

D = Decimal
READ = "2026-11-24"
"""The day the stored copies were read."""

AZURE = (
    "https://learn.microsoft.com/azure/foundry/openai/how-to/fine-tuning-cost-management "
    "(MicrosoftDocs/azure-ai-docs, articles/ai-foundry/openai/how-to/fine-tuning-cost-management.md, "
    f"commit 3e1d6f3cbe54, dated 2026-02-11; read {READ})"
)
OPENAI = (
    "https://openai.com/index/gpt-3-5-turbo-fine-tuning-and-api-updates/ "
    f"(section Pricing, announced 2023-08-22; read {READ})"
)
ORI = f"https://docs.ori.co/fine-tuning/billing (section Example Usage & Billing; read {READ})"
TELEMETRY = (
    "https://github.com/patrickbykov/claude-telemetry-widget/wiki/Cost "
    f"(Opus 5.5 prices, edited 2026-10-06; read {READ})"
)
STACKED = (
    "https://claudecodeguides.com/combining-caching-batch-api-95-percent-savings/ "
    f"(section The Math, Opus 4.7 prices; read {READ})"
)
FOUNDRY = (
    "https://github.com/microsoft/Foundry-Agent-Solution-Templates, enterprise-knowledge-agent/docs/cost.md "
    f"(commit 48d019bf46d7, prices of 2026-09-04; read {READ})"
)
OPENRELAY = (
    "https://openrelay.inc/gpu-pricing-calculator "
    f"(as kept in api-evangelist/openrelay, plans/openrelay-plans-pricing.yml, 2026-09-20; read {READ})"
)


@dataclass(frozen=True)
class Published:
    """A worked bill.

    Args:
        source: The page, its own date, and when its stored copy was read.
        option: The page's inputs, as ours.
        stated: The results the page states, as it prints them, by the name of our figure.
        requests: A month.
        parts: The page's own lines, by the name of our part of the cost over one month.
    """

    source: str
    option: dict[str, Any]
    stated: dict[str, str]
    requests: int = 1
    parts: dict[str, str] = field(default_factory=dict)


SHARED_CONTEXT = {"input_tokens": 80_000, "input_price": 5}

CASES = {
    # A training file of 100,000 tokens at $0.008/1K, 3 epochs.
    "training": Published(
        OPENAI, {"training_tokens": 100_000, "training_price": 8, "epochs": 3}, {"upfront": "2.40"}
    ),
    # 3 is also what is taken when nobody says.
    "training, epochs left out": Published(
        OPENAI, {"training_tokens": 100_000, "training_price": 8}, {"upfront": "2.40"}
    ),
    # 1M training tokens, 2 epochs, $2 per 1M; the validation file is free.
    "supervised fine-tuning": Published(
        AZURE, {"training_tokens": 1_000_000, "training_price": 2, "epochs": 2}, {"upfront": "4"}
    ),
    # 5M tokens for 3 epochs at $0.46 per 1M; here the 1M tokens of validation are billed too, once.
    "training with billed validation": Published(
        ORI,
        {"training_tokens": 5_000_000, "training_price": "0.46", "epochs": 3, "other_upfront": "0.46"},
        {"upfront": "7.36"},
    ),
    # 10,000 conversations with 20M tokens in and 40M out; $1.70 an hour for 30 x 24 hours.
    "a hosted fine-tuned model": Published(
        AZURE,
        {
            "input_tokens": 2000, "input_price": "1.10", "output_tokens": 4000, "output_price": "4.40",
            "hosting_per_hour": "1.70",
        },
        {"monthly": "1422.00"},
        requests=10_000,
        parts={"input": "22.00", "output": "176.00"},
    ),
    # One GPU at $0.29 for 720 hours.
    "a rented GPU": Published(OPENRELAY, {"hosting_per_hour": "0.29"}, {"monthly": "208.80"}),
    # Fresh 2,000, read 140,000, written 8,000 at twice the input price (for an hour), out 1,500.
    "cache reads and writes": Published(
        TELEMETRY,
        {
            "input_tokens": 150_000, "input_price": 4,
            "cached_tokens": 140_000, "cached_price": "0.20",
            "cache_write_tokens": 8000, "cache_write_price": 8,
            "output_tokens": 1500, "output_price": 20,
        },
        {"per_request": "0.130"},
        # 0.008 + 0.028 + 0.064 on the page.
        parts={"input": "0.100", "output": "0.030"},
    ),
    "no discount": Published(STACKED, SHARED_CONTEXT, {"monthly": "4000.00"}, requests=10_000),
    "batch": Published(
        STACKED, {**SHARED_CONTEXT, "batch_discount": "0.5"}, {"monthly": "2000.00"}, requests=10_000
    ),
    # One of 10,000 requests writes the 80,000 tokens, 9,999 read them: 8 and 79,992 of an average request.
    "batch stacked on caching": Published(
        STACKED,
        {
            **SHARED_CONTEXT, "batch_discount": "0.5",
            "cached_tokens": 79_992, "cached_price": "0.50",
            "cache_write_tokens": 8, "cache_write_price": "6.25",
        },
        {"monthly": "200.23"},
        requests=10_000,
    ),
    # 100 searches at $14 per 1,000; 1M tokens in and 0.2M out among them. Azure's month has 730 hours, ours 720, so
    # the search index (730 x 0.10) and the session hours (100 x 0.06) stand as monthly amounts.
    "retrieval": Published(
        FOUNDRY,
        {
            "approach": "rag",
            "input_tokens": 10_000, "input_price": "0.75", "output_tokens": 2000, "output_price": "4.50",
            "extra_per_request": "0.014", "other_monthly": 73 + 6,
        },
        {"monthly": "82.05"},
        requests=100,
        parts={"extra": "1.40", "running": "79.00"},
    ),
}  # fmt: skip


def option(amounts: dict[str, Any]) -> Option:
    return Option(
        **{name: value if name == "approach" else D(value) for name, value in amounts.items()}  # type: ignore[arg-type]
    )


def costs(case: Published, **options: Option) -> Costs:
    return Costs(
        requests_per_month=D(case.requests), horizon_months=D(1), option=options or {"published": option(case.option)}
    )


def only(comparison: Comparison) -> Figures:
    (figures,) = comparison.options
    return figures


@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_the_total_is_the_one_the_page_states(case: Published) -> None:
    figures = only(compare(costs(case)))
    for name, stated in case.stated.items():
        found: Decimal = getattr(figures, name)
        assert found.quantize(min(D(stated), D("0.01"), key=lambda value: value.as_tuple().exponent)) == D(stated)


@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_its_parts_are_the_page_s_own_lines(case: Published) -> None:
    given = costs(case)
    figures = only(compare(given))
    parts = cost_parts(given, figures)
    assert {name: parts[name] for name in case.parts} == {name: D(stated) for name, stated in case.parts.items()}
    assert sum(parts.values()) == figures.total


def test_what_stacking_saves_is_the_page_s_figure() -> None:
    plain, stacked = CASES["no discount"], CASES["batch stacked on caching"]
    given = costs(plain, plain=option(plain.option), stacked=option(stacked.option))
    saved = compare(given).options[1].saved
    assert saved is not None
    # "Savings vs standard" on STACKED.
    assert round(saved, 2) == D("3799.77")


def test_a_month_of_the_hosted_model_costs_nearly_as_much_without_a_request() -> None:
    """Azure's example the other way round: of $1,422.00 only the tokens, $198, go away with the requests."""
    case = CASES["a hosted fine-tuned model"]
    idle = costs(case).model_copy(update={"requests_per_month": D(0)})
    assert only(compare(idle)).monthly == D("1422.00") - 198
