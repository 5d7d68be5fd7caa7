"""The options side by side: what each costs, and its break-even against the baseline. DOMAIN section 4."""

from __future__ import annotations

from collections.abc import Container, Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from workbench.core.amounts import DAYS_A_MONTH, Amount, point
from workbench.core.approaches import trained
from workbench.core.costs.bills import Bill, Plan, assumed_epochs, bill, cost_to_date, plan
from workbench.core.costs.break_even import MONTHS_LOOKED_AT, Versus
from workbench.core.costs.break_even import versus as against
from workbench.core.costs.quality import Quality, quality, quality_notes
from workbench.core.figures import months_text
from workbench.core.inputs import Costs, Option, inputs
from workbench.core.prices.option_prices import price_notes
from workbench.core.text import counted

_PAIRS = (
    ("input_tokens", "input_price"),
    ("cached_tokens", "cached_price"),
    ("cache_write_tokens", "cache_write_price"),
    ("output_tokens", "output_price"),
    ("training_tokens", "training_price"),
    ("labels", "cost_per_label"),
    ("engineering_hours", "hourly_rate"),
)
_NOTHING_ALONE = {
    "accuracy", "latency_ms", "epochs", "training_runs", "training_rows", "batch_discount", "hourly_rate",
    "cost_per_label", "retrain_every_months", "value_of_right", "cost_of_wrong",
}  # fmt: skip
"""Inputs that cost nothing without others: an option that has only these has not been filled in yet."""
_PROMPT = ("input_tokens", "input_price")
_ANSWER = ("output_tokens", "output_price")
_ALWAYS = ("input_tokens", "output_tokens", "input_price", "output_price")
_TRAINED = ("training_tokens", "training_price")


class Figures(NamedTuple):
    """One option's results. Money is None while an input it needs is missing; `reason` then says which.

    `horizon` is in months and ends with the model where that comes first; `saved` is what the option saves against the
    baseline up to there, upfront and running. `months_left` are those in which its model and the baseline's are there.
    """

    name: str
    option: Option
    per_request: Decimal | None
    upfront: Decimal | None
    monthly: Decimal | None
    total: Decimal | None
    versus: Versus | None
    missing: tuple[str, ...]
    reason: str
    horizon: int
    months_left: int
    saved: Decimal | None = None
    quality: Quality | None = None


class Comparison(NamedTuple):
    """All options side by side, in the order entered."""

    options: tuple[Figures, ...]
    baseline: str | None
    currency: str
    horizon: int
    notes: tuple[str, ...]

    def named(self, name: str | None) -> Figures | None:
        """Return an option's figures by name."""
        return next((figures for figures in self.options if figures.name == name), None)


def empty(option: Option) -> bool:
    """Whether nothing that costs something has been typed into an option yet."""
    return not _given(option) - _NOTHING_ALONE


def _given(option: Option) -> set[str]:
    return {name for name in inputs(Option) if getattr(option, name) is not None}


def notes_of(costs: Costs, today: date, names: Container[str]) -> tuple[str, ...]:
    """Return what a careful reader would ask about some of the options."""
    option = {name: option for name, option in costs.option.items() if name in names}
    return _notes(costs.model_copy(update={"option": option}), today, int(point(costs.horizon_months)))


def missing(option: Option) -> tuple[str, ...]:
    """Return the inputs an option cannot be counted without.

    Tokens without their price, a price without its tokens; an option with nothing in it needs the usual ones. Text
    left out on both sides (no output tokens, no output price) counts as none, but nothing is answered without a
    prompt: a 0 has to be typed. A training left out counts as none too; see `untrained`.
    """
    given = _given(option)
    if empty(option):
        return _ALWAYS + (_TRAINED if trained(option) else ())
    needed = list(_PROMPT) if given & set(_ANSWER) and not given & set(_PROMPT) else []
    for amount, price in _PAIRS:
        if _positive(option, amount) and price not in given:
            needed.append(price)
        if _positive(option, price) and amount not in given and amount in {*_ALWAYS, *_TRAINED}:
            needed.append(amount)
    return tuple(needed)


def untrained(option: Option) -> bool:
    """Whether an option is fine-tuned and nothing says what its training costs, not even that it is 0."""
    return trained(option) and not _given(option) & {*_TRAINED, "other_upfront"}


def wanted(option: Option) -> tuple[str, ...]:
    """Return what is still to be typed into an option: what is `missing`, and a training that nobody has priced."""
    needed = missing(option)
    return needed + tuple(name for name in _TRAINED if untrained(option) and name not in needed)


def _positive(option: Option, name: str) -> bool:
    value: Amount | None = getattr(option, name)
    return value is not None and point(value) > 0


