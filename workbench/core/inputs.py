"""The cost inputs: one field each with its label, unit, help and default.

Forms, files, commands and docs follow from these declarations; adding an input is adding a field here.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from functools import cache
from typing import Annotated, Any, Literal, NamedTuple, get_args

from pydantic import BaseModel, ConfigDict, Field, model_validator

from workbench.core.amounts import Amount, Range, check
from workbench.core.text import SafeStr

Approach = Literal[
    "prompting", "caching", "other-model", "corpus-in-prompt", "rag", "fine-tuning", "rag+fine-tuning", "undecided"
]
APPROACHES: tuple[str, ...] = get_args(Approach)

_AMOUNT = (Decimal, Range)

FROZEN = ConfigDict(frozen=True, extra="ignore", defer_build=True, arbitrary_types_allowed=True)


def read_amount(value: object) -> object:
    """Return a TOML value (number or ``{low, likely, high}``) as an amount; text and booleans are refused."""
    if value is None or isinstance(value, Decimal | Range):
        return value
    if isinstance(value, bool) or not isinstance(value, int | float | dict):
        raise ValueError("must be a number, or a range { low = 1, high = 2 }")
    if isinstance(value, dict):
        if not {"low", "high"} <= value.keys() <= {"low", "likely", "high"}:
            raise ValueError("a range has low and high, and may have likely")
        ends = {name: read_amount(end) for name, end in value.items()}
        if not all(isinstance(end, Decimal) for end in ends.values()):
            raise ValueError("the ends of a range are numbers")
        return Range(**ends)  # type: ignore[arg-type]
    return Decimal(str(value))


def dump_amount(value: Amount | None) -> object:
    """Return an amount as plain data: a `Decimal`, or a dict with the ends of the range."""
    if isinstance(value, Range):
        ends = {"low": value.low, "likely": value.likely, "high": value.high}
        return {name: end for name, end in ends.items() if end is not None}
    return value


_AMOUNT_SCHEMA = {
    "anyOf": [
        {"type": "number"},
        {
            "type": "object",
            "properties": {name: {"type": "number"} for name in ("low", "likely", "high")},
            "required": ["low", "high"],
            "additionalProperties": False,
        },
    ]
}


class _Amount:
    """How an amount is read, written and described; said with pydantic's own markers it would be worked out anew for
    each of fifty fields, at every start."""

    def __get_pydantic_core_schema__(self, _source: object, _handler: object) -> Any:
        from pydantic_core import core_schema

        written = core_schema.plain_serializer_function_ser_schema(dump_amount)
        return core_schema.no_info_before_validator_function(
            read_amount, core_schema.any_schema(), serialization=written
        )

    def __get_pydantic_json_schema__(self, _schema: object, _handler: object) -> dict[str, Any]:
        return dict(_AMOUNT_SCHEMA)


AmountField = Annotated[Any, _Amount()]
"""A `Decimal` or a `Range`; typed ``Any`` for pydantic only, use `Option.amount`."""


def field(label: str, kind: str, help: str, default: object = None, group: str = "") -> Any:
    """Declare an input: its label on screen, its kind (`amounts.Kind`, ``date`` or ``text``), its help and default."""
    return Field(default=default, description=help, json_schema_extra={"label": label, "kind": kind, "group": group})


class Input(NamedTuple):
    """One input as forms and docs see it."""

    name: str
    label: str
    kind: str
    help: str
    default: object
    group: str


@cache
def inputs(model: type[BaseModel]) -> dict[str, Input]:
    """Return a model's declared inputs by name, in the order they are entered."""
    found = {}
    for name, info in model.model_fields.items():
        extra = info.json_schema_extra
        if isinstance(extra, dict) and "label" in extra:
            found[name] = Input(
                name, str(extra["label"]), str(extra["kind"]), info.description or "", info.default, str(extra["group"])
            )
    return found


def check_amounts(model: BaseModel, where: str) -> None:
    """Refuse an impossible amount in any declared input.

    Raises:
        ValueProblem: Names the field by its dotted path.
    """
    declared = inputs(type(model))
    for name, value in vars(model).items():
        if isinstance(value, _AMOUNT) and name in declared:
            check(value, declared[name].kind, f"{where}.{name}")


