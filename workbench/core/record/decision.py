"""The record of one decision: an immutable value, the same on screen, in a file and in a command's answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, Field, ValidationError

from workbench.core.amounts import Range, highest, lowest
from workbench.core.inputs import APPROACHES, FROZEN, AmountField, Approach, Costs, Option, check_amounts, field
from workbench.core.record.status import STATUSES, Status
from workbench.core.record.wrong_values import wrong_value
from workbench.core.text import SafeStr, SafeText, clean_data, clean_line, is_clean
from workbench.errors import ValueProblem

SCHEMA = 1


class Alternative(BaseModel):
    """An approach that was not taken."""

    model_config = FROZEN

    rejected_because: SafeText = Field(default="", description="why it was not taken")


class Answer(BaseModel):
    """One answer of the questionnaire."""

    model_config = FROZEN

    answer: SafeStr = Field(description="id of the answer")
    note: SafeText = Field(default="", description="what it rests on")
    source: Literal["person", "costs", "accuracy", "dataset"] | None = Field(
        default=None, description="person | costs | accuracy | dataset"
    )


class Flow(BaseModel):
    """Which flowchart was asked, and what was answered."""

    model_config = FROZEN

    name: SafeStr = Field(default="classic", description="flowchart that was asked")
    answer: dict[SafeStr, Answer] = Field(default_factory=dict)


class Constraints(BaseModel):
    """What an approach must keep to."""

    model_config = FROZEN

    ship_by: date | None = Field(default=None, strict=True, description="day it must be live")
    budget: AmountField = field("Budget", "money", "money until it is live")
    latency_ms: AmountField = field("Latency", "ms", "milliseconds, 95th percentile")


class Score(BaseModel):
    """The scorecard's five factors."""

    model_config = FROZEN

    prompt_accuracy: AmountField = field("Prompt accuracy", "ratio", "of the best prompt, 0..1")
    labelled_examples: AmountField = field("Labelled examples", "count", "reviewed and ready to train on")
    requests_per_day: AmountField = field("Requests a day", "count", "a day")
    exact_format: bool | None = Field(default=None, strict=True, description="must the answer keep an exact format?")
    specialised_domain: bool | None = Field(
        default=None, strict=True, description="does the domain have conventions of its own?"
    )
    cut_prompt_accuracy: AmountField = field("Cut", "ratio", "met from here on, article A's when left out")
    cut_labelled_examples: AmountField = field("Cut", "count", "met from here on, article A's when left out")
    cut_requests_per_day: AmountField = field("Cut", "count", "met from here on, article A's when left out")
    points_prompt_accuracy: AmountField = field("Points", "points", "for fine-tuning where it is met")
    points_without_prompt_accuracy: AmountField = field("Points without", "points", "where it is not")
    points_labelled_examples: AmountField = field("Points", "points", "for fine-tuning where it is met")
    points_without_labelled_examples: AmountField = field("Points without", "points", "where it is not")
    points_requests_per_day: AmountField = field("Points", "points", "for fine-tuning where it is met")
    points_without_requests_per_day: AmountField = field("Points without", "points", "where it is not")
    points_exact_format: AmountField = field("Points", "points", "for fine-tuning where it is met")
    points_without_exact_format: AmountField = field("Points without", "points", "where it is not")
    points_specialised_domain: AmountField = field("Points", "points", "for fine-tuning where it is met")
    points_without_specialised_domain: AmountField = field("Points without", "points", "where it is not")


class Accuracy(BaseModel):
    """The measured accuracy of one version."""

    model_config = FROZEN

    value: AmountField = field("Accuracy", "ratio", "share of right answers, 0..1")
    cases: int | None = Field(default=None, ge=1, strict=True, description="cases it was measured on")
    kind: Literal["prompt", "fine-tuned"] = Field(default="prompt", description="prompt | fine-tuned")


class Metric(BaseModel):
    """A figure the team tracks after the decision."""

    model_config = FROZEN

    unit: SafeStr = Field(default="", description="ratio, count, a currency or another unit")
    target: AmountField = field("Target", "number", "what is aimed at")
    source: SafeStr = Field(default="", description="where its readings come from")
    stale_after_days: int | None = Field(
        default=None, ge=1, strict=True, description="days after which a reading is too old"
    )


class Trigger(BaseModel):
    """A condition under which the decision is looked at again."""

    model_config = FROZEN

    when: SafeStr = Field(description="metric op value, on DATE, or after N days")
    then: SafeStr = Field(default="reopen", description="reopen, or the approach to switch to")
    because: SafeText = Field(default="", description="why this limit")