def compare(costs: Costs, today: date | None = None) -> Comparison:
    """Return every option's exact figures and its break-even against the baseline.

    Args:
        costs: The inputs.
        today: The day month 1 starts. With it an option's horizon ends on the last day its model can be used.
    """
    horizon = int(point(costs.horizon_months))
    base_name = costs.baseline_name
    base = costs.option[base_name] if base_name is not None else None
    months = plan(costs, horizon, Decimal)
    at_base = cost_to_date(bill(base, Decimal), months) if base is not None else []
    figures = []
    for name, option in costs.option.items():
        versus = None
        life = _months_left(option, today)
        if base is not None and name != base_name and not missing(option) and not missing(base):
            life = min(life, _months_left(base, today))
            versus = against(option, base, base_name or "", costs, min(horizon, life))
            if untrained(option) and versus.verdict != "never":
                versus = versus._replace(reason=f"{versus.reason}, no training counted")
        figures.append(_figures(name, option, versus, costs, months, life, at_base))
    return Comparison(tuple(figures), base_name, costs.currency, horizon, _notes(costs, today, horizon))


def _months_left(option: Option, today: date | None) -> int:
    """Return the whole months of 30 days until the model is gone."""
    if option.available_until is None or today is None:
        return MONTHS_LOOKED_AT
    return max(0, (option.available_until - today).days // DAYS_A_MONTH)


def _figures(
    name: str,
    option: Option,
    versus: Versus | None,
    costs: Costs,
    months: Plan[Decimal],
    life: int,
    at_base: Sequence[Decimal],
) -> Figures:
    needed, horizon = missing(option), min(life, len(months.factors))
    if needed:
        told = f"needs {', '.join(field.replace('_', ' ') for field in needed)}"
        return Figures(name, option, None, None, None, None, None, needed, told, horizon, life)
    own = bill(option, Decimal)
    worth = quality(option, own.per_request)
    if costs.requests_per_month is None:
        told = "needs requests a month"
        return Figures(
            name, option, own.per_request, own.upfront, None, None, versus, (), told, horizon, life, None, worth
        )
    monthly = _monthly(own, costs.requests_per_month)
    total = cost_to_date(own, months)[horizon]
    saved = None if versus is None else at_base[horizon] - total
    return Figures(
        name, option, own.per_request, own.upfront, monthly, total, versus, (), "", horizon, life, saved, worth
    )


def monthly_cost(option: Option, costs: Costs) -> Decimal | None:
    """Return an option's running cost in month 1, as its `Figures` have it; None while an input it needs is missing."""
    if costs.requests_per_month is None or missing(option):
        return None
    return _monthly(bill(option, Decimal), costs.requests_per_month)


def _monthly(own: Bill[Decimal], requests: Amount) -> Decimal:
    return point(requests) * own.per_request + own.monthly


def _notes(costs: Costs, today: date | None, horizon: int) -> tuple[str, ...]:
    """Return what a careful reader would ask about the comparison."""
    notes = []
    if costs.baseline is not None and costs.baseline not in costs.option and costs.option:
        notes.append(f"no option is named {costs.baseline}: {costs.baseline_name} is the baseline")
    # Of an option that is not counted yet nothing can be said.
    counted = {name: option for name, option in costs.option.items() if not missing(option)}
    with_output = [name for name, option in counted.items() if _positive(option, "output_tokens")]
    without = [name for name in counted if name not in with_output]
    if with_output and without:
        notes.append(f"{', '.join(without)} counts no output tokens, {', '.join(with_output)} does: not like for like")
    notes += _untrained(costs)
    notes += _epochs_assumed(costs)
    notes += quality_notes(costs)
    if today is not None:
        notes += price_notes(costs, today)
    return (*notes, *_retirements(costs, today, horizon))


def _untrained(costs: Costs) -> list[str]:
    names = [name for name, option in costs.option.items() if untrained(option) and not missing(option)]
    return [f"no training counted for {', '.join(names)}: type what it costs, or 0"] if names else []


def _epochs_assumed(costs: Costs) -> list[str]:
    """Return for how many epochs options are counted that give none, those of the same number together."""
    found: dict[str, list[str]] = {}
    for name, option in costs.option.items():
        if _positive(option, "training_tokens") and option.epochs is None:
            count = assumed_epochs(option)
            found.setdefault(counted(count, "epoch"), []).append(name)
    return [f"{epochs} assumed for {', '.join(names)}" for epochs, names in found.items()]


def _retirements(costs: Costs, today: date | None, horizon: int) -> list[str]:
    """Return a note for every option whose model goes away before the horizon."""
    notes = []
    for name, option in costs.option.items():
        left = _months_left(option, today)
        if option.available_until is not None and today is not None and left < horizon:
            gone = option.available_until < today
            ends = f"its horizon ends after {months_text(left)}" if left else "no month is counted for it"
            notes.append(f"{name} {'was' if gone else 'is'} available until {option.available_until}: {ends}")
    return notes