class Option(BaseModel):
    """One way to build the feature, with everything it costs. Prices are per 1M tokens."""

    model_config = FROZEN

    approach: Approach = Field(default="undecided", description="what the option is: " + " | ".join(APPROACHES))
    model: SafeStr | None = Field(default=None, description="exact provider:id of the model")
    input_tokens: AmountField = field("Input tokens", "tokens", "prompt tokens of one request", group="Tokens")
    cached_tokens: AmountField = field(
        "  of them cached", "tokens", "of the input tokens, read from the cache", group="Tokens"
    )
    cache_write_tokens: AmountField = field(
        "  of them written", "tokens", "of the input tokens, written to the cache", group="Tokens"
    )
    output_tokens: AmountField = field("Output tokens", "tokens", "answer tokens of one request", group="Tokens")
    input_price: AmountField = field("Input price, 1M", "price", "per 1M tokens", group="Prices")
    cached_price: AmountField = field("Cached price, 1M", "price", "per 1M tokens read from the cache", group="Prices")
    cache_write_price: AmountField = field(
        "Cache write, 1M", "price", "per 1M tokens written to the cache", group="Prices"
    )
    output_price: AmountField = field("Output price, 1M", "price", "per 1M tokens", group="Prices")
    batch_discount: AmountField = field(
        "Batch discount", "share", "share taken off every token price, 0..1", group="Prices"
    )
    extra_per_request: AmountField = field(
        "Extra a request", "money", "embedding call, tool calls and the like, for each request", group="Prices"
    )
    training_tokens: AmountField = field(
        "Training tokens", "tokens", "tokens of one epoch, prompts and answers", group="Training"
    )
    training_rows: AmountField = field(
        "Training rows", "count", "examples trained on; the default epochs follow from them", group="Training"
    )
    training_price: AmountField = field("Training price, 1M", "price", "per 1M trained tokens", group="Training")
    epochs: AmountField = field(
        "Epochs", "number", "passes over the training tokens; by the rows, else 3, when left out", group="Training"
    )
    training_runs: AmountField = field(
        "Training runs", "number", "paid runs, the failed ones too, 1 when left out", group="Training"
    )
    labels: AmountField = field("Labels", "count", "examples to label", group="Upfront")
    cost_per_label: AmountField = field("Cost per label", "money", "for one label", group="Upfront")
    engineering_hours: AmountField = field("Engineering", "hours", "hours until it runs", group="Upfront")
    hourly_rate: AmountField = field("Hourly rate", "money", "for one engineering hour", group="Upfront")
    other_upfront: AmountField = field("Other upfront", "money", "anything else paid once", group="Upfront")
    hosting_per_hour: AmountField = field(
        "Hosting an hour", "money", "billed while idle too, 720 hours a month", group="Running"
    )
    other_monthly: AmountField = field(
        "Other monthly", "money", "index, licences, upkeep, for each month", group="Running"
    )
    retrain_every_months: AmountField = field("Retrain every", "months", "months between retrainings", group="Running")
    retrain_cost: AmountField = field(
        "Retraining", "money", "for each retraining, one training when left out", group="Running"
    )
    available_until: date | None = Field(default=None, strict=True, description="last day the model can be used")
    accuracy: AmountField = field("Accuracy", "ratio", "share of right answers, 0..1", group="Quality")
    value_of_right: AmountField = field("A right answer", "money", "what one is worth", group="Quality")
    cost_of_wrong: AmountField = field("A wrong answer", "money", "what one costs", group="Quality")
    latency_ms: AmountField = field("Latency", "ms", "milliseconds, 95th percentile", group="Quality")
    price_source: SafeStr | None = Field(default=None, description="where the prices come from")
    price_date: date | None = Field(default=None, strict=True, description="day the prices were read")
    training_price_source: SafeStr | None = Field(default=None, description="where the training price comes from")
    training_price_date: date | None = Field(
        default=None, strict=True, description="day the training price was published"
    )
    typed_prices: tuple[SafeStr, ...] | None = Field(
        default=None, description="prices typed over those of price_source, one a line; they are never overwritten"
    )
    prices_from: int | None = Field(default=None, strict=True, ge=0, description="they hold over so many input tokens")
    prices_to: int | None = Field(default=None, strict=True, ge=0, description="they hold up to so many input tokens")

    @model_validator(mode="before")
    @classmethod
    def _one_currency(cls, data: object) -> object:
        # Any other unknown key is kept and noted; this one would change what every figure means.
        if isinstance(data, dict) and "currency" in data:
            raise ValueError("has no currency of its own, [costs] has one for all")
        return data


class Costs(BaseModel):
    """What is shared by the options, and the options by name in the order entered."""

    model_config = FROZEN

    requests_per_month: AmountField = field("Requests a month", "count", "requests in month 1")
    usage_source: SafeStr | None = Field(default=None, description="the export that the volume was taken from")
    growth_per_month: AmountField = field("Growth a month", "rate", "0.05 is 5 % more every month", default=Decimal(0))
    horizon_months: AmountField = field("Horizon, months", "horizon", "months looked at", default=Decimal(12))
    discount_rate: AmountField = field("Discount a year", "rate", "a year", default=Decimal(0))
    currency: SafeStr = Field(default="USD", description="of every amount, ISO code")
    baseline: SafeStr | None = Field(default=None, description="option the others are compared with")
    option: dict[SafeStr, Option] = Field(default_factory=dict)

    @property
    def baseline_name(self) -> str | None:
        """The option others are compared with: as said, else the first."""
        if self.baseline in self.option:
            return self.baseline
        return next(iter(self.option), None)