class Decision(BaseModel):
    """What was decided, why, and what would change it. File keys and order: DESIGN section 3."""

    model_config = FROZEN

    schema_: int = Field(default=SCHEMA, alias="schema", ge=1, strict=True, description="version of this layout")
    id: SafeStr = Field(default="", description="same as the file name")
    title: SafeStr = Field(default="", description="what is being decided")
    status: Status = Field(default="draft", description=" | ".join(STATUSES))
    approach: Approach = Field(
        default="undecided",
        description=" | ".join(APPROACHES),
    )
    method: SafeStr | None = Field(default=None, description="how it is fine-tuned: lora, qlora, full, hosted, ...")
    decided: date | None = Field(default=None, strict=True, description="day of the decision")
    authors: tuple[SafeStr, ...] = Field(default=(), description="who decided, one a line")
    tags: tuple[SafeStr, ...] = Field(default=(), description="words to find it by, one a line")
    review_by: date | None = Field(default=None, strict=True, description="look again at the latest on this day")
    supersedes: tuple[SafeStr, ...] = Field(
        default=(), description="ids this one replaces; the other direction is derived"
    )
    rationale: SafeText = Field(default="", description="why, for whoever reads it in a year")
    alternative: dict[SafeStr, Alternative] = Field(default_factory=dict)
    flow: Flow = Field(default_factory=Flow.model_construct)
    constraints: Constraints = Field(default_factory=Constraints.model_construct)
    score: Score = Field(default_factory=Score.model_construct)
    costs: Costs = Field(default_factory=Costs.model_construct)
    accuracy: dict[SafeStr, Accuracy] = Field(default_factory=dict)
    evidence: dict[SafeStr, Annotated[dict[str, Any], BeforeValidator(clean_data)]] = Field(default_factory=dict)
    metric: dict[SafeStr, Metric] = Field(default_factory=dict)
    trigger: dict[SafeStr, Trigger] = Field(default_factory=dict)


Path = tuple[str, ...]
"""Where a value stands in a decision, for instance ``("costs", "option", "tuned", "input_price")``."""


def from_data(data: Mapping[str, object]) -> Decision:
    """Return a decision read from parsed TOML (floats as `Decimal`).

    Raises:
        ValueProblem: A value is wrong; names the field by its dotted path.
    """
    _refuse_twins(data, "")
    try:
        decision = Decision.model_validate(dict(data))
    except ValidationError as error:
        where, told = wrong_value(error)
        raise ValueProblem("wrong value", f"{where}: {told}", "correct it in the file", where) from None
    check_decision(decision)
    return decision


def _refuse_twins(table: Mapping[str, object], where: str) -> None:
    """Refuse keys that look the same once cleaned: the first of them would be lost."""
    if not is_clean("".join(table)):
        _refuse_twin_keys(table, where)
    for key, value in table.items():
        if isinstance(value, dict):
            _refuse_twins(value, f"{where}{key}.")


def _refuse_twin_keys(table: Mapping[str, object], where: str) -> None:
    seen = set()
    for key in table:
        shown = clean_line(key)
        if shown in seen:
            path = clean_line(f"{where}{key}")
            raise ValueProblem(
                "key given twice", f"{path} stands there twice, once with hidden characters", "rename one", path
            )
        seen.add(shown)


def check_decision(decision: Decision) -> None:
    """Refuse impossible amounts anywhere in the record.

    Raises:
        ValueProblem: Names the field.
    """
    check_amounts(decision.costs, "costs")
    for name, option in decision.costs.option.items():
        check_option(option, f"costs.option.{name}")
    check_amounts(decision.constraints, "constraints")
    check_amounts(decision.score, "score")
    for name, entry in decision.accuracy.items():
        check_amounts(entry, f"accuracy.{name}")
    for name, metric in decision.metric.items():
        check_amounts(metric, f"metric.{name}")


def check_option(option: Option, where: str) -> None:
    """Refuse impossible amounts in one option, one by one and together.

    Raises:
        ValueProblem: Names the field; also when more tokens are cached and written than there are.
    """
    check_amounts(option, where)
    parts = [amount for amount in (option.cached_tokens, option.cache_write_tokens) if amount is not None]
    if not parts or option.input_tokens is None:
        return
    # The ends of ranges as well: a draw must not have fewer than no fresh tokens.
    most, sent = sum(map(highest, parts)), lowest(option.input_tokens)
    if most > sent:
        ranged = any(isinstance(amount, Range) for amount in (*parts, option.input_tokens))
        raise ValueProblem(
            "more cached than sent",
            f"cached and written tokens ({'up to ' if ranged else ''}{most:,}) are more than the input tokens "
            f"({'from ' if ranged else ''}{sent:,})",
            "cached and written are part of the input",
            f"{where}.{'cached_tokens' if option.cached_tokens is not None else 'cache_write_tokens'}",
        )


def get_value(value: object, path: Sequence[str]) -> Any:
    """Return what stands at a path; None where nothing does."""
    for step in path:
        value = value.get(step) if isinstance(value, Mapping) else getattr(value, step, None)
        if value is None:
            return None
    return value


def with_value(decision: Decision, path: Sequence[str], value: object) -> Decision:
    """Return a decision with one value changed; the value has its field's type already (see `amounts.parse`)."""
    changed = _with(decision, path, value)
    assert isinstance(changed, Decision)
    return changed


def _with(node: Any, path: Sequence[str], value: object) -> Any:
    if not path:
        return value
    step, rest = path[0], path[1:]
    if isinstance(node, Mapping):
        return {**node, step: _with(node.get(step), rest, value)}
    return node.model_copy(update={step: _with(getattr(node, step), rest, value)})


def without(decision: Decision, path: Sequence[str]) -> Decision:
    """Return a decision without the entry of a keyed table that the path names."""
    table = dict(get_value(decision, path[:-1]))
    table.pop(path[-1], None)
    return with_value(decision, path[:-1], table)


def renamed(decision: Decision, path: Sequence[str], name: str) -> Decision:
    """Return a decision in which an entry of a keyed table has another name and the same place."""
    table = get_value(decision, path[:-1])
    moved = {name if key == path[-1] else key: entry for key, entry in table.items()}
    return with_value(decision, path[:-1], moved)
